"""The command line in the person's language; programs are spoken to in English as ever."""

from __future__ import annotations

import json
import re
import subprocess
import sys
from pathlib import Path

import pytest

from inset.cli import fault_words
from inset.cli.fault_words import _BY_CODE
from inset.errors import ExitStatus, IndexCorrupt, InsetError
from inset.words.messages import languages, messages_in
from support.command_line.commands import Inset

LISTED, OTHER = 900000000001, 900000000002


@pytest.fixture
def built(inset: Inset, tmp_path: Path) -> Inset:
    ids = tmp_path / "ids.txt"
    ids.write_text(f"{LISTED}\n{LISTED + 2}\n", encoding="utf-8")
    assert inset("build", "ebb", ids, "--reader", "id-list").status == 0
    return inset


@pytest.mark.parametrize(
    ("language", "said"),
    [
        ("en", [f"{LISTED}: listed in ebb", f"{OTHER}: not listed"]),
        ("de_DE.UTF-8", [f"{LISTED}: verzeichnet in ebb", f"{OTHER}: nicht verzeichnet"]),
        ("ja", [f"{LISTED}: ebbに掲載あり", f"{OTHER}: 掲載なし"]),
        ("sv", [f"{LISTED}: listed in ebb", f"{OTHER}: not listed"]),
    ],
)
def test_a_look_up_speaks_it(built: Inset, language: str, said: list[str]) -> None:
    told = built("lookup", LISTED, OTHER, INSET_LANGUAGE=language, PYTHONUTF8="1")
    assert told.out.splitlines() == said


def test_json_is_the_same_in_every_language(built: Inset) -> None:
    one, other = (built("lookup", LISTED, "--json", INSET_LANGUAGE=language).out for language in ("en", "de"))
    assert json.loads(one) == json.loads(other)


@pytest.mark.parametrize(
    "verb",
    [
        ("catalog", "ffhq"),
        ("check", LISTED),
        ("datasets",),
        ("datasets", "ebb"),
        ("letter", "--list"),
        ("pair", "--list"),
        ("service", "status"),
        ("stop",),
        ("watch", "list"),
    ],
)
def test_programs_are_told_the_same_in_every_language(built: Inset, verb: tuple[object, ...]) -> None:
    one, other = (built(*verb, "--json", INSET_LANGUAGE=language, PYTHONUTF8="1").json for language in ("en", "ja"))
    for each in (one, other):
        each.pop("made_at", None)
    assert one == other


def test_people_are_told_in_theirs(built: Inset) -> None:
    def told(*verb: object) -> str:
        return built(*verb, INSET_LANGUAGE="de", PYTHONUTF8="1").out

    checked = told("check", LISTED, OTHER)
    assert checked.startswith("2 Fotos geprüft: 1 sicher verzeichnet.\n  ebb: 1 Foto verzeichnet.\n")
    assert "Was dies nicht wissen kann:" in checked
    assert told("datasets").splitlines()[0].split() == ["Datensatz", "Fotos", "Antworten", "Größe", "erstellt", "Stand"]
    assert "Antworten sind genau" in told("datasets", "ebb")
    assert "aktuell" in told("datasets", "ebb", "--runs")
    assert told("stop").startswith("Nichts zu beenden")
    assert told("remove", "ebb") == "ebb ist entfernt.\n"


def test_building_and_exporting_are_told_in_theirs(built: Inset, tmp_path: Path) -> None:
    german = {"INSET_LANGUAGE": "de", "PYTHONUTF8": "1"}
    built_again = built("build", "ebb", tmp_path / "ids.txt", "--reader", "id-list", **german)
    assert built_again.out.startswith("ebb ist jetzt auf diesem Rechner: 2 Fotos aus 2 Zeilen, 0 Wiederholungen, ")
    assert "ebb wird erstellt: Lesen" in built_again.err
    exported = built("export", "ebb", "--to", "csv", "--output", tmp_path / "ebb.csv", **german)
    assert exported.out.startswith(f"{tmp_path / 'ebb.csv'} ist geschrieben: 2 Fotos aus ebb")


def test_what_is_remembered_is_told_in_theirs(built: Inset, tmp_path: Path) -> None:
    german = {"INSET_LANGUAGE": "de", "PYTHONUTF8": "1"}
    ids = tmp_path / "ids.txt"
    added = built("watch", "add", ids, "--reader", "id-list", "--name", "mine", **german)
    assert added.out.startswith("mine ist gemerkt: 2 Fotos, davon jetzt sicher verzeichnet: 2.\n")
    ids.write_text(f"{LISTED}\n", encoding="utf-8")
    told = built("build", "ebb", ids, "--reader", "id-list", **german).err
    assert "inset: mine: nicht mehr in ebb: 1, seit Stand" in told
    assert "nicht mehr in ebb: 1" in built("watch", "list", **german).out


def test_every_phase_of_a_build_has_a_name_in_every_language(built: Inset, tmp_path: Path) -> None:
    told = built("build", "ebb", tmp_path / "ids.txt", "--reader", "id-list").err
    phases = set(re.findall(r"^Building ebb: (\w+)", told, re.MULTILINE))
    assert phases
    for language in languages():
        for phase in phases:
            assert messages_in(language).text(f"cli_phase_{phase}")


def test_a_file_that_is_handed_on_is_english(built: Inset) -> None:
    report = built("check", LISTED, "--format", "html", INSET_LANGUAGE="de", PYTHONUTF8="1").out
    assert "1 photo checked: 1 listed for certain." in report
    assert "geprüft" not in report


def test_what_the_terminal_cannot_show_is_said_in_english(built: Inset) -> None:
    told = built("lookup", OTHER, INSET_LANGUAGE="ja", PYTHONIOENCODING="ascii", PYTHONUTF8="0")
    assert told.out == f"{OTHER}: not listed\n"


def _codes() -> set[str]:
    classes = [InsetError]
    for known in classes:
        classes.extend(known.__subclasses__())
    return {known.code for known in classes}


def test_remedies_are_of_codes_that_exist_and_have_messages() -> None:
    assert _BY_CODE.keys() <= _codes()
    for name in [*_BY_CODE.values(), "cli_fault_any"]:
        assert "$1" in messages_in("de").text(name, "$1")


@pytest.mark.parametrize(
    ("language", "said"),
    [
        ("de", "Wählen Sie einen vorhandenen Datensatz (`inset datasets` listet sie auf): flow gibt es nicht."),
        ("ko", "있는 데이터세트를 고르세요(`inset datasets`가 보여 줍니다). flow은(는) 없습니다."),
    ],
)
def test_an_error_is_told_in_their_language(built: Inset, language: str, said: str) -> None:
    english = built("datasets", "flow", "--json", INSET_LANGUAGE="en")
    spoken = built("datasets", "flow", "--json", INSET_LANGUAGE=language, PYTHONUTF8="1")
    assert spoken.out == english.out
    assert spoken.status == english.status != 0
    told = built("datasets", "flow", INSET_LANGUAGE=language, PYTHONUTF8="1").err
    assert told == f"inset: {said}\n"


def test_an_error_in_plain_words_leads_with_the_remedy_in_their_language(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(fault_words, "words", lambda: messages_in("de"))
    lead = "Erstellen Sie den Datensatz neu: Seine Dateien sind beschädigt."
    assert fault_words.told(IndexCorrupt("Build ebb again.")) == f"{lead} Auf Englisch: Build ebb again."


@pytest.mark.parametrize("encoding", ["ascii", "cp1252"])
@pytest.mark.parametrize("language", languages())
def test_an_error_is_told_on_every_terminal(inset: Inset, language: str, encoding: str) -> None:
    environ = {**inset.environ, "INSET_LANGUAGE": language, "PYTHONIOENCODING": encoding, "PYTHONUTF8": "0"}
    words = [sys.executable, "-m", "inset", "lookup", "1"]
    told = subprocess.run(words, env=environ, cwd=inset.folder, capture_output=True, check=False)
    assert told.returncode == ExitStatus.INDEX_MISSING
    said = told.stderr.decode(encoding)
    assert said.startswith("inset: ")
    assert "Traceback" not in said
