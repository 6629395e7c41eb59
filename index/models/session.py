"""ONNX models, opened for serving: the one module that imports onnxruntime."""

from __future__ import annotations

import os
from typing import TYPE_CHECKING, TypeAlias

os.environ["ORT_DISABLE_TELEMETRY"] = "1"  # before the import, or a device id is kept in the home folder
import onnxruntime
from onnxruntime.capi import onnxruntime_pybind11_state as ort_errors

from ..errors import ModelError

if TYPE_CHECKING:
    from pathlib import Path

Session: TypeAlias = onnxruntime.InferenceSession

_LOAD_ERRORS = (
    ort_errors.Fail,
    ort_errors.InvalidArgument,
    ort_errors.InvalidGraph,
    ort_errors.InvalidProtobuf,
    ort_errors.NoSuchFile,
    ort_errors.NotImplemented,
    ort_errors.RuntimeException,
)
"""onnxruntime's errors share no base of their own."""


def first_line(error: BaseException) -> str:
    """What a library's error says, without the pages that may follow."""
    return next(iter(str(error).splitlines()), type(error).__name__)


def open_session(path: Path, threads: int, mend: str) -> Session:
    """Load a model whose runs are computed by ``threads``.

    Raises:
        ModelError: onnxruntime can't load it; ``mend`` says what to do.
    """
    options = onnxruntime.SessionOptions()
    options.intra_op_num_threads = threads
    options.inter_op_num_threads = 1
    # Idle threads that spin rob their neighbours: on 2 busy cores a question took 14 ms with, 7 ms without.
    options.add_session_config_entry("session.intra_op.allow_spinning", "0")
    try:
        return onnxruntime.InferenceSession(path, options, providers=["CPUExecutionProvider"])
    except _LOAD_ERRORS as error:
        raise ModelError(f"{path}: can't be loaded ({first_line(error)}); {mend}") from error
