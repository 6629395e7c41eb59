"""The golden set: questions with what a right answer must hold, and the ones the bot offers to ask."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from ..errors import CorpusError
from .toml_file import at, check_tables, entries, read_toml

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping
    from pathlib import Path

    from .toml_file import Entry

QUESTIONS_FILE = "questions.toml"
"""In the corpus folder."""

ANSWERED = ("fact", "paraphrase", "typo", "speech", "metadata", "overview", "mention", "follow_up")
"""Kinds of question that the documents answer."""

REFUSED = ("near_miss", "false_premise", "speech_absent", "off_topic", "smalltalk")
"""Kinds that they don't: the right outcome is an abstention."""


@dataclass(frozen=True, slots=True)
class Floor:
    """What the engine must reach, as shares (0-1).

    ``right`` is the least share of the answerable questions answered rightly, ``wrongly_answered`` the
    greatest share of the others answered all the same.
    """

    right: float
    wrongly_answered: float


@dataclass(frozen=True, slots=True)
class Question:
    """One question of the golden set.

    Right is an answer whose first citation holds any of ``quote``, or which itself holds any of ``answer``
    (both without regard to case); with neither, right is to abstain. ``context`` is the question asked just
    before. ``line`` (1-based) is where it is written.
    """

    text: str
    kind: str
    quote: tuple[str, ...] = ()
    answer: tuple[str, ...] = ()
    context: str | None = None
    suggest: bool = False
    line: int | None = field(default=None, compare=False)

    @property
    def answerable(self) -> bool:
        """Whether the documents answer it."""
        return self.kind in ANSWERED


def load_questions(path: Path) -> tuple[Floor, list[Question]]:
    """The floor and the questions of a TOML file, in its order.

    Raises: CorpusError at the first entry that can't be used.
    """
    tables = read_toml(path)
    check_tables(path, tables, ("floor", "question"))
    questions: list[Question] = []
    seen: dict[tuple[str, str | None], int | None] = {}
    for entry in entries(path, tables, "question"):
        question = _question(entry)
        key = (question.text.casefold(), question.context)
        if key in seen:
            raise entry.error(f'"{question.text}" is asked twice (also {at(seen[key])}): drop one')
        seen[key] = entry.line
        questions.append(question)
    return _floor(path, tables), questions


def suggestions(questions: Iterable[Question]) -> list[Question]:
    """Those that the bot may offer, in order."""
    return [question for question in questions if question.suggest]


def _floor(path: Path, tables: Mapping[str, object]) -> Floor:
    from pydantic import ValidationError

    from .schema import FloorTable

    try:
        return Floor(**dict(FloorTable.model_validate(tables.get("floor"))))
    except ValidationError as error:
        wrong = error.errors()[0]
        if wrong["type"] in ("missing", "extra_forbidden") or not wrong["loc"]:
            problem = "[floor] must hold right and wrongly_answered, and nothing else"
        else:
            problem = f"[floor] {wrong['loc'][0]} must be a share between 0 and 1"
        raise CorpusError(problem, path) from error


def _question(entry: Entry) -> Question:
    from .schema import QuestionEntry

    held = dict(entry.read(QuestionEntry))
    question = Question(held.pop("q"), **held, line=entry.line)
    if problem := _problem(question):
        raise entry.error(problem)
    return question


def _problem(question: Question) -> str | None:
    """What doesn't go together in the entry, and the mend."""
    if question.kind not in ANSWERED + REFUSED:
        return f'unknown kind "{question.kind}": the kinds are {", ".join(ANSWERED + REFUSED)}'
    if question.quote and question.answer:
        return "has both quote and answer: keep the one that proves it"
    proven = bool(question.quote or question.answer)
    if question.answerable and not proven:
        return f"kind {question.kind} needs quote or answer: say what a right answer holds"
    if proven and not question.answerable:
        return f"kind {question.kind} is to be refused: drop its quote or answer, or change its kind"
    if question.suggest and (question.context or not question.answerable):
        return "can't be suggested: only an answerable question without context can"
    return None
