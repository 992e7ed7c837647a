"""Whether all is well: one check a file, run by `inset doctor` and by `GET /v1/health`."""
