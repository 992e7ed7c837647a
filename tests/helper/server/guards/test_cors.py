"""Guard: CORS headers only for a paired extension's own Origin."""

from __future__ import annotations

from support.api.served import CHROME, Served


async def test_a_paired_origin_may_read_also_errors(served: Served) -> None:
    token = served.paired(CHROME)
    for path, status in (("/v1/datasets", 200), ("/v1/datasets/none", 404), ("/v1/status", 403)):
        answer = await served.get(path, Origin=CHROME, **token)
        assert answer.status == status
        assert answer.headers["Access-Control-Allow-Origin"] == CHROME
        assert answer.headers["Vary"] == "Origin"


async def test_nobody_else_may(served: Served) -> None:
    bound, unbound = served.paired(CHROME), served.paired(None)
    answers = [
        await served.get("/v1/datasets", **bound),
        await served.get("/v1/datasets", Origin=CHROME, **unbound),
        await served.get("/v1/datasets", Origin=CHROME),
        await served.get("/v1/hello", Origin=CHROME),
        await served.get("/v1/hello", Origin="https://evil.example"),
        await served.get("/sample", Origin=f"http://{served.host}"),
    ]
    for answer in answers:
        assert not [name for name in answer.headers if name.lower().startswith("access-control-")]


async def test_a_preflight_gets_no_permission(served: Served) -> None:
    asked = {"Access-Control-Request-Method": "POST", "Access-Control-Request-Headers": "authorization,content-type"}
    answer = await served.client.options("/v1/lookup", headers={"Origin": CHROME, **asked})
    assert answer.status == 405
    assert not [name for name in answer.headers if name.lower().startswith("access-control-")]


async def test_the_answer_never_allows_credentials_or_all(served: Served) -> None:
    answer = await served.get("/v1/datasets", Origin=CHROME, **served.paired(CHROME))
    allowed = {name.lower() for name in answer.headers if name.lower().startswith("access-control-")}
    assert allowed == {"access-control-allow-origin"}
