"""Any extractive question-answering model of transformers → a folder that ``OnnxReader`` serves."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeAlias

import numpy as np

from ...curated.golden import load_questions
from ...errors import ModelError
from ...sources.folder import load_folder
from ...text.segmentation import paragraphs, passages, sentences
from ..compiled import MODEL, TOKENIZER
from ..reader import OnnxReader, ReaderDescription, excerpt
from .cache import cached
from .description import describe
from .export import MAX_LENGTH, ROOM, export, quantise
from .loading import load
from .weights import find_weights

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Mapping, Sequence
    from types import ModuleType

    from ..reader import Excerpt, Reading
    from .export import Precision
    from .weights import Weights

Best: TypeAlias = "tuple[int, Reading] | None"
"""Of the passages read for a question, the number of the one with the best answer, and that answer."""

MIN_AGREEMENT = 0.9
"""A compiled reader that more often points at other words than before is refused."""

SAMPLE = Path(__file__).parents[3] / "corpus"
"""The shipped article and its golden set are what a compiled reader is tried on."""


def compile_reader(
    model: str,
    *,
    precision: Precision = "int8",
    cache: Path | None = None,
    progress: Callable[[str], None] = lambda _: None,
) -> Path:
    """The folder of the compiled ``model``, a folder or hub name, made now unless the cache has it whole.

    Raises:
        ModelError: it can't be found, loaded or exported, is no extractive reader, or points at other words
            once compiled; or the extra ``build`` is missing.
    """
    progress("reading the reader")
    weights = find_weights(model, owner="")
    key = weights.key(f"reader {ReaderDescription.FORMAT}", precision)
    room = ROOM * weights.bytes
    return cached(
        ReaderDescription, key, cache, lambda made: _compile(weights, precision, made, progress), room
    )


def _compile(weights: Weights, precision: Precision, made: Path, progress: Callable[[str], None]) -> None:
    progress("loading transformers")
    model, tokenizer = _load(weights)
    progress("exporting the reader to ONNX")
    (made / TOKENIZER).write_text(tokenizer.backend_tokenizer.to_str(), encoding="utf-8")
    _export(weights.name, model, tokenizer, made / MODEL)
    description = _describe(weights, precision, tokenizer, made)
    progress("asking the reader sample questions")
    before = _sampled(made)
    if precision == "int8":
        progress("quantising the reader to int8")
        quantise(made / MODEL, narrow=False, blocks=True)
        description = _describe(weights, precision, tokenizer, made)
    agreement = _agreement(before, _sampled(made))
    if agreement < MIN_AGREEMENT:
        raise ModelError(
            f"{weights.name}: compiled to {precision} it points at the words it did before for only "
            f"{agreement:.0%} of the sample questions; choose another model or precision"
        )
    replace(description, agreement=agreement).write(made)


def _load(weights: Weights) -> tuple[Any, Any]:
    def imported() -> ModuleType:
        import transformers

        library: ModuleType = transformers
        return library

    def opened(library: ModuleType) -> tuple[Any, Any]:
        tokenizer = library.AutoTokenizer.from_pretrained(weights.folder, local_files_only=True)
        model, found = library.AutoModelForQuestionAnswering.from_pretrained(
            weights.folder, local_files_only=True, output_loading_info=True
        )
        _check_whole(weights, found["missing_keys"])
        return model, tokenizer

    return load(weights, "a reader", imported, opened)


def _check_whole(weights: Weights, missing: Collection[str]) -> None:
    if missing:
        lacks = ", ".join(sorted(missing)[:2])
        raise ModelError(f"{weights.name}: is no extractive question-answering model (it lacks {lacks})")


def _export(name: str, model: Any, tokenizer: Any, path: Path) -> None:
    """Write ``start_logits`` and ``end_logits`` as one graph."""
    sample = tokenizer(
        ["Who signed?", "When did the two delegations first meet?"],
        ["Both leaders signed.", "The delegations met on Monday. They met again a week later."],
        padding=True, return_tensors="pt",
    )  # fmt: skip

    def forward(features: Mapping[str, Any]) -> tuple[Any, ...]:
        out = model(**features)
        return out.start_logits, out.end_logits

    export(
        name, forward, model, sample, path,
        outputs=("start_logits", "end_logits"), max_length=_max_length(tokenizer),
    )  # fmt: skip


def _max_length(tokenizer: Any) -> int:
    return int(min(tokenizer.model_max_length, MAX_LENGTH))


def _describe(weights: Weights, precision: Precision, tokenizer: Any, made: Path) -> ReaderDescription:
    """Describe the graph and write that down; the agreement is not known yet."""
    key = weights.key(f"reader {ReaderDescription.FORMAT}", precision)
    length = _max_length(tokenizer)
    return describe(ReaderDescription, made, weights, precision, key=key, max_length=length, agreement=0.0)


def _agreement(before: Sequence[Best], after: Sequence[Best]) -> float:
    """Of the questions that seemed answered before, the share with the same words after; 1 if none did."""
    same = [
        now is not None and (now[0], now[1].span) == (was[0], was[1].span)
        for was, now in zip(before, after, strict=True)
        if was is not None and was[1].margin > 0
    ]
    return float(np.mean(same)) if same else 1.0


def _sampled(made: Path) -> list[Best]:
    """The best reading for each sample question."""
    reader = OnnxReader.from_path(made)
    excerpts = _excerpts()
    _, questions = load_questions(SAMPLE / "questions.toml")
    return [_best(reader.read(q.text, excerpts)) for q in questions]


def _best(readings: Sequence[Reading | None]) -> Best:
    found = [(number, reading) for number, reading in enumerate(readings) if reading is not None]
    return max(found, key=lambda numbered: numbered[1].margin, default=None)


def _excerpts() -> list[Excerpt]:
    """The passages of the shipped articles."""
    return [
        excerpt(document.text, passage, [s for s in inside if passage.contains(s)])
        for document in load_folder(SAMPLE)[0]
        for inside in [sentences(document.text, block) for block in paragraphs(document.text)]
        for passage in passages(document.text, [inside])
    ]
