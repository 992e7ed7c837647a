"""Is there a gate, sound and for all datasets? Without one every answer is right, and takes longer."""

from __future__ import annotations

from collections.abc import Iterator

from inset.errors import InsetError
from inset.health.check import Check, Subject, bad_because
from inset.index.gate import REMEDY, Gate, gate_files
from inset.index.gate_writer import update_gate, verify_gate
from inset.index.library import Library
from inset.words.sentences import sentence, with_commas

_REMEDY = sentence("doctor_gate_anew")


def check_gate(subject: Subject) -> Iterator[Check]:
    """One line where a gate is of use; with `fix`, the gate is made anew if something is wrong with it."""
    library = Library(subject.paths.datasets)
    if not any(dataset.is_for_gate for dataset in library.datasets.values()):
        return
    wrong = _what_is_wrong(library, subject)
    if wrong is not None and subject.fix:
        try:
            update_gate(subject.paths.datasets, anew=True)
        except OSError as error:
            yield Check("gate", "warning", sentence("doctor_gate_unwritten", error.strerror or error), _REMEDY)
            return
        except InsetError as error:
            yield bad_because("gate", error)
            return
        library = Library(subject.paths.datasets)
        wrong = _what_is_wrong(library, subject)
    if wrong is not None:
        yield Check("gate", "warning", sentence("doctor_gate_slower", wrong), _REMEDY)
    elif library.gate is not None:
        told = "doctor_gate_verified" if subject.verify else "doctor_gate_good"
        yield Check("gate", "good", sentence(told, 100 * library.gate.lets_by))


def _what_is_wrong(library: Library, subject: Subject) -> str | None:
    files = gate_files(subject.paths.datasets)
    if not files:
        return sentence("doctor_no_gate")
    try:
        gate = library.gate or Gate(files[0])
        if subject.verify:
            verify_gate(gate, library.datasets.values())
        elif subject.port.holder != "this":  # the helper compares it in the background
            gate.pieces.need_all()
    except (InsetError, FileNotFoundError) as error:
        return sentence("doctor_gate_unusable", str(error).removeprefix(REMEDY))
    if library.not_gated:
        return sentence("doctor_gate_lacks", with_commas(library.not_gated))
    return None
