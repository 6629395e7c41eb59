"""What a language model's endpoint costs a question beside its own time, and what a dead one costs.

    python tests/benchmarks/with_judge.py yes - python tests/benchmarks/bench_llm.py

Asks the golden questions of the shipped corpus: of the judge on loopback, which replies at once; of an
address where nothing listens; and of one that takes connections and never replies, with a second's patience.
Prints milliseconds a question, median and 99 %, of the last two once the breaker is open.
"""

from __future__ import annotations

import socket
import sys
import tempfile
import time
from pathlib import Path

import numpy as np

from index import Engine, LLMSettings, build, open_language_model
from index.curated.golden import load_questions
from index.llm.breaker import FAILURES

ROOT = Path(__file__).parents[2]
QUESTIONS = [q.text for q in load_questions(ROOT / "corpus" / "questions.toml")[1] if q.context is None]


def asked(index: Path, settings: LLMSettings) -> list[tuple[str, float]]:
    """Who judged each question, and the milliseconds that it took."""
    took = []
    with Engine.open(index, language_model=open_language_model(settings, print)) as engine:
        for question in QUESTIONS:
            started = time.perf_counter()
            judged = engine.ask(question).receipt.judged
            took.append((judged, 1000 * (time.perf_counter() - started)))
    return took


def told(what: str, took: list[float]) -> None:
    """Print a line."""
    median, high = np.percentile(took, [50, 99])
    sys.stdout.write(f"{what:<45} {len(took):>4} {median:>8.1f} {high:>8.1f}\n")


def main() -> None:
    """Ask three endpoints."""
    with tempfile.TemporaryDirectory() as folder, socket.socket() as silent, socket.socket() as closed:
        silent.bind(("127.0.0.1", 0))
        silent.listen(100)
        closed.bind(("127.0.0.1", 0))  # taken by us, and nobody listens
        build(ROOT / "corpus", index := Path(folder) / "index")
        at_once = asked(index, LLMSettings.read("judge"))
        told("replies at once, judged by it", [ms for judged, ms in at_once if judged == "llm"])
        for what, address in (("nobody listens", closed), ("never replies", silent)):
            url = f"http://127.0.0.1:{address.getsockname()[1]}/v1"
            took = asked(index, LLMSettings(mode="judge", url=url, model="dead", seconds=1))
            judged = [ms for judge, ms in took if judge == "verifier"]
            told(f"{what}, the first {FAILURES}", judged[:FAILURES])
            told(f"{what}, after those", judged[FAILURES:])


if __name__ == "__main__":
    main()
