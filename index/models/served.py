"""What all compiled models that serve share: a graph, its tokenizer, and which model they are."""

from __future__ import annotations

from typing import TYPE_CHECKING, Generic, TypeVar

from tokenizers import Tokenizer

from .compiled import MEND, MODEL, TOKENIZER, Compiled
from .session import open_session

if TYPE_CHECKING:
    from pathlib import Path

    from .session import Session

D = TypeVar("D", bound=Compiled)


def load(folder: Path, description: Compiled, threads: int) -> tuple[Session, Tokenizer]:
    """The graph of a compiled model, whose runs are computed by ``threads``, and its tokenizer.

    What is too long is cut, a pair's longer part first; nothing is padded.

    Raises:
        ModelError: the graph can't be loaded.
    """
    tokenizer = Tokenizer.from_file(str(folder / TOKENIZER))
    tokenizer.no_padding()
    tokenizer.enable_truncation(description.max_length, strategy="longest_first")
    return open_session(folder / MODEL, threads, MEND), tokenizer


class Served(Generic[D]):
    """A compiled model, loaded; its methods may be called from several threads at once."""

    def __init__(self, session: Session, tokenizer: Tokenizer, description: D) -> None:
        self._session, self._tokenizer, self.description = session, tokenizer, description

    @property
    def model_hash(self) -> str:
        """sha256 (hex) over all that decides what the model gives: weights, tokenizer, precision, format."""
        return self.description.key

    @property
    def name(self) -> str:
        """The model's name."""
        return self.description.model
