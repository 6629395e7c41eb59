"""Where the commands print: what was asked for on stdout, all else on stderr."""

from __future__ import annotations

import json
from typing import Any

from rich.console import Console

from ..text.controls import STEERING

out, err = Console(highlight=False), Console(stderr=True, highlight=False)


def print_json(value: Any) -> None:
    """The value as JSON in one line, what would steer a terminal escaped."""
    text = json.dumps(value, ensure_ascii=False)
    print(STEERING.sub(lambda m: f"\\u{ord(m.group()):04x}", text), flush=True)  # noqa: T201


def complain(problem: object) -> None:
    """One line on stderr that says what is wrong."""
    err.print(f"rapporteur: {problem}", style="red", markup=False, soft_wrap=True)
