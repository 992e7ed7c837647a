"""Asking the running helper, for the command line: synchronous, with http.client, so that it starts quickly.

`http.client` reads no proxy from the environment; what a person asks their own helper must not travel to one.
"""

from __future__ import annotations

import http.client
import json
import time
from typing import Any, Final

from inset.client.helper_state import HELPER_NAME, read_state
from inset.errors import HelperUnreachable, InsetError, error_of
from inset.paths import Paths
from inset.settings import Settings

TIMEOUT: Final = 5.0
"""Seconds to wait for an answer."""
_MAX_ANSWER: Final = 16 * 1024 * 1024
"""Bytes; a program that answers with more is not the helper."""
_POLL: Final = 0.02


def _reason(error: OSError) -> str:
    return "no answer came in time" if isinstance(error, TimeoutError) else error.strerror or str(error)


class HelperClient:
    """A client of the helper on one port.

    Args:
        port: where it listens on 127.0.0.1; token: what to send as bearer token, None for none; timeout: seconds.
    """

    def __init__(self, port: int, token: str | None = None, *, timeout: float = TIMEOUT) -> None:
        self.port = port
        self._token = token
        self._timeout = timeout

    @classmethod
    def from_state(cls, paths: Paths, settings: Settings) -> HelperClient:
        """Return a client of the helper that the state file names, with the owner's token.

        Without a state file it is a client of the port in the settings, without a token.
        """
        state = read_state(paths)
        return cls(settings.port) if state is None else cls(state.port, state.token)

    def hello(self) -> dict[str, Any]:
        """Return the helper's hello.

        Raises:
            HelperUnreachable: nobody answers, or another program does.
        """
        return self.get("/v1/hello")

    def get(self, path: str) -> dict[str, Any]:
        """Ask by GET; raises as `post` does."""
        return self._ask("GET", path, None)

    def post(self, path: str, body: dict[str, Any]) -> dict[str, Any]:
        """Ask by POST with a JSON body, and return the answer.

        Raises:
            HelperUnreachable: nobody answers, or another program does.
            InsetError: what the helper refused with, as the class that owns the error's code.
        """
        return self._ask("POST", path, body)

    def wait_until_gone(self, seconds: float) -> bool:
        """Wait until nothing answers on the port any more; return False if something still does after `seconds`."""
        end = time.monotonic() + seconds
        while time.monotonic() < end:
            try:
                self.hello()
            except HelperUnreachable:
                return True
            except InsetError:
                pass
            time.sleep(_POLL)
        return False

    def _ask(self, method: str, path: str, body: dict[str, Any] | None) -> dict[str, Any]:
        headers = {"Accept": "application/json"}
        content: bytes | None = None
        if body is not None:
            headers["Content-Type"] = "application/json"
            content = json.dumps(body).encode()
        if self._token is not None:
            headers["Authorization"] = f"Bearer {self._token}"
        connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=self._timeout)
        try:
            connection.request(method, path, body=content, headers=headers)
            response = connection.getresponse()
            text = response.read(_MAX_ANSWER)
        except http.client.HTTPException as error:
            raise self._another_program() from error
        except OSError as error:
            raise HelperUnreachable(
                f"Start the helper with `inset serve`: nobody answers on port {self.port}.",
                hint="" if isinstance(error, ConnectionRefusedError) else f"Reason: {_reason(error)}.",
            ) from error
        finally:
            connection.close()
        return self._understand(path, response.status, text)

    def _understand(self, path: str, status: int, text: bytes) -> dict[str, Any]:
        try:
            answer = json.loads(text)
        except ValueError as error:
            raise self._another_program() from error
        if not isinstance(answer, dict):
            raise self._another_program()
        if status >= 400:
            if not all(isinstance(answer.get(name), str) for name in ("code", "message", "hint")):
                raise self._another_program()
            raise error_of(answer["code"])(answer["message"], hint=answer["hint"])
        if path == "/v1/hello" and answer.get("name") != HELPER_NAME:
            raise self._another_program()
        return answer

    def _another_program(self) -> HelperUnreachable:
        return HelperUnreachable(
            f"Free port {self.port} or choose another with `--port`: a program that is not Inset answers there."
        )
