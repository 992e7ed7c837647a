"""What the helper answers: one resource a file; `inset.server.routes` says where each is found and who may ask."""
