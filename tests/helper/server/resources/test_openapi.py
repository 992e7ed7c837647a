"""The description of the API is what the helper has: routes, who may use them, parameters, statuses, and models."""

from __future__ import annotations

import importlib
import json
import pkgutil
import re
import types
from pathlib import Path
from typing import Any, Literal, NotRequired, Union, get_args, get_origin, get_type_hints, is_typeddict

import pytest
import yaml
from openapi_spec_validator import validate

from inset import errors, server, wire
from inset.account import names, watch_facts
from inset.client import answers
from inset.client.calls import MOST_PHOTOS
from inset.errors import InsetError
from inset.server.access import Access, Route
from inset.server.asked import MAX_PHOTOS
from inset.server.resources.openapi import description
from inset.server.routes import ROUTES
from support.api.served import Served, code_of

DESCRIPTION = description(46738)
WRITTEN = Path(__file__).parents[4] / "helper" / "inset" / "server" / "openapi.json"
SCHEMAS = DESCRIPTION["components"]["schemas"]
API = [route for route in ROUTES if route.access not in (Access.PAGE, Access.OPENED_PAGE)]
OPERATIONS = {
    (method.upper(), path): {**operation, "parameters": [*item.get("parameters", ()), *operation.get("parameters", ())]}
    for path, item in DESCRIPTION["paths"].items()
    for method, operation in item.items()
    if method != "parameters"
}
PROOFS = {
    Access.ANYONE: [],
    Access.ASKER: ["asker"],
    Access.PAIRED: ["paired", "page"],
    Access.LINE: ["paired"],
    Access.OWNER: ["owner", "page"],
}


def described(route: Route) -> dict[str, Any]:
    return OPERATIONS[route.method, route.path]


def resolved(node: dict[str, Any]) -> dict[str, Any]:
    while "$ref" in node:
        found: Any = DESCRIPTION
        for step in node["$ref"].removeprefix("#/").split("/"):
            found = found[step]
        node = found
    return node


def parameters(route: Route, where: str) -> set[str]:
    return {one["name"] for one in map(resolved, described(route)["parameters"]) if one["in"] == where}


def ids(route: Route) -> str:
    return f"{route.method} {route.path}"


every_route = pytest.mark.parametrize("route", API, ids=ids)


def test_it_is_openapi() -> None:
    validate(DESCRIPTION)


def test_one_question_is_of_so_many_photos_everywhere() -> None:
    described = {SCHEMAS[name]["properties"]["photos"]["maxItems"] for name in ("LookupQuestion", "EvidenceQuestion")}
    assert described == {MAX_PHOTOS} == {MOST_PHOTOS}


def test_what_is_answered_is_what_is_written_by_hand() -> None:
    by_hand = yaml.safe_load(WRITTEN.with_suffix(".yaml").read_text(encoding="utf-8"))
    assert json.loads(WRITTEN.read_text(encoding="utf-8")) == by_hand, (
        "Run `npm run write` in extension/: openapi.json is not what openapi.yaml says."
    )


def test_the_routes_are_the_table_s() -> None:
    assert set(OPERATIONS) == {(route.method, route.path) for route in API}


@every_route
def test_who_may_use_it(route: Route) -> None:
    assert [proof for each in described(route)["security"] for proof in each] == PROOFS[route.access]


@every_route
def test_the_parameters_of_the_path(route: Route) -> None:
    assert parameters(route, "path") == set(re.findall(r"\{(\w+)\}", route.path))


@every_route
async def test_the_parameters_of_the_query(served: Served, route: Route) -> None:
    """A call that takes any refuses all others by their names, which it tells."""
    address = re.sub(r"\{nsid\}", "12345678@N00", re.sub(r"\{(id|name)\}", "1", route.path))
    headers = {**served.owner, "Content-Type": "application/json" if route.body == "json" else "application/x-file"}
    answer = await served.client.request(
        route.method, f"{address}?nonsense=1", headers=headers, data=b"{}" if route.method == "POST" else None
    )
    text = await answer.text()
    told = re.search(r"Ask with nothing but (.*) behind the question mark", text)
    assert parameters(route, "query") == (set(told[1].split(", ")) if told else set()), text


@every_route
def test_the_body_s_kind(route: Route) -> None:
    body = resolved(described(route).get("requestBody", {})).get("content", {})
    kinds = {"json": {"application/json"}, "stream": {"application/octet-stream"}, "lines": {"application/x-ndjson"}}
    kinds["json_or_stream"] = kinds["json"] | kinds["stream"]
    assert set(body) == (kinds[route.body] if route.method == "POST" else set())


@every_route
def test_the_statuses_that_the_guards_give(route: Route) -> None:
    """What a guard may answer is told, and what it may not is not."""
    statuses = set(map(int, described(route)["responses"]))
    assert 403 in statuses
    assert (401 in statuses) == (route.access in (Access.PAIRED, Access.LINE, Access.OWNER))
    assert (415 in statuses) == (route.method == "POST")
    assert (413 in statuses) == (route.method == "POST" and route.body != "stream")
    if route.method == "POST" or parameters(route, "query"):
        assert 400 in statuses
    assert len([status for status in statuses if status < 300]) == 1


def test_every_code_that_a_response_names_has_its_status() -> None:
    owners = {
        kind.code: kind for kind in vars(errors).values() if isinstance(kind, type) and issubclass(kind, InsetError)
    }
    named: dict[str, set[int]] = {}
    for operation in OPERATIONS.values():
        for status, response in operation["responses"].items():
            if int(status) >= 400:
                for code in re.findall(r"`(\w+)`", resolved(response)["description"]):
                    named.setdefault(code, set()).add(int(status))
    assert named == {code: {owners[code].http_status} for code in named}


MODELS = {
    name: kind
    for module in pkgutil.walk_packages(server.__path__, "inset.server.")
    for name, kind in vars(importlib.import_module(module.name)).items()
    if is_typeddict(kind)
} | {name: kind for module in (wire, watch_facts) for name, kind in vars(module).items() if is_typeddict(kind)}
MODELS |= {
    kind.__name__: kind for kind in (names.Candidates, names.Candidate, names.PhotosIn, names.Years, names.PhotoLink)
}
TYPED: list[tuple[str, Any]] = [
    *MODELS.items(),
    *((name, kind) for name, kind in vars(answers).items() if is_typeddict(kind)),
]
NAMES: dict[Any, str] = {str: "string", int: "integer", float: "number", bool: "boolean", type(None): "null"}


@pytest.mark.parametrize(("name", "kind"), TYPED)
def test_a_model_and_its_schema_are_equal(name: str, kind: Any) -> None:
    schema = SCHEMAS[name]
    assert schema["additionalProperties"] is False
    assert set(schema["properties"]) == set(kind.__annotations__)
    hints = get_type_hints(kind, include_extras=True)
    assert set(schema["required"]) == {field for field, hint in hints.items() if get_origin(hint) is not NotRequired}
    for field, hint in get_type_hints(kind).items():
        assert told(schema["properties"][field]) == meant(hint), field


def meant(hint: Any) -> set[str]:
    """What a model's field may be, in JSON's words."""
    if get_origin(hint) in (types.UnionType, Union):
        return set().union(*map(meant, get_args(hint)))
    if get_origin(hint) is Literal:
        return {f"={value}" for value in get_args(hint)}
    if get_origin(hint) in (list, tuple):
        return {f"array of {'|'.join(sorted(meant(get_args(hint)[0])))}"}
    if hint.__name__ in MODELS:
        return {hint.__name__}
    return {"object"} if get_origin(hint) is dict else {NAMES[hint]}


def told(schema: dict[str, Any]) -> set[str]:
    """The same of a schema."""
    reference = schema.get("$ref", "").rpartition("/")[2]
    if reference in MODELS:
        return {reference}
    schema = resolved(schema)
    if "anyOf" in schema:
        return set().union(*map(told, schema["anyOf"]))
    if "const" in schema:
        return {f"={schema['const']}"}
    if "enum" in schema:
        return {"null" if value is None else f"={value}" for value in schema["enum"]}
    kinds = schema["type"] if isinstance(schema["type"], list) else [schema["type"]]
    items = schema.get("items", {})
    entry = {"object"} if items.get("type") == "object" else told(items) if items else set()
    return {f"array of {'|'.join(sorted(entry))}" if kind == "array" else kind for kind in kinds}


async def test_anyone_is_told_and_of_this_helper(served: Served) -> None:
    answer = await served.get("/openapi.json")
    assert answer.status == 200
    assert answer.content_type == "application/json"
    content = await answer.json()
    assert content["servers"] == [{"url": f"http://127.0.0.1:{served.port}", "description": "This computer"}]
    assert content["components"]["securitySchemes"]["page"]["name"] == f"inset_session_{served.port}"
    assert content["paths"] == DESCRIPTION["paths"]
    refused = await served.get("/openapi.json", Origin="https://evil.example")
    assert (refused.status, await code_of(refused)) == (403, "forbidden_origin")
