"""Compiled models whose every logit is written down: each word has its own, whatever stands around it.

Words are in lower case and without accents; those that aren't named give 0.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
from onnx import TensorProto, checker, helper, numpy_helper, save
from tokenizers import Tokenizer, models, normalizers, pre_tokenizers, processors

from index.models.compiled import MODEL, TOKENIZER, recorded
from index.models.reader import ReaderDescription
from index.models.verifier import SCALES, WORDS, VerifierDescription

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from pathlib import Path

    from onnx import NodeProto, ValueInfoProto

SPECIAL = ("[PAD]", "[UNK]", "[CLS]", "[SEP]")


def reader_folder(folder: Path, logits: Mapping[str, tuple[float, float]]) -> Path:
    """A compiled reader by the start and end logit of each word."""
    table = _table(logits, 2)
    start, end = (numpy_helper.from_array(table[:, n], f"table_{n}") for n in (0, 1))
    nodes = [
        helper.make_node("Gather", ["table_0", "input_ids"], ["start_logits"]),
        helper.make_node("Gather", ["table_1", "input_ids"], ["end_logits"]),
    ]
    inputs = [_value("input_ids", TensorProto.INT64, "batch", "tokens")]
    outputs = [_value(name, TensorProto.FLOAT, "batch", "tokens") for name in ("start_logits", "end_logits")]
    _write(folder, nodes, inputs, outputs, [start, end], _words(logits))
    ReaderDescription(
        key="reader", model="by hand", weights_sha256="w", precision="fp32", max_length=64, versions={},
        files=recorded(folder), agreement=1.0,
    ).write(folder)  # fmt: skip
    return folder


def verifier_folder(folder: Path, logits: Mapping[str, tuple[float, float, float]]) -> Path:
    """A compiled verifier by the start and end logit of each word, whole numbers, and what it adds to the
    logit that the text answers; the last are stored as twice a whole number."""
    table = np.pad(_table(logits, 3), ((0, 0), (0, 1)))
    folder.mkdir(exist_ok=True)
    np.save(folder / WORDS, (table / [1, 1, 2, 2]).astype(np.int8))
    np.save(folder / SCALES, np.tile(np.array([1, 2], np.float16), (len(table), 1)))
    columns = ("start_logits", "end_logits", "each", "nothing")
    nodes = [
        helper.make_node("Split", ["vectors"], [f"{name}_column" for name in columns], axis=2, num_outputs=4),
        *(helper.make_node("Squeeze", [f"{name}_column", "last"], [name]) for name in columns[:3]),
        helper.make_node("ReduceSum", ["each", "second"], ["answered"], keepdims=0),
    ]
    inputs = [_value("vectors", TensorProto.FLOAT, "batch", "tokens", 4)]
    inputs += [_value("attention_mask", TensorProto.INT64, "batch", "tokens")]
    outputs = [_value(name, TensorProto.FLOAT, "batch", "tokens") for name in columns[:2]]
    outputs += [_value("answered", TensorProto.FLOAT, "batch")]
    axes = [numpy_helper.from_array(np.array([n]), name) for n, name in ((2, "last"), (1, "second"))]
    _write(folder, nodes, inputs, outputs, axes, _words(logits))
    VerifierDescription(
        key="verifier", model="by hand", weights_sha256="w", precision="fp32", max_length=64, versions={},
        files=recorded(folder, VerifierDescription.FILES), agreement=1.0, layers=0,
    ).write(folder)  # fmt: skip
    return folder


def _table(logits: Mapping[str, tuple[float, ...]], width: int) -> np.ndarray:
    """float32 ``(words, width)``."""
    return np.array([logits.get(word, (0.0,) * width) for word in _words(logits)], np.float32)


def _words(logits: Mapping[str, tuple[float, ...]]) -> list[str]:
    return list(dict.fromkeys([*SPECIAL, *logits]))


def _value(name: str, kind: int, *shape: str | int) -> ValueInfoProto:
    return helper.make_tensor_value_info(name, kind, shape)


def _write(
    folder: Path,
    nodes: Sequence[NodeProto],
    inputs: Sequence[ValueInfoProto],
    outputs: Sequence[ValueInfoProto],
    constants: Sequence[TensorProto],
    words: Sequence[str],
) -> None:
    """The graph and a tokenizer that knows the words."""
    folder.mkdir(exist_ok=True)
    graph = helper.make_graph(nodes, "by hand", inputs, outputs, constants)
    model = helper.make_model(graph, opset_imports=[helper.make_opsetid("", 18)], ir_version=8)
    checker.check_model(model)
    save(model, folder / MODEL)
    numbers = {word: number for number, word in enumerate(words)}
    tokenizer = Tokenizer(models.WordLevel(numbers, unk_token="[UNK]"))  # noqa: S106
    tokenizer.normalizer = normalizers.BertNormalizer()
    tokenizer.pre_tokenizer = pre_tokenizers.BertPreTokenizer()
    ends = [(name, numbers[name]) for name in ("[CLS]", "[SEP]")]
    tokenizer.post_processor = processors.TemplateProcessing(
        single="[CLS] $A [SEP]", pair="[CLS] $A [SEP] $B:1 [SEP]:1", special_tokens=ends
    )
    tokenizer.save(str(folder / TOKENIZER))
