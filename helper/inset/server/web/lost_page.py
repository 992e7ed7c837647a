"""The page for a person who typed or followed an address that is none, or is not for them, and the way back from it.

Programs get every error as JSON. A browser that asks for a page of a whole tab gets these words instead, under the
same status and with no script; they are the same for everybody, and repeat nothing of the request.
"""

from __future__ import annotations

import functools
from typing import Final

from aiohttp import hdrs, web
from multidict import istr

from inset.errors import HostForbidden, NotFound, SiteForbidden
from inset.server.web.templates import fill, lay_out, markup
from inset.words.messages import messages_in, topic

_FILE: Final = "lost.json"
_DEST: Final = istr("Sec-Fetch-Dest")
_PURPOSE: Final = istr("Sec-Purpose")


def is_lost_reader(request: web.Request, code: str) -> bool:
    """Tell whether a person looks at what an error answers: their browser asks for a page to fill a tab with.

    Args:
        code: the error's. Under a name that is not ours (`HostForbidden`), and to what another site began
            (`SiteForbidden`), nothing but JSON is ever answered: a page would have a style that is fetched, too.
    """
    headers = request.headers
    return (
        request.method in (hdrs.METH_GET, hdrs.METH_HEAD)
        and code not in (HostForbidden.code, SiteForbidden.code)
        and tuple(headers.getall(_DEST, ())) == ("document",)
        and _PURPOSE not in headers
        and "text/html" in headers.get(hdrs.ACCEPT, "")
    )


@functools.cache
def lost_page(language: str, status: int, code: str) -> bytes:
    """Return the page in one of the languages that there are messages in.

    Args:
        status: of HTTP; code: the error's.
    """
    said = topic(language, _FILE)
    kind = _kind(status)
    title = markup(said[f"lost_{kind}"])
    messages = messages_in(language)
    return lay_out(
        messages,
        fill(
            "lost.html",
            messages,
            title=title,
            text=markup(said[f"lost_{kind}_text"]),
            home=markup(said["lost_home"]),
            answer=f"{status} · {code}",
        ),
        title=f"{title} - Inset",
        links=f'<a href="/sample">{markup(messages.text("nav_sample"))}</a>',
        note=markup(messages.text("page_note")),
    )


def _kind(status: int) -> str:
    if status == NotFound.http_status:
        return "nothing"
    return "closed" if status < 500 else "failed"
