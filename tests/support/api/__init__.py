"""The helper's API over real HTTP, and what holds its answers to their description."""
