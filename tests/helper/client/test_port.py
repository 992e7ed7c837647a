"""Taking the helper's port, and saying who has it where that fails; with a real helper on it in test_run.py."""

from __future__ import annotations

import os
import socket
import sys

import pytest

from inset.client.port import take_port
from inset.errors import PortUnavailable
from inset.paths import Paths


@pytest.mark.parametrize("listening", [True, False])
def test_a_port_that_another_program_has(paths: Paths, listening: bool) -> None:
    with socket.socket() as other:
        other.bind(("127.0.0.1", 0))
        if listening:
            other.listen()
        port = other.getsockname()[1]
        with pytest.raises(PortUnavailable, match="it is not Inset") as caught:
            take_port(port, paths)
    assert caught.value.message.startswith("Stop the program")
    take_port(port, paths).close()  # and with it gone the port is free


@pytest.mark.skipif(sys.platform == "win32", reason="Windows has no such ports")
def test_a_port_that_this_system_keeps_for_itself(paths: Paths) -> None:
    if os.geteuid() == 0:
        pytest.skip("root may use every port")
    with pytest.raises(PortUnavailable, match="does not let programs use 80"):
        take_port(80, paths)
