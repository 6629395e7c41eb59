"""What is written down beside a model that was just compiled."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, TypeVar

from ..compiled import Compiled, recorded
from .export import versions

if TYPE_CHECKING:
    from pathlib import Path

    from .export import Precision
    from .weights import Weights

C = TypeVar("C", bound=Compiled)


def describe(kind: type[C], made: Path, weights: Weights, precision: Precision, **own: Any) -> C:
    """The description of the files in ``made``, written there too; ``own`` are the kind's own fields."""
    description = kind(
        model=weights.name, weights_sha256=weights.sha256, precision=precision,
        versions=versions(), files=recorded(made), **own,
    )  # fmt: skip
    description.write(made)
    return description
