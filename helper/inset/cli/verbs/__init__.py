"""One file a verb: its arguments, and what it does. What several verbs need is in `inset.cli.steps`."""
