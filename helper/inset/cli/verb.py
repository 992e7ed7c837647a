"""What a verb of the command line is, and what it is given to run with."""

from __future__ import annotations

from argparse import ArgumentParser, Namespace
from collections.abc import Callable, Mapping
from dataclasses import dataclass

from inset.cli.output import Output
from inset.paths import Paths
from inset.settings import Settings, load_settings


@dataclass(frozen=True, slots=True)
class Context:
    """What every verb runs with."""

    paths: Paths
    output: Output
    parser: ArgumentParser
    """The whole command line's, of which `inset completion` tells the shell."""

    def settings(self, flags: Mapping[str, object] | None = None) -> Settings:
        """The settings, found when a verb needs them: a broken config.toml must not stop `inset paths`."""
        return load_settings(self.paths.config_file, flags=flags)


@dataclass(frozen=True, slots=True)
class Verb:
    """One verb: its name, one line of help, its arguments, and what it does (returning the exit status).

    `writes`: it may write in Inset's folders. What other people may read in them is closed to them before it begins.
    """

    name: str
    help: str
    add_arguments: Callable[[ArgumentParser], None]
    run: Callable[[Namespace, Context], int]
    writes: bool = False


def no_arguments(_: ArgumentParser) -> None:
    """For verbs that take only `--json`."""
