"""The examples in docs/scale name commands, flags and folders that Inset and Dask have, and agree with each other."""

from __future__ import annotations

import argparse
import ast
import importlib.util
import re
import shlex
from pathlib import Path

import pytest
import yaml

from bench.scale.report import report
from inset.cli.main import make_parser
from inset_build.engine.shards import Share

ROOT = Path(__file__).parents[2]
SCALE = ROOT / "docs" / "scale"
CONTAINER = (SCALE / "Containerfile").read_text(encoding="utf-8")
ARRAY = (SCALE / "shards.sbatch").read_text(encoding="utf-8")
MERGE_ARRAY = (SCALE / "merge.sbatch").read_text(encoding="utf-8")
SLURM = (SCALE / "slurm.py").read_text(encoding="utf-8")


def test_the_documented_table_is_the_simulation_s() -> None:
    assert report().body.strip() in (ROOT / "docs" / "SCALE.md").read_text(encoding="utf-8")


def test_the_command_that_slurm_prints_is_one() -> None:
    (command,) = re.findall(r'f"inset (build [^"]+)"', SLURM)
    words = command.replace("{cluster.scheduler_address}", "tcp://10.0.0.1:8786").replace("{SHARED}", "/shared/big")
    asked = make_parser().parse_args(words.split())
    assert isinstance(asked, argparse.Namespace)
    assert (asked.cluster, asked.resume) == ("tcp://10.0.0.1:8786", True)


def test_slurm_s_workers_have_one_thread_each() -> None:
    (call,) = (
        node
        for node in ast.walk(ast.parse(SLURM))
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id == "SLURMCluster"
    )
    given = {word.arg: ast.literal_eval(word.value) for word in call.keywords if word.arg}
    assert (given["cores"], given["processes"], given["memory"]) == (1, 1, "2GB")


def test_slurm_s_lost_workers_are_replaced() -> None:
    (call,) = (
        node
        for node in ast.walk(ast.parse(SLURM))
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute) and node.func.attr == "adapt"
    )
    given = {word.arg: ast.unparse(word.value) for word in call.keywords}
    assert given == {"minimum_jobs": "workers", "maximum_jobs": "workers"}
    assert "--no-requeue" in SLURM  # or there would be two jobs in place of one


@pytest.mark.parametrize("array", [ARRAY, MERGE_ARRAY])
def test_the_arrays_commands_are_some(array: str) -> None:
    (command,) = re.findall(r"^exec inset (.+)$", array, re.MULTILINE)
    here = {"$SLURM_ARRAY_TASK_ID": "3", "$SLURM_ARRAY_TASK_COUNT": "10"}
    for name, value in here.items():
        command = command.replace(name, value)
    asked = make_parser().parse_args(shlex.split(command))
    if asked.verb == "build":
        assert (str(Share.parse(asked.shard)), asked.to, asked.resume) == ("3/10", Path("/shared/big"), True)
    else:
        assert (str(Share.parse(asked.part)), asked.shared) == ("3/10", Path("/shared/big"))
    (merge,) = re.findall(r"--wrap 'inset (.+)'", array)
    assert make_parser().parse_args(merge.split()).shared == Path("/shared/big")
    assert "#SBATCH --array=1-10\n" in array  # shares are counted from 1
    assert "#SBATCH --requeue\n" in array


def test_the_container_has_the_programs_that_it_calls() -> None:
    distributed = pytest.importorskip("distributed")
    assert distributed is not None
    for program in re.findall(r"exec dask (\w+)", CONTAINER):
        assert importlib.util.find_spec(f"distributed.cli.dask_{program}") is not None
    extras = (ROOT / "pyproject.toml").read_text(encoding="utf-8")
    (extra,) = re.findall(r"\.whl\)\[(\w+)\]", CONTAINER)
    assert re.search(rf"^{extra} = \[", extras, re.MULTILINE)
    for line in re.sub(r"\\\n", " ", CONTAINER).splitlines():
        assert re.match(r"(#|$|(ARG|FROM|COPY|RUN|USER|WORKDIR|ENV|CMD) )", line), line


def test_the_documented_containers_run_what_the_image_has() -> None:
    text = (ROOT / "docs" / "SCALE.md").read_text(encoding="utf-8")
    image = "inset-cluster"
    assert f"podman build -t {image} -f docs/scale/Containerfile dist" in CONTAINER
    assert f"podman build -t {image} -f docs/scale/Containerfile dist" in text
    runs = [shlex.split(line) for line in re.findall(r"^\$ podman run (.+)$", text, re.MULTILINE)]
    inside = [words[words.index(image) + 1 :] for words in runs]
    assert [words[:2] for words in inside] == [["dask", "scheduler"], ["dask", "worker"], ["inset", "build"]]
    build = make_parser().parse_args(inside[2][1:])
    assert build.cluster == inside[1][2] == f"tcp://{runs[0][runs[0].index('--name') + 1]}:8786"
    for words in runs[1:]:
        volume, folder = words[words.index("-v") + 1].split(":")
        assert volume == "shared"
        assert build.to.is_relative_to(folder)
    assert f"install --directory --owner inset --group inset {folder}" in CONTAINER


def test_the_chart_s_values_agree_with_the_container() -> None:
    values = yaml.safe_load((SCALE / "values.yaml").read_text(encoding="utf-8"))
    scheduler, worker = values["scheduler"], values["worker"]
    assert scheduler["image"].items() <= worker["image"].items()
    assert f"-t {worker['image']['repository']} " in CONTAINER
    assert f"/usr/local/bin/{worker['image']['dask_worker']}" in CONTAINER
    user = {"runAsNonRoot": True, "runAsUser": 1000, "fsGroup": 1000}
    assert scheduler["securityContext"] == worker["securityContext"] == user
    assert "useradd --create-home --uid 1000 inset" in CONTAINER
    assert "\nUSER 1000:1000\n" in CONTAINER
    assert worker["resources"]["limits"] == worker["resources"]["requests"] == {"cpu": 1, "memory": "2G"}
    assert [each["name"] for each in worker["mounts"]["volumes"]] == ["shared"]
    assert worker["mounts"]["volumeMounts"] == [{"name": "shared", "mountPath": "/shared"}]
    assert values["jupyter"] == {"enabled": False}
