"""Asking a running helper from Python: `Client`, and `AsyncClient` for asyncio; `answers` has the types of answers.

docs/CLIENT.md shows their use. The command line asks by `Client`, too; nothing here imports the server.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from inset.client.async_client import AsyncClient
    from inset.client.client import Client

__all__ = ["AsyncClient", "Client"]


def __getattr__(name: str) -> type[Client | AsyncClient]:
    """Import a client when it is first used: aiohttp takes a moment that the command line need not wait for."""
    if name == "Client":
        from inset.client.client import Client

        return Client
    if name == "AsyncClient":
        from inset.client.async_client import AsyncClient

        return AsyncClient
    raise AttributeError(f"module {__name__!r} has no attribute {name!r}")


def __dir__() -> list[str]:
    """Name the clients where somebody looks what there is, though they are imported later."""
    return sorted({*globals(), *__all__})
