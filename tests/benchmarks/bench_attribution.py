"""Who said what, as stored, against PolNeAR's attributions: precision and recall.

    python tests/benchmarks/bench_attribution.py polnear_dev.jsonl [--wrong] [--least 0.5]

One article a line: ``text`` and ``attributions`` with ``source`` and ``content`` spans (PolNeAR, Newell et
al. 2018). The articles fall into two fixed halves by a hash of their id: one to choose by, one to report.

  precision   of the stored statements, those that overlap a content whose source is their speaker
  named       the same of statements whose speaker has a proper name: what may be put under somebody's name
  recall      of the attributions with a source other than a pronoun, those that some statement so meets
  unresolved  statements that overlap only contents whose source is a pronoun or none: counted in neither
"""

from __future__ import annotations

import argparse
import json
import re
import zlib
from collections import Counter
from pathlib import Path
from typing import TYPE_CHECKING, Any

from index.attribution.statements import statements
from index.text.segmentation import paragraphs, sentences

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from index.document import Statement

LEAST_OVERLAP = 15
"""Code points that a statement shares with a content, or all of a shorter one."""

_PRONOUNS = frozenset(
    "he she they it we i you his her their its our my who him them us that this these those some many others "
    "one which".split()
)
_SMALL = frozenset(
    "the a an of for at on in from with to and by his her their its mr mrs ms sen rep gov dr former "
    "president secretary senator democratic republican".split()
)


def half(article: str) -> str:
    """Which half of the articles an id belongs to: one is chosen by, the other only reported."""
    return "choose" if zlib.crc32(article.encode()) % 2 else "report"


def words(source: str) -> frozenset[str]:
    """The words of a source or speaker that tell who it is."""
    found = [re.sub(r"['’]s?$", "", w) for w in re.findall(r"[\w’'.-]+", source.lower())]
    return frozenset(w.strip(".'’-").removesuffix("s") for w in found if w not in _SMALL) - {""}


def is_pronoun(source: str) -> bool:
    return not words(source) - _PRONOUNS


def meets(statement: Statement, attribution: dict[str, Any]) -> bool:
    """Whether the statement overlaps the attribution's content."""
    return any(
        min(statement.span.end, end) - max(statement.span.start, start) >= min(LEAST_OVERLAP, end - start)
        for content in attribution["content"]
        for start, end in content["spans"]
    )


def source(attribution: dict[str, Any]) -> str:
    return " ".join(span["text"] for span in attribution["source"])


def attributed(text: str) -> list[Statement]:
    """The statements that are stored of a text."""
    return statements(text, [sentences(text, block) for block in paragraphs(text)])


def judged(
    found: Sequence[Statement], truth: Sequence[dict[str, Any]]
) -> Iterator[tuple[str, Statement, list[str]]]:
    """Each statement with "right", "wrong" or "unresolved", and the sources whose contents it overlaps."""
    for statement in found:
        sources = [source(a) for a in truth if meets(statement, a)]
        if any(words(s) & words(statement.speaker) for s in sources if not is_pronoun(s)):
            verdict = "right"
        elif sources and all(map(is_pronoun, sources)):
            verdict = "unresolved"
        else:
            verdict = "wrong"
        yield verdict, statement, sources


def recalled(found: Sequence[Statement], truth: Sequence[dict[str, Any]]) -> Iterator[bool]:
    for attribution in truth:
        if not is_pronoun(source(attribution)):
            who = words(source(attribution))
            yield any(who & words(s.speaker) and meets(s, attribution) for s in found)


def measure(articles: Sequence[dict[str, Any]], least: float, *, show: bool) -> dict[str, Counter[str]]:
    """The counts of each half."""
    counts = {"choose": Counter[str](), "report": Counter[str]()}
    for article in articles:
        count = counts[half(article["id"])]
        found = [s for s in attributed(article["text"]) if s.certainty >= least]
        for verdict, statement, sources in judged(found, article["attributions"]):
            count[verdict] += 1
            count[f"named {verdict}"] += statement.speaker[:1].isupper()
            if show and verdict == "wrong" and half(article["id"]) == "choose":
                quote = " ".join(statement.span.of(article["text"]).split())
                print(
                    f"{statement.certainty} {statement.speaker!r} ({statement.verb}) not {sources}: {quote}"
                )
        met = list(recalled(found, article["attributions"]))
        count["met"] += sum(met)
        count["attributions"] += len(met)
    return counts


def _row(name: str, count: Counter[str]) -> str:
    named = count["named right"] + count["named wrong"]
    shares = (
        count["right"] / max(1, count["right"] + count["wrong"]),
        count["named right"] / max(1, named),
        count["met"] / max(1, count["attributions"]),
    )
    stored = count["right"] + count["wrong"] + count["unresolved"]
    return f"{name:8}" + "".join(f"{share:11.3f}" for share in shares) + f"{count['unresolved']:12}{stored:8}"


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else "")
    parser.add_argument("file", type=Path)
    parser.add_argument("--least", type=float, default=0.0, help="certainty from which a statement counts")
    parser.add_argument("--wrong", action="store_true", help="print the wrong ones of the half to choose by")
    asked = parser.parse_args()
    lines = asked.file.read_text(encoding="utf-8").splitlines()
    counts = measure([json.loads(line) for line in lines], asked.least, show=asked.wrong)
    print(f"{'half':8}{'precision':>11}{'named':>11}{'recall':>11}{'unresolved':>12}{'stored':>8}")
    for name, count in counts.items():
        print(_row(name, count))
    print(_row("both", counts["choose"] + counts["report"]))


if __name__ == "__main__":
    main()
