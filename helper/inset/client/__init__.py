"""What talks to a running helper, for the command line; it never imports the server."""
