"""People who don't exist, for what a text has somebody say."""

from __future__ import annotations

import random

from .alternatives import read_alternatives

COUNT, SEED = 600, 5


def made_up_people() -> list[str]:
    """``COUNT`` full names, the same ones every time."""
    names, rng = read_alternatives("people.tsv"), random.Random(SEED)  # noqa: S311
    return [f"{rng.choice(names['given'])} {rng.choice(names['family'])}" for _ in range(COUNT)]
