"""The photographer on a desktop, from the download to the first badge without a terminal; by `make test-installers`.

It runs as root in a private view of this system: what the package installs, and all that the browsers write, lies in
memory and is gone afterwards, and there is no network but the computer's own. The desktop is Xvfb and a window manager.
Pictures of the screen and the seconds of every step are in dist/installers/photographer.

Not as a person does it: dpkg stands in for the software manager's button, a page of our own for the releases' page, the
browser that is driven is given by the script what the desktop's default browser would open, and the extension is loaded
from its folder, because the stores do not have it yet.
"""

from __future__ import annotations

import json
import os
import shutil
import subprocess
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
OUT = ROOT / "dist" / "installers" / "photographer"
PACKAGES = sorted((ROOT / "dist" / "installers").glob("*.deb"))
PROGRAMS = ("unshare", "ip", "Xvfb", "openbox", "import", "gio", "xdg-open", "openssl", "node")
_VIEW = """\
set -e
mount -t tmpfs tmpfs /mnt
for folder in usr etc var; do
    mkdir -p /mnt/$folder/up /mnt/$folder/work
    mount -t overlay overlay -o lowerdir=/$folder,upperdir=/mnt/$folder/up,workdir=/mnt/$folder/work /$folder
done
# The checkout stays where it is, though it may lie in one of the two folders that are emptied.
mkdir /mnt/checkout
mount --bind "$1" /mnt/checkout
mount -t tmpfs tmpfs /home
mount -t tmpfs tmpfs /tmp
mkdir -p "$1"
mount --bind /mnt/checkout "$1"
mkdir -p /home/anna/.config
ip link set lo up
echo '127.0.0.1 localhost inset.example' > /etc/hosts
# A browser that is driven takes no address from a second one, so the desktop's default browser notes it.
{ echo '#!/bin/sh'; echo 'printf "%s" "$1" > /home/anna/asked'; } > /usr/bin/hand-over
chmod +x /usr/bin/hand-over
{
    echo '[Desktop Entry]'; echo 'Type=Application'; echo 'Name=Browser'; echo 'Exec=/usr/bin/hand-over %u'
} > /usr/share/applications/hand-over.desktop
{
    echo '[Default Applications]'; echo 'text/html=hand-over.desktop'; echo 'x-scheme-handler/http=hand-over.desktop'
} > /home/anna/.config/mimeapps.list
Xvfb :77 -screen 0 1280x960x24 -nolisten tcp >/dev/null 2>&1 &
screen=$!
export DISPLAY=:77
until [ -e /tmp/.X11-unix/X77 ]; do sleep 0.1; done
openbox >/dev/null 2>&1 &
desktop=$!
status=0
node "$1/.ci/installers/photographer.mjs" "$1" "$2" "$3" "$4" || status=$?
inset stop >/dev/null 2>&1 || true
kill $desktop $screen
exit $status
"""


def why_not(browser: str) -> str:
    """Return why it cannot be played here; empty if it can."""
    if not PACKAGES:
        return "make installers first: there is no .deb in dist/installers"
    if os.geteuid() != 0:
        return "run this as root: it mounts a private view of the system"
    missing = [program for program in (*PROGRAMS, browser) if shutil.which(program) is None]
    return f"install {', '.join(missing)}" if missing else ""


@pytest.mark.parametrize("browser", ["chromium", "firefox"])
def test_from_the_download_to_the_first_badge(browser: str) -> None:
    """Every step is done, none of them in a terminal, and the pictures of the screen are there to be looked at."""
    reason = why_not(browser)
    if reason:
        pytest.skip(reason)
    OUT.mkdir(parents=True, exist_ok=True)
    environ = {
        "HOME": "/home/anna",
        "PATH": "/usr/sbin:/usr/bin:/sbin:/bin:/usr/local/bin",
        "LANG": "C.UTF-8",
        "PATH_OF_NODE": shutil.which("node") or "",
    }
    environ["PATH"] += os.pathsep + str(Path(environ.pop("PATH_OF_NODE")).parent)
    done = subprocess.run(
        ["unshare", "--mount", "--net", "--pid", "--fork", "--mount-proc", "--kill-child",
         "sh", "-c", _VIEW, "sh", str(ROOT), browser, str(PACKAGES[-1]), str(OUT)],
        env=environ, capture_output=True, text=True, timeout=900, check=False,
    )  # fmt: skip
    print(done.stdout)
    assert done.returncode == 0, done.stderr[-2000:]
    steps = json.loads((OUT / f"{browser}.json").read_text(encoding="utf-8"))
    assert len(steps) >= 11
    assert all((OUT / step["picture"]).stat().st_size > 5000 for step in steps)
