"""What kind of answer a question asks for, and whether a sentence offers one that is news."""

from __future__ import annotations

import re
from enum import Enum

from ..text.calendar_words import MONTHS, WEEKDAYS
from ..text.terms import STOPWORDS, stem, words

_NUMBER_WORDS = (
    "one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen sixteen "
    "seventeen eighteen nineteen twenty thirty forty fifty sixty seventy eighty ninety hundred hundreds "
    "thousand thousands million millions billion billions trillion dozen dozens half "
    "quarter".replace(" ", "|")
)
_MONTHS, _DAYS = ("|".join(names).lower() for names in (MONTHS, WEEKDAYS))


class AnswerType(Enum):
    """The kinds of answer that leave a trace in the words of a sentence."""

    PERSON = "person"
    PLACE = "place"
    TIME = "time"
    DURATION = "duration"
    NUMBER = "number"
    MONEY = "money"
    REASON = "reason"
    YES_NO = "yes_no"
    OTHER = "other"


_ASKS = (
    (
        AnswerType.DURATION,
        r"\bhow (?:long|old)\b|\bfor how many\b|\b(?:what|which) (?:age|duration|length)\b",
    ),
    (
        AnswerType.TIME,
        r"\bwhen\b|\b(?:what|which) (?:\w+ )?(?:day|date|year|month|time|week|century|decade|era)\b|"
        r"\bhow (?:soon|recently)\b|^(?>.*?\bwhat\b).*\bdate\b|\bdeadline\b",
    ),
    (
        AnswerType.MONEY,
        r"^(?>.*?\bhow much\b).*\b(?:pay|paid|cost|spend|spent|worth|money|raise|raised|earn|price|"
        r"donat\w+|owe|fund\w*)\b|\b(?:price|cost|salary|budget)\b|\bhow much money\b",
    ),
    (
        AnswerType.NUMBER,
        r"\bhow (?:many|much|far|large|big|high|tall|fast|often)\b|\b(?:what|"
        r"which) (?:\w+ )?(?:percentage|percent|number|share|rate|size|amount|proportion|population)\b|"
        r"\bnumber of\b|\bpercentage\b",
    ),
    (
        AnswerType.PERSON,
        r"\bwho(?:se|m)?\b|\b(?:what|which) (?:\w+ )?(?:person|people|man|woman|official|president|leader|"
        r"king|queen|general|author|senator|politician|emperor|minister)\b|\bname of the (?:person|man|"
        r"woman)\b|\bby whom\b",
    ),
    (
        AnswerType.PLACE,
        r"\bwhere\b|\b(?:what|which) (?:\w+ )?(?:city|country|place|state|town|location|region|venue|"
        r"continent|province|area|river|island)\b",
    ),
    (
        AnswerType.REASON,
        r"\bwhy\b|\bhow come\b|\bfor what reason\b|\bwhat (?:\w+ )?(?:reason|cause|caused|motivated|"
        r"prompted|led)\b",
    ),
    (
        AnswerType.YES_NO,
        r"^(?:so |and |but |then )?(?:is|are|was|were|do|does|did|has|have|had|can|could|will|would|"
        r"should|may|might)(?:n't|nt)?\b",
    ),
)
_ASKS_COMPILED = [(kind, re.compile(pattern)) for kind, pattern in _ASKS]

_OFFERS = {
    AnswerType.DURATION: re.compile(
        rf"\b(?:(?<![\d.,])\d[\d.,]*|a|an|{_NUMBER_WORDS})[\s-]+(?:\w+[\s-]+)?(?:seconds?|minutes?|hours?|days?|"
        rf"weeks?|months?|"
        r"years?|decades?|centur(?:y|ies))\b|\bsince\b|\buntil\b|\b(?:aged?|years? old)\b|, \d\d,",
        re.IGNORECASE,
    ),
    AnswerType.TIME: re.compile(
        rf"\b(?:1\d|20)\d\ds?\b|\b(?:{_MONTHS}|{_DAYS})\b|\b(?:today|yesterday|tomorrow|tonight|"
        rf"weekend|morning|"
        r"evening|afternoon|night|century|centuries|decades?|noon|midnight)\b|\b(?:last|next|this|"
        r"past|previous|"
        r"earlier|later|coming|following)\s+(?:\w+\s+)?(?:year|month|week|day|spring|summer|fall|"
        r"autumn|winter|in the)|\b"
        r"(?:years?|months?|weeks?|days?|hours?|minutes?)\b|\bago\b|\bBC\b|\bAD\b|\bera\b",
        re.IGNORECASE,
    ),
    AnswerType.NUMBER: re.compile(
        # A bare year is a time, not an amount.
        rf"\b(?!(?:1[5-9]|20)\d\d\b)\d[\d.,]*|%|\b(?:{_NUMBER_WORDS}|percent)\b",
        re.IGNORECASE,
    ),
    AnswerType.MONEY: re.compile(
        r"[$€£¥]\s?\d|\b(?:(?<![\d.,])\d[\d.,]*|million|billion|trillion|thousand|"
        r"hundred)\s+(?:\w+\s+)?(?:dollars|euros|pounds|yuan|yen|"
        r"cents|francs|livres)\b|\bfree of charge\b",
        re.IGNORECASE,
    ),
    AnswerType.REASON: re.compile(
        r"\b(?:because|since|due to|owing to|so that|in order to|as a result|thanks to|amid|after|"
        r"over|caus\w+|prompt\w+|"
        r"led to|reason\w*|therefore|thus|blam\w+|fear\w*|concern\w*|to \w+)\b",
        re.IGNORECASE,
    ),
}
_NAME = re.compile(r"[^\W\d_a-z](?:[’'&.-]*\w++)+")


def answer_type(question: str) -> AnswerType:
    """The kind of answer that the question's wording asks for."""
    asked = question.lower().strip().replace("’", "'")
    return next((kind for kind, pattern in _ASKS_COMPILED if pattern.search(asked)), AnswerType.OTHER)


def offers(kind: AnswerType, sentence: str, question: str) -> bool:
    """Whether the sentence holds something of that kind that the question doesn't say itself.

    True for the kinds that leave no trace (YES_NO, OTHER).
    """
    said = {stem(word) for word in words(question)}
    if kind in (AnswerType.PERSON, AnswerType.PLACE):
        return any(
            _new(m.group(), said) for m in _NAME.finditer(sentence) if m.group().lower() not in STOPWORDS
        )
    pattern = _OFFERS.get(kind)
    return pattern is None or any(_new(m.group(), said) for m in pattern.finditer(sentence))


def says_more(found: str, question: str) -> bool:
    """Whether the words found hold any that the question doesn't."""
    return _new(found, {stem(word) for word in words(question)})


def _new(found: str, said: set[str]) -> bool:
    """Whether the words found say more than the question does."""
    parts = words(found)
    return not parts or any(stem(word) not in said for word in parts)
