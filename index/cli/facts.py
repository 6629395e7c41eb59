"""``rapporteur facts``: the curated short answers."""

from __future__ import annotations

from typing import Annotated

import typer

from ..errors import UsageError
from .options import CorpusOption, JsonOption
from .terminal import out, print_json


def facts(
    corpus: CorpusOption,
    topic: Annotated[
        list[str] | None,
        typer.Argument(help="What about; every fact if not given.", metavar="TOPIC", show_default=False),
    ] = None,
    as_json: JsonOption = False,
) -> None:
    """Print quick facts, each with the words that prove it.

    They are read from `facts.toml` in the corpus folder; no index is needed.
    """
    from ..curated.facts import FACTS_FILE, find_facts, load_facts
    from . import show

    known = load_facts(corpus / FACTS_FILE)
    about = " ".join(topic or [])
    found = find_facts(known, about) if about else known
    if as_json:
        print_json([show.fact_json(f) for f in found])
        return
    if not found:
        raise UsageError(f"no fact about {about!r}; `rapporteur facts` lists all {len(known)}")
    show.facts(out, found)
