"""Published datasets without a manifest, and readers of them that share no code with Inset."""
