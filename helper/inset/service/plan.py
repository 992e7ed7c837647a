"""What is started at login: one command with absolute paths, and the variables that decide where Inset's files are."""

from __future__ import annotations

import os
import sys
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Final

from inset.paths import Paths

KEPT_VARIABLES: Final = (
    "INSET_HOME",
    "INSET_LOG_FORMAT",
    "INSET_LOG_LEVEL",
    "INSET_PORT",
    "XDG_CACHE_HOME",
    "XDG_CONFIG_HOME",
    "XDG_DATA_HOME",
    "XDG_STATE_HOME",
)
"""Variables that a terminal may set and a login does not; without them the service would use other folders."""


@dataclass(frozen=True, slots=True)
class Plan:
    """What a service runs.

    Attributes:
        command: the program, an absolute path, and its arguments.
        environment: variables that are set for it, those of the installing terminal that matter.
        log: the folder of its log.
    """

    command: tuple[str, ...]
    environment: Mapping[str, str] = field(default_factory=dict)
    log: Path = Path()


def make_plan(paths: Paths, environ: Mapping[str, str] | None = None) -> Plan:
    """Plan to serve with this very installation of Inset, as it would run in this terminal.

    Args:
        paths: the person's folders; environ: the terminal's variables, `os.environ` when left out.
    """
    here = os.environ if environ is None else environ
    return Plan(
        # -P: do not import modules from the folder in which the service happens to be started.
        command=(sys.executable, "-P", "-m", "inset", "serve", "--log-to", "file"),
        environment={name: _absolute(name, here[name]) for name in KEPT_VARIABLES if here.get(name)},
        log=paths.log,
    )


def _absolute(name: str, value: str) -> str:
    """Folders as absolute paths: a service is started elsewhere."""
    return str(Path(value).expanduser().absolute()) if name.endswith("_HOME") else value
