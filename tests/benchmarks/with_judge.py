"""Runs a command with a language model on loopback as its judge, which is perfect, or worthless.

    with_judge.py gold QUESTIONS.jsonl COMMAND…   points at the sentences that hold `gold`, at none for null
    with_judge.py yes - COMMAND…                  points at the first three, as the words of a stranger
    with_judge.py random - COMMAND…               points anywhere, at sentences that aren't there too

The command finds it by RAPPORTEUR_LLM and the like. The number of requests is printed at the end.
"""

from __future__ import annotations

import json
import os
import random
import subprocess
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Any

ROOT = Path(__file__).parents[2]
sys.path.insert(0, str(ROOT))

from tests.index.llm.server import Asked, ModelServer

if TYPE_CHECKING:
    from collections.abc import Callable

STRANGER = "Bishop Nobody"


def gold(path: str) -> Callable[[Asked], dict[str, Any]]:
    """A judge that has read the answers."""
    rows = [json.loads(line) for line in Path(path).read_text(encoding="utf-8").splitlines() if line.strip()]
    known = {row["q"]: row["gold"] for row in rows}

    def reply(asked: Asked) -> dict[str, Any]:
        if asked.task != "choose":
            return {"question": asked.data.get("question", ""), "language": "en"}
        wanted = known.get(asked.data["question"]) or []
        shown = asked.sentences.items()
        holding = [n for n, text in shown if any(answer.lower() in text.lower() for answer in wanted)]
        return {"answers": [{"sentence": n, "words": "", "speaker": None} for n in holding[:3]]}

    return reply


def yes(asked: Asked) -> dict[str, Any]:
    """A judge for whom everything answers."""
    return pointing(asked, list(asked.sentences)[:3]) if asked.task == "choose" else unhelpful(asked)


def at_random(asked: Asked) -> dict[str, Any]:
    """A judge that points anywhere, sometimes beyond the last sentence."""
    if asked.task != "choose":
        return unhelpful(asked)
    draw = random.Random(json.dumps(asked.body))  # noqa: S311
    return pointing(asked, [draw.randint(1, len(asked.sentences) + 3) for _ in range(draw.randint(0, 3))])


def pointing(asked: Asked, numbers: list[int]) -> dict[str, Any]:
    """Sentences, with words that stand in none of them and a name that nobody has."""
    words = "the bishop resigned"
    return {"answers": [{"sentence": n, "words": words, "speaker": STRANGER} for n in numbers]}


def unhelpful(asked: Asked) -> dict[str, Any]:
    """The question as it was, or a sentence that nothing bears."""
    if asked.task == "restate":
        return {"question": asked.data["question"], "language": "en"}
    return {"sentences": [f"{STRANGER} resigned. [1]"]}


def main() -> None:
    """Serve the judge, and run the command."""
    judge, questions, *command = sys.argv[1:]
    reply = gold(questions) if judge == "gold" else {"yes": yes, "random": at_random}[judge]
    with ModelServer(reply) as server:
        wanted = {"RAPPORTEUR_LLM": "judge", "RAPPORTEUR_LLM_URL": server.url, "RAPPORTEUR_LLM_MODEL": judge}
        limits = {"RAPPORTEUR_LLM_DAY_TOKENS": "1000000000", "RAPPORTEUR_LLM_SERVER_DAY_TOKENS": "1000000000"}
        done = subprocess.run(command, env={**os.environ, **wanted, **limits}, check=False)
        print(f"{len(server.asked)} requests")
    sys.exit(done.returncode)


if __name__ == "__main__":
    main()
