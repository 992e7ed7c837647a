"""`make installers` on Debian: dist/installers/inset_VERSION_ARCH.deb from the self-contained folder.

The package holds the program, a menu entry with its icon, the service that starts the helper at every person's login,
what the extension may start it by (native messaging), the manual page and the completions. It asks for no Python, and
makes nothing in anybody's home folder.
"""

from __future__ import annotations

import gzip
import re
import shutil
import subprocess
import sys
from pathlib import Path
from typing import Final

import inset
from inset.identity import read_identity
from inset.service.menu_entry import menu_entry
from inset.service.native_manifest import NAME, host_script, native_manifest
from inset.service.native_places import SYSTEM_LINUX
from inset.service.plan import Plan
from inset.service.systemd import Systemd

ROOT: Final = Path(__file__).resolve().parents[2]
DIST: Final = ROOT / "dist" / "installers"
SHELLS: Final = {
    "bash": "usr/share/bash-completion/completions/inset",
    "zsh": "usr/share/zsh/vendor-completions/_inset",
    "fish": "usr/share/fish/vendor_completions.d/inset.fish",
}
_CONTROL: Final = """\
Package: inset
Version: {version}
Architecture: {architecture}
Maintainer: The Inset authors <{contact}>
Installed-Size: {kilobytes}
Depends: libc6 (>= {libc}), zlib1g
Recommends: xdg-utils
Suggests: chromium | firefox-esr
Section: graphics
Priority: optional
Description: shows which Flickr photos are listed in datasets for AI
 Inset's helper holds lists of the photos that AI systems are trained on, and
 answers on this computer alone. Its browser extension marks listed photos
 while you browse Flickr. What you look at never leaves the computer.
"""
_NOTE: Final = "/run/inset-was-running"
"""The persons whose service ran when an upgrade stopped it, a user ID a line; root's alone, and gone with a restart."""
PRERM: Final = f"""\
#!/bin/sh
set -e
# Whose service runs gets the new one in its place, not only at the next login: see postinst.
rm -f {_NOTE}
if [ "$1" = upgrade ] && [ -d /run/systemd/system ]; then
    people=$(systemctl --no-legend --quiet list-units 'user@*' | sed -n -r 's/.*user@([0-9]+).service.*/\\1/p')
    for person in $people; do
        if systemctl --quiet --user --machine "$person@" is-active inset.service >/dev/null 2>&1; then
            echo "$person" >>{_NOTE}
        fi
    done
fi
"""
_STOP: Final = """\
# Stop what runs, for everybody who is logged in, before its files go.
if [ -d /run/systemd/system ] && command -v deb-systemd-invoke >/dev/null; then
    deb-systemd-invoke --user stop inset.service >/dev/null 2>&1 || true
fi
running() {
    for process in /proc/[0-9]*; do
        if [ "$(readlink "$process/exe" 2>/dev/null)" = /usr/lib/inset/inset ]; then
            echo "${process#/proc/}"
        fi
    done
}
for process in $(running); do
    kill "$process" 2>/dev/null || true
done
# Each finishes what it was asked; one that still reads its files while they are replaced would read another program's.
for tenth in 0 1 2 3 4 5 6 7 8 9 0 1 2 3 4 5 6 7 8 9 0 1 2 3 4 5 6 7 8 9 0 1 2 3 4 5 6 7 8 9; do
    [ -n "$(running)" ] || break
    sleep 0.1
done
"""
POSTINST: Final = f"""\
#!/bin/sh
set -e
# After an upgrade, or one that failed: who had the helper running has it again.
if [ -f {_NOTE} ]; then
    while read -r person; do
        systemctl --user --machine "$person@" daemon-reload </dev/null >/dev/null 2>&1 || true
        systemctl --user --machine "$person@" start inset.service </dev/null >/dev/null 2>&1 || true
    done <{_NOTE}
    rm -f {_NOTE}
fi
"""
_POSTRM: Final = """\
#!/bin/sh
set -e
if [ "$1" = purge ]; then
    rm -rf /usr/lib/inset
    echo 'Inset is removed. Each person'"'"'s own data stays: datasets in ~/.local/share/inset,'
    echo 'connected browsers in ~/.local/state/inset, settings in ~/.config/inset.'
    echo 'Remove these folders if nobody needs them, and the extension in each browser.'
fi
"""


def make_deb(folder: Path) -> Path:
    """Return the package made of the self-contained folder."""
    tree = DIST / "tree"
    shutil.rmtree(tree, ignore_errors=True)
    shutil.copytree(folder, tree / "usr/lib/inset", symlinks=True)
    (tree / "usr/bin").mkdir()
    (tree / "usr/bin/inset").symlink_to("../lib/inset/inset")
    _add_menu_entry(tree)
    _add_service(tree)
    _add_native_host(tree)
    _add_documents(tree)
    _add_control(tree)
    for path in tree.rglob("*"):
        if not path.is_symlink():
            path.chmod(0o755 if path.is_dir() or path.stat().st_mode & 0o100 else 0o644)
    package = DIST / f"inset_{inset.__version__}_{_architecture()}.deb"
    subprocess.run(["dpkg-deb", "--root-owner-group", "-Zxz", "--build", str(tree), str(package)], check=True)
    shutil.rmtree(tree)
    return package


def _write(file: Path, content: str | bytes) -> None:
    file.parent.mkdir(parents=True, exist_ok=True)
    file.write_bytes(content.encode() if isinstance(content, str) else content)


def _add_menu_entry(tree: Path) -> None:
    _write(tree / "usr/share/applications/inset.desktop", menu_entry(("inset", "open", "--start"), "inset"))
    icons = ROOT / "extension" / "icons"
    hicolor = tree / "usr/share/icons/hicolor"
    _write(hicolor / "scalable/apps/inset.svg", (icons / "icon.svg").read_bytes())
    for size in (16, 32, 48, 128):
        _write(hicolor / f"{size}x{size}/apps/inset.png", (icons / f"icon-{size}.png").read_bytes())


def _add_service(tree: Path) -> None:
    units = tree / "usr/lib/systemd/user"
    unit = Systemd().definition(Plan(command=("/usr/bin/inset", "serve", "--log-to", "file")))
    _write(units / "inset.service", unit)
    # Started at every login; `systemctl --user mask inset` keeps it off for one person.
    (units / "default.target.wants").mkdir()
    (units / "default.target.wants/inset.service").symlink_to("../inset.service")


def _add_native_host(tree: Path) -> None:
    """By which the extension may start the helper; in Chrome, Chromium, Edge and Firefox, for everybody."""
    script = "/usr/lib/inset/native-host"
    _write(tree / script[1:], host_script(Plan(command=("/usr/lib/inset/inset", "-P", "-m", "inset"))))
    (tree / script[1:]).chmod(0o755)
    for family, folder in SYSTEM_LINUX.values():
        _write(tree / folder[1:] / f"{NAME}.json", native_manifest(family, script))


def _add_documents(tree: Path) -> None:
    _write(tree / "usr/share/man/man1/inset.1.gz", gzip.compress((ROOT / "dist/inset.1").read_bytes(), mtime=0))
    documents = tree / "usr/share/doc/inset"
    _write(documents / "copyright", (ROOT / "LICENSE").read_bytes())
    _write(documents / "changelog.gz", gzip.compress((ROOT / "CHANGELOG.md").read_bytes(), mtime=0))
    for shell, file in SHELLS.items():
        script = subprocess.run(
            [tree / "usr/lib/inset/inset", "completion", shell], check=True, capture_output=True
        ).stdout
        _write(tree / file, script)


def _add_control(tree: Path) -> None:
    size = sum(path.lstat().st_size for path in tree.rglob("*") if not path.is_dir()) // 1024
    control = _CONTROL.format(
        version=inset.__version__,
        architecture=_architecture(),
        kilobytes=size,
        libc=needed_libc(tree),
        contact=read_identity().contact,
    )
    _write(tree / "DEBIAN/control", control)
    for name, script in (("prerm", PRERM + _STOP), ("postinst", POSTINST), ("postrm", _POSTRM)):
        _write(tree / "DEBIAN" / name, script)
        (tree / "DEBIAN" / name).chmod(0o755)


def needed_libc(tree: Path) -> str:
    """Return the newest version of the C library whose functions any program or library in the tree asks for."""
    found = {(2, 17)}
    for path in tree.rglob("*"):
        if path.is_file() and not path.is_symlink():
            with path.open("rb") as file:
                if file.read(4) != b"\x7fELF":
                    continue
                content = file.read()
            found |= {(2, int(minor)) for minor in re.findall(rb"GLIBC_2\.(\d+)", content)}
    return "{}.{}".format(*max(found))


def _architecture() -> str:
    return subprocess.run(
        ["dpkg", "--print-architecture"], check=True, capture_output=True, text=True
    ).stdout.strip()  # fmt: skip


if __name__ == "__main__":
    print(make_deb(DIST / "inset"))
    sys.exit(0)
