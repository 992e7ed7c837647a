"""Files that lie elsewhere, read in place: `s3://`, `gs://`, `hf://` and `https://`, by fsspec.

addresses.py   an address as a path, shown without what is secret in it
retrying.py    asks a store again when it breaks off, and tells what went wrong without what is secret
store.py       lists and reads files of one store; the only importer of fsspec
content.py     one file: its streams, its ranges, its meter
expand.py      what an address or pattern stands for

Each uses only what stands above it in this list.
"""
