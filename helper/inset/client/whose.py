"""Where a client finds the helper, and with whose token it asks: the same for `Client` and `AsyncClient`."""

from __future__ import annotations

import os
from typing import Self

from inset.client.helper_state import read_state
from inset.client.understanding import TIMEOUT
from inset.paths import Paths, find_paths
from inset.settings import Settings, load_settings


class Whose:
    """The port of a helper, and a token.

    Args:
        port: where it listens on 127.0.0.1; token: what to send as bearer token, None for none; timeout: seconds.
    """

    def __init__(self, port: int, token: str | None = None, *, timeout: float = TIMEOUT) -> None:
        self.port = port
        self._timeout = timeout
        self._headers = {} if token is None else {"Authorization": f"Bearer {token}"}

    @classmethod
    def from_environment(cls) -> Self:
        """Return a client for a script: with the token in INSET_TOKEN, at the port in the settings (INSET_PORT)."""
        return cls(load_settings(find_paths().config_file).port, os.environ.get("INSET_TOKEN"))

    @classmethod
    def as_owner(cls) -> Self:
        """Return a client of this person's running helper with the owner's token, which the state file holds.

        For programs that do what `inset` does. Where none runs, every call raises HelperUnreachable.
        """
        paths = find_paths()
        return cls.from_state(paths, load_settings(paths.config_file))

    @classmethod
    def from_state(cls, paths: Paths, settings: Settings) -> Self:
        """Return a client of the helper that the state file names, with the owner's token.

        Without a state file it is a client of the port in the settings, without a token.
        """
        state = read_state(paths)
        return cls(settings.port) if state is None else cls(state.port, state.token)
