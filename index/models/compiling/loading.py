"""Weights on disk → a torch model and its tokenizer, by whichever library; what that raises becomes ours."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, TypeVar

from ...errors import ModelError
from ..session import first_line
from .export import quietly
from .weights import EXTRA

if TYPE_CHECKING:
    from collections.abc import Callable

    from .weights import Weights

Library = TypeVar("Library")


@quietly()
def load(
    weights: Weights,
    kind: str,
    imported: Callable[[], Library],
    opened: Callable[[Library], tuple[Any, Any]],
) -> tuple[Any, Any]:
    """The model, in float32 on the CPU whatever its weights were saved in, and its tokenizer.

    ``kind`` is what messages call it, ``imported`` gives the library, and ``opened`` both with its help.

    Raises:
        ModelError: the extra ``build`` is missing, the library can't load the weights, or the model has no
            fast tokenizer.
    """
    try:
        import onnxscript  # noqa: F401  (torch imports it only when it exports)
        from huggingface_hub.utils.tqdm import disable_progress_bars
        from safetensors import SafetensorError

        disable_progress_bars()  # before transformers, which looks once, as it is imported
        library = imported()
    except ImportError as error:
        raise ModelError(f"{weights.name}: compiling {kind} needs {EXTRA} ({error})") from error
    try:
        model, tokenizer = opened(library)
    except (OSError, ValueError, KeyError, RuntimeError, ImportError, SafetensorError) as error:
        raise ModelError(f"{weights.folder}: can't be loaded as {kind} ({first_line(error)})") from error
    if not hasattr(tokenizer, "backend_tokenizer"):
        raise ModelError(f"{weights.name}: has no fast tokenizer; choose a model with a tokenizer.json")
    return model.float().eval(), tokenizer
