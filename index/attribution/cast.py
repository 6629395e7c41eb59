"""Who is meant: names, titles, roles and pronouns resolved to one canonical speaker."""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from ..text.function_words import DETERMINERS, PRONOUNS
from .given_names import GIVEN_NAMES
from .grammar import Phrase, joins_names
from .introductions import apposition, clause_behind, closes, describes, office_before, offices, past_age
from .nouns import ORGANISATION_WORDS, PERSON_NOUNS, PLACE_OPENERS
from .titles import ALSO_CALLED, GENDERED, PARTIES, TITLES
from .tokens import NAME, WORD, Token, spell

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence


_PLAIN = frozenset("said says told tells asked wrote tweeted".split())
_ROLES = PERSON_NOUNS | TITLES

_MOST_NAMESAKES = 30
"""People of one last or first name who are told apart; further ones are known by their whole name alone."""


_ANY_TIME = frozenset("former ex current then longtime outgoing incumbent new late senior".split())
"""What may be said of an office without telling whose it is."""

_PARTY_OF = {"gop": "republican", "democratic": "democrat", "republicans": "republican"}

_ARTICLE = re.compile(r"^(?:the|an?) ", re.IGNORECASE)


@dataclass(slots=True)
class Referent:
    """Somebody the text names: the canonical name and what the text tells of them."""

    name: str
    gender: str = ""
    title: str | None = None
    clause: str | None = None
    roles: set[str] = field(default_factory=set)
    mentions: int = 0
    votes: Counter[str] = field(default_factory=Counter)

    @property
    def role(self) -> str | None:
        """All that the text tells of who they are, parts between commas."""
        return ", ".join(dict.fromkeys(filter(None, (self.title, self.clause)))) or None

    def may_be(self, pronoun: str) -> bool:
        """Whether a pronoun of gender ``pronoun`` ("m", "f") can stand for them."""
        gender = self.gender or (max("mf", key=self.votes.__getitem__) if self.votes else "")
        return gender in ("", pronoun)

    def known(self, pronoun: str) -> float:
        """1 when the text tells that ``pronoun`` is theirs, 0.6 when it only may be."""
        return 1.0 if pronoun in (self.gender, *self.votes) else 0.6


@dataclass(frozen=True, slots=True)
class Speaker:
    """A resolved speaker: ``sure`` in [0, 1]; ``person`` None for a group, body or place."""

    name: str
    sure: float
    person: Referent | None = None
    role: str | None = None


class Cast:
    """The people of one text, in the order it introduces them."""

    def __init__(self, sentences: Sequence[Sequence[Token]]) -> None:
        self._by_part: dict[str, list[Referent]] = {}
        self._by_name: dict[str, Referent] = {}
        self.mentioned: list[list[Referent]] = []
        self._bodies: dict[str, str] = {}
        self.runs = [_runs(toks) for toks in sentences]
        known = Counter(t.low for toks in sentences for t in toks if t.kind == NAME)
        for toks, runs in zip(sentences, self.runs, strict=True):
            for first, last in runs:
                self._introduce(toks, first, last, known)
        for toks, runs in zip(sentences, self.runs, strict=True):
            for first, last in runs:
                self._introduce_briefly(toks, first, last)
        for toks, runs in zip(sentences, self.runs, strict=True):
            self.mentioned.append(self._observe(toks, runs))

    def _introduce(self, toks: Sequence[Token], first: int, last: int, known: Counter[str]) -> None:
        start = _past_titles(toks, first, last)
        parts = [t.text for t in toks[start : last + 1]]
        if last > start and toks[last].low in ORGANISATION_WORDS:
            self._bodies.setdefault(toks[last].low, spell(toks[first : last + 1]))
        titled = start > first or (first > 0 and toks[first - 1].low in _ROLES)
        titled = titled or bool(apposition(toks, last)) or _speaks(toks, first, last)
        titled = titled or past_age(toks, last) > last
        if len(parts) < 2 or not _is_person(toks, first, start, parts, titled, known):
            return
        key = f"{parts[0]} {parts[-1]}".lower()
        person = self._by_name.get(key)
        if person is None:
            person = self._by_name[key] = Referent(" ".join(parts), GIVEN_NAMES.get(parts[0].lower(), ""))
            for part in {parts[-1].lower(), parts[0].lower(), " ".join(parts[1:]).lower()}:
                self._bear(part, person)
        self._describe(person, toks, first, start, last)

    def _introduce_briefly(self, toks: Sequence[Token], first: int, last: int) -> None:
        """Takes in a person named only by title and last name: Mr. Ban, President Obama."""
        start = _past_titles(toks, first, last)
        if start == first or toks[start - 1].low not in TITLES or self.person(toks, first, last):
            return
        low = [t.low for t in toks[start : last + 1]]
        if len(low) > 2 or any(w in ORGANISATION_WORDS or w in TITLES for w in low):
            return
        person = Referent(spell(toks[start : last + 1]))
        self._bear(" ".join(low), person)
        self._describe(person, toks, first, start, last)

    def _bear(self, part: str, person: Referent) -> None:
        namesakes = self._by_part.setdefault(part, [])
        if len(namesakes) < _MOST_NAMESAKES:
            namesakes.append(person)

    def _describe(self, person: Referent, toks: Sequence[Token], first: int, start: int, last: int) -> None:
        """Notes the roles that stand before the name and in the apposition behind it."""
        begin = first
        while (
            begin > max(0, first - 4) and toks[begin - 1].kind in (WORD, NAME) and describes(toks[begin - 1])
        ):
            begin -= 1
        before, after = toks[begin:start], apposition(toks, last)
        if not before and closes(toks, last):
            before = office_before(toks, first)
        if person.title is None:
            said = [_ARTICLE.sub("", spell(part)) for part in (before, after) if part]
            person.title = ", ".join(s for s in said if s.lower().rstrip(".") not in GENDERED) or None
        person.clause = person.clause or clause_behind(toks, last)
        for token in [*before, *after]:
            person.roles.update(
                (token.low, _PARTY_OF.get(token.low, token.low), *ALSO_CALLED.get(token.low, ()))
            )
            person.gender = person.gender or GENDERED.get(token.low, "")

    def _observe(self, toks: Sequence[Token], runs: Sequence[tuple[int, int]]) -> list[Referent]:
        """Counts mentions, and the pronouns used in sentences that name one person alone."""
        people = []
        for first, last in runs:
            person = self.person(toks, first, last)
            if person is not None:
                person.mentions += 1
                people.append(person)
                person.gender = person.gender or GENDERED.get(toks[first].low, "")
        if people and all(p is people[0] for p in people):
            people[0].roles.update(offices(toks))
            people[0].votes.update(g for t in toks if (g := PRONOUNS.get(t.low, "")) in ("m", "f"))
        return people

    def person(self, toks: Sequence[Token], first: int, last: int) -> Referent | None:
        """The person whom the capitalised words ``first`` to ``last`` name, if they name one."""
        start = _past_titles(toks, first, last)
        parts = [t.low for t in toks[start : last + 1]]
        if len(parts) > 1 and (found := self._by_name.get(f"{parts[0]} {parts[-1]}")):
            return found
        found_list = self._by_part.get(" ".join(parts), [])
        gender = GENDERED.get(toks[start - 1].low, "") if start > first else ""
        fitting = [p for p in found_list if not gender or p.may_be(gender)]
        fitting = [p for p in fitting if p.name.lower().split()[-1] == parts[-1]] or fitting
        return max(fitting, key=lambda p: p.mentions, default=None)

    def named(self, toks: Sequence[Token], phrase: Phrase) -> Speaker | None:
        """The speaker that a phrase names or describes; pronouns and bare roles are not for this method."""
        last = phrase.head
        first = last
        while first > phrase.first and (toks[first - 1].kind == NAME or joins_names(toks, first - 1)):
            first -= 1
        person = self.person(toks, first, last)
        if person is not None:
            return Speaker(person.name, 1.0, person, person.role)
        name = spell(toks[first : last + 1])
        return Speaker(self._bodies.get(name.lower(), name), 0.95)

    def described(self, toks: Sequence[Token], phrase: Phrase, recent: Iterable[Referent]) -> Speaker | None:
        """Whom "the senator" or "the Republican nominee" means: the latest person introduced so."""
        head = toks[phrase.head].low
        described = {t.low for t in toks[phrase.first : phrase.last + 1]} - DETERMINERS
        words = {_PARTY_OF.get(w, w) for w in described} - _ANY_TIME
        best: tuple[float, Referent] | None = None
        for rank, person in enumerate(recent):
            if words <= person.roles and person.may_be(GENDERED.get(head, "") or person.gender or "m"):
                score = len(described & person.roles) - rank / 100
                if best is None or score > best[0]:
                    best = (score, person)
        return None if best is None else Speaker(best[1].name, 0.75, best[1], best[1].role)


def _runs(toks: Sequence[Token]) -> list[tuple[int, int]]:
    """The stretches of capitalised words, with what joins them ("of", "de")."""
    found: list[tuple[int, int]] = []
    i = 0
    while i < len(toks):
        if toks[i].kind != NAME:
            i += 1
            continue
        j = i
        while j + 1 < len(toks) and (toks[j + 1].kind == NAME or joins_names(toks, j + 1)):
            j += 1
        found.append((i, j))
        i = j + 1
    return found


def _past_titles(toks: Sequence[Token], first: int, last: int) -> int:
    """The index of the first word that is name and no title."""
    titles = [i for i in range(first, last) if toks[i].low in TITLES or toks[i].low in PARTIES]
    start = titles[-1] + 1 if titles else first
    while start < last and toks[start].low in ("of", "elect"):
        start += 2
    return min(start, last)


def _is_person(
    toks: Sequence[Token], first: int, start: int, parts: list[str], titled: bool, known: Counter[str]
) -> bool:
    low = [p.lower().rstrip(".") for p in parts]
    if len(parts) > 4 or any(p in ORGANISATION_WORDS for p in low) or "of" in low:
        return False
    if low[0] in GIVEN_NAMES or titled:
        return low[0] not in PLACE_OPENERS
    the = first > 0 and toks[first - 1].low == "the"
    short = len(parts) <= 3 and not the and low[0] not in PLACE_OPENERS and len(parts[-1]) > 1
    return (
        short and start == first and not any(p.isupper() and len(p) > 2 for p in parts) and known[low[-1]] > 1
    )


def _speaks(toks: Sequence[Token], first: int, last: int) -> bool:
    """Whether a plain reporting verb stands right beside the name."""
    beside = [toks[i].low for i in (first - 1, last + 1) if 0 <= i < len(toks)]
    return any(word in _PLAIN for word in beside)
