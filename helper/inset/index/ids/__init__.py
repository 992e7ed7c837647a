"""The exact photo IDs of a dataset: the file, how it is written, and how it is asked."""
