"""What kind of list a dataset is: photos that were chosen for training, or a census of what was public.

A census lists nearly all photos that were public on Flickr at some time. That a photo is in one says "it was public",
and not "it was chosen": nobody may be told that such a photo was used for training. So censuses are told apart wherever
answers are counted or worded, and the extension shows them only to who switched them on.
"""

from __future__ import annotations

from typing import Final, Literal, get_args

Kind = Literal["training", "census"]

KINDS: Final[tuple[Kind, ...]] = get_args(Kind)


def parse_kind(value: object) -> Kind:
    """The kind that a descriptor names; one without any, from before there were kinds, is of a training set.

    Raises:
        ValueError: it is no kind.
    """
    if value is None:
        return "training"
    if value not in KINDS:
        raise ValueError(f"{value!r} is no kind of dataset")
    return value
