"""What a question asks for, by its wording: talk, the article's record, somebody's words, or a fact."""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass
from typing import Literal

from ..bounds import LONGEST_QUESTION
from ..errors import UsageError
from ..text.terms import with_few_marks

Field = Literal["author", "published", "source", "title", "url", "event_date"]


@dataclass(frozen=True, slots=True)
class SmallTalk:
    """Said to the bot, not asked of the documents; ``reply`` is its friendly line."""

    reply: str


@dataclass(frozen=True, slots=True)
class Metadata:
    """Asks for a field of a document's own record."""

    field: Field


@dataclass(frozen=True, slots=True)
class Speech:
    """Asks what ``speaker`` said, about ``topic`` if that is not empty.

    ``certain`` when the wording can mean nothing else ("say", "think"); otherwise ("threaten", "propose") the
    question may also ask for a deed.
    """

    speaker: str
    topic: str
    certain: bool


@dataclass(frozen=True, slots=True)
class Plain:
    """Asks for anything else."""


Asked = SmallTalk | Metadata | Speech | Plain

ABILITIES = (
    "I answer questions from the articles that I was given, word for word and with the source. "
    "Ask me what somebody said, when or where something happened, or who wrote it."
)

_INVISIBLE = re.compile(
    r"[\x00-\x08\x0e-\x1b\x7f-\x84\x86-\x9f\u00ad\u061c\u200b-\u200f\u202a-\u202e\u2060-\u206f\ufeff\ufff9-\ufffb\ud800-\udfff]"
)
_GREETING = re.compile(
    r"hiya|hi+|hey+|hello+|howdy|sup|greetings|good (?:morning|afternoon|evening|day|night|bot)|lol|"
    r"ok(?:ay)?|thanks?(?: you)?|thx|ty|cheers|bye|goodbye|nice|cool|great|wow|welcome|testing|test|ping|"
    r"please|well done|how are you(?: doing| today)?|how(?: is|'s) it going|what'?s up|wassup|bot|there|"
    r"all|everyone|mate|friend|so much|a lot|job|work|you|yo|the|[\s!,.?:)]+"
)
"""A piece of a greeting: what is made of these alone is one. Of two alike the longer comes first."""
_ABOUT_BOT = re.compile(
    r"^help(?: me)?$|^(?:please )?help$|\b(?:what|who|how) (?:can|do|are|could) you(?: (?:do|work|"
    r"know|help(?: me)?|answer|function|are))?$|"
    r"\bwhat are you\b|\bare you (?:a )?(?:bot|human|real|an? ai|alive|sentient)|\bwho (?:made|built|"
    r"created|programmed) you\b|"
    r"\bwhat(?:'s| is) your (?:name|purpose|job)\b|\bhow do (?:i|you) (?:use|ask|work)(?: you| this)?\b"
)
_COMMAND = re.compile(
    r"\b(?:ignore|disregard|forget|override)\b.{0,40}\b(?:instructions?|rules?|prompts?|guidelines?|"
    r"everything|above|previous)\b|"
    r"\bsystem prompt\b|\byou are now\b|\bpretend (?:to be|you)|\bact as\b|\brole-?play\b|"
    r"\bjailbreak\b|\bdeveloper mode\b|"
    r"^(?:please |can you |could you |will you )?(?:write|compose|generate|draw|sing|translate|"
    r"tell (?:me|us) a (?:joke|story)|"
    r"make (?:me )?an? (?:poem|joke|song|image|picture))\b|\btell me a joke\b|\b(?:i|we) (?:love|hate) you\b"
)

_METADATA: tuple[tuple[Field, str], ...] = (
    (
        "url",
        r"\b(?:link|url|web ?address)(?: (?:to|of|for))? (?:this|the|your|that) (?:article|story|"
        r"piece|report|source|original)\b|^(?>.*?\bwhere can i (?:read|find)\b).*\b(?:article|story|piece|it|"
        r"original)\b",
    ),
    (
        "author",
        r"\bwho(?: is| was|'s|s)? (?:the )?(?:author|writer|reporter|journalist|"
        r"byline)(?: (?:of|for|on) (?:this|the|that)(?: \w+)?)?$|\bwho (?:wrote|authored|penned|reported|"
        "is (?:this|it) by)(?: (?:this|the|that|it|your))?(?: (?:article|story|piece|report|text|"
        r"news))?$|\b(?:author|writer|byline|reporter|journalist)(?:'s name)? of (?:this|the|that)\b|"
        r"\bwritten by who(?:m)?\b|^(?>.*?\bby whom was (?:this|the|it)).*written\b|\bname of the (?:author|"
        r"writer|reporter|journalist)\b|\bwhat(?:'s| is) the byline\b",
    ),
    (
        "published",
        r"\bwhen (?:was|is|did) (?:this|the|that|it)(?: (?:article|story|piece|report|text|"
        r"news))? (?:published|written|posted|released|come out|from|dated)\b|\b(?:publication|publishing|"
        r"publish) date\b|\bdate of (?:this|the) (?:article|story|piece|report|publication)\b|"
        r"\bhow (?:old|recent|new) is (?:this|the|that) (?:article|story|piece|report|news)\b|"
        r"\bwhen did (?:they|you) publish\b|\bwhat(?:'s| is) the date(?:line)? (?:of|on) (?:this|"
        r"the) (?:article|story|piece|report)\b",
    ),
    (
        "source",
        r"\b(?:which|what) (?:news ?)?(?:outlet|agency|paper|newspaper|publication|publisher|"
        "source|site|website|news (?:agency|outlet|source|organi[sz]ation)) (?:is |was |did |does |"
        "published |ran |wrote |reported |has )*(?:this|it|the (?:article|story|piece|"
        r"report))(?: (?:article|story|piece|report))?(?: \w+){0,2}$|\bwhat(?:'s| is| are|s) (?:your|the|"
        r"its) sources?(?: for (?:this|all this|that|the article|the story))?$|\bwhere (?:is|does|"
        r"did) (?:this|the article|the story|it|your info\w*|your information) (?:come )?from\b|"
        r"\bwho published (?:this|the article|the story|it)\b|\bwho is the (?:publisher|source)\b",
    ),
    (
        "title",
        r"\b(?:title|headline|name)\b.{0,12}\b(?:of )?(?:this|the|your) (?:article|story|piece|"
        r"report|text)\b|\bwhat is (?:this|the) (?:article|story|piece|report) (?:called|titled|named)\b|"
        r"\bwhat(?:'s| is|s) the (?:title|headline)$",
    ),
)
_METADATA_COMPILED = [(field, re.compile(pattern)) for field, pattern in _METADATA]

_SAY = "say|think|tell|mention|comment|feel|talk|speak"
_SAID = "said|thought|told|mentioned|commented|stated|felt|talked|spoken|spoke"
_SAYING = "saying|thinking|telling|talking|commenting"
_MAY_SAY = (
    "claim|argue|explain|call|describe|suggest|believe|announce|warn|hint|promise|predict|insist|"
    "stress|emphasi[sz]e|"
    "note|declare|reveal|respond|react|expect|report|admit|acknowledge|assure|pledge|caution|allege|"
    "complain|joke|"
    "tweet|write|ask|see|view|characteri[sz]e|add|accuse|criticise|criticize|praise"
)
_ABOUT = r"(?:about|on|of|regarding|concerning|to|for|as to|over|towards?|when asked about|in response to)"
_WHO = (
    r"(?P<who>(?!(?:you|i|we|he|she|they|him|her|them|anyone|anybody|someone|somebody|it|this|that|"
    r"the (?:article|story|report)s?)\b)(?:[\w.’'&-]+,? ){0,7}?[\w.’'&-]+?),?"
)
_VIEW = (
    r"(?:views?|opinions?|stance|position|take|thoughts?|reactions?|responses?|comments?|remarks?|"
    r"statements?|words?|"
    r"quotes?|message|assessment|feelings?|reply)"
)
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
        rf"^(?:what (?:is|are|was|were)|what's|give me|show me|any)(?: the)? {_WHO}(?:'s|"
        rf"s') (?:\w+ )?{_VIEW}\b(?P<topic>.*)$",
    ),
    (True, rf"^(?:what (?:is|are|was|were)|what's) the {_VIEW} of {_WHO}(?P<topic> {_ABOUT} .*)?$"),
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
_LEAD_IN = re.compile(
    r"^(?:(?:and|but|so|ok|okay|hey|hi|hello|yo|please|um|well|also)\b[,! ]+)+(?=\w)", re.IGNORECASE
)


def visible(text: str) -> str:
    """A text on one line, without characters that are invisible, steer a screen, or are halves of others."""
    return " ".join(unicodedata.normalize("NFC", with_few_marks(_INVISIBLE.sub("", text))).split())


def tidy(question: str) -> str:
    """The visible question.

    Raises:
        UsageError: nothing is left of it, or it is too long.
    """
    text = visible(question)
    if not text:
        raise UsageError('the question is empty; ask something, such as: rapporteur ask "who wrote this?"')
    if len(text) > LONGEST_QUESTION:
        raise UsageError(
            f"the question has {len(text)} characters, at most {LONGEST_QUESTION} are read; shorten it"
        )
    return text


def parse(question: str) -> Asked:
    """What a tidied question asks for."""
    asked = _LEAD_IN.sub("", question.replace("’", "'").strip(' ?!."“”'))
    if talk := _small_talk(asked.lower()):
        return talk
    if field := next((f for f, pattern in _METADATA_COMPILED if pattern.search(asked.lower())), None):
        return Metadata(field)
    return _speech(asked) or Plain()


def is_small_talk(question: str) -> bool:
    """Whether a tidied question is said to whoever answers, not asked of the documents."""
    return isinstance(parse(question), SmallTalk)


def _small_talk(asked: str) -> SmallTalk | None:
    if _COMMAND.search(asked):
        return SmallTalk(f"That is not something I do. {ABILITIES}")
    if not _GREETING.sub("", asked) or not any(map(str.isalnum, asked)):
        return SmallTalk(f"Hello! {ABILITIES}")
    return SmallTalk(ABILITIES) if _ABOUT_BOT.search(asked) else None


def _speech(asked: str) -> Speech | None:
    for certain, pattern in _SPEECH_COMPILED:
        if match := pattern.search(asked):
            return Speech(match["who"], _LEADING.sub("", (match["topic"] or "").strip()).strip(), certain)
    return None
