"""Questions made of the clauses of a text: on a detail that is there, and on one that isn't.

The same clause is asked both ways, so that neither its words nor the form of the question tell whether it is
answered: "Thirty senators voted against it" answers "how many senators voted against it?", "The senators
voted against it" doesn't.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from spacy.tokens import Span as Tokens
    from spacy.tokens import Token

_TIMES, _PLACES = frozenset({"DATE", "TIME"}), frozenset({"GPE", "LOC", "FAC"})
_NUMBERS = frozenset({"CARDINAL", "QUANTITY", "PERCENT", "MONEY", "ORDINAL"})
_TRADE = frozenset(
    "pay spend cost raise donate earn lose invest buy sell receive give charge owe fund win".split()
)
_SAY = frozenset(
    "say tell argue claim state note explain warn insist suggest announce write believe think".split()
)
_REASONS = re.compile(
    r"\b(?:because|since|as|due|owing|so|for|after|amid|over|thanks|therefore|to \w+|"
    r"reason\w*|caus\w+|\w+ing)\b",
    re.I,
)
_WHENS = re.compile(
    r"\b(?:when|after|before|until|while|as|once|since|during|ago|now|then|later|earlier|soon)\b", re.I
)
_CONTENT = ("NOUN", "PROPN", "ADJ", "VERB")
_INDEFINITE = frozenset("a an some several many few various other another".split())
_WHERES = frozenset("at in near on where".split())
_PRONOUNS = frozenset("it this that there i we you".split())
_SUBJECTS = ("nsubj", "nsubjpass")
_APART = frozenset("punct cc conj advcl parataxis mark intj".split())
_BECAUSE = {
    "advcl": re.compile(r"(?:because|since)\b", re.I),
    "prep": re.compile(r"(?:because|due|owing|thanks)\b", re.I),
}
_WHO = {"PERSON": "who", "ORG": "which group", "GPE": "which place", "NORP": "which people"}
_SHORTEST, _LONGEST, _LONGEST_SUBJECT, _SHORT = 3, 22, 10, 8
"""Tokens of a clause that is asked about, of its subject, and of a detail in it."""


@dataclass(frozen=True, slots=True)
class Asked:
    """A question on a clause; ``answer`` are the tokens that answer it, None where the text doesn't.

    ``detail`` is what is asked for.
    """

    question: str
    detail: str
    answer: Sequence[Token] | None


@dataclass(frozen=True, slots=True)
class Statement:
    """Who says something; ``topics`` are its nouns with what belongs to them, ``said`` all its lemmas."""

    speaker: str
    topics: Sequence[str]
    said: Sequence[str]


@dataclass(frozen=True, slots=True)
class Clause:
    """A verb with its one subject, its auxiliaries and what follows it."""

    verb: Token
    subject: list[Token]
    auxiliaries: list[Token]
    rest: list[Token]

    def words(self) -> int:
        return len(self.subject) + len(self.rest)


def asked(sentence: Tokens, later: str = "") -> Iterator[Asked]:
    """The questions on a sentence's clauses; ``later`` is the text behind it, which may give the detail."""
    for verb in sentence:
        asks = verb.pos_ in ("VERB", "AUX") and verb.dep_ in ("ROOT", "ccomp", "conj")
        if asks and (clause := clause_of(verb)):
            yield from present(clause)
            yield from absent(clause, sentence, later)


def clause_of(verb: Token) -> Clause | None:
    """The verb's clause; None where it has no subject of its own words, denies, or is too short or long."""
    subjects = [c for c in verb.children if c.dep_ in _SUBJECTS]
    if len(subjects) != 1 or any(c.dep_ in ("neg", "expl") for c in verb.children):
        return None
    if subjects[0].tag_ in ("WP", "WDT", "EX") or subjects[0].lower_ in _PRONOUNS:
        return None
    clause = Clause(verb, _part(subjects[0]), [c for c in verb.children if c.dep_ in ("aux", "auxpass")], [])
    clause.rest.extend(_rest(clause, subjects[0]))
    return (
        clause
        if len(clause.subject) <= _LONGEST_SUBJECT and _SHORTEST <= clause.words() <= _LONGEST
        else None
    )


def _rest(clause: Clause, subject: Token) -> list[Token]:
    """What follows the verb, less other clauses and the punctuation at the end."""
    gone = {t.i for t in [*clause.subject, *clause.auxiliaries]}
    for child in clause.verb.children:
        if child.dep_ in _APART or child.i < subject.i:
            gone |= {t.i for t in child.subtree}
    rest = [t for t in _part(clause.verb) if t.i not in gone and t.i > clause.verb.i]
    while rest and rest[-1].is_punct:
        rest.pop()
    return rest


def present(clause: Clause) -> Iterator[Asked]:
    """On details that the clause gives."""
    for child in clause.verb.children:
        if asked_for := _circumstance(clause, child) or _participant(clause, child):
            yield asked_for
    head = _head(clause)
    if (number := _number(head)) and head.tag_ == "NNS":
        noun = _bare(clause.subject, [*number.subtree])
        yield Asked(_predicate(f"how many {noun}", clause), "number", [*number.subtree])
    elif who := _WHO.get(head.ent_type_):
        yield Asked(_predicate(who, clause), "subject", clause.subject)


def _circumstance(clause: Clause, child: Token) -> Asked | None:
    """When, where or why, if the part tells."""
    part = _part(child)
    kinds, short = {t.ent_type_ for t in part}, len(part) <= _SHORT
    words = "".join(t.text_with_ws for t in part).strip()
    if child.dep_ in ("prep", "npadvmod") and kinds & _TIMES and short:
        return Asked(inverted("when", clause, part), "time", part)
    if child.dep_ == "prep" and kinds & _PLACES and short and child.lower_ in ("in", "at", "near", "on"):
        return Asked(inverted("where", clause, part), "place", part)
    if (because := _BECAUSE.get(child.dep_)) and because.match(words):
        return Asked(inverted("why", clause, part), "reason", part)
    return None


def _participant(clause: Clause, child: Token) -> Asked | None:
    """How much, how many or by whom, if the part tells."""
    part = _part(child)
    if child.dep_ == "dobj" and "MONEY" in {t.ent_type_ for t in part}:
        return Asked(inverted("how much", clause, part), "money", part)
    if child.dep_ == "dobj" and child.tag_ == "NNS" and (number := _number(child)):
        noun = _bare(part, [*number.subtree])
        return Asked(inverted(f"how many {noun}", clause, part), "number", [*number.subtree])
    if child.dep_ == "agent" and len(part) <= _SHORT:
        return Asked(_by("who", clause, part), "agent", part)
    return None


def absent(clause: Clause, sentence: Tokens, later: str) -> Iterator[Asked]:
    """On details that neither the clause nor, as far as their kind shows, the text around it gives."""
    yield from _no_circumstance(clause, sentence, later)
    yield from _no_participant(clause)
    yield from _no_number(clause, later)
    if _is_nameless(clause):
        yield Asked(_predicate(f"which {_head(clause).text}", clause), "name", None)


def _no_circumstance(clause: Clause, sentence: Tokens, later: str) -> Iterator[Asked]:
    verb, kinds, text = clause.verb, {t.ent_type_ for t in sentence}, sentence.text
    if not kinds & _TIMES and not _WHENS.search(text):
        yield Asked(inverted("when", clause), "time", None)
    if not kinds & _PLACES and not any(t.lower_ in _WHERES for t in sentence):
        yield Asked(inverted("where", clause), "place", None)
    if not _REASONS.search(text) and not _REASONS.match(later):
        yield Asked(inverted("why", clause), "reason", None)
    if verb.lemma_ in _TRADE and not kinds & _NUMBERS:
        goods = [t for c in verb.children if c.dep_ == "dobj" for t in c.subtree]
        yield Asked(inverted("how much", clause, goods), "money", None)


def _no_participant(clause: Clause) -> Iterator[Asked]:
    """Who did what is told in the passive."""
    passive = any(a.dep_ == "auxpass" for a in clause.auxiliaries)
    if not passive or any(c.dep_ == "agent" for c in clause.verb.children):
        return
    if clause.verb.text.endswith("ed"):
        asked_for = f"who {clause.verb.text} {_text(clause.subject)} {_text(clause.rest)}"
        yield Asked(asked_for.strip(), "agent", None)
    yield Asked(_by("who", clause), "agent", None)


def _no_number(clause: Clause, later: str) -> Iterator[Asked]:
    for child in clause.verb.children:
        part = _part(child)
        if child.dep_ == "dobj" and child.tag_ == "NNS" and not _counted(part, later):
            yield Asked(inverted(f"how many {_bare(part, [])}", clause, part), "number", None)
    if _head(clause).tag_ == "NNS" and not _counted(clause.subject, later):
        yield Asked(_predicate(f"how many {_bare(clause.subject, [])}", clause), "number", None)


def _is_nameless(clause: Clause) -> bool:
    """Whether the subject is somebody or something that isn't named."""
    named = any(t.ent_type_ in ("PERSON", "ORG", "GPE") for t in clause.subject)
    return _head(clause).pos_ == "NOUN" and clause.subject[0].lower_ in _INDEFINITE and not named


def _head(clause: Clause) -> Token:
    return next(c for c in clause.verb.children if c.dep_ in _SUBJECTS)


def _part(head: Token) -> list[Token]:
    return sorted(head.subtree, key=lambda t: t.i)


def statements(sentence: Tokens) -> Iterator[Statement]:
    """Who says what."""
    for verb in sentence:
        content = [c for c in verb.children if c.dep_ in ("ccomp", "dobj")]
        speakers = [c for c in verb.children if c.dep_ == "nsubj" and c.pos_ in ("PROPN", "NOUN")]
        if verb.lemma_ not in _SAY or not content or len(speakers) != 1:
            continue
        if len(speaker := _part(speakers[0])) <= _SHORT:
            reported = {t.i for t in content[0].subtree}
            chunks = [c for c in sentence.noun_chunks if c.root.i in reported]
            topics = [c.text for c in chunks if c.root.pos_ in ("NOUN", "PROPN")]
            yield Statement(
                _text(speaker), topics, [t.lemma_.lower() for t in content[0].subtree if t.pos_ in _CONTENT]
            )


def _number(noun: Token) -> Token | None:
    return next((c for c in noun.children if c.dep_ == "nummod" and c.ent_type_ != "DATE"), None)


def _counted(part: Sequence[Token], later: str) -> bool:
    """Whether the noun phrase, or the text around it, says how many."""
    head = next((t.lemma_ for t in part if t.tag_ == "NNS"), "")
    many = any(t.pos_ == "NUM" or t.lower_ in ("both", "no", "all", "most", "half", "two") for t in part)
    return many or bool(re.search(rf"\b\d[\d,.]*\s+(?:\w+ )?{re.escape(head)}", later, re.I))


def _bare(part: Sequence[Token], less: Sequence[Token]) -> str:
    gone = {t.i for t in less}
    kept = [t for t in part if t.i not in gone]
    while kept and (
        kept[0].pos_ in ("DET", "PRON", "ADP", "ADV", "PUNCT")
        or kept[0].lower_ in ("many", "several", "some", "few", "more", "other")
    ):
        kept = kept[1:]
    return _text(kept)


def inverted(wh: str, clause: Clause, less: Sequence[Token] = ()) -> str:
    """The clause as a question with its auxiliary first; ``less`` is left out."""
    gone = {t.i for t in less}
    rest = _text([t for t in clause.rest if t.i not in gone])
    verb, subject = clause.verb, _text(clause.subject)
    if clause.auxiliaries:
        first, *others = clause.auxiliaries
        parts = [wh, first.text.lower(), subject, _text(others), verb.text, rest]
    elif verb.lemma_ == "be":
        parts = [wh, verb.text, subject, rest]
    else:
        do = {"VBD": "did", "VBZ": "does"}.get(verb.tag_, "do")
        parts = [wh, do, subject, verb.lemma_, rest]
    return _tidy(" ".join(p for p in parts if p))


def _by(wh: str, clause: Clause, less: Sequence[Token] = ()) -> str:
    return inverted(wh, clause, less).rstrip("?") + " by?"


def _predicate(wh: str, clause: Clause) -> str:
    return _tidy(
        " ".join(p for p in (wh, _text(clause.auxiliaries), clause.verb.text, _text(clause.rest)) if p)
    )


def _text(tokens: Sequence[Token]) -> str:
    if not tokens:
        return ""
    first = tokens[0]
    text = "".join(
        t.text_with_ws if b is None or b.i == t.i + 1 else t.text + " "
        for t, b in zip(tokens, [*tokens[1:], None], strict=True)
    ).strip()
    keeps = first.ent_type_ or first.pos_ == "PROPN" or first.lower_ == "i"
    return text if keeps else text[:1].lower() + text[1:]


def _tidy(question: str) -> str:
    question = re.sub(r"(?<!\s)\s+([,.;:?!’'”)])", r"\1", re.sub(r"\s+", " ", question)).strip(' ,;:.-–—"“”')
    return question + "?"
