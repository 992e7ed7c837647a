"""What verbs do on their way: several of them, or one that would be too long with it."""
