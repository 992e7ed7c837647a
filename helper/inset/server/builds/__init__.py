"""Builds that the helper runs: a queue of them, each a process of its own, and their history."""
