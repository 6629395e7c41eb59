"""The process in which ``Loader`` has files parsed: a request a line, an answer a line, as ASCII JSON."""

from __future__ import annotations

import json
import sys
from contextlib import suppress
from dataclasses import asdict
from pathlib import Path
from typing import Any

from .errors import CorpusError
from .formats import prepare
from .load import load


def serve(memory: int) -> None:
    """Answer until the input ends, within ``memory`` bytes of address space."""
    _limit(memory)
    for line in sys.stdin:
        print(json.dumps(_answer(**json.loads(line)), default=str), flush=True)  # noqa: T201


def _answer(path: str = "", collection: str = "", suffix: str = "") -> dict[str, Any]:
    """The document at ``path``, why there is none, or that files of ``suffix`` can now be parsed."""
    if suffix:
        prepare(suffix)
        return {}
    try:
        return asdict(load(Path(path), collection=collection))
    except CorpusError as error:
        return {"problem": error.problem, "line": error.line}
    except MemoryError:
        return {"problem": "takes more memory than an article may; save its text as .txt", "line": None}
    except Exception as error:  # noqa: BLE001  # whatever a parser may raise costs this one file
        return {"problem": f"can't be parsed ({type(error).__name__}); save its text as .txt", "line": None}


def _limit(memory: int) -> None:
    """Bound the address space where the system can; the deadline holds everywhere."""
    with suppress(ImportError, ValueError, OSError):
        import resource

        resource.setrlimit(resource.RLIMIT_AS, (memory, memory))
        resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
