"""Readers: any manifest becomes batches of photo IDs.

sources/       where the bytes come from: files, folders, archives, compressed files; and what is rewritten first
protocol.py    what every reader is, and what it gives
sample.py      the beginning of a manifest, which readers look at
meaning/       which column or key gives the photo, its account and its licence
formats/       one reader for each family of file formats
detect.py      which reader reads a manifest
second_look.py texts that no reader takes as they are
one_photo_each.py folders of texts that tell of one photo each

Each uses only what stands above it in this list.
"""
