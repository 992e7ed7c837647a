"""`GET /v1/lookup` with an upgrade: a WebSocket for look-ups, for who asks again and again.

A browser takes five milliseconds longer for a request than for a message on a line that is open. Each question is
answered as `POST /v1/lookup` answers it, one after the other: `{"number": 7, "photos": ["…"]}` gets
`{"number": 7, "status": 200, "body": {…}}`, or the status and the error of a refusal. All guards have judged the
request that opens the line. The token is looked at again with each question: a pairing that was ended asks nothing
more.
"""

from __future__ import annotations

import time
from typing import Any, Final

import orjson
from aiohttp import WSCloseCode, WSMsgType, web

from inset.errors import BadRequest
from inset.server.answers import lookup_line
from inset.server.guards.errors import answer_to
from inset.server.guards.request_log import log_question
from inset.server.guards.token import PROOF
from inset.server.keys import LINES
from inset.server.resources.lookup import answer_lookup

IDLE_SECONDS: Final = 300.0
"""A line on which nobody asks for so long is closed; whoever wants to ask opens another."""
_LARGEST: Final = 2**53
"""Numbers from here on lose digits in a browser."""


async def open_lookup_line(request: web.Request) -> web.StreamResponse:
    """Answer questions until one side closes the line.

    Raises:
        BadRequest: the request does not open a WebSocket.
    """
    line = lookup_line()
    if not line.can_prepare(request):
        raise BadRequest("Open a WebSocket here, or send POST /v1/lookup.")
    lines = request.app[LINES]
    await line.prepare(request)
    lines.add(line)
    try:
        await _answer_questions(request, line)
    except ConnectionError:
        pass  # the client has gone, so there is nobody to answer
    finally:
        lines.remove(line)
    return line


async def _answer_questions(request: web.Request, line: web.WebSocketResponse) -> None:
    while True:
        try:
            message = await line.receive(timeout=IDLE_SECONDS)
        except TimeoutError:
            await line.close()
            return
        if message.type in (WSMsgType.CLOSE, WSMsgType.CLOSING, WSMsgType.CLOSED, WSMsgType.ERROR):
            return
        question = _question(message.data) if message.type is WSMsgType.TEXT else None
        if question is None or not request[PROOF].holds():
            await line.close(code=WSCloseCode.POLICY_VIOLATION)
            return
        request.app[LINES].note_question(line)
        number = question.pop("number")
        began = time.perf_counter()
        answer = await _answer(request.app, question)
        log_question(request.path, answer.status, began)
        await line.send_str(f'{{"number":{number},"status":{answer.status},"body":{_text(answer)}}}')


def _question(text: str) -> dict[str, Any] | None:
    """Read a message; None where it is no object with a number: no answer could tell which question it is to."""
    try:
        question = orjson.loads(text)
    except orjson.JSONDecodeError:
        return None
    if not isinstance(question, dict):
        return None
    number = question.get("number")
    is_number = isinstance(number, int) and not isinstance(number, bool) and 0 <= number < _LARGEST
    return question if is_number else None


async def _answer(app: web.Application, question: dict[str, Any]) -> web.Response:
    try:
        return await answer_lookup(app, question)
    except Exception as error:  # noqa: BLE001 - any bug must still become an answer
        return answer_to(error)


def _text(answer: web.Response) -> str:
    body = answer.body
    assert isinstance(body, bytes)
    return body.decode()
