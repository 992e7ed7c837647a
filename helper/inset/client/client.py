"""Asking the running helper: synchronous, with http.client, so that the command line starts quickly.

`http.client` reads no proxy from the environment; what a person asks their own helper must not travel to one.
"""

from __future__ import annotations

import http.client
import json
import time
from collections.abc import Iterable, Iterator
from typing import TYPE_CHECKING, Any, Final, TypeVar, cast

from inset.client import calls
from inset.client.understanding import MAX_ANSWER, another_program, nobody_there, understand
from inset.client.whose import Whose
from inset.errors import HelperUnreachable, InsetError

if TYPE_CHECKING:
    from inset.client.answers import (
        Account,
        AccountPhoto,
        Candidates,
        DatasetList,
        Health,
        Hello,
        Lookup,
        PairingApproved,
        PairingList,
        Photo,
        Status,
        Stopping,
        Ticket,
    )

_POLL: Final = 0.02

Answer = TypeVar("Answer")


class Client(Whose):
    """A client of the helper on one port.

    Args:
        port: where it listens on 127.0.0.1; token: what to send as bearer token, None for none; timeout: seconds.
    """

    def hello(self) -> Hello:
        """Return the helper's hello; needs no token.

        Raises:
            HelperUnreachable: nobody answers, or another program does.
        """
        return self._send(calls.hello())

    def lookup(self, photos: Iterable[str | int] | int) -> Lookup:
        """Return which of these photos are listed, and where.

        Args:
            photos: IDs, or addresses of photos; one, or any number. They are asked in parts, and the answer is of one
                revision: when a dataset is published in between, all are asked again.

        Raises:
            IndexMissing: no dataset is published, so there is no answer.
            InsetError: and as `hello` does.
        """
        parts = list(calls.in_parts(photos))
        for _ in range(calls.TRIES):
            found = calls.merged([self._send(calls.lookup(part)) for part in parts])
            if found is not None:
                return found
        raise calls.unsteady()

    def photo(self, photo_id: str | int) -> Photo:
        """Return what every dataset says of one photo, with account and licence as the lists gave them."""
        return self._send(calls.photo(photo_id))

    def accounts(self, name: str) -> Candidates:
        """Return the accounts that a name, an NSID or an address may mean, with counts by dataset."""
        return self._send(calls.accounts(name))

    def account(self, account: str, cursor: str | None = None) -> Account:
        """Return which photos of an account (its NSID) are listed: the page at `cursor`, the first without one."""
        return self._send(calls.account(account, cursor))

    def account_photos(self, account: str) -> Iterator[AccountPhoto]:
        """Yield every listed photo of an account, page after page."""
        page = self.account(account)
        while True:
            yield from page["photos"]
            if page["next"] is None:
                return
            page = self.account(account, page["next"])

    def datasets(self) -> DatasetList:
        """Return what is published."""
        return self._send(calls.datasets())

    def status(self) -> Status:
        """Return how the running helper is; for the owner."""
        return self._send(calls.status())

    def health(self) -> Health:
        """Return the checks of `inset doctor`; for the owner."""
        return self._send(calls.health())

    def pairings(self) -> PairingList:
        """Return who waits to be paired, and who is; for the owner."""
        return self._send(calls.pairings())

    def approve(self, code: str) -> PairingApproved:
        """Pair the browser or program that shows this code; for the owner."""
        return self._send(calls.approve(code))

    def ticket(self) -> Ticket:
        """Return a ticket that opens Inset's page once; for the owner."""
        return self._send(calls.ticket())

    def shutdown(self) -> Stopping:
        """Stop the helper; for the owner."""
        return self._send(calls.shutdown())

    def get(self, path: str) -> dict[str, Any]:
        """Ask any other call by GET; raises as `lookup` does."""
        call: calls.Call[dict[str, Any]] = calls.Call("GET", path)
        return self._send(call)

    def post(self, path: str, body: dict[str, Any]) -> dict[str, Any]:
        """Ask any other call by POST with a JSON body; raises as `lookup` does."""
        call: calls.Call[dict[str, Any]] = calls.Call("POST", path, body)
        return self._send(call)

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

    def _send(self, call: calls.Call[Answer]) -> Answer:
        headers = {"Accept": "application/json", **self._headers}
        content: bytes | None = None
        if call.body is not None:
            headers["Content-Type"] = "application/json"
            content = json.dumps(call.body).encode()
        connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=self._timeout)
        try:
            connection.request(call.method, call.path, body=content, headers=headers)
            response = connection.getresponse()
            text = response.read(MAX_ANSWER)
        except http.client.HTTPException as error:
            raise another_program(self.port) from error
        except OSError as error:
            raise nobody_there(self.port, error) from error
        finally:
            connection.close()
        return cast("Answer", understand(self.port, call.path, response.status, text))
