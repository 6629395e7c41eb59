"""The files that pairs are made of, and what makes them."""

from __future__ import annotations

from typing import TYPE_CHECKING

from .boolq import of_boolq
from .mnli import of_mnli
from .parts import HELD_OUT
from .qamr import of_qamr
from .selqa import of_selqa
from .sets import of_set
from .unansq import of_unansq

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping
    from pathlib import Path

    from .parts import Row
    from .resources import Resources

SOURCES: Mapping[str, Callable[[Path, Resources], Iterator[Row]]] = {
    **dict.fromkeys(HELD_OUT, of_set),
    "qamr_wiki.jsonl": of_qamr,
    "mnli_part.jsonl": of_mnli,
    "boolq_part.jsonl": of_boolq,
    "selqa.jsonl": of_selqa,
    "unansq_dev.jsonl": of_unansq,
}
"""File → its pairs, each with what it is for."""
