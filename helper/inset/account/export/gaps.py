"""What a data export lacks, and what of it was not read: exports lose photos, and nobody may take them for whole."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from inset.account.export.gathering import EXAMPLES_KEPT, Gathered
from inset.account.report_shape import Gap


def find_gaps(gathered: Gathered, own: set[int]) -> Iterator[Gap]:
    """Tell what is missing and what was passed over.

    Args:
        gathered: put together.
        own: the person's own photos.
    """
    yield from _by_profile(gathered, len(own))
    yield from _by_albums(gathered, own)
    if gathered.without_record:
        yield _gap(
            "without_record",
            "photos with a file and no record, which were checked; their year, licence and title are not known",
            gathered.without_record,
        )
    if gathered.nameless:
        yield _gap(
            "without_id",
            "photos or videos not checked, because the names of their files do not tell their IDs for certain",
            gathered.nameless,
        )
    for why, (count, examples) in gathered.passed.items():
        yield Gap("not_read", f"files passed over, because each {why}", count, tuple(examples))
    if gathered.others:
        yield Gap(
            "others_photos",
            "files left out on purpose, because they name other people, their photos or messages",
            gathered.others.total(),
            tuple(sorted(gathered.others)),
        )
    if gathered.unknown:
        yield _gap("unknown_files", "files that no export is known to have", gathered.unknown)


def _by_profile(gathered: Gathered, photos: int) -> Iterator[Gap]:
    accounts = list(dict.fromkeys(profile.nsid or profile.name for profile in gathered.profiles))
    said = gathered.profiles[0].photos if gathered.profiles else None
    if len(accounts) > 1:
        yield _gap(
            "several_accounts",
            "accounts with their profile in it, so these are several people's exports",
            accounts,
        )
    elif said is None:
        yield Gap(
            "count_unknown",
            "the export does not say how many photos the account has, so nobody can tell here whether it holds all; "
            "compare with the number on the account's page",
        )
    elif said > photos:
        words = f"photos missing (the profile says that there are {said:,}, and the export holds {photos:,})"
        yield Gap("fewer_than_said", words, said - photos)


def _by_albums(gathered: Gathered, own: set[int]) -> Iterator[Gap]:
    named = {photo_id for album in gathered.albums.values() for photo_id in album.photo_ids}
    if lacking := sorted(named - own):
        yield _gap(
            "albums_lack",
            "photos not checked, which albums name and of which the export has neither record nor file",
            lacking,
        )
    short = [album for album in gathered.albums.values() if (album.photos or 0) > len(album.photo_ids)]
    if short:
        yield _gap(
            "albums_short",
            "albums that say that they have more photos than they name",
            [f"{album.title}: {len(album.photo_ids)} / {album.photos}" for album in short],
        )


def _gap(what: str, words: str, of: Sequence[object]) -> Gap:
    return Gap(what, words, len(of), tuple(str(each) for each in of[:EXAMPLES_KEPT]))
