"""The built wheel, installed into an empty environment, is all that a person needs."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
import tarfile
import venv
import zipfile
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
MANIFEST = "inset/extension/manifest.json"

pytestmark = pytest.mark.slow


def run(*command: object, cwd: Path, **environ: str) -> str:
    clean = {name: value for name, value in os.environ.items() if not name.startswith(("PYTHON", "INSET", "VIRTUAL"))}
    done = subprocess.run(
        list(map(str, command)),
        cwd=cwd,
        env={**clean, **environ},
        capture_output=True,
        text=True,
        timeout=600,
        check=False,
    )
    assert done.returncode == 0, f"{command}\n{done.stdout}\n{done.stderr}"
    return done.stdout


@pytest.fixture(scope="module")
def source(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A copy of what a clone holds, so that nothing is built in the person's own folder."""
    folder = tmp_path_factory.mktemp("source") / "inset"
    skipped = shutil.ignore_patterns(
        ".git", ".venv", "node_modules", "dist", ".*_cache", ".coverage*", "__pycache__", ".hypothesis", ".inset"
    )
    shutil.copytree(ROOT, folder, ignore=skipped)
    built = ROOT / "extension" / "dist"
    if built.is_dir():
        shutil.copytree(built, folder / "extension" / "dist")
    return folder


@pytest.fixture(scope="module")
def wheel(source: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    out = tmp_path_factory.mktemp("wheel")
    # By way of the source archive, as `python -m build` does: what is missing in that is missing in the wheel.
    run(sys.executable, "-m", "build", "--no-isolation", "--outdir", out, source, cwd=out)
    (made,) = out.glob("*.whl")
    return made


def test_the_source_archive_holds_the_sources_and_none_of_the_tools(wheel: Path) -> None:
    (archive,) = wheel.parent.glob("*.tar.gz")
    with tarfile.open(archive) as file:
        names = {name.split("/", 1)[1] for name in file.getnames() if "/" in name}
    assert "build/inset_build/pipeline.py" in names
    assert "tests/vectors/photo_refs.json" in names
    assert "extension/src/shared/photo-ref.ts" in names
    assert not [name for name in names if "node_modules" in name or "__pycache__" in name or name.startswith(".venv")]


def test_the_wheel_holds_all_parts_and_claims_no_foreign_name(wheel: Path) -> None:
    with zipfile.ZipFile(wheel) as file:
        names = set(file.namelist())
    assert {name.split("/")[0].split("-")[0] for name in names} == {"inset", "inset_build"}
    assert {"inset/py.typed", "inset/server/run.py", "inset_build/py.typed"} <= names
    assert "inset_build/sample/inset-sample.csv" in names
    assert any(name.startswith("inset/server/web/") for name in names)
    assert "inset/server/sample/drawings/tarn-at-dawn.svg" in names
    # The helper answers with JSON, and needs no library for YAML to do so.
    assert {name for name in names if name.startswith("inset/server/openapi.")} == {"inset/server/openapi.json"}
    if (ROOT / "extension" / "dist" / "manifest.json").exists():
        assert MANIFEST in names


def test_it_runs_in_an_empty_environment(wheel: Path, tmp_path: Path) -> None:
    venv.create(tmp_path / "venv", with_pip=True)
    scripts = tmp_path / "venv" / ("Scripts" if os.name == "nt" else "bin")
    run(scripts / "python", "-m", "pip", "install", "--quiet", wheel, cwd=tmp_path)
    home = {"INSET_HOME": str(tmp_path / "home")}
    inset = scripts / "inset"
    assert run(inset, "--version", cwd=tmp_path, **home).startswith("inset ")
    assert json.loads(run(inset, "build", "--sample", "--json", cwd=tmp_path, **home))["photos"] == 42
    found = json.loads(run(inset, "lookup", "990000000001", "--json", cwd=tmp_path, **home))
    assert found["results"][0]["answer"] == "listed"
    told = (
        "import json, sys; from inset.server.resources.openapi import description; "
        "described = description(46738); print(json.dumps({'described': described, 'yaml': 'yaml' in sys.modules}))"
    )
    written = json.loads((ROOT / "helper" / "inset" / "server" / "openapi.json").read_text(encoding="utf-8"))
    answered = json.loads(run(scripts / "python", "-c", told, cwd=tmp_path, **home))
    assert answered == {"described": written, "yaml": False}
    with zipfile.ZipFile(wheel) as file:
        carried = MANIFEST in file.namelist()
    if carried:
        folder = Path(json.loads(run(inset, "extension", "--json", cwd=tmp_path, **home))["folder"])
        assert folder.is_relative_to(tmp_path / "venv")
        assert json.loads((folder / "manifest.json").read_text())["manifest_version"] == 3


def test_without_a_built_extension_the_wheel_is_made_all_the_same(source: Path, tmp_path: Path) -> None:
    bare = tmp_path / "bare"
    shutil.copytree(source, bare, ignore=shutil.ignore_patterns("dist"))
    run(sys.executable, "-m", "build", "--no-isolation", "--wheel", "--outdir", tmp_path, bare, cwd=tmp_path)
    (made,) = tmp_path.glob("*.whl")
    with zipfile.ZipFile(made) as file:
        assert not [name for name in file.namelist() if name.startswith("inset/extension/")]
        program = file.read("inset/words/locales/en/errors.json").decode()
    assert "make extension" in program
