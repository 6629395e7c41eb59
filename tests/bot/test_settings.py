"""The settings, from the environment and from ``.env``."""

from __future__ import annotations

from pathlib import Path

import pytest

from bot.errors import SettingsError
from bot.settings import UNSET, Settings


@pytest.fixture(autouse=True)
def nowhere(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    """An empty folder, and nothing of ours in the environment."""
    monkeypatch.chdir(tmp_path)
    for name in Settings.model_fields:
        monkeypatch.delenv(name.upper(), raising=False)


def test_the_token_is_all_that_must_be_set(monkeypatch: pytest.MonkeyPatch) -> None:
    """Everything else has a default, and the token is shown to nobody."""
    monkeypatch.setenv("DISCORD_TOKEN", "secret")
    settings = Settings.read()
    assert settings.discord_token.get_secret_value() == "secret"
    assert "secret" not in repr(settings)
    assert (settings.message_content, settings.questions_per_minute) == (False, 10)
    assert settings.rapporteur_memory == Path(".rapporteur/memory.sqlite3")


def test_the_environment_goes_before_the_file(monkeypatch: pytest.MonkeyPatch) -> None:
    """What .env says holds where the environment says nothing; an empty value is none."""
    Path(".env").write_text("DISCORD_TOKEN=file\nQUESTIONS_PER_MINUTE=3\nANSWER_SECONDS=\nUNKNOWN=1\n")
    monkeypatch.setenv("DISCORD_TOKEN", "environment")
    monkeypatch.setenv("MESSAGE_CONTENT", "1")
    settings = Settings.read()
    assert settings.discord_token.get_secret_value() == "environment"
    assert (settings.questions_per_minute, settings.answer_seconds, settings.message_content) == (
        3,
        30.0,
        True,
    )


def test_a_missing_token() -> None:
    """One line says where it is found."""
    with pytest.raises(SettingsError) as caught:
        Settings.read()
    assert str(caught.value) == UNSET


@pytest.mark.parametrize(
    ("name", "value", "problem"),
    [
        ("QUEUE_LENGTH", "0", "Input should be greater than or equal to 1"),
        ("ANSWER_SECONDS", "soon", "Input should be a valid number, unable to parse string as a number"),
        (
            "RAPPORTEUR_HTTP",
            "on",
            "must be a port, such as 9464, or an address and a port, such as 0.0.0.0:9464",
        ),
        ("LOG_LEVEL", "LOUD", "Input should be 'DEBUG', 'INFO', 'WARNING' or 'ERROR'"),
    ],
)
def test_a_value_that_cannot_be(monkeypatch: pytest.MonkeyPatch, name: str, value: str, problem: str) -> None:
    """One line names the setting, the value and what is wrong with it."""
    monkeypatch.setenv("DISCORD_TOKEN", "secret")
    monkeypatch.setenv(name, value)
    with pytest.raises(SettingsError) as caught:
        Settings.read()
    assert str(caught.value) == f"{name}={value}: {problem}; see .env.example"
