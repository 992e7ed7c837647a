"""The command line as a person runs it, and quicker ways of running it often."""
