"""What a question asks for, by its wording: talk, a record, somebody's words, an overview, or a fact."""

from __future__ import annotations

import re
import unicodedata
from typing import TYPE_CHECKING

from ..bounds import LONGEST_QUESTION
from ..errors import UsageError
from ..text.terms import with_few_marks
from .asked import Introduction, Plain, SmallTalk
from .document_reference import document_reference
from .framing import unframed, without_lead_in, without_wishes
from .overview_questions import mention_question, overview_question
from .record_questions import record_question
from .small_talk import ABILITIES, small_talk
from .speech_questions import speech_question

if TYPE_CHECKING:
    from .asked import Asked

__all__ = ["ABILITIES", "is_small_talk", "parse", "tidy", "visible"]

_INVISIBLE = re.compile(
    r"[\x00-\x08\x0e-\x1b\x7f-\x84\x86-\x9f\u00ad\u061c\u200b-\u200f\u202a-\u202e\u2060-\u206f\ufeff\ufff9-\ufffb\ud800-\udfff]"
)
_INTRODUCTION = re.compile(
    r"^(?:who(?:'s|s| is| was| are| were)|who exactly is) (?P<name>.+)$|^who (?P<named>[^?]+?) (?:is|was)$",
    re.IGNORECASE,
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
    asked = without_lead_in(question.replace("’", "'").strip(' ?!."“”'))
    if talk := small_talk(asked.lower()):
        return talk
    asked = without_wishes(asked)
    reduced, document = document_reference(asked)
    of_documents = (
        record_question(reduced.lower(), document)
        or mention_question(reduced, document)
        or overview_question(reduced, document)
    )
    return of_documents or speech_question(asked) or _introduction(asked) or Plain()


def is_small_talk(question: str) -> bool:
    """Whether a tidied question is said to whoever answers, not asked of the documents."""
    return isinstance(parse(unframed(question)), SmallTalk)


def _introduction(asked: str) -> Introduction | None:
    match = _INTRODUCTION.match(asked)
    return Introduction(match["name"] or match["named"]) if match else None
