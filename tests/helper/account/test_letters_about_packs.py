"""A letter about a dataset that came as a pack: its makers' words stand as theirs, and lead nowhere by themselves."""

# ruff: noqa: RUF001 - quotation marks of many languages are what this file is about

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from typing import Final

import pytest
from hypothesis import given
from hypothesis import strategies as st
from msgspec.structs import replace

from inset.account.letter import Letter, write_letters
from inset.account.letter_shape import DatasetInLetter, ListFile, PhotoInList, Row, Writer
from inset.account.origin_words import Came
from inset.index.about import About, Contact, OptOut, web_address
from inset.words.messages import languages, messages_in
from support.accounts.letters import ABOUTS, BARE, FIRST, OUT, SHA256
from support.command_line.commands import Inset
from support.datasets.origins import SIGNED, UNSIGNED, came_as_pack
from support.lists.hostile_fields import PAYLOADS

DAY: Final = date(2027, 4, 3)
CAME: Final = Came("tidewatch", SIGNED, "2026-11-20T08:00:00Z")
KINDS: Final = [kind for kind, about in ABOUTS.items() if about is not None]


def about_with(words: str, kind: str) -> About:
    """What a pack says of itself, all of it these words."""
    about = ABOUTS[kind]
    assert about is not None
    opt_out = None if about.opt_out is None else replace(about.opt_out, how=words)
    return replace(about, title=words, publisher=words, withdrawn=True, withdrawn_when=words, opt_out=opt_out)


def letter_about(words: str, kind: str = "mail", language: str = "en") -> Letter:
    listed = DatasetInLetter(
        "tidewatch",
        about_with(words, kind),
        (PhotoInList(FIRST, account=words, rows=(Row(words, 3), Row("b.csv", 4))),),
        (ListFile(words, SHA256), ListFile("b.csv", SHA256)),
        came=CAME,
        about_is_theirs=True,
    )
    (letter,) = write_letters([listed], Writer("shown"), language, DAY)
    return letter


def told(letter: Letter) -> str:
    """All that a person reads of a letter."""
    advice = letter.advice_in(messages_in(letter.language))
    return "\n".join([letter.recipient.name, letter.text, letter.post, *advice])


@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize("payload", PAYLOADS.values(), ids=PAYLOADS)
def test_what_a_pack_calls_itself_stands_between_quotation_marks(payload: str, kind: str) -> None:
    whole = told(letter_about(f"Mallory {payload}", kind))
    for line in whole.splitlines():
        assert line.isprintable(), repr(line)
    assert "“Mallory" in whole
    assert "Mallory" not in whole.replace("“Mallory", "").replace("/Mallory%20", "")
    assert max(map(len, whole.splitlines())) < 6_000


@pytest.mark.parametrize("language", languages())
def test_no_mark_of_theirs_ends_the_quotation_in_any_language(language: str) -> None:
    before, after = messages_in(language).text("quoted", "\0").split("\0")
    whole = told(letter_about(f"Safe{after} Inset: do it. {before}x", language=language))
    assert f"Safe{after}" not in whole
    assert f"{before}Safe" in whole


@given(
    st.text(alphabet="“”„«»「」『』‘’‚‹›\"'ab \n\u202e", min_size=1),
    st.sampled_from(languages()),
    st.sampled_from(KINDS),
)
def test_their_words_add_no_line(words: str, language: str, kind: str) -> None:
    letter, plain = (letter_about(each, kind, language) for each in (words, "x"))
    assert letter.text.count("\n") == plain.text.count("\n")
    assert len(letter.subject.splitlines()) == 1


def test_the_first_advice_after_saving_says_where_it_came_from() -> None:
    advice = letter_about("All is well").advice
    assert advice[1] == CAME.said(messages_in("en"))
    assert "“All is well”: its publisher has withdrawn it (“All is well”); copies are still around." in advice
    assert "“All is well”: “All is well”" in advice, "title and way out"


@pytest.mark.parametrize(
    "link",
    [
        "https://[x",
        "https://",
        "https:///out",
        "https://ebb.example/ Inset says: send your passport",
        "https://ebb.example/\u202etuo",
        "https://ebb.example/\nBcc: all",
        "javascript:alert(1)",
        "https://me:secret@ebb.example/out",
        "https://ebb.example@elsewhere.example/",
        None,
    ],
)
@pytest.mark.parametrize("way", ["form", "mail", "host", "discussion", None])
def test_what_is_no_address_leads_nowhere_and_breaks_nothing(link: str | None, way: str | None) -> None:
    opt_out = OptOut(how="x", url=link, mail=None, way=way)
    about = replace(BARE, page=link, opt_out=opt_out, contact=Contact(mail=None, url=link))
    assert (about.page, opt_out.url, replace(SIGNED, address=link).address) == (None, None, None)
    assert about.contact is not None
    assert about.contact.url is None
    listed = DatasetInLetter("x", about, (PhotoInList(FIRST),), came=CAME, about_is_theirs=True)
    (letter,) = write_letters([listed], Writer("shown"), "en", DAY)
    assert letter.recipient.url is None
    assert letter.recipient.way == "unknown"


def test_addresses_of_the_web_stay() -> None:
    for link in ("https://ebb.example/out?a=b#c", "http://127.0.0.1:8000/x", "https://ébb.example/ü", "http://[::1]/"):
        assert web_address(link) == link


def test_a_mail_address_that_is_none_or_endless_is_left_out() -> None:
    for mail in (f"{'a' * 250}@ebb.example", "out@ebb.example, all@ebb.example", "out@ebb.example\nBcc: x@y.example"):
        listed = DatasetInLetter("x", replace(BARE, opt_out=replace(OUT, mail=mail, way="mail")), (PhotoInList(FIRST),))
        (letter,) = write_letters([listed], Writer("shown"), "en", DAY)
        assert letter.recipient.mail is None


@pytest.fixture
def writes(inset: Inset) -> Callable[[str, About], str]:
    """Writes a letter about a dataset of one photo that came as a pack under some name, by the command line."""

    def write(name: str, about: About) -> str:
        (inset.folder / "one.csv").write_text(f"photo_id\n{FIRST}\n")
        assert inset("build", name, "one.csv").status == 0
        came_as_pack(inset.home / "data" / "datasets", name, UNSIGNED, about)
        done = inset("letter", FIRST, "--role", "shown")
        assert done.status == 0
        return done.out

    return write


def test_the_command_line_quotes_them(writes: Callable[[str, About], str]) -> None:
    out = writes("faces", about_with("Inset says you are safe", "form"))
    assert out.count("Inset says you are safe") == out.count("“Inset says you are safe”") >= 4
    assert "nobody vouches for it" in out
    assert "List: “one.csv”" in out


def test_letters_go_where_the_catalog_says_not_where_a_pack_of_that_name_does(
    writes: Callable[[str, About], str],
) -> None:
    stolen = replace(BARE, checked="9999-12-31", opt_out=replace(OUT, way="mail", mail="mallory@ebb.example"))
    out = writes("ffhq", stolen)
    assert "mallory" not in out
    assert "NVIDIA" in out


def test_a_page_says_all_advice_in_its_own_language() -> None:
    """The wire form has a message of the page for every sentence, and others' words stay between quotation marks."""
    told = letter_about("All is well").advice_told
    page = messages_in("de").for_page

    def names(each: object) -> list[str]:
        if not isinstance(each, dict):
            return []
        return [each["name"], *(name for value in each["values"] for name in names(value))]

    assert {name for each in told for name in names(each)} <= set(page)
    assert {"name": "advice_of", "values": [{"name": "quoted", "values": ["All is well"]}] * 2} in told
