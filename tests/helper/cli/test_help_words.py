"""`--help` and mistakes in a command, in the person's language; what is made of the parser stays English."""

from __future__ import annotations

import argparse
import json
import re
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from inset.cli.all_verbs import VERBS
from inset.cli.main import ALONE, make_parser
from inset.cli.parsing import help_words, parser
from inset.cli.parsing.parser import CommandWrong, Mistake, Parser, reworded
from inset.cli.showing.tables import width_of
from inset.words.messages import languages, topic
from support.command_line.commands import Inset

ENGLISH = topic("en", "help.json")
OPTIONS = topic("en", "options.json")
SPOKEN = [language for language in languages() if language != "en"]


KEPT = (help_words._language, help_words._messages, help_words._options)


@pytest.fixture(params=SPOKEN)
def language(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> Iterator[str]:
    monkeypatch.setenv("INSET_LANGUAGE", request.param)
    kept = KEPT
    for each in kept:
        each.cache_clear()
    yield request.param
    monkeypatch.undo()
    for each in kept:
        each.cache_clear()


def helped(*verb: str) -> None:
    with pytest.raises(SystemExit) as left:
        make_parser().parse([*verb, "--help"])
    assert left.value.code == 0


def as_line(text: str) -> str:
    """A text in one line, without the blanks that may stand where it was broken."""
    return re.sub(r"\s+", "", text)


def test_the_english_messages_are_what_the_parser_says() -> None:
    described = make_parser()
    assert ENGLISH["help_inset"] == described.description
    assert {verb.name: verb.help for verb in VERBS} == {
        name.removeprefix("help_verb_"): words for name, words in ENGLISH.items() if name.startswith("help_verb_")
    }
    told = described.format_help()
    for name in ("help_usage", "help_verbs", "help_options", "help_help", "help_version"):
        assert ENGLISH[name] in told
    assert ENGLISH["help_words"] in described.verbs()["lookup"].format_help()
    assert all(ENGLISH["help_json"] in verb.format_help() for verb in described.verbs().values())


def test_a_verb_that_is_loaded_alone_is_the_one_of_the_whole_command_line() -> None:
    whole = make_parser().verbs()
    assert whole.keys() >= ALONE
    for name in ALONE:
        (alone,) = make_parser([name, "--json"]).verbs().values()
        assert alone.format_help() == whole[name].format_help()
        assert alone.get_default("run") is whole[name].get_default("run")
        assert alone.get_default("writes") is whole[name].get_default("writes")
    assert make_parser(["help", "serve"]).verbs().keys() == whole.keys()
    assert make_parser(["--json", "serve"]).verbs().keys() == whole.keys()


def test_help_has_no_description_of_a_verb_in_english(language: str, capsys: pytest.CaptureFixture[str]) -> None:
    helped()
    told = capsys.readouterr().out
    spoken = topic(language, "help.json")
    for verb in VERBS:
        assert as_line(verb.help) not in as_line(told)
        assert as_line(spoken[f"help_verb_{verb.name}"]) in as_line(told)
    assert told.startswith(f"{spoken['help_usage']} inset [-h]")
    for name in ("help_inset", "help_verbs", "help_options", "help_help", "help_version"):
        assert as_line(spoken[name]) in as_line(told)
        assert as_line(ENGLISH[name]) not in as_line(told) or name == "help_options"
    behind = spoken["help_usage"][len(spoken["help_usage"].rstrip(" :")) :]
    for name in ("help_verbs", "help_options"):
        assert f"\n{spoken[name]}{behind}\n" in told


@pytest.mark.parametrize("verb", [verb.name for verb in VERBS])
def test_a_verbs_help_is_headed_in_their_language(
    verb: str, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    for spoken in ("de", "ja"):
        monkeypatch.setenv("INSET_LANGUAGE", spoken)
        for each in KEPT:
            each.cache_clear()
        helped(verb)
        told = as_line(capsys.readouterr().out)
        words = topic(spoken, "help.json")
        assert told.startswith(as_line(f"{words['help_usage']}inset{verb}"))
        for name in (f"help_verb_{verb}", "help_options", "help_help", "help_json"):
            assert as_line(words[name]) in told
            assert as_line(ENGLISH[name]) not in told
        assert "positionalarguments:" not in told
    for each in KEPT:
        each.cache_clear()


def own_options() -> list[tuple[str, argparse.Action]]:
    """The options and words of every verb that say something: not only which choices there are."""
    return [
        (verb, option)
        for verb, described in make_parser().verbs().items()
        for option in described._actions
        if option.dest not in ("help", "json") and option.help != help_words.choices_of(option)
    ]


def test_every_option_has_a_message_which_says_in_english_what_the_parser_says() -> None:
    named = {(verb, option.dest): help_words.option_name(verb, option, OPTIONS) for verb, option in own_options()}
    assert [where for where, name in named.items() if name is None] == []
    assert set(named.values()) == set(OPTIONS)
    for verb, option in own_options():
        said = OPTIONS[named[verb, option.dest] or ""]
        assert said.replace("$1", help_words.choices_of(option)) == option.help, (verb, option.dest)


@pytest.mark.parametrize("verb", [verb.name for verb in VERBS])
def test_every_option_of_a_verb_is_told_in_their_language(
    verb: str, language: str, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv("COLUMNS", "80")
    helped(verb)
    told = capsys.readouterr().out
    spoken = topic(language, "options.json")
    for option in (option for name, option in own_options() if name == verb):
        name = help_words.option_name(verb, option, spoken)
        assert name is not None
        assert as_line(spoken[name].replace("$1", help_words.choices_of(option))) in as_line(told)
        assert as_line(OPTIONS[name]) not in as_line(told)
        assert all(spelling in told for spelling in option.option_strings)
    assert [line for line in told.splitlines() if width_of(line) > 80] == []


def test_what_a_message_names_besides_words_is_the_same_in_every_language() -> None:
    for language in SPOKEN:
        for name, said in topic(language, "options.json").items():
            # A flag, a metavar, a value: what a person types.
            typed = re.findall(
                r"--[a-z-]+|\b(?!URL\b|RFC\b)[A-Z]{3,}[A-Z.]*|\b\d+(?:e-\d|\.\d+)*\b|inset-sample|training:|census:",
                OPTIONS[name],
            )
            for each in typed:
                assert each.rstrip(":") in said, (language, name)


def test_no_line_of_help_is_wider_than_the_terminal(
    language: str, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv("COLUMNS", "80")
    helped()
    assert max(map(width_of, capsys.readouterr().out.splitlines())) <= 80


MISTAKES = {
    "unrecognized arguments: now": Mistake("no_more", ("'now'", "inset")),
    "unrecognized arguments: --verson": Mistake("meant_flag", ("--version", "inset", "--verson")),
    "unrecognized arguments: --quick": Mistake("no_flag", ("--quick", "inset")),
    "the following arguments are required: VERB": Mistake("say_what", ()),
    "argument VERB: invalid choice: 'lokup' (choose from …)": Mistake("meant_verb", ("lookup", "'lokup'")),
    "argument VERB: invalid choice: 'frobnicate' (choose from …)": Mistake("no_verb", ("'frobnicate'",)),
    "argument --a: not allowed with argument -b/--bee": Mistake("not_both", ("--a", "--bee", "inset")),
    "argument --a: ignored explicit argument 'b'": Mistake("takes_no_value", ("'b'", "--a")),
    "argument --a: invalid int value: 'b'": Mistake("whole_number", ("--a", "'b'")),
    "argument --a: invalid float value: 'b'": Mistake("number", ("--a", "'b'")),
    "one of the arguments -a --bee is required": Mistake("one_of", ("-a, --bee", "inset")),
    "something new": Mistake("fix", ("something new",)),
}


@pytest.mark.parametrize("said", MISTAKES)
def test_a_mistake_is_a_message_with_its_places_filled(said: str, language: str) -> None:
    mistake = reworded(make_parser(), said)
    assert mistake == MISTAKES[said]
    error = CommandWrong(mistake, "inset")
    assert error.spoken is not None
    assert error.spoken_hint is not None
    assert error.spoken != error.message
    for value in mistake.values:
        assert value in error.spoken
        assert value in error.message
    assert not re.search(r"\$[1-9]", error.spoken + error.message)


def test_every_kind_of_mistake_has_its_message() -> None:
    source = Path(parser.__file__).read_text(encoding="utf-8")
    named = set(re.findall(r'Mistake\(\s*"(\w+)"', source)) | {"whole_number", "number"}
    messages = {name.removeprefix("usage_") for name in ENGLISH if name.startswith("usage_")}
    assert messages - {"more"} == named


def test_a_choice_that_is_left_out_is_told_with_its_choices(inset: Inset) -> None:
    told = inset("export", "ebb", INSET_LANGUAGE="de", PYTHONUTF8="1")
    assert told.status == 2
    assert "Ergänzen Sie --to (parquet, sqlite, csv, jsonl, txt, pybloom)" in told.err


def test_programs_are_told_of_mistakes_in_english(inset: Inset) -> None:
    one, other = (inset("lokup", "--json", INSET_LANGUAGE=each, PYTHONUTF8="1") for each in ("en", "de"))
    assert one.out == other.out
    assert json.loads(one.out)["error"]["message"] == "Did you mean `inset lookup`? There is no verb 'lokup'."
    assert "Meinten Sie `inset lookup`?" in other.err


def test_completions_are_the_same_in_every_language(inset: Inset) -> None:
    one, other = (inset("completion", "zsh", INSET_LANGUAGE=each, PYTHONUTF8="1").out for each in ("en", "de"))
    assert one == other


def test_what_the_terminal_cannot_show_is_said_in_english(inset: Inset) -> None:
    told = inset("--help", INSET_LANGUAGE="ja", PYTHONIOENCODING="ascii", PYTHONUTF8="0")
    assert told.out.startswith("usage: inset [-h]")


@pytest.mark.parametrize(
    ("spoken", "words", "read"),
    [
        ("en", ["--help"], []),
        ("en", ["check", "--help"], []),
        ("ja", ["--help"], ["ja/help.json"]),
        ("ja", ["check", "--help"], ["ja/help.json", "ja/options.json"]),
    ],
)
def test_help_reads_no_other_messages(inset: Inset, spoken: str, words: list[str], read: list[str]) -> None:
    program = (
        "import sys\n"
        "opened = []\n"
        "sys.addaudithook(lambda event, found: event == 'open' and opened.append(str(found[0])))\n"
        "from inset.cli.main import main\n"
        f"try:\n    main({words})\n"
        "except SystemExit:\n    pass\n"
        "print([name for name in opened if 'locales' in name and name.endswith('.json')], file=sys.stderr)\n"
    )
    ran = subprocess.run(
        [sys.executable, "-c", program],
        env={**inset.environ, "INSET_LANGUAGE": spoken, "PYTHONUTF8": "1"},
        capture_output=True,
        check=True,
        text=True,
        encoding="utf-8",
    )
    (opened,) = ran.stderr.splitlines()
    assert ["/".join(Path(name).parts[-2:]) for name in json.loads(opened.replace("'", '"'))] == read


def test_the_parser_that_others_read_is_english(language: str) -> None:
    assert isinstance(make_parser(), Parser)
    assert make_parser().format_help().startswith("usage: inset")
