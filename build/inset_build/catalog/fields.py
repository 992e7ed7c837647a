"""Takes the fields of a catalog's tables one by one and checks them, so that an error names the place and the field."""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping
from typing import Any, NoReturn, TypeVar, cast
from urllib.parse import urlsplit

from inset.errors import CatalogInvalid

T = TypeVar("T")


class Fields:
    """One table of the file. Each field is taken once; whatever is left at the end is an unknown field."""

    def __init__(self, table: Mapping[str, Any], where: str) -> None:
        self._left = dict(table)
        self.where = where

    def maybe(self, field: str, kind: type[T], check: Callable[[T], bool] | None = None, rule: str = "") -> T | None:
        """Take a field that may be absent. `check` tests its value, and `rule` is what the error says if that fails."""
        if field not in self._left:
            return None
        value = self._left.pop(field)
        if not isinstance(value, kind) or (isinstance(value, bool) and kind is not bool):
            self.fail(field, f"it must be of type {kind.__name__}")
        if isinstance(value, str) and (not value.strip() or value != value.strip()):
            self.fail(field, "it must be words without blanks around them; leave out what is not known")
        if isinstance(value, int) and not isinstance(value, bool) and value <= 0:
            self.fail(field, "it must be above zero; leave out what is not known")
        if check is not None and not check(value):
            self.fail(field, rule)
        return value

    def take(self, field: str, kind: type[T], check: Callable[[T], bool] | None = None, rule: str = "") -> T:
        """Take a field that must be there."""
        value = self.maybe(field, kind, check, rule)
        if value is None:
            self.fail(field, "it is missing")
        return value

    def url(self, field: str) -> str | None:
        """Take a field that is an http or https URL, if it is there."""
        return self.maybe(field, str, is_url, "it must be an http or https URL without a user name")

    def sources(self) -> tuple[str, ...]:
        """Take the sources; there must be at least one."""
        listed = self.take("sources", list)
        if not listed or not all(isinstance(source, str) and source.strip() for source in listed):
            self.fail("sources", "it must name at least one URL or repository path")
        return tuple(listed)

    def words(self, field: str, known: Collection[str] | None = None) -> tuple[str, ...]:
        """Take a list of words; empty when absent. `known`: the only ones that there may be."""
        listed = self._left.pop(field, [])
        if not isinstance(listed, list) or not all(isinstance(word, str) and word.strip() for word in listed):
            self.fail(field, "it must be a list of words")
        if known is not None and not set(listed) <= set(known):
            self.fail(field, f"it may hold {', '.join(known)} and nothing else")
        return tuple(listed)

    def tables(self, field: str) -> list[Mapping[str, Any]]:
        """Take a list of tables; empty when absent."""
        tables = self._left.pop(field, [])
        if not isinstance(tables, list) or not all(isinstance(table, dict) for table in tables):
            self.fail(field, "write it as [[…]] tables")
        return cast("list[Mapping[str, Any]]", tables)

    def table(self, field: str) -> Fields | None:
        """Take a table, if it is there."""
        table = self._left.pop(field, None)
        if table is None:
            return None
        if not isinstance(table, dict):
            self.fail(field, "write it as a […] table")
        return Fields(table, f"{self.where}, {field}")

    def done(self) -> None:
        """Raise CatalogInvalid if fields are left: they are unknown."""
        for field in self._left:
            self.fail(field, "there is no such field")

    def fail(self, field: str, why: str) -> NoReturn:
        """Raise CatalogInvalid, naming the place and the field."""
        raise CatalogInvalid(f"Fix the catalog at {self.where}, field {field}: {why}.")


def is_url(text: str) -> bool:
    """Whether it is an http or https URL with a host and without a user name."""
    try:
        parts = urlsplit(text)
    except ValueError:
        return False
    return parts.scheme in ("http", "https") and bool(parts.hostname) and parts.username is None and " " not in text
