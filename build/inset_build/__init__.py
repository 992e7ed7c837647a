"""Builds: manifests become runs of an index. Started by `inset build`, or by the helper as a child process."""
