"""The nouns of what is said: blocks on pages, the pages of a reply, and a reply as it is remembered."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from .markdown import escaped

if TYPE_CHECKING:
    from collections.abc import Sequence

    from index import Citation


@dataclass(frozen=True, slots=True)
class Block:
    """What stays together on a page: text in markdown, with the citation that it shows, if any."""

    text: str
    citation: Citation | None = None


@dataclass(frozen=True, slots=True)
class Page:
    """The text of a page and its source lines, in markdown; ``len(body) + len(sources) <= PAGE``."""

    body: str
    sources: str = ""


@dataclass(frozen=True, slots=True)
class Reply:
    """All that is said to a question; ``answered`` is false for an abstention.

    ``citations`` are the quotes, ``suggestions`` the questions that are offered; ``listed`` tells that it
    lists all that there is, on which nobody has to vote.
    """

    pages: tuple[Page, ...]
    heading: str = ""
    answered: bool = True
    citations: tuple[Citation, ...] = field(default=())
    suggestions: tuple[str, ...] = field(default=())
    listed: bool = False


@dataclass(frozen=True, slots=True)
class Response:
    """A reply to an inquiry; ``key`` is that under which it is remembered, "" when it isn't.

    ``failed`` tells that it is no answer but a word on why there is none now.
    """

    reply: Reply
    key: str = ""
    failed: bool = False


def plain_reply(text: str, suggestions: Sequence[str] = ()) -> Reply:
    """A reply of a few words of the bot's own."""
    return Reply((Page(escaped(text)),), answered=False, suggestions=tuple(suggestions))


def too_often(again_at: float) -> Reply:
    """The refusal of somebody who asks too often, until a time (Unix seconds), shown as "in 40 seconds"."""
    words = f"That is a lot of questions. Please ask again <t:{int(again_at) + 1}:R>."
    return Reply((Page(words),), answered=False)


def too_much(again_at: float) -> Reply:
    """The refusal of a moderator who calls too many commands, until a time, as ``too_often``."""
    words = f"That is a lot at once. Please go on <t:{int(again_at) + 1}:R>."
    return Reply((Page(words),), answered=False)
