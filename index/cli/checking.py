"""``rapporteur eval`` and ``rapporteur doctor``: how well it answers, and whether all is sound."""

from __future__ import annotations

from itertools import count
from typing import TYPE_CHECKING, Annotated, NamedTuple

import typer

from ..document import CORPUS
from .building import opened
from .llm import LLMOption, settings_of
from .options import DEFAULT_INDEX, CorpusOption, IndexOption, JsonOption, database
from .server_questions import DEFAULT_MEMORY, MemoryOption, ServerOption, server_questions
from .terminal import err, out, print_json

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

    from ..curated.evaluation import Evaluation
    from ..curated.golden import Floor, Question
    from .llm import Mode


def evaluate(
    corpus: CorpusOption,
    index: IndexOption = DEFAULT_INDEX,
    verbose: Annotated[
        bool, typer.Option("--verbose", "-v", help="List each question that went wrong.")
    ] = False,
    llm: LLMOption = None,
    server: ServerOption = None,
    memory: MemoryOption = DEFAULT_MEMORY,
    as_json: JsonOption = False,
) -> None:
    """Ask the golden questions and count the right answers.

    They are read from `questions.toml` of the corpus. Under the floor that it states this exits with 1; those
    of a server have none. With a language model they are asked without it first, so that it shows what it is
    worth.
    """
    from . import show

    settings_of(llm)  # what is wrong with them is told before anything is asked
    golden = _golden(corpus, memory, server)
    floor = golden.floor
    without = _evaluated(corpus, index, golden) if llm not in (None, "off") else None
    result = _evaluated(corpus, index, golden, llm)
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
    if floor is not None and not result.reaches(floor):
        raise typer.Exit(1)


class _Golden(NamedTuple):
    """Questions, the collections that they are asked of, and what must be reached, if anything."""

    questions: Sequence[Question]
    collections: tuple[str, ...]
    floor: Floor | None


def _golden(corpus: Path, memory: Path, server: int | None) -> _Golden:
    """The set of the corpus, or a server's."""
    from ..curated.golden import QUESTIONS_FILE, load_questions

    if server is not None:
        return _Golden(server_questions(memory, server), (CORPUS, str(server)), None)
    floor, questions = load_questions(corpus / QUESTIONS_FILE)
    return _Golden(questions, (CORPUS,), floor)


def _evaluated(corpus: Path, index: Path, golden: _Golden, llm: Mode | None = None) -> Evaluation:
    """The golden set asked, with progress on stderr."""
    from ..curated.evaluation import evaluate as run
    from .progress import reported

    with opened(index, corpus, llm) as engine, reported(err) as progress:
        model, questions = engine.language_model, golden.questions
        progress.step(f"asking {len(questions)} questions of {model.name if model else 'the embedded judge'}")
        done = count(1)
        at_once = model.concurrency if model else 1

        def step() -> None:
            progress.work(next(done), len(questions))

        return run(engine, questions, at_once, step, golden.collections)


def doctor(corpus: CorpusOption, index: IndexOption = DEFAULT_INDEX) -> None:
    """Check that all is sound: the index, its models, the facts, the versions."""
    from ..building.doctor import examine
    from . import show

    checks = list(examine(corpus, index, database()))
    show.checks(out, checks)
    if not all(check.sound for check in checks):
        raise typer.Exit(1)
