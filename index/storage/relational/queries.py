"""What the tables' readers share: how a statement is run, and a damaged row told."""

from __future__ import annotations

from abc import ABC, abstractmethod
from typing import TYPE_CHECKING, Any, ClassVar, TypeVar

from ...errors import IndexCorrupt
from .dialect import MEND

if TYPE_CHECKING:
    from collections.abc import Callable
    from contextlib import AbstractContextManager

    from .dialect import Dialect

T = TypeVar("T")


class Queries(ABC):
    """Tables that can be asked; ``place`` says where they lie."""

    dialect: ClassVar[Dialect]
    place: str
    _epoch: int
    """Counts the states after which a row id may mean something else."""

    @abstractmethod
    def _rows(self, sql: str, *args: object) -> list[Any]:
        """The rows that a statement gives; its places are ``?``."""

    @abstractmethod
    def snapshot(self) -> AbstractContextManager[None]:
        """All that is read inside is of one moment, whatever another process commits meanwhile."""

    def whole(self, convert: Callable[..., T], *args: object) -> T:
        """A stored value as one of ours, or IndexCorrupt where it isn't the one that was stored."""
        try:
            return convert(*args)
        except (AttributeError, LookupError, TypeError, ValueError) as error:
            raise self.damaged(error) from error

    def damaged(self, problem: object) -> IndexCorrupt:
        """That something here isn't as it was stored."""
        return IndexCorrupt(f"{self.place}: damaged ({problem}); {MEND}")
