"""MATLAB files of version 5."""
