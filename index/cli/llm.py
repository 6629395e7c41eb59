"""The language model of a command: wanted by ``--llm``, or else by RAPPORTEUR_LLM."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated, Literal

import typer

from .terminal import err

if TYPE_CHECKING:
    from ..llm.endpoint_model import EndpointModel
    from ..llm.settings import LLMSettings

Mode = Literal["off", "judge", "write"]

LLMOption = Annotated[
    Mode | None,
    typer.Option(
        "--llm", metavar="off|judge|write", envvar="RAPPORTEUR_LLM", show_default="off", show_envvar=True,
        help="Ask a language model of yours which sentences answer, and with `write` for a few sentences on "
        "them too; RAPPORTEUR_LLM_URL and RAPPORTEUR_LLM_MODEL say which.",
    ),
]  # fmt: skip


def model_of(mode: Mode | None) -> EndpointModel | None:
    """The language model that is wanted, its troubles told on stderr; None for none.

    Raises:
        UsageError: its settings can't be used, or its client isn't installed.
    """
    settings = settings_of(mode)
    if settings is None:
        return None
    from ..llm.opening import open_language_model

    return open_language_model(settings, _warn)


def _warn(problem: str) -> None:
    err.print(problem, style="yellow", markup=False, soft_wrap=True)


def settings_of(mode: Mode | None) -> LLMSettings | None:
    """Its settings; None where none is wanted, without reading any."""
    if mode in (None, "off"):
        return None
    from ..llm.settings import LLMSettings

    return LLMSettings.read(mode)
