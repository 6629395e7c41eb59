"""What is said to the bot rather than asked of the documents, and its friendly lines."""

from __future__ import annotations

import re

from .asked import SmallTalk

ABILITIES = (
    "I answer questions from the articles that I was given, word for word and with the source. "
    "Ask me what somebody said, when or where something happened, or who wrote it."
)
HELLO, WELCOME, REFUSAL = "Hello!", "You're welcome!", "That is not something I do."

_THANKS = re.compile(r"\b(?:thanks?|thank you|thx|tysm|ty|cheers|much appreciated|appreciate it)\b")
_GREETING = re.compile(
    r"hiya|hi+|hey+|hello+|howdy|sup|greetings|good (?:morning|afternoon|evening|day|night|bot)|lol|"
    r"ok(?:ay)?|thanks?(?: you)?|thx|tysm|ty|cheers|bye|goodbye|nice|cool|great|wow|welcome|testing|test|"
    r"ping|please|well done|how are you(?: doing| today)?|how(?: is|'s) it going|what'?s up|wassup|bot|"
    r"there|all|everyone|mate|friend|so much|very much|a lot|a million|much appreciated|"
    r"no,? (?:thanks|thank you)|for (?:that|this|it|everything)|that(?:'s| is|s) (?:all|it|great|perfect)|"
    r"i appreciate (?:it|that|this|your help)|appreciate it|for (?:helping|(?:the|your|that|this|"
    r"all)(?: the| "
    r"your)? (?:help|answers?|info|information|quotes?))(?: me| us)?|that (?:helped|helps)|perfect|awesome|"
    r"helpful|very|really|again|many|job|work|you|yo|the|[\s!,.?:)]+"
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
    r"\bsystem prompt\b|\byou are now\b|^(?:please |now )?pretend (?:to be|you)|\bact as\b|\brole-?play\b|"
    r"\bjailbreak\b|\bdeveloper mode\b|"
    r"^(?:please |can you |could you |will you )?(?:write|compose|generate|draw|sing|translate|"
    r"tell (?:me|us) a (?:joke|story)|"
    r"make (?:me )?an? (?:poem|joke|song|image|picture))\b|\btell me a joke\b|\b(?:i|we) (?:love|hate) you\b"
)


def small_talk(asked: str) -> SmallTalk | None:
    """The reply to a message in lower case that asks nothing of the documents; None when it does."""
    if _COMMAND.search(asked):
        return SmallTalk(f"{REFUSAL} {ABILITIES}")
    if not _GREETING.sub("", asked) or not any(map(str.isalnum, asked)):
        return SmallTalk(f"{WELCOME if _THANKS.search(asked) else HELLO} {ABILITIES}")
    return SmallTalk(ABILITIES) if _ABOUT_BOT.search(asked) else None
