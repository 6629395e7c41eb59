"""The process in which ``Loader`` has files parsed: a request a line, an answer a line, as ASCII JSON."""

from __future__ import annotations

import json
import signal
import sys
from contextlib import suppress
from dataclasses import asdict
from pathlib import Path
from typing import Any

from ..errors import CorpusError
from .article import read_article
from .formats import prepare


def serve(memory: int) -> None:
    """Answer until the input ends, within ``memory`` bytes of address space."""
    _limit(memory)
    for line in sys.stdin:
        answer = _answer(**json.loads(line))
        _allow(0)
        print(json.dumps(answer, default=str), flush=True)  # noqa: T201


def _answer(path: str = "", collection: str = "", seconds: float = 0.0, suffix: str = "") -> dict[str, Any]:
    """The document at ``path``, why there is none, or that files of ``suffix`` can now be parsed."""
    if suffix:
        prepare(suffix)
        return {}
    _allow(seconds)
    try:
        return asdict(read_article(Path(path), collection=collection))
    except CorpusError as error:
        return {"problem": error.problem, "line": error.line}
    except MemoryError:
        return {"problem": "takes more memory than an article may; save its text as .txt", "line": None}
    except Exception as error:  # noqa: BLE001  # whatever a parser may raise costs this one file
        return {"problem": f"can't be parsed ({type(error).__name__}); save its text as .txt", "line": None}


def _allow(seconds: float) -> None:
    """End the process after so much processor time from now, whatever it does; 0 for never."""
    if hasattr(signal, "setitimer"):
        signal.setitimer(signal.ITIMER_PROF, seconds)


def _limit(memory: int) -> None:
    """Bound the address space where the system can; the deadline holds everywhere."""
    with suppress(ImportError, ValueError, OSError):
        import resource

        resource.setrlimit(resource.RLIMIT_AS, (memory, memory))
        resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
