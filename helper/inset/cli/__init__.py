"""The command line: its verbs, each importing what is heavy only when it runs, and what they are made of."""
