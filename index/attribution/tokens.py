"""Sentences as words: names, small words, dates and whole quotations, each with its place in the text."""

from __future__ import annotations

import re
from bisect import bisect_right
from dataclasses import dataclass
from typing import TYPE_CHECKING

from ..document import Span
from ..text.reporting_verbs import STRENGTH
from .names import DATES, GENDER, GROUP_NOUNS, PRONOUNS

if TYPE_CHECKING:
    from collections.abc import Sequence

NAME, WORD, QUOTE, PUNCT, POSSESSIVE, DATE, NUMBER = "name", "word", "quote", "punct", "'s", "date", "number"

_MARK = re.compile(r"[“”\"«»]|''|``")
_TOKEN = re.compile(
    r"(?P<poss>[’']s\b|(?<=s)[’'](?=\s))"
    r"|(?P<word>(?:[^\W\d_]\.){2,}|(?:Mr|Mrs|Ms|Dr|Sens?|Reps?|Gov|Gen|Prof|Lt|Col|Rev|St|Jr|Sr)\."
    r"|[A-Z]\.(?=\s)|[^\W\d_](?:[^\W_]|[’'-](?!s\b)(?=[^\W_])|&(?=\w)|\.(?=[a-z]{2,3}\b))*)"
    r"|(?P<number>[$€£]?\d[\w.,%]*)"
    r"|(?P<punct>--|[^\w\s])"
)

PREPOSITIONS = frozenset(
    "about above across after against along amid among around as at before behind below beneath "
    "beside besides between beyond by despite down during except for from in inside into like near of "
    "off on onto out outside over past per since than through throughout till to toward towards under "
    "until unlike up upon via with within without".split()
)
LINKS = frozenset(
    "and but or nor yet so that which who whom whose what whether if because while when where why how "
    "although though unless whereas then plus".split()
)
DETERMINERS = frozenset(
    "the a an this that these those his her its their our my your some many most several one two "
    "three four five other another all both every each no few any more dozens".split()
)
BE = frozenset(
    "is are was were be been being am isn't wasn't aren't weren't isn’t wasn’t aren’t weren’t".split()
)
AUXILIARIES = BE | frozenset(
    "has have had having will would could can may might should must shall did does do not never n't "
    "'ve 'd 'll didn't doesn't don't won't wouldn't couldn't can't hasn't haven't hadn't".split()
)
_ADVERBS = frozenset(
    "also again now later just still even once twice often then further always earlier soon already "
    "ever yet first thus therefore however meanwhile instead moreover too only almost perhaps so "
    "rather long all both himself herself themselves previously afterward afterwards".split()
)
_ADVERB_OR_PARTICIPLE = re.compile(r"ly$|(?<![jq])(?<!om)ing$")
"""An opening "Speaking …" is no name; Nanjing, Chongqing and Wyoming are."""
_NOT_LY = frozenset("family ally early reply only italy assembly july monopoly supply".split())


@dataclass(frozen=True, slots=True)
class Token:
    """One word, mark or whole quotation, where it stands in the text."""

    text: str
    low: str
    start: int
    end: int
    kind: str


def quotations(text: str, paragraph: Span) -> list[Span]:
    """The quoted stretches of a paragraph, marks included; one left open runs to the paragraph's end."""
    found: list[Span] = []
    opened: re.Match[str] | None = None
    for mark in _MARK.finditer(text, paragraph.start, paragraph.end):
        if opened is None:
            opened = None if mark.group() in "”»" else mark
        elif _closes(opened.group(), mark.group()):
            found.append(Span(opened.start(), mark.end()))
            opened = None
    if opened is not None:
        found.append(Span(opened.start(), paragraph.end))
    return found


def _closes(opening: str, mark: str) -> bool:
    """Whether ``mark`` ends what ``opening`` began; an editor's mix of curly and straight is forgiven."""
    return mark in {"“": ("”", '"'), "«": ("»",), "``": ("''", '"')}.get(opening, (opening,))


@dataclass(frozen=True, slots=True)
class Lexicon:
    """What a text shows of its words: those it writes small, and dates that are a surname ("May")."""

    common: frozenset[str] = frozenset()
    surnames: frozenset[str] = frozenset()

    @classmethod
    def of(cls, text: str) -> Lexicon:
        """Reads the lexicon off a text."""
        pairs = re.findall(r"\b([A-Z][a-z]+) (May|April|June|August|March)\b", text)
        surnames = frozenset(last.lower() for first, last in pairs if first.lower() in GENDER)
        return cls(frozenset(re.findall(r"\b[a-z]+\b", text)), surnames)


def tokens(text: str, sentence: Span, quoted: Sequence[Span], lexicon: Lexicon) -> list[Token]:
    """The tokens of a sentence, each quotation one token; ``quoted`` are in text order."""
    found: list[Token] = []
    at = sentence.start
    for i in range(bisect_right(quoted, at, key=lambda quote: quote.end), len(quoted)):
        quote = quoted[i]
        if quote.start >= sentence.end:
            break
        a, b = max(quote.start, sentence.start), min(quote.end, sentence.end)
        found += _words(text, at, a, not found, lexicon)
        found.append(Token(text[a:b], "", a, b, QUOTE))
        at = b
    return found + _words(text, at, sentence.end, not found, lexicon)


def _words(text: str, start: int, end: int, opens: bool, lexicon: Lexicon) -> list[Token]:
    found: list[Token] = []
    for match in _TOKEN.finditer(text, start, end):
        word = match.group()
        kind = match.lastgroup or PUNCT
        if kind == "word":
            kind = _kind(word, opens and not found, lexicon)
        elif kind == "poss":
            kind = POSSESSIVE
        found.append(
            Token(word, word.lower().rstrip(".").replace("’", "'"), match.start(), match.end(), kind)
        )
    return found


def _kind(word: str, opens: bool, lexicon: Lexicon) -> str:
    low = word.lower().rstrip(".")
    if word[0].isupper() and low in lexicon.surnames:
        return NAME
    if low in DATES and word[0].isupper():
        return DATE
    if not word[0].isupper() or low in DETERMINERS or low in PREPOSITIONS or low in LINKS or low in PRONOUNS:
        return WORD
    if low in AUXILIARIES or low in _ADVERBS or low in ("i", "we", "you", "there", "here"):
        return WORD
    if opens and (
        low in lexicon.common or low in GROUP_NOUNS or low in STRENGTH or _ADVERB_OR_PARTICIPLE.search(low)
    ):
        return WORD
    return NAME


def is_adverb(token: Token) -> bool:
    """Whether the token may stand between a subject and its verb without changing either."""
    return token.low in _ADVERBS or (
        token.kind == WORD and token.low.endswith("ly") and token.low not in _NOT_LY
    )
