"""What a computer has besides Inset: another user, a full disk, a systemd."""
