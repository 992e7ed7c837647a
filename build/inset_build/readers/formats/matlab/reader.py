"""MATLAB files: lists of photos' names, such as AADB's `trainNameList`, and records of photos."""

from __future__ import annotations

import json
from collections.abc import Collection, Iterator
from dataclasses import dataclass
from typing import Any, Final

from inset.errors import ManifestInvalid
from inset.words.sentences import sentence
from inset_build.readers.formats.matlab.mat5 import Malformed, read_variables
from inset_build.readers.meaning.cell_kinds import BARE
from inset_build.readers.meaning.record_batches import RecordBatches
from inset_build.readers.meaning.record_fields import Fields, RecordMatch, choose_fields, most_telling
from inset_build.readers.meaning.record_tables import record_table
from inset_build.readers.meaning.record_values import text_column, value_at
from inset_build.readers.meaning.sampled_rows import SampledRows
from inset_build.readers.meaning.sampling import SAMPLED_ROWS
from inset_build.readers.protocol import Batch, Match, Refusal, Sample, Wish
from inset_build.readers.sources.signatures import MATLAB
from inset_build.readers.sources.source import Source

MATLAB_HDF5: Final = b"MATLAB 7.3 MAT-file"


@dataclass(frozen=True, slots=True)
class MatlabMatch(RecordMatch):
    """A match in a MATLAB file: what to read of each of its lists, by their names."""

    lists: tuple[tuple[str, Fields], ...] = ()


class Matlab:
    """The lists of a file, version 5."""

    name = "matlab"

    def sniff(self, sample: Sample, wish: Wish) -> Match | Refusal:
        """The lists whose values, or whose records' fields, give a photo."""
        if sample.start.startswith(MATLAB_HDF5):
            return Refusal(
                "It is a MATLAB file of version 7.3 (HDF5), which cannot be read.",
                "Load it in MATLAB or Octave and save it again: save('list.mat', '-v7')",
                near=True,
            )
        if not sample.start.startswith(MATLAB):
            return Refusal("It is no MATLAB file.", near=wish.forced)
        found: list[tuple[str, Fields]] = []
        refusals: list[Refusal] = []
        names: list[str] = []
        for name, values in _lists(sample.source):
            names.append(name)
            fields = _fields(name, values, wish)
            if isinstance(fields, Refusal):
                refusals.append(fields)
            elif fields is not None and fields.found:
                found.append((name, fields))
        if not found:
            return _nothing(names, refusals, wish)
        best = max((fields for _, fields in found), key=_how_sure)
        lists = tuple((name, fields) for name, fields in found if fields.photo[0].kind == best.photo[0].kind)
        why = [sentence("list_matlab", ", ".join(name for name, _ in lists)), *best.explanation]
        return MatlabMatch(tuple(why), fields=best, lists=lists)

    def read(self, source: Source, match: Match) -> Iterator[Batch]:
        """All photos of these lists."""
        assert isinstance(match, MatlabMatch)
        wanted = dict(match.lists)
        for name, values in _lists(source):
            fields = wanted.get(name)
            if fields is None:
                continue
            columns = {
                column.name or "": text_column([value_at(value, _key(name, column.name or "")) for value in values])
                for column in fields.all
            }
            batches = RecordBatches(fields)
            yield batches.batch(batches.extract(columns), part=name)

    def raw_rows(self, source: Source, part: str, numbers: Collection[int]) -> dict[int, str]:
        """The values of a list as JSON."""
        for name, values in _lists(source):
            if name == part:
                kept = {number: values[number - 1] for number in numbers if 0 < number <= len(values)}
                return {number: json.dumps(value, ensure_ascii=False) for number, value in kept.items()}
        return {}


def _how_sure(fields: Fields) -> tuple[bool, int, int]:
    """What shows itself to be Flickr's before bare numbers, and of these what is called so; then what gives most."""
    column = fields.photo[0]
    return (column.kind not in BARE, column.said, fields.found)


def _fields(name: str, values: list[Any], wish: Wish) -> Fields | Refusal | None:
    table = record_table((), (), values[:SAMPLED_ROWS])
    # A list of single values is named by its variable; a field of records by the variable and the field.
    keys = [f"{name}.{key}" if key else name for key in table.keys]
    if wish.column is not None and wish.column not in keys:
        return None
    return choose_fields(SampledRows.of_records(keys, table.rows, "variable"), wish.column)


def _key(name: str, field: str) -> tuple[str, ...]:
    inner = field.removeprefix(name).removeprefix(".")
    return tuple(inner.split(".")) if inner else ()


def _lists(source: Source) -> Iterator[tuple[str, list[Any]]]:
    """All lists in a file with their names; a list in a structure is named `structure.list`.

    Raises:
        ManifestInvalid: the file is damaged.
    """
    with source.seekable() as file:
        try:
            for variable in read_variables(file):
                yield from _inside(variable.name, variable.value)
        except Malformed as error:
            raise ManifestInvalid(sentence("list_download_again", source.name, error.why), path=source.path) from error


def _inside(name: str, value: object) -> Iterator[tuple[str, list[Any]]]:
    if isinstance(value, dict):
        for field, inner in value.items():
            yield from _inside(f"{name}.{field}", inner)
    elif isinstance(value, list) and len(value) == 1 and isinstance(value[0], dict):
        yield name, value
        yield from _inside(name, value[0])
    elif isinstance(value, list) and value:
        yield name, value


def _nothing(names: list[str], refusals: list[Refusal], wish: Wish) -> Refusal:
    if wish.column is not None and not refusals:
        return Refusal(
            sentence("list_no_such_list", repr(wish.column)),
            sentence("list_hint_there_are", ", ".join(names)[:1000]),
            near=True,
        )
    none = Refusal("No list in it gives a Flickr photo.", sentence("list_hint_point_at"), near=True)
    return most_telling(refusals, none)
