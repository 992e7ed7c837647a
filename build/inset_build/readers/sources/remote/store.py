"""Lists and reads the files of stores, by fsspec; nothing else imports it. Its libraries find the credentials."""

from __future__ import annotations

import logging
from collections.abc import Mapping
from functools import cache, partial
from typing import Any, Final, Literal

from inset_build.readers.sources.remote.addresses import LOOPBACK, Facts, RemotePath, scheme_of
from inset_build.readers.sources.remote.retrying import Broken, NoParts, Unprotected, again_and_again

CONNECT_SECONDS: Final = 30
STALL_SECONDS: Final = 60

_ASK_ANEW: Final[dict[str, object]] = {"refresh": True}
_TELL: Final[dict[str, dict[str, object]]] = {
    "s3": _ASK_ANEW,
    "gs": _ASK_ANEW,
    "hf": {**_ASK_ANEW, "expand_info": True},
}
"""What a file's facts are asked for with, by scheme: as they are now, and not left out what names the version."""

_LIST: Final[dict[str, dict[str, object]]] = {"hf": _ASK_ANEW}  # it keeps what it listed, whatever it is told at first
_READ: Final[dict[str, dict[str, object]]] = {
    "hf": {"cache_type": "none"}
}  # else it reads 5 MB beyond what is asked for


def ask_facts(path: RemotePath) -> Facts | None:
    """What the store tells of a file now; None where there is a folder of that name.

    Raises:
        ManifestMissing, ManifestUnreadable, UsageInvalid: it tells nothing.
    """
    store = _store(path)

    def ask() -> Facts | None:
        info = store.info(_place(store, path), **_TELL.get(scheme_of(path), {}))
        return None if info.get("type") == "directory" else _facts(info)

    return again_and_again(ask, path)


def list_pattern(path: RemotePath) -> list[RemotePath]:
    """The files that an address with `*` or `[…]` matches, in no order.

    Raises:
        ManifestMissing, ManifestUnreadable, UsageInvalid: the store does not list them.
    """
    return _listed(path, "glob")


def list_folder(path: RemotePath) -> list[RemotePath]:
    """All files in a folder and in the folders in it, in no order.

    Raises:
        ManifestMissing, ManifestUnreadable, UsageInvalid: the store does not list them.
    """
    return _listed(path, "find")


def _listed(path: RemotePath, how: Literal["glob", "find"]) -> list[RemotePath]:
    store = _store(path)
    more = _LIST.get(scheme_of(path), {})
    found = again_and_again(lambda: getattr(store, how)(_place(store, path), detail=True, **more), path)
    return _files(path, found)


def read_range(path: RemotePath, start: int, end: int) -> bytes:
    """The bytes of a file from `start` up to `end`, which is not behind its end.

    Raises:
        ManifestMissing, ManifestUnreadable, UsageInvalid: the store does not give them.
    """
    store = _store(path)
    place, more = _place(store, path), _READ.get(scheme_of(path), {})

    def ask() -> bytes:
        if _is_web(path):
            data = _web_range(store, path, start, end)
        else:
            data = store.cat_file(place, start=start, end=end, **more)
        if len(data) != end - start:
            raise Broken
        return bytes(data)

    return again_and_again(ask, path) if end > start else b""


def _store(path: RemotePath) -> Any:  # noqa: ANN401 - fsspec has no types
    return again_and_again(lambda: _opened(scheme_of(path)), path)


@cache
def _opened(scheme: str) -> Any:  # noqa: ANN401 - fsspec has no types
    import fsspec

    if scheme == "s3":
        import s3fs  # noqa: F401 - fsspec loads it by its name
    elif scheme == "hf":
        import huggingface_hub  # noqa: F401 - likewise
    elif scheme == "gs":
        # It logs each refusal with a trace, which without any handler would go to the terminal.
        logging.getLogger("gcsfs").addHandler(logging.NullHandler())
    if scheme not in ("http", "https"):
        return fsspec.filesystem(scheme, skip_instance_cache=True, use_listings_cache=False)
    return fsspec.filesystem(scheme, skip_instance_cache=True, get_client=partial(_web_client, scheme))


async def _web_client(scheme: str, **_: object) -> Any:  # noqa: ANN401 - as fsspec takes it
    """A session that never goes on from a protected address to an unprotected one, and sends no cookies.

    Nor does it go to this computer's own servers, which a server elsewhere may not have read for it.
    """
    import ssl

    import aiohttp

    async def stay_protected(
        request: aiohttp.ClientRequest, handler: aiohttp.ClientHandlerType
    ) -> aiohttp.ClientResponse:
        if request.url.scheme != "https" and (scheme == "https" or request.url.host not in LOOPBACK):
            raise Unprotected
        return await handler(request)

    return aiohttp.ClientSession(
        connector=aiohttp.TCPConnector(ssl=ssl.create_default_context()),
        timeout=aiohttp.ClientTimeout(total=None, sock_connect=CONNECT_SECONDS, sock_read=STALL_SECONDS),
        cookie_jar=aiohttp.DummyCookieJar(),
        headers={"Accept-Encoding": "identity"},
        middlewares=(stay_protected,),
    )


def _is_web(path: RemotePath) -> bool:
    return scheme_of(path) in ("http", "https")


def _place(store: Any, path: RemotePath) -> str:  # noqa: ANN401 - fsspec has no types
    """The address as the store's own methods take it."""
    return str(store._strip_protocol(path.address))  # noqa: SLF001 - how every implementation of fsspec names it


def _files(asked: RemotePath, found: Mapping[str, Mapping[str, Any]]) -> list[RemotePath]:
    prefix = "" if _is_web(asked) else f"{scheme_of(asked)}://"
    return [
        RemotePath(f"{prefix}{place}", _facts(info) if info.get("size") is not None else None)
        for place, info in found.items()
        if info.get("type") != "directory"
    ]


def _facts(info: Mapping[str, Any]) -> Facts:
    size = info.get("size")
    if size is None or info.get("partial") is False:
        raise NoParts
    lfs = info.get("lfs")
    etag = (lfs or {}).get("sha256") or info.get("ETag") or info.get("etag") or info.get("blob_id") or ""
    modified = info.get("LastModified") or info.get("Last-Modified") or info.get("updated") or ""
    return Facts(int(size), str(etag).strip('"'), str(modified))


def _web_range(store: Any, path: RemotePath, start: int, end: int) -> bytes:  # noqa: ANN401 - fsspec has no types
    """A range of a file on a web server, of which no more is read where the server ignores what was asked for."""
    try:
        with store.open(path.address, "rb", size=end, cache_type="none") as file:
            file.seek(start)
            return bytes(file.read(end - start))
    except ValueError as error:
        raise NoParts from error
