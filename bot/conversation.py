"""From what somebody wrote in Discord to a question in plain words, or to why there is none."""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass
from typing import TYPE_CHECKING

from index.answering.intent import ABILITIES, SmallTalk, parse, visible

from .characters import printable

if TYPE_CHECKING:
    from collections.abc import Collection, Mapping

LONGEST_QUESTION = 500
"""Code points: a question is a sentence or two, and an answer must be found to all of it."""

_MENTION = re.compile(r"<(?:@[!&]?|#)\d+>")
_MARKUP = re.compile(r"<a?:\w+:\d+>|<t:-?\d+(?::\w)?>|</[\w -]+:\d+>")
"""Emoji of a server, times, and commands."""
_EVERYBODY = re.compile(r"@(?:everyone|here)\b")
_LINK = re.compile(r"\[([^\[\]\n]+)\]\(<?https?://(?:[^()\s]|\([^()\s]*\))*(?:\s[^()\n]*)?\)")
_FORMAT = re.compile(r"[*~`|]+|(?<!\w)_+|(?<!_)_++(?!\w)|^[^\S\n]*(?:#{1,3}|-#|>{1,3}|[-+])\s+", re.MULTILINE)
"""Emphasis, spoilers, code, headings, quotes and lists; underscores inside a word belong to it."""
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
class Question:
    """Plain words to be looked for: a question, or with ``claim`` a statement to check."""

    text: str
    claim: bool = False


@dataclass(frozen=True, slots=True)
class NoQuestion:
    """Nothing that can be looked for; ``reply`` says why and what would do."""

    reply: str


Heard = Question | NoQuestion

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


def plain(content: str, names: Mapping[str, str], own: Collection[str] = ()) -> str:
    """A message's content in plain words on one line.

    ``names`` gives what stands for a mention such as ``<@17>``; those in ``own``, the bot's, are left
    out, and so are emoji, calls to everyone, markdown and invisible characters.
    """
    text = _MENTION.sub(lambda m: "" if m.group() in own else names.get(m.group(), ""), content)
    text = _EVERYBODY.sub("", _MARKUP.sub("", text))
    words = _FORMAT.sub("", _LINK.sub(r"\1", text)).split()  # at controls too that break lines
    return visible(printable(" ".join(words)))


def heard(text: str, *, scripts: Collection[str], attachments: bool = False) -> Heard:
    """What a message in plain words asks; ``scripts`` are those of the articles."""
    if not text:
        return NoQuestion(ONLY_ATTACHMENT if attachments else ABILITIES)
    if len(text) > LONGEST_QUESTION:
        return NoQuestion(too_long(len(text)))
    mine = [script for character in text if (script := _script(character))]
    if mine and sum(script in scripts for script in mine) * 2 < len(mine):
        return NoQuestion(OTHER_SCRIPT)
    return Question(text)


def called_on(text: str, other: str) -> Question | None:
    """What a call asks that adds nothing of its own to the message ``other`` it was made on; else None."""
    if not other or not adds_nothing(text):
        return None
    return Question(other[:LONGEST_QUESTION], claim=bool(text) or not asks(other))


def adds_nothing(text: str) -> bool:
    """Whether a message says no more than "is that true?" to the one it was called on."""
    return not text or bool(_CHECK.fullmatch(text.strip(" ?!.,")))


def asks(text: str) -> bool:
    """Whether a message that isn't addressed to the bot looks like a question to it all the same."""
    return bool(_ASKS.search(text))


def chats(text: str) -> bool:
    """Whether a message is small talk, which only an address makes worth an answer."""
    return not text or isinstance(parse(text), SmallTalk)


def scripts(text: str) -> frozenset[str]:
    """The scripts of a text's letters, by the first word of their Unicode names: LATIN, CYRILLIC, CJK …"""
    return frozenset(filter(None, map(_script, set(text))))


def _script(character: str) -> str:
    return unicodedata.name(character, "").split(" ")[0] if character.isalpha() else ""
