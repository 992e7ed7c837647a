"""Our pages are put together from templates in `web/`, once for each language, when they are first asked for.

A place `$name` in a template is filled with the value of that name or, where there is none, with the message of that
name; `$between` with what the language puts between two sentences.
"""

from __future__ import annotations

import html
from importlib.resources import files
from string import Template
from typing import Final

from inset.words.messages import Messages

_BETWEEN: Final = "between"
_LEFTWARDS: Final = frozenset({"ar", "fa", "he", "ur"})
"""Languages that are written from right to left."""


def lay_out(
    messages: Messages, main: str, *, title: str, links: str, note: str, head: str = "", foot: str = ""
) -> bytes:
    """Return a whole page.

    Args:
        messages: in which language the page is;
        main: its content; title: its title; links: what its navigation holds; note: its last line; foot: what follows
            that line; head: more for `<head>`.
    """
    language = messages.language.replace("_", "-")
    direction = "rtl" if language in _LEFTWARDS else "ltr"
    return fill(
        "layout.html",
        messages,
        main=main,
        title=title,
        links=links,
        note=note,
        head=head,
        foot=foot,
        language=language,
        direction=direction,
    ).encode()


def fill(name: str, messages: Messages, **values: str) -> str:
    """Fill a template of `web/`; a place that nothing fills, or a value too many, is a mistake that shows at once."""
    template = Template(files("inset.server").joinpath("web", name).read_text(encoding="utf-8"))
    places = set(template.get_identifiers())
    assert set(values) <= places, name
    known = {_BETWEEN: messages.between} | values
    return template.substitute({place: markup(messages.text(place)) for place in places - set(known)} | known)


def markup(message: str) -> str:
    """Return a message as HTML; what stands between backticks, as commands do, becomes `<code>`."""
    pieces = html.escape(message).split("`")
    return "".join(f"<code>{piece}</code>" if at % 2 else piece for at, piece in enumerate(pieces))
