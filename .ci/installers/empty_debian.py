"""An empty Debian in a folder, made by debootstrap, and people in it; for the tests of the package."""

from __future__ import annotations

import os
import shutil
import socket
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Final

ROOT: Final = Path(__file__).resolve().parents[2]
PACKAGES: Final = sorted((ROOT / "dist" / "installers").glob("*.deb"))


def why_not() -> str:
    """Return why the package cannot be tried here; empty if it can."""
    if not PACKAGES:
        return "make installers first: there is no .deb in dist/installers"
    if os.geteuid() != 0:
        return "run this as root: it needs chroot"
    return "" if shutil.which("debootstrap") else "install debootstrap"


class Empty:
    """An empty Debian in a folder."""

    def __init__(self, root: Path) -> None:
        self.root = root
        with socket.create_server(("127.0.0.1", 0)) as free:
            self.port = free.getsockname()[1]

    def words(self, *words: str, user: int = 0, home: str = "/home/anna", **environ: str) -> list[str]:
        """Return the command that runs another in it, with a terminal's few variables."""
        given = [f"{name}={value}" for name, value in environ.items()]
        return [
            "chroot", f"--userspec={user}:{user}", str(self.root), "env", "-i", f"HOME={home}",
            "PATH=/usr/sbin:/usr/bin:/sbin:/bin", f"INSET_PORT={self.port}", *given, *words,
        ]  # fmt: skip

    def run(
        self, *words: str, check: bool = True, user: int = 0, home: str = "/home/anna", **environ: str
    ) -> subprocess.CompletedProcess[str]:
        """Run a command in it, and wait for its end."""
        done = subprocess.run(
            self.words(*words, user=user, home=home, **environ),
            capture_output=True, text=True, timeout=300, check=False,
        )  # fmt: skip
        assert done.returncode == 0 or not check, (words, done.stdout, done.stderr)
        assert "Traceback" not in done.stderr, done.stderr
        return done

    def files(self) -> set[str]:
        """Every file but the packages' own lists and what the kernel shows."""
        kept = {"proc", "dev", "sys", "tmp", "home", "var/lib/dpkg", "var/log", "var/cache"}
        found = set()
        for folder, inside, names in os.walk(self.root):
            here = Path(folder).relative_to(self.root)
            inside[:] = [name for name in inside if (here / name).as_posix() not in kept]
            found |= {(here / name).as_posix() for name in (*names, *inside)}
        return found


@contextmanager
def empty_debian(folder: Path) -> Iterator[Empty]:
    """An empty Debian; EMPTY_DEBIAN names a folder that debootstrap has filled already.

    Args:
        folder: where it is made if none is named.
    """
    given = os.environ.get("EMPTY_DEBIAN", "")
    root = Path(given) if given else folder
    if not (root / "usr/bin/dpkg").exists():
        subprocess.run(["debootstrap", "--variant=minbase", "bookworm", str(root)], check=True, capture_output=True)
    root.chmod(0o755)  # people must get into it, and folders for tests are root's alone
    subprocess.run(["mount", "--bind", "/proc", str(root / "proc")], check=True)
    shutil.rmtree(root / "home")  # what an earlier run has left in a folder that was named
    (root / "home/anna").mkdir(parents=True)
    try:
        yield Empty(root)
    finally:
        subprocess.run(["umount", str(root / "proc")], check=True)
