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
    from collections.abc import Iterable, Sequence

    from ..answer import Outcome
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
        engine.offer({a.question.text: _proof(a.outcome, corpus) for a in asked if a.right})


def _proof(outcome: Outcome, corpus: str) -> Sequence[str]:
    """What an answer rests on: the document it quotes first, by content hash, else the corpus as it is."""
    quoted = outcome.citations if isinstance(outcome, Answer) else ()
    return [quoted[0].document.content_hash if quoted else corpus]
