"""One folder or file for each family of file formats; each gives batches of photo IDs."""
