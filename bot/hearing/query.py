"""What a message in plain words asks, or why that can't be looked for."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

from index import ABILITIES, is_small_talk
from index import scripts as scripts_of

if TYPE_CHECKING:
    from collections.abc import Collection

LONGEST_QUESTION = 500
"""Code points: a question is a sentence or two, and an answer must be found to all of it."""

_ASKS = re.compile(
    r"\?|^(?:who|whom|whose|what|what's|when|where|why|how|which|is|are|was|were|did|do|does|has|have|had|"
    r"will|would|can|could|should|tell me|according to)\b",
    re.I,
)
_CHECK = re.compile(
    r"(?:(?:is|was) (?:this|that|it)(?: really)? (?:true|right|correct|so|accurate)|(?:(?:this|that)\s*)?"
    r"(?:true|really|correct|sources?|citation needed)|(?:please )?(?:fact[- ]?)?check(?: (?:this|that|it))?"
    r"(?: please)?)",
    re.I,
)


@dataclass(frozen=True, slots=True)
class Query:
    """Plain words to be looked for: a question, or with ``claim`` a statement to check."""

    text: str
    claim: bool = False


@dataclass(frozen=True, slots=True)
class Unanswerable:
    """Nothing that can be looked for; ``reply`` says why and what would do."""

    reply: str


ONLY_ATTACHMENT = "I can't look into attachments. Put the question into words, please."
NO_TEXT = "That message has no text that I could check."
UNSEEN = (
    "I can't see the text of that message: Discord shows me only those that mention me, and a role isn't me. "
    "Repeat the question, or choose Apps → Check against the articles on the message."
)
OTHER_SCRIPT = (
    "I find answers by the words of the articles, and they are written in another script than your question. "
    "Ask in the language of the articles, please."
)


def too_long(length: int) -> str:
    """What is said of a question of that many characters."""
    return f"That question has {length:,} characters and I read up to {LONGEST_QUESTION}. Shorten it, please."


def read_query(text: str, *, scripts: Collection[str], attachments: bool = False) -> Query | Unanswerable:
    """What a message in plain words asks; ``scripts`` are those of the articles."""
    if not text:
        return Unanswerable(ONLY_ATTACHMENT if attachments else ABILITIES)
    if len(text) > LONGEST_QUESTION:
        return Unanswerable(too_long(len(text)))
    mine = [found for character in text for found in scripts_of(character)]
    if mine and sum(script in scripts for script in mine) * 2 < len(mine):
        return Unanswerable(OTHER_SCRIPT)
    return Query(text)


def query_on(text: str, other: str) -> Query | None:
    """What a call asks that adds nothing of its own to the message ``other`` it was made on; else None."""
    if not other or not adds_nothing(text):
        return None
    return Query(other[:LONGEST_QUESTION], claim=bool(text) or not asks(other))


def adds_nothing(text: str) -> bool:
    """Whether a message says no more than "is that true?" to the one it was called on."""
    return not text or bool(_CHECK.fullmatch(text.strip(" ?!.,")))


def asks(text: str) -> bool:
    """Whether a message that isn't addressed to the bot looks like a question to it all the same."""
    return bool(_ASKS.search(text))


def chats(text: str) -> bool:
    """Whether a message is small talk, which only an address makes worth an answer."""
    return not text or is_small_talk(text)
