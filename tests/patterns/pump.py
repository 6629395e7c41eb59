"""Texts that a pattern might choke on: what stands before each of its repeats, and what it repeats."""

from __future__ import annotations

import re
from re import _constants as op  # type: ignore[attr-defined]
from re import _parser as parser  # type: ignore[attr-defined]
from typing import TYPE_CHECKING, Any

from .automaton import CHARACTERS, SAMPLE, CharacterSet, holds

if TYPE_CHECKING:
    from collections.abc import Iterator

LONG = 8
"""A bounded repeat of so many is pumped as if it had no bound."""

ALTERNATIVES = 12
"""So many of what a repeat may repeat are tried one by one."""

REPEATS = (op.MAX_REPEAT, op.MIN_REPEAT, op.POSSESSIVE_REPEAT)


def pumps(pattern: re.Pattern[Any]) -> list[tuple[str, str]]:
    """Pairs of a beginning and of a part that can be repeated behind it."""
    text = pattern.pattern if isinstance(pattern.pattern, str) else pattern.pattern.decode("latin-1")
    flags = pattern.flags & ~re.UNICODE if isinstance(pattern.pattern, bytes) else pattern.flags
    return list(dict.fromkeys(_repeats(parser.parse(text, flags), "", pattern.flags)))


def _repeats(tree: Any, before: str, flags: int) -> Iterator[tuple[str, str]]:
    for item in tree:
        what, value = item
        if what in REPEATS:
            if value[1] == op.MAXREPEAT or value[1] >= LONG:
                yield from ((before, part) for part in _parts(value[2], flags))
            yield from _repeats(value[2], before, flags)
        elif what is op.SUBPATTERN:
            yield from _repeats(value[3], before, flags)
        elif what is op.BRANCH:
            for branch in value[1]:
                yield from _repeats(branch, before, flags)
        elif what in (op.ATOMIC_GROUP, op.ASSERT, op.ASSERT_NOT):
            yield from _repeats(value if what is op.ATOMIC_GROUP else value[1], before, flags)
        before += _sample([item], flags)


def _parts(tree: Any, flags: int) -> list[str]:
    """What a repeat may repeat: each of its alternatives, and all of them in a row."""
    branches = [b for what, value in tree if what is op.BRANCH for b in value[1]]
    branches += [b for what, value in tree if what is op.SUBPATTERN for w, v in value[3]
                 if w is op.BRANCH for b in v[1]]  # fmt: skip
    found = [part for branch in branches[:ALTERNATIVES] if (part := _sample(branch, flags))]
    return list(filter(None, [_sample(tree, flags), *found, "".join(found)]))


def _sample(tree: Any, flags: int) -> str:
    """A text that the items read; of optional ones too, for most often they make the trouble."""
    return "".join(_one(what, value, flags) for what, value in tree)


def _one(what: Any, value: Any, flags: int) -> str:
    if what in CHARACTERS:
        read = CharacterSet.read(what, value, flags)
        letters = [*map(chr, read.literals()), *SAMPLE]
        return next((c for c in letters if holds(read, c)), "")
    if what in REPEATS:
        return _sample(value[2], flags) * max(value[0], 1)
    if what is op.SUBPATTERN:
        return _sample(value[3], flags)
    if what is op.BRANCH:
        return next(filter(None, (_sample(branch, flags) for branch in value[1])), "")
    return _sample(value, flags) if what is op.ATOMIC_GROUP else ""
