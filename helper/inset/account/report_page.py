"""A report as one HTML file that needs nothing else: no script, no picture, no address that is loaded.

It prints on A4 and Letter, and every text from outside is escaped. A photo's page is opened only by a click.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Iterator, Sequence
from typing import Final

from inset.account.handed_on_page import page_head
from inset.account.origin_words import came, quoted
from inset.account.report_shape import DatasetReport, LicenceCount, ListedPhoto, Report
from inset.account.report_words import about, allows, found_in, how_likely, limits, summary, unlikely_sets
from inset.visible import visible_html
from inset.words.messages import ENGLISH, messages_in

LinkTo = Callable[[str], str]

_WORDS: Final = messages_in(ENGLISH)
"""It is handed on to others, so it is English whatever the person's language is."""

_CENSUS: Final = (
    "A census lists nearly all photos that were public. A photo in it was public, which says nothing of training."
)


def report_page(report: Report, photos: Iterable[ListedPhoto], link_to: LinkTo) -> Iterator[str]:
    """The file, piece by piece: a report may list a hundred thousand photos.

    Args:
        report: what was counted.
        photos: the photos found, ascending by ID.
        link_to: gives the address of a photo's page.
    """
    yield from page_head("Photos in AI training sets: a report by Inset", "report.css")
    yield from _top(report)
    yield from _datasets(report)
    yield from _by(report)
    yield from _photos(photos, link_to, unlikely_sets(report))
    yield "<h2>What this cannot know</h2>\n<ul class='plain'>\n"
    yield from (f"<li>{visible_html(sentence)}</li>\n" for sentence in limits(report, _WORDS))
    yield "</ul>\n</body>\n</html>\n"


def _probable(report: Report) -> str:
    """What is said of all photos that only filters let by: what is more likely false is not called probable."""
    likelihood = how_likely(report)
    return "probably or possibly" if likelihood == "either" else likelihood


def _top(report: Report) -> Iterator[str]:
    asked = ", ".join(f"{each.name} ({each.kind})" for each in report.asked)
    yield "<h1>Photos in AI training sets</h1>\n"
    made = f"made {report.made_at} by Inset {report.inset_version}"
    yield f"<p class='soft'>{visible_html(asked)} · {visible_html(made)}</p>\n"
    yield f"<p>{visible_html(summary(report, _WORDS))}</p>\n"
    counts = [(report.checked, "checked")]
    if not report.limits.no_training_set:
        counts += [(report.listed, "listed")]
        counts += [(report.likely, "probably listed")] if report.likely or not report.unlikely else []
        counts += [(report.unlikely, "possibly listed")] if report.unlikely else []
    items = "".join(f"<li><b>{count:,}</b>{name}</li>" for count, name in counts)
    yield f"<ul class='counts'>{items}</ul>\n"
    for each in report.asked:
        if each.photos_said is not None:
            yield f"<p>{visible_html(each.name)}: {each.photos:,} photos; the profile says {each.photos_said:,}.</p>\n"


def _datasets(report: Report) -> Iterator[str]:
    for title, note, datasets in (
        ("Training sets", "", report.datasets),
        ("Censuses", _CENSUS, report.censuses),
    ):
        if not datasets:
            continue
        yield f"<h2>{title}</h2>\n"
        yield f"<p class='soft'>{note}</p>\n" if note else ""
        rows = [[_dataset_name(each), found_in(each, report.checked, _WORDS), _purpose(each)] for each in datasets]
        columns = 3 if any(each.purpose for each in datasets) else 2
        yield from _table(["dataset", "photos", "made for"][:columns], (row[:columns] for row in rows))
        for each in datasets:
            if each.origin is not None:
                said = came(each.dataset, each.origin, each.built_at, _WORDS)
                yield f"<p class='soft'>{visible_html(said)}</p>\n"


def _purpose(dataset: DatasetReport) -> str:
    """What it was made for; of a pack, in its makers' words, which stand as such."""
    if dataset.origin is not None and dataset.purpose:
        return quoted(dataset.purpose, _WORDS)
    return dataset.purpose or ""


def _dataset_name(dataset: DatasetReport) -> str:
    known = about(dataset, _WORDS)
    obtained = f"; list obtained: {', '.join(dataset.obtained)}" if dataset.obtained else ""
    return f"{dataset.dataset}: {known}{obtained}" if known else f"{dataset.dataset}{obtained}"


def _by(report: Report) -> Iterator[str]:
    if report.by_year:
        yield "<h2>By year</h2>\n"
        yield "<p class='soft'>The year in which a photo was taken, or uploaded where that is not known.</p>\n"
        most = max(each.listed + each.probably_listed for each in report.by_year) or 1
        yield from _bars(
            "year",
            [
                (str(each.year or "not known"), each.checked, each.listed, each.probably_listed)
                for each in report.by_year
            ],
            most,
            _probable(report),
        )
    if report.by_album:
        yield "<h2>By album</h2>\n<p class='soft'>A photo in two albums counts in both.</p>\n"
        most = max(each.listed + each.probably_listed for each in report.by_album) or 1
        yield from _bars(
            "album",
            [
                (each.album or "in no album", each.checked, each.listed, each.probably_listed)
                for each in report.by_album
            ],
            most,
            _probable(report),
        )
    for title, licences in (
        ("By licence, as you publish them now", report.by_licence),
        ("By licence, as the lists gave it", report.by_list_licence),
    ):
        if licences:
            yield f"<h2>{title}</h2>\n"
            yield from _licences(licences, _probable(report))


def _bars(name: str, rows: Sequence[tuple[str, int, int, int]], most: int, probable: str) -> Iterator[str]:
    yield f"<div class='scroll'><table><thead><tr><th>{name}</th><th class='number'>checked</th>"
    yield f"<th class='number'>listed</th><th class='number'>{probable}</th><th class='bar'></th></tr></thead><tbody>\n"
    for what, checked, listed, probably in rows:
        bars = f"<i style='width:{90 * listed / most:.1f}%'></i><i style='width:{90 * probably / most:.1f}%'></i>"
        yield f"<tr><td>{visible_html(what)}</td><td class='number'>{checked:,}</td><td class='number'>{listed:,}</td>"
        yield f"<td class='number'>{probably:,}</td><td class='bar'>{bars}</td></tr>\n"
    yield "</tbody></table></div>\n"


def _licences(licences: Iterable[LicenceCount], probable: str) -> Iterator[str]:
    yield "<table class='stack'><thead><tr><th>licence</th><th>allows</th><th class='number'>listed</th>"
    yield f"<th class='number'>{probable}</th></tr></thead><tbody>\n"
    for each in licences:
        yield f"<tr><td>{visible_html(each.licence or 'not known')}</td><td>{allows(each)}</td>"
        yield f"<td class='number' data-name='listed'>{each.listed:,}</td>"
        yield f"<td class='number' data-name='{probable}'>{each.probably_listed:,}</td></tr>\n"
    yield "</tbody></table>\n"


def _photos(photos: Iterable[ListedPhoto], link_to: LinkTo, unlikely: Collection[str]) -> Iterator[str]:
    yield "<h2>The photos</h2>\n"
    yield "<p class='soft'>A number opens the photo's page on Flickr; nothing is loaded before.</p>\n"
    yield "<table class='stack'><thead><tr><th>photo</th><th>title</th><th>listed in</th><th>year</th></tr></thead>"
    yield "<tbody>\n"
    for photo in photos:
        probably = [name for name in photo.probably if name not in unlikely]
        possibly = [name for name in photo.probably if name in unlikely]
        named = (("", photo.datasets), ("probably ", probably), ("possibly ", possibly))
        where = "; ".join(f"{how}{', '.join(names)}" for how, names in named if names)
        link = f"<a href='{visible_html(link_to(photo.photo_id))}' rel='noreferrer'>{photo.photo_id}</a>"
        yield f"<tr><td class='id'>{link}</td>"
        yield f"<td>{visible_html(photo.title or '')}</td><td>{visible_html(where)}</td>"
        yield f"<td>{photo.year or ''}</td></tr>\n"
    yield "</tbody></table>\n"


def _table(head: Sequence[str], rows: Iterable[Sequence[str]]) -> Iterator[str]:
    yield f"<table class='stack'><thead><tr>{''.join(f'<th>{name}</th>' for name in head)}</tr></thead><tbody>\n"
    for row in rows:
        yield f"<tr>{''.join(f'<td>{visible_html(cell)}</td>' for cell in row)}</tr>\n"
    yield "</tbody></table>\n"
