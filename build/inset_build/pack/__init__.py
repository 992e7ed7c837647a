"""Packs: made of runs, fetched, and unpacked into runs. They are read and verified by `inset.pack`."""
