"""What watches the bot is loaded where a setting asks for it, and done without where it isn't installed."""

from __future__ import annotations

import subprocess
import sys
from typing import TYPE_CHECKING

import pytest
from pydantic import SecretStr
from structlog.testing import capture_logs

from bot.settings import Settings
from bot.watching.lookout import Lookout

if TYPE_CHECKING:
    from collections.abc import Callable

    from bot.client import Rapporteur
    from index import Engine

OFF = """
import sys
import bot.run
from bot.settings import Settings
from bot.watching.lookout import Lookout
lookout = Lookout(Settings(discord_token="x", _env_file=None))
print(lookout.options, sorted({"prometheus_client", "opentelemetry", "aiohttp.web"} & set(sys.modules)))
"""


def settings(**chosen: str) -> Settings:
    return Settings(discord_token=SecretStr("none"), _env_file=None, **chosen)


def test_nothing_is_loaded_by_default() -> None:
    """No server, no Prometheus and no OpenTelemetry, and the client has none of their options."""
    done = subprocess.run([sys.executable, "-c", OFF], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "{} []"


@pytest.mark.parametrize(
    ("setting", "value", "library", "module", "missing"),
    [
        ("rapporteur_http", "0", "prometheus_client", "metrics", "no /metrics"),
        ("otel_exporter_otlp_endpoint", "http://127.0.0.1:4318", "opentelemetry", "spans", "no traces"),
    ],
)
async def test_an_extra_that_is_not_installed(
    monkeypatch: pytest.MonkeyPatch, make_bot: Callable[..., Rapporteur], engine: Engine,
    setting: str, value: str, library: str, module: str, missing: str,
) -> None:  # fmt: skip
    """One line of the log says how to have it, and the bot runs."""
    for name in [name for name in sys.modules if name.split(".")[0] == library]:
        monkeypatch.delitem(sys.modules, name)
    monkeypatch.delitem(sys.modules, f"bot.watching.{module}", raising=False)
    monkeypatch.setitem(sys.modules, library, None)
    with capture_logs() as logs:
        lookout = Lookout(settings(**{setting: value}))
        async with lookout.over(make_bot(watch=lookout.watch, **lookout.options), engine):
            pass
    assert logs[0]["event"].startswith(f"{missing}: they need the extra, pip install '.[")
