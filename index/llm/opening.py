"""From settings to a language model, if one is wanted."""

from __future__ import annotations

import os
from typing import TYPE_CHECKING

from ..errors import UsageError

if TYPE_CHECKING:
    from collections.abc import Callable

    from .endpoint_model import EndpointModel
    from .settings import LLMSettings, Mode


def wanted(mode: Mode | None = None) -> bool:
    """Whether a language model is asked for, by ``mode`` or else by RAPPORTEUR_LLM."""
    return (mode or os.environ.get("RAPPORTEUR_LLM") or "off") != "off"


def open_language_model(settings: LLMSettings, report: Callable[[str], object]) -> EndpointModel | None:
    """The model that the settings name; None when they want none.

    ``report`` is told, once, what is wrong with it later on. Nothing is sent yet.

    Raises:
        UsageError: the client that it needs isn't installed.
    """
    if settings.mode == "off":
        return None
    try:
        from .endpoint_model import EndpointModel
    except ImportError as error:
        raise UsageError(
            "a language model needs the extra `llm`; install it: pip install '.[llm]'"
        ) from error
    return EndpointModel(settings, report)
