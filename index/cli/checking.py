"""``rapporteur eval`` and ``rapporteur doctor``: how well it answers, and whether all is sound."""

from __future__ import annotations

from typing import Annotated

import typer

from .building import opened
from .options import DEFAULT_INDEX, CorpusOption, IndexOption, JsonOption
from .terminal import out, print_json


def evaluate(
    corpus: CorpusOption,
    index: IndexOption = DEFAULT_INDEX,
    verbose: Annotated[
        bool, typer.Option("--verbose", "-v", help="List each question that went wrong.")
    ] = False,
    as_json: JsonOption = False,
) -> None:
    """Ask the golden questions and count the right answers.

    They are read from `questions.toml` of the corpus. Under the floor that it states this exits with 1.
    """
    from ..curated.evaluation import evaluate as run
    from ..curated.golden import QUESTIONS_FILE, load_questions
    from . import show

    floor, questions = load_questions(corpus / QUESTIONS_FILE)
    with opened(index, corpus) as engine:
        result = run(engine, questions)
    if as_json:
        print_json(result.as_json(floor))
    else:
        show.evaluation(out, result, floor, verbose=verbose)
    if not result.reaches(floor):
        raise typer.Exit(1)


def doctor(corpus: CorpusOption, index: IndexOption = DEFAULT_INDEX) -> None:
    """Check that all is sound: the index, its models, the facts, the versions."""
    from ..building.doctor import examine
    from . import show

    checks = list(examine(corpus, index))
    show.checks(out, checks)
    if not all(check.sound for check in checks):
        raise typer.Exit(1)
