"""Kill the commands that change an index, at random moments, and look at what is left.

    python tests/attacks/attack_kills.py [--tries 200] [--seed 1]

Every second try dies by the clock, the others at a SQL statement or system call, wherever these are dense.
After each, the index must be sound and hold what it held before or what it should hold now; an engine that
has been open all the time must see the same; and the command must do its work when it is given again. Exit
status 1 if anything was lost, wrong or stuck. Commands are run until so many were killed, about 1.5 s each.
"""

from __future__ import annotations

import argparse
import random
import shutil
import subprocess
import sys
import tempfile
from collections import Counter
from contextlib import closing
from dataclasses import dataclass, field
from pathlib import Path
from time import perf_counter

from index.building.adding import add_document, remove_document
from index.building.build import INDEX_FILE, build
from index.building.built import is_built
from index.engine import Engine
from index.errors import RapporteurError
from index.sources.folder import load
from index.storage.embedded import open_store

CHILD = """
import atexit, os, signal, sys
from index.cli.app import main
from index.storage.sqlite.database import Database

left = int(sys.argv[1])

def passed(*_):
    global left
    left -= 1
    if left == 0:
        os.kill(os.getpid(), signal.SIGKILL)

class Traced:
    def __init__(self, path, connection, **kept):
        connection.set_trace_callback(passed)
        connection.execute("PRAGMA cache_size = 1")  # so that pages reach the disk before they are committed
        plain(self, path, connection, **kept)

plain, Database.__init__ = Database.__init__, Traced.__init__
sys.addaudithook(lambda event, _: passed() if event.startswith(("os.", "open", "shutil.")) else None)
atexit.register(lambda: print(-left, file=sys.stderr))
sys.argv = ["rapporteur", *sys.argv[2:]]
main()
"""
"""Runs a command and kills itself at the n-th statement or file operation (0 is never); else it says at last
how many there were."""

ACTIONS = ("first", "build", "force", "add", "remove")
STARTED = 0.25
"""Seconds before which Python has not begun."""

TEXTS = {
    "grain": "Paul Holm sold two hundred tons of grain in Lima on Friday.\n\nThe buyers paid in ships.",
    "fees": "Maria Lopez said the port fees would double in May.",
    "rain": "It rained in Cusco for nine days.",
}


@dataclass
class Place:
    """A corpus with its index, and what the index is to hold: the text of each id."""

    folder: Path
    chance: random.Random
    held: dict[str, str] = field(default_factory=dict)
    turn: int = 0

    @property
    def corpus(self) -> Path:
        return self.folder / "corpus"

    @property
    def index(self) -> Path:
        return self.folder / "index"

    def file(self, name: str, text: str, folder: str) -> Path:
        path = self.folder / folder / f"{name}.md"
        path.parent.mkdir(exist_ok=True)
        path.write_text(text, encoding="utf-8")
        return path

    def command(self, action: str) -> tuple[list[str], dict[str, str]]:
        """The arguments of a command that has something to do, and what the index then holds."""
        self.turn += 1
        named = f"added-{self.chance.randrange(3)}"
        held = {k: v for k, v in self.held.items() if k.startswith("added")}
        if action in ("first", "build", "force"):
            texts = {name: f"{text} {self.turn} times." for name, text in TEXTS.items()}
            for name, text in texts.items():
                self.file(name, text, "corpus")
            removed = set() if action == "first" else TEXTS.keys() - self.held.keys()
            texts = {name: text for name, text in texts.items() if name not in removed}
            return ["build", *["--force"] * (action == "force")], ({} if action == "first" else held) | texts
        if action == "add":
            path = self.file(named, f"Cusco has {self.turn} hotels.\n\n" * 9, "others")
            return ["add", str(path)], {**self.held, named: path.read_text(encoding="utf-8").strip()}
        gone = self.chance.choice(sorted(held) or sorted(self.held) or ["nothing"])
        return ["remove", gone], {k: v for k, v in self.held.items() if k != gone}

    def start(self, at: int, arguments: list[str]) -> subprocess.Popen[str]:
        """A command that kills itself at that event."""
        places = [
            "--index",
            str(self.index),
            *(["--corpus", str(self.corpus)] if "build" in arguments else []),
        ]
        return subprocess.Popen(
            [sys.executable, "-c", CHILD, str(at), *arguments, *places],
            stdout=subprocess.DEVNULL, stderr=subprocess.PIPE, text=True,
        )  # fmt: skip

    def measure(self, action: str) -> tuple[int, float]:
        """How many events a command has, and how many seconds it takes."""
        (arguments, after), started = self.command(action), perf_counter()
        told = self.start(0, arguments).communicate()[1]
        self.held = after
        return int(told.split()[-1]), perf_counter() - started

    def kill(self, arguments: list[str], events: int, seconds: float, *, by_clock: bool) -> bool:
        """Run a command and have it killed; whether it was in time for that."""
        child = self.start(0 if by_clock else self.chance.randint(1, events), arguments)
        try:
            child.communicate(timeout=self.chance.uniform(STARTED, seconds) if by_clock else 60)
        except subprocess.TimeoutExpired:
            child.kill()
            child.communicate()
        return child.returncode < 0

    def again(self, action: str, arguments: list[str]) -> None:
        """The same work in this process, undisturbed."""
        if action in ("first", "build", "force"):
            build(self.corpus, self.index, force=action == "force")
            return
        with Engine.open(self.index, threads=1) as engine:
            if action == "add":
                add_document(engine, load(Path(arguments[1])), Path(arguments[1]))
            elif any(d.id == arguments[1] for d in engine.documents()):
                remove_document(engine, arguments[1])

    def texts(self) -> dict[str, str]:
        with closing(open_store(self.index / INDEX_FILE)) as store:
            return {s.document.id: s.document.text for s in store.library.documents()}

    def left_behind(self) -> list[str]:
        """Files of the index's folder that are none of an index at rest."""
        known = ("index.sqlite3", "build.lock", "encoder-", "reader-", "verifier-")
        return [p.name for p in self.index.iterdir() if not p.name.startswith(known)]


def attempt(place: Place, action: str, measured: tuple[int, float], *, by_clock: bool) -> Counter[str]:
    """One command, killed, and what is wrong with what is left."""
    seen = Counter[str]()
    if action == "first":
        shutil.rmtree(place.index, ignore_errors=True)
        place.held = {}
    arguments, after = place.command(action)
    reader = None if action == "first" else Engine.open(place.index, threads=1)
    try:
        seen["killed"] += place.kill(arguments, *measured, by_clock=by_clock)
        if action == "first" and not is_built(place.index):
            left = {}
        else:
            left = place.texts()
            with closing(open_store(place.index / INDEX_FILE)) as store:
                seen["damaged"] += bool(store.library.problems())
        seen["lost or wrong"] += left not in (place.held, after)
        if reader and {d.id: d.text for d in reader.documents()} != left:
            seen["not seen by who has it open"] += 1
        place.again(action, arguments)
        seen["stuck"] += place.texts() != after
        if reader and {d.id: d.text for d in reader.documents()} != after:
            seen["not seen by who has it open"] += 1
        seen["left behind"] += bool(place.left_behind()) and action in ("first", "build", "force")
    except RapporteurError as error:
        print(f"{action}: {error}")
        seen["stuck"] += 1
    finally:
        if reader:
            reader.close()
    place.held = after
    return seen


def main() -> None:
    parser = argparse.ArgumentParser()
    parser.add_argument("--tries", type=int, default=200)
    parser.add_argument("--seed", type=int, default=1)
    asked, started = parser.parse_args(), perf_counter()
    chance, totals = random.Random(asked.seed), Counter[str]()  # noqa: S311
    with tempfile.TemporaryDirectory() as folder:
        place = Place(Path(folder), chance)
        measured = {action: place.measure(action) for action in ACTIONS}
        while totals["killed"] < asked.tries and totals["commands"] < 3 * asked.tries:
            action = chance.choice(ACTIONS)
            totals += attempt(place, action, measured[action], by_clock=totals["commands"] % 2 == 0)
            totals["commands"] += 1
    bad = ("lost or wrong", "damaged", "stuck", "not seen by who has it open", "left behind")
    for name in ("commands", "killed", *bad):
        print(f"{name:28} {totals[name]:5}")
    print(f"{'seconds':28} {perf_counter() - started:5.0f}")
    sys.exit(any(totals[name] for name in bad))


if __name__ == "__main__":
    main()
