"""``rapporteur ask`` and ``rapporteur brief``: a question, or a topic, in; an outcome out."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated

import typer

from ..errors import UsageError
from .batch import numbered_lines, read_question
from .building import opened
from .llm import LLMOption
from .options import DEFAULT_INDEX, CorpusOption, IndexOption, JsonOption
from .terminal import complain, out, print_json

if TYPE_CHECKING:
    from ..answer import Outcome
    from ..engine import Engine

PassagesOption = Annotated[
    int, typer.Option(min=0, max=10, help="How many of the nearest passages the JSON reports.")
]


def ask(
    corpus: CorpusOption,
    question: Annotated[
        list[str] | None,
        typer.Argument(
            help="The question; it needs no quotation marks.", metavar="QUESTION", show_default=False
        ),
    ] = None,
    index: IndexOption = DEFAULT_INDEX,
    context: Annotated[
        str | None, typer.Option(help="The question before, which a follow-up leans on.")
    ] = None,
    batch: Annotated[
        str | None,
        typer.Option(
            metavar="FILE", help="Answer many: one a line, as text or JSON; - for stdin. Prints JSON lines."
        ),
    ] = None,
    passages: PassagesOption = 5,
    llm: LLMOption = None,
    as_json: JsonOption = False,
) -> None:
    """Answer a question, word for word from the articles, or say that they don't.

    The index is built first where there is none.
    """
    asked = " ".join(question or [])
    if bool(asked) == bool(batch):
        raise UsageError("give one question, or --batch FILE")
    written = llm == "write"
    with opened(index, corpus, llm) as engine:
        if batch and not _answer_all(engine, batch, passages, written=written):
            raise typer.Exit(1)
        if asked:
            _print(engine.ask(asked, context=context, written=written), passages, as_json=as_json)


def brief(
    corpus: CorpusOption,
    topic: Annotated[
        list[str] | None,
        typer.Argument(help="What about; everything if not given.", metavar="TOPIC", show_default=False),
    ] = None,
    index: IndexOption = DEFAULT_INDEX,
    passages: PassagesOption = 5,
    llm: LLMOption = None,
    as_json: JsonOption = False,
) -> None:
    """Give the gist: the few sentences that carry the articles, or what they say on a topic.

    The JSON is that of `ask`.
    """
    with opened(index, corpus, llm) as engine:
        outcome = engine.brief(" ".join(topic or []) or None, written=llm == "write")
        _print(outcome, passages, as_json=as_json)


def _answer_all(engine: Engine, batch: str, passages: int, *, written: bool) -> bool:
    """Answer each line of a batch; whether all were questions. What is none is told, and passed over."""
    sound = True
    for number, line in numbered_lines(batch):
        try:
            text, context = read_question(line)
            outcome = engine.ask(text, context=context, written=written)
        except UsageError as error:
            complain(f"--batch {batch}, line {number}: {error}")
            sound = False
        else:
            _print(outcome, passages, as_json=True)
    return sound


def _print(outcome: Outcome, passages: int, *, as_json: bool) -> None:
    from ..answer import as_json as to_json
    from . import show

    if as_json:
        print_json(to_json(outcome, passages))
    else:
        show.outcome(out, outcome)
