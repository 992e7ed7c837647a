"""What schemathesis needs to know of this API beyond its description.

A client remembers from one call to the next the secrets that only it has: without them, `GET /v1/pairings/{id}`, an
approval and the page's session would never get past their first question.
"""

from __future__ import annotations

import itertools
import json
import os
from typing import Any, Final
from urllib.request import Request, urlopen

import schemathesis
from hypothesis.strategies import just
from schemathesis import Case, CheckContext, HookContext
from schemathesis.specs.openapi.checks import use_after_free

MANIFEST: Final = b"photo_id,owner_nsid,license\n990000000101,12345678@N00,4\n990000000103,87654321@N01,0\n"

# Random bytes are no manifest, and would never be explained or built.
schemathesis.openapi.media_type("application/octet-stream", just(MANIFEST))

# Nor would they be a question.
schemathesis.openapi.media_type("application/x-ndjson", just(b'"990000000101"\n{"account": "12345678@N00"}\n'))

LISTED: Final = 990000000101
"""A photo that the sample lists."""

_others = itertools.count(990000500000)
"""Photos that no dataset lists: each question has one of its own, because nothing can be watched twice."""

_EXTENSION: Final = "chrome-extension://" + "a" * 32
"""Some extension, which may ask to be paired as often as it likes; programs may not."""

_secrets: dict[str, str] = {}
_codes: list[str] = []
_uploads: list[str] = []
_checks: list[str] = []
_watches: list[str] = []
_letters: list[str] = []
_own_checks: list[str] = []


@schemathesis.hook
def after_call(context: HookContext, case: Case[Any], response: Any) -> None:
    if response.status_code != 201 or case.method != "POST":
        return
    if case.path == "/v1/pairings":
        asked = response.json()
        _secrets[asked["id"]] = asked["secret"]
        _codes.append(asked["code"])
    elif case.path == "/v1/uploads":
        _uploads.append(response.json()["id"])
    elif case.path == "/v1/checks" and response.json()["state"] == "answered":
        _checks.append(response.json()["id"])
    elif case.path == "/v1/watches":
        _watches.append(response.json()["id"])
    elif case.path == "/v1/letters":
        _letters.append(response.json()["id"])


@schemathesis.hook
def before_call(context: HookContext, case: Case[Any], kwargs: dict[str, Any]) -> None:
    if case.path.startswith("/v1/pairings/{id}"):
        _use_a_pairing(case)
    elif case.path == "/v1/uploads/{id}/explanation" and _uploads and "column" in case.query:
        # Columns and readers that fit by chance are rare; without either, the file is recognised.
        case.path_parameters["id"] = _uploads[-1]
        case.query.clear()
    elif case.path.startswith("/v1/checks/{id}") and case.path_parameters.get("id") not in _checks:
        _use_a_check(case)
    elif case.path.startswith(("/v1/watches", "/v1/letters")):
        _use_a_watch_or_letter(case)
    elif case.path == "/v1/session" and case.method == "POST":
        base_url = _base_url(case)
        case.headers["Origin"] = base_url
        if _is_valid(case, "ticket"):
            case.body = {"ticket": _new_ticket(base_url)}


@schemathesis.check
def removed_is_gone(context: CheckContext, response: Any, case: Case[Any]) -> bool | None:
    """`use_after_free`, but for builds: DELETE cancels one (202), and it stays in the history."""
    return None if case.path.startswith("/v1/builds/") else use_after_free(context, response, case)


def _base_url(case: Case[Any]) -> str:
    url: str = case.operation.schema.get_base_url()
    return url.rstrip("/")


def _ask(
    method: str, url: str, body: bytes = b"{}", content_type: str = "application/json", *, origin: str | None = None
) -> Any:
    """What the helper answers the owner, who asks beside schemathesis, or an extension, whose origin is given."""
    headers = {"Content-Type": content_type}
    if origin is None:
        headers["Authorization"] = f"Bearer {os.environ['INSET_OWNER_TOKEN']}"
    else:
        headers["Origin"] = origin
    with urlopen(Request(url, body, headers, method=method), timeout=60) as answer:
        return json.load(answer)


def _new_ticket(base_url: str) -> str:
    """A ticket of this moment: one that an earlier call got may be too old by now on a slow machine."""
    ticket: str = _ask("POST", f"{base_url}/v1/tickets")["ticket"]
    return ticket


def _use_a_pairing(case: Case[Any]) -> None:
    """Give a call a request that waits, with what only its asker has. Those that came from an earlier answer stay."""
    asked = str(case.path_parameters.get("id"))
    if case.path.endswith("/approval"):
        if _codes and _is_valid(case, "code"):
            case.path_parameters["id"] = "by-code"
            case.body = {"code": _codes.pop()}
    elif case.path.endswith("/withdrawal") or case.method == "DELETE":
        if asked not in _secrets:
            request = _ask("POST", f"{_base_url(case)}/v1/pairings", b'{"name": "An extension"}', origin=_EXTENSION)
            case.path_parameters["id"] = request["id"]
            if case.method == "POST":
                case.headers.update({"Authorization": f"Bearer {request['secret']}", "Origin": _EXTENSION})
        elif case.method == "POST":
            case.headers["Authorization"] = f"Bearer {_secrets[asked]}"
    elif case.method == "GET" and asked in _secrets:
        case.headers["Authorization"] = f"Bearer {_secrets[asked]}"


def _use_a_check(case: Case[Any]) -> None:
    """Give a call a check that there is: an ID of chance is none's. Those that came from an earlier answer stay."""
    if case.path == "/v1/checks/{id}/lines":
        case.path_parameters["id"] = _begin_check(_base_url(case), "?open=true")
    elif _checks:
        case.path_parameters["id"] = _checks[-1]
    if case.path == "/v1/checks/{id}/mails" and isinstance(case.body, dict) and len(case.body) == 5:
        case.body = {**case.body, "dataset": "inset-sample"}


def _use_a_watch_or_letter(case: Case[Any]) -> None:
    """Give a call what only an answered check makes. IDs that came from an earlier answer stay."""
    base_url, body = _base_url(case), case.body
    if case.path == "/v1/watches" and case.method == "POST":
        if isinstance(body, dict) and isinstance(body.get("check"), str):
            case.body = {**body, "check": _own_check(base_url)}
    elif case.path == "/v1/letters" and case.method == "POST":
        if isinstance(body, dict) and len(body) == 4:
            case.body = {**body, "check": _own_check(base_url), "dataset": "inset-sample"}
    elif case.path.startswith("/v1/watches/{id}") and case.path_parameters.get("id") not in _watches:
        wish = {"check": _own_check(base_url)}
        _watches.append(_ask("POST", f"{base_url}/v1/watches", json.dumps(wish).encode())["id"])
        case.path_parameters["id"] = _watches[-1]
    elif case.path.startswith("/v1/letters/{id}") and case.path_parameters.get("id") not in _letters:
        note = {"check": _own_check(base_url), "dataset": "inset-sample", "role": "author", "language": "en"}
        _letters.append(_ask("POST", f"{base_url}/v1/letters", json.dumps(note).encode())["id"])
        case.path_parameters["id"] = _letters[-1]


def _own_check(base_url: str) -> str:
    """An answered check of this moment. The one before is forgotten: the helper remembers only a few."""
    if _own_checks:
        _ask("DELETE", f"{base_url}/v1/checks/{_own_checks.pop()}")
    _own_checks.append(_begin_check(base_url, ""))
    return _own_checks[-1]


def _begin_check(base_url: str, query: str) -> str:
    """Ask about a photo of the sample and another one."""
    question = f'"{LISTED}"\n"{next(_others)}"\n'.encode()
    check_id: str = _ask("POST", f"{base_url}/v1/checks{query}", question, "application/x-ndjson")["id"]
    return check_id


def _is_valid(case: Case[Any], name: str) -> bool:
    body: Any = case.body
    return isinstance(body, dict) and list(body) == [name] and isinstance(body[name], str)
