"""`/v1/uploads`: taking manifests in, and saying how they would be read."""

from __future__ import annotations

from typing import Any, TypedDict, cast

from aiohttp import web

from inset.errors import BadRequest
from inset.server.answers import json_answer
from inset.server.asked import only
from inset.server.builds.uploads import Upload
from inset.server.builds.wire import read_reading
from inset.server.keys import ASKING, UPLOADS


class UploadRemoved(TypedDict):
    """The ID of the upload that was removed."""

    removed: str


class Explanation(TypedDict):
    """How an upload would be read; each source is what `inset build --explain --json` prints of it."""

    sources: list[dict[str, Any]]
    passed_over: dict[str, Any]


async def receive(request: web.Request, *, claim: bool = False) -> Upload:
    """Take in the file that is the body of a request, under the name that its address gives; see `Uploads.receive`.

    Raises:
        BadRequest: no name, an empty body, or one that stops arriving.
        DiskFull: no room.
        ConnectionError: its sender has gone; nothing of it stays.
    """
    name = request.query.get("file", "")
    if not name:
        raise BadRequest("Name the file in the address: ?file=photos.csv.", hint="Its ending helps to recognise it.")
    try:
        return await request.app[UPLOADS].receive(request.content, name, request.content_length, claim=claim)
    except web.RequestPayloadError:
        raise BadRequest("Fix the body: its encoding is broken.") from None


async def upload_file(request: web.Request) -> web.Response:
    """Take a manifest in; raises as `receive` does."""
    only(request.query, "file")
    return json_answer((await receive(request)).facts(), status=201)


async def explain_upload(request: web.Request) -> web.Response:
    """Say how an upload would be read, with a few of its rows.

    Raises:
        UploadUnknown: there is none of that ID.
        ManifestInvalid, UsageInvalid: it cannot be read, or not with this reader or column; the message says why.
    """
    only(request.query, "reader", "column")
    how = read_reading(request.query)
    uploads = request.app[UPLOADS]
    upload = uploads.claim(request.match_info["id"])
    options = [f"--{name}={value}" for name, value in (("reader", how.reader), ("column", how.column)) if value]
    try:
        explained = await request.app[ASKING].ask(["explain", *options, "--", upload.file], upload.folder)
    finally:
        await uploads.release(upload, remove=False)
    return json_answer(cast("Explanation", explained))


async def delete_upload(request: web.Request) -> web.Response:
    """Remove an upload.

    Raises:
        UploadUnknown: there is none of that ID; UploadInUse: it is being built.
    """
    upload_id = request.match_info["id"]
    await request.app[UPLOADS].remove(upload_id)
    removed: UploadRemoved = {"removed": upload_id}
    return json_answer(removed)
