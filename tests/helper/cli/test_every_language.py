"""Every verb in every language: programs are told the same bytes, and people no sentence of the English output."""

from __future__ import annotations

import io
import re
import shutil
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from pathlib import Path

import pytest

from inset.cli.all_verbs import VERBS
from inset.cli.showing.tables import width_of
from inset.errors import ExitStatus, PortUnavailable
from inset.service.protocol import ServiceStatus
from inset.words.messages import languages, messages_in
from inset_build.catalog.entries import load_catalog
from inset_build.pack.site import offered, writing
from inset_build.pack.site.page import FILES
from support.command_line.commands import Inset, Ran
from support.command_line.in_process import run
from support.computer.ports import free_port
from support.servers.static_host import StaticHost, gives

LISTED, OTHER, PROBABLE = "900000000001", "900000000099", "900000000003"
NSID = "12345678@N00"

READING: tuple[tuple[str, ...], ...] = (
    ("build", "again", "photos.csv", "--explain"),
    ("build", "--explain", "folder"),
    ("build", "--explain", "mixed.txt"),
    ("catalog",),
    ("catalog", "--catalog", "catalog.toml"),
    ("catalog", "--catalog", "catalog.toml", "made-up"),
    ("catalog", "--catalog", "catalog.toml", "by-hand"),
    ("catalog", "--catalog", "catalog.toml", "a-census"),
    ("check", LISTED, OTHER, PROBABLE),
    ("check", NSID),
    ("check", "87654321@N00"),
    ("check", "mixed.txt"),
    ("check", "--list-kept"),
    ("completion", "--words", "datasets"),
    ("datasets",),
    ("datasets", "ffhq"),
    ("datasets", "ffhq", "--runs"),
    ("evidence", LISTED, PROBABLE, OTHER),
    ("evidence", LISTED, "--manifest", "photos.csv"),
    ("extension",),
    ("letter", "--list"),
    ("lookup", LISTED, OTHER, PROBABLE, "nonsense"),
    ("lookup", "mixed.txt"),
    ("check", "folder"),
    ("pack", "maybe", "-o", "maybe.insetpack", "--force", "--key", "my.key"),
    ("pack", "seen", "-o", "seen.insetpack", "--force"),
    ("pair", "--list"),
    ("paths",),
    ("publish", "site", "maybe"),
    ("publish", "site", "--refresh"),
    ("publish", "with-page", "--site"),
    ("subscriptions",),
    ("subscriptions", "--update"),
    ("unpack", "tides.insetpack", "--public-key", "my.key.pub", "--as", "signed"),
    ("unpack", "tides.insetpack", "--unsigned", "--as", "unsigned"),
    ("watch", "list"),
)
"""Commands that change nothing, so that each language can be asked in turn."""

FAILING: tuple[tuple[str, ...], ...] = (
    ("add", "nothing-like-it"),
    ("build", "again", "nothing.csv"),
    ("catalog", "nothing-like-it"),
    ("check", "nothing.csv"),
    ("check", "--kept", "0000"),
    ("datasets", "nothing-like-it"),
    ("evidence", "nonsense"),
    ("export", "nothing-like-it", "--to", "csv"),
    ("build", "again", "photos.csv", "--shard", "1/2"),
    ("merge", "again", "nothing"),
    ("merge", "again", "nothing", "--part", "3/2"),
    ("letter", LISTED),
    ("letter", "--forget", "77"),
    ("open", "--print"),
    ("pair", "123456"),
    ("pack", "nothing-like-it"),
    ("pack",),
    ("pack", "maybe", "--key", "my.key.pub"),
    ("pack", "maybe", "-o", "photos.csv"),
    ("pack", "--new-key", "my.key"),
    ("publish", "site"),
    ("publish", "site", "nothing-like-it"),
    ("publish", "site", "--withdraw", "nothing-like-it"),
    ("publish", "site", "maybe", "--refresh"),
    ("publish", "folder", "--refresh"),
    ("remove", "nothing-like-it"),
    ("status",),
    ("subscribe", "nonsense", "--root", "root.json"),
    ("subscribe", "ADDRESS", "--root", "root.json"),
    ("subscribe", "ADDRESSnowhere/", "--root", "root.json"),
    ("subscribe", "ADDRESSen/", "--root", "nothing.json"),
    ("subscribe", "ADDRESSen/", "--root", "photos.csv"),
    ("subscribe", "ADDRESSen/", "--root", "root.json", "--only", "nothing-like-it"),
    ("unpack", "nothing.insetpack", "--unsigned"),
    ("unpack", "photos.csv", "--unsigned"),
    ("unpack", "tides.insetpack"),
    ("unpack", "tides.insetpack", "--public-key", "nonsense"),
    ("unpack", "tides.insetpack", "--public-key", "other.key.pub"),
    ("unpack", "own.insetpack", "--unsigned"),
    ("unpair", "nobody"),
    ("unsubscribe", "nothing-like-it"),
    ("watch", "remove", "nothing-like-it"),
)

DOUBTED: tuple[tuple[str, ...], ...] = (
    ("build", "again", "counted.txt"),
    ("build", "again", "times.csv"),
    ("build", "again", "renamed.csv"),
    ("build", "again", "renamed.csv", "--column", "code"),
)
"""Lists whose numbers are not believed: the whole error is in the person's language, with its reason."""

WRITING: tuple[tuple[str, ...], ...] = (
    ("build", "again-LANGUAGE", "photos.csv"),
    ("check", LISTED, "--keep"),
    ("check", LISTED, "-o", "report.html", "--force"),
    ("evidence", LISTED, "-o", "evidence.html", "--force"),
    ("build", "shards-LANGUAGE", "photos.csv", "--shard", "1/2", "--to", "shared-LANGUAGE"),
    ("build", "shards-LANGUAGE", "photos.csv", "--shard", "2/2", "--to", "shared-LANGUAGE", "--resume"),
    ("merge", "shards-LANGUAGE", "shared-LANGUAGE", "--part", "1/2"),
    ("merge", "shards-LANGUAGE", "shared-LANGUAGE", "--part", "2/2"),
    ("merge", "shards-LANGUAGE", "shared-LANGUAGE", "--part", "1/2"),
    ("merge", "shards-LANGUAGE", "shared-LANGUAGE"),
    ("remove", "shards-LANGUAGE"),
    ("export", "ffhq", "--to", "csv", "--force"),
    ("letter", LISTED, PROBABLE, OTHER, "--role", "author", "--log", "-o", "letters-LANGUAGE"),
    ("watch", "add", LISTED, "--name", "watch-LANGUAGE"),
    ("watch", "remove", "watch-LANGUAGE"),
    ("remove", "again-LANGUAGE"),
    ("pack", "--new-key", "LANGUAGE.key"),
    ("publish", "site-LANGUAGE", "ffhq", "--title", "Tides"),
    ("publish", "site-LANGUAGE", "--rotate-root"),
    ("subscribe", "ADDRESSLANGUAGE/", "--root", "root.json"),
    ("unsubscribe", "ADDRESSLANGUAGE/"),
    ("unpack", "tides.insetpack", "--public-key", "my.key.pub", "--as", "tides-LANGUAGE"),
    ("remove", "tides-LANGUAGE"),
    ("service", "install"),
    ("service", "uninstall"),
)
"""Told to people only: what programs are told of them has times, sizes and names of its own."""

ANYWHERE: tuple[tuple[str, ...], ...] = (("doctor",), ("service", "status"), ("stop",))
"""What depends on the computer, and is the same twice within a moment; of `doctor` only what people are told."""

EMPTY: tuple[tuple[str, ...], ...] = (
    ("check", LISTED),
    ("check", "--list-kept"),
    ("datasets",),
    ("evidence", LISTED),
    ("letter", "--list"),
    ("lookup", LISTED),
    ("pair", "--list"),
    ("watch", "list"),
    ("subscriptions",),
)
"""In a library without a dataset."""

CATALOG = """format = 1
checked = 2026-01-02
"""
FACTS = 'publisher = "Nobody"\npage = "https://example.org/"\nflickr = "part"\nsources = ["here", "there"]\n'
DATASETS = (
    ("made-up", 'purpose = "face recognition"\nphotos = 1_470_000\naccess = "free"\n'),
    ("by-hand", 'purpose = "captioning"\naccess = "agreement"\nobtain = "ASK"\n'),
    ("a-census", 'kind = "census"\npurpose = "images"\nphotos = 70_000\naccess = "not_public"\nobtain = "ASK"\n'),
)
MANIFEST = '[[dataset.manifest]]\nurl = "https://example.org/list.txt"\nabout_bytes = 6_000_000\nsources = ["here"]\n'


@dataclass(frozen=True)
class Follower(Inset):
    """Who follows a publisher; `address`: of a host that has the packs once more for each language."""

    address: str = ""


@pytest.fixture(scope="module", autouse=True)
def gives_no_password() -> Iterator[None]:
    """For a new key a password is asked."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr("sys.stdin", io.StringIO())
        yield


@pytest.fixture(scope="module")
def publisher(tmp_path_factory: pytest.TempPathFactory, gives_no_password: None) -> Inset:
    """Two keys, a signed filter as a pack, and a repository, all made once."""
    folder = tmp_path_factory.mktemp("publisher")
    inset = Inset(home=folder / "home", port=free_port(), folder=folder)
    (folder / "tides.txt").write_text(f"{PROBABLE}\n900000000007\n", encoding="utf-8")
    for words in (
        ("build", "ebb", "tides.txt", "--filter-only"),
        ("pack", "--new-key", "my.key"),
        ("pack", "--new-key", "other.key"),
        ("pack", "ebb", "-o", "tides.insetpack", "--filter-only", "--key", "my.key"),
        ("publish", "site", "ebb", "--title", "Tides"),
    ):
        ran = run(inset, *words)
        assert ran.status == 0, (words, ran.err)
    for name in (".", "broken", *(language.lower() for language in languages())):
        shutil.copytree(folder / "site", folder / "host" / name, dirs_exist_ok=True)
    return inset


@pytest.fixture(scope="module")
def host(publisher: Inset) -> Iterator[StaticHost]:
    with StaticHost(publisher.folder / "host").running() as running:
        yield running


@pytest.fixture(scope="module", autouse=True)
def page(tmp_path_factory: pytest.TempPathFactory) -> Iterator[None]:
    """A stand-in for the built page: these tests need no Node."""
    folder = tmp_path_factory.mktemp("page")
    for name in ("index.html", *FILES):
        (folder / name).write_text(name, encoding="utf-8")
    with pytest.MonkeyPatch.context() as patch:
        for module in (writing, offered):
            patch.setattr(module, "find_page", lambda: folder)
        yield


@pytest.fixture(scope="module")
def empty(tmp_path_factory: pytest.TempPathFactory) -> Inset:
    folder = tmp_path_factory.mktemp("empty")
    return Inset(home=folder / "home", port=free_port(), folder=folder)


@pytest.fixture(scope="module")
def full(tmp_path_factory: pytest.TempPathFactory, publisher: Inset, host: StaticHost, page: None) -> Inset:
    """The sample, exact and probable lists, a census, a kept report, a watch, a logged letter and a pairing.

    There is a repository of its own, and it follows two publishers, one of whom says nothing any more.
    """
    folder = tmp_path_factory.mktemp("full")
    inset = Follower(home=folder / "home", port=free_port(), folder=folder, address=host.url)
    for name in ("my.key", "my.key.pub", "other.key.pub", "tides.insetpack", "tides.insetpack.minisig"):
        shutil.copy(publisher.folder / name, folder)
    shutil.copy(publisher.folder / "site" / "root.json", folder)
    rows = [f"{LISTED},{NSID},CC BY 2.0", f"{LISTED},{NSID},CC BY 2.0", f"900000000002,{NSID},words", "none,,"]
    (folder / "photos.csv").write_text("\n".join(["photo_id,owner,license", *rows]) + "\n", encoding="utf-8")
    (folder / "ids.txt").write_text(f"{PROBABLE}\n900000000005\n", encoding="utf-8")
    (folder / "census.txt").write_text(f"{LISTED}\n{OTHER}\n", encoding="utf-8")
    (folder / "mixed.txt").write_text(f"https://www.flickr.com/photos/x/{LISTED}/\nno photo\n", encoding="utf-8")
    (folder / "counted.txt").write_text("".join(f"{number}\n" for number in range(1, 60)), encoding="utf-8")
    seconds = [f"{number},a" for number in range(1_400_000_000, 1_500_000_000, 1_234_567)]
    (folder / "times.csv").write_text("\n".join(["photo_id,label", *seconds]) + "\n", encoding="utf-8")
    fractions = [f"{number}.5,a" for number in range(100, 160)]
    (folder / "renamed.csv").write_text("\n".join(["photo_id,code", *fractions]) + "\n", encoding="utf-8")
    (folder / "folder").mkdir()
    (folder / "folder" / "counted.txt").write_bytes((folder / "counted.txt").read_bytes())
    (folder / "folder" / "ids.txt").write_text(f"{LISTED}\n", encoding="utf-8")
    (folder / "folder" / "picture.bin").write_bytes(b"\x89PNG")
    tables = [f'[[dataset]]\nname = "{name}"\ntitle = "{name}"\n{facts}{FACTS}' for name, facts in DATASETS]
    (folder / "catalog.toml").write_text("\n".join([CATALOG, tables[0], MANIFEST, *tables[1:]]), encoding="utf-8")
    for words in (
        ("build", "--sample"),
        ("build", "ffhq", "photos.csv"),
        ("build", "maybe", "ids.txt", "--filter-only"),
        ("build", "seen", "census.txt", "--kind", "census"),
        ("check", LISTED, "--keep"),
        ("watch", "add", LISTED, "--name", "mine"),
        ("letter", LISTED, "--role", "author", "--log"),
        ("pair", "--new-token", "script"),
        ("pack", "maybe", "-o", "own.insetpack"),
        ("publish", "site", "maybe"),
        ("publish", "with-page", "ffhq", "--site"),
        ("unpack", "tides.insetpack", "--public-key", "my.key.pub", "--as", "signed"),
        ("unpack", "tides.insetpack", "--unsigned", "--as", "unsigned"),
        ("subscribe", host.url, "--root", "root.json"),
        ("subscribe", f"{host.url}broken/", "--root", "root.json"),
    ):
        ran = run(inset, *words)
        assert ran.status == 0, (words, ran.err)
    host.instead["broken/metadata/timestamp.json"] = gives(b"{}")
    assert run(inset, "subscriptions", "--update").status == ExitStatus.FAILURE
    return inset


@pytest.fixture(autouse=True)
def serves_at_once(monkeypatch: pytest.MonkeyPatch) -> None:
    """`serve` says that it serves, and ends."""
    monkeypatch.setattr("inset.server.run.serve", lambda *_, on_ready: on_ready("http://127.0.0.1:46738"))


class Services:
    """What stands for systemd and the like: it does all that it is asked for, and starts nothing."""

    def __init__(self) -> None:
        self.installed = False

    def status(self) -> ServiceStatus:
        return ServiceStatus("systemd", "/etc/inset.service", self.installed, self.installed, None)

    def install(self, *_: object) -> None:
        self.installed = True

    def uninstall(self) -> bool:
        self.installed = False
        return True


@pytest.fixture(autouse=True)
def installs_nothing(monkeypatch: pytest.MonkeyPatch) -> None:
    """`service` writes nothing outside of the test's folder."""
    services = Services()
    monkeypatch.setattr("inset.service.manager.this_systems", lambda: services)
    for name in ("install_menu_entry", "remove_menu_entry"):
        monkeypatch.setattr(f"inset.service.menu_entry.{name}", lambda *_: None)
    monkeypatch.setattr("inset.service.native_manifest.install_native_host", lambda *_: ["Firefox"])
    monkeypatch.setattr("inset.service.native_manifest.remove_native_host", lambda *_: None)


@cache
def in_english(inset: Inset, words: tuple[str, ...]) -> Ran:
    return run(inset, *filled(inset, words, "en"))


def spoken(inset: Inset, words: tuple[str, ...], language: str) -> Ran:
    return run(inset, *filled(inset, words, language), INSET_LANGUAGE=language)


def filled(inset: Inset, words: tuple[str, ...], language: str) -> list[str]:
    address = inset.address if isinstance(inset, Follower) else ""
    return [word.replace("LANGUAGE", language.lower()).replace("ADDRESS", address) for word in words]


def timeless(text: str) -> str:
    """Without the moments at which something was made, and how long it took."""
    text = re.sub(r'"seconds": [\d.]+', '"seconds": 0', text)
    return re.sub(r'"\d{4}-\d\d-\d\dT[\d:.]+(Z|\+00:00)"', '"now"', text)


@cache
def catalog_says() -> tuple[str, ...]:
    """The catalog's own words, which stand in English everywhere."""
    return tuple(entry.opt_out.how for entry in load_catalog().entries.values() if entry.opt_out is not None)


def sentences(lines: str) -> set[str]:
    """Lines that say something: three small words in a row, which no name, number or command has."""
    bare = {line.strip(): re.sub(r"`[^`]*`|\S*[/.]\S+", "", line) for line in lines.splitlines()}
    told = {line for line, rest in bare.items() if re.search(r"\b[a-z]{2,} [a-z]{2,} [a-z]{2,}\b", rest)}
    return {line for line in told if not any(words in line for words in catalog_says())}


@pytest.mark.parametrize("language", [language for language in languages() if language != "en"])
class TestInEveryLanguage:
    def test_programs_are_told_the_same(self, full: Inset, empty: Inset, language: str) -> None:
        differ = []
        for person, every in ((full, (*READING, *FAILING, *DOUBTED, *ANYWHERE[1:])), (empty, EMPTY)):
            for words in every:
                english, other = in_english(person, (*words, "--json")), spoken(person, (*words, "--json"), language)
                if (timeless(other.out), other.status) != (timeless(english.out), english.status):
                    differ.append(words)
        assert differ == []

    def test_people_are_told_in_theirs(self, full: Inset, empty: Inset, language: str) -> None:
        left = {}
        for person, every in (
            (full, (*READING, *WRITING, *ANYWHERE, ("serve",))),
            (empty, (*EMPTY[1:3], EMPTY[4], EMPTY[-1])),
        ):
            for words in every:
                english, other = in_english(person, words), spoken(person, words, language)
                assert other.status == english.status, (words, other.err)
                same = sentences(english.out) & sentences(other.out)
                if not english.status:
                    same |= sentences(english.err) & sentences(other.err)
                if same:
                    left[words] = same
        assert left == {}

    def test_an_error_begins_in_theirs(self, full: Inset, empty: Inset, language: str) -> None:
        left = []
        for person, every in ((full, FAILING), (empty, (*EMPTY[:1], EMPTY[3], EMPTY[5]))):
            for words in every:
                english, other = in_english(person, words), spoken(person, words, language)
                assert other.status == english.status != 0, words
                if other.err.splitlines()[0] == english.err.splitlines()[0]:
                    left.append(words)
        assert left == []

    def test_no_detail_of_a_check_is_left_in_english(self, empty: Inset, language: str) -> None:
        checks = in_english(empty, ("doctor", "--json")).json["checks"]
        assert len(checks) > 8
        told = spoken(empty, ("doctor",), language).out
        details = [each[part] for each in checks for part in ("message", "remedy") if each[part]]
        assert [detail for detail in details if detail in told] == []

    def test_doctor_has_the_columns_and_the_arrows_of_english(self, full: Inset, language: str) -> None:
        """A line a check: the state, the name, what is, and an arrow if something is to be done; nothing twice."""
        say = messages_in(language)
        checks = in_english(full, ("doctor", "--json")).json["checks"]
        assert any(each["remedy"] for each in checks)
        lines = spoken(full, ("doctor",), language).out.splitlines()[:-1]
        starts = set()
        for line, check in zip(lines, checks, strict=True):
            key = check["name"].replace(" ", "_")
            state, name = say.text(f"health_{check['state']}"), say.text(f"check_name_{key}")
            laid_out = re.fullmatch(rf"({re.escape(state)} +{re.escape(name)}  +)(\S.*?)(?:  →  (\S.*))?", line)
            assert laid_out is not None, line
            starts.add(width_of(laid_out[1]))
            assert (laid_out[3] is None) == (check["remedy"] is None), line
            assert say.text_or(f"check_said_{key}_{check['state']}", "\0") not in line
        assert len(starts) == 1

    def test_an_error_that_doctor_tells_is_divided_as_english_divides_it(self, tmp_path: Path, language: str) -> None:
        """Settings that cannot be read: the remedy is behind the arrow, though it begins the error's sentence."""
        inset = Inset(home=tmp_path / "home", port=free_port(), folder=tmp_path)
        (inset.home / "config").mkdir(parents=True)
        (inset.home / "config" / "config.toml").write_text('log_level = "x', encoding="utf-8")
        _, line, *_ = spoken(inset, ("doctor",), language).out.splitlines()
        found, remedy = line.split("  →  ")
        assert "config.toml" in remedy
        assert "config.toml" not in found

    def test_why_numbers_are_not_believed_is_in_theirs(self, full: Inset, language: str) -> None:
        left = {}
        for words in DOUBTED:
            english, other = in_english(full, words), spoken(full, words, language)
            assert other.status == english.status == ExitStatus.MANIFEST_INVALID, (words, english.err)
            same = sentences(english.err) & sentences(other.err)
            # The sentence begins with the remedy and ends with the reason: neither is left within a line.
            same |= {part for part in english.err.splitlines()[0].split(". ")[1:] if part in other.err}
            if same:
                left[words] = same
        assert left == {}


def test_ndjson_is_the_same(full: Inset) -> None:
    words = ("lookup", LISTED, PROBABLE, "--ndjson")
    assert len({spoken(full, words, language).out for language in languages()}) == 1


@pytest.mark.parametrize("name", ["report.html", "report.csv", "evidence.html"])
def test_files_are_the_same(full: Inset, name: str) -> None:
    verb = "evidence" if name.startswith("evidence") else "check"
    contents = set()
    for language in languages():
        assert spoken(full, (verb, LISTED, PROBABLE, "-o", name, "--force"), language).status == 0
        content = Path(full.folder / name).read_text(encoding="utf-8")
        contents.add(re.sub(r"\d{4}-\d\d-\d\dT[\d:.]+Z|\d\d:\d\d(:\d\d)?", "now", content))
    assert len(contents) == 1


def test_a_browser_says_in_theirs_why_nothing_starts(empty: Inset, monkeypatch: pytest.MonkeyPatch) -> None:
    def fails(*_: object) -> None:
        raise PortUnavailable("Free port 46738: another program has it.")

    monkeypatch.setattr("inset.client.starting.started_helper", fails)
    monkeypatch.setattr("webbrowser.open", lambda _: True)
    assert run(empty, "open", "--start", INSET_LANGUAGE="zh_TW").status != 0
    (page,) = empty.home.rglob("*.html")
    shown = page.read_text(encoding="utf-8")
    assert '<html lang="zh-TW">' in shown
    assert "<h1>Inset 無法啟動</h1>" in shown
    assert "another program has it" in shown


def test_no_verb_was_forgotten() -> None:
    tried = {words[0] for words in (*READING, *WRITING, *FAILING, *ANYWHERE, *EMPTY)}
    assert {verb.name for verb in VERBS} - tried == {"serve"}
