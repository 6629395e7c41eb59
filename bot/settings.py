"""Every setting of the bot, read once from the environment and from ``.env``."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Annotated, Any, Literal

from pydantic import BeforeValidator, Field, SecretStr, ValidationError
from pydantic_settings import BaseSettings, NoDecode, SettingsConfigDict

from index.cli import DEFAULT_INDEX, default_corpus

from .errors import SettingsError
from .shards import Shards
from .watching.address import Address

UNSET = (
    "DISCORD_TOKEN is not set; copy it from the developer portal (your application, Bot, Reset Token) "
    "into the environment or into .env"
)

DAY, MOST_DAYS = 86_400.0, 36_500.0
"""Seconds and days: more are no waiting and no keeping, and clocks can't count any number of them."""

MALFORMED = (
    "DISCORD_TOKEN can't be a bot's token, which is three parts with dots between; copy it from the "
    "developer portal (your application, Bot, Reset Token), not the client secret or the public key"
)

_TOKEN = re.compile(r"[A-Za-z0-9_-]{1,100}\.[A-Za-z0-9_-]{1,100}\.[A-Za-z0-9_-]{1,200}")


def _shards(written: Any) -> Any:
    return Shards.parse(written) if isinstance(written, str) else written


def _address(written: Any) -> Any:
    return Address.read(written) if isinstance(written, str) else written


class Settings(BaseSettings):
    """The settings, by their names in the environment; ``.env.example`` explains each."""

    model_config = SettingsConfigDict(env_file=".env", env_ignore_empty=True, extra="ignore", frozen=True)

    discord_token: SecretStr
    rapporteur_corpus: Path = Field(default_factory=default_corpus)
    rapporteur_index: Path = DEFAULT_INDEX
    rapporteur_database: SecretStr | None = None
    rapporteur_memory: Path = Path(".rapporteur/memory.sqlite3")
    rapporteur_shards: Annotated[Shards | None, NoDecode, BeforeValidator(_shards)] = None
    message_content: bool = False
    questions_per_minute: int = Field(default=10, ge=1)
    channel_questions_per_minute: int = Field(default=60, ge=1)
    queue_length: int = Field(default=500, ge=1)
    answer_seconds: float = Field(default=30.0, gt=0, le=DAY)
    keep_questions_days: float = Field(default=30.0, gt=0, le=MOST_DAYS)
    server_articles: int = Field(default=200, ge=0)
    server_articles_mb: float = Field(default=5.0, ge=0)
    log_level: Literal["DEBUG", "INFO", "WARNING", "ERROR"] = "INFO"
    rapporteur_http: Annotated[Address | None, NoDecode, BeforeValidator(_address)] = None
    otel_exporter_otlp_endpoint: str = ""

    @classmethod
    def read(cls) -> Settings:
        """The settings of this process.

        Raises:
            SettingsError: one is missing or can't be used.
        """
        try:
            return cls()  # type: ignore[call-arg]  # from the environment
        except ValidationError as error:
            raise SettingsError(_message(error)) from None

    def database(self) -> str | None:
        """The address of the PostgreSQL database that keeps the index and the memory; None for none."""
        return None if self.rapporteur_database is None else self.rapporteur_database.get_secret_value()

    def token(self) -> str:
        """The token, if it is of the form of one; only Discord knows whether it is good.

        Raises:
            SettingsError: it can't be a bot's token.
        """
        token = self.discord_token.get_secret_value().strip()
        if not _TOKEN.fullmatch(token):
            raise SettingsError(MALFORMED)
        return token


def _message(error: ValidationError) -> str:
    first = error.errors()[0]
    name = str(first["loc"][0]).upper()
    if name == "DISCORD_TOKEN":
        return UNSET
    return f"{name}={first['input']}: {first['msg'].removeprefix('Value error, ')}; see .env.example"
