"""Our pages are put together from templates in `web/`, once, when they are first asked for."""

from __future__ import annotations

from importlib.resources import files
from string import Template


def lay_out(main: str, *, title: str, links: str, note: str, head: str = "") -> bytes:
    """Return a whole page.

    Args:
        main: its content; title: its title; links: what its navigation holds; note: its last line;
        head: more for `<head>`.
    """
    return fill("layout.html", main=main, title=title, links=links, note=note, head=head).encode()


def fill(name: str, **values: str) -> str:
    """Fill a template of `web/`; a value that is missing, or a name too many, is a mistake that shows at once."""
    template = Template(files("inset.server").joinpath("web", name).read_text(encoding="utf-8"))
    assert set(values) == set(template.get_identifiers()), name
    return template.substitute(values)
