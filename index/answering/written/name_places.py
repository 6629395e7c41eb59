"""Whether names and figures stand beside the same words in a sentence as in what it is drawn from."""

from __future__ import annotations

from itertools import zip_longest
from typing import TYPE_CHECKING, NamedTuple

from ...attribution.tokens import NAME, NUMBER
from ...text.function_words import DETERMINERS

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from .wording import Wording

REACH = 2
"""Words on each side that tell a name's place. What share of sentences is seen in which another name of the
quote stands for one, and in which two have changed places, and what share of sound ones is taken for such
(``tests/benchmarks/bench_borne.py``, news to choose by, nothing else looked at):

    2 words   .878 / .946 / .022
    3 words   .893 / .941 / .038
    4 words   .889 / .872 / .049
"""


class _Unit(NamedTuple):
    """A word that is compared: its stem, or the last one's of a name; ``named`` if it is a name or figure."""

    key: str
    named: bool


def names_keep_their_places(claim: Wording, source: Wording) -> bool:
    """Whether no other name of the source would fit better beside the words around one of the claim's."""
    units, told = _units(claim), _units(source)
    pairs = {(unit.key, other.key) for i, unit in enumerate(told) for other in told[i + 1 : i + 1 + REACH]}
    names = {unit.key for unit in told if unit.named}
    return not any(
        _fits(units, i, other, pairs) > _fits(units, i, unit.key, pairs)
        for i, unit in enumerate(units)
        if unit.named and unit.key in names
        for other in names
    )


def _fits(units: Sequence[_Unit], i: int, key: str, pairs: set[tuple[str, str]]) -> int:
    """How many of the words around place ``i`` have the key on their same side in the source."""
    before = sum((unit.key, key) in pairs for unit in units[max(0, i - REACH) : i])
    return before + sum((key, unit.key) in pairs for unit in units[i + 1 : i + 1 + REACH])


def _units(text: Wording) -> list[_Unit]:
    return list(_each(text))


def _each(text: Wording) -> Iterator[_Unit]:
    """The words in order, without determiners; of a name of several words the last."""
    for word, following in zip_longest(text.words, text.words[1:]):
        goes_on = following is not None and following.kind == NAME and following.at - word.at <= 1
        if word.low not in DETERMINERS and not (word.kind == NAME and goes_on):
            yield _Unit(word.stem, word.kind in (NAME, NUMBER))
