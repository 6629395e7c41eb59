"""``rapporteur eval`` and ``rapporteur doctor``: how well it answers, and whether all is sound."""

from __future__ import annotations

from itertools import count
from typing import TYPE_CHECKING, Annotated

import typer

from .building import opened
from .llm import LLMOption, settings_of
from .options import DEFAULT_INDEX, CorpusOption, IndexOption, JsonOption
from .terminal import err, out, print_json

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

    from ..curated.evaluation import Evaluation
    from ..curated.golden import Question
    from .llm import Mode


def evaluate(
    corpus: CorpusOption,
    index: IndexOption = DEFAULT_INDEX,
    verbose: Annotated[
        bool, typer.Option("--verbose", "-v", help="List each question that went wrong.")
    ] = False,
    llm: LLMOption = None,
    as_json: JsonOption = False,
) -> None:
    """Ask the golden questions and count the right answers.

    They are read from `questions.toml` of the corpus. Under the floor that it states this exits with 1. With
    a language model they are asked without it first, so that it shows what it is worth.
    """
    from ..curated.golden import QUESTIONS_FILE, load_questions
    from . import show

    settings_of(llm)  # what is wrong with them is told before anything is asked
    floor, questions = load_questions(corpus / QUESTIONS_FILE)
    without = _evaluated(corpus, index, questions) if llm not in (None, "off") else None
    result = _evaluated(corpus, index, questions, llm)
    if as_json:
        compared = {} if without is None else {"without": without.as_json(floor)}
        print_json(result.as_json(floor) | compared)
    else:
        if without is not None:
            out.print("Without the language model:\n")
            show.evaluation(out, without, floor, verbose=False)
            judged = "With it:" if result.by_language_model else "With it, though it judged none:"
            out.print(f"\n{judged}\n")
        show.evaluation(out, result, floor, verbose=verbose)
    if not result.reaches(floor):
        raise typer.Exit(1)


def _evaluated(
    corpus: Path, index: Path, questions: Sequence[Question], llm: Mode | None = None
) -> Evaluation:
    """The golden set asked, with progress on stderr."""
    from ..curated.evaluation import evaluate as run
    from .progress import reported

    with opened(index, corpus, llm) as engine, reported(err) as progress:
        model = engine.language_model
        progress.step(f"asking {len(questions)} questions of {model.name if model else 'the embedded judge'}")
        done = count(1)
        at_once = model.concurrency if model else 1
        return run(engine, questions, at_once, lambda: progress.work(next(done), len(questions)))


def doctor(corpus: CorpusOption, index: IndexOption = DEFAULT_INDEX) -> None:
    """Check that all is sound: the index, its models, the facts, the versions."""
    from ..building.doctor import examine
    from . import show

    checks = list(examine(corpus, index))
    show.checks(out, checks)
    if not all(check.sound for check in checks):
        raise typer.Exit(1)
