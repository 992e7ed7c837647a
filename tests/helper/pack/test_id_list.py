"""Lists of IDs as packs carry them: what is written is read again, and nothing else is believed."""

from __future__ import annotations

import math
from collections.abc import Callable, Iterable, Iterator

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from numpy.typing import NDArray

from inset.pack.id_list import MAX_ID, decode, decode_varints, encode, encode_varints

Encode = Callable[[Iterable[NDArray[np.uint64]]], Iterator[bytes]]
Decode = Callable[[Iterable[bytes], int], Iterator[NDArray[np.uint64]]]
CODERS: list[tuple[Encode, Decode]] = [(encode, decode), (encode_varints, decode_varints)]


def array(ids: Iterable[int]) -> NDArray[np.uint64]:
    return np.array(sorted(set(ids)), dtype=np.uint64)


@pytest.mark.parametrize(("code", "read"), CODERS)
@given(
    ids=st.one_of(
        st.sets(st.integers(1, MAX_ID), min_size=1, max_size=300),
        st.sets(st.integers(1, 10_000), min_size=1, max_size=300),
        st.integers(1, MAX_ID - 9_000).map(lambda first: set(range(first, first + 9_000))),
    ),
    cut=st.integers(1, 50),
)
def test_what_is_written_is_read(code: Encode, read: Decode, ids: set[int], cut: int) -> None:
    wanted = array(ids)
    content = b"".join(code(np.array_split(wanted, 3)))
    pieces = [content[at : at + cut] for at in range(0, len(content), cut)] if len(content) < 5_000 else [content]
    assert np.array_equal(np.concatenate(list(read(pieces, len(wanted)))), wanted)


@pytest.mark.parametrize(("code", "read"), CODERS)
@given(content=st.binary(max_size=200), count=st.integers(1, 5_000))
def test_whatever_is_read_is_so_many_ids_or_refused(code: Encode, read: Decode, content: bytes, count: int) -> None:
    try:
        found = np.concatenate(list(read([content], count)))
    except ValueError:
        return
    assert len(found) == count
    assert 1 <= int(found[0]) <= int(found[-1]) <= MAX_ID
    assert bool((found[1:] > found[:-1]).all())


@pytest.mark.parametrize(("code", "read"), CODERS)
def test_another_number_of_ids_is_refused(code: Encode, read: Decode) -> None:
    content = list(code([array([5, 9, 700_000])]))
    for count in (1, 2, 4, 10_000):
        with pytest.raises(ValueError, match="IDs"):
            list(read(content, count))


def test_a_random_list_takes_hardly_more_than_theory_allows() -> None:
    count, given_out = 200_000, 55_000_000_000
    ids = np.unique(np.random.default_rng(7).integers(1, given_out, count, dtype=np.uint64))
    least = len(ids) * math.log2(math.e * given_out / len(ids)) / 8
    assert sum(map(len, encode([ids]))) < 1.01 * least
