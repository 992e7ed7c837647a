"""The head of a page that is handed on as one HTML file: no script, no picture, and nothing is loaded."""

from __future__ import annotations

from collections.abc import Iterator
from importlib.resources import files


def page_head(title: str, *styles: str) -> Iterator[str]:
    """All that stands before the page's own words, in English as they are.

    Args:
        title: ours, as it stands in HTML.
        styles: names of style sheets of this folder, which become part of the file.
    """
    yield (
        '<!DOCTYPE html>\n<html lang="en">\n<head>\n<meta charset="utf-8">\n'
        '<meta name="viewport" content="width=device-width, initial-scale=1">\n'
        "<meta http-equiv=\"Content-Security-Policy\" content=\"default-src 'none'; style-src 'unsafe-inline'\">\n"
        f'<meta name="referrer" content="no-referrer">\n<title>{title}</title>\n<style>\n'
    )
    for style in styles:
        yield files("inset.account").joinpath(style).read_text(encoding="utf-8")
    yield "</style>\n</head>\n<body>\n"
