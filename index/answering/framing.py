"""A question without what is pasted or said around it: links, emoji, code marks, "can you tell me"."""

from __future__ import annotations

import re
import unicodedata

from .casual_spellings import spelt_out

_LINK = re.compile(r"<?\b(?:https?://|www\.)[^\s<>]+>?")
_SHORTCODE = re.compile(r"(?<![\w:]):[a-z][a-z0-9_+-]*+:(?![\w:])")
"""A Discord emoji by name."""

_CODE = re.compile(
    r"```(?:[a-z]{1,10}(?=\s))?|[`~|]+|\*\*+|(?<!\S)\*(?=\S)|(?<=\S)\*(?!\S)|(?<!\w)_++|(?<!_)_++(?!\w)"
)
_MARKS = re.compile(r"^[>#•–—-]+\s+|^(?:\d{1,2}[.)]|q(?:uestion)?\s*:)\s+", re.I)
_OPENERS, _CLOSERS = "\"“”„«»‘'", "\"“”«»’'"
_LEAD_IN = re.compile(
    r"^(?:(?:and|but|so|ok|okay|hey|hi|hello|yo|please|um|well|also|quick question|question|bot)\b[,!: ]+)+"
    r"(?=\w)",
    re.I,
)
_ASKING = re.compile(
    r"^(?:please )?(?:(?:can|could|would|will) (?:you|anyone|somebody|someone) (?:please )?"
    r"(?:tell (?:me|us)|say|explain|find out|check)|do(?:es)? (?:you|anyone|anybody|somebody) know|"
    r"(?:i(?:'d| would) like|i(?: just)? want(?:ed)?) to know|i wonder|i'm wondering|tell (?:me|us)|"
    r"(?:what )?do(?:es)? (?:this|the|that|your) (?:article|story|piece|report|text)s? "
    r"(?:say|tell us|mention|report)(?: about)?|(?:what )?does it (?:say|tell us|mention)(?: about)?)"
    r"(?: again)?,? (?=(?:who|whom|whose|what|when|where|why|how|which|if|whether)\b)",
    re.I,
)
_THANKED = re.compile(
    r"^(?:(?:ok|okay|great|perfect|cool|nice),? )?(?:thanks|thank you|thx|ty|cheers)"
    r"(?: a lot| so much| very much)?[,.!]+ (?=\S+ \S+ \S)",
    re.I,
)
"""Thanks before a question of three words or more; else they are all that is said."""

_WISHED = re.compile(
    r",? (?:please|thanks|thank you|"
    r"in (?:short|brief|simple terms|plain english|a nutshell)|"
    r"in (?:an?|one|two|three|a few|\d) (?:short |simple |brief )?"
    r"(?:sentence|word|line|paragraph|bullet point|bullet)s?)(?: please| thanks)?$",
    re.I,
)
_WHETHER = re.compile(r"^(?:if|whether) ", re.I)


def unframed(question: str) -> str:
    """The tidied question alone; as it is where nothing else would be left."""
    text = _CODE.sub(" ", _SHORTCODE.sub(" ", _LINK.sub(" ", question)))
    text = "".join(" " if _is_picture(character) else character for character in text)
    text = _unquoted(_MARKS.sub("", " ".join(text.split())))
    if not any(map(str.isalnum, text)):
        return question
    return _WHETHER.sub("", _ASKING.sub("", _THANKED.sub("", spelt_out(text))))


def without_lead_in(question: str) -> str:
    """The question without "and", "hey", "please" before it, if anything follows."""
    return _LEAD_IN.sub("", question)


def without_wishes(question: str) -> str:
    """The question without how it would be answered behind it: please, in one sentence."""
    return _WISHED.sub("", question) or question


def _is_picture(character: str) -> bool:
    """Whether it is an emoji, or part of one."""
    return character >= "\u2190" and (
        unicodedata.category(character) in ("So", "Sk", "Cn") or "\ufe00" <= character <= "\ufe0f"
    )


def _unquoted(text: str) -> str:
    """The text without quotation marks that stand around all of it, or before it and never close."""
    if len(text) < 2 or text[0] not in _OPENERS:
        return text
    inner = text[1:].rstrip("?!. ")
    if inner and inner[-1] in _CLOSERS and not any(c in _OPENERS for c in inner[:-1] if c != "'"):
        return text[1:].replace(inner, inner[:-1], 1)
    return text if any(c in _CLOSERS for c in inner) else text[1:]
