"""Which questions are offered: those of the golden set that the present documents answer, tried by asking."""

from __future__ import annotations

import json
from dataclasses import asdict
from typing import TYPE_CHECKING

from ..answer import Answer
from ..document import CORPUS
from .evaluation import Asked
from .golden import Question

if TYPE_CHECKING:
    from collections.abc import Iterable

    from ..answer import Citation, Outcome
    from ..engine import Engine


def as_settings(questions: Iterable[Question]) -> dict[str, str]:
    """What the index keeps of the questions that may be offered, for ``check_offered``."""
    return {"questions": json.dumps([asdict(question) for question in questions], ensure_ascii=False)}


def check_offered(engine: Engine) -> None:
    """Ask the questions that may be offered, and offer those that are answered rightly."""
    with engine.changing():
        questions = [Question(**row) for row in json.loads(engine.store.library.setting("questions") or "[]")]
        asked = [Asked(question, engine.ask(question.text)) for question in questions]
        corpus = engine.store.library.version([CORPUS])
        cited = {a.question.text: _first_cited(a.outcome) for a in asked if a.right}
        proofs = {text: [first.document.content_hash if first else corpus] for text, first in cited.items()}
        engine.offer(proofs, {text: first.quote if first else "" for text, first in cited.items()})


def _first_cited(outcome: Outcome) -> Citation | None:
    """What an answer rests on: what it quotes first; None where that is the record of a document."""
    return outcome.citations[0] if isinstance(outcome, Answer) and outcome.citations else None
