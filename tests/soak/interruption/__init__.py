"""No interruption: look-ups go on while everything below them changes."""
