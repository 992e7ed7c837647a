"""Windows: the Run value, in a registry of one value."""

from __future__ import annotations

import sys
from pathlib import Path

import pytest

from inset.errors import ServiceFailed
from inset.service.plan import Plan
from inset.service.windows import WindowsRun

GOLDEN = Path(__file__).parent / "golden"
PLAN = Plan(
    command=(r"C:\Users\Anna Berg\pipx\venvs\inset\Scripts\python.exe", "-P", "-m", "inset", "serve"),
    environment={"INSET_HOME": r"D:\My photos", "INSET_PORT": "47000"},
)


class OneValue:
    def __init__(self, text: str | None = None) -> None:
        self.text = text

    def read(self) -> str | None:
        return self.text

    def write(self, text: str) -> None:
        self.text = text

    def remove(self) -> None:
        self.text = None


def test_the_value() -> None:
    text = WindowsRun(OneValue(), print).definition(PLAN)
    assert text == (GOLDEN / "windows-run.txt").read_text().rstrip("\n")


def test_install_and_uninstall() -> None:
    registry, started = OneValue(), list[str]()
    service = WindowsRun(registry, started.append)
    service.install(PLAN, lambda: None)
    assert started == [registry.text]
    assert service.status().enabled
    assert service.uninstall()
    assert registry.text is None
    assert not service.uninstall()


@pytest.mark.parametrize("before", [None, "the old value"])
def test_an_interrupted_installation_leaves_what_was_there(before: str | None) -> None:
    def interrupt() -> None:
        raise KeyboardInterrupt

    registry = OneValue(before)
    with pytest.raises(KeyboardInterrupt):
        WindowsRun(registry, lambda _: None).install(PLAN, interrupt)
    assert registry.text == before


@pytest.mark.skipif(sys.platform == "win32", reason="Windows has a registry")
def test_elsewhere_there_is_no_registry() -> None:
    with pytest.raises(ServiceFailed, match="Run `inset serve` in a terminal"):
        WindowsRun()
