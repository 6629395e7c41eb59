"""Quick facts: curated short answers, each held to words that stand in a document."""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from rapidfuzz import fuzz

from ..document import Span
from ..errors import CorpusError
from ..text.terms import STOPWORDS, terms, without_marks
from .toml_file import at, check_tables, entries, read_toml

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence
    from pathlib import Path

    from ..document import Document
    from .toml_file import Entry

FACTS_FILE = "facts.toml"
"""In the corpus folder."""

NEAR = 60.0
"""Score (0-100) from which a fact is about a topic: two words of three are found, or one with a slip."""

SAME_WORD = 79.0
"""Similarity (0-100) from which two words are one misspelt: a slip in five letters gives 80."""

EXACT_FROM = 4
"""Words of up to this many letters must match exactly: a slip makes another word of them."""

NAME_WEIGHT, ANSWER_WEIGHT = 0.95, 0.8
"""What words found in a name or in the answer count, beside 1 for the whole name: names rank first."""


@dataclass(frozen=True, slots=True)
class Fact:
    """A short answer; ``quote`` is verbatim text of the document with the id ``document``, and proves it.

    ``path`` and ``line`` (1-based) say where the fact is written; they are no part of what it says.
    """

    id: str
    label: str
    answer: str
    quote: str
    document: str
    aliases: tuple[str, ...] = ()
    path: Path | None = field(default=None, compare=False)
    line: int | None = field(default=None, compare=False)

    @property
    def adds_words(self) -> bool:
        """Whether the answer has a word that carries meaning, in some form, which label and quote don't have.

        Of the 38 shipped facts 4 do; the others say in a sentence what their quote says.
        """
        return not set(terms(self.answer)) <= set(terms(f"{self.label} {self.quote}"))


def load_facts(path: Path) -> list[Fact]:
    """The facts of a TOML file, in its order.

    Raises: CorpusError at the first entry that can't be used: keys, types, a name or id that is taken.
    """
    from .schema import FactEntry

    tables = read_toml(path)
    check_tables(path, tables, ("fact",))
    facts: list[Fact] = []
    taken: dict[str, int | None] = {}
    for entry in entries(path, tables, "fact"):
        fact = Fact(**dict(entry.read(FactEntry)), path=path, line=entry.line)
        _claim(fact, entry, taken)
        facts.append(fact)
    return facts


def _claim(fact: Fact, entry: Entry, taken: dict[str, int | None]) -> None:
    """Notes the fact's id and names as taken, or raises CorpusError where one already is."""
    claims = [("id", fact.id), ("label", fact.label), *(("alias", alias) for alias in fact.aliases)]
    for what, name in claims:
        key = f"id {name}" if what == "id" else f"name {_plain(name)}"
        if key in taken:
            raise entry.error(f'{what} "{name}" is already taken {at(taken[key])}: choose another')
        taken[key] = entry.line


def check_facts(facts: Iterable[Fact], documents: Mapping[str, Document]) -> list[CorpusError]:
    """What is wrong between facts and documents (by id): one error a fact at most, none when all hold."""
    return [error for fact in facts if (error := _check(fact, documents)) is not None]


def _check(fact: Fact, documents: Mapping[str, Document]) -> CorpusError | None:
    document = documents.get(fact.document)
    if document is None:
        known = ", ".join(sorted(documents)) or "none"
        problem = f'fact {fact.id}: no document "{fact.document}": name one of those stored ({known})'
        return CorpusError(problem, fact.path, fact.line)
    try:
        locate(fact, document)
    except CorpusError as error:
        return error
    return None


def locate(fact: Fact, document: Document) -> Span:
    """Where the fact's quote first stands in the document.

    Raises: CorpusError where it doesn't, character for character, giving the nearest piece of text.
    """
    start = document.text.find(fact.quote)
    if start < 0:
        problem = (
            f"fact {fact.id}: the quote is not in {document.id} character for character: "
            f"copy it from there; nearest is “{_nearest(fact.quote, document.text)}”"
        )
        raise CorpusError(problem, fact.path, fact.line)
    return Span(start, start + len(fact.quote))


def _nearest(quote: str, text: str) -> str:
    """The whole words of the text that are most like the quote, on one line."""
    found = fuzz.partial_ratio_alignment(quote, text)
    if found is None or len(quote) > len(text):
        return " ".join(text.split())
    start, end = found.dest_start, found.dest_end
    while start > 0 and not text[start - 1].isspace():
        start -= 1
    while end < len(text) and not text[end].isspace():
        end += 1
    return " ".join(text[start:end].split())


def find_facts(facts: Sequence[Fact], topic: str, limit: int = 5) -> list[Fact]:
    """The facts about a topic, best first, equals in their own order; empty when nothing is near.

    A topic may be a name, its beginning, or a question; case, accents and slips in longer words don't matter.
    """
    wanted = _plain(topic)
    scored = [(score, fact) for fact in facts if (score := _score(wanted, fact)) >= NEAR]
    scored.sort(key=lambda pair: -pair[0])
    return [fact for _, fact in scored[:limit]]


def _score(wanted: str, fact: Fact) -> float:
    """How near (0-100) the fact is to a topic in plain words."""
    names = [_plain(name) for name in (fact.label, *fact.aliases)]
    if wanted in names:
        return 100.0
    words = [word for word in wanted.split() if word not in STOPWORDS]
    return max(
        NAME_WEIGHT * max(_covered(words, name.split()) for name in names),
        ANSWER_WEIGHT * _covered(words, _plain(fact.answer).split()),
    )


def _covered(words: Sequence[str], among: Sequence[str]) -> float:
    """The mean similarity (0-100) of the words to those most like them."""
    if not words:
        return 0.0
    return sum(max((_alike(word, other) for other in among), default=0.0) for word in words) / len(words)


def _alike(word: str, other: str) -> float:
    """100 for the same word, less for one misspelt or half typed, 0 for another."""
    if word == other:
        return 100.0
    if min(len(word), len(other)) <= EXACT_FROM:
        return SAME_WORD if len(word) > 1 and other.startswith(word) else 0.0
    return fuzz.ratio(word, other, score_cutoff=SAME_WORD) or (SAME_WORD if other.startswith(word) else 0.0)


def _plain(text: str) -> str:
    """Lower-case words without accents or punctuation, one space between them."""
    letters = unicodedata.normalize("NFKD", without_marks(text.casefold()))
    return " ".join(re.findall(r"\w+", without_marks(letters)))
