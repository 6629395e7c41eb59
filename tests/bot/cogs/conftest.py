"""A bot whose index can be changed."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from index import Engine

from ...index.shipped import copied_index

if TYPE_CHECKING:
    from collections.abc import AsyncIterator, Callable

    from bot.client import Rapporteur

    from ..stage import Stage


@pytest.fixture
async def library(
    stage: Stage, make_bot: Callable[..., Rapporteur], tmp_path_factory: pytest.TempPathFactory,
    request: pytest.FixtureRequest,
) -> AsyncIterator[Stage]:  # fmt: skip
    """The stage, over an index of its own; ``@pytest.mark.settings(…)`` as for ``stage``."""
    marker = request.node.get_closest_marker("settings")
    with Engine.open(copied_index(tmp_path_factory), threads=1) as engine:
        await stage.restarted(make_bot(engine, **(marker.kwargs if marker else {})))
        yield stage
