"""A compiled model: a folder of ``model.onnx``, ``tokenizer.json`` and a description vouching for both."""

from __future__ import annotations

import hashlib
import json
from abc import ABC, abstractmethod
from dataclasses import asdict, dataclass
from typing import TYPE_CHECKING, ClassVar

from ..errors import ModelError

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path
    from typing import Self

MODEL, TOKENIZER = "model.onnx", "tokenizer.json"

MEND = "run `rapporteur build` to compile it anew"

INPUTS = {"input_ids": "ids", "attention_mask": "attention_mask", "token_type_ids": "type_ids"}
"""An input of a graph → the attribute of a ``tokenizers.Encoding`` that feeds it."""


@dataclass(frozen=True, slots=True)
class FileRecord:
    """What a file of the folder must be: its size in bytes and its sha256 (hex)."""

    bytes: int
    sha256: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Compiled(ABC):
    """What a compiled model's description says of it.

    ``key`` is the sha256 over everything that decides what the model gives; ``max_length`` counts tokens, the
    special ones included; ``versions`` are the libraries that compiled it. ``DESCRIPTION`` is the file,
    ``FORMAT`` the layout of the folder, to be raised when what is exported or recorded changes, ``KIND`` what
    messages call it, ``FILES`` what is recorded beside it.
    """

    DESCRIPTION: ClassVar[str]
    FORMAT: ClassVar[int]
    KIND: ClassVar[str]
    FILES: ClassVar[tuple[str, ...]] = (MODEL, TOKENIZER)

    key: str
    model: str
    weights_sha256: str
    precision: str
    max_length: int
    versions: dict[str, str]
    files: dict[str, FileRecord]

    @property
    @abstractmethod
    def fidelity(self) -> str:
        """How near it comes to the model that it was compiled of, in a few words."""

    def __str__(self) -> str:
        """Which model it is, in one line."""
        weights = f"sha256 of the weights {self.weights_sha256[:12]}…"
        return f"{self.model} as {self.precision}, {self.fidelity}, {weights}"

    def write(self, folder: Path) -> None:
        """Write the description into ``folder``."""
        text = json.dumps({"format": self.FORMAT, **asdict(self)}, indent=2, ensure_ascii=False)
        (folder / self.DESCRIPTION).write_text(text + "\n", encoding="utf-8")

    @classmethod
    def read(cls, folder: Path) -> Self:
        """The description of a folder whose files are there and of the recorded sizes.

        Raises:
            ModelError: nothing compiled is there, or it is damaged or of another version.
        """
        path = folder / cls.DESCRIPTION
        try:
            record = json.loads(path.read_text(encoding="utf-8"))
        except (FileNotFoundError, NotADirectoryError) as error:
            raise ModelError(f"{folder}: no compiled {cls.KIND} here; {MEND}") from error
        except (OSError, ValueError) as error:
            raise ModelError(f"{path}: damaged ({error}); {MEND}") from error
        if not isinstance(record, dict) or record.pop("format", None) != cls.FORMAT:
            raise ModelError(f"{path}: not of format {cls.FORMAT}, which this version reads; {MEND}")
        try:
            record["files"] = {name: FileRecord(**file) for name, file in record["files"].items()}
            description = cls(**record)
        except (TypeError, KeyError, AttributeError) as error:
            raise ModelError(f"{path}: damaged ({error}); {MEND}") from error
        description._check_sizes(folder)
        return description

    @classmethod
    def verify(cls, folder: Path) -> Self:
        """Read every byte of a compiled model against the recorded sha256.

        Raises:
            ModelError: nothing compiled is there, or a file is not the one that was compiled.
        """
        description = cls.read(folder)
        for name in cls.FILES:
            description.check(folder / name)
        return description

    def check(self, path: Path) -> None:
        """Read one file against its sha256.

        Raises:
            ModelError: it isn't the one that was compiled.
        """
        if sha256(path) != self.files[path.name].sha256:
            raise ModelError(f"{path}: damaged (its sha256 is not the recorded one); {MEND}")

    def _check_sizes(self, folder: Path) -> None:
        for name in self.FILES:
            path, recorded = folder / name, self.files.get(name)
            if recorded is None or not path.is_file():
                raise ModelError(f"{path}: missing; {MEND}")
            if path.stat().st_size != recorded.bytes:
                raise ModelError(
                    f"{path}: damaged ({path.stat().st_size} bytes, not {recorded.bytes}); {MEND}"
                )


def sha256(path: Path) -> str:
    """The sha256 (hex) of a file: 110 ms for the default model's 90 MB."""
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def recorded(folder: Path, files: Sequence[str] = (MODEL, TOKENIZER)) -> dict[str, FileRecord]:
    """The records of the files of a compiled model that stand in a folder."""
    return {name: FileRecord((folder / name).stat().st_size, sha256(folder / name)) for name in files}
