"""What `make package` makes is the same bytes wherever and whenever it is made; each browser has its own manifest."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
import zipfile
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
EXTENSION = ROOT / "extension"
NODE_FOLDERS = os.pathsep.join((str(ROOT / ".venv" / "bin"), os.environ.get("PATH", "")))
NODE = shutil.which("node", path=NODE_FOLDERS)
BROWSERS = ("chrome", "chrome-pinned", "firefox")

Archives = dict[str, bytes]

pytestmark = pytest.mark.slow


def copy_repository(folder: Path, *, age: int, source: Path = ROOT) -> Path:
    """A copy of what a clone holds, all of that age."""
    skipped = shutil.ignore_patterns(
        ".git",
        ".venv",
        "node_modules",
        "dist",
        "artifacts",
        ".*_cache",
        ".coverage*",
        "__pycache__",
        ".hypothesis",
        ".inset",
    )
    shutil.copytree(source, folder, ignore=skipped)
    for path in folder.rglob("*"):
        if not path.is_symlink():
            os.utime(path, (age, age))
    return folder


def make_archives(folder: Path) -> Archives:
    assert NODE is not None
    (folder / "extension" / "node_modules").symlink_to(EXTENSION / "node_modules")
    out = folder / "archives"
    for script in (["scripts/build.mjs"], ["scripts/package.mjs", str(out)]):
        subprocess.run([NODE, *script], cwd=folder / "extension", check=True, capture_output=True, timeout=120)
    return {file.name: file.read_bytes() for file in sorted(out.iterdir())}


@pytest.fixture(scope="module")
def made_twice(tmp_path_factory: pytest.TempPathFactory) -> tuple[Archives, Archives, Path]:
    if NODE is None or not (EXTENSION / "node_modules" / "esbuild").is_dir():
        pytest.skip("build the extension first: make run")
    folder = tmp_path_factory.mktemp("stores")
    first = copy_repository(folder / "first", age=1_600_000_000)
    second = copy_repository(folder / "a longer way" / "second", age=1_700_000_000, source=first)
    return make_archives(first), make_archives(second), first / "archives"


def test_two_builds_for_the_stores_are_the_same_bytes(made_twice: tuple[Archives, Archives, Path]) -> None:
    first, second, _ = made_twice
    assert {name.rpartition("-")[0].removeprefix("inset-") for name in first} == set(BROWSERS)
    assert first == second


@pytest.mark.parametrize("browser", BROWSERS)
def test_each_store_gets_the_whole_extension_and_its_own_manifest(
    made_twice: tuple[Archives, Archives, Path], browser: str
) -> None:
    (file,) = made_twice[2].glob(f"inset-{browser}-[0-9]*.zip")
    with zipfile.ZipFile(file) as archive:
        assert archive.testzip() is None
        names = archive.namelist()
        manifest = json.loads(archive.read("manifest.json"))
    assert names == sorted(names)
    languages = {f"_locales/{folder.name}/messages.json" for folder in (EXTENSION / "_locales").iterdir()}
    assert languages | {"background.js", "content.js", "content.css", "popup.html", "icons/icon-128.png"} <= set(names)
    assert not [name for name in names if name.endswith((".ts", ".map"))]
    # The first upload must be without a key; each browser warns of what only the other one understands.
    assert ("key" in manifest) == (browser == "chrome-pinned")
    assert ("browser_specific_settings" in manifest) == (browser == "firefox")
    assert ("service_worker" in manifest["background"]) == (browser != "firefox")
    assert ("scripts" in manifest["background"]) == (browser == "firefox")


def test_two_wheels_and_two_source_archives_are_the_same_bytes(tmp_path: Path) -> None:
    first = copy_repository(tmp_path / "first", age=1_600_000_000)
    second = copy_repository(tmp_path / "second", age=1_700_000_000, source=first)
    made = []
    for source in (first, second):
        out = tmp_path / f"out-{source.name}"
        environment = {key: value for key, value in os.environ.items() if not key.startswith("PYTHON")}
        subprocess.run(
            [sys.executable, "-m", "build", "--no-isolation", "--outdir", out, source],
            cwd=tmp_path,
            env=environment,
            check=True,
            capture_output=True,
            timeout=600,
        )
        made.append({file.name: file.read_bytes() for file in sorted(out.iterdir())})
    assert len(made[0]) == 2
    assert made[0] == made[1]
