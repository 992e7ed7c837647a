"""Attacks on "no wrong claim": absent photos, and files with a changed byte."""
