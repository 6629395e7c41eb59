"""Question sets in SQuAD 2.0's format, and their articles as documents of ours."""

from __future__ import annotations

import json
import re
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from ..document import Document, Span
from ..models.compiled import sha256

if TYPE_CHECKING:
    from pathlib import Path


VOTES = 3
"""In a file with votes an answer needs so many of five: with 3 it is right for .74, with 2 for .52."""


@dataclass(frozen=True, slots=True)
class AnnotatedQuestion:
    """What is asked of an article; ``answers`` are the places in its text that readers marked, if any.

    ``lure`` is where an unanswerable question seems to be answered.
    """

    text: str
    paragraph: Span
    answers: tuple[Span, ...] = ()
    lure: Span | None = None

    @property
    def answer(self) -> Span | None:
        """What most readers marked; of several such the first."""
        return max(self.answers, key=self.answers.count, default=None)


@dataclass(frozen=True, slots=True)
class Article:
    """A document of its own with the questions on it; ``set`` names the file it comes from."""

    set: str
    document: Document
    questions: tuple[AnnotatedQuestion, ...]


@dataclass(frozen=True, slots=True)
class QuestionSet:
    """A file of articles and its sha256 (hex)."""

    name: str
    sha256: str
    articles: tuple[Article, ...]


def read_set(path: Path, paragraphs_each: int = 60) -> QuestionSet:
    """Read a file; an "article" of unrelated paragraphs is cut into several of ``paragraphs_each``.

    Raises:
        OSError, ValueError, KeyError: it can't be read, or isn't of the format.
    """
    name = path.name.split(".")[0]
    found: list[Article] = []
    for entry in json.loads(path.read_text(encoding="utf-8"))["data"]:
        blocks = entry["paragraphs"]
        size = len(blocks) if len(blocks) <= 5 * paragraphs_each else paragraphs_each
        for start in range(0, len(blocks), size):
            title = entry.get("title", "untitled").replace("_", " ")
            found.append(_article(name, f"{name}-{len(found)}", title, blocks[start : start + size]))
    return QuestionSet(name, sha256(path), tuple(found))


def _article(name: str, slug: str, title: str, blocks: list[dict[str, Any]]) -> Article:
    text, questions = "", []
    for block in blocks:
        start = len(text)
        text += _clean(block["context"]) + "\n\n"
        paragraph = Span(start, len(text) - 2)
        questions += [_question(q, block["context"], paragraph) for q in block["qas"] if _agreed(q)]
    return Article(name, Document(slug, title, text.rstrip()), tuple(questions))


def _agreed(entry: dict[str, Any]) -> bool:
    """Whether there is an answer with votes enough, or known to be none."""
    return entry.get("is_impossible", False) or any(a.get("votes", VOTES) >= VOTES for a in entry["answers"])


def _question(entry: dict[str, Any], context: str, paragraph: Span) -> AnnotatedQuestion:
    text = _clean(entry["question"])
    if entry.get("is_impossible", False):
        lures = _places(entry.get("plausible_answers", []), context, paragraph)
        return AnnotatedQuestion(text, paragraph, lure=next(iter(lures), None))
    return AnnotatedQuestion(text, paragraph, _places(entry["answers"], context, paragraph))


def _places(marked: list[dict[str, Any]], context: str, paragraph: Span) -> tuple[Span, ...]:
    return tuple(_placed(a["answer_start"], a["text"], context, paragraph) for a in marked)


def _placed(start: int, answer: str, context: str, paragraph: Span) -> Span:
    """Where the answer stands in the article, whose white space is cleaned."""
    before = len(_clean(context[:start] + "x")) - 1
    return Span(paragraph.start + before, paragraph.start + before + len(_clean(answer)))


def _clean(text: str) -> str:
    return re.sub(r"\s+", " ", text).strip()
