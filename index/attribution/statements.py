"""Who said what: the statements of an article, found by rules.

A reporting verb is looked for outside the quotations, then its subject: before it, behind it ("said X"),
across an apposition, or carried on from the clause or sentence before. Quotations without a verb of their
own go on with the speaker before them.
"""

from __future__ import annotations

import re
from collections import Counter
from typing import TYPE_CHECKING

from ..document import Span, Statement
from ..text.headlines import is_headline
from ..text.quotations import quotations
from .cast import Cast, Speaker
from .coreference import Coreference
from .grammar import Phrase, main_subject
from .reporting import Cue, cues, partner, signature, strength
from .tokens import NAME, PUNCT, QUOTE, Casing, Token, tokens

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

_LABEL = re.compile(r"\A[\"“]?([A-Z][A-Z.’' -]{2,30}|[A-Z][\w’.-]+(?: [A-Z][\w’.-]+){0,2}):(?=\s)")
LEAST_CERTAIN = 0.45
"""Less certain than this is no statement: half of the speakers would be wrong. On half of PolNeAR (precision
/ recall of all that is stored; ``tests/benchmarks/bench_attribution.py``):

    0.0   .82 / .75        0.45  .935 / .669
    0.4   .928 / .685      0.5   .943 / .624
"""

_NEXT_PARAGRAPH, _NEXT_SENTENCE, _ANNOUNCED = 0.6, 0.75, 0.9
"""What of a speaker's certainty a quotation has that stands alone after theirs, or after "She continued:"."""

_LEADS_ON = 0.6
"""How plain a report must be for the next verb to go on with its speaker."""

_SPELT = re.compile(r"[^\W_]+")


def statements(text: str, groups: Sequence[Sequence[Span]]) -> list[Statement]:
    """What the text reports as said, in text order; ``groups`` holds the sentences of each paragraph.

    A span is one whole sentence. A sentence in which several speak yields a statement for each.
    """
    casing = Casing.of(text)
    sentences: list[list[list[Token]]] = []
    for group in groups:
        quoted = quotations(text, Span(group[0].start, group[-1].end)) if group else []
        sentences.append([tokens(text, s, quoted, casing) for s in group])
    named = [
        [] if is_headline(s.of(text)) else toks
        for g, parsed in zip(groups, sentences, strict=True)
        for s, toks in zip(g, parsed, strict=True)
    ]
    attributor = _QuoteAttributor(text, Cast(named))
    found: list[Statement] = []
    for group, parsed in zip(groups, sentences, strict=True):
        found += attributor.paragraph(group, parsed)
    return found


class _QuoteAttributor:
    """Reads an article sentence by sentence, keeping in mind who was spoken of and who spoke."""

    def __init__(self, text: str, cast: Cast) -> None:
        self._text, self._cast = text, cast
        self._words = Counter(_SPELT.findall(text))
        self._people = Coreference(cast)
        self._open: Statement | None = None
        self._index = 0

    def paragraph(self, group: Sequence[Span], parsed: Sequence[list[Token]]) -> list[Statement]:
        found: list[list[Statement]] = []
        for n, (span, toks) in enumerate(zip(group, parsed, strict=True)):
            found.append(self._label(span) if n == 0 else [])
            if not found[-1] and not is_headline(span.of(self._text)):
                found[-1] = self._sentence(span, toks)
            if n and not found[-1] and (signed := self._signature(group[n - 1], span, toks)):
                found[-2:] = [[signed], []]
            self._index += 1
        return self._carry(group, parsed, found)

    def _label(self, span: Span) -> list[Statement]:
        """A transcript's "NAME: …" or a headline's "Name: …"."""
        match = _LABEL.match(span.of(self._text))
        if match is None:
            return []
        name = match.group(1)
        spelt = name.title() if name.isupper() else name
        toks = tokens(spelt, Span(0, len(spelt)), [], Casing())
        speaker = self._people.speaker(toks, Phrase(0, len(toks) - 1, len(toks) - 1)) if toks else None
        again = min(self._words[word] for word in _SPELT.findall(name)) > 1
        if speaker is None or not again or not (speaker.person or name.isupper()):
            return []
        sure = 0.8 if name.isupper() else 0.5
        return [Statement(span, speaker.name, ":", name.isupper(), speaker.role, sure)]

    def _signature(self, quoted: Span, span: Span, toks: list[Token]) -> Statement | None:
        """A sentence that is only "— Name" signs the one before it; the two are quoted together."""
        phrase = signature(toks, 0) if toks and quoted.of(self._text)[-1] in "”\"'»" else None
        speaker = self._cast.named(toks, phrase) if phrase else None
        if speaker is None:
            return None
        return Statement(Span(quoted.start, span.end), speaker.name, toks[0].text, True, speaker.role, 0.95)

    def _sentence(self, span: Span, toks: list[Token]) -> list[Statement]:
        """One statement for each who speaks in the sentence, surest first."""
        subject = main_subject(toks)
        lead = current = self._people.speaker(toks, subject) if subject else None
        best: dict[str, Statement] = {}
        direct = any(t.kind == QUOTE for t in toks)
        first: Speaker | None = None
        for cue in cues(toks):
            for speaker in self._voices(toks, cue, current):
                beside = first is None or first.name == speaker.name or not _nested(toks, cue)
                plain = 0.8 if not direct else 1.0
                sure = strength(toks, cue) * cue.factor * speaker.sure * plain * (1 if beside else 0.6)
                sure = round(sure * (0.79 if cue.phrase and _introduces(toks, cue.phrase) else 1), 3)
                current = speaker if cue.factor >= _LEADS_ON else current
                first = first or speaker
                if speaker.name not in best or best[speaker.name].certainty < sure:
                    verb = _as_written(toks, cue)
                    best[speaker.name] = Statement(span, speaker.name, verb, direct, speaker.role, sure)
        self._people.remember(toks, lead, current, self._cast.mentioned[self._index])
        return sorted(best.values(), key=lambda s: -s.certainty)

    def _voices(self, toks: Sequence[Token], cue: Cue, current: Speaker | None) -> Iterator[Speaker]:
        if cue.phrase is None:
            if current:
                yield current
            return
        for phrase in (partner(toks, cue), cue.phrase):
            if phrase and (speaker := self._people.speaker(toks, phrase, current)):
                yield speaker

    def _carry(
        self, group: Sequence[Span], parsed: Sequence[list[Token]], found: list[list[Statement]]
    ) -> list[Statement]:
        """Gives quotations without a speaker of their own to the speaker before, or right behind, them."""
        inherited, fade = self._open, _NEXT_PARAGRAPH if self._open and self._open.direct else _ANNOUNCED
        said = [s[0] for s in found if s and s[0].direct]
        if inherited is None and said:
            inherited = said[0]
        for n, (span, toks) in enumerate(zip(group, parsed, strict=True)):
            if found[n]:
                inherited, fade = found[n][0], _NEXT_SENTENCE
            elif inherited and _is_quotation(toks, whole=True):
                sure = round(min(inherited.certainty, 0.9) * fade, 3)
                found[n] = [Statement(span, inherited.speaker, inherited.verb, True, inherited.role, sure)]
            elif not _is_quotation(toks):
                fade *= 0.7
        last = found[-1] if found else []
        ends = group[-1].of(self._text)[-1:] if group else ""
        self._open = last[0] if last and (last[0].direct or ends == ":") else None
        kept = (s for sentence in found for s in sentence if s.certainty >= LEAST_CERTAIN)
        return [s for s in kept if s.direct or not self._only_announces(s)]

    def _only_announces(self, statement: Statement) -> bool:
        """Whether the words reported follow in the next paragraph: "She continued:"."""
        return statement.verb != ":" and statement.span.of(self._text)[-1] == ":"


def _is_quotation(toks: Sequence[Token], *, whole: bool = False) -> bool:
    """Whether a sentence is mostly quoted, and opens so; ``whole`` if nothing else stands in it."""
    words = [t for t in toks if t.kind != PUNCT]
    if whole:
        return bool(words) and all(t.kind == QUOTE for t in words)
    return bool(words) and words[0].kind == QUOTE and len(words[0].text) * 2 > words[-1].end - words[0].start


def _nested(toks: Sequence[Token], cue: Cue) -> bool:
    """Whether a later cue lies inside what the first one reports, rather than beside it."""
    if cue.phrase and cue.phrase.first > cue.at:  # "…, said X" reports all before it
        return False
    i = (cue.phrase.first if cue.phrase else cue.at) - 1
    return not (i > 0 and toks[i].low in ("and", "but", "while", "though", "although", ";", ",", "as"))


def _introduces(toks: Sequence[Token], phrase: Phrase) -> bool:
    """Whether the subject is introduced at length, so that other names stand beside it."""
    after = toks[phrase.head + 1 : phrase.head + 14]
    return bool(after) and after[0].low in (",", "of", "(") and any(t.kind == NAME for t in after)


def _as_written(toks: Sequence[Token], cue: Cue) -> str:
    return "according to" if cue.verb == "according to" else toks[cue.at].text
