"""Keeping a command running, with real processes."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

from inset.errors import ExitStatus
from inset.service import keeper
from support.command_line.commands import Inset

# Notes that it was started, and ends with the status that stands for this start.
ENDS = """
import sys
from pathlib import Path
starts = Path(sys.argv[1])
starts.write_text(starts.read_text() + "x" if starts.exists() else "x")
sys.exit(int(sys.argv[2].split(",")[len(starts.read_text()) - 1]))
"""


@pytest.mark.parametrize(
    ("statuses", "starts", "last"),
    [
        ("0", 1, ExitStatus.OK),
        ("1,5,0", 3, ExitStatus.OK),
        ("1,2", 2, ExitStatus.USAGE),
        ("1,1,5,1,5", 5, ExitStatus.PORT_UNAVAILABLE),
    ],
)
def test_it_starts_again_what_fails_and_gives_up_in_the_end(
    tmp_path: Path, statuses: str, starts: int, last: int
) -> None:
    noted = tmp_path / "starts"
    assert keeper.keep([sys.executable, "-c", ENDS, str(noted), statuses], pause=0) == last
    assert len(noted.read_text()) == starts


def test_it_keeps_the_helper_until_that_is_stopped(inset: Inset) -> None:
    code = "import sys; from inset.service.keeper import main; sys.exit(main(sys.argv[1:]))"
    words = [f"INSET_HOME={inset.home}", f"INSET_PORT={inset.port}"]
    kept = subprocess.Popen([sys.executable, "-c", code, *words])
    try:
        while inset("status").status:
            assert kept.poll() is None
        assert inset("stop").status == 0
        assert kept.wait(timeout=60) == 0
    finally:
        kept.kill()
        kept.wait()
    assert "stopping" in (inset.home / "log" / "helper.log").read_text()
