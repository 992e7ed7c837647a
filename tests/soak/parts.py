"""The parts of the campaign by their names, as `make soak PARTS=…` takes them and docs/RELIABILITY.md names them."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

from soak.claims.absent import absent
from soak.claims.changed import changed
from soak.claims.flipped import flipped
from soak.figures import Part
from soak.interruption.swaps import swaps
from soak.intrusion.intruders import intruders
from soak.loss.at_once import at_once
from soak.loss.clocks import clocks
from soak.loss.followed import followed
from soak.loss.full_disk import full_disk
from soak.loss.full_steps import full_steps
from soak.loss.kills import kills
from soak.loss.power import power
from soak.loss.random_kills import random_kills

PARTS: Final[Mapping[str, Part]] = {
    "absent": absent,
    "changed": changed,
    "flipped": flipped,
    "kills": kills,
    "random-kills": random_kills,
    "power": power,
    "full-disk": full_disk,
    "full-steps": full_steps,
    "clocks": clocks,
    "following": followed,
    "at-once": at_once,
    "swaps": swaps,
    "intruders": intruders,
}
