"""Which of the sentences that a language model wrote from quotes these bear.

Held to the quotes that it cites, a sentence must have all its names, numbers, dates, quoted words and
whatever else tells something from there, in some order that it has there; deny what is denied there, and
hedge what is hedged; and give words to those who have them there. A name may also be the speaker's of a
quote. The date and the source of a document's record are no words of its text, and are shown with the quote
anyway: a sentence that tells them isn't kept.

Kept of sound sentences, and let through of changed ones, on the half that is only reported
(``tests/benchmarks/bench_borne.py``; MultiNLI's pairs as people wrote them, news told again by program):

                                MultiNLI         news
    sound                    .150 of 1854  .825 of  519
    the ten changes below    .016    3223  .011    2191
    a number                 .007     150  .008     120
    a date                   .048      42  .000      58
    another name of the article            .008     396
    … of the quote           .050     404  .038     213
    a stranger's name        .000     685  .000     396
    two names swapped        .055     220  .015     202
    a negation put in        .005    1192  .006     344
    … taken out              .069     131  .036      83
    an opposite              .008     399  .016     191
    another speaker                        .005     188

    the speaker left out                   .000     112
    a word for another       .000    1497  .002     518
    a hedge taken out        .017     120  .080      75
    to for from, or for and  .060     332  .060     182
    a neutral statement      .007    1685
    a contradiction          .006    1720

The verifier was trained on questions. Asked whether a statement is true, of pairs that it wasn't trained on,
it tells entailed from neutral ones (area under the ROC curve .857, 156 and 132 pairs) but not from
contradictions (.427, 148) nor from those with a negation put in (.304, 98), and hardly, in news, from those
with a word for another (.738, 250 each): it has no part in this.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from ...attribution.tokens import NAME
from ...document import Span
from ...text.quotations import quotations
from ...text.terms import words
from .claimed_speakers import key_words, speakers_agree, words_of_subjects
from .joints import keeps_joints
from .name_places import names_keep_their_places
from .polarity import agree
from .quantities import NUMBER_WORDS, dates, quantities
from .word_order import keeps_order
from .wording import Wording, in_full, wording
from .written_sentence import is_spelt_like, marked, written_sentence

if TYPE_CHECKING:
    from collections.abc import Sequence

    from ...answer import Citation

MOST_SENTENCES = 3
"""What a model is asked for; what goes beyond is left out."""

LEAST_BORNE = 1.0
"""Share of the words that tell something which must stand in the quotes. Kept of sound sentences of MultiNLI
and of news, and let through of all changes and of a word for another (both, the half to choose by):

    1.0    .158 / .865    .010    .002
    0.9    .159 / .867    .010    .094
    0.8    .209 / .868    .013    .254
    0.66   .299 / .869    .018    .379
    0.5    .386 / .869    .026    .479
    0.0    .492 / .869    .037    .612

No share keeps .8 of MultiNLI's, whose sentences were written to say the same in other words. With fewer words
much is let through that no quote says.
"""

_PRONOUNS = frozenset("he she they".split())
_OWN = frozenset("i me my mine myself we our ours ourselves you your yours yourself yourselves".split())
"""Where nobody is given words these are whoever posts the sentence, and whoever reads it. Of sound sentences
.040 are lost by that in news and .034 in MultiNLI (``tests/benchmarks/bench_borne.py``, to choose by)."""


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

    Another's words would be told as a fact, or given to somebody else, and so would narration that doesn't
    name whom the sentence gives words to. "He" or "she" is whoever of them the sentence before names, by its
    words. What a quote asks it doesn't tell.
    """
    speaking = words_of_subjects(wording(text, " ".join(citation.quote for citation in cited)))
    named = speaking | before if speaking & _PRONOUNS else speaking
    telling = [citation for citation in cited if "?" not in citation.quote]
    return [c for c in telling if _names_one(c, named)]


def _names_one(citation: Citation, named: frozenset[str]) -> bool:
    """Whether a quote is by one of those who are named, or names one; or nobody is, and it is narration."""
    if citation.speaker is not None:
        return not named.isdisjoint(key_words(citation.speaker))
    return not named or not named.isdisjoint(words(in_full(citation.quote)))


def _is_borne(text: str, evidence: Sequence[Citation]) -> bool:
    quotes = " . ".join(citation.quote for citation in evidence)
    speakers = {word for c in evidence for word in words(c.speaker or "")}
    if not is_spelt_like(text, [quotes, *(c.speaker or "" for c in evidence)]):
        return False
    claim, source = wording(text, quotes), wording(quotes, text)
    return (
        _has_names(claim, source, speakers)
        and _has_words(claim, source)
        and dates(claim) <= dates(source)
        and quantities(claim) <= quantities(source)
        and _quotes_verbatim(text, quotes)
        and (not _has_own_words(text) or bool(words_of_subjects(claim)))
        and agree(claim, source)
        and speakers_agree(claim, source, speakers)
        and names_keep_their_places(claim, source)
        and keeps_order(claim, source)
        and keeps_joints(claim, source)
    )


def _has_own_words(text: str) -> bool:
    """Whether "I", "we" or "you" stands outside quotation marks."""
    quoted = quotations(text, Span(0, len(text)))
    starts, ends = [0, *(span.end for span in quoted)], [*(span.start for span in quoted), len(text)]
    outside = " ".join(text[start:end] for start, end in zip(starts, ends, strict=True))
    return not _OWN.isdisjoint(words(in_full(outside)))


def _has_names(claim: Wording, source: Wording, speakers: set[str]) -> bool:
    """Whether each word of a name is one of the source's or of a speaker's name."""
    names = [w for w in claim.words if w.kind == NAME and w.low not in NUMBER_WORDS]
    return all(w.low in source.lows or w.low in speakers for w in names)


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
