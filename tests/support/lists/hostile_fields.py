"""A manifest of which every field is hostile in every way: `tests/vectors/hostile_fields.json` is the table."""

from __future__ import annotations

import json
from html.parser import HTMLParser
from pathlib import Path
from typing import Final

_TABLE: Final = json.loads((Path(__file__).parents[2] / "vectors" / "hostile_fields.json").read_text(encoding="utf-8"))
PAYLOADS: Final[dict[str, str]] = _TABLE["payloads"]
"""What a hostile author writes, by what it is."""
FIELDS: Final[list[str]] = _TABLE["fields"]
"""Where it is written: the columns of a manifest beside the photo's address."""
FIRST: Final = 990_000_000_001
PHOTOS: Final = {name: str(FIRST + n) for n, name in enumerate(PAYLOADS)}
"""One photo for each payload, in all of whose fields it stands."""
ACCOUNT: Final = "12345678@N00"
FILE_NAME: Final = "list<img src=x onerror=planted=1>\u202e\x1b[2J=1+1.jsonl"

_ALLOWED: Final = frozenset(
    {
        "a",
        "abbr",
        "b",
        "body",
        "br",
        "caption",
        "code",
        "dd",
        "details",
        "div",
        "dl",
        "dt",
        "em",
        "figcaption",
        "figure",
        "footer",
        "h1",
        "h2",
        "h3",
        "h4",
        "head",
        "header",
        "hr",
        "html",
        "i",
        "li",
        "main",
        "meta",
        "nav",
        "ol",
        "p",
        "pre",
        "section",
        "small",
        "span",
        "strong",
        "style",
        "summary",
        "table",
        "tbody",
        "td",
        "th",
        "thead",
        "time",
        "title",
        "tr",
        "ul",
    }
)
"""Elements that load nothing, run nothing and send nothing."""


def write_hostile_manifest(folder: Path) -> Path:
    """Write the manifest: a JSON object a photo, of which one key is a payload, too."""
    path = folder / FILE_NAME
    with path.open("w", encoding="utf-8") as file:
        for name, payload in PAYLOADS.items():
            row = {"photo_url": f"https://www.flickr.com/photos/{ACCOUNT}/{PHOTOS[name]}/"}
            row |= dict.fromkeys(FIELDS, payload)
            file.write(json.dumps({**row, f"key {payload}": payload}) + "\n")
    return path


def write_hostile_accounts(folder: Path) -> Path:
    """Write a manifest whose accounts are the payloads; its photos are of the same IDs."""
    path = folder / "accounts.jsonl"
    rows = ({"photo_id": PHOTOS[name], "owner": payload, "license": payload} for name, payload in PAYLOADS.items())
    path.write_text("".join(json.dumps(row) + "\n" for row in rows))
    return path


class _Page(HTMLParser):
    def __init__(self) -> None:
        super().__init__()
        self.wrong: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag not in _ALLOWED:
            self.wrong.append(f"<{tag}>")
        for name, value in attrs:
            address = (value or "").strip().lower()
            if name.startswith("on") or name in (
                "autofocus",
                "src",
                "srcset",
                "srcdoc",
                "action",
                "formaction",
                "style",
            ):
                self.wrong.append(f"<{tag} {name}>")
            if name == "href" and not address.startswith(("https://", "http://", "mailto:", "#")):
                self.wrong.append(f"<{tag} href={address}>")


def dangers_of(page: str) -> list[str]:
    """Elements and attributes of an HTML page that could load, run or send something."""
    parsed = _Page()
    parsed.feed(page)
    parsed.close()
    return parsed.wrong
