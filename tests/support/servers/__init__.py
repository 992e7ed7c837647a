"""Real servers on 127.0.0.1 that stand in for others': file hosts, stores, a time-stamp authority."""
