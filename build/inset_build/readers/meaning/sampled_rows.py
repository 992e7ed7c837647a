"""A sample of a table's rows or of records, and what its columns are called for people."""

from __future__ import annotations

import shlex
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from typing import Any, Final, TypeVar

from inset.words.sentences import known, sentence
from inset_build.readers.meaning.cell_kinds import plain_name
from inset_build.readers.meaning.messy_numbers import is_missing
from inset_build.readers.protocol import Column, Refusal

NOT_THE_PHOTO: Final = frozenset({"license", "licence", "owner", "user", "author"})
"""Keys whose inner keys tell about something else than the photo: `license.url`, `owner.nsid`."""

WRAPPINGS: Final = frozenset(
    {"value", "_value", "@value", "_content", "$numberlong", "$numberint", "#text", "_text", "$t"}
)
"""Keys around a single value, in small letters, which say nothing of it: the key in front does.

Source: SPARQL's results, JSON-LD, Flickr's API, MongoDB's exports, and programs that turn XML into JSON.
"""

OF_TYPES: Final = frozenset({"N", "S"})
"""The same in Amazon's DynamoDB: a number, a text."""

ADDRESS_OF_SITE: Final = "address of a site"
"""The kind of a column whose addresses tell that a row is another site's. It never tells that a row is Flickr's."""

NAME: Final = "{}"
"""What a person calls the keys under which records stand: `{"1000_5a3c7e9b10.jpg": {…}}`."""

VALUE: Final = "[]"
"""What a person calls the values of a list that have no key."""

_NOTHING: Final = {
    "column": "No column gives a Flickr photo.",
    "key": "No key gives a Flickr photo.",
    "element": "No element gives a Flickr photo.",
    "variable": "No variable gives a Flickr photo.",
    "line": "No line gives a Flickr photo.",
}
"""By what a column is called."""

_NAMES_SHOWN: Final = 40

T = TypeVar("T")

AllOver = Callable[[], Sequence[Sequence[str]]]


@dataclass(frozen=True, slots=True)
class SampledRows:
    """Some rows of a table, or some records. Made by `of_table` and `of_records`.

    Attributes:
        rows: the cells of each as text; a row may have fewer or more cells than there are columns.
        width: how many columns there are.
        names: the columns' names, dotted where fields have fields; empty where there are none.
        plain_names: what is compared with known names: small letters and digits only.
        word: what a column is called for people: column, key, element, variable, line.
        unit: what a row is called for people: row, record.
        numbered: people see the columns side by side, so a message gives their number too.
        all_over: gives rows from all over the manifest, by which numbers are judged; none if these are all.
        within: the keys that lead to the records, dotted: other records may have fields of the same names.
        site: the column that tells the site, where the rows that are not Flickr's are left empty; else None.
    """

    rows: Sequence[Sequence[str]]
    width: int
    names: Sequence[str] = ()
    plain_names: Sequence[str] = ()
    word: str = "column"
    unit: str = "row"
    numbered: bool = True
    all_over: AllOver = tuple
    within: str = ""
    site: Column | None = None
    _done: dict[str, Any] = field(default_factory=dict, init=False, repr=False, compare=False)

    @classmethod
    def of_table(
        cls, rows: Sequence[Sequence[str]], names: Sequence[str], width: int, all_over: AllOver = tuple
    ) -> SampledRows:
        """Rows of a table as text; `names`: the header's cells, empty without a header."""
        names = [name.strip() for name in names]
        return cls(rows, width, names, list(map(plain_name, names)), all_over=all_over)

    @classmethod
    def of_records(
        cls,
        keys: Sequence[str],
        rows: Sequence[Sequence[str]],
        word: str = "key",
        all_over: AllOver = tuple,
        within: str = "",
    ) -> SampledRows:
        """Records with named fields.

        Args:
            keys: the fields' names; where fields have fields, with a dot between.
            rows: for each record the text in each field, empty where it has none.
            word: what a field is called for people.
            all_over: gives records from all over the manifest.
            within: the keys that lead to the records.
        """
        plain = [plain_name(_telling_part(key)) for key in keys]
        return cls(rows, len(keys), keys, plain, word, "record", numbered=False, all_over=all_over, within=within)

    @property
    def says_flickr(self) -> bool:
        """Whether a column says of the rows that are left that they are Flickr's."""
        return self.site is not None and self.site.kind != ADDRESS_OF_SITE

    def once(self, what: str, work: Callable[[], T]) -> T:
        """What some work on all columns gives, done once: each column asks, and tables have thousands of them."""
        if what not in self._done:
            self._done[what] = work()
        done: T = self._done[what]
        return done

    def name(self, index: int) -> str | None:
        """A column's name, None where it has none."""
        return self.names[index] or None if index < len(self.names) else None

    def plain_name(self, index: int) -> str:
        """A column's name as it is compared with known ones; empty where it has none."""
        return self.plain_names[index] if index < len(self.plain_names) else ""

    def column(self, index: int, kind: str) -> Column:
        """A column by its index, with what its cells are."""
        label = "" if self.numbered else self._label(index)
        return Column(index, self.name(index), kind, label, site=self.site)

    def cells(self, index: int) -> list[str]:
        """The cell of each row, empty where the row is too short."""
        return [row[index] if index < len(row) else "" for row in self.rows]

    def cells_all_over(self, index: int) -> list[str]:
        """The cells of a column from all over the manifest."""
        return [row[index] for row in self.all_over() if index < len(row)] or self.cells(index)

    def filled(self, index: int) -> list[str]:
        """The cells of a column in which there is something."""
        return [cell for cell in self.cells(index) if not is_missing(cell)]

    def find(self, wanted: str) -> int | Refusal:
        """The index of the column that a person points at, by name or by number counted from 1."""
        folded = wanted.strip().lower()
        if wanted in self.names:
            return self.names.index(wanted)
        if wanted == VALUE and "" in self.names:
            return self.names.index("")
        names = [name.strip().lower() for name in self.names]
        if folded in names:
            return names.index(folded)
        bare = [name.replace("[]", "") for name in names]  # the marks of lists may be left out
        if folded.replace("[]", "") in bare:
            return bare.index(folded.replace("[]", ""))
        if self.word == "column" and folded.isascii() and folded.isdigit() and 0 < int(folded) <= self.width:
            return int(folded) - 1
        shown = ", ".join(self.names[:_NAMES_SHOWN]) or sentence("list_hint_numbered", str(self.width))
        return Refusal(sentence(f"list_no_such_{self.word}", repr(wanted)), self._known(shown), near=True)

    @property
    def units(self) -> str:
        """What rows are called for people."""
        return sentence(f"list_{self.unit}s")

    def option(self, index: int) -> str:
        """The option that points at a column, as it can be pasted into a shell."""
        name = ".".join(filter(None, (self.within, self.name(index))))
        nameless = str(index + 1) if self.word == "column" else VALUE
        return f"--column {shlex.quote(name or nameless)}"

    def nothing(self) -> Refusal:
        """The refusal where no column gives a photo."""
        return Refusal(_NOTHING[self.word], sentence("list_hint_point_at"), near=True, general=True)

    def _known(self, shown: str) -> str:
        return sentence(f"list_hint_{self.word}s", shown)

    def _label(self, index: int) -> str:
        if not self.names:
            return known(f"list_each_{self.word}", f"each {self.word}")
        if self.names[index] == NAME:
            return sentence("list_own_keys")
        return (
            sentence(f"list_called_{self.word}", self.names[index])
            if self.names[index]
            else sentence("list_each_value")
        )


def _telling_part(key: str) -> str:
    """The part of a dotted key that says what the field is: the last, with the one in front if that says more."""
    parts = key.split(".")
    if len(parts) > 1 and (parts[-1].lower() in WRAPPINGS or parts[-1] in OF_TYPES):
        parts.pop()
    return "_".join(parts[-2:]) if len(parts) > 1 and parts[-2].lower() in NOT_THE_PHOTO else parts[-1]
