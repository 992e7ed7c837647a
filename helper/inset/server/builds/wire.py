"""`/v1/datasets/{name}/builds` and `/v1/builds`: asking for a build, and how one stands."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Final, Literal, NotRequired, TypedDict, cast

from yarl import URL

from inset.errors import BadRequest, InsetError
from inset.index.kind import Kind, parse_kind
from inset.words.sentences import Told

BuildState = Literal["queued", "running", "published", "failed", "cancelled"]
BuildPhase = Literal["downloading", "waiting", "looking", "reading", "merging", "writing", "verifying", "publishing"]

ENDED: Final[frozenset[BuildState]] = frozenset({"published", "failed", "cancelled"})

MAX_ADDRESS: Final = 2048
"""Characters; servers refuse longer ones."""

_ID: Final = re.compile(r"[0-9a-f]{20}", re.ASCII)
_MAX_WORDS: Final = 200
_MANIFEST_FIELDS: Final = frozenset({"reader", "column", "error_rate", "filter_only", "kind"})


class BuildSource(TypedDict):
    """What a build is made from: an uploaded file, by its name, an address, an entry of the catalog, or the sample.

    Or it is a command line's, which built it from whatever it was told; `name` is then the command's verb.
    """

    kind: Literal["upload", "address", "catalog", "sample", "command"]
    name: str


class AddressSize(TypedDict):
    """The file at an address: the name that it gets, and its bytes; None where its server does not say."""

    file: str
    bytes: int | None


class BuildError(TypedDict):
    """Why a build failed. What tells the words in other languages is there where they know their message."""

    code: str
    message: str
    hint: str
    message_told: NotRequired[Told]
    hint_told: NotRequired[Told]


class Build(TypedDict):
    """One build. Times are ISO 8601 in UTC.

    `phase`, `bytes_per_second` and `seconds_left` are None unless it runs and they are known. `bytes_read` and
    `bytes_total` are of the phase: what is downloaded or read; `bytes_total` is 0 where nobody knows it. `report` is
    there once it is published: what `inset build --json` prints. `dashboard` is there while a cluster that has
    a page of its own builds it: that page's address.
    """

    id: str
    dataset: str
    source: BuildSource
    state: BuildState
    phase: BuildPhase | None
    rows: int
    bytes_read: int
    bytes_total: int
    bytes_per_second: float | None
    seconds_left: float | None
    queued_at: str
    started_at: str | None
    ended_at: str | None
    report: dict[str, Any] | None
    error: BuildError | None
    dashboard: NotRequired[str]


class BuildList(TypedDict):
    """One page of the builds, newest first. `next` is the cursor of the next page; None on the last."""

    builds: list[Build]
    next: str | None


@dataclass(frozen=True, slots=True)
class Reading:
    """How to read a manifest, and what to build; None lets the build choose."""

    reader: str | None = None
    column: str | None = None
    error_rate: float | None = None
    filter_only: bool = False
    kind: Kind | None = None


@dataclass(frozen=True, slots=True)
class BuildOrder:
    """What a body of JSON asks for: an upload or address and how to read it, an entry of the catalog, or the sample.

    The other ones are None, and `sample` is False.
    """

    upload: str | None
    catalog: str | None
    reading: Reading
    address: str | None = None
    sample: bool = False


def build_error(error: InsetError) -> BuildError:
    """Return an error as a build keeps it."""
    return cast("BuildError", error.as_dict())


def read_order(body: Mapping[str, Any]) -> BuildOrder:
    """Read the body of a build.

    Raises:
        BadRequest: it is not `{"upload": …, …}`, `{"address": …, …}`, `{"catalog": …}` or `{"sample": true}`.
    """
    if body == {"sample": True} and body["sample"] is True:
        return BuildOrder(None, None, Reading(), sample=True)
    if set(body) == {"catalog"}:
        return BuildOrder(None, _words(body["catalog"], "catalog"), Reading())
    named = {"upload", "address"} & set(body)
    if len(named) != 1 or not set(body) <= {*named, *_MANIFEST_FIELDS}:
        raise BadRequest(
            'Send {"upload": "…"} or {"address": "…"} with reader, column, error_rate, filter_only or kind as needed, '
            '{"catalog": "…"}, or {"sample": true}.'
        )
    return BuildOrder(
        _words(body["upload"], "upload") if "upload" in body else None,
        None,
        address=read_address(body["address"]) if "address" in body else None,
        reading=Reading(
            reader=None if body.get("reader") is None else _words(body["reader"], "reader"),
            column=None if body.get("column") is None else _words(body["column"], "column"),
            error_rate=None if body.get("error_rate") is None else _rate(body["error_rate"]),
            filter_only=_switch(body.get("filter_only", False)),
            kind=None if body.get("kind") is None else _kind(body["kind"]),
        ),
    )


def read_reading(query: Mapping[str, str]) -> Reading:
    """Read the same from the query, for a body that is the file itself.

    Raises:
        BadRequest: a value is invalid.
    """
    rate, filter_only = query.get("error_rate"), query.get("filter_only", "false")
    try:
        error_rate = None if rate is None else _rate(float(rate))
    except ValueError:
        raise _no_rate() from None
    return Reading(
        reader=None if "reader" not in query else _words(query["reader"], "reader"),
        column=None if "column" not in query else _words(query["column"], "column"),
        error_rate=error_rate,
        filter_only=_switch({"true": True, "false": False}.get(filter_only)),
        kind=None if "kind" not in query else _kind(query["kind"]),
    )


def read_address(value: object) -> str:
    """Return the address of a manifest, as it is to be asked for.

    Raises:
        BadRequest: it is no https address; who listens on the way could change what comes by another.
    """
    text = value.strip() if isinstance(value, str) else ""
    try:
        url = URL(text) if len(text) <= MAX_ADDRESS and text.isprintable() else URL()
    except ValueError:
        url = URL()
    if url.scheme != "https" or not url.host or url.user is not None or url.password is not None:
        raise BadRequest(
            f"Give an address that begins with https://, with at most {MAX_ADDRESS:,} characters and no user's name."
        )
    return str(url.with_fragment(None))


def read_cursor(query: Mapping[str, str]) -> str | None:
    """Return the ID below which a page of builds begins; None for the newest.

    Raises:
        BadRequest: it is not the `next` of an earlier page.
    """
    cursor = query.get("cursor")
    if cursor is not None and not is_build_id(cursor):
        raise BadRequest("Give as cursor what the page before has under next.")
    return cursor


def is_build_id(text: str) -> bool:
    """Whether it has the form of a build's ID. IDs sort in the order in which builds were asked for."""
    return _ID.fullmatch(text) is not None


def _words(value: object, name: str) -> str:
    if not isinstance(value, str) or not 0 < len(value) <= _MAX_WORDS or not value.isprintable():
        raise BadRequest(f"Give {name} as 1 to {_MAX_WORDS} printable characters.")
    return value


def _kind(value: object) -> Kind:
    try:
        return parse_kind(value)
    except ValueError:
        raise BadRequest("Give kind as training or census.") from None


def _rate(value: object) -> float:
    # The build checks for sensible bounds; the comparison also refuses NaN.
    if isinstance(value, bool) or not isinstance(value, (int, float)) or not 0 < value < 1:
        raise _no_rate()
    return float(value)


def _no_rate() -> BadRequest:
    return BadRequest("Give error_rate as a number between 0 and 1, such as 1e-6.")


def _switch(value: object) -> bool:
    if not isinstance(value, bool):
        raise BadRequest("Give filter_only as true or false.")
    return value
