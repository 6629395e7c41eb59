"""Text in, unit vectors out, on onnxruntime and tokenizers alone: no torch when serving.

The graph of the folder that ``compile`` makes has pooling and normalisation included.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, ClassVar, Protocol

import numpy as np
import numpy.typing as npt

from .compiled import INPUTS, TOKENIZER, Compiled
from .served import Served, load

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence
    from pathlib import Path

    from tokenizers import Tokenizer

    from .session import Session

Vectors = npt.NDArray[np.float32]
"""float32, one vector ``(dimension,)`` or one a row ``(n, dimension)``, each of length 1."""


@dataclass(frozen=True, slots=True)
class Encoding:
    """A text as vectors, all of length 1, so that a dot product is a cosine.

    ``vector`` is the whole text, float32 ``(dimension,)``; ``tokens`` its tokens before pooling, float32
    ``(n, dimension)``; ``spans`` int32 ``(n, 2)``, the code points of the text that each token covers.
    """

    vector: Vectors
    tokens: Vectors
    spans: npt.NDArray[np.int32]


class Encoder(Protocol):
    """Text → vectors. ``model_hash`` tells whether two encoders' vectors may be compared."""

    @property
    def dimension(self) -> int: ...

    @property
    def model_hash(self) -> str: ...

    def encode_query(self, text: str) -> Encoding:
        """One question."""
        ...

    def encode_passages(
        self, texts: Sequence[str], *, progress: Callable[[int], None] | None = None
    ) -> list[Encoding]:
        """The passages, in the order of ``texts``.

        ``progress`` is called with the number of texts done since its last call.
        """
        ...

    def is_word(self, word: str) -> bool:
        """Whether the model's own vocabulary has the lower-case word whole: it is common, and no typo."""
        ...


@dataclass(frozen=True, slots=True, kw_only=True)
class Description(Compiled):
    """What ``encoder.json`` says of a compiled embedding model.

    The prompts are put before a text; ``cosine_mean`` and ``cosine_min`` compare the compiled vectors with
    sentence-transformers' own.
    """

    DESCRIPTION: ClassVar[str] = "encoder.json"
    FORMAT: ClassVar[int] = 2
    KIND: ClassVar[str] = "embedding model"

    dimension: int
    query_prompt: str
    passage_prompt: str
    cosine_mean: float
    cosine_min: float

    @property
    def fidelity(self) -> str:
        """How near its vectors come to the original's."""
        return f"cosine to the original ≥ {self.cosine_min:.4f}"


class OnnxEncoder(Served[Description]):
    """A compiled embedding model, loaded; its methods may be called from several threads at once.

    Texts run one at a time. On 2 cores that is faster than batches of 32 (40 against 26 passages of 60 words
    a second, no padding to compute), needs 180 MB less, and makes an int8 vector independent of the
    other texts, which dynamic quantisation otherwise scales it by.
    """

    def __init__(self, session: Session, tokenizer: Tokenizer, description: Description) -> None:
        super().__init__(session, tokenizer, description)
        self._inputs = [(i.name, INPUTS[i.name]) for i in session.get_inputs()]

    @classmethod
    def from_path(cls, folder: Path, *, threads: int = 2) -> OnnxEncoder:
        """Load what ``compile_encoder`` made; ``threads`` compute one text.

        The sizes of the files and the tokenizer's sha256 are checked; the model's sha256, which would
        double the time to load, is left to ``Compiled.verify``.

        Raises:
            ModelError: nothing compiled is there, or it is damaged or of another version.
        """
        description = Description.read(folder)
        description.check(folder / TOKENIZER)
        return cls(*load(folder, description, threads), description)

    @property
    def dimension(self) -> int:
        """The length of a vector."""
        return self.description.dimension

    def encode_query(self, text: str) -> Encoding:
        """One question."""
        return self._encode(self.description.query_prompt, text)

    def encode_passages(
        self, texts: Sequence[str], *, progress: Callable[[int], None] | None = None
    ) -> list[Encoding]:
        """The passages, in the order of ``texts``; what goes beyond ``max_length`` tokens is cut off.

        ``progress`` is called with the number of texts done since its last call.
        """
        encodings = []
        for text in texts:
            encodings.append(self._encode(self.description.passage_prompt, text))
            if progress is not None:
                progress(1)
        return encodings

    def is_word(self, word: str) -> bool:
        """Whether the tokenizer has the lower-case word whole: it is common, and no typo."""
        return self._tokenizer.token_to_id(word) is not None

    def _encode(self, prompt: str, text: str) -> Encoding:
        read = self._tokenizer.encode(prompt + text)
        feed = {name: np.array([getattr(read, field)], dtype=np.int64) for name, field in self._inputs}
        vector, tokens = self._session.run(["vector", "token_vectors"], feed)
        spans = np.array(read.offsets, dtype=np.int32) - len(prompt)
        kept = (spans[:, 0] >= 0) & (spans[:, 1] > spans[:, 0])  # neither special tokens nor the prompt's
        return Encoding(vector[0], tokens[0][kept], spans[kept])
