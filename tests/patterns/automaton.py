"""A regular expression as the automaton that Python's backtracking ``re`` walks: one node a character read.

What stands between two characters (``\\b``, ``^``, a look of one character ahead or behind, the exit of a
possessive repeat) is a condition on the pair of characters around it. A longer look ahead is a side
branch that leads nowhere, which costs what it costs; its outcome is taken to be open.
"""

from __future__ import annotations

import re
import string
from dataclasses import dataclass, field
from functools import cache
from re import _constants as op  # type: ignore[attr-defined]
from re import _parser as parser  # type: ignore[attr-defined]
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

SAMPLE = [*"amzAMZ059_ \t\n\r\0\x1f", *string.punctuation, *"éÉßſ中٣²\xa0\u2028“”’»—…。\u0301\u200b😀€"]
"""Code points of each kind that patterns tell apart; their own literals join them."""

MOST_OPTIONAL = 2
"""Repeats beyond the least that are modelled of a bounded one: it can't loop, so more change no growth."""

CHARACTERS = (op.LITERAL, op.NOT_LITERAL, op.ANY, op.IN)
"""The items that read one character."""

EDGE = -1
"""The atom of "no character": before the first, behind the last."""

Condition = frozenset[tuple[int, int]]
"""The pairs of atoms, before and behind a place, that let a match pass there."""

_CATEGORIES = {
    op.CATEGORY_DIGIT: r"\d", op.CATEGORY_NOT_DIGIT: r"\D", op.CATEGORY_SPACE: r"\s",
    op.CATEGORY_NOT_SPACE: r"\S", op.CATEGORY_WORD: r"\w", op.CATEGORY_NOT_WORD: r"\W",
}  # fmt: skip


@dataclass
class Place:
    """A place between characters: ``out`` are where a match may go on, or ``reads`` the atoms it may read.

    ``atomic`` are the atomic groups around it; ``open`` tells that a match may also fail there.
    """

    out: list[tuple[Condition | None, int]] = field(default_factory=list)
    reads: frozenset[int] | None = None
    then: int = -1
    atomic: frozenset[int] = frozenset()
    open: bool = False


class Automaton:
    """``edges[i]`` are the steps of node ``i``: the next node, and the pairs of atoms that allow it.

    Node 0 is the start: it has read nothing, or when ``searching`` anything at all. ``safe`` are the nodes
    behind which the whole has matched, whatever follows; ``loops`` tells whether anything repeats without
    end. ``reads`` gives the atoms that each node reads,
    ``atomic`` the atomic groups in which it stands.
    """

    def __init__(self, pattern: re.Pattern[Any], *, searching: bool) -> None:
        text = pattern.pattern if isinstance(pattern.pattern, str) else pattern.pattern.decode("latin-1")
        tree = parser.parse(
            text, pattern.flags & ~re.UNICODE if isinstance(pattern.pattern, bytes) else pattern.flags
        )
        self._flags = pattern.flags
        self._atoms(tree)
        self._places: list[Place] = []
        self._atomic: frozenset[int] = frozenset()
        self.loops = False
        accept = self._place()
        end = accept if searching else self._at(self._behind({EDGE}), accept)
        start = self._sequence(tree, end, self._flags)
        self._connect(start, accept, searching=searching)

    # ------------------------------------------------------------------ characters

    def _atoms(self, tree: Any) -> None:
        """Group the sample's characters by the sets of the pattern that hold them."""
        sets = list(dict.fromkeys(self._sets(tree, self._flags)))
        literals = [chr(c) for s in sets for c in s.literals()]
        sample = list(dict.fromkeys([*SAMPLE, *literals, *map(str.swapcase, literals)]))
        sample = [c for c in sample if len(c) == 1]
        kinds: dict[tuple[bool, ...], int] = {}
        self._of: dict[CharacterSet, frozenset[int]] = {}
        self.example: dict[int, str] = {}
        always = [CharacterSet.of(r"\w"), CharacterSet.of(r"\n")]
        every = [*sets, *always]
        for c in sample:
            key = tuple(holds(s, c) for s in every)
            atom = kinds.setdefault(key, len(kinds))
            if atom not in self.example or (not self.example[atom].isalnum() and c.isalnum()):
                self.example[atom] = c
        for n, s in enumerate(every):
            self._of[s] = frozenset(atom for key, atom in kinds.items() if key[n])
        self.all = frozenset(kinds.values())
        self._word, self._line = self._of[always[0]], self._of[always[1]]

    def _sets(self, tree: Any, flags: int) -> Iterator[CharacterSet]:
        for what, value in tree:
            if what in CHARACTERS:
                yield CharacterSet.read(what, value, flags)
            for sub, scoped in _parts(what, value, flags):
                yield from self._sets(sub, scoped)

    def _reads(self, what: Any, value: Any, flags: int) -> frozenset[int]:
        return self._of[CharacterSet.read(what, value, flags)]

    # ------------------------------------------------------------------ conditions

    def _behind(self, atoms: set[int] | frozenset[int]) -> Condition:
        return frozenset((a, b) for a in self.all | {EDGE} for b in atoms)

    def _before(self, atoms: set[int] | frozenset[int]) -> Condition:
        return frozenset((a, b) for a in atoms for b in self.all | {EDGE})

    def _not(self, condition: Condition) -> Condition:
        return self._behind(self.all | {EDGE}) - condition

    def _anchor(self, where: Any, flags: int) -> Condition:
        word = frozenset((a, b) for a in self.all | {EDGE} for b in self.all | {EDGE}
                         if (a in self._word) != (b in self._word))  # fmt: skip
        lines = self._line if flags & re.MULTILINE else frozenset()
        return {
            op.AT_BEGINNING: self._before(lines | {EDGE}),
            op.AT_BEGINNING_STRING: self._before({EDGE}),
            op.AT_END: self._behind(self._line | {EDGE}),
            op.AT_END_STRING: self._behind({EDGE}),
            op.AT_BOUNDARY: word,
            op.AT_NON_BOUNDARY: self._not(word),
        }[where]

    def _look(self, tree: Any, flags: int, side: Callable[[frozenset[int]], Condition]) -> Condition | None:
        """What a look of at most one character asks; None of a longer one."""
        items = list(tree)
        if not items:
            return self._behind(self.all | {EDGE})
        if len(items) > 1:
            return None
        what, value = items[0]
        if what is op.AT:
            return self._anchor(value, flags)
        if what in CHARACTERS:
            return side(self._reads(what, value, flags))
        if what is op.SUBPATTERN:
            return self._look(value[3], _scoped(value, flags), side)
        if what is op.BRANCH:
            looks = [self._look(branch, flags, side) for branch in value[1]]
            return None if None in looks else frozenset().union(*looks)  # type: ignore[arg-type]
        return None

    # ------------------------------------------------------------------ building, from the end backwards

    def _place(self) -> int:
        self._places.append(Place())
        return len(self._places) - 1

    def _at(self, condition: Condition | None, *then: int) -> int:
        place = self._place()
        self._places[place].out = [(condition, target) for target in then]
        return place

    def _sequence(self, tree: Any, then: int, flags: int) -> int:
        for what, value in reversed(list(tree)):
            then = self._item(what, value, then, flags)
        return then

    def _item(self, what: Any, value: Any, then: int, flags: int) -> int:
        if what in CHARACTERS:
            place = self._place()
            self._places[place] = Place([], self._reads(what, value, flags), then, self._atomic)
            return place
        if what is op.AT:
            return self._at(self._anchor(value, flags), then)
        if what in (op.ASSERT, op.ASSERT_NOT):
            return self._assertion(what, value, then, flags)
        if what is op.BRANCH:
            return self._at(None, *(self._sequence(branch, then, flags) for branch in value[1]))
        if what is op.SUBPATTERN:
            return self._sequence(value[3], then, _scoped(value, flags))
        if what is op.ATOMIC_GROUP:
            return self._closed(value, then, flags)
        if what in (op.MAX_REPEAT, op.MIN_REPEAT, op.POSSESSIVE_REPEAT):
            return self._repeat(what, value, then, flags)
        raise NotImplementedError(f"{what} costs what its input costs: write it otherwise")

    def _closed(self, tree: Any, then: int, flags: int) -> int:
        """An atomic group, whose nodes know it."""
        outer, self._atomic = self._atomic, self._atomic | {len(self._places)}
        start = self._sequence(tree, then, flags)
        self._atomic = outer
        return start

    def _assertion(self, what: Any, value: Any, then: int, flags: int) -> int:
        direction, tree = value
        look = self._look(tree, flags, self._behind if direction > 0 else self._before)
        if look is not None:
            return self._at(look if what is op.ASSERT else self._not(look), then)
        passed = self._at(None, then)
        self._places[passed].open = True
        if direction < 0:  # of fixed width, so of fixed cost
            return passed
        return self._at(None, self._sequence(tree, self._at(None), flags), passed)

    def _repeat(self, what: Any, value: Any, then: int, flags: int) -> int:
        least, most, tree = value
        (first, read), *more = list(tree)
        if what is op.POSSESSIVE_REPEAT and most == op.MAXREPEAT and first in CHARACTERS and not more:
            then = self._at(self._not(self._behind(self._reads(first, read, flags))), then)  # it can't go on
        if most == op.MAXREPEAT:
            loop, self.loops = self._place(), True
            self._places[loop].out = [(None, self._sequence(tree, loop, flags)), (None, then)]
            then = loop
        else:
            for _ in range(min(most - least, MOST_OPTIONAL)):
                then = self._at(None, self._sequence(tree, then, flags), then)
        for _ in range(least):
            then = self._sequence(tree, then, flags)
        return then

    # ------------------------------------------------------------------ nodes and steps

    def _connect(self, start: int, accept: int, *, searching: bool) -> None:
        readers = [i for i, place in enumerate(self._places) if place.reads is not None]
        number = {place: n for n, place in enumerate(readers, 1)}
        self.reads = [self.all, *(self._places[p].reads or frozenset() for p in readers)]
        self.atomic = [frozenset(), *(self._places[p].atomic for p in readers)]
        anywhere = self._behind(self.all | {EDGE})
        self.edges: list[list[tuple[int, Condition]]] = []
        accepted: list[Condition] = []
        self._sure: list[list[tuple[int, Condition]]] = []
        for node, place in enumerate([start, *(self._places[p].then for p in readers)]):
            steps: list[tuple[int, Condition]] = [(0, anywhere)] if node == 0 and searching else []
            accepted.append(frozenset())
            self._sure.append([])
            for target, condition, certain in self._closure(place, anywhere, ()):
                if target == accept and certain:
                    accepted[-1] |= condition
                elif target in number:
                    steps.append((number[target], condition))
                    self._sure[-1] += steps[-1:] if certain else []
            self.edges.append(steps)
        self.safe = self._safe(accepted)

    def _safe(self, accepted: list[Condition]) -> set[int]:
        """The nodes behind which the whole has matched, there or, where a repeat must go on, further on."""
        safe = {node for node, condition in enumerate(accepted) if condition}
        while unsure := {node for node in safe if not self._covered(node, accepted[node], safe)}:
            safe -= unsure
        return safe

    def _covered(self, node: int, accepted: Condition, safe: set[int]) -> bool:
        met = set(accepted)
        for target, condition in self._sure[node]:
            if target in safe:
                met |= {(a, b) for a, b in condition if b in self.reads[target]}
        return met >= {(a, b) for a in self.reads[node] for b in self.all | {EDGE}}

    def _closure(
        self, place: int, condition: Condition, seen: tuple[int, ...], *, certain: bool = True
    ) -> Iterator[tuple[int, Condition, bool]]:
        """Where a match may get without reading, and whether it surely does; each way is one of its own."""
        here = self._places[place]
        if here.reads is not None or not here.out:
            yield place, condition, certain
        for asked, target in here.out:
            both = condition if asked is None else condition & asked
            if both and target not in seen:
                yield from self._closure(target, both, (*seen, place), certain=certain and not here.open)


@dataclass(frozen=True)
class CharacterSet:
    """What one item of a pattern reads."""

    negated: bool
    items: tuple[tuple[Any, Any], ...]
    ignorecase: bool
    ascii: bool = False

    @classmethod
    def read(cls, what: Any, value: Any, flags: int) -> CharacterSet:
        """The set of an item of a parsed pattern."""
        fold, plain = bool(flags & re.IGNORECASE), not flags & re.UNICODE
        if what is op.ANY:
            return cls(True, () if flags & re.DOTALL else ((op.LITERAL, 10),), False)
        if what is not op.IN:
            return cls(what is op.NOT_LITERAL, ((op.LITERAL, value),), fold, plain)
        negated = value[0][0] is op.NEGATE
        return cls(negated, tuple(value[1:] if negated else value), fold, plain)

    @classmethod
    def of(cls, text: str) -> CharacterSet:
        """The set of a pattern of one item."""
        return cls.read(*next(iter(parser.parse(text))), re.UNICODE)

    def literals(self) -> Iterator[int]:
        """The code points that it names."""
        for what, value in self.items:
            yield from (value,) if what is op.LITERAL else value if what is op.RANGE else ()

    def lists(self, character: str) -> bool:
        """Whether it names the character, or its kind."""
        code = ord(character)
        for what, value in self.items:
            if what is op.LITERAL and code == value:
                return True
            if what is op.RANGE and value[0] <= code <= value[1]:
                return True
            if what is op.CATEGORY and re.match(_CATEGORIES[value], character, re.ASCII if self.ascii else 0):
                return True
        return False


@cache
def holds(those: CharacterSet, character: str) -> bool:
    """Whether a set reads the character."""
    cases = {character, character.lower(), character.upper()} if those.ignorecase else {character}
    return any(those.lists(c) for c in cases if len(c) == 1) != those.negated


def _scoped(subpattern: Any, flags: int) -> int:
    return int((flags | subpattern[1]) & ~subpattern[2])


def _parts(what: Any, value: Any, flags: int) -> Iterator[tuple[Any, int]]:
    """The parsed patterns inside an item."""
    if what is op.SUBPATTERN:
        yield value[3], _scoped(value, flags)
    elif what is op.BRANCH:
        yield from ((branch, flags) for branch in value[1])
    elif what in (op.MAX_REPEAT, op.MIN_REPEAT, op.POSSESSIVE_REPEAT):
        yield value[2], flags
    elif what is op.ATOMIC_GROUP:
        yield value, flags
    elif what in (op.ASSERT, op.ASSERT_NOT):
        yield value[1], flags
