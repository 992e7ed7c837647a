"""Letters: what a person writes to whoever published a dataset that lists photos of theirs, or that they are in.

One letter goes to each recipient, also about several datasets. What it relies on is chosen by what is true: a person
who is shown, and an account that the list names, have rights over personal data (GDPR 15, 17, 19, 21); a photo alone is
asked for by goodwill, or by the host's own policy. No letter claims a right under copyright. Nothing is invented: what
is not known is a blank in brackets, named in `blanks`. Nothing is sent: the person reads a letter and changes it.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from typing import Final, Literal

from inset.account.letter_shape import DatasetInLetter, PhotoInList, Writer, clean
from inset.account.letter_words import LetterWords, month_after, words_in
from inset.account.names import account_page, photo_page
from inset.account.origin_words import Came
from inset.account.way_out import DELETING, NOT_ADVICE, SAVE_LINKS_FIRST, Advice, Recipient, advice_of, recipient_of
from inset.flickr import parse_nsid
from inset.index.rows import Base
from inset.words.messages import ENGLISH, Messages, messages_in
from inset.words.sentences import Told

Basis = Literal["data", "goodwill", "host"]
"""Rights over personal data; goodwill; the host's own policy about removals."""

INLINE_PHOTOS: Final = 12
"""Up to so many photos stand in the letter itself; more stand in a list after the signature."""

MOST_ROWS: Final = 5
"""Rows of one photo that are named; a list may name a photo hundreds of times."""


@dataclass(frozen=True, slots=True)
class Letter:
    """A letter, ready to be read and changed.

    Attributes:
        recipient: to whom it goes; the name stands as in the letter.
        photos_by_dataset: names of the datasets that it is about, each with the IDs of its photos, ascending.
        basis: what it relies on.
        language: one of `inset.words.messages.languages()`.
        subject: one line.
        body: from the greeting to the signature, and the photos if they are few.
        photo_list: the photos where they are many; else empty.
        answer_by: the date that the letter names.
        blanks: what is left to fill in, as it stands in the letter.
        post: a text without anything private, where the recipient's place is public; else empty.
        to_know: what to know before writing or deleting.
    """

    recipient: Recipient
    photos_by_dataset: tuple[tuple[str, tuple[int, ...]], ...]
    basis: Basis
    language: str
    subject: str
    body: str
    photo_list: str
    answer_by: date
    blanks: tuple[str, ...]
    post: str = ""
    to_know: tuple[Advice | Came, ...] = ()

    @property
    def datasets(self) -> tuple[str, ...]:
        """Names of the datasets that it is about."""
        return tuple(name for name, _ in self.photos_by_dataset)

    @property
    def photo_ids(self) -> tuple[int, ...]:
        """All its photos, each once, ascending."""
        return tuple(sorted({photo_id for _, photos in self.photos_by_dataset for photo_id in photos}))

    @property
    def advice(self) -> tuple[str, ...]:
        """What to know before writing or deleting, in English."""
        return self.advice_in(messages_in(ENGLISH))

    @property
    def advice_told(self) -> tuple[Told, ...]:
        """The same sentences in the wire form, for a page in another language."""
        return tuple(each.told() for each in self.to_know)

    def advice_in(self, words: Messages) -> tuple[str, ...]:
        """What to know before writing or deleting, in the messages' language."""
        return tuple(each.said(words) for each in self.to_know)

    @property
    def text(self) -> str:
        """The whole letter as one text, with its subject as the first line."""
        after = f"\n\n{self.photo_list}" if self.photo_list else ""
        return f"{self.subject}\n\n{self.body}{after}\n"


def basis_of(dataset: DatasetInLetter, writer: Writer, recipient: Recipient) -> Basis:
    """Return what a letter about these photos can rely on."""
    if writer.role == "shown" or dataset.names(writer.account):
        return "data"
    return "host" if recipient.way == "host" else "goodwill"


def write_letters(
    datasets: Iterable[DatasetInLetter], writer: Writer, language: str, today: date
) -> tuple[Letter, ...]:
    """Write one letter for each recipient and basis, in the order of the datasets.

    Args:
        datasets: what lists the photos; those without photos are left out.
        writer: the person. An author who gives no account has the one that the lists name, if that is only one.
        language: one of `inset.words.messages.languages()`.
        today: the day on which the letters would be sent; they ask for an answer a month after it.
    """
    datasets = tuple(datasets)
    if writer.role == "author" and not writer.account:
        writer = replace(writer, account=_only_account(datasets))
    groups: dict[tuple[object, ...], list[tuple[DatasetInLetter, Recipient]]] = {}
    for dataset in datasets:
        if dataset.photos:
            recipient = recipient_of(dataset.title, dataset.about, writer.role)
            where = recipient.mail or recipient.url or clean(recipient.name).casefold()
            key = (recipient.way, where, basis_of(dataset, writer, recipient))
            groups.setdefault(key, []).append((dataset, recipient))
    words = words_in(language)
    return tuple(_Draft(words, writer, group, language, today).letter() for group in groups.values())


def _only_account(datasets: Iterable[DatasetInLetter]) -> str | None:
    """The account that the lists name beside these photos, which is the author's; None where they name several."""
    named = {photo.account for dataset in datasets for photo in dataset.photos} - {None}
    return named.pop() if len(named) == 1 else None


@dataclass(slots=True)
class _Draft:
    """A letter about some datasets, while it is being written."""

    words: LetterWords
    writer: Writer
    about: Sequence[tuple[DatasetInLetter, Recipient]]
    language: str
    today: date
    blanks: list[str] = field(default_factory=list)

    def letter(self) -> Letter:
        first, recipient = self.about[0]
        if first.about is not None:
            recipient = replace(recipient, name=first.known(recipient.name, self.language))
        basis = basis_of(first, self.writer, recipient)
        titles = self.words.join(dict.fromkeys(dataset.titled(self.language) for dataset, _ in self.about))
        count = len({photo.photo_id for dataset, _ in self.about for photo in dataset.photos})
        many = count > INLINE_PHOTOS
        answer_by = month_after(self.today)
        photos = "\n".join(self._photos())
        head = [self.words.say("to", publisher=clean(recipient.name) or self._blank("publisher"))]
        if recipient.mail is not None:
            head.append(recipient.mail)
        elif recipient.way in ("unknown", "discussion"):
            head.append(self._blank("address"))
        parts = [
            "\n".join(head),
            self.words.say("greeting"),
            self._beginning(titles, count),
            self._who(recipient, basis),
            "\n".join([self.words.say("basis"), *self._basis(recipient, basis)]),
            "\n".join([self.words.say("asks"), *_numbered(self._asks(recipient, basis))]),
            "\n".join(
                [
                    self.words.say("answer_data" if basis == "data" else "answer", date=self.words.day(answer_by)),
                    self.words.say("copies"),
                ]
            ),
            self.words.say("attached") if many else photos,
            f"{self.words.say('closing')}\n{self._name()}",
        ]
        is_public = recipient.way == "discussion"
        return Letter(
            recipient=recipient,
            photos_by_dataset=tuple(
                (dataset.name, tuple(sorted(photo.photo_id for photo in dataset.photos))) for dataset, _ in self.about
            ),
            basis=basis,
            language=self.language,
            subject=self.words.say("subject_data" if basis == "data" else "subject_photos", datasets=titles),
            body="\n\n".join(parts),
            photo_list=photos if many else "",
            answer_by=answer_by,
            blanks=tuple(dict.fromkeys(self.blanks)),
            post=f"{self.words.say('post_subject', datasets=titles)}\n\n{self.words.say('post', datasets=titles)}\n"
            if is_public
            else "",
            to_know=tuple(self._advice()),
        )

    def _blank(self, key: str) -> str:
        blank = self.words.blank(key)
        self.blanks.append(blank)
        return blank

    def _name(self) -> str:
        return clean(self.writer.name or "") or self._blank("name")

    def _beginning(self, titles: str, count: int) -> str:
        key = f"{self.writer.role}_{'one' if count == 1 else 'other'}"
        sentences = [self.words.say(key, count=count, datasets=titles)]
        if not all(photo.certain for dataset, _ in self.about for photo in dataset.photos):
            sentences.append(self.words.say("uncertain"))
        return "\n".join(sentences)

    def _who(self, recipient: Recipient, basis: Basis) -> str:
        say = self.words.say
        lines = [say("who"), say("name", name=self._name())]
        if self.writer.role == "author":
            account = clean(self.writer.account or "")
            profile = account_page(account) if account else self._blank("account")
            lines += [
                say("account", profile=profile, nsid=parse_nsid(account) or self._blank("nsid")),
                say("check_author"),
            ]
        else:
            lines.append(say("seen", seen=self._blank("seen")))
        if "text" in recipient.asks_for:
            lines.append(say("words", words=self._blank("words")))
        if basis == "data":
            lines.append(say("check_data"))
        return "\n".join(lines)

    def _basis(self, recipient: Recipient, basis: Basis) -> list[str]:
        if basis == "data":
            return [self.words.say(f"data_{self.writer.role}"), self.words.say("data_law")]
        return [self.words.say("host", url=recipient.url) if basis == "host" else self.words.say("goodwill")]

    def _asks(self, recipient: Recipient, basis: Basis) -> Iterator[str]:
        say = self.words.say
        if basis == "data":
            yield say("data_confirm")
            yield say("data_erase")
            if self.writer.role == "author":
                yield say("data_photos")
            yield say("data_tell")
        else:
            yield say("confirm")
            yield say("host_remove" if basis == "host" else "remove")
            yield say("host_tell" if basis == "host" else "tell")
        yield say("keep_out")
        if recipient.model_provider:
            yield say("summary")

    def _photos(self) -> Iterator[str]:
        say = self.words.say
        yield say("photos")
        for dataset, _ in self.about:
            yield say("list_of", title=dataset.titled(self.language))
            for file in dataset.files:
                name = dataset.listed(file.name, self.language)
                yield f"  {name if file.sha256 is None else say('list_file', file=name, sha256=file.sha256)}"
            for photo in sorted(dataset.photos, key=lambda each: each.photo_id):
                yield f"  {self._photo(photo, dataset)}"

    def _photo(self, photo: PhotoInList, dataset: DatasetInLetter) -> str:
        account = photo.account or (self.writer.account if self.writer.role == "author" else None)
        notes = [] if photo.certain else [self.words.say("uncertain_mark")]
        places: dict[tuple[str, Base], list[int]] = {}
        for row in photo.rows:
            places.setdefault((row.file, row.base), []).append(row.number)
        for (file, base), numbers in places.items():
            some = ", ".join(map(str, sorted(numbers)[:MOST_ROWS])) + (", …" if len(numbers) > MOST_ROWS else "")
            said = self.words.say(f"{base}_{'one' if len(numbers) == 1 else 'other'}", row=some)
            is_only = [each.name for each in dataset.files] == [file]
            notes.append(said if is_only else f"{dataset.listed(file, self.language)}: {said}")
        return photo_page(photo.photo_id, clean(account or "") or None) + (f" ({'; '.join(notes)})" if notes else "")

    def _advice(self) -> Iterator[Advice | Came]:
        yield SAVE_LINKS_FIRST
        for dataset, _ in self.about:
            if dataset.came is not None:
                yield dataset.came
            yield from advice_of(dataset.title, dataset.about, self.writer.role, are_theirs=dataset.about_is_theirs)
        yield DELETING
        yield NOT_ADVICE


def _numbered(requests: Iterable[str]) -> list[str]:
    return [f"{number}. {request}" for number, request in enumerate(requests, start=1)]
