"""`GET /v1/health`: whether all is well, as `inset doctor` reports it, for the owner."""

from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING

from aiohttp import web

from inset.client.answers import Health, HealthCheck
from inset.server.answers import json_answer
from inset.server.keys import HELPER, LIBRARY, TOKENS
from inset.words.sentences import told_of

if TYPE_CHECKING:
    from inset.health.check import Check


async def health(request: web.Request) -> web.Response:
    """Answer the owner. Checksums are not compared here: the helper does so in the background."""
    # Imported here, so that the helper starts faster.
    from inset.health.check import PortUse, Subject
    from inset.health.checks import run_checks

    helper, tokens = request.app[HELPER], request.app[TOKENS]
    library = await request.app[LIBRARY].get()
    subject = Subject(
        paths=helper.paths,
        settings=helper.settings,
        port=PortUse("this", helper.state.port, helper.state.version),
        pairings=lambda: len(tokens.list()),
        unavailable=library.unavailable,
    )
    checks = await asyncio.to_thread(lambda: list(run_checks(subject)))
    return json_answer(Health(checks=[_facts(check) for check in checks]))


def _facts(check: Check) -> HealthCheck:
    facts = HealthCheck(name=check.name, state=check.state, message=check.message, remedy=check.remedy)
    if (told := told_of(check.message)) is not None:
        facts["message_told"] = told
    if (told := told_of(check.remedy or "")) is not None:
        facts["remedy_told"] = told
    return facts
