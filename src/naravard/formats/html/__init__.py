"""The paper as one web page."""
