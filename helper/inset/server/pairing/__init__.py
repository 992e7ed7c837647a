"""Pairing: requests to be paired, and the sessions of the local page."""
