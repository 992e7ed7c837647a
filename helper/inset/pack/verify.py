"""Verify a pack: everything that can be known of it without unpacking it."""

from __future__ import annotations

import hashlib
from pathlib import Path
from typing import Final

from inset.errors import PackInvalid
from inset.index.dataset_index import DETAILS_FILE, FILTER_FILE, ROWS_FILE, STORE_FILE
from inset.index.descriptor import FILE_NAME, FORMAT, SUMS_FILE, Descriptor
from inset.pack.format import PackHeader, invalid
from inset.pack.opened import Pack
from inset.visible import is_harmless
from inset.words.sentences import sentence
from inset.written_files import format_of, read_as

MAX_TEXT: Final = 4000
"""Characters of any one text in a descriptor: what is told of a dataset are sentences."""


def verify_pack(path: Path, *, sha256: str | None = None) -> tuple[PackHeader, Descriptor]:
    """Read a whole pack: its header, the checksums of its parts, its descriptor, and that all of them agree.

    What only unpacking can tell (whether the files that become of it are those of the descriptor) is left.

    Args:
        path: its file; sha256: what it must hash to, where somebody has said so.

    Raises:
        PackInvalid: something is wrong.
        OSError: it cannot be read.
    """
    with Pack(path, sha256=sha256) as pack:
        for part in pack.header.parts:
            for _ in pack.packed(part.name):
                pass
        return pack.header, read_packed_descriptor(pack)


def read_packed_descriptor(pack: Pack) -> Descriptor:
    """The publisher's descriptor, compared with what the pack's header says.

    Raises:
        PackInvalid: it is another one, or is not what its format says.
    """
    path, header = pack.path, pack.header
    content = b"".join(pack.unpacked(FILE_NAME))
    if hashlib.sha256(content).hexdigest() != header.descriptor:
        raise invalid(path, f"its {FILE_NAME} is not the one that its header names")
    try:
        if format_of(content) != FORMAT:
            raise PackInvalid(sentence("pack_run_later", path.name))
        descriptor = read_as(content, Descriptor)
        check_texts(descriptor)
    except ValueError as error:
        raise invalid(path, f"its {FILE_NAME} is not what its format says ({error})") from error
    if (descriptor.dataset, descriptor.run) != (header.dataset, header.run):
        raise invalid(path, f"its {FILE_NAME} describes another run")
    if descriptor.counts.photos != header.photos or descriptor.exact != header.exact:
        raise invalid(path, f"its {FILE_NAME} and its header disagree")
    _check_files(path, header, descriptor)
    return descriptor


def _check_files(path: Path, header: PackHeader, descriptor: Descriptor) -> None:
    """The files that the descriptor names are those that become of the parts, in their sizes."""
    expected = {FILTER_FILE, SUMS_FILE}
    expected |= {STORE_FILE} if descriptor.exact else set()
    expected |= {DETAILS_FILE} if descriptor.details else set()
    expected |= {ROWS_FILE} if descriptor.rows else set()
    carried = {part.name for part in header.parts} - {FILE_NAME}
    if set(descriptor.files) != expected or carried | {FILTER_FILE, SUMS_FILE} != expected:
        raise invalid(path, "its parts are not the files that its descriptor names")
    for part in header.parts:
        if part.name != FILE_NAME and descriptor.files[part.name].bytes != part.unpacked:
            raise invalid(path, f"its {part.name} has another size than its descriptor says")


def check_texts(descriptor: Descriptor) -> None:
    """A publisher's words are shown as they are: nothing in them may steer a terminal or turn the writing around.

    Raises:
        ValueError: something may, or a text is longer than any that means to be read.
    """
    import msgspec

    waiting: list[object] = [msgspec.to_builtins(descriptor)]
    while waiting:
        value = waiting.pop()
        if isinstance(value, dict):
            waiting += [*value, *value.values()]
        elif isinstance(value, (list, tuple)):
            waiting += value
        elif isinstance(value, str) and (len(value) > MAX_TEXT or not is_harmless(value)):
            raise ValueError("a text in it is too long, or holds what cannot be seen")
