"""A static web page that answers in the reader's browser: its files, and the datasets in a form that it can read.

`write_site` in `writing.py` is the way in; `extension/site/` is the page, and docs/PACKS.md ("The page that answers")
describes the files.
"""
