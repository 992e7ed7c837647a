"""A small made-up manifest for every dataset of the catalog, laid out as its authors publish theirs.

The photos' IDs, names and accounts are made up; where the layout of a file was read stands in catalog.toml and in
docs/MANIFESTS.md. A dataset whose lists name no photo that can be read has no photos here: its files must be refused.
"""

from __future__ import annotations

from support.lists.published.documents import DOCUMENTS
from support.lists.published.photos import Published
from support.lists.published.records import RECORDS
from support.lists.published.tables import TABLES

PUBLISHED: dict[str, Published] = {**TABLES, **DOCUMENTS, **RECORDS}
