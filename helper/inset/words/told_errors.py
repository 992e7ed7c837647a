"""An error that another process of Inset, or a file of its own, tells in the wire form."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from inset.errors import InsetError, error_of
from inset.words.sentences import retold


def error_from(document: Mapping[str, Any]) -> InsetError:
    """Return the error that `InsetError.as_dict` describes, as the class that owns its code.

    Args:
        document: with `code`, `message` and `hint`, all texts, and maybe `message_told` and `hint_told`.
    """
    return error_of(document["code"])(
        retold(document["message"], document.get("message_told")),
        hint=retold(document["hint"], document.get("hint_told")),
    )
