"""What one process found out about the files of a task, for another one that reads them.

Without it every worker would look at all files before its first task, which for thousands of files that lie elsewhere
takes minutes and requests. It goes to a worker as a part of its work, and never through the shared folder.
"""

from __future__ import annotations

import pickle
from dataclasses import dataclass
from itertools import chain

from inset.errors import UsageInvalid
from inset.words.sentences import sentence
from inset_build.engine.looking import can_go
from inset_build.engine.place import Place
from inset_build.engine.plan import Found, Plan, planned
from inset_build.readers.detect import Detected
from inset_build.readers.sources.streams import unreadable


@dataclass(frozen=True, slots=True)
class Asked:
    """A task that somebody is asked to do: its number; and what is known of its files, None where one cannot go."""

    task: int
    files: bytes | None = None


def ask(found: Found, task: int) -> Asked:
    """Ask for a task; a member of an archive, or what was written anew, whoever reads it must find himself."""
    held = [found.files[number] for number in found.plan.files_of(task)]
    if not all(can_go(manifest.source) for manifest in chain.from_iterable(held)):
        return Asked(task)
    return Asked(task, pickle.dumps(held))


def found_by_others(place: Place, plan: Plan, asked: Asked) -> Found | None:
    """The files of a task as they were found by who asks for it; None where they did not come along.

    Raises:
        UsageInvalid: here a file is another one.
        ManifestInvalid: it is not there, or cannot be read.
    """
    if asked.files is None:
        return None
    held: list[list[Detected]] = pickle.loads(asked.files)  # noqa: S301 - from who gives us work to do, as the work is
    files = dict(zip(plan.files_of(asked.task), held, strict=True))
    for number, manifests in files.items():
        source = manifests[0].source
        try:
            is_same = planned(manifests) == plan.files[number]
        except OSError as error:
            raise unreadable(source.path, error) from error
        if not is_same:
            raise UsageInvalid(sentence("error_plan_not_same", place.folder, source.file))
    return Found(plan, files)
