"""Does the helper start at login, and does it run now?"""

from __future__ import annotations

from collections.abc import Iterator

from inset.errors import ServiceFailed
from inset.health.check import Check, Subject, bad_because
from inset.service.manager import this_systems
from inset.words.sentences import sentence


def check_service(subject: Subject) -> Iterator[Check]:
    """One line. It is fine not to install it: some people start the helper by hand."""
    try:
        status = this_systems().status()
    except ServiceFailed as error:
        yield bad_because("service", error)
        return
    running = subject.port.holder == "this" if status.running is None else status.running
    if not status.installed:
        yield Check("service", "good", sentence("doctor_service_by_hand"))
    elif not status.enabled:
        yield Check(
            "service",
            "bad",
            sentence("doctor_service_not_at_login", status.definition),
            sentence("doctor_install_again"),
        )
    elif not running:
        yield Check(
            "service",
            "warning",
            sentence("doctor_service_down_why", status.detail) if status.detail else sentence("doctor_service_down"),
            sentence("doctor_service_log"),
        )
    else:
        yield Check(
            "service",
            "good",
            sentence("doctor_service", f"{status.manager}{f', {status.detail}' if status.detail else ''}"),
        )
