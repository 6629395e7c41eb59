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
    r"\b(?:because|since|as|due|owing|so|for|after|amid|over|thanks|therefore|to \w+|reason\w*|caus\w+|\w+ing)\b",
    re.I,
)
_WHENS = re.compile(
    r"\b(?:when|after|before|until|while|as|once|since|during|ago|now|then|later|earlier|soon)\b", re.I
)
_INDEFINITE = frozenset("a an some several many few various other another".split())
_SHORTEST, _LONGEST = 3, 22
"""Words of a clause that is asked about."""


@dataclass(frozen=True, slots=True)
class Asked:
    """A question on a clause; ``answer`` are the tokens that answer it, None where the text doesn't.

    ``detail`` is what is asked for.
    """

    question: str
    detail: str
    answer: Sequence[Token] | None


@dataclass(frozen=True, slots=True)
class _Clause:
    verb: Token
    subject: list[Token]
    auxiliaries: list[Token]
    rest: list[Token]

    def words(self) -> int:
        return len(self.subject) + len(self.rest)


def asked(sentence: Tokens, later: str = "") -> Iterator[Asked]:
    """The questions on a sentence's clauses; ``later`` is the text around it, where the detail might stand."""
    for verb in sentence:
        if (
            verb.pos_ in ("VERB", "AUX")
            and verb.dep_ in ("ROOT", "ccomp", "conj")
            and (clause := _clause(verb))
        ):
            yield from _present(clause)
            yield from _absent(clause, sentence, later)


def _clause(verb: Token) -> _Clause | None:
    subjects = [c for c in verb.children if c.dep_ in ("nsubj", "nsubjpass")]
    if len(subjects) != 1 or any(c.dep_ in ("neg", "expl") for c in verb.children):
        return None
    subject = sorted(subjects[0].subtree, key=lambda t: t.i)
    if subjects[0].tag_ in ("WP", "WDT", "EX") or subjects[0].lower_ in (
        "it",
        "this",
        "that",
        "there",
        "i",
        "we",
        "you",
    ):
        return None
    auxiliaries = [c for c in verb.children if c.dep_ in ("aux", "auxpass")]
    gone = {t.i for t in subject} | {a.i for a in auxiliaries}
    for child in verb.children:
        if (
            child.dep_ in ("punct", "cc", "conj", "advcl", "parataxis", "mark", "intj")
            or child.i < subjects[0].i
        ):
            gone |= {t.i for t in child.subtree}
    rest = [t for t in sorted(verb.subtree, key=lambda t: t.i) if t.i not in gone and t.i > verb.i]
    while rest and rest[-1].is_punct:
        rest.pop()
    if len(subject) > 10 or not _SHORTEST <= len(subject) + len(rest) <= _LONGEST:
        return None
    return _Clause(verb, subject, auxiliaries, rest)


def _present(clause: _Clause) -> Iterator[Asked]:
    """On details that the clause gives."""
    verb = clause.verb
    for child in verb.children:
        part = sorted(child.subtree, key=lambda t: t.i)
        kinds = {t.ent_type_ for t in part}
        words = "".join(t.text_with_ws for t in part).strip()
        if child.dep_ in ("prep", "npadvmod") and kinds & _TIMES and len(part) <= 8:
            yield Asked(_inverted("when", clause, part), "time", part)
        elif (
            child.dep_ == "prep"
            and kinds & _PLACES
            and len(part) <= 8
            and child.lower_ in ("in", "at", "near", "on")
        ):
            yield Asked(_inverted("where", clause, part), "place", part)
        elif (child.dep_ == "advcl" and re.match(r"(?:because|since)\b", words, re.I)) or (
            child.dep_ == "prep" and re.match(r"(?:because|due|owing|thanks)\b", words, re.I)
        ):
            yield Asked(_inverted("why", clause, part), "reason", part)
        elif child.dep_ == "dobj" and "MONEY" in kinds:
            yield Asked(_inverted("how much", clause, part), "money", part)
        elif child.dep_ == "dobj" and child.tag_ == "NNS" and (number := _number(child)):
            noun = _bare(part, [*number.subtree])
            yield Asked(_inverted(f"how many {noun}", clause, part), "number", [*number.subtree])
        elif child.dep_ == "agent" and len(part) <= 8:
            yield Asked(_by("who", clause, part), "agent", part)
    head = next(c for c in verb.children if c.dep_ in ("nsubj", "nsubjpass"))
    if (number := _number(head)) and head.tag_ == "NNS":
        noun = _bare(clause.subject, [*number.subtree])
        yield Asked(_predicate(f"how many {noun}", clause), "number", [*number.subtree])
    elif head.ent_type_ in ("PERSON", "ORG", "NORP", "GPE"):
        who = (
            "who"
            if head.ent_type_ == "PERSON"
            else "which " + {"ORG": "group", "GPE": "place"}.get(head.ent_type_, "people")
        )
        yield Asked(_predicate(who, clause), "subject", clause.subject)


def _absent(clause: _Clause, sentence: Tokens, later: str) -> Iterator[Asked]:
    """On details that neither the clause nor, as far as their kind shows, the text around it gives."""
    verb, kinds = clause.verb, {t.ent_type_ for t in sentence}
    text = sentence.text
    if not kinds & _TIMES and not _WHENS.search(text):
        yield Asked(_inverted("when", clause), "time", None)
    if not kinds & _PLACES and not any(t.lower_ in ("at", "in", "near", "on", "where") for t in sentence):
        yield Asked(_inverted("where", clause), "place", None)
    if not _REASONS.search(text) and not _REASONS.match(later):
        yield Asked(_inverted("why", clause), "reason", None)
    if verb.lemma_ in _TRADE and not kinds & _NUMBERS:
        yield Asked(
            _inverted("how much", clause, [t for c in verb.children if c.dep_ == "dobj" for t in c.subtree]),
            "money",
            None,
        )
    if any(a.dep_ == "auxpass" for a in clause.auxiliaries) and not any(
        c.dep_ == "agent" for c in verb.children
    ):
        if verb.text.endswith("ed"):
            yield Asked(
                f"who {verb.text} {_text(clause.subject)} {_text(clause.rest)}".strip(), "agent", None
            )
        yield Asked(_by("who", clause), "agent", None)
    for child in verb.children:
        part = sorted(child.subtree, key=lambda t: t.i)
        if child.dep_ == "dobj" and child.tag_ == "NNS" and not _counted(part, later):
            yield Asked(_inverted(f"how many {_bare(part, [])}", clause, part), "number", None)
    head = next(c for c in verb.children if c.dep_ in ("nsubj", "nsubjpass"))
    if head.tag_ == "NNS" and not _counted(clause.subject, later):
        yield Asked(_predicate(f"how many {_bare(clause.subject, [])}", clause), "number", None)
    if (
        head.pos_ == "NOUN"
        and clause.subject[0].lower_ in _INDEFINITE
        and not any(t.ent_type_ in ("PERSON", "ORG", "GPE") for t in clause.subject)
    ):
        yield Asked(_predicate(f"which {head.text}", clause), "name", None)


def statements(sentence: Tokens) -> Iterator[tuple[str, str, list[str], list[str]]]:
    """Who says what: speaker, verb, the topics in the words reported, and all stems of these."""
    for verb in sentence:
        if verb.lemma_ not in _SAY or not (
            content := [c for c in verb.children if c.dep_ in ("ccomp", "dobj")]
        ):
            continue
        speakers = [c for c in verb.children if c.dep_ == "nsubj" and c.pos_ in ("PROPN", "NOUN")]
        if len(speakers) != 1 or len([*speakers[0].subtree]) > 8:
            continue
        inside = {t.i for t in content[0].subtree}
        topics = [
            c.text for c in sentence.noun_chunks if c.root.i in inside and c.root.pos_ in ("NOUN", "PROPN")
        ]
        said = [t.lemma_.lower() for t in content[0].subtree if t.pos_ in ("NOUN", "PROPN", "ADJ", "VERB")]
        yield _text(sorted(speakers[0].subtree, key=lambda t: t.i)), verb.text, topics, said


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


def _inverted(wh: str, clause: _Clause, less: Sequence[Token] = ()) -> str:
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


def _by(wh: str, clause: _Clause, less: Sequence[Token] = ()) -> str:
    return _inverted(wh, clause, less).rstrip("?") + " by?"


def _predicate(wh: str, clause: _Clause) -> str:
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
    return (
        text
        if not text or first.ent_type_ or first.pos_ == "PROPN" or first.lower_ == "i"
        else text[0].lower() + text[1:]
    )


def _tidy(question: str) -> str:
    question = re.sub(r"\s+([,.;:?!’'”)])", r"\1", re.sub(r"\s+", " ", question)).strip(' ,;:.-–—"“”')
    return question + "?"
