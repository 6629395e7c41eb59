"""``rapporteur timeline``: what happened when."""

from __future__ import annotations

from .building import opened
from .options import DEFAULT_INDEX, CorpusOption, IndexOption, JsonOption
from .terminal import out, print_json


def timeline(corpus: CorpusOption, index: IndexOption = DEFAULT_INDEX, as_json: JsonOption = False) -> None:
    """Print what the articles date, in order of time.

    "On Sunday" and "next year" are counted from the day that the article was published.
    """
    from . import show

    with opened(index, corpus) as engine:
        events = engine.timeline()
        cited = engine.cite_all([(event.document, event.span) for event in events])
        dated = list(zip(events, cited, strict=True))
    if as_json:
        print_json([show.event_json(event, citation) for event, citation in dated])
    else:
        show.timeline(out, dated)
