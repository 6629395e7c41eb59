"""What the tests of the commands share."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from pathlib import Path


FERRIES = """\
---
title: Ferries return to Lisbon
source: The Gazette
---
Transport Minister Clara Nunes said the river ferries of Lisbon will run again on May 3.
"""

BRIDGE = """\
---
title: Bridge closes in Porto
---
The old bridge of Porto closes on Monday for a year of repairs.
"""


@pytest.fixture
def articles(tmp_path: Path) -> Path:
    """A folder of two good articles."""
    folder = tmp_path / "articles"
    folder.mkdir()
    (folder / "ferries.md").write_text(FERRIES, encoding="utf-8")
    (folder / "bridge.md").write_text(BRIDGE, encoding="utf-8")
    return folder
