"""Which of the sentences that a language model wrote from quotes these bear."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ..attribution.tokens import NAME
from ..document import Span
from ..text.quotations import quotations
from ..text.terms import words
from .claimed_speakers import key_words, speakers_agree, words_of_subjects
from .name_places import names_keep_their_places
from .polarity import agree
from .quantities import NUMBER_WORDS, dates, quantities
from .wording import Wording, in_full, wording
from .written_sentence import is_spelt_like, marked, written_sentence

if TYPE_CHECKING:
    from collections.abc import Sequence

    from ..answer import Citation

MOST_SENTENCES = 3
LEAST_BORNE = 1.0
_PRONOUNS = frozenset("he she they".split())


def borne(sentences: Sequence[str], citations: Sequence[Citation]) -> list[str]:
    """Those sentences that the quotes they cite bear, in order, each with its markers behind it.

    What comes back is one plain line each: "Talks began on Monday. [1][3]".
    """
    by_marker = {citation.marker: citation for citation in citations}
    kept: list[str] = []
    before: frozenset[str] = frozenset()
    for line in sentences:
        sentence = written_sentence(line)
        if sentence is None or not sentence.markers or not by_marker.keys() >= set(sentence.markers):
            continue
        cited = [by_marker[marker] for marker in sentence.markers]
        evidence = _evidence(sentence.text, cited, before)
        if evidence and _is_borne(sentence.text, evidence):
            kept.append(marked(sentence.text, [citation.marker for citation in evidence]))
            before = frozenset(words(sentence.text))
        if len(kept) == MOST_SENTENCES:
            break
    return kept


def _evidence(text: str, cited: Sequence[Citation], before: frozenset[str]) -> list[Citation]:
    """Those quotes that are narration, or whose speaker the sentence gives words to.

    Another's words would be told as a fact, or given to somebody else. "He" or "she" is whoever of them the
    sentence before names, by its words.
    """
    speaking = words_of_subjects(wording(text, " ".join(citation.quote for citation in cited)))
    named = speaking | before if speaking & _PRONOUNS else speaking
    return [c for c in cited if c.speaker is None or key_words(c.speaker) & named]


def _is_borne(text: str, evidence: Sequence[Citation]) -> bool:
    quotes = " . ".join(citation.quote for citation in evidence)
    speakers = {word for c in evidence for word in words(c.speaker or "")}
    if not is_spelt_like(text, [quotes, *(c.speaker or "" for c in evidence)]):
        return False
    claim, source = wording(text, quotes), wording(quotes, text)
    return (
        _has_names(claim, source, speakers & words_of_subjects(claim))
        and _has_words(claim, source)
        and dates(claim) <= dates(source)
        and quantities(claim) <= quantities(source)
        and _quotes_verbatim(text, quotes)
        and agree(claim, source)
        and speakers_agree(claim, source, speakers)
        and names_keep_their_places(claim, source)
    )


def _has_names(claim: Wording, source: Wording, speakers: set[str]) -> bool:
    """Whether each word of a name is one of the source's or of a speaker's name."""
    names = [w for w in claim.words if w.kind == NAME and w.low not in NUMBER_WORDS]
    return all(w.low in source.lows or w.low in speakers or w.stem in source.stems for w in names)


def _has_words(claim: Wording, source: Wording) -> bool:
    """Whether the words that carry something stand in the source."""
    carrying = [word for word in claim.words if word.carries and word.low not in NUMBER_WORDS]
    return sum(map(source.has, carrying)) >= LEAST_BORNE * len(carrying)


def _quotes_verbatim(text: str, quotes: str) -> bool:
    """Whether what stands between quotation marks stands so in the quotes; contractions may be undone."""
    source = _spelt(quotes)
    return all(_spelt(span.of(text)) in source for span in quotations(text, Span(0, len(text))))


def _spelt(text: str) -> str:
    return f" {' '.join(words(in_full(text)))} "
