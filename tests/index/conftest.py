"""What the tests of the answer engine share."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from index.compile import compile_encoder

if TYPE_CHECKING:
    from pathlib import Path


@pytest.fixture(scope="session")
def encoder_folder() -> Path:
    """The default model, compiled to fp32: once a machine, for the user's own cache keeps it."""
    return compile_encoder()
