"""``rapporteur quotes`` and ``rapporteur who``: what somebody said, and who somebody is."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated

import typer

from ..errors import UnknownPerson, UsageError
from .building import opened
from .options import DEFAULT_INDEX, CorpusOption, IndexOption, JsonOption
from .terminal import out, print_json

if TYPE_CHECKING:
    from collections.abc import Sequence

    from ..engine import Engine

NameArgument = Annotated[
    list[str], typer.Argument(help="A full or last name, or an office; a slip is forgiven.", metavar="NAME")
]

NAMED = 5
"""How many names an error lists."""


def quotes(
    name: NameArgument,
    corpus: CorpusOption,
    index: IndexOption = DEFAULT_INDEX,
    as_json: JsonOption = False,
) -> None:
    """Print all that the articles report of what somebody said, each with its source."""
    from . import show

    wanted = _given(name)
    with opened(index, corpus) as engine:
        found = engine.quotes(wanted)
        silent = None if found else _silent(engine, wanted)
    if as_json:
        print_json([citation.as_json() for citation in found])
    elif silent is not None:
        show.silent(out, silent)
    else:
        show.quotes(out, wanted, found)


def _given(name: Sequence[str]) -> str:
    if wanted := " ".join(name).strip():
        return wanted
    raise UsageError("give a name")


def _silent(engine: Engine, name: str) -> str:
    """The name of somebody whom the articles name and don't quote.

    Raises:
        UnknownPerson: they don't name them either.
    """
    from ..text.terms import terms, words

    if person := engine.person(name):
        return person.name
    spelt = f" {' '.join(words(name))} "
    if terms(name) and any(spelt in f" {' '.join(words(d.text))} " for d in engine.documents()):
        return name
    raise UnknownPerson(f"the articles don't quote {name!r}{_others('they quote', engine.speakers())}")


def who(
    name: NameArgument,
    corpus: CorpusOption,
    index: IndexOption = DEFAULT_INDEX,
    as_json: JsonOption = False,
) -> None:
    """Print the words with which the articles introduce somebody."""
    from . import show

    wanted = _given(name)
    with opened(index, corpus) as engine:
        person = engine.person(wanted)
        if person is None:
            others = _others("they tell of", [p.name for p in engine.people()])
            raise UnknownPerson(f"the articles don't introduce {wanted!r}{others}")
        introduction = engine.cite(person.document, person.span)
    if as_json:
        print_json([introduction.as_json()])
    else:
        show.person(out, person, introduction)


def _others(verb: str, names: Sequence[str]) -> str:
    return f"; {verb} {', '.join(names[:NAMED])}{' …' if len(names) > NAMED else ''}" if names else ""
