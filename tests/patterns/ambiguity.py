"""Whether a backtracking match may try more than a bounded number of ways through one stretch of text.

That is so if, and only if, some text ``v`` leads a node ``p`` back to itself and also on to a node ``q`` that
``v`` leads back to itself (then n repeats of ``v`` are read in n ways), or leads ``p`` back to itself in two
ways (2ⁿ): Weber and Seidl, "On the degree of ambiguity of finite automata" (1991). A search begins anywhere, which
is a node of its own that reads anything. Behind a ``safe`` node the whole has matched, so that nothing is tried
again: ways that pass one don't count.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from .automaton import EDGE, Automaton

if TYPE_CHECKING:
    import re
    from collections.abc import Iterator

State = tuple[int, int, int, int]
"""Three nodes that have read the same text, and the atom of its last character."""


def ambiguous(pattern: re.Pattern[str] | re.Pattern[bytes]) -> str | None:
    """A text whose repeats cost more than linear time, searched for or matched in full; None if there is none."""
    for searching in (True, False):
        machine = Automaton(pattern, searching=searching)
        for text in _ways(machine):
            return text
    return None


def _ways(machine: Automaton) -> Iterator[str]:
    component = _components(machine)
    loops = [n for n in range(len(machine.edges)) if component[n] is not None]
    for q in loops:
        if q in machine.safe:
            continue
        for p in loops:
            held = frozenset.intersection(*(machine.atomic[n] for n in loops if component[n] == component[p]))
            if held - machine.atomic[q]:  # an atomic group is left once, and not entered again
                continue
            if (text := _meet(machine, component, p, q)) is not None:
                yield text


def _meet(machine: Automaton, component: list[int | None], p: int, q: int) -> str | None:
    """The text that leads (p, p, q) to (p, q, q), as described above; with p = q, by two ways."""
    begun: dict[tuple[State, bool], str] = {
        ((p, p, q, atom), p != q): "" for atom in machine.reads[p] & machine.reads[q]
    }
    queue = list(begun)
    for state, parted in queue:
        text = begun[state, parted]
        for after, differs in _steps(machine, component, state, p, q):
            found = (after, parted or differs)
            if found not in begun:
                begun[found] = text + machine.example[after[3]]
                queue.append(found)
            if after[:3] == (p, q, q) and found[1]:
                return begun[found] or machine.example[after[3]]
    return None


def _steps(machine: Automaton, component: list[int | None], state: State, p: int, q: int) -> Iterator[tuple[State, bool]]:
    """All that one character may do to three nodes; whether the first two, still one, part."""
    a, b, c, last = state
    for to_a, if_a in machine.edges[a]:
        if component[to_a] != component[p] or (p != 0 and p == q and to_a in machine.safe):
            continue
        for way, (to_b, if_b) in enumerate(machine.edges[b]):
            if p == q and (component[to_b] != component[p] or to_b in machine.safe):
                continue
            for to_c, if_c in machine.edges[c]:
                if component[to_c] != component[q] or to_c in machine.safe:
                    continue
                if p == q and to_c != to_b:
                    continue
                for atom in machine.reads[to_a] & machine.reads[to_b] & machine.reads[to_c]:
                    if all((last, atom) in asked for asked in (if_a, if_b, if_c)):
                        yield (to_a, to_b, to_c, atom), machine.edges[a].index((to_a, if_a)) != way


def _components(machine: Automaton) -> list[int | None]:
    """The strongly connected component of each node; None of a node that can't come back to itself."""
    reached = [_reachable(machine, n) for n in range(len(machine.edges))]
    return [
        min(m for m in reached[n] if n in reached[m]) if n in reached[n] else None for n in range(len(reached))
    ]


def _reachable(machine: Automaton, node: int) -> set[int]:
    found: set[int] = set()
    queue = [node]
    while queue:
        for target, _ in machine.edges[queue.pop()]:
            if target not in found:
                found.add(target)
                queue.append(target)
    return found
