"""Attacks on "no loss": killed processes, power cuts, full disks, clocks that jump, two of everything at once."""
