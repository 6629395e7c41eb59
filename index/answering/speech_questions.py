"""Questions for somebody's words: "what did X say about Y", in its wordings."""

from __future__ import annotations

import re

from ..text.word_lists import WordLists
from .asked import Speech

_LISTS = WordLists(__file__)
_SAY, _SAID, _SAYING, _MAY_SAY, _VIEW, _NOBODY = (
    "|".join(_LISTS.words(key)) for key in ("say", "said", "saying", "may_say", "view", "nobody")
)
_ABOUT = r"(?:about|on|of|regarding|concerning|to|for|as to|over|towards?|when asked about|in response to)"
_WHO = rf"(?P<who>(?!(?:{_NOBODY}|the (?:article|story|report)s?)\b)(?:[\w.’'&-]+,? ){{0,7}}?[\w.’'&-]+?),?"
_POSED = r"^(?:so )?(?:what|how|why)(?: else| exactly)?"
_SPEECH = (
    (True, rf"{_POSED} (?:did|does|do|would) {_WHO} (?:{_SAY})\b(?P<topic>.*)$"),
    (True, rf"{_POSED} (?:has|have|had) {_WHO} (?:{_SAID})\b(?P<topic>.*)$"),
    (True, rf"{_POSED} (?:is|are|was|were) {_WHO} (?:{_SAYING})\b(?P<topic>.*)$"),
    (
        True,
        rf"^(?:did|does|has|have) {_WHO} (?:ever )?(?:{_SAY}|{_SAID}) (?:anything|something|"
        rf"much)(?P<topic>.*)$",
    ),
    (
        True,
        rf"^(?:did|does|has|have) {_WHO} (?:ever |also |even )?(?:mention(?:ed)?|comment(?:ed)? on|"
        rf"speak about|spoken about) (?P<topic>.*)$",
    ),
    (
        True,
        rf"^(?:what (?:is|are|was|were)|what's|give me|show me|any)(?: the)? {_WHO}(?:'s|"
        rf"s') (?:\w+ )?(?:{_VIEW})\b(?P<topic>.*)$",
    ),
    (True, rf"^(?:what (?:is|are|was|were)|what's) the (?:{_VIEW}) of {_WHO}(?P<topic> {_ABOUT} .*)?$"),
    (True, rf"^(?:tell me |show me )?what {_WHO} (?:{_SAID})\b(?P<topic>.*)$"),
    (
        True,
        rf"^(?:quotes?|statements?|comments?|remarks?)(?: (?:from|by|of))? {_WHO}(?P<topic> {_ABOUT} .*)?$",
    ),
    (False, rf"{_POSED} (?:did|does|do) {_WHO} (?P<topic>(?:{_MAY_SAY})\b.*)$"),
    (False, rf"{_POSED} (?:has|have|had) {_WHO} (?P<topic>(?:{_MAY_SAY})e?d\b.*)$"),
    (False, rf"^(?P<topic>.+?),? according to {_WHO}$"),
    (False, rf"^according to {_WHO}, (?P<topic>.+)$"),
)
_SPEECH_COMPILED = [(certain, re.compile(pattern, re.IGNORECASE)) for certain, pattern in _SPEECH]
_LEADING = re.compile(
    rf"^\W*(?:(?:anything|something|much|us|me|reporters?|journalists?|that|"
    rf"exactly|to (?:reporters?|journalists?)) )*(?:{_ABOUT} )?(?:the topic of |the subject of )?",
    re.IGNORECASE,
)
_SOURCE = re.compile(
    r"^(?:according to|as per|per) (?P<before>(?:[\w.’'&-]+ ){0,5}[\w.’'&-]+), (?P<asked>.+)$|"
    r"^(?P<question>[^,?]+?),? according to (?P<after>(?:[\w.’'&-]+ ){0,5}[\w.’'&-]+)\s*\?*$",
    re.IGNORECASE,
)


def speech_question(asked: str) -> Speech | None:
    """Whose words a question asks for, and on what; None when it doesn't ask for words."""
    for certain, pattern in _SPEECH_COMPILED:
        if match := pattern.search(asked):
            return Speech(match["who"], _LEADING.sub("", (match["topic"] or "").strip()).strip(), certain)
    return None


def by_source(question: str) -> tuple[str, str] | None:
    """The name in "according to …", and the question without it; None when there is none."""
    match = _SOURCE.match(question)
    if match is None:
        return None
    name, asked = match["before"] or match["after"], match["asked"] or match["question"]
    return name, asked if asked.endswith("?") else f"{asked}?"
