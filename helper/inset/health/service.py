"""Does the helper start at login, and does it run now?"""

from __future__ import annotations

from collections.abc import Iterator

from inset.errors import ServiceFailed
from inset.health.check import Check, Subject, bad_because
from inset.service.manager import this_systems


def check_service(subject: Subject) -> Iterator[Check]:
    """One line. It is fine not to install it: some people start the helper by hand."""
    try:
        status = this_systems().status()
    except ServiceFailed as error:
        yield bad_because("service", error)
        return
    running = subject.port.holder == "this" if status.running is None else status.running
    if not status.installed:
        yield Check(
            "service", "good", "Not installed; the helper is started by hand (`inset service install` ends that)."
        )
    elif not status.enabled:
        yield Check(
            "service",
            "bad",
            f"{status.definition} is there, but does not start at login.",
            "Run `inset service install` again.",
        )
    elif not running:
        why = f" ({status.detail})" if status.detail else ""
        yield Check(
            "service",
            "warning",
            f"It starts at login, but does not run now{why}.",
            "Run `inset service install` again; the log (`inset paths` says where) tells why it stopped.",
        )
    else:
        yield Check(
            "service", "good", f"Started at login by {status.manager}{f', {status.detail}' if status.detail else ''}."
        )
