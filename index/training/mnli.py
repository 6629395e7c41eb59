"""MultiNLI (Williams et al. 2018): statements asked of texts that entail them, deny them or do neither."""

from __future__ import annotations

import random
import re
from typing import TYPE_CHECKING

from ..text.terms import words
from .clause_pairs import of_text
from .clauses_asked import absent, clause_of, inverted, present
from .pair import Pair
from .parts import part_of
from .records import read_records

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from spacy.tokens import Span

    from .clauses_asked import Asked, Clause
    from .parser import Parse
    from .parts import Row
    from .resources import Resources

OTHERWISE, OF_PREMISE = 0.25, 0.5
"""How often a statement is asked without inversion, and the premise about itself."""
MOST = 2
"""Questions on a statement's details."""

_ASKS = ("is it true that {}?", "did they say that {}?", "{}, right?", "{}?")
_SHOWS = {
    "time": frozenset({"DATE", "TIME"}),
    "place": frozenset({"GPE", "LOC", "FAC"}),
    "number": frozenset({"CARDINAL", "MONEY", "QUANTITY", "PERCENT"}),
    "money": frozenset({"CARDINAL", "MONEY", "QUANTITY", "PERCENT"}),
}
"""Detail → the entities one of which a text that gives it has."""


def of_mnli(path: Path, resources: Resources) -> Iterator[Row]:
    """The pairs of each premise with its hypothesis."""
    for number, record in enumerate(read_records(path)):
        premise, hypothesis, label = record["premise"], record["hypothesis"], record["label"]
        rng = random.Random(number)  # noqa: S311
        for pair in _of_record(premise, hypothesis, label, resources, rng):
            yield part_of(premise), pair


def _of_record(
    premise: str, hypothesis: str, label: str, resources: Resources, rng: random.Random
) -> Iterator[Pair]:
    sentence = next(iter(resources.parse(hypothesis).sents))
    clause = clause_of(sentence.root) if sentence.root.pos_ in ("VERB", "AUX") else None
    yield Pair(_polar(clause, hypothesis, rng), premise, label != "neutral", None, f"mnli {label}")
    if rng.random() < OF_PREMISE:
        yield from of_text(resources.parse(premise), rng)
    if clause is not None and label == "entailment":
        for asked in _first(present(clause)):
            yield Pair(asked.question, premise, True, None, "mnli wh")
        yield from _not_told(clause, sentence, premise, resources.parse, rng)
    elif clause is not None:
        yield from _not_entailed(clause, premise)


def _polar(clause: Clause | None, hypothesis: str, rng: random.Random) -> str:
    """The statement as a question to be answered with yes or no."""
    question = inverted("", clause).strip() if clause else None
    if question and rng.random() >= OTHERWISE:
        return question
    stated = hypothesis.strip().rstrip(".")
    return rng.choice(_ASKS).format(stated[:1].lower() + stated[1:])


def _first(questions: Iterator[Asked]) -> list[Asked]:
    return list(questions)[:MOST]


def _not_entailed(clause: Clause, premise: str) -> Iterator[Pair]:
    """Questions on details of which the premise has no word."""
    have = {word.lower() for word in words(premise.lower())}
    for asked in _first(present(clause)):
        detail = {t.lower_ for t in asked.answer or () if t.is_alpha and not t.is_stop}
        if detail and not detail & have:
            yield Pair(asked.question, premise, False, None, "mnli wh not")


def _not_told(
    clause: Clause, sentence: Span, premise: str, parse: Parse, rng: random.Random
) -> Iterator[Pair]:
    """A question on a detail of a kind that neither the statement nor the premise gives."""
    open_ = [a for a in absent(clause, sentence, "") if a.detail != "number" or not re.search(r"\d", premise)]
    if not open_:
        return
    asked = rng.choice(open_)
    shows = _SHOWS.get(asked.detail)
    if shows and not shows & {e.label_ for e in parse(premise).ents}:
        yield Pair(asked.question, premise, False, None, f"mnli no {asked.detail}")
