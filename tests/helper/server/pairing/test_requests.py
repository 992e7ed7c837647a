"""Requests to be paired: their life, and what bounds it."""

from __future__ import annotations

import pytest

from inset.errors import BadRequest, OriginForbidden, PairingUnknown, TooMany
from inset.server.pairing.requests import (
    BY_CODE,
    LIFETIME,
    MAX_EXTENSIONS,
    MAX_PROGRAMS,
    MAX_PROGRAMS_PER_MINUTE,
    MAX_WRONG_CODES_PER_MINUTE,
    PairingBook,
    PairingRequest,
)
from support.api.served import CHROME, FIREFOX, OTHER_CHROME, Clock


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture
def book(clock: Clock) -> PairingBook:
    return PairingBook(clock)


def approve(book: PairingBook, request: PairingRequest, token: str = "inset_token") -> None:
    book.approve(book.choose(BY_CODE, request.code), token, "0123abcd")


def state(book: PairingBook, request: PairingRequest) -> str:
    return book.collect(request.id, request.secret, None)[0]


def other_code(*requests: PairingRequest) -> str:
    codes = {request.code for request in requests}
    return next(code for code in (f"{number:06d}" for number in range(10)) if code not in codes)


def test_from_asking_to_the_token(book: PairingBook) -> None:
    asked = book.ask("Chrome on Linux", CHROME)
    assert len(asked.code) == 6
    assert asked.code.isdigit()
    assert book.collect(asked.id, asked.secret, CHROME)[:2] == ("waiting", None)
    chosen = book.choose(BY_CODE, asked.code)
    assert chosen is asked
    assert state(book, asked) == "waiting"  # until the token works
    book.approve(chosen, "inset_token", "0123abcd")
    # Collecting changes nothing: an answer that was lost can be asked for again.
    for _ in range(3):
        assert book.collect(asked.id, asked.secret, CHROME)[:2] == ("approved", "inset_token")
    book.token_used("inset_token")
    assert book.collect(asked.id, asked.secret, CHROME)[:2] == ("approved", None)


def test_another_token_does_not_end_it(book: PairingBook) -> None:
    asked = book.ask("x", CHROME)
    approve(book, asked)
    book.token_used("inset_other")
    assert book.collect(asked.id, asked.secret, None)[1] == "inset_token"


def test_only_the_asker_collects(book: PairingBook) -> None:
    asked, other = book.ask("x", CHROME), book.ask("y", FIREFOX)
    approve(book, asked)
    for request_id, secret in (
        (asked.id, other.secret),
        (asked.id, ""),
        (asked.id, "ä"),
        (other.id, asked.secret),
        ("nobody", asked.secret),
        ("nobody", ""),
    ):
        with pytest.raises(PairingUnknown):
            book.collect(request_id, secret, CHROME)
    with pytest.raises(OriginForbidden):
        book.collect(asked.id, asked.secret, FIREFOX)


def test_the_code_chooses_among_several(book: PairingBook) -> None:
    asked = [book.ask(f"browser {number}", CHROME) for number in range(MAX_PROGRAMS)]
    assert len({request.code for request in asked}) == MAX_PROGRAMS
    assert book.choose(BY_CODE, asked[3].code) is asked[3]
    assert book.waiting() == [*asked[:3], asked[4]]


def test_the_id_must_fit_the_code(book: PairingBook) -> None:
    asked, other = book.ask("x", CHROME), book.ask("y", CHROME)
    with pytest.raises(PairingUnknown):
        book.choose(other.id, asked.code)
    assert book.choose(asked.id, asked.code) is asked


def test_a_reserved_code_cannot_be_chosen_again(book: PairingBook) -> None:
    asked = book.ask("x", CHROME)
    book.choose(BY_CODE, asked.code)
    with pytest.raises(PairingUnknown):
        book.choose(BY_CODE, asked.code)


def test_the_right_code_again_uses_up_no_guesses(book: PairingBook, clock: Clock) -> None:
    asked, other = book.ask("x", CHROME), book.ask("y", FIREFOX)
    approve(book, asked)
    for _ in range(20):
        assert book.choose(BY_CODE, asked.code) is asked
        assert asked.pairing_id == "0123abcd"
    book.token_used("inset_token")
    assert book.choose(asked.id, asked.code) is asked
    with pytest.raises(PairingUnknown):
        book.choose(other.id, asked.code)
    assert book.choose(BY_CODE, other.code) is other
    clock.now += LIFETIME
    with pytest.raises(PairingUnknown):
        book.choose(BY_CODE, asked.code)


def test_released_it_waits_again(book: PairingBook) -> None:
    asked = book.ask("x", CHROME)
    book.release(book.choose(BY_CODE, asked.code))
    assert book.choose(BY_CODE, asked.code) is asked


def test_it_expires(book: PairingBook, clock: Clock) -> None:
    asked = book.ask("x", CHROME)
    clock.now += LIFETIME - 1
    assert book.collect(asked.id, asked.secret, None) == ("waiting", None, 1.0)
    clock.now += 1
    assert state(book, asked) == "expired"
    assert book.waiting() == []
    with pytest.raises(PairingUnknown):
        book.choose(BY_CODE, asked.code)
    clock.now += LIFETIME
    with pytest.raises(PairingUnknown):
        state(book, asked)


def test_a_token_that_nobody_used_is_not_kept(book: PairingBook, clock: Clock) -> None:
    asked = book.ask("x", CHROME)
    approve(book, asked)
    clock.now += LIFETIME
    assert book.collect(asked.id, asked.secret, None) == ("expired", None, 0.0)
    assert asked.token is None


def test_a_used_one_stays_approved(book: PairingBook, clock: Clock) -> None:
    asked = book.ask("x", CHROME)
    approve(book, asked)
    book.token_used("inset_token")
    clock.now += LIFETIME
    assert state(book, asked) == "approved"


def test_at_most_five_programs_wait(book: PairingBook, clock: Clock) -> None:
    asked = [book.ask("x", None) for _ in range(MAX_PROGRAMS)]
    with pytest.raises(TooMany):
        book.ask("x", None)
    approve(book, asked[0])
    book.ask("x", None)
    clock.now += LIFETIME
    book.ask("x", None)


def test_programs_ask_at_most_ten_times_a_minute(book: PairingBook, clock: Clock) -> None:
    for number in range(MAX_PROGRAMS_PER_MINUTE):
        approve(book, book.ask("x", None), f"inset_{number}")
    clock.now += 59
    with pytest.raises(TooMany):
        book.ask("x", None)
    clock.now += 1
    book.ask("x", None)


def test_programs_never_keep_an_extension_out(book: PairingBook) -> None:
    for _ in range(MAX_PROGRAMS):
        book.ask("flood", None)
    for _ in range(3):
        with pytest.raises(TooMany):
            book.ask("flood", None)
    asked = book.ask("Chrome on Linux", CHROME)
    assert book.waiting()[-1] is asked
    assert len(book.waiting()) == MAX_PROGRAMS + 1


def test_an_extension_that_floods_drops_only_its_own(book: PairingBook) -> None:
    program, asked = book.ask("script", None), book.ask("Firefox on Linux", FIREFOX)
    flood = [book.ask("flood", OTHER_CHROME) for _ in range(500)]
    assert book.waiting() == [program, asked, *flood[-MAX_EXTENSIONS + 1 :]]
    assert len({request.code for request in book.waiting()}) == MAX_EXTENSIONS + 1
    late = book.ask("Chrome on Linux", CHROME)
    assert {asked.id, late.id} <= {request.id for request in book.waiting()}
    with pytest.raises(PairingUnknown):
        state(book, flood[0])
    approve(book, asked)
    assert state(book, asked) == "approved"


def test_the_newest_of_many_extensions_takes_the_place_of_the_oldest(book: PairingBook) -> None:
    asked = [book.ask("x", f"moz-extension://{number:08x}-0000-4000-8000-000000000000") for number in range(100)]
    assert book.waiting() == asked[-MAX_EXTENSIONS:]


def test_a_request_whose_approval_is_under_way_keeps_its_place(book: PairingBook) -> None:
    asked = book.ask("x", CHROME)
    chosen = book.choose(BY_CODE, asked.code)
    for _ in range(100):
        book.ask("flood", CHROME)
    book.approve(chosen, "inset_token", "0123abcd")
    assert state(book, asked) == "approved"


def test_five_wrong_codes_a_minute(book: PairingBook, clock: Clock) -> None:
    asked = book.ask("x", CHROME)
    wrong = other_code(asked)
    for _ in range(MAX_WRONG_CODES_PER_MINUTE):
        with pytest.raises(PairingUnknown):
            book.choose(BY_CODE, wrong)
    with pytest.raises(TooMany):
        book.choose(BY_CODE, asked.code)  # now even the right one must wait
    clock.now += 60
    assert book.choose(BY_CODE, asked.code) is asked


@pytest.mark.parametrize(
    "code", ["", "12345", "1234567", "12345a", "\uff11\uff12\uff13\uff14\uff15\uff16", "-12345", "12 456"]
)
def test_what_is_no_code(book: PairingBook, code: str) -> None:
    with pytest.raises(BadRequest):
        book.choose(BY_CODE, code)


@pytest.mark.parametrize("name", ["", "   ", "x" * 61, "a\nb", "\x1b[2Jx", "a\u202eb", "a\x00b"])
def test_names_that_could_mislead_are_refused(book: PairingBook, name: str) -> None:
    with pytest.raises(BadRequest):
        book.ask(name, CHROME)
    assert book.waiting() == []


def test_codes_are_spread(clock: Clock) -> None:
    codes = {PairingBook(clock).ask("x", None).code for _ in range(300)}
    assert len(codes) > 290
    assert any(code.startswith("0") for code in codes)
