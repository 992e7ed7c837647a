"""A page of the helper's, read strictly."""

from __future__ import annotations

from html.parser import HTMLParser

from support.api.served import Served


class Page(HTMLParser):
    """A page's elements, with a check that they are nested as they should be."""

    VOID = frozenset({"meta", "link", "img", "br", "input"})

    def __init__(self, text: str) -> None:
        super().__init__()
        self.elements: list[tuple[str, dict[str, str | None]]] = []
        self.open: list[str] = []
        self.feed(text)
        self.close()
        assert self.open == []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.elements.append((tag, dict(attrs)))
        if tag not in self.VOID:
            self.open.append(tag)

    def handle_endtag(self, tag: str) -> None:
        assert self.open.pop() == tag

    def all(self, tag: str) -> list[dict[str, str | None]]:
        return [attributes for name, attributes in self.elements if name == tag]

    def values(self, name: str) -> list[str]:
        """Every value that an attribute of this name has on the page."""
        return [str(attributes[name]) for _, attributes in self.elements if name in attributes]


async def page(served: Served, path: str) -> Page:
    """Ask for a page and read it."""
    answer = await served.get(path)
    assert (answer.status, answer.headers["Content-Type"]) == (200, "text/html; charset=utf-8")
    return Page(await answer.text())


def policy(answer_header: str) -> dict[str, str]:
    """A Content-Security-Policy, rule by rule."""
    return dict(rule.strip().split(" ", 1) for rule in answer_header.split(";"))
