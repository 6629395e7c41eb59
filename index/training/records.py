"""Files of one JSON object a line."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from pathlib import Path


def read_records(path: Path) -> list[dict[str, Any]]:
    """The objects, in order."""
    return [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines()]
