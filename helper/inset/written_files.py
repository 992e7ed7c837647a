"""JSON files that Inset wrote, read back as the types that they were written from."""

from __future__ import annotations

from typing import Any, TypeVar

import msgspec

T = TypeVar("T")


class _Marked(msgspec.Struct):
    format: Any


def format_of(content: bytes) -> object:
    """Return what a file says of its format, before anything else in it is believed.

    Raises:
        ValueError: it is no JSON object, or says nothing of its format.
    """
    return read_as(content, _Marked).format


def read_as(content: bytes, kind: type[T]) -> T:
    """Return the content of a file as a value of this type.

    Args:
        content: JSON in UTF-8; kind: a msgspec struct, which says which of its fields must be there and how.

    Raises:
        ValueError: it is something else; the message says where and what.
    """
    try:
        return msgspec.json.decode(content, type=kind)
    except (msgspec.DecodeError, RecursionError) as error:
        raise ValueError(str(error)) from error
