"""What new builds say of the photos that a person watches: asked by `inset watch`, and by whatever publishes a run."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from inset.cli.showing.words import words
from inset.cli.verb import Context
from inset.errors import InsetError
from inset.number_words import is_unlikely

if TYPE_CHECKING:
    from inset.account.watch import News, Watch


def look(context: Context) -> tuple[Watch, ...]:
    """All watches, asked about whatever was built since; opens nothing where nothing is watched."""
    if not context.paths.watches.is_dir():
        return ()
    from inset.account.watch import look_again
    from inset.index.sound import open_sound

    return look_again(context.paths.watches, lambda: open_sound(context.paths.datasets))


def tell_news(context: Context) -> None:
    """After a build: say on stderr what changed for the watched photos."""
    try:
        watches = look(context)
    except InsetError as error:  # the build is published all the same
        context.output.note(f"inset: {words().text('cli_watch_unasked', error.message)}")
        return
    for watch in watches:
        for line in news_lines(watch):
            context.output.note(f"inset: {line}")


def news_lines(watch: Watch) -> Iterator[str]:
    """What is new of a watch, one sentence for each change."""
    yield from (words().told(watch.name, change_words(each)) for each in watch.news)


def change_words(news: News) -> str:
    """What changed between two runs for the photos of a watch."""
    say, count = words().text, words().count
    likelihood = "" if news.certain else "possibly_" if is_unlikely(news.chance) else "probably_"
    if news.since == news.run:
        return say("cli_change_run", count(f"cli_{likelihood}more_known", len(news.new), news.dataset), news.run)
    parts = []
    if news.new:
        parts.append(count(f"cli_{likelihood}new_in", len(news.new), news.dataset))
    if news.gone:
        parts.append(count("cli_gone_from", len(news.gone), news.dataset))
    said = ", ".join(parts)
    return say("cli_change_since", said, news.since, news.run) if news.since else say("cli_change_run", said, news.run)
