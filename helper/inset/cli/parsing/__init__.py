"""The command line's grammar: what is read, what `--help` says of it, and what a shell may complete."""
