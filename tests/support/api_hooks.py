"""What schemathesis needs to know of this API beyond its description.

A client remembers from one call to the next the secrets that only it has: without them, `GET /v1/pairings/{id}`, an
approval and the page's session would never get past their first question.
"""

from __future__ import annotations

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

_secrets: dict[str, str] = {}
_codes: list[str] = []
_uploads: list[str] = []
_checks: list[str] = []


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


@schemathesis.hook
def before_call(context: HookContext, case: Case[Any], kwargs: dict[str, Any]) -> None:
    if case.path == "/v1/pairings/{id}" and case.method == "GET":
        secret = _secrets.get(str(case.path_parameters.get("id")))
        if secret is not None:
            case.headers["Authorization"] = f"Bearer {secret}"
    elif case.path == "/v1/pairings/{id}/approval":
        if _codes and _is_valid(case, "code"):
            case.path_parameters["id"] = "by-code"
            case.body = {"code": _codes.pop()}
    elif case.path == "/v1/uploads/{id}/explanation" and _uploads and "column" in case.query:
        # Columns and readers that fit by chance are rare; without either, the file is recognised.
        case.path_parameters["id"] = _uploads[-1]
        case.query.clear()
    elif case.path.startswith("/v1/checks/{id}") and case.path_parameters.get("id") not in _checks:
        _use_a_check(case)
    elif case.path == "/v1/session" and case.method == "POST":
        base_url = case.operation.schema.get_base_url().rstrip("/")
        case.headers["Origin"] = base_url
        if _is_valid(case, "ticket"):
            case.body = {"ticket": _new_ticket(base_url)}


@schemathesis.check
def removed_is_gone(context: CheckContext, response: Any, case: Case[Any]) -> bool | None:
    """`use_after_free`, but for builds: DELETE cancels one (202), and it stays in the history."""
    return None if case.path.startswith("/v1/builds/") else use_after_free(context, response, case)


def _new_ticket(base_url: str) -> str:
    """A ticket of this moment: one that an earlier call got may be too old by now on a slow machine."""
    headers = {"Authorization": f"Bearer {os.environ['INSET_OWNER_TOKEN']}", "Content-Type": "application/json"}
    with urlopen(Request(f"{base_url}/v1/tickets", b"{}", headers, method="POST"), timeout=60) as answer:
        ticket: str = json.load(answer)["ticket"]
    return ticket


def _use_a_check(case: Case[Any]) -> None:
    """Give a call a check that there is: an ID of chance is none's. Those that came from an earlier answer stay."""
    if case.path == "/v1/checks/{id}/lines":
        case.path_parameters["id"] = _open_check(case.operation.schema.get_base_url().rstrip("/"))
    elif _checks:
        case.path_parameters["id"] = _checks[-1]
    if case.path == "/v1/checks/{id}/mails" and isinstance(case.body, dict) and len(case.body) == 5:
        case.body = {**case.body, "dataset": "inset-sample"}


def _open_check(base_url: str) -> str:
    """A question that was begun at this moment: only a few are remembered."""
    headers = {
        "Authorization": f"Bearer {os.environ['INSET_OWNER_TOKEN']}",
        "Content-Type": "application/x-ndjson",
    }
    question = Request(f"{base_url}/v1/checks?open=true", b'"990000000101"\n', headers, method="POST")
    with urlopen(question, timeout=60) as answer:
        check_id: str = json.load(answer)["id"]
    return check_id


def _is_valid(case: Case[Any], name: str) -> bool:
    body: Any = case.body
    return isinstance(body, dict) and list(body) == [name] and isinstance(body[name], str)
