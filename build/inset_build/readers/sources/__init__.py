"""Where the bytes of manifests come from: files, folders, archives and compressed files."""
