"""Who has the helper's port?"""

from __future__ import annotations

from collections.abc import Iterator

from inset.health.check import Check, Subject, bad_because
from inset.words.sentences import sentence


def check_port(subject: Subject) -> Iterator[Check]:
    """One line."""
    use, wanted = subject.port, subject.settings.port
    if use.trouble is not None:
        yield bad_because("port", use.trouble)
    elif use.holder == "free":
        yield Check(
            "port",
            "warning",
            sentence("doctor_port_free", str(use.port)),
            sentence("doctor_port_start"),
        )
    elif use.holder == "this" and use.port != wanted:
        yield Check(
            "port",
            "warning",
            sentence("doctor_port_differs", str(use.port), str(wanted)),
            sentence("doctor_port_either", str(wanted), str(use.port)),
        )
    elif use.holder == "this":
        yield Check("port", "good", sentence("doctor_port", str(use.port)))
    elif use.holder == "inset":
        yield Check(
            "port",
            "bad",
            sentence("doctor_port_foreign", str(use.port), str(use.version)),
            sentence("doctor_port_foreign_remedy"),
        )
    else:
        yield Check(
            "port",
            "bad",
            sentence("doctor_port_taken", str(use.port)),
            sentence("doctor_port_taken_remedy"),
        )
