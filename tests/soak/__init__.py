"""The campaign: attacks every promise of Inset for as long as it is told to, and counts.

`make soak` runs it; in `test_*.py` is a form of each part that takes seconds. docs/RELIABILITY.md has the figures.
"""
