"""The local page: what `/` answers, and the scripts and styles that it needs.

It is the same for everybody and holds nothing private. Whoever has the owner's session (`inset open`) gets to see
datasets, builds and browsers by asking the API, with scripts of `web/page/` that the helper itself serves.
"""

from __future__ import annotations

import functools
from importlib.resources import files
from typing import Final

from inset.server.web.templates import fill, lay_out

_PARTS: Final = ("check", "datasets", "lookup", "rebuild", "browsers", "health")
_SCRIPT: Final = "text/javascript; charset=utf-8"
_STYLE: Final = "text/css; charset=utf-8"
_SHARED: Final = {"palette.css": _STYLE, "style.css": _STYLE, "icon.svg": "image/svg+xml"}
_TYPES: Final = {".js": _SCRIPT, ".css": _STYLE}


@functools.cache
def home_page() -> bytes:
    """Return the page at `/`."""
    steps = fill("steps.html")
    parts = "".join(fill(f"page/{part}.html", **({"steps": steps} if part == "browsers" else {})) for part in _PARTS)
    return lay_out(
        fill("home.html", steps=steps, parts=parts),
        title="Inset",
        head=fill("page/head.html"),
        links=fill("page/links.html"),
        note="This page comes from the helper on your own computer and asks nothing of the internet.",
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
    """Every name that may be asked for, and where its file lies in `web/`: nobody's path reaches the disk."""
    folder = files("inset.server").joinpath("web", "page")
    page = {each.name: ("page", each.name) for each in folder.iterdir() if each.name.endswith(tuple(_TYPES))}
    return page | {name: (name,) for name in _SHARED}
