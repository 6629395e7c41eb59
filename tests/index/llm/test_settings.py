"""The settings of the language model, from the environment."""

from __future__ import annotations

import os

import pytest

from index.errors import UsageError
from index.llm.settings import LLMSettings

OLLAMA = {
    "RAPPORTEUR_LLM": "judge",
    "RAPPORTEUR_LLM_URL": "http://127.0.0.1:11434",
    "RAPPORTEUR_LLM_MODEL": "m",
}


@pytest.fixture(autouse=True)
def nothing_set(monkeypatch: pytest.MonkeyPatch) -> None:
    """Nothing of ours in the environment."""
    for name in [name for name in os.environ if name.startswith("RAPPORTEUR_LLM")]:
        monkeypatch.delenv(name)


def read(monkeypatch: pytest.MonkeyPatch, **values: str) -> LLMSettings:
    for name, value in values.items():
        monkeypatch.setenv(name, value)
    return LLMSettings.read()


def test_it_is_off_by_default(monkeypatch: pytest.MonkeyPatch) -> None:
    """Nothing set, or everything left empty as in a copy of .env.example, is no model, and no error."""
    assert LLMSettings.read().mode == "off"
    assert (
        read(monkeypatch, RAPPORTEUR_LLM="", RAPPORTEUR_LLM_URL="", RAPPORTEUR_LLM_SECONDS="").mode == "off"
    )


@pytest.mark.parametrize(
    ("given", "asked"),
    [
        ("http://127.0.0.1:11434", "http://127.0.0.1:11434/v1"),
        ("http://127.0.0.1:11434/", "http://127.0.0.1:11434/v1"),
        ("https://api.example.com/v1", "https://api.example.com/v1"),
        ("https://api.example.com/openai/v1/", "https://api.example.com/openai/v1"),
        ("https://api.example.com/v1/chat/completions", "https://api.example.com/v1"),
        ("http://[::1]:8080", "http://[::1]:8080/v1"),
    ],
)
def test_an_address(monkeypatch: pytest.MonkeyPatch, given: str, asked: str) -> None:
    """An address without a path is Ollama's or llama.cpp's; the path of the request may be pasted too."""
    assert read(monkeypatch, **OLLAMA | {"RAPPORTEUR_LLM_URL": given}).url == asked


@pytest.mark.parametrize(
    "given",
    ["127.0.0.1:11434", "ftp://a.example", "http://", "http://me:hunter2@a.example/v1", "http://a b/v1",
     "http://a.example/v1?key=hunter2", "http://a.example:99999", "http://a.example:none", "http://[::1", "http://ü"],
)  # fmt: skip
def test_what_is_no_address(monkeypatch: pytest.MonkeyPatch, given: str) -> None:
    """It is refused in one line that doesn't repeat it, for a password may stand in it."""
    with pytest.raises(UsageError) as refused:
        read(monkeypatch, **OLLAMA | {"RAPPORTEUR_LLM_URL": given})
    assert str(refused.value) == (
        "RAPPORTEUR_LLM_URL: must be an address such as http://127.0.0.1:11434/v1, without a "
        "password in it; see .env.example"
    )


@pytest.mark.parametrize("missing", ["URL", "MODEL"])
def test_what_a_model_needs(monkeypatch: pytest.MonkeyPatch, missing: str) -> None:
    """Where a model is wanted its address and name must be given; the error names the one that isn't."""
    with pytest.raises(
        UsageError, match=f"^a language model needs RAPPORTEUR_LLM_{missing}; see .env.example$"
    ):
        read(monkeypatch, **OLLAMA | {f"RAPPORTEUR_LLM_{missing}": ""})


@pytest.mark.parametrize(
    ("name", "value", "told"),
    [
        ("", "yes", "Input should be 'off', 'judge' or 'write'"),
        ("_SECONDS", "0", "Input should be greater than 0"),
        ("_SECONDS", "nan", "Input should be less than"),
        ("_CONCURRENCY", "many", "Input should be a valid integer"),
        ("_DAY_TOKENS", "-1", "Input should be greater than"),
        ("_PROMPT_TOKENS", "999", "Input should be greater than"),
    ],
)  # fmt: skip
def test_a_value_that_can_not_be_used(
    monkeypatch: pytest.MonkeyPatch, name: str, value: str, told: str
) -> None:
    """It is refused in one line that says which, what stands there, and what may."""
    with pytest.raises(UsageError) as refused:
        read(monkeypatch, **OLLAMA | {f"RAPPORTEUR_LLM{name}": value})
    assert str(refused.value).startswith(f"RAPPORTEUR_LLM{name}={value}: {told}")
    assert str(refused.value).endswith("; see .env.example")


def test_the_key(monkeypatch: pytest.MonkeyPatch) -> None:
    """It is shown nowhere; the line end of the file that it was read from is no part of it."""
    settings = read(monkeypatch, **OLLAMA, RAPPORTEUR_LLM_KEY="hunter2\n")
    assert settings.key.get_secret_value() == "hunter2"
    assert "hunter2" not in f"{settings!r} {settings}"


@pytest.mark.parametrize("key", ["hunter 2", "húnter2", "hun\nter2", "hunter2\x07!"])
def test_a_key_that_no_header_holds(monkeypatch: pytest.MonkeyPatch, key: str) -> None:
    """It is refused at the start, not at each question, and the error doesn't repeat it."""
    with pytest.raises(UsageError) as refused:
        read(monkeypatch, **OLLAMA, RAPPORTEUR_LLM_KEY=key)
    assert str(refused.value) == (
        "RAPPORTEUR_LLM_KEY: must be of ASCII characters without spaces; see .env.example"
    )


def test_the_option_goes_before_the_environment(monkeypatch: pytest.MonkeyPatch) -> None:
    """`--llm off` needs no address, `--llm write` takes that of the environment."""
    monkeypatch.setenv("RAPPORTEUR_LLM", "judge")
    assert LLMSettings.read("off").mode == "off"
    for name, value in OLLAMA.items():
        monkeypatch.setenv(name, value)
    assert LLMSettings.read("write").mode == "write"
    assert LLMSettings.read().host == "127.0.0.1:11434"
