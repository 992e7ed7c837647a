"""Builds that are under way, wait, or are killed in their midst."""
