"""The Bloom filter of one dataset's photo IDs: its bits, its hash, its file, and how likely it is right."""
