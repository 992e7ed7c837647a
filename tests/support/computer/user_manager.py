"""A systemd of one's own, started for a test: the real one, with a home, a bus and units that nobody else has."""

from __future__ import annotations

import os
import shutil
import subprocess
import time
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path

PROGRAM = next(
    (path for path in map(Path, ("/usr/lib/systemd/systemd", "/lib/systemd/systemd")) if path.exists()), None
)
PATIENCE = 60.0

# A container is not booted with systemd and says so by /run/systemd/system, which only this process is made to see; and
# its control groups are the machine's, of which the manager gets one of its own.
IN_A_CONTAINER = """
mount -t tmpfs none /run/systemd && mkdir /run/systemd/system || exit 1
for tree in /sys/fs/cgroup/systemd /sys/fs/cgroup/unified /sys/fs/cgroup; do
  if [ -e $tree/cgroup.procs ]; then
    mkdir -p $tree/inset-test-$$ && echo $$ > $tree/inset-test-$$/cgroup.procs
  fi
done
exec "$@"
"""


class Unavailable(Exception):
    """Why no such systemd can be had here."""


@contextmanager
def user_manager(folder: Path) -> Iterator[Mapping[str, str]]:
    """Start it; yields the environment in which `systemctl --user` reaches it."""
    if PROGRAM is None or shutil.which("systemctl") is None:
        raise Unavailable("systemd is not installed")
    command = [str(PROGRAM), "--user", "--unit=basic.target"]
    if not Path("/run/systemd/system").is_dir():
        if os.geteuid() != 0:
            raise Unavailable("this system was not booted with systemd, and only root can pretend that it was")
        command = ["unshare", "--mount", "sh", "-c", IN_A_CONTAINER, "sh", *command]
    runtime = folder / "run"
    runtime.mkdir(mode=0o700)
    keep = {name: os.environ[name] for name in ("PATH", "LANG") if name in os.environ}
    environ = {
        **keep,
        "HOME": str(folder),
        "XDG_RUNTIME_DIR": str(runtime),
        "DBUS_SESSION_BUS_ADDRESS": f"unix:path={runtime}/bus",
        "SYSTEMD_LOG_TARGET": "console",
    }
    with (folder / "manager.log").open("wb") as log:
        manager = subprocess.Popen(command, env=environ, stdout=log, stderr=log, stdin=subprocess.DEVNULL)
    try:
        _wait(manager, environ, folder / "manager.log")
        yield environ
    finally:
        subprocess.run(["systemctl", "--user", "exit"], env=environ, check=False, capture_output=True)
        try:
            manager.wait(timeout=PATIENCE)
        except subprocess.TimeoutExpired:
            manager.kill()
            manager.wait()
        for group in Path("/sys/fs/cgroup").glob(f"**/inset-test-{manager.pid}"):
            for inner in sorted((each for each in group.rglob("*") if each.is_dir()), reverse=True):
                inner.rmdir()
            group.rmdir()


def _wait(manager: subprocess.Popen[bytes], environ: Mapping[str, str], log: Path) -> None:
    end = time.monotonic() + PATIENCE
    while time.monotonic() < end and manager.poll() is None:
        asked = subprocess.run(
            ["systemctl", "--user", "show-environment"], env=environ, check=False, capture_output=True
        )
        if asked.returncode == 0:
            return
        time.sleep(0.05)
    said = log.read_text(errors="replace").strip().splitlines()
    raise Unavailable(f"no systemd of one's own can be started here: {said[-1] if said else 'it says nothing'}")
