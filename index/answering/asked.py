"""The kinds of things that a question can ask for."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

Field = Literal["author", "published", "source", "title", "url", "event_date"]


@dataclass(frozen=True, slots=True)
class SmallTalk:
    """Said to the bot, not asked of the documents; ``reply`` is its friendly line."""

    reply: str


@dataclass(frozen=True, slots=True)
class Record:
    """Asks for a field of a document's own record; ``document`` are the words that tell which, if any."""

    field: Field
    document: str = ""


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
class Overview:
    """Asks for the sentences that carry a topic, or with none the whole; ``document`` as in ``Record``."""

    topic: str = ""
    document: str = ""


@dataclass(frozen=True, slots=True)
class Mention:
    """Asks whether the documents mention something; ``document`` as in ``Record``."""

    subject: str
    document: str = ""


@dataclass(frozen=True, slots=True)
class Introduction:
    """Asks who somebody is."""

    name: str


@dataclass(frozen=True, slots=True)
class Plain:
    """Asks for anything else."""


Asked = SmallTalk | Record | Speech | Overview | Mention | Introduction | Plain
