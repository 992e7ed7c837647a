"""XML documents, read element by element."""
