"""How much of a manifest is looked at before it is read, and how much of that must agree."""

from __future__ import annotations

from typing import Final

SAMPLED_ROWS: Final = 1000
"""Rows, records or lines that are looked at: enough to tell a column by, and still a matter of milliseconds."""

PLACES: Final = 50
"""At how many places of a table that can be entered anywhere the sampled rows lie: it may be sorted."""

NEARLY_ALL: Final = 0.9
"""Share of cells that must be of one kind before the column is taken for that kind: in published lists some cells are
damaged or of another host."""

EVEN: Final = 0.8
"""Share of rows or records that must have the same shape before they are taken for one table: a row may have a
separator in its text, and a record may lack a field."""

HALF: Final = 0.5
"""Share that is enough for cells that show by themselves what they are, as URLs do."""
