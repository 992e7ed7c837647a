"""What stands between a request and a handler: one guard a file, in the order of `inset.server.app`."""
