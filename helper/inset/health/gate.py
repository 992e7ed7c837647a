"""Is there a gate, sound and for all datasets? Without one every answer is right, and takes longer."""

from __future__ import annotations

from collections.abc import Iterator

from inset.errors import InsetError
from inset.health.check import Check, Subject, bad_because
from inset.index.gate import REMEDY, Gate, gate_files
from inset.index.gate_writer import update_gate, verify_gate
from inset.index.library import Library

_REMEDY = "Make it anew with `inset doctor --fix`."


def check_gate(subject: Subject) -> Iterator[Check]:
    """One line where there are exact datasets; with `fix`, the gate is made anew if something is wrong with it."""
    library = Library(subject.paths.datasets)
    if not any(dataset.store is not None for dataset in library.datasets.values()):
        return
    wrong = _what_is_wrong(library, subject)
    if wrong is not None and subject.fix:
        try:
            update_gate(subject.paths.datasets, anew=True)
        except OSError as error:
            yield Check("gate", "warning", f"The gate cannot be written: {error.strerror or error}.", _REMEDY)
            return
        except InsetError as error:
            yield bad_because("gate", error)
            return
        library = Library(subject.paths.datasets)
        wrong = _what_is_wrong(library, subject)
    if wrong is not None:
        yield Check("gate", "warning", f"{wrong} Look-ups are right, and take longer.", _REMEDY)
    elif library.gate is not None:
        by = f"it lets {100 * library.gate.lets_by:.1f} of 100 absent photos by"
        how = "every checksum is right" if subject.verify else "complete"
        yield Check("gate", "good", f"The gate covers all datasets; {by}; {how}.")


def _what_is_wrong(library: Library, subject: Subject) -> str | None:
    files = gate_files(subject.paths.datasets)
    if not files:
        return "There is no gate, so every dataset is asked about every photo."
    try:
        gate = library.gate or Gate(files[0])
        if subject.verify:
            verify_gate(gate, library.datasets.values())
        elif subject.port.holder != "this":  # the helper compares it in the background
            gate.pieces.need_all()
    except (InsetError, FileNotFoundError) as error:
        return f"The gate cannot be used: {str(error).removeprefix(REMEDY)}"
    if library.not_gated:
        return f"The gate does not cover {', '.join(library.not_gated)}."
    return None
