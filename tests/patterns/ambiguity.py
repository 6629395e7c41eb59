"""Whether a backtracking match may try more than a bounded number of ways through one stretch of text.

That is so if, and only if, some text ``v`` leads a node ``p`` back to itself and also on to a node ``q`` that
``v`` leads back to itself (then n repeats of ``v`` are read in n ways), or leads ``p`` back to itself in
two ways (2ⁿ): Weber and Seidl, "On the degree of ambiguity of finite automata" (1991). A search begins
anywhere, which is a node of its own that reads anything. Behind a ``safe`` node the whole has matched, so
that nothing is tried again: ways that pass one don't count. It errs only on the strict side.

(regexploit 1.0 and redoctor 0.1.5 passed, or gave up on, all that this found in the first patterns here.)
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from .automaton import Automaton

if TYPE_CHECKING:
    import re
    from collections.abc import Iterator

State = tuple[int, int, int, int]
"""Three nodes that have read the same text, and the atom of its last character."""


def ambiguous(pattern: re.Pattern[str] | re.Pattern[bytes]) -> str | None:
    """A text whose repeats take more than linear time, to search or match in full; None if there is none."""
    for searching in (True, False):
        machine = Automaton(pattern, searching=searching)
        for text in _ways(machine):
            return text
    return None


def _ways(machine: Automaton) -> Iterator[str]:
    if not machine.loops:
        return
    reached = [_reachable(machine, n) for n in range(len(machine.edges))]
    component = [_component(reached, n) for n in range(len(reached))]
    loops = [n for n in range(len(reached)) if component[n] is not None]
    for q in loops:
        for p in loops:
            if q in machine.safe or (p != q and q not in reached[p]):
                continue
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


def _steps(
    machine: Automaton, component: list[int | None], state: State, p: int, q: int
) -> Iterator[tuple[State, bool]]:
    """All that one character may do to three nodes; whether the first two, still one, part."""
    a, b, c, last = state
    firsts = [step for step in enumerate(machine.edges[a]) if component[step[1][0]] == component[p]]
    lasts = [e for e in machine.edges[c] if component[e[0]] == component[q] and e[0] not in machine.safe]
    for way, (to_b, if_b) in enumerate(machine.edges[b]) if firsts else ():
        for to_c, if_c in lasts if p != q else [e for e in lasts if e[0] == to_b]:
            both = machine.reads[to_b] & machine.reads[to_c]
            for way_of_a, (to_a, if_a) in firsts if both else ():
                for atom in both & machine.reads[to_a]:
                    if all((last, atom) in asked for asked in (if_a, if_b, if_c)):
                        yield (to_a, to_b, to_c, atom), way_of_a != way


def _component(reached: list[set[int]], node: int) -> int | None:
    """The strongly connected component of a node; None of one that can't come back to itself."""
    return min(m for m in reached[node] if node in reached[m]) if node in reached[node] else None


def _reachable(machine: Automaton, node: int) -> set[int]:
    found: set[int] = set()
    queue = [node]
    while queue:
        for target, _ in machine.edges[queue.pop()]:
            if target not in found:
                found.add(target)
                queue.append(target)
    return found
