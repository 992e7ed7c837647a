"""Progress: a bar on a terminal, plain lines elsewhere; speed and time left from the bytes of files on disk."""

from __future__ import annotations

import io

import pytest

from inset.cli.showing import progress
from inset.cli.showing.progress import LINE_EVERY, ProgressLine, duration


class Terminal(io.StringIO):
    def isatty(self) -> bool:
        return True


class Clock:
    def __init__(self) -> None:
        self.now = 100.0

    def monotonic(self) -> float:
        return self.now


@pytest.fixture
def clock(monkeypatch: pytest.MonkeyPatch) -> Clock:
    clock = Clock()
    monkeypatch.setattr(progress, "time", clock)
    monkeypatch.setenv("COLUMNS", "120")
    return clock


def test_a_terminal_gets_a_bar_that_is_gone_at_the_end(clock: Clock) -> None:
    terminal = Terminal()
    with ProgressLine("Building coco", terminal) as line:
        line.show("reading", 0, 0, 1_000_000_000)
        clock.now += 10
        line.show("reading", 1_234_567, 250_000_000, 1_000_000_000)
        drawn = terminal.getvalue().rpartition("\r\x1b[2K")[2]
        assert drawn == ("Building coco: reading · █████░░░░░░░░░░░░░░░ 25% · 1,234,567 rows · 25.0 MB/s · 30 s left")
        clock.now += 0.01
        line.show("reading", 1_300_000, 260_000_000, 1_000_000_000)
        assert terminal.getvalue().endswith(drawn)
    assert terminal.getvalue().endswith("\r\x1b[2K")


def test_what_is_left_is_told_by_the_share_of_the_work_where_bytes_do_not_tell_it(clock: Clock) -> None:
    terminal = Terminal()
    with ProgressLine("Building coco", terminal) as line:
        line.show("reading", 0, 0, 1_000_000, 0.0)
        clock.now += 30
        line.show("reading", 9_000, 20_000, 1_000_000, 0.75)
        assert "75% · 9,000 rows · 666 B/s · 10 s left" in terminal.getvalue()


def test_elsewhere_lines_are_plain_and_few(clock: Clock) -> None:
    stream = io.StringIO()
    with ProgressLine("Building coco", stream) as line:
        for step in range(100):
            line.show("reading", step * 1000, step * 1_000_000, 100_000_000)
            clock.now += 0.2
        line.show("writing", 100_000)
    lines = stream.getvalue().splitlines()
    assert lines[0] == "Building coco: reading · 0% · 0 s"
    assert lines[1] == f"Building coco: reading · 25% · 25,000 rows · 5.0 MB/s · {15} s left"
    assert lines[-1] == "Building coco: writing · 100,000 rows · 20 s"
    assert len(lines) == 1 + 20 / LINE_EVERY
    assert "█" not in stream.getvalue()


def test_a_line_never_wraps(clock: Clock, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("COLUMNS", "30")
    terminal = Terminal()
    ProgressLine("Building a-dataset-with-a-long-name", terminal).show("reading", 5)
    assert len(terminal.getvalue().removeprefix("\r\x1b[2K")) == 29


@pytest.mark.parametrize(("seconds", "text"), [(0.2, "0 s"), (59.4, "59 s"), (185, "3 min 5 s"), (7800, "2 h 10 min")])
def test_durations(seconds: float, text: str) -> None:
    assert duration(seconds) == text


def test_files_of_an_export_are_counted(clock: Clock) -> None:
    stream = io.StringIO()
    with ProgressLine("Reading", stream) as line:
        for done in range(1, 1001):
            line.show_files("part1.zip", done, 1000)
            clock.now += LINE_EVERY / 400
        line.show_files("unpacked", 7, 0)
    assert stream.getvalue().splitlines() == [
        "Reading: part1.zip · 1 of 1,000 files (0.1%)",
        "Reading: part1.zip · 401 of 1,000 files (40%)",
        "Reading: part1.zip · 801 of 1,000 files (80%)",
        "Reading: unpacked · 7 files",
    ]
