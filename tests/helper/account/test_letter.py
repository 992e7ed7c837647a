"""A letter relies on what is true, asks for what can be given, names exactly the photos, and invents nothing."""

from __future__ import annotations

import re
from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st
from msgspec.structs import replace

from inset.account.letter import INLINE_PHOTOS, Letter, write_letters
from inset.account.letter_shape import DatasetInLetter, ListFile, PhotoInList, Row, Writer, clean
from inset.account.letter_words import month_after, words_in
from inset.account.way_out import SAVE_LINKS_FIRST
from inset.words.messages import languages
from support.accounts.letters import ABOUTS, FIRST, NSID, OUT, SHA256, TODAY, all_letters, dataset, photos

LETTERS = all_letters()
AUTHOR = Writer("author", "Maren Ebb", NSID)
SHOWN = Writer("shown", "Maren Ebb")
KINDS = [kind for kind in ABOUTS if kind != "unheard-of"]


def one(*datasets: DatasetInLetter, writer: Writer = AUTHOR, language: str = "en") -> Letter:
    (letter,) = write_letters(datasets, writer, language, TODAY)
    return letter


@pytest.mark.parametrize("case", LETTERS, ids="-".join)
def test_every_letter_is_whole(case: tuple[str, ...]) -> None:
    language, role, *_ = case
    letter = LETTERS[case]  # type: ignore[index]
    words = words_in(language)
    assert not re.search(r"[{}]", letter.text), "a placeholder was left"
    assert set(re.findall(r"\[[^\]]+\]", letter.text)) == set(letter.blanks)
    assert 900 < len(letter.text) < 4_500 or language in ("ja", "ko", "zh_CN", "zh_TW")
    assert "\n" not in letter.subject
    assert letter.answer_by == date(2027, 5, 3)
    assert words.day(letter.answer_by) in letter.text
    for photo_id in letter.photo_ids:
        assert letter.text.count(str(photo_id)) == 1
    assert SHA256 in letter.text
    assert words.say("row_one", row=2) in letter.text
    assert letter.text.count(words.say("uncertain_mark")) == 2, "once explained, once beside the photo"
    assert (f"https://www.flickr.com/people/{NSID}/" in letter.text) == (role == "author")
    assert "Maren Ebb" in letter.body.splitlines()[-1]


@pytest.mark.parametrize("language", languages())
def test_no_sentence_of_another_language_is_left(language: str) -> None:
    """Each sentence is another in each language, and what one language says, all say."""
    for other in languages():
        if other != language:
            same = {
                key
                for key, text in words_in(language).texts.items()
                if isinstance(text, str)
                and len(re.sub(r"\{\w+\}", "", text)) > 20
                and text == words_in(other).texts[key]
            }
            assert same == set(), other
    mine, english = words_in(language).texts, words_in("en").texts
    assert mine.keys() == english.keys()
    assert mine["blanks"].keys() == english["blanks"].keys()
    for key, text in english.items():
        if isinstance(text, str):
            assert set(re.findall(r"\{\w+\}", text)) == set(re.findall(r"\{\w+\}", mine[key])), key


@pytest.mark.parametrize("language", languages())
def test_each_language_names_the_law_by_its_own_name(language: str) -> None:
    text = LETTERS[language, "shown", "mail", "not named"].text
    law = {"de": "DSGVO", "fr": "RGPD", "es": "RGPD", "pt": "RGPD", "nl": "AVG", "pl": "RODO"}.get(language, "GDPR")
    for number in ("12", "15", "17", "19", "21"):
        assert number in text
    assert law in text
    assert "2016/679" in text


NEVER = {
    "en": r"copyright|must delete|obliged to|sue|lawyer|legal action|illegal|infring|guarantee|DMCA",
    "de": r"Urheberrecht|verpflichtet, zu|klagen|Anwalt|rechtswidrig|verletz|DMCA",
    "fr": r"droits? d.auteur|avocat|poursuites|illégal|contrefaçon|DMCA",
    "es": r"derechos? de autor|abogado|demandar|ilegal|infracción|DMCA",
    "pt": r"direitos? de autor|direitos autorais|advogado|processar|ilegal|infração|DMCA",
    "ja": r"著作権|訴訟|弁護士|違法|侵害|DMCA",
    "it": r"diritt[oi] d.autore|avvocato|azion[ei] legal|illegal|violazion|DMCA",
    "nl": r"auteursrecht|advocaat|aanklagen|onrechtmatig|inbreuk|DMCA",
    "pl": r"praw[oa] autorskie|adwokat|pozw|bezprawn|narusz|DMCA",
    "ko": r"저작권|소송|변호사|불법|침해|DMCA",
    "zh_CN": r"著作权|版权|诉讼|律师|违法|侵权|DMCA",
    "zh_TW": r"著作權|版權|訴訟|律師|違法|侵權|DMCA",
}


@pytest.mark.parametrize("case", LETTERS, ids="-".join)
def test_no_letter_claims_a_right_under_copyright_or_threatens(case: tuple[str, ...]) -> None:
    """OLG Hamburg, 10 December 2025 (5 U 104/24): mining for research has no opt-out; no letter may say otherwise."""
    letter = LETTERS[case]  # type: ignore[index]
    found = re.findall(NEVER[case[0]], letter.text + letter.post)
    assert found == []


@pytest.mark.parametrize(
    ("role", "kind", "account", "basis"),
    [
        ("shown", "mail", None, "data"),
        ("shown", "host", None, "data"),
        ("author", "mail", NSID, "data"),
        ("author", "mail", NSID.lower(), "data"),
        ("author", "mail", "87654321@N07", "goodwill"),
        ("author", "mail", None, "goodwill"),
        ("author", "host", None, "host"),
        ("author", "host", NSID, "data"),
        ("author", "unheard-of", None, "goodwill"),
    ],
)
def test_it_relies_on_what_is_true(role: str, kind: str, account: str | None, basis: str) -> None:
    writer = AUTHOR if role == "author" else SHOWN
    letter = one(dataset(kind, *photos(2, account=account)), writer=writer)
    assert letter.basis == basis
    assert ("Article 17" in letter.text) == (basis == "data")
    assert ("I do not claim that a law obliges you" in letter.text) == (basis == "goodwill")
    assert ("your policy on requests for removal: https://ebb.example/out" in letter.text) == (basis == "host")


def test_the_author_and_a_person_shown_write_different_letters() -> None:
    author, shown = (one(dataset("mail", *photos(2, account=NSID)), writer=writer) for writer in (AUTHOR, SHOWN))
    assert "I took the 2 photos" in author.text
    assert "names my Flickr account" in author.text
    assert "of your goodwill, take the photos themselves out" in author.text
    assert "I am shown in the 2 photos" in shown.text
    assert "my Flickr account" not in shown.text
    assert "[for example: second from the left]" in shown.blanks


def test_only_whoever_offers_models_is_asked_for_their_summary() -> None:
    asked = {kind: "53(1)(d)" in one(dataset(kind), writer=AUTHOR).text for kind in ABOUTS}
    assert {kind for kind, said in asked.items() if said} == {"mail"}, "the host of a provider's dataset is another"
    assert "if you provide such models" in one(dataset("mail")).text


def test_a_host_is_somebody_else_than_the_publisher() -> None:
    letter = one(dataset("host"))
    assert "To: ebb.example\n" in letter.body
    assert "Ebb Institute" not in letter.text


def test_a_name_in_addresses_is_no_nsid() -> None:
    letter = one(dataset("mail"), writer=Writer("author", "Maren Ebb", "maren"))
    assert "https://www.flickr.com/people/maren/ (NSID [your NSID])" in letter.text


def test_a_way_out_that_takes_no_requests_of_theirs_is_not_used() -> None:
    form = one(dataset("form"), writer=AUTHOR)
    assert (form.recipient.way, form.recipient.url) == ("unknown", None)
    assert "[the recipient's address]" in form.blanks
    assert any("that way is for people who are shown" in said for said in form.advice)
    assert one(dataset("form"), writer=SHOWN).recipient.url == "https://ebb.example/out"
    assert one(dataset("host"), writer=SHOWN).recipient.way == "unknown"


def test_what_the_publisher_asks_for_is_a_blank_to_fill_in() -> None:
    assert "[the text, word for word]" in one(dataset("form"), writer=SHOWN).blanks
    assert "[the text, word for word]" not in one(dataset("mail"), writer=SHOWN).blanks


def test_nothing_is_invented_of_who_says_nothing() -> None:
    letter = one(dataset("unheard-of"), writer=Writer("author"))
    assert letter.blanks == ("[the recipient's address]", "[your name]", "[your Flickr account]", "[your NSID]")
    assert "To: tidewatch" in letter.body


def test_an_author_who_names_no_account_has_the_only_one_that_the_list_names() -> None:
    letter = one(dataset("mail", *photos(2, account=NSID)), writer=Writer("author"))
    assert letter.basis == "data"
    assert f"https://www.flickr.com/people/{NSID}/" in letter.text
    other = PhotoInList(FIRST + 9, account="87654321@N07")
    two = one(dataset("mail", *photos(1, account=NSID), other), writer=Writer("author"))
    assert two.basis == "goodwill"
    assert "[your Flickr account]" in two.blanks


def test_a_public_place_gets_a_text_without_anything_private() -> None:
    for language in languages():
        letter = one(dataset("discussion", *photos(3, account=NSID)), language=language)
        assert letter.post
        for private in ("Maren", NSID, "flickr.com", "90000000000"):
            assert private not in letter.post
        assert "Tidewatch Coasts" in letter.post
    assert [kind for kind in ABOUTS if one(dataset(kind)).post] == ["discussion"]


def test_saving_the_links_comes_before_any_word_of_deleting() -> None:
    for letter in LETTERS.values():
        assert letter.to_know[0] == SAVE_LINKS_FIRST
        assert any("Copies that were made cannot be recalled" in said for said in letter.advice)
        assert letter.advice[-1].startswith("This is no legal advice.")
    assert any("withdrawn it (2026-05); copies are still around" in said for said in one(dataset("discussion")).advice)
    assert any("its authors' contact is us@ebb.example" in said for said in one(dataset("contact")).advice)
    assert any("OLG Hamburg" in said for said in one(dataset("host")).advice)


def test_one_letter_goes_to_each_recipient() -> None:
    letters = write_letters(
        [
            dataset("mail", name="one"),
            dataset("bare", name="two"),
            dataset("mail", *photos(4), name="three"),
            DatasetInLetter("none", ABOUTS["mail"], ()),
        ],
        AUTHOR,
        "en",
        TODAY,
    )
    assert [letter.datasets for letter in letters] == [("one", "three"), ("two",)]
    assert letters[0].photo_ids == tuple(range(FIRST, FIRST + 4))
    assert letters[0].text.count("Tidewatch Coasts:\n") == 2
    assert write_letters([], AUTHOR, "en", TODAY) == ()


def test_a_letter_about_an_account_that_only_one_list_names_is_a_letter_of_its_own() -> None:
    letters = write_letters(
        [dataset("mail", *photos(1, account=NSID), name="one"), dataset("mail", name="two")], AUTHOR, "en", TODAY
    )
    assert [(letter.datasets, letter.basis) for letter in letters] == [(("one",), "data"), (("two",), "goodwill")]


def test_many_photos_stand_after_the_signature() -> None:
    few, many = (one(dataset("mail", *photos(count, row=True))) for count in (INLINE_PHOTOS, INLINE_PHOTOS + 1))
    assert few.photo_list == ""
    assert "The photos are in the list at the end" in many.body
    assert "flickr.com/photos" not in many.body
    assert many.text.index("Yours faithfully") < many.text.index("900000000001")
    assert many.photo_list.count("https://www.flickr.com/photos/") == INLINE_PHOTOS + 1


def test_rows_of_several_files_name_their_file() -> None:
    about = replace(OUT, way="form")
    listed = DatasetInLetter(
        "two-files",
        replace(ABOUTS["bare"], opt_out=about),  # type: ignore[type-var]
        (PhotoInList(FIRST, rows=(Row("a.csv", 9), Row("b.csv", 3), Row("a.csv", 4))),),
        (ListFile("a.csv", SHA256), ListFile("b.csv", SHA256)),
    )
    assert f"/{FIRST}/ (a.csv: rows 4, 9; b.csv: row 3)" in one(listed).text


def test_rows_are_called_what_they_are_and_few_are_named() -> None:
    rows = (*(Row("coasts.csv", n, "line") for n in range(2, 9)), Row("coasts.csv", 4, "record"))
    listed = dataset("mail", PhotoInList(FIRST, rows=rows))
    assert f"/{FIRST}/ (lines 2, 3, 4, 5, 6, …; record 4)" in one(listed).text


@pytest.mark.parametrize(
    ("day", "after"),
    [
        (date(2027, 4, 3), date(2027, 5, 3)),
        (date(2027, 1, 31), date(2027, 2, 28)),
        (date(2028, 1, 31), date(2028, 2, 29)),
        (date(2027, 12, 31), date(2028, 1, 31)),
    ],
)
def test_a_month_after(day: date, after: date) -> None:
    assert month_after(day) == after


@given(st.dates(date(2026, 1, 1), date(2199, 12, 31)))
def test_a_month_is_28_to_31_days_and_never_skips_one(day: date) -> None:
    after = month_after(day)
    assert timedelta(28) <= after - day <= timedelta(31)
    assert (after.year * 12 + after.month) - (day.year * 12 + day.month) == 1


@pytest.mark.parametrize(
    ("language", "first", "other"),
    [
        ("en", "1 May 2027", "12 March 2027"),
        ("de", "1. Mai 2027", "12. März 2027"),
        ("fr", "1er mai 2027", "12 mars 2027"),
        ("es", "1 de mayo de 2027", "12 de marzo de 2027"),
        ("pt", "1 de maio de 2027", "12 de março de 2027"),
        ("ja", "2027年5月1日", "2027年3月12日"),
        ("it", "1º maggio 2027", "12 marzo 2027"),
        ("nl", "1 mei 2027", "12 maart 2027"),
        ("pl", "1 maja 2027 r.", "12 marca 2027 r."),
        ("ko", "2027년 5월 1일", "2027년 3월 12일"),
        ("zh_CN", "2027年5月1日", "2027年3月12日"),
        ("zh_TW", "2027年5月1日", "2027年3月12日"),
    ],
)
def test_dates_are_written_as_people_write_them(language: str, first: str, other: str) -> None:
    words = words_in(language)
    assert (words.day(date(2027, 5, 1)), words.day(date(2027, 3, 12))) == (first, other)


def test_an_unknown_language_is_refused() -> None:
    with pytest.raises(ValueError, match="must be one of"):
        words_in("../en")


@given(st.text())
def test_what_is_clean_stays_in_one_line(text: str) -> None:
    cleaned = clean(text)
    assert len(cleaned.splitlines()) <= 1
    assert not any(character < " " or character == "\x7f" for character in cleaned)
    assert clean(cleaned) == cleaned


@given(name=st.text(), account=st.text(), title=st.text(min_size=1), publisher=st.text(min_size=1))
def test_hostile_names_never_break_a_letter(name: str, account: str, title: str, publisher: str) -> None:
    about = ABOUTS["mail"]
    assert about is not None
    listed = DatasetInLetter("x", replace(about, title=title, publisher=publisher), photos(1))
    letter = one(listed, writer=Writer("author", name, account))
    assert len(letter.subject.splitlines()) == 1
    plain = one(dataset("mail", *photos(1)))
    assert letter.text.count("\n") == plain.text.count("\n") - 1, "a name has added no line; the list's file has one"
