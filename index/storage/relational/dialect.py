"""Where the SQL databases differ, as far as reading and changing the same tables goes."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Protocol

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Iterable, Iterator, Sequence

    import numpy as np
    import numpy.typing as npt

FORMAT = 4
"""The version of what the rows hold; those of another can't be read, and are built again."""

MEND = "run `rapporteur build --force`"


class Cursor(Protocol):
    """What a statement gave."""

    def fetchone(self) -> Any: ...
    def fetchall(self) -> list[Any]: ...
    def __iter__(self) -> Iterator[Any]: ...


class Connection(Protocol):
    """Runs statements, whose places are ``?``."""

    def execute(self, sql: str, parameters: Sequence[Any] = ..., /) -> Cursor: ...
    def executemany(self, sql: str, parameters: Iterable[Sequence[Any]], /) -> object: ...


class VectorTable(Protocol):
    """Where the passages' vectors lie: ``quantization.vector_codes``, int8 ``(n, dimension)``."""

    def add(self, db: Connection, collection: int, ids: range, codes: npt.NDArray[np.int8]) -> None:
        """Add the vectors of new passages, whose ids are the highest so far."""

    def remove(self, db: Connection, collection: int, first: int, last: int) -> None:
        """Remove those of the passages from ``first`` to ``last``."""


@dataclass(frozen=True, slots=True)
class Dialect:
    """A database's own way.

    ``among`` is a condition on a column, of values as ``listed`` gives them; ``first_passage`` gives the
    first of so many ids of passages, which follow one another and are never given again.
    """

    among: str
    listed: Callable[[Collection[object]], object]
    first_passage: Callable[[Connection, int], int]
    vectors: VectorTable

    @property
    def theirs(self) -> str:
        """The numbers of the collections of those names."""
        return f"IN (SELECT id FROM collection WHERE name {self.among})"
