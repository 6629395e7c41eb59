"""The settings of the language model, read from the environment; ``.env.example`` explains each."""

from __future__ import annotations

import re
from typing import Annotated, Literal
from urllib.parse import urlsplit

from pydantic import AliasChoices, BeforeValidator, Field, SecretStr, ValidationError
from pydantic_settings import BaseSettings, SettingsConfigDict

from ..errors import UsageError

Mode = Literal["off", "judge", "write"]

DEFAULT_PATH = "/v1"
"""Where an OpenAI-compatible endpoint lies when its address names no path, as Ollama's and llama.cpp's."""

_ADDRESS = re.compile(r"https?://(?:\[[0-9a-fA-F:.]++\]|[A-Za-z0-9._-]++)(?::\d{1,5})?(?:/[!$->A-~]*+)?")
"""A path of visible ASCII, without a question mark, # or @."""

_KEY = re.compile(r"[!-~]*+")


def _address(url: str) -> str:
    """The address of the endpoint, as it is asked.

    Raises:
        ValueError: it is none, or it holds a password, which belongs in the key.
    """
    if url and not (_ADDRESS.fullmatch(url) and _has_port(url)):
        raise ValueError("must be an address such as http://127.0.0.1:11434/v1, without a password in it")
    plain = url.rstrip("/").removesuffix("/chat/completions")
    return f"{plain}{DEFAULT_PATH}" if plain and not urlsplit(plain).path else plain


def _has_port(url: str) -> bool:
    """Whether the port of an address, if it names one, is there at all."""
    try:
        return urlsplit(url).port != 0
    except ValueError:
        return False


def _key(value: str | SecretStr) -> str:
    """A key as a header takes it, without the line end of the file that it was copied from.

    Raises:
        ValueError: a header can't hold it.
    """
    key = (value if isinstance(value, str) else value.get_secret_value()).strip()
    if not _KEY.fullmatch(key):
        raise ValueError("must be of ASCII characters without spaces")
    return key


class LLMSettings(BaseSettings):
    """What the environment says of the language model, by the names ``RAPPORTEUR_LLM…``."""

    model_config = SettingsConfigDict(
        env_prefix="RAPPORTEUR_LLM_", env_ignore_empty=True, extra="ignore", frozen=True
    )

    mode: Mode = Field(default="off", validation_alias=AliasChoices("RAPPORTEUR_LLM", "mode"))
    url: Annotated[str, BeforeValidator(_address)] = ""
    model: str = ""
    key: Annotated[SecretStr, BeforeValidator(_key)] = SecretStr("")
    seconds: float = Field(default=10.0, gt=0, le=600)
    concurrency: int = Field(default=4, ge=1, le=64)
    prompt_tokens: int = Field(default=3000, ge=1000)
    reply_tokens: int = Field(default=1000, ge=100)
    day_tokens: int = Field(default=2_000_000, ge=1)
    server_day_tokens: int = Field(default=200_000, ge=1)

    @classmethod
    def read(cls, mode: Mode | None = None) -> LLMSettings:
        """The settings of this process; ``mode`` goes before RAPPORTEUR_LLM.

        Raises:
            UsageError: one can't be used, or the model is wanted and where it is isn't said.
        """
        try:
            settings = cls() if mode is None else cls(mode=mode)
        except ValidationError as error:
            raise UsageError(_message(error)) from None
        for name, value in (("URL", settings.url), ("MODEL", settings.model)):
            if settings.mode != "off" and not value:
                raise UsageError(f"a language model needs RAPPORTEUR_LLM_{name}; see .env.example")
        return settings

    @property
    def host(self) -> str:
        """The host and port that questions are sent to."""
        return urlsplit(self.url).netloc


def _message(error: ValidationError) -> str:
    first = error.errors()[0]
    name = str(first["loc"][0]).upper()
    name = name if name.startswith("RAPPORTEUR") else "RAPPORTEUR_LLM" + f"_{name}" * (name != "MODE")
    shown = "" if name.endswith(("_KEY", "_URL")) else f"={first['input']}"
    return f"{name}{shown}: {first['msg'].removeprefix('Value error, ')}; see .env.example"
