"""From an executed notebook to a Document: its cells read, put together and examined."""
