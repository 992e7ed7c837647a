"""Damages small manifests of every format at random, and holds what must be true of reading any file."""
