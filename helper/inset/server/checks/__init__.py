"""Checks that are asked over HTTP: their questions as they arrive, and their answers while they are remembered."""
