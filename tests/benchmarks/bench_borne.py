"""How many sentences that quotes bear are kept, and how many are let through that they don't bear.

    python tests/benchmarks/bench_borne.py [--data ../shared/data]

Sound are (a) MultiNLI's entailed pairs (Williams et al. 2018; premise: quote, hypothesis: sentence) as they
are, and (b) sentences of PolNeAR's news (Newell et al. 2018) told again by program (``retellings.py``).
Altered are both, by program (``alterations.py``), so that their quotes bear them no more. Half of the
premises and of the articles is to choose by, the other is only reported. The program that tells news again
and the rules share ideas of what may change, numbers and contractions for one: news are the easy end,
MultiNLI is the hard one. A word for another, and a speaker left out, are counted apart from the changes.
"""

from __future__ import annotations

import argparse
from collections import Counter
from pathlib import Path
from typing import TYPE_CHECKING

from alterations import CHANGES, UNASKED, altered
from retellings import entailed, retold

from index.answer import Citation
from index.answering.written import borne as rules
from index.document import Document, Span

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from retellings import Told

SOUND, WHOLE = "sound", ("neutral", "contradiction")
LEAST = (1.0, 0.9, 0.8, 0.66, 0.5, 0.0)

Case = tuple[str, str, str, "Told"]
"""Where it is from, its kind, its sentence, and what that was made of."""


def cases(data: Path) -> Iterator[Case]:
    """All sentences, sound and altered."""
    mnli = data / "mnli_part.jsonl"
    for told in [*entailed(mnli), *retold(data / "polnear_dev.jsonl")]:
        yield told.source, SOUND, told.sentence, told
        yield from ((told.source, kind, sentence, told) for kind, sentence in altered(told))
    for label in WHOLE:
        yield from (("mnli", label, told.sentence, told) for told in entailed(mnli, label))


def is_kept(sentence: str, told: Told) -> bool:
    """Whether the sentence stays, held to its quote."""
    document = Document("d", "D", told.quote)
    quote = Citation(1, told.quote, document, 1, Span(0, len(told.quote)), told.speaker)
    return bool(rules.borne([f"{sentence} [1]"], [quote]))


def rates(found: Sequence[Case]) -> dict[tuple[str, str], tuple[int, int]]:
    """By source and kind, how many stay and of how many."""
    kept, of = Counter[tuple[str, str]](), Counter[tuple[str, str]]()
    for source, kind, sentence, told in found:
        for where in (source, "both"):
            of[where, kind] += 1
            kept[where, kind] += is_kept(sentence, told)
            if kind in CHANGES and kind not in UNASKED:
                of[where, "all changes"] += 1
                kept[where, "all changes"] += is_kept(sentence, told)
    return {key: (kept[key], of[key]) for key in of}


def table(found: Sequence[Case]) -> None:
    """Print the share that stays, by kind."""
    measured = rates(found)
    print(f"{'':24}{'(a) MultiNLI':>18}{'(b) news':>18}{'both':>18}")
    for kind in (SOUND, "all changes", *CHANGES, *WHOLE):
        cells = [measured.get((where, kind)) for where in ("mnli", "news", "both")]
        print(f"{kind:24}" + "".join(f"{c[0] / c[1]:10.3f} of{c[1]:5}" if c else " " * 18 for c in cells))


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else "")
    parser.add_argument("--data", type=Path, default=Path(__file__).parents[3] / "shared" / "data")
    parser.add_argument("--curve", action="store_true", help="also with fewer of the words in the quotes")
    asked = parser.parse_args()
    found = list(cases(asked.data))
    for half in ("choose", "report"):
        of_half = [case for case in found if case[3].half == half]
        for least in LEAST if asked.curve else (rules.LEAST_BORNE,):
            rules.LEAST_BORNE = least
            print(f"\n{half}, at least {least:.0%} of the words in the quotes")
            table(of_half)


if __name__ == "__main__":
    main()
