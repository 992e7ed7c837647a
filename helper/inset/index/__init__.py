"""The index: which photo IDs a dataset lists, on disk and in memory. Imports neither server nor command line."""
