"""Wrong uses of every verb: the message's first words are what to do, in our words, never argparse's."""

from __future__ import annotations

import sys
from collections.abc import Callable

import pytest

from inset.cli import main as command_line
from inset.cli.parsing.parser import OTHER_WORDS, Parser
from inset.errors import InsetError, UsageInvalid
from support.command_line.commands import Inset

Run = Callable[[list[str]], tuple[int, str]]

WRONG_USES = [
    ("", 2, "Say what to do: `inset --help` lists the verbs"),
    ("-x", 2, "Leave out -x: `inset` has no such option"),
    ("--verzion", 2, "Did you mean --version?"),
    ("lokup 900000000001", 2, "Did you mean `inset lookup`?"),
    ("Lookup 900000000001", 2, "Did you mean `inset lookup`?"),
    ("search 900000000001", 2, "Did you mean `inset lookup`?"),
    ("list", 2, "Did you mean `inset datasets`?"),
    ("start", 2, "Did you mean `inset serve`?"),
    ("frobnicate", 2, "Choose a verb that `inset --help` lists"),
    ("--josn status", 2, "Did you mean --json?"),
    ("serve --port", 2, "Give --port a value: `--port N`"),
    ("serve --port many", 2, "Give --port a whole number: 'many' is none"),
    ("serve --port 80.5", 2, "Give --port a whole number"),
    ("serve --log-level loud", 2, "Choose for --log-level one of debug, info"),
    ("serve --log-level inf", 2, "Did you mean info?"),
    ("serve --log-format", 2, "Give --log-format a value"),
    ("serve now", 2, "Leave out 'now': `inset serve` takes no more words"),
    ("build", 2, "Name a dataset and at least one list"),
    ("build made-up", 2, "Name a dataset and at least one list"),
    ("build --explain", 2, "Name at least one list to explain"),
    ("build made-up list.txt --colum 3", 2, "Did you mean --column?"),
    ("build made-up list.txt --error-rate low", 2, "Give --error-rate a number: 'low' is none"),
    ("build made-up list.txt --kind censsus", 2, "Did you mean census?"),
    ("build made-up list.txt --reader", 2, "Give --reader a value"),
    ("build made-up list.txt --reader nothing", 2, "Choose a reader among"),
    ("build made-up list.txt --reader cvs", 2, "Did you mean csv?"),
    ("build list.txt made-up", 2, "Name a dataset and at least one"),
    ("build --sample made-up", 2, "Leave out the name and the lists"),
    ("build made-up there-is-none.txt", 6, "Check the list's name"),
    ("add", 2, "Add NAME (a dataset of the catalog"),
    ("add no-such-dataset-at-all", 2, "Choose"),
    ("add ffhq yfcc100m", 2, "Leave out 'yfcc100m'"),
    ("add ffhq --kep", 2, "Did you mean --keep?"),
    ("catalog ffhq coco", 2, "Leave out 'coco'"),
    ("catalog --catalog", 2, "Give --catalog a value"),
    ("catalog --catalog there-is-none.toml", 2, "Choose a readable catalog"),
    ("lookup", 2, "Add REF (a photo ID"),
    ("lookup --jsn 900000000001", 2, "Did you mean --json?"),
    ("lookup -x", 2, "Leave out -x"),
    ("lookup 900000000001 --json=yes", 2, "Leave out 'yes' behind --json: it takes no value"),
    ("check", 2, "Say what to check"),
    ("check list.txt --format pdf", 2, "Choose for --format one of csv, json"),
    ("check list.txt --which first", 2, "Give --which a whole number"),
    ("check --kept", 2, "Give --kept a value"),
    ("check --list-kept --forget a", 2, "Leave out --forget or --list-kept"),
    ("check list.txt --list-kept", 2, "Leave the photos out"),
    ("evidence", 2, "Add PHOTO (a photo ID"),
    ("evidence 900000000001 --format pdf", 2, "Choose for --format one of"),
    ("watch", 2, "Add ACTION (add, list, remove)"),
    ("watch ad list.txt", 2, "Did you mean add?"),
    ("watch add", 2, "Say what to add"),
    ("watch list list.txt", 2, "Leave everything out"),
    ("letter list.txt", 2, "Say with --role"),
    ("letter list.txt --role autor", 2, "Did you mean author?"),
    ("letter --role author", 2, "Say which photos"),
    ("letter --answered first", 2, "Give --answered a whole number"),
    ("datasets made-up --use", 2, "Give --use a value"),
    ("datasets --runs", 2, "Name the dataset"),
    ("datasets made-up --runs --diff 20260101-1", 2, "Leave out --diff or --runs"),
    ("datasets --ids", 2, "Add --diff RUN"),
    ("datasets there-is-none", 3, "Choose a dataset on this computer"),
    ("build again list.txt --shard 1/2", 2, "Add --to SHARED"),
    ("build again list.txt --shard 3/2 --to shared", 2, "Give --shard a number and how many there are"),
    ("build again list.txt --to shared", 2, "Add --shard K/N or --cluster, or leave out --to"),
    ("build again list.txt --resume", 2, "Add --shard K/N or --cluster, or leave out --resume"),
    ("build again list.txt --shard 1/2 --cluster local:1", 2, "Leave out --shard or --cluster"),
    ("build again list.txt --cluster nowhere", 2, "Name a scheduler with --cluster"),
    ("build again list.txt --cluster tcp://127.0.0.1:1", 2, "Add --to SHARED"),
    ("build again list.txt --cluster local:1 --resume", 2, "Add --to SHARED"),
    ("build again list.txt --shard 1/2 --to list.txt", 2, "Name a folder: list.txt is a file"),
    ("merge", 2, "Add NAME (the dataset's name)"),
    ("merge made-up there-is-none", 2, "Build the shards first"),
    ("merge made-up list.txt", 2, "Name a folder: list.txt is a file"),
    ("merge made-up there-is-none --part 1/2", 2, "Build the shards first"),
    ("merge made-up there-is-none --part 3/2", 2, "Give --part a number and how many there are"),
    ("export made-up", 2, "Add --to ("),
    ("export --to txt", 2, "Add NAME (the dataset's name)"),
    ("export made-up --to xls", 2, "Choose for --to one of"),
    ("export made-up --to parqet", 2, "Did you mean parquet?"),
    ("pack", 2, "Name a dataset on this computer"),
    ("pack there-is-none", 3, "Choose a dataset on this computer"),
    ("pack made-up --new-key k.key", 2, "Make the key by itself first"),
    ("pack made-up --key", 2, "Give --key a value"),
    ("unpack", 2, "Add PACK (a pack's file"),
    ("unpack there-is-none", 2, "Give the publisher's key with --public-key"),
    ("unpack there-is-none --unsigned", 2, "Name a pack's file or its address"),
    ("unpack list.txt --unsigned", 1, "Choose a pack"),
    ("unpack made-up.insetpack --public-key", 2, "Give --public-key a value"),
    ("unpack made-up.insetpack --unsigned --public-key k.pub", 2, "Leave out --unsigned or --public-key"),
    ("unpack made-up.insetpack --public-key there-is-none.pub", 2, "Give the publisher's public key, as a file"),
    ("unpack --unsigned --ass made-up list.txt", 2, "Did you mean --as?"),
    ("publish", 2, "Add DIR (the folder that a static host serves)"),
    ("publish site", 2, "Name a dataset to publish"),
    ("publish site there-is-none", 3, "Choose a dataset on this computer"),
    ("publish site ..", 3, "Choose a dataset on this computer"),
    ("publish site made-up/..", 3, "Choose a dataset on this computer"),
    ("publish list.txt --title words", 2, "Name the folder that a static host serves: list.txt is a file"),
    ("publish site --title words --keys list.txt", 2, "Name the folder with the keys: list.txt is a file"),
    ("publish site --keys", 2, "Give --keys a value"),
    ("publish site made-up --refesh", 2, "Did you mean --refresh?"),
    ("publish site made-up --refresh", 2, "Publish first, and then do this by itself"),
    ("publish site --refresh", 2, "Publish a dataset first (`inset publish site NAME`)"),
    ("publish site --rotate-keys", 2, "Publish a dataset first (`inset publish site NAME`)"),
    ("publish site --rotate-root --rotate-keys", 2, "Leave out --rotate-keys or --rotate-root"),
    ("publish site --withdraw", 2, "Give --withdraw a value"),
    ("publish site --withdraw there-is-none", 3, "Leave it: there-is-none is not offered in site"),
    ("subscribe", 2, "Add --root (the publisher's root.json"),
    ("subscribe --root list.txt", 2, "Add ADDRESS (of the publisher's packs"),
    ("subscribe http://127.0.0.1:1/", 2, "Add --root (the publisher's root.json"),
    ("subscribe http://127.0.0.1:1/ --root", 2, "Give --root a value"),
    ("subscribe http://127.0.0.1:1/ --root list.txt --only", 2, "Give --only a value"),
    ("subscribe http://127.0.0.1:1/ --rot list.txt", 2, "Did you mean --root?"),
    ("subscribe http://127.0.0.1:1/ --root there-is-none.json", 2, "Name the publisher's root.json with --root"),
    ("subscribe http://127.0.0.1:1/ --root list.txt", 2, "Get the publisher's root.json again"),
    ("subscribe ftp://127.0.0.1/ --root list.txt", 2, "Give the address of a repository, such as https://"),
    ("subscribe site --root list.txt", 2, "Give the address of a repository, such as https://"),
    ("subscriptions now", 2, "Leave out 'now': `inset subscriptions` takes no more words"),
    ("subscriptions --updat", 2, "Did you mean --update?"),
    ("subscriptions --update=yes", 2, "Leave out 'yes' behind --update: it takes no value"),
    ("unsubscribe", 2, "Add WHICH (the address, or the ID"),
    ("unsubscribe nobody", 2, "Choose one that `inset subscriptions` shows"),
    ("unsubscribe nobody somebody", 2, "Leave out 'somebody'"),
    ("remove", 2, "Add NAME (the dataset's name)"),
    ("remove there-is-none", 3, "Choose"),
    ("open --prnt", 2, "Did you mean --print?"),
    ("open", 4, "Start the helper with `inset open --start`, or with `inset serve`"),
    ("pair abc", 2, "Give the six digits"),
    ("pair 123456 --list", 2, "Leave out CODE"),
    ("pair --new-token", 2, "Give --new-token a value"),
    ("pair --list --new-token me", 2, "Leave out --new-token or --list"),
    ("pair 123456", 4, "Start the helper with `inset open --start`, or with `inset serve`"),
    ("unpair", 2, "Name the connection"),
    ("unpair nobody", 1, "Choose one that `inset pair --list` shows"),
    ("unpair nobody --all", 2, "Leave out NAME or --all"),
    ("service", 2, "Add ACTION (install, uninstall, status"),
    ("service instal", 2, "Did you mean install?"),
    ("status now", 2, "Leave out 'now'"),
    ("status", 4, "Start the helper with `inset open --start`, or with `inset serve`"),
    ("stop now", 2, "Leave out 'now'"),
    ("doctor --verfy", 2, "Did you mean --verify?"),
    ("extension chrome", 2, "Leave out 'chrome'"),
    ("paths data", 2, "Leave out 'data'"),
    ("completion", 2, "Name the shell, and nothing else: bash, zsh, fish"),
    ("completion bash --words runs", 2, "Name the shell, and nothing else"),
    ("completion basch", 2, "Did you mean bash?"),
]  # fmt: skip


@pytest.fixture
def run(inset: Inset, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> Run:
    """Runs a command in this process: its exit status, and what it says on stderr."""
    monkeypatch.setattr(sys, "unraisablehook", sys.unraisablehook)  # put back after main has set its own
    for name, value in inset.environ.items():
        if name.startswith(("INSET_", "COLUMNS")):
            monkeypatch.setenv(name, value)
    monkeypatch.chdir(inset.folder)
    (inset.folder / "list.txt").write_text("900000000001\n")

    def run(words: list[str]) -> tuple[int, str]:
        capsys.readouterr()
        status = command_line.main(words)
        return status, capsys.readouterr().err

    return run


@pytest.mark.parametrize(("words", "status", "first"), WRONG_USES)
def test_a_wrong_use_leads_with_the_remedy(run: Run, words: str, status: int, first: str) -> None:
    got, said = run(words.split())
    (line, *_) = [line for line in said.splitlines() if line.startswith("inset: ")]
    assert line.startswith(f"inset: {first}"), line
    assert got == status
    assert "[Errno" not in said
    assert not any(said_by_argparse in said for said_by_argparse in ("usage:", "argument ", "invalid choice"))


def test_every_verb_is_used_wrongly() -> None:
    tried = {words.split()[0] for words, _, _ in WRONG_USES if words}
    assert tried >= set(command_line.make_parser().verbs())


def test_other_words_lead_to_verbs_and_are_none() -> None:
    verbs = set(command_line.make_parser().verbs())
    assert set(OTHER_WORDS.values()) <= verbs
    assert not set(OTHER_WORDS) & verbs


def test_a_wrong_use_is_a_document_with_json(inset: Inset) -> None:
    ran = inset("lookup", "--json")
    assert ran.status == 2
    assert ran.json["error"]["code"] == "usage"


@pytest.mark.parametrize(
    "words",
    [
        "build made-up --reader id-list list.txt",
        "build --reader id-list made-up list.txt",
        "build made-up list.txt --reader id-list",
        "build --reader id-list made-up --no-rows list.txt",
        "--json build made-up --reader id-list list.txt",
    ],
)
def test_flags_and_words_stand_in_any_order(run: Run, words: str) -> None:
    assert run(words.split())[0] == 0


def test_what_follows_two_dashes_is_no_flag(run: Run) -> None:
    assert run(["build", "made-up", "list.txt", "--reader", "id-list"])[0] == 0
    assert run(["lookup", "--", "--json"])[0] == 0
    assert run(["lookup", "-5", "--json"])[0] == 0


@pytest.mark.parametrize(("words", "starts"), [("help", "usage: inset [-h]"), ("help build", "usage: inset build")])
def test_help_is_a_word_too(capsys: pytest.CaptureFixture[str], words: str, starts: str) -> None:
    with pytest.raises(SystemExit) as left:
        command_line.main(words.split())
    assert left.value.code == 0
    assert capsys.readouterr().out.startswith(starts)


def test_stop_with_nothing_running_says_so(inset: Inset) -> None:
    ran = inset("stop")
    assert (ran.status, ran.out) == (0, f"Nothing to stop: no helper runs on port {inset.port}.\n")
    assert inset("stop", "--json").json == {"stopped": False}


def test_no_error_shows_a_system_s_number() -> None:
    error = InsetError(f"Try again: {ConnectionRefusedError(111, 'Connection refused')}.", hint="[WinError 5] No.")
    assert (error.message, error.hint) == ("Try again: Connection refused.", "No.")


def test_what_argparse_may_say_one_day_is_still_told() -> None:
    with pytest.raises(UsageInvalid, match=r"Fix the command: a new kind of mistake\."):
        Parser(prog="inset").error("a new kind of mistake")
