"""`make installers-elsewhere` on Windows, second step: an MSI of the self-contained folder, and winget's files.

WiX makes the MSI: `dotnet tool install --global wix` beforehand. Without an argument for its address the winget files
are left out: they need the address and the SHA-256 of what is published.
"""

from __future__ import annotations

import hashlib
import subprocess
import sys
from pathlib import Path
from typing import Final

from icons import write_icons

import inset
from inset.identity import read_identity
from inset.service.native_manifest import native_manifest

DIST: Final = Path(__file__).resolve().parents[2] / "dist" / "installers"
SCHEMA: Final = "1.10.0"
HOST_BATCH: Final = '@echo off\r\n"%~dp0inset.exe" -m inset.native_host %*\r\n'
"""Browsers on Windows start a program by its manifest, whose path may be relative to the manifest."""


def make_msi(folder: Path) -> Path:
    """Return the MSI, made of the folder and of the native messaging host's files, which are put into it."""
    (folder / "native-host.bat").write_bytes(HOST_BATCH.encode())
    for family in ("chromium", "firefox"):
        manifest = native_manifest(family, "native-host.bat")
        (folder / f"native-host-{family}.json").write_text(manifest, encoding="utf-8")
    write_icons(DIST)
    package = DIST / f"inset-{inset.__version__}-x64.msi"
    source = Path(__file__).with_name("inset.wxs")
    subprocess.run(
        ["wix", "build", "-arch", "x64", "-bindpath", str(DIST), "-d", f"Version={inset.__version__}",
         "-out", str(package), str(source)],
        cwd=DIST, check=True,
    )  # fmt: skip
    return package


def winget_files(address: str, package: bytes) -> dict[str, str]:
    """Return the three files of winget's repository, by name; each is YAML.

    Args:
        address: where the MSI is downloaded from; package: its bytes.
    """
    who, version = "InsetAuthors.Inset", inset.__version__
    head = f"PackageIdentifier: {who}\nPackageVersion: {version}\n"
    tail = f"ManifestVersion: {SCHEMA}\n"
    installer = (
        f"InstallerType: wix\nScope: user\nInstallers:\n- Architecture: x64\n  InstallerUrl: {address}\n"
        f"  InstallerSha256: {hashlib.sha256(package).hexdigest().upper()}\n"
    )
    words = (
        "PackageLocale: en-US\nPublisher: The Inset authors\nPackageName: Inset\nLicense: MIT\n"
        "ShortDescription: Shows which Flickr photos are listed in datasets that AI is trained on.\n"
        f"PackageUrl: {read_identity().downloads}\n"
    )
    return {
        f"{who}.yaml": f"{head}DefaultLocale: en-US\nManifestType: version\n{tail}",
        f"{who}.installer.yaml": f"{head}{installer}ManifestType: installer\n{tail}",
        f"{who}.locale.en-US.yaml": f"{head}{words}ManifestType: defaultLocale\n{tail}",
    }


def main() -> int:
    """Make the MSI; with the address under which it will be published, the files for winget too."""
    package = make_msi(DIST / "inset")
    for address in sys.argv[1:]:
        for name, text in winget_files(f"{address}/{package.name}", package.read_bytes()).items():
            (DIST / name).write_text(text, encoding="utf-8")
    print(package)
    return 0


if __name__ == "__main__":
    sys.exit(main())
