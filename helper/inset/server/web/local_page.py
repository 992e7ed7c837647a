"""The local page: what `/`, `/connect` and `/pictures` answer, and the scripts and styles that it needs.

In one language it is the same for everybody, and it holds nothing private. Whoever has the owner's session
(`inset open`) gets to see datasets, builds and browsers by asking the API, with scripts of `web/page/` that the helper
itself serves.
"""

from __future__ import annotations

import functools
import html
from importlib.resources import files
from typing import Final

import orjson

from inset.server.web.templates import fill, lay_out, markup
from inset.words.messages import Messages, languages, messages_in

_PARTS: Final = ("check", "datasets", "lookup", "add", "browsers", "health")
_SCRIPT: Final = "text/javascript; charset=utf-8"
_STYLE: Final = "text/css; charset=utf-8"
_SHARED: Final = {"palette.css": _STYLE, "style.css": _STYLE, "icon.svg": "image/svg+xml"}
_TYPES: Final = {".js": _SCRIPT, ".css": _STYLE}


@functools.cache
def home_page(language: str) -> bytes:
    """Return the page at `/` in one of the languages that there are messages in.

    It is also the one at `/connect`: its script shows what the address asks for.
    """
    messages = messages_in(language)
    steps = fill("steps.html", messages)
    parts = "".join(
        fill(f"page/{part}/part.html", messages, **({"steps": steps} if part == "browsers" else {})) for part in _PARTS
    )
    return lay_out(
        messages,
        fill("home.html", messages, steps=steps, parts=parts, connecting=fill("page/browsers/connect.html", messages)),
        title="Inset",
        head=fill("page/head.html", messages, words=_words(messages)),
        links=fill("page/links.html", messages),
        note=markup(messages.text("page_note")),
        foot=fill("page/shared/language.html", messages, languages=_choice()),
    )


@functools.cache
def pictures_page(language: str) -> bytes:
    """Return the page at `/pictures`, the one page that may load pictures of Flickr's, in one of the languages."""
    messages = messages_in(language)
    return lay_out(
        messages,
        fill("page/pictures/page.html", messages),
        title="Inset",
        head=fill("page/pictures/head.html", messages, words=_words(messages)),
        links="",
        note=markup(messages.text("pictures_note")),
    )


def _words(messages: Messages) -> str:
    """The page's messages as JSON that cannot end the element in which it stands."""
    return orjson.dumps(messages.for_page).decode().replace("<", "\\u003c")


def _choice() -> str:
    """An option for each language, called by its own name."""
    names = {each: html.escape(messages_in(each).text("language_name")) for each in languages()}
    return "".join(
        f'<option value="{each}" lang="{each.replace("_", "-")}">{name}</option>' for each, name in names.items()
    )


@functools.cache
def web_file(name: str) -> tuple[bytes, str] | None:
    """Return a file that our pages need and its content type, None if they need none of that name."""
    path = _web_files().get(name)
    if path is None:
        return None
    content_type = _SHARED.get(name) or _TYPES[name[name.rindex(".") :]]
    return files("inset.server").joinpath("web", *path).read_bytes(), content_type


@functools.cache
def _web_files() -> dict[str, tuple[str, ...]]:
    """Every name that may be asked for, and where its file lies in `web/`: nobody's path reaches the disk.

    A file of `web/page/` is asked for as it lies there, its room before it: `check/letter.js`.
    """
    folder = files("inset.server").joinpath("web", "page")
    rooms = [each for each in folder.iterdir() if each.is_dir()]
    names = [each.name for each in folder.iterdir()]
    names += [f"{room.name}/{each.name}" for room in rooms for each in room.iterdir()]
    page = {name: ("page", *name.split("/")) for name in names if name.endswith(tuple(_TYPES))}
    return page | {name: (name,) for name in _SHARED}
