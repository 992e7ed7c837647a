"""Lists of made-up stores, and commands that read them."""

from __future__ import annotations

from pathlib import Path

from support.command_line.commands import Inset
from support.computer.ports import free_port
from support.datasets.same_run import only_run
from support.lists.laion_like import laion_like
from support.servers.store_server import StoreServer

FILES = 6
"""How many lists a store has."""


def fill(server: StoreServer) -> None:
    """Give a store its lists."""
    server.files = {f"data/part-{number}.parquet": laion_like(number) for number in range(FILES)}


def inset(tmp_path: Path, home: str) -> Inset:
    """The command line of somebody whose home is of that name.

    A store's library reads where its server is when it is loaded, so each command is a process of its own.
    """
    return Inset(tmp_path / home, free_port(), tmp_path, forks=False)


def run_of(tmp_path: Path, home: str) -> Path:
    """The only run that somebody has built."""
    return only_run(tmp_path / home / "data" / "datasets")
