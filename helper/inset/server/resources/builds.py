"""`/v1/datasets/{name}/builds` and `/v1/builds`: asking for builds, watching and cancelling them."""

from __future__ import annotations

from aiohttp import web

from inset.errors import BadRequest
from inset.index.descriptor import check_dataset_name
from inset.index.sample import SAMPLE_NAME
from inset.server.answers import json_answer
from inset.server.asked import only, read_limit
from inset.server.builds.events import send_builds
from inset.server.builds.job import Job
from inset.server.builds.wire import AddressSize, Reading, read_address, read_cursor, read_order, read_reading
from inset.server.guards.json_only import says_json
from inset.server.guards.limits import body_of
from inset.server.keys import ASKING, BUILDS, UPLOADS
from inset.server.resources.uploads import receive


async def start_build(request: web.Request) -> web.Response:
    """Queue a build: from an upload, an address, an entry of the catalog, the sample, or the file that is the body.

    Raises:
        UsageInvalid: no dataset can have that name.
        BadRequest, UploadUnknown, NotInCatalog, ManifestByHand, ManifestNotPublic: what is asked for cannot be built.
        DiskFull, TooMany: there is no room for the file or in the queue.
    """
    dataset = check_dataset_name(request.match_info["name"])
    uploads, builds = request.app[UPLOADS], request.app[BUILDS]
    if says_json(request):
        only(request.query)
        order = read_order(body_of(request))
        if order.catalog is not None:
            if order.catalog != dataset:
                raise BadRequest("Build an entry of the catalog under its own name.")
            await request.app[ASKING].check_fetchable(dataset)
            job = Job(None, Reading())
        elif order.sample:
            if dataset != SAMPLE_NAME:
                raise BadRequest(f"Build the sample under its own name, {SAMPLE_NAME}.")
            job = Job(None, Reading(), sample=True)
        elif order.address is not None:
            job = Job(None, order.reading, order.address)
        else:
            job = Job(uploads.claim(order.upload or ""), order.reading)
    else:
        only(request.query, "file", "reader", "column", "error_rate", "filter_only", "kind")
        reading = read_reading(request.query)
        builds.check_room()  # before receiving the file, which may take long
        job = Job(await receive(request, claim=True), reading)
    try:
        build = await builds.add(dataset, job)
    except BaseException:
        if job.upload is not None:
            await uploads.release(job.upload, remove=False)
        raise
    response = json_answer(build, status=202)
    response.headers["Location"] = f"/v1/builds/{build['id']}"
    return response


async def ask_size(request: web.Request) -> web.Response:
    """Tell how large the file at an address is, before it is downloaded. A child process asks, which can use TLS.

    Raises:
        BadRequest: it is no https address.
        DownloadFailed: it gives no file.
    """
    body = body_of(request)
    if set(body) != {"address"}:
        raise BadRequest('Send {"address": "https://…"}.')
    found = await request.app[ASKING].ask(["size", "--", read_address(body["address"])])
    return json_answer(AddressSize(file=found["file"], bytes=found["bytes"]))


async def list_builds(request: web.Request) -> web.Response:
    """List builds in pages, newest first.

    Raises:
        BadRequest: limit or cursor are invalid.
    """
    only(request.query, "limit", "cursor")
    await request.app[BUILDS].look_elsewhere()
    return json_answer(request.app[BUILDS].page(read_limit(request.query), read_cursor(request.query)))


async def get_build(request: web.Request) -> web.Response:
    """Tell how a build stands.

    Raises:
        BuildUnknown: there is none of that ID.
    """
    await request.app[BUILDS].look_elsewhere()
    return json_answer(request.app[BUILDS].get(request.match_info["id"]))


async def cancel_build(request: web.Request) -> web.Response:
    """Cancel a build that waits or runs; one that runs needs a moment to unwind, and is then `cancelled`.

    Raises:
        BuildUnknown: there is none of that ID.
        BuildEnded: it has ended already.
        BadRequest: the command line does it.
    """
    await request.app[BUILDS].look_elsewhere()
    return json_answer(await request.app[BUILDS].cancel(request.match_info["id"]), status=202)


async def watch_build(request: web.Request) -> web.StreamResponse:
    """Send how a build goes on, as server-sent events, until it has ended.

    Raises:
        BuildUnknown: there is none of that ID.
    """
    builds = request.app[BUILDS]
    await builds.look_elsewhere()
    builds.get(request.match_info["id"])
    return await send_builds(request, builds.watch(request.match_info["id"]))
