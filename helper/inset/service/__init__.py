"""Starting the helper at login: systemd, launchd and Windows, the same four functions each."""
