"""A torch module → an ONNX graph, in fp32 or int8: the one module that exports.

int8 is dynamic quantisation of MatMul and Gather weights. For the default embedding model, cosines with the
fp32 vectors (mean / least of 200 passages): one scale per tensor gives 0.954 / 0.905, one per channel
0.9917 / 0.9822. Seven bits of the eight (``reduce_range``) cost 0.001 and keep CPUs without VNNI from
overflowing. Gather adds no error and takes 36 MB off the file.

A reader needs finer scales: with blocks of 128 inputs the shipped one points at the words of its fp32 model
for .952 of the golden set's questions. The one before it did for .91 with blocks in the feed-forward layers'
second matrices alone and for .935 with blocks everywhere, in 1.4 times the time; blocks of 64 and 32 gave
.968 and .952 for another 9 and 16 %.
"""

from __future__ import annotations

import logging
import warnings
from contextlib import contextmanager
from importlib.metadata import version
from typing import TYPE_CHECKING, Any, Literal

from ...errors import ModelError
from ..compiled import INPUTS
from ..session import first_line

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping, Sequence
    from pathlib import Path

Precision = Literal["fp32", "int8"]

MAX_LENGTH = 512
"""Tokens, where a model names no limit: what BERT's kin were trained on."""

BLOCK = 128
"""Inputs that share a scale, where there is one a block."""

ROOM = 3
"""How many times the weights' size must be free: 2.0 were used at once for int8 of the default model."""

_COMPILERS = ("torch", "sentence-transformers", "transformers", "onnx", "onnxruntime")


def versions() -> dict[str, str]:
    """The libraries that compile, each with its version."""
    return {name: version(name) for name in _COMPILERS}


@contextmanager
def quietly() -> Iterator[None]:
    """Third parties' warnings and log lines held back, their errors not."""
    disabled = logging.root.manager.disable
    logging.disable(logging.WARNING)
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            yield
    finally:
        logging.disable(disabled)


@quietly()
def export(
    name: str,
    forward: Callable[[Mapping[str, Any]], tuple[Any, ...]],
    model: Any,
    sample: Mapping[str, Any],
    path: Path,
    *,
    outputs: Sequence[str],
    max_length: int,
) -> None:
    """Write ``forward``, which calls the torch ``model`` with the inputs, as a graph to ``path``.

    ``sample`` holds the tensors of at least two texts of unequal length: of one text the exporter would take
    the size 1 for a constant.

    Raises:
        ModelError: it can't be exported.
    """
    import torch

    class Graph(torch.nn.Module):
        def __init__(self) -> None:
            super().__init__()
            self.model = model

        def forward(self, features: dict[str, Any]) -> tuple[Any, ...]:
            return forward(features)

    features = {key: sample[key] for key in INPUTS if key in sample}
    axes = {0: torch.export.Dim("batch"), 1: torch.export.Dim("tokens", max=max_length)}
    try:
        torch.onnx.export(
            Graph(), f=path, kwargs={"features": features}, dynamo=True, external_data=False, verbose=False,
            input_names=list(features), output_names=list(outputs),
            dynamic_shapes={"features": dict.fromkeys(features, axes)},
        )  # fmt: skip
    except (RuntimeError, ValueError) as error:
        reason = first_line(error.__cause__ or error)
        raise ModelError(f"{name}: can't be exported to ONNX ({reason}); choose another model") from error
    strip(path)


@contextmanager
def _whole(path: Path) -> Iterator[None]:
    """Tell of a graph that was cut: what exports it says nothing of a disk that fills meanwhile."""
    from google.protobuf.message import DecodeError
    from onnx.checker import ValidationError

    try:
        yield
    except (DecodeError, ValidationError) as error:
        raise ModelError(
            f"{path}: not written whole ({first_line(error)}); make room and try again"
        ) from error


def strip(path: Path) -> None:
    """Take out the exporter's traces, which hold this machine's paths: equal models become equal bytes."""
    import onnx

    with _whole(path):
        model = onnx.load(path)
    graph = model.graph
    for part in (graph, *graph.node, *graph.value_info, *graph.input, *graph.output):
        del part.metadata_props[:]
    path.write_bytes(model.SerializeToString(deterministic=True))


@quietly()
def quantise(path: Path, *, narrow: bool = True, blocks: bool = False) -> None:
    """Replace the fp32 graph by its int8 form, with seven bits a weight if ``narrow``.

    With ``blocks``, matrices get a scale for each block of ``BLOCK`` inputs instead of one for them all.

    Raises:
        ModelError: the graph is not whole.
    """
    from onnxruntime.quantization import QuantType, quantize_dynamic

    small = path.with_suffix(".int8")
    with _whole(path):
        if blocks:
            _quantise_blocks(path)
        quantize_dynamic(
            path, small, op_types_to_quantize=["MatMul", "Gather"], per_channel=True, reduce_range=narrow,
            weight_type=QuantType.QInt8, extra_options={"MatMulConstBOnly": True},
        )  # fmt: skip
    small.replace(path)


def _quantise_blocks(path: Path) -> None:
    import onnx
    from onnxruntime.quantization.matmul_nbits_quantizer import MatMulNBitsQuantizer

    quantiser = MatMulNBitsQuantizer(
        onnx.load(path), bits=8, block_size=BLOCK, is_symmetric=True, accuracy_level=4
    )
    quantiser.process()
    quantiser.model.save_model_to_file(str(path))
