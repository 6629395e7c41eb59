"""Fuzzed questions and hostile files: `python tests/attacks/attack_inputs.py`.

Loads 200 files as strangers would send them, then asks 10,000 made-up questions, half of them follow-ups, as
a message in Discord would, and writes each reply. What counts is processor time: others may use the machine.
Exit status 1 if an error is not handled, or a question or file takes over a second or 300 MB.
"""

from __future__ import annotations

import argparse
import random
import sys
import tempfile
import traceback
from itertools import chain, islice
from pathlib import Path
from time import process_time
from typing import TYPE_CHECKING, NamedTuple

ROOT = Path(__file__).parents[2]
sys.path.insert(0, str(ROOT))

from bot.hearing.plain_text import plain
from bot.hearing.query import Query, read_query
from bot.saying.render import heading_of, render
from index import Engine, build
from index.bounds import UPLOAD_SECONDS
from index.errors import RapporteurError
from index.sources.folder import Loader
from index.text.scripts import scripts
from tests.attacks.hostile_files import bombs, broken
from tests.patterns.collect import held
from tests.patterns.pump import pumps

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence

MOST_SECONDS, MOST_MEGABYTES = 1.0, 300
TICKS = 100
"""Clock ticks a second in /proc (USER_HZ, the same on every Linux)."""


class Figures(NamedTuple):
    """What an attack came to: the most seconds, for what, and the most megabytes that a process took."""

    what: str
    done: int
    handled: int
    unhandled: int
    seconds: float
    slowest: str
    megabytes: int


# ---------------------------------------------------------------------- questions

ASKS = (
    "what did {} say about {}?", "who is {}?", "when did {} meet {}?", "why {} {}", "how many {}",
    "{}", "and {}?", "what about {}?", "did {}, meet {}", "according to {}, {}", "where can i read {} story",
)  # fmt: skip


def questions(seed: int = 0) -> Iterator[tuple[str, str | None]]:
    """Questions, each with the one before it or None, without end."""
    chance = random.Random(seed)  # noqa: S311
    parts = [pair for found in held() for pair in pumps(found.pattern)]
    (article,) = (ROOT / "corpus").glob("*.md")
    words = article.read_text(encoding="utf-8").split()
    while True:
        text = chance.choice(ASKS).format(_some(chance, parts, words), _some(chance, parts, words))
        before = chance.choice(ASKS).format(_some(chance, parts, words), _some(chance, parts, words))
        yield text[: chance.choice([80, 500, 500, 2200])], before[:2000] if chance.random() < 0.5 else None


def _some(chance: random.Random, parts: Sequence[tuple[str, str]], words: Sequence[str]) -> str:
    """Words of the article, what patterns repeat, characters of any script or at all, and scrambled words."""
    word = chance.choice(words)
    match chance.randrange(6):
        case 0:
            return " ".join(chance.choices(words, k=chance.randint(1, 12)))
        case 1:
            before, part = chance.choice(parts)
            return before + part * chance.randint(1, 300) + chance.choice(["", "x", "?", "!"])
        case 2:
            return "".join(chr(chance.randrange(0x20, 0x3000)) for _ in range(chance.randint(1, 60)))
        case 3:
            return "".join(chr(chance.randrange(0x110000)) for _ in range(chance.randint(1, 30)))
        case 4:
            return word[: chance.randint(1, 9)] * chance.randint(1, 200)
        case _:
            return "".join(chance.sample(word, len(word)))


def answer(engine: Engine, text: str, before: str | None) -> None:
    """All that happens between a message and its reply; what Discord would not ask, the command line does."""
    known = scripts(engine.documents()[0].text)
    found = read_query(plain(text, {}), scripts=known)
    if isinstance(found, Query):
        outcome = engine.ask(found.text, context=plain(before, {}) if before else None)
        render(outcome, heading_of(found.text, outcome.receipt.searched_for, shown=True))
    else:
        engine.ask(text, context=before)


def attack_questions(count: int, engine: Engine) -> Figures:
    """Ask so many."""
    tally = Tally("questions", process_time)
    for text in ("What did Bessent say about soybeans?", "Where did Trump and Xi meet?", "x " * 240):
        answer(engine, text, None)  # so that models and caches have what they always take
    most = 0
    for text, before in islice(questions(), count):
        Path("/proc/self/clear_refs").write_text("5")  # the peak is now what there is
        resting = memory("self")
        tally.run(ascii((text, before))[:120], lambda t=text, b=before: answer(engine, t, b))  # type: ignore[misc]
        most = max(most, memory("self", "VmHWM") - resting)
    return tally.figures(most)


# ---------------------------------------------------------------------- files


def attack_files(count: int) -> Figures:
    """Load so many."""
    most = 0
    with tempfile.TemporaryDirectory() as folder, Loader(seconds=UPLOAD_SECONDS) as loader:
        sound = Path(folder) / "sound.docx"
        sound.write_bytes(next(content for name, content in bombs() if name.startswith("wide")))
        tally = Tally(
            "files", lambda: None if (taken := of_child(loader)) is None else process_time() + taken
        )
        for name, content in islice(chain(bombs(), broken()), count):
            path = Path(folder) / name
            path.write_bytes(content)
            loader.load(sound)  # so that a child is there, whose time and memory can be read
            resting = memory("self")
            tally.run(name, lambda p=path: loader.load(p), ended=UPLOAD_SECONDS)  # type: ignore[misc]
            most = max(most, memory("self") - resting, peak(loader))
            path.unlink()
    return tally.figures(most)


def _both(loader: Loader) -> float | None:
    taken = of_child(loader)
    return None if taken is None else process_time() + taken


def of_child(loader: Loader) -> float | None:
    """The processor seconds that the child has taken so far; None when it has ended."""
    child = loader._child  # noqa: SLF001
    if child is None:
        return None
    fields = Path(f"/proc/{child.pid}/stat").read_text().rpartition(")")[2].split()
    return (int(fields[11]) + int(fields[12])) / TICKS


def peak(loader: Loader) -> int:
    """Megabytes that the child had at most; of one that has ended, nothing is known but its limit."""
    child = loader._child  # noqa: SLF001
    return memory(str(child.pid), "VmHWM") if child else 0


# ---------------------------------------------------------------------- counting


def memory(process: str, field: str = "VmRSS") -> int:
    """Megabytes of a process."""
    status = Path(f"/proc/{process}/status").read_text()
    return int(status.partition(f"{field}:")[2].split()[0]) // 1024


class Tally:
    """Runs things, and counts what comes of it."""

    def __init__(self, what: str, clock: Callable[[], float | None]) -> None:
        self._what, self._clock = what, clock
        self.done = self.handled = self.unhandled = 0
        self.slowest = (0.0, "")

    def run(self, name: str, work: Callable[[], object], ended: float = 0.0) -> None:
        """Run one; ``ended`` are the seconds that a child took which was ended for them."""
        started = self._clock() or 0.0
        try:
            work()
        except RapporteurError:
            self.handled += 1
        except Exception:  # noqa: BLE001
            self.unhandled += 1
            print(name, traceback.format_exc(), file=sys.stderr)
        now = self._clock()
        self.done += 1
        self.slowest = max(self.slowest, (ended if now is None else now - started, name))

    def figures(self, megabytes: int) -> Figures:
        """What came of all."""
        return Figures(self._what, self.done, self.handled, self.unhandled, *self.slowest, megabytes)


def main() -> None:
    """Attack, print a line each, and judge."""
    options = argparse.ArgumentParser(description=__doc__)
    options.add_argument("--questions", type=int, default=10_000)
    options.add_argument("--files", type=int, default=200)
    given = options.parse_args()
    found = [attack_files(given.files)]
    with tempfile.TemporaryDirectory() as folder:
        build(ROOT / "corpus", Path(folder))
        with Engine.open(Path(folder)) as engine:
            found.append(attack_questions(given.questions, engine))
    for figures in found:
        print(
            f"{figures.done:>6} {figures.what:<10} {figures.unhandled} unhandled, {figures.handled} refused; "
            f"slowest {figures.seconds:.2f} s ({figures.slowest}); at most {figures.megabytes} MB for one"
        )
    bad = [f for f in found if f.unhandled or f.seconds > MOST_SECONDS or f.megabytes > MOST_MEGABYTES]
    sys.exit(1 if bad else 0)


if __name__ == "__main__":
    main()
