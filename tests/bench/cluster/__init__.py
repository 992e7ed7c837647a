"""A build by workers, measured: from files here and from an S3 server, beside the single-machine build."""
