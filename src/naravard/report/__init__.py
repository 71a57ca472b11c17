"""From executed notebooks to papers: run, put together, exported, published."""
