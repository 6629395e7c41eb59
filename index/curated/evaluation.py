"""The golden set, asked and counted."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from ..answer import Abstention, Answer
from ..document import CORPUS
from .golden import ANSWERED, REFUSED

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from ..answer import ModelUse, Outcome
    from ..engine import Engine
    from .golden import Floor, Question


@dataclass(frozen=True, slots=True)
class Asked:
    """One question of the set with its outcome."""

    question: Question
    outcome: Outcome

    @property
    def answered(self) -> bool:
        """Whether the bot answered at all."""
        return isinstance(self.outcome, Answer)

    @property
    def right(self) -> bool:
        """An answer whose first quote (for metadata: whose text) holds what it must, or a due refusal."""
        if not self.question.answerable or isinstance(self.outcome, Abstention):
            return self.question.answerable == self.answered
        quote = self.outcome.citations[0].quote if self.outcome.citations else ""
        return _holds(quote, self.question.quote) or _holds(self.outcome.text, self.question.answer)


@dataclass(frozen=True, slots=True)
class Evaluation:
    """All outcomes, in the order of the set."""

    asked: tuple[Asked, ...]

    def by_kind(self) -> dict[str, tuple[int, int, int]]:
        """Kind → how many right, how many answered, how many in all."""
        kinds = {kind: [a for a in self.asked if a.question.kind == kind] for kind in (*ANSWERED, *REFUSED)}
        return {
            kind: (sum(a.right for a in found), sum(a.answered for a in found), len(found))
            for kind, found in kinds.items()
            if found
        }

    @property
    def right(self) -> float:
        """Share of the answerable questions that were answered rightly."""
        return _share([a.right for a in self.asked if a.question.answerable])

    @property
    def wrongly_answered(self) -> float:
        """Share of the others that were answered."""
        return _share([a.answered for a in self.asked if not a.question.answerable])

    @property
    def by_language_model(self) -> list[ModelUse]:
        """What the questions took that a language model judged."""
        receipts = [asked.outcome.receipt for asked in self.asked]
        return [r.language_model for r in receipts if r.judged == "llm" and r.language_model is not None]

    def reaches(self, floor: Floor) -> bool:
        """Whether both shares keep to the floor."""
        return self.right >= floor.right and self.wrongly_answered <= floor.wrongly_answered

    def as_json(self, floor: Floor | None) -> dict[str, Any]:
        """Shares, floor if there is one, counts by kind, and what of a language model it took, if one was
        asked."""
        kinds = {k: dict(zip(("right", "answered", "of"), v, strict=True)) for k, v in self.by_kind().items()}
        used = self.by_language_model
        took = (
            {"model": used[0].model, "judged": len(used), "tokens": sum(u.tokens for u in used)}
            if used
            else None
        )
        return {
            "right": round(self.right, 4), "wrongly_answered": round(self.wrongly_answered, 4),
            "floor": floor and {"right": floor.right, "wrongly_answered": floor.wrongly_answered},
            "reached": floor and self.reaches(floor), "by_kind": kinds, "language_model": took,
        }  # fmt: skip


def evaluate(
    engine: Engine,
    questions: Sequence[Question],
    at_once: int = 1,
    done: Callable[[], object] = int,
    collections: Sequence[str] = (CORPUS,),
) -> Evaluation:
    """Ask every question of a golden set, so many ``at_once``; ``done`` is called after each."""

    def ask(question: Question) -> Asked:
        asked = Asked(question, engine.ask(question.text, context=question.context, collections=collections))
        done()
        return asked

    with ThreadPoolExecutor(at_once, "golden") as pool:
        return Evaluation(tuple(pool.map(ask, questions)))


def _holds(text: str, any_of: Sequence[str]) -> bool:
    return any(words.lower() in text.lower() for words in any_of)


def _share(flags: Sequence[bool]) -> float:
    return sum(flags) / len(flags) if flags else 0.0
