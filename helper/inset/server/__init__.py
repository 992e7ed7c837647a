"""The helper: a loopback HTTP server that answers which photos are listed."""
