"""Where log lines go and how they are written."""

from __future__ import annotations

import json
import logging
import re
import stat
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from inset.errors import LogUnwritable, UsageInvalid
from inset.paths import Paths
from inset.server import logs
from inset.server.guards.request_log import log_request
from inset.server.logs import configure_logging
from inset.settings import Settings, load_settings
from support.api.served import Served
from support.datasets.runs import PublishIds

STAMP = r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z"


@pytest.fixture(autouse=True)
def restored() -> Iterator[None]:
    """Leave logging as it was."""
    root = logging.getLogger()
    before, level = root.handlers[:], root.level
    yield
    for handler in root.handlers:
        if handler not in before:
            handler.close()
    root.handlers[:] = before
    root.setLevel(level)


def written(paths: Paths) -> list[str]:
    return paths.log_file.read_text(encoding="utf-8").splitlines()


def test_text_begins_with_time_and_level(paths: Paths, capsys: pytest.CaptureFixture[str]) -> None:
    configure_logging(Settings(), paths)
    logging.getLogger("inset.server").info("serving port=%d", 1)
    logging.getLogger("inset.server").debug("unseen")
    (line,) = capsys.readouterr().err.splitlines()
    assert re.fullmatch(f"{STAMP} INFO inset\\.server serving port=1", line)
    assert not paths.log.exists()


def test_json_has_the_same_keys(paths: Paths, capsys: pytest.CaptureFixture[str]) -> None:
    configure_logging(Settings(log_format="json"), paths)
    log_request("GET", "/v1/hello", 200)
    logging.getLogger("inset.library").error("dataset=%s unavailable code=%s %s", "faces", "index_corrupt", "Build it.")
    logging.getLogger("inset.server").info("stopping")
    logging.getLogger("elsewhere").warning("100 %")
    try:
        int("inside")
    except ValueError:
        logging.getLogger("inset.server").exception("a mistake of ours")
    lines = [json.loads(line) for line in capsys.readouterr().err.splitlines()]
    assert all(re.fullmatch(STAMP, line.pop("time")) for line in lines)
    assert lines[0] == {
        "level": "info",
        "logger": "inset.server.request",
        "event": "request",
        "method": "GET",
        "route": "/v1/hello",
        "status": 200,
        "ms": 0.0,
    }
    assert lines[1] == {
        "level": "error",
        "logger": "inset.library",
        "message": "dataset=faces unavailable code=index_corrupt Build it.",
        "dataset": "faces",
        "code": "index_corrupt",
    }
    assert lines[2]["event"] == "stopping"
    assert lines[3]["event"] == "100 %"
    assert "ValueError: invalid literal" in lines[4].pop("trace")


def test_a_file_is_rotated_and_the_oldest_goes(paths: Paths, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(logs, "MOST_BYTES", 1000)
    for _ in range(2):  # a helper that is started again goes on in the same file
        configure_logging(Settings(log_to="file"), paths)
        for number in range(100):
            logging.getLogger("inset").warning("line number=%03d", number)
    names = sorted(path.name for path in paths.log.iterdir())
    assert names == ["helper.log", *(f"helper.log.{number}" for number in range(1, logs.KEPT_FILES + 1))]
    assert all(path.stat().st_size <= 1000 for path in paths.log.iterdir())
    assert all(path.stat().st_size > 900 for path in paths.log.iterdir() if path.suffix != ".log")
    assert written(paths)[-1].endswith("line number=099")


@pytest.mark.skipif(sys.platform == "win32", reason="Windows has no such modes")
def test_the_folder_is_for_this_person_alone(paths: Paths) -> None:
    configure_logging(Settings(log_to="file"), paths)
    assert stat.S_IMODE(paths.log.stat().st_mode) == 0o700


@pytest.mark.parametrize("log_format", ["text", "json"])
async def test_the_file_holds_nothing_private(
    served: Served, publish: PublishIds, paths: Paths, log_format: str
) -> None:
    publish("faces", {990000000007})
    configure_logging(Settings(log_to="file", log_format=log_format), paths)
    token = served.paired(None)["Authorization"][7:]
    await served.post("/v1/lookup", {"photos": ["990000000007"]}, Authorization=f"Bearer {token}")
    await served.get("/v1/photos/990000000007?x=990000000007", Authorization=f"Bearer {token}")
    text = "\n".join(written(paths))
    assert text.count("request") >= 2
    assert "990000000007" not in text
    assert token not in text


def test_a_folder_that_cannot_be_written_is_told(paths: Paths) -> None:
    paths.log.parent.mkdir(parents=True, exist_ok=True)
    paths.log.write_text("a file where the folder should be")
    with pytest.raises(LogUnwritable, match=r"Make .* writable, or log to the terminal"):
        configure_logging(Settings(log_to="file"), paths)


def test_each_setting_by_flag_environment_and_file(tmp_path: Path) -> None:
    config = tmp_path / "config.toml"
    config.write_text('log_format = "json"\nlog_to = "file"\nlog_level = "error"\n')
    found = load_settings(config, environ={"INSET_LOG_FORMAT": "text"}, flags={"log_to": "stderr"})
    assert (found.log_level, found.log_format, found.log_to) == ("error", "text", "stderr")
    with pytest.raises(UsageInvalid, match="Choose log_format among text, json"):
        load_settings(config, environ={"INSET_LOG_FORMAT": "xml"})


def test_a_log_that_fails_does_not_end_the_helper(paths: Paths, capsys: pytest.CaptureFixture[str]) -> None:
    configure_logging(Settings(log_to="file"), paths)
    (handler,) = logging.getLogger().handlers
    assert isinstance(handler, logging.FileHandler)
    assert handler.stream is not None
    handler.stream.close()  # as a disk that is gone
    logging.getLogger("inset").warning("lost")
    assert "closed file" in capsys.readouterr().err
    handler.stream = None
    logging.getLogger("inset").warning("found again")
    assert written(paths)[-1].endswith("found again")
