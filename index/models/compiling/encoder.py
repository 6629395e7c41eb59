"""Any sentence-transformers model → a folder that ``OnnxEncoder`` serves; torch is needed only here.

The default model, measured on 2 shared cores (AMD EPYC with VNNI) with 2 threads, a question of 12 words;
the cosines compare 200 passages of 60 words with the fp32 vectors:

    precision   cosine mean / min   size     a question   passages/s   loads in   process
    fp32        1.0000 / 1.0000     90 MB    5.0 ms       60           0.20 s     169 MB
    int8        0.9917 / 0.9822     23 MB    3.2 ms       110          0.09 s     111 MB
"""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import numpy as np

from ...errors import ModelError
from ..compiled import MODEL, TOKENIZER
from ..encoder import Description, OnnxEncoder
from .cache import cache_folder, cached, compiled_before
from .description import describe
from .export import MAX_LENGTH, ROOM, export, quantise, quietly
from .loading import load
from .weights import DEFAULT_WEIGHTS, default_is_installed, find_weights, is_default

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping
    from pathlib import Path
    from typing import Any

    import numpy.typing as npt
    from sentence_transformers import SentenceTransformer

    from .export import Precision
    from .weights import Weights

MIN_COSINE: dict[Precision, float] = {"fp32": 0.999, "int8": 0.95}
"""A compiled model whose vectors are further from sentence-transformers' is refused."""

_SENTENCES = (
    "Tariffs.",
    "Who signed?",
    "THE MINISTER DECLINED TO COMMENT.",
    "When did the two delegations first meet?",
    "How much grain will be bought, and by which year?",
    "Both leaders shook hands and left without taking questions.",
    "“We have an understanding,” she said, “and we will keep to it.”",
    "Le sommet s’est tenu à Genève; le communiqué fut publié à 18 h 30.",
    "峰会于周四结束，双方同意继续谈判。",
    "Shares fell 3.7% to $1,204.55 on volume of 2.1 million (up from 900,000 on Monday).",
    "An aide, who asked not to be named because talks went on, put the chance of a deal at one in four.",
    "see https://example.org/a?b=c&d=e #summit @delegate :) —– … ½ ﬁ",
    "The first round ended late. The second began early. The interpreters slept least of all.",
    "Fishing rights, port fees, the price of steel: each had stopped the talks before. " * 3,
    "It was agreed that inspectors may visit every listed plant twice a year. " * 6,
    "Longer than a model of this size reads, this must be cut at the same token by both. " * 40,
)
"""What the check compares: one word to beyond the limit, capitals, other scripts, digits, symbols."""


def compile_encoder(
    model: str | None = None,
    *,
    precision: Precision = "fp32",
    cache: Path | None = None,
    index: Path | None = None,
    progress: Callable[[str], None] = lambda _: None,
) -> Path:
    """The folder of the compiled ``model``, made now (about 20 s) unless the cache has it whole.

    ``model`` is a folder or a hub name that sentence-transformers can load; None is the default model. Where
    that one isn't installed, what was compiled of it before is taken from the cache or from ``index``, the
    folder of one: a machine that serves goes without the extra ``build``.
    ``progress`` is told each step in a few words.

    Raises:
        ModelError: the model can't be found, loaded or exported, isn't the one it should be, or its
            compiled vectors differ from sentence-transformers'; or the extra ``build`` is missing.
    """
    progress("reading the model")
    if is_default(model) and not default_is_installed():
        places = [*(cache or cache_folder()).glob("*"), *(index.glob("encoder-*") if index else ())]
        if before := compiled_before(Description, DEFAULT_WEIGHTS, precision, places):
            return before
    weights = find_weights(model)
    key = weights.key(Description.FORMAT, precision)
    room = ROOM * weights.bytes
    return cached(Description, key, cache, lambda made: _compile(weights, precision, made, progress), room)


def _compile(weights: Weights, precision: Precision, made: Path, progress: Callable[[str], None]) -> None:
    progress("loading sentence-transformers")
    st = _load(weights)
    progress("exporting to ONNX")
    _export(weights.name, st, made / MODEL)
    if precision == "int8":
        progress("quantising to int8")
        quantise(made / MODEL)
    description = _describe(weights, precision, st, made)
    progress("checking the vectors")
    cosines = _cosines(st, made)
    worst = int(cosines.argmin())
    if not cosines[worst] >= MIN_COSINE[precision]:
        raise ModelError(
            f"{weights.name}: compiled to {precision} it differs from sentence-transformers (cosine "
            f"{cosines[worst]:.4f} < {MIN_COSINE[precision]} on "
            f"{_SENTENCES[worst % len(_SENTENCES)][:40]!r}); choose another model or precision"
        )
    replace(description, cosine_mean=float(cosines.mean()), cosine_min=float(cosines.min())).write(made)


def _load(weights: Weights) -> SentenceTransformer:
    def imported() -> type[SentenceTransformer]:
        from sentence_transformers import SentenceTransformer

        library: type[SentenceTransformer] = SentenceTransformer
        return library

    def opened(library: type[SentenceTransformer]) -> tuple[Any, Any]:
        st = library(str(weights.folder), device="cpu", local_files_only=True)
        return st, st.tokenizer

    st: SentenceTransformer = load(weights, "an embedding model", imported, opened)[0]
    return st


def _export(name: str, st: SentenceTransformer, path: Path) -> None:
    """Write the whole of ``st`` as one ONNX graph: a unit ``vector``, pooled, and unit ``token_vectors``."""

    def forward(features: Mapping[str, Any]) -> tuple[Any, ...]:
        out = st(dict(features))
        vectors = (out["sentence_embedding"], out["token_embeddings"])
        return tuple(v / v.norm(dim=-1, keepdim=True).clamp_min(1e-12) for v in vectors)

    sample = st.tokenizer(list(_SENTENCES[3:5]), padding=True, return_tensors="pt")
    export(
        name, forward, st, sample, path,
        outputs=("vector", "token_vectors"), max_length=st.max_seq_length or MAX_LENGTH,
    )  # fmt: skip


def _describe(weights: Weights, precision: Precision, st: SentenceTransformer, made: Path) -> Description:
    """Write the tokenizer, and describe it and the graph beside it; the cosines are not known yet."""
    (made / TOKENIZER).write_text(st.tokenizer.backend_tokenizer.to_str(), encoding="utf-8")
    return describe(
        Description, made, weights, precision,
        key=weights.key(Description.FORMAT, precision),
        dimension=int(st.encode("", show_progress_bar=False).shape[0]),
        max_length=st.max_seq_length or MAX_LENGTH,
        query_prompt=_prompt(st, "query"), passage_prompt=_prompt(st, "document", "passage", "corpus"),
        cosine_mean=0.0, cosine_min=0.0,
    )  # fmt: skip


def _prompt(st: SentenceTransformer, *names: str) -> str:
    """What sentence-transformers puts before a text of that kind: the first prompt there is."""
    chosen = next((name for name in names if name in st.prompts), st.default_prompt_name)
    return (st.prompts[chosen] or "") if chosen else ""


@quietly()
def _cosines(st: SentenceTransformer, made: Path) -> npt.NDArray[np.float32]:
    """Of each check sentence, as a query and then as a passage, ours with theirs."""
    encoder, texts = OnnxEncoder.from_path(made), list(_SENTENCES)
    encodings = [*(encoder.encode_query(text) for text in texts), *encoder.encode_passages(texts)]
    ours = [encoding.vector for encoding in encodings]
    theirs = [
        *st.encode_query(texts, normalize_embeddings=True, show_progress_bar=False),
        *st.encode_document(texts, normalize_embeddings=True, show_progress_bar=False),
    ]
    cosines: npt.NDArray[np.float32] = (np.array(ours) * np.array(theirs)).sum(axis=1)
    return cosines
