"""Benchmarks: figures printed beside a peer measured in the same run. Never part of the test suite."""
