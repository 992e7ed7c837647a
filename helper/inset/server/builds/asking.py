"""Questions to the build that it answers at once: what the catalog holds, how a manifest would be read."""

from __future__ import annotations

import asyncio
from collections.abc import Sequence
from pathlib import Path
from typing import Any, Final, TypedDict, cast

from inset.errors import BuildFailed, NotInCatalog
from inset.server.builds.child import Child
from inset.words.told_errors import error_from


class Catalog(TypedDict):
    """The catalog: when its facts were last compared with their sources, and its entries.

    An entry is what `inset catalog NAME --json` prints; facts that are not known are absent from it.
    """

    checked: str
    entries: list[dict[str, Any]]


AT_ONCE: Final = 2
"""Child processes at the same time; each takes some 100 MB."""

PATIENCE: Final = 120.0
"""Seconds for an answer."""


class Asking:
    """Asks child processes.

    Args:
        catalog: another catalog than the bundled one.
    """

    def __init__(self, *, catalog: Path | None = None) -> None:
        self._catalog_file = catalog
        self._turns = asyncio.Semaphore(AT_ONCE)
        self._catalog: Catalog | None = None
        self._reading = asyncio.Lock()

    async def ask(self, words: Sequence[str], folder: Path | None = None) -> dict[str, Any]:
        """Return what a child reports.

        Raises:
            InsetError: what the child ended with; BuildFailed when it takes too long.
        """
        async with self._turns:
            child = await Child.start(words, folder)
            try:
                async with asyncio.timeout(PATIENCE):
                    return await child.report()
            except TimeoutError:
                raise BuildFailed(f"Try again later: there was no answer within {PATIENCE:.0f} seconds.") from None
            finally:
                await child.end(0.5)

    async def catalog(self) -> Catalog:
        """Return the catalog, read once. The caller adds `published`, which needs the library.

        Raises:
            CatalogInvalid: it cannot be read.
        """
        async with self._reading:
            if self._catalog is None:
                words = ["catalog"] if self._catalog_file is None else ["catalog", f"--catalog={self._catalog_file}"]
                self._catalog = cast("Catalog", await self.ask(words))
            return self._catalog

    async def check_fetchable(self, name: str) -> None:
        """Check that a dataset of the catalog can be downloaded.

        Raises:
            NotInCatalog: the catalog has none of that name.
            ManifestByHand, ManifestNotPublic: a program cannot download its manifest; the error says how to get it.
        """
        for entry in (await self.catalog())["entries"]:
            if entry["name"] == name:
                why = entry.get("why_not_fetchable")
                if why is not None:
                    raise error_from(why)
                return
        raise NotInCatalog(
            "Choose a dataset of the catalog: it has none of that name.", hint="GET /v1/catalog lists them."
        )
