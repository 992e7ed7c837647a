"""Where a dataset came from that was not built on this computer: one sentence, for a person, on the command line.

Whoever made a pack writes its texts. They stand between quotation marks, in one line, cut to a length, and what nobody
would see in them is made visible (`inset.visible`), so that they cannot be taken for words of Inset's. Marks within
them become plain ones, so that none of them ends the quotation.
"""

# ruff: noqa: RUF001 - quotation marks of many languages are what this file is about

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING, Final

from inset.index.origin import Origin
from inset.visible import visible_line
from inset.words.messages import Messages
from inset.words.sentences import Told, Value

if TYPE_CHECKING:
    from inset.index.library import Library

LONGEST: Final = 200
"""Characters of a title, a name or an address that are shown."""

_MARKS: Final = str.maketrans(dict.fromkeys("“”„‟«»「」『』〝〞〟＂", '"') | dict.fromkeys("‘’‚‛‹›", "'"))
"""Quotation marks of all our languages, and the plain ones."""


def quoted(theirs: str, words: Messages, longest: int = LONGEST) -> str:
    """Others' words as theirs: between quotation marks, no longer than `longest` characters."""
    return words.text("quoted", _plain(theirs, longest))


def quoted_told(theirs: str, longest: int = LONGEST) -> Told:
    """The same in the wire form."""
    return {"name": "quoted", "values": [_plain(theirs, longest)]}


def _plain(theirs: str, longest: int) -> str:
    return short(theirs, longest).translate(_MARKS)


def short(theirs: str, longest: int = LONGEST) -> str:
    """Others' words in one line, no longer than `longest` characters, and with an escape for what nobody would see."""
    cut = theirs if len(theirs) <= longest else f"{theirs[: longest - 1]}…"
    return visible_line(cut)


@dataclass(frozen=True, slots=True)
class Came:
    """That a dataset came as a pack: the facts of `came`, to be said in any language."""

    dataset: str
    origin: Origin
    built_at: str

    def said(self, words: Messages) -> str:
        """The sentence in the messages' language."""
        return came(self.dataset, self.origin, self.built_at, words)

    def told(self) -> Told:
        """The same in the wire form."""
        origin = self.origin
        whose: list[Value] = [quoted_told(origin.publisher)] if origin.publisher else []
        where: list[Value] = [short(origin.address)] if origin.address else []
        named = [*whose, *where] or [Told(name="came_from_unnamed", values=[])]
        whom = named[0] if len(named) == 1 else Told(name="list_comma", values=named)
        facts: list[Value] = [self.dataset, whom, _day(self.built_at), _day(origin.unpacked_at)]
        if origin.is_signed:
            return {"name": "came_signed", "values": [*facts, short(origin.signed_by or "")]}
        return {"name": "came_unsigned", "values": facts}


def came(dataset: str, origin: Origin, built_at: str, words: Messages) -> str:
    """Say of a dataset that it came as a pack: from whom, how old it is, and who vouches for it.

    Args:
        dataset: its name here.
        origin: where it came from.
        built_at: when its publisher built it, as they say.
        words: of the person's language.
    """
    facts = dataset, _from(origin, words), _day(built_at), _day(origin.unpacked_at)
    if origin.is_signed:
        return words.text("came_signed", *facts, short(origin.signed_by or ""))
    return words.text("came_unsigned", *facts)


def notes(library: Library, names: Iterable[str], words: Messages) -> Iterator[str]:
    """One sentence for each of these datasets that was not built here, each dataset once, by name."""
    for name in sorted(set(names)):
        found = library.datasets.get(name)
        if found is not None and found.descriptor.origin is not None:
            yield came(name, found.descriptor.origin, found.descriptor.built_at, words)


def _from(origin: Origin, words: Messages) -> str:
    whose = [] if not origin.publisher else [quoted(origin.publisher, words)]
    where = [] if not origin.address else [short(origin.address)]
    return ", ".join([*whose, *where]) or words.text("came_from_unnamed")


def _day(time: str) -> str:
    return datetime.fromisoformat(time).date().isoformat()
