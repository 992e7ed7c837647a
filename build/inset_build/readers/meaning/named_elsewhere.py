"""Whether a part of a list may name photos where its neighbour, which was looked at, named none."""

from __future__ import annotations

from collections.abc import Collection, Sequence

from inset.photo_ref import photo_id_from_file_name


def named_elsewhere(rows: Sequence[Sequence[str]], few: Sequence[Sequence[str]], asked: Collection[int]) -> bool:
    """Whether a cell beside those that are read names Flickr, or is a file's name with a photo and a secret.

    Args:
        rows: the sampled rows, in which Flickr's name is looked for.
        few: some of them, of which cells are parsed.
        asked: the indices of the columns that are read.
    """
    return any("flic" in cell.lower() for row in rows for cell in _others(row, asked)) or any(
        "_" in cell and photo_id_from_file_name(cell) is not None for row in few for cell in _others(row, asked)
    )


def _others(row: Sequence[str], asked: Collection[int]) -> list[str]:
    return [cell for index, cell in enumerate(row) if index not in asked]
