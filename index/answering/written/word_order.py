"""Whether the words of a sentence stand in some order that what it is drawn from has."""

from __future__ import annotations

from typing import TYPE_CHECKING

from rapidfuzz.distance import LCSseq

if TYPE_CHECKING:
    from .wording import Wording

LEAST_IN_ORDER = 0.5
"""Share of the words of both that must follow each other as they do in the source. Of sound sentences that
are kept else, taken for disordered, and let through with their words shuffled (news and MultiNLI, the half
to choose by; without this .254 and .757 are let through):

    0.4    .000  .017    .143  .680
    0.5    .000  .040    .061  .533
    0.6    .003  .153    .022  .310
    0.7    .007  .273    .008  .133
"""


def keeps_order(claim: Wording, source: Wording) -> bool:
    """Whether enough of the claim's words stand in the source's order; those that it hasn't don't count."""
    shared = [word.stem for word in claim.words if word.stem in source.stems]
    return LCSseq.similarity(shared, [word.stem for word in source.words]) >= LEAST_IN_ORDER * len(shared)
