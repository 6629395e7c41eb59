"""Sound sentences changed so that their quotes bear them no more, each change with its kind."""

from __future__ import annotations

import re
import zlib
from random import Random
from typing import TYPE_CHECKING

from retellings import COUNTS, names

from index.text.calendar_words import MONTHS, WEEKDAYS
from index.text.terms import STOPWORDS

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from retellings import Told

STRANGERS = (
    "Kowalski", "Maria Lopez", "Nkomo", "Helsinki", "Tanaka", "Petra Holm", "Uruguay", "Halvorsen", "Siemens",
    "Okafor", "Lindqvist", "Bratislava",
)  # fmt: skip
OPPOSITES = """
rise fall/rises falls/rose fell/rising falling/increase decrease/increases decreases/increased decreased/
increasing decreasing/more less/more fewer/before after/accept refuse/accepted refused/accepts refuses/
higher lower/up down/win lose/won lost/wins loses/support oppose/supports opposes/supported opposed/
supporting opposing/first last/begin end/began ended/start stop/started stopped/buy sell/bought sold/
agree disagree/agreed disagreed/approve reject/approved rejected/best worst/better worse/above below/
over under/early late/earlier later/gain loss/gains losses/most least/allow ban/allowed banned/
strong weak/open close/opened closed/push pull/large small/larger smaller/old new/older younger
"""
_PLAIN = re.compile(r"(?<![\w'’-])[a-z]{4,}(?![\w'’-])")
WORDS = {
    "ed": "delayed planted painted cancelled married invented counted borrowed warned sponsored".split(),
    "ing": "cancelling repairing teaching hiding printing welcoming ignoring testing".split(),
    "ly": "secretly publicly slowly politely angrily weekly".split(),
    "s": "harbours teachers cancels tariffs bridges hides visits farmers vaccines rivals".split(),
    "": "cancel harbour visit bridge vaccine merger ignore tariff teacher river deficit invade".split(),
}
"""Words by their ending, to stand in another's place."""

_OPPOSITE = {
    word: other
    for pair in OPPOSITES.replace("\n", "").split("/")
    for a, b in [pair.split()]
    for word, other in ((a, b), (b, a))
}
_AUXILIARY = re.compile(
    r"\b(is|are|was|were|will|would|can|could|should|has|have|had|must|may|might|did|does|do)\b(?! not\b)",
    re.I,
)
_NEGATED = re.compile(r"(?<=[a-z]) (?:not|never)\b|(?<=can)not\b|\bno (?=[a-z])")
_HEDGED = re.compile(
    r"\b(?:may|might|could|would|will|should|"
    r"(?:plans?|planned|expects?|expected|wants?|wanted|hopes?|hoped) to) "
    r"(?=(?!have\b|be\b|not\b)[a-z]{3,})"
)
_OTHER_JOINTS = {
    "from": ["to", "by"],
    "by": ["to", "from"],
    "under": ["over"],
    "over": ["under"],
    "and": ["or"],
}
_JOINT = re.compile(r"(?<=[a-z] )(?:from|by|under|over|and)(?= [a-z$\d])")
_NUMBER = re.compile(r"(?<![\w.,])\d[\d,]*(?:\.\d+)?(?!\w)")
_SPELT = re.compile(rf"\b(?:{'|'.join(COUNTS[2:])})\b", re.I)
_YEAR = re.compile(r"\b(?:19|20)\d\d\b")
_DAY = re.compile(rf"\b(?:{'|'.join(MONTHS)})\.? (\d{{1,2}})\b")
_SPEAKS = re.compile(
    r"^(?:According to (?P<a>[^,]{2,60}),|(?P<b>.{2,80}?) "
    r"(?:said|says|stated|added|noted|explained|told|argued|claimed|suggested|believes?|thinks?|wrote|tweeted)\b)"
)


def altered(told: Told) -> Iterator[tuple[str, str]]:
    """Each change that fits the sentence, once a kind."""
    rng = Random(zlib.crc32(told.sentence.encode()))  # noqa: S311
    for kind, change in CHANGES.items():
        for made in change(told, rng):
            if made != told.sentence:
                yield kind, made


def _replaced(text: str, found: re.Match[str], new: str) -> str:
    new = new[0].upper() + new[1:] if found.group()[0].isupper() else new
    return text[: found.start()] + new + text[found.end() :]


def _number(told: Told, rng: Random) -> Iterator[str]:
    found = [*_NUMBER.finditer(_YEAR.sub("YYYY", told.sentence))]
    spelt = [*_SPELT.finditer(told.sentence)]
    if spelt:
        old = rng.choice(spelt)
        new = [c for c in COUNTS[2:] if c != old.group().lower()]
        yield _replaced(told.sentence, old, rng.choice(new))
    if found:
        old = rng.choice(found)
        value = float(old.group().replace(",", ""))
        new_value = value * rng.choice((2, 3, 10)) if rng.random() < 0.5 else value + rng.choice((1, 2, 5))
        yield _replaced(told.sentence, old, f"{new_value:,.10g}")


def _date(told: Told, rng: Random) -> Iterator[str]:
    for listed in (MONTHS, WEEKDAYS):
        found = [*re.finditer(rf"\b(?:{'|'.join(n for n in listed if n != 'May')})\b", told.sentence)]
        if found:
            old = rng.choice(found)
            yield _replaced(told.sentence, old, rng.choice([n for n in listed if n != old.group()]))
    if years := [*_YEAR.finditer(told.sentence)]:
        old = rng.choice(years)
        yield _replaced(told.sentence, old, str(int(old.group()) + rng.choice((-10, -4, -1, 1, 2, 4))))
    if days := [*_DAY.finditer(told.sentence)]:
        old = rng.choice(days)
        day = rng.choice([d for d in range(1, 29) if d != int(old[1])])
        yield told.sentence[: old.start(1)] + str(day) + told.sentence[old.end(1) :]


def _in(told: Told) -> list[str]:
    """The sentence's names that the quote, or its speaker, has too."""
    around = f"{told.quote} {told.speaker}"
    return [
        n
        for n in names(told.sentence)
        if n in around and re.search(rf"\b{re.escape(n)}(?!\w)", told.sentence)
    ]


def _others(old: str, among: Sequence[str], told: Told) -> list[str]:
    have = set(old.lower().split())
    speaker = set((told.speaker or "").lower().split())
    return [n for n in among if not have & set(n.lower().split()) and not speaker & set(n.lower().split())]


def _rename(text: str, old: str, new: str) -> str:
    return re.sub(rf"\b{re.escape(old)}(?!\w)", lambda _: new, text, count=1)


def _name_of_article(told: Told, rng: Random) -> Iterator[str]:
    yield from _renamed(told, rng, [n for n in told.names if n not in told.quote])


def _name_of_quote(told: Told, rng: Random) -> Iterator[str]:
    yield from _renamed(told, rng, names(told.quote))


def _stranger(told: Told, rng: Random) -> Iterator[str]:
    yield from _renamed(told, rng, STRANGERS)


def _renamed(told: Told, rng: Random, among: Sequence[str]) -> Iterator[str]:
    if found := _in(told):
        old = rng.choice(found)
        if others := _others(old, among, told):
            yield _rename(told.sentence, old, rng.choice(others))


def _swapped(told: Told, rng: Random) -> Iterator[str]:
    found = _in(told)
    pairs = [(a, b) for a in found for b in found if a < b and not set(a.split()) & set(b.split())]
    if pairs:
        a, b = rng.choice(pairs)
        yield _rename(_rename(_rename(told.sentence, a, "Xyzzy"), b, a), "Xyzzy", b)


def _negated(told: Told, rng: Random) -> Iterator[str]:
    if found := [*_AUXILIARY.finditer(told.sentence)]:
        at = rng.choice(found).end()
        yield f"{told.sentence[:at]} not{told.sentence[at:]}"


def _affirmed(told: Told, rng: Random) -> Iterator[str]:
    if found := [*_NEGATED.finditer(told.sentence)]:
        old = rng.choice(found)
        yield told.sentence[: old.start()] + told.sentence[old.end() :]


def _opposite(told: Told, rng: Random) -> Iterator[str]:
    found = [w for w in re.finditer(r"\b[A-Za-z]+\b", told.sentence) if w.group().lower() in _OPPOSITE]
    if found:
        old = rng.choice(found)
        yield _replaced(told.sentence, old, _OPPOSITE[old.group().lower()])


def _speaker(told: Told, rng: Random) -> Iterator[str]:
    speaks = _SPEAKS.match(told.sentence)
    if speaks is None or not told.speaker or told.speaker.split()[-1] not in speaks.group():
        return
    group = "a" if speaks["a"] else "b"
    for among in (names(told.quote), [n for n in told.names if n not in told.quote]):
        if others := _others(speaks[group], among, told):
            start, end = speaks.span(group)
            yield told.sentence[:start] + rng.choice(others) + told.sentence[end:]


def _left_out(told: Told, rng: Random) -> Iterator[str]:
    """What somebody says, told as a fact."""
    speaks = _SPEAKS.match(told.sentence)
    if speaks and told.speaker and told.speaker.split()[-1] in speaks.group():
        words = told.sentence[speaks.end() :].removeprefix(" that").strip()
        yield words[:1].upper() + words[1:]


def _word(told: Told, rng: Random) -> Iterator[str]:
    """A word that the quote has for a stranger's of the same ending."""
    found = [
        w for w in _PLAIN.finditer(told.sentence) if w.group() in told.quote and w.group() not in STOPWORDS
    ]
    if found:
        old = rng.choice(found)
        ending = next((e for e in ("ed", "ing", "ly", "s") if old.group().endswith(e)), "")
        yield _replaced(told.sentence, old, rng.choice([w for w in WORDS[ending] if w != old.group()]))


def _unhedged(told: Told, rng: Random) -> Iterator[str]:
    """What may be, or is wanted, told as done."""
    if found := _HEDGED.search(told.sentence):
        yield _replaced(told.sentence, found, "did ")


def _rejoined(told: Told, rng: Random) -> Iterator[str]:
    """To for from, by for to, or for and."""
    if found := _JOINT.search(told.sentence):
        yield _replaced(told.sentence, found, rng.choice(_OTHER_JOINTS[found.group()]))


UNASKED = frozenset({"another word", "speaker left out", "hedge taken out", "another joint"})
"""Kinds that are reported apart."""

CHANGES = {
    "number": _number,
    "date": _date,
    "name, of the article": _name_of_article,
    "name, of the quote": _name_of_quote,
    "name, a stranger's": _stranger,
    "names swapped": _swapped,
    "negation put in": _negated,
    "negation taken out": _affirmed,
    "opposite": _opposite,
    "speaker": _speaker,
    "speaker left out": _left_out,
    "another word": _word,
    "hedge taken out": _unhedged,
    "another joint": _rejoined,
}
