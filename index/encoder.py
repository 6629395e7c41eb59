"""Text in, unit vectors out, on onnxruntime and tokenizers alone: no torch when serving.

A compiled model is a folder made by ``compile`` that holds ``model.onnx`` (pooling and normalisation
included), ``tokenizer.json`` and ``encoder.json``, which describes the two and records their sha256.
"""

from __future__ import annotations

import hashlib
import json
from dataclasses import asdict, dataclass
from typing import TYPE_CHECKING, Protocol

import numpy as np
import numpy.typing as npt
from tokenizers import Tokenizer

from .errors import EncoderError
from .session import open_session

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence
    from pathlib import Path

    from .session import Session

Vectors = npt.NDArray[np.float32]
"""float32, one vector ``(dimension,)`` or one a row ``(n, dimension)``, each of length 1."""

FORMAT = 2
"""The layout of a compiled folder; raise it when what is exported or recorded changes."""

MODEL, TOKENIZER, DESCRIPTION = "model.onnx", "tokenizer.json", "encoder.json"

_MEND = "run `rapporteur build` to compile it anew"
INPUTS = {"input_ids": "ids", "attention_mask": "attention_mask", "token_type_ids": "type_ids"}
"""An input of the graph → the attribute of a ``tokenizers.Encoding`` that feeds it."""


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


@dataclass(frozen=True, slots=True)
class FileRecord:
    """What a file of the folder must be: its size in bytes and its sha256 (hex)."""

    bytes: int
    sha256: str


@dataclass(frozen=True, slots=True)
class Description:
    """What ``encoder.json`` says of a compiled model.

    ``key`` is the sha256 over everything that decides the vectors; ``max_length`` counts tokens, the two
    special ones included; the prompts are put before a text; ``cosine_mean`` and ``cosine_min`` compare the
    compiled vectors with sentence-transformers' own; ``versions`` are the libraries that compiled it.
    """

    key: str
    model: str
    weights_sha256: str
    precision: str
    dimension: int
    max_length: int
    query_prompt: str
    passage_prompt: str
    cosine_mean: float
    cosine_min: float
    versions: dict[str, str]
    files: dict[str, FileRecord]
    format: int = FORMAT

    def write(self, folder: Path) -> None:
        """Write ``encoder.json`` into ``folder``."""
        text = json.dumps(asdict(self), indent=2, ensure_ascii=False)
        (folder / DESCRIPTION).write_text(text + "\n", encoding="utf-8")

    @classmethod
    def read(cls, folder: Path) -> Description:
        """The description of a folder whose files are there and of the recorded sizes.

        Raises:
            EncoderError: nothing compiled is there, or it is damaged or of another version.
        """
        path = folder / DESCRIPTION
        try:
            record = json.loads(path.read_text(encoding="utf-8"))
        except (FileNotFoundError, NotADirectoryError) as error:
            raise EncoderError(f"{folder}: no compiled embedding model here; {_MEND}") from error
        except (OSError, ValueError) as error:
            raise EncoderError(f"{path}: damaged ({error}); {_MEND}") from error
        if not isinstance(record, dict) or record.get("format") != FORMAT:
            raise EncoderError(f"{path}: not of format {FORMAT}, which this version reads; {_MEND}")
        try:
            record["files"] = {name: FileRecord(**file) for name, file in record["files"].items()}
            description = cls(**record)
        except (TypeError, KeyError, AttributeError) as error:
            raise EncoderError(f"{path}: damaged ({error}); {_MEND}") from error
        description._check_sizes(folder)
        return description

    def _check_sizes(self, folder: Path) -> None:
        for name in (MODEL, TOKENIZER):
            path, recorded = folder / name, self.files.get(name)
            if recorded is None or not path.is_file():
                raise EncoderError(f"{path}: missing; {_MEND}")
            if path.stat().st_size != recorded.bytes:
                raise EncoderError(
                    f"{path}: damaged ({path.stat().st_size} bytes, not {recorded.bytes}); {_MEND}"
                )


def sha256(path: Path) -> str:
    """The sha256 (hex) of a file: 110 ms for the default model's 90 MB."""
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def verify(folder: Path) -> Description:
    """Read every byte of a compiled model against the recorded sha256.

    Raises:
        EncoderError: nothing compiled is there, or a file is not the one that was compiled.
    """
    description = Description.read(folder)
    for name in (MODEL, TOKENIZER):
        _check_hash(folder / name, description)
    return description


def _check_hash(path: Path, description: Description) -> None:
    if sha256(path) != description.files[path.name].sha256:
        raise EncoderError(f"{path}: damaged (its sha256 is not the recorded one); {_MEND}")


class OnnxEncoder:
    """A compiled model, loaded; its methods may be called from several threads at once.

    Texts run one at a time. On 2 cores that is faster than batches of 32 (40 against 26 passages of 60 words
    a second, no padding to compute), needs 180 MB less, and makes an int8 vector independent of the
    other texts, which dynamic quantisation otherwise scales it by.
    """

    def __init__(self, session: Session, tokenizer: Tokenizer, description: Description) -> None:
        self._session, self._tokenizer, self.description = session, tokenizer, description
        self._inputs = [(i.name, INPUTS[i.name]) for i in session.get_inputs()]

    @classmethod
    def from_path(cls, folder: Path, *, threads: int = 2) -> OnnxEncoder:
        """Load what ``compile_encoder`` made; ``threads`` compute one text.

        The sizes of the files and the tokenizer's sha256 are checked; the model's sha256, which would
        double the time to load, is left to ``verify``.

        Raises:
            EncoderError: nothing compiled is there, or it is damaged or of another version.
        """
        description = Description.read(folder)
        _check_hash(folder / TOKENIZER, description)
        tokenizer = Tokenizer.from_file(str(folder / TOKENIZER))
        tokenizer.no_padding()
        tokenizer.enable_truncation(description.max_length)
        return cls(open_session(folder / MODEL, threads, _MEND), tokenizer, description)

    @property
    def dimension(self) -> int:
        """The length of a vector."""
        return self.description.dimension

    @property
    def model_hash(self) -> str:
        """sha256 (hex) over the weights, tokenizer, configuration, precision and format."""
        return self.description.key

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
