"""The small words that decide what the next one is to the rest: by or to a number, to or from a place.

Of sentences with another of them, "to" for "from" or "or" for "and", .786 are let through in news and .136 in
MultiNLI without this, .060 and .060 with it; of sound ones in MultiNLI .004 are lost, in news none
(``tests/benchmarks/bench_borne.py``, the half that is only reported).
"""

from __future__ import annotations

from collections import defaultdict
from typing import TYPE_CHECKING

from ...text.function_words import DETERMINERS

if TYPE_CHECKING:
    from .wording import Wording

_JOINTS = frozenset(
    "and by to from between under over above below against for without or but except than".split()
)


def joints(text: Wording) -> dict[str, set[str]]:
    """For each stem, what stands before it: one of the small words, with at most articles between, or ""."""
    found, joint = defaultdict[str, set[str]](set), ""
    for word in text.words:
        if word.low in _JOINTS:
            joint = word.low
        elif word.low not in DETERMINERS:
            found[word.stem].add(joint)
            joint = ""
    return found


def keeps_joints(claim: Wording, source: Wording) -> bool:
    """Whether no word of a text is joined to it by another of them than in its source.

    Where the source joins it by none, any will do: "told Xi" is "said to Xi".
    """
    there = joints(source)
    return all(
        joint in there[stem]
        for stem, found in joints(claim).items()
        for joint in found - {""}
        if there[stem] and "" not in there[stem]
    )
