"""A dataset's name that is mistyped is answered with the one that is most like it, by every verb."""

from __future__ import annotations

import pytest

from support.command_line.commands import Inset


@pytest.mark.parametrize(
    "words",
    [
        "datasets inset-smple",
        "remove inset-smple",
        "export inset-smple --to csv",
        "pack inset-smple",
        "publish site inset-smple",
    ],
)
def test_the_one_that_is_most_like_it_is_asked_for(inset: Inset, words: str) -> None:
    inset("build", "--sample")
    ran = inset(*words.split())
    assert ran.status == 3
    assert ran.err.startswith("inset: Did you mean inset-sample? There is no dataset inset-smple")
