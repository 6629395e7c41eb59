"""What pairs are made with."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from ..models.compiling.encoder import compile_encoder
from ..models.compiling.weights import find_weights
from ..models.encoder import OnnxEncoder
from .alternatives import Alternatives, read_alternatives
from .lexicon import Lexicon
from .parser import Parse, load_parser
from .people import made_up_people
from .thesaurus import Thesaurus

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

    from ..models.encoder import Encoder


@dataclass(frozen=True, slots=True)
class Resources:
    """A parser, words alike, names of nobody, everyday words, and the encoder that finds near passages."""

    parse: Parse
    lexicon: Lexicon
    people: Sequence[str]
    casual: Alternatives
    encoder: Encoder

    @classmethod
    def load(cls, wordnet: Path) -> Resources:
        """All of them.

        Raises:
            ModelError: the parser or the default embedding model is missing.
            FileNotFoundError: ``wordnet`` doesn't hold WordNet.
        """
        lexicon = Lexicon.of_weights(find_weights(None).folder, Thesaurus(wordnet))
        encoder = OnnxEncoder.from_path(compile_encoder(precision="int8"), threads=1)
        return cls(load_parser(), lexicon, made_up_people(), read_alternatives("casual.tsv"), encoder)
