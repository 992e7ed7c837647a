"""Who has the helper's port?"""

from __future__ import annotations

from collections.abc import Iterator

from inset.health.check import Check, Subject, bad_because


def check_port(subject: Subject) -> Iterator[Check]:
    """One line."""
    use, wanted = subject.port, subject.settings.port
    if use.trouble is not None:
        yield bad_because("port", use.trouble)
    elif use.holder == "free":
        yield Check(
            "port",
            "warning",
            f"Port {use.port} is free: the helper does not run, so no photo can be badged.",
            "Start it: `inset service install` for every login, or `inset serve` in a terminal.",
        )
    elif use.holder == "this" and use.port != wanted:
        yield Check(
            "port",
            "warning",
            f"The helper answers on port {use.port}; the settings say {wanted}.",
            f"Start it anew for port {wanted}, or set port {use.port} in the extension's options.",
        )
    elif use.holder == "this":
        yield Check("port", "good", f"The helper answers on port {use.port}.")
    elif use.holder == "inset":
        yield Check(
            "port",
            "bad",
            f"A helper of another person, or of another INSET_HOME, has port {use.port} (version {use.version}).",
            "Stop that one, or give this one a port of its own and set it in the extension's options.",
        )
    else:
        yield Check(
            "port",
            "bad",
            f"Another program has port {use.port}.",
            "End that program, or choose another port and set it in the extension's options.",
        )
