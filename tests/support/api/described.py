"""Every answer that a test gets is held to the description of the API: its status, its kind and its form."""

from __future__ import annotations

import functools
import re
from typing import Any

from aiohttp import ClientResponse
from jsonschema import Draft202012Validator, FormatChecker

from inset.server.resources.openapi import description

_DESCRIPTION = description(46738)
_FORMATS = FormatChecker(["date-time"])


async def expect_described(answer: ClientResponse) -> None:
    """Check an answer of a route that is described; a page's, and what no route has, is not."""
    operation = _operation(answer.method, answer.url.raw_path)
    if operation is None:
        return
    responses = operation["responses"]
    assert str(answer.status) in responses, f"{answer.method} {answer.url.path} answered {answer.status}"
    content = _resolved(responses[str(answer.status)]).get("content", {})
    if not content:
        assert await answer.read() == b""
        return
    if answer.status >= 400 and answer.content_type == "text/html":
        # A person's browser gets a page in place of any error (inset.server.web.lost_page).
        assert answer.request_info.headers["Sec-Fetch-Dest"] == "document"
        return
    assert answer.content_type in content
    if answer.content_type == "application/json":
        _validator(answer.method, operation["operationId"], answer.status).validate(await answer.json())


@functools.cache
def _templates() -> list[tuple[re.Pattern[str], dict[str, Any]]]:
    return [(re.compile(re.sub(r"\{\w+\}", "[^/]+", path)), item) for path, item in _DESCRIPTION["paths"].items()]


def _operation(method: str, path: str) -> dict[str, Any] | None:
    for template, item in _templates():
        if template.fullmatch(path):
            found: dict[str, Any] | None = item.get(method.lower())
            return found
    return None


@functools.cache
def _validator(method: str, operation_id: str, status: int) -> Draft202012Validator:
    (operation,) = (
        each
        for item in _DESCRIPTION["paths"].values()
        for name, each in item.items()
        if name == method.lower() and each["operationId"] == operation_id
    )
    schema = _resolved(operation["responses"][str(status)])["content"]["application/json"]["schema"]
    return Draft202012Validator({**schema, "components": _DESCRIPTION["components"]}, format_checker=_FORMATS)


def _resolved(node: dict[str, Any]) -> dict[str, Any]:
    if "$ref" not in node:
        return node
    found: Any = _DESCRIPTION
    for step in node["$ref"].removeprefix("#/").split("/"):
        found = found[step]
    return _resolved(found)
