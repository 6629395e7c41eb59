"""The tokens of a text that carry its topic."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ..text.terms import is_content

if TYPE_CHECKING:
    import numpy as np
    import numpy.typing as npt

    from ..models.encoder import Encoding, Vectors


def content_tokens(text: str, encoding: Encoding) -> tuple[npt.NDArray[np.int32], Vectors]:
    """The starts (code points, int32 ``(n,)``) and vectors of the tokens of words with a topic."""
    kept = is_content(text)
    rows = [i for i, (start, end) in enumerate(encoding.spans) if any(kept[start:end])]
    return encoding.spans[rows, 0], encoding.tokens[rows]
