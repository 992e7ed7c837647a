"""`inset letter WHAT…`: write to whoever published the datasets that list these photos. Nothing is sent."""

from __future__ import annotations

import os
import re
from argparse import ArgumentParser, Namespace
from collections.abc import Sequence
from datetime import UTC, date, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

from inset.cli.output import command_name
from inset.cli.showing.words import words
from inset.cli.steps.letter_log import list_requests, run_log_option
from inset.cli.steps.letter_photos import letter_photos
from inset.cli.verb import Context, Verb
from inset.errors import ExitStatus, UsageInvalid
from inset.words.messages import languages
from inset.words.sentences import sentence

if TYPE_CHECKING:
    from inset.account.letter import Letter
    from inset.account.letter_shape import DatasetInLetter
    from inset.account.log import Request
    from inset.index.about import About
    from inset.index.dataset_index import DatasetIndex
    from inset.index.library import Library

FORMATS: Final = ("text", "eml")
_ENDINGS: Final = {"text": ".txt", "eml": ".eml"}


def _add_arguments(parser: ArgumentParser) -> None:
    parser.add_argument("what", nargs="*", metavar="WHAT", help="your photos, in any form that `inset check` takes")
    parser.add_argument("--kept", metavar="ID", help="the photos of a report that `inset check --list-kept` shows")
    parser.add_argument("--watch", metavar="W", help="the photos of a watch, by its ID or name")
    parser.add_argument("--role", choices=("author", "shown"), help="you took the photos, or are shown in them")
    parser.add_argument(
        "--dataset", action="append", metavar="D", help="write about this dataset only; may be given again"
    )
    said = f"of the letter: {', '.join(languages())} (default: en)"
    parser.add_argument("--language", choices=languages(), default="en", metavar="L", help=said)
    parser.add_argument("--name", metavar="NAME", help="yours; left blank without it")
    parser.add_argument("--account", metavar="NSID", help="your Flickr account, for --role author")
    parser.add_argument("--which", type=int, metavar="N", help="of the accounts that have a name, take the Nth")
    parser.add_argument("--column", metavar="C", help="the column of a list that holds the photo: its name or number")
    parser.add_argument("--reader", metavar="R", help="read lists as this format instead of detecting it")
    parser.add_argument("--format", choices=FORMATS, default="text", help="eml: a draft that mail programs open")
    parser.add_argument("-o", "--output", type=Path, metavar="FOLDER", help="write a file a letter into this folder")
    parser.add_argument("--log", action="store_true", help="keep on this computer what you ask of whom today")
    done = parser.add_mutually_exclusive_group()
    done.add_argument("--list", action="store_true", help="what you asked, and which of those photos are gone since")
    done.add_argument("--answered", type=int, metavar="ID", help="note that this request was answered today")
    done.add_argument("--forget", type=int, metavar="ID", help="remove this request from the log")


def _run(args: Namespace, context: Context) -> int:
    if args.list or args.answered is not None or args.forget is not None:
        if args.what or args.kept is not None or args.watch is not None:
            raise UsageInvalid(sentence("error_letter_log_alone"))
        return list_requests(context) if args.list else run_log_option(args, context)
    from inset.account.letter import write_letters
    from inset.account.letter_shape import Writer
    from inset.index.sound import open_sound

    if args.role is None:
        raise UsageInvalid(sentence("error_role"))
    if [bool(args.what), args.kept is not None, args.watch is not None].count(True) != 1:
        raise UsageInvalid(sentence("error_letter_what"))
    library = open_sound(context.paths.datasets)
    photo_ids, account = letter_photos(library, args, context)
    found = _found(library, photo_ids, args.dataset)
    today = datetime.now(UTC).astimezone().date()
    writer = Writer(args.role, args.name, _account(args.account) or account)
    letters = write_letters(found, writer, args.language, today)
    files = _write(letters, args.format, args.output)
    requests = _log(letters, library, args, context, today)
    listed = {photo_id for letter in letters for photo_id in letter.photo_ids}
    unlisted = [photo_id for photo_id in photo_ids if photo_id not in listed]
    document = {
        "letters": [
            _document(letter, names, requests[at].id if requests else None)
            for at, (letter, names) in enumerate(zip(letters, files or [()] * len(letters), strict=True))
        ],
        "not_listed": [str(photo_id) for photo_id in unlisted],
        "unavailable": {name: error.as_dict() for name, error in library.unavailable.items()},
    }
    context.output.answer(document, *_lines(letters, files, args, requests))
    if unlisted and letters:
        context.output.note(f"inset: {words().text('cli_letter_unlisted', words().count('photos', len(unlisted)))}")
    for error in library.unavailable.values():
        context.output.note(f"inset: {words().text('cli_not_asked', error.message)}")
    return next((error.exit_status for error in library.unavailable.values()), ExitStatus.OK)


def _account(text: str | None) -> str | None:
    if text is None:
        return None
    from inset.account.named import read_account

    account = read_account(text).account
    if account is None:
        raise UsageInvalid(sentence("error_letter_account", repr(text)))
    return account


def _found(library: Library, photo_ids: Sequence[int], only: Sequence[str] | None) -> tuple[DatasetInLetter, ...]:
    from inset.account.letter_input import datasets_in_letters

    for name in only or ():
        if name in library.unavailable:
            raise library.unavailable[name]
        if name not in library.datasets:
            raise UsageInvalid(sentence("error_letter_dataset", repr(name)))
    return datasets_in_letters(library, photo_ids, only=only, about_of=_about)


def _about(dataset: DatasetIndex) -> About | None:
    """What this Inset's catalog says of a dataset, unless its run knows later facts.

    When a pack's makers looked last is their word: they could lead letters elsewhere by it, so the catalog goes first.
    """
    from inset_build.catalog.documents import bundled_about

    kept, bundled = dataset.descriptor.about, bundled_about(dataset.name)
    if kept is None or bundled is None:
        return kept or bundled
    return bundled if dataset.descriptor.origin is not None or bundled.checked >= kept.checked else kept


def _write(letters: Sequence[Letter], form: str, folder: Path | None) -> list[tuple[str, ...]]:
    """Write the letters into a folder, and return the files of each; [] without a folder.

    Raises:
        UsageInvalid: a file is there already, or mails are to be printed that need a folder.
    """
    from inset.account.letter_mail import letter_mail

    if folder is None:
        if form == "eml" and len(letters) > 1:
            raise UsageInvalid(sentence("error_letters_folder", str(len(letters))))
        return []
    written = []
    for letter in letters:
        stem = folder / _file_name(letter)
        texts = {f"{stem}{_ENDINGS[form]}": letter_mail(letter) if form == "eml" else letter.text.encode()}
        if letter.post:
            texts[f"{stem}-post.txt"] = letter.post.encode()
        written.append(tuple(texts))
        for name, content in texts.items():
            _write_new(Path(name), content)
    return written


def _file_name(letter: Letter) -> str:
    """`NVIDIA-ffhq`: a plain file name, the same for the same letter."""
    name = re.sub(r"[^A-Za-z0-9.]+", "-", letter.recipient.name).strip("-.")[:40]
    return "-".join(filter(None, ["letter", name, *letter.datasets]))[:120]


def _write_new(path: Path, content: bytes) -> None:
    """Write a file that only this person can read; one that is there is never replaced."""
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        descriptor = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL | getattr(os, "O_BINARY", 0), 0o600)
        with os.fdopen(descriptor, "wb") as file:
            file.write(content)
    except FileExistsError as error:
        raise UsageInvalid(sentence("error_letters_file", path)) from error
    except OSError as error:
        raise UsageInvalid(sentence("error_letters_write", path.parent, error.strerror)) from error


def _log(letters: Sequence[Letter], library: Library, args: Namespace, context: Context, today: date) -> list[Request]:
    if not args.log or not letters:
        return []
    from inset.account.log import add_letters

    return add_letters(context.paths.letters, letters, library, args.role, today)


def _document(letter: Letter, files: Sequence[str], logged: int | None) -> dict[str, Any]:
    return {
        "recipient": letter.recipient.name,
        "way": letter.recipient.way,
        "mail": letter.recipient.mail,
        "url": letter.recipient.url,
        "datasets": {name: [str(photo_id) for photo_id in photos] for name, photos in letter.photos_by_dataset},
        "basis": letter.basis,
        "language": letter.language,
        "subject": letter.subject,
        "body": letter.body,
        "photo_list": letter.photo_list,
        "answer_by": letter.answer_by.isoformat(),
        "blanks": list(letter.blanks),
        "post": letter.post,
        "advice": list(letter.advice),
        "files": list(files),
        "logged": logged,
    }


def _lines(
    letters: Sequence[Letter], files: Sequence[tuple[str, ...]], args: Namespace, requests: Sequence[Request]
) -> list[str]:
    if not letters:
        return [words().text("cli_letter_nobody")]
    if args.format == "eml" and not files:
        from inset.account.letter_mail import letter_mail

        return letter_mail(letters[0]).decode("ascii").splitlines()
    lines: list[str] = []
    for at, letter in enumerate(letters):
        if files:
            lines += [words().text("cli_wrote", file) for file in files[at]]
        else:
            lines += [
                *letter.text.splitlines(),
                *(["", *letter.post.splitlines()] if letter.post else []),
                "",
                "-" * 72,
            ]
        if letter.blanks:
            lines.append(f"  {words().text('letter_blanks', ', '.join(letter.blanks))}")
    lines += ["", *(f"- {said}" for said in _advice(letters))]
    if requests:
        ids = ", ".join(str(request.id) for request in requests)
        lines.append(words().text("cli_letter_logged", ids, command_name()))
    return lines


def _advice(letters: Sequence[Letter]) -> list[str]:
    """What to know about all letters, each sentence once; what every letter ends with comes last."""
    told = [letter.advice_in(words()) for letter in letters]
    last = told[0][-2:]
    said = dict.fromkeys(each for advice in told for each in advice if each not in last)
    return [*said, *last]


VERB = Verb(
    "letter", "write to whoever published the datasets that list your photos", _add_arguments, _run, writes=True
)
