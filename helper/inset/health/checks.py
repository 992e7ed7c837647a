"""All checks, in the order in which they are reported."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from typing import Final

from inset.health.check import Check, Subject
from inset.health.clock import check_clock
from inset.health.datasets import check_datasets
from inset.health.disk import check_disk
from inset.health.extension import check_extension
from inset.health.folders import check_folders
from inset.health.gate import check_gate
from inset.health.leftovers import check_leftovers
from inset.health.native_host import check_native_host
from inset.health.pairings import check_pairings
from inset.health.port import check_port
from inset.health.service import check_service
from inset.health.settings import check_settings
from inset.health.subscriptions import check_subscriptions
from inset.health.versions import check_versions

CHECKS: Final[tuple[Callable[[Subject], Iterable[Check]], ...]] = (
    check_versions,
    check_settings,
    check_port,
    check_service,
    check_native_host,
    check_folders,
    check_leftovers,
    check_disk,
    check_datasets,
    check_gate,
    check_subscriptions,
    check_pairings,
    check_extension,
    check_clock,
)


def run_checks(subject: Subject) -> Iterator[Check]:
    """Run all checks one after the other. Quick, except with `verify`, which reads every dataset."""
    for check in CHECKS:
        yield from check(subject)
