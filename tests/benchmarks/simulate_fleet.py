"""A simulation of the processes that answer: first of what was measured, then of what wasn't.

    python tests/benchmarks/simulate_fleet.py

Each process answers one question after the other. A question takes ``KNOWN`` seconds of one core; one whose
passages the verifier hasn't read yet ``NEW`` seconds more, of two cores, which the processes of a machine
share. Questions come evenly, as the benchmarks ask them, or by chance, as people do.
"""

from __future__ import annotations

import random
from dataclasses import dataclass

KNOWN = 0.0165
"""Seconds: encode, search, rank, keep and post of bench_fleet.py, with what Discord's library takes."""

NEW = 0.13
"""Seconds that the verifier takes with both cores of a machine to itself (bench_bot.py)."""

CORES = 2
COUNT = 40_000


@dataclass(frozen=True)
class Point:
    """A load: questions a second, the share of new ones, processes and machines; and what was measured."""

    what: str
    rate: float
    new: float
    processes: int
    machines: int = 1
    evenly: bool = False
    measured: str = "–"


MEASURED = (
    Point("1 process, five questions", 20, 0.0, 1, evenly=True, measured="17 / 222"),
    Point("2 processes, five questions", 20, 0.0, 2, evenly=True, measured="19 / 31"),
    Point("2 processes, all 1,000 servers", 20, 0.17, 2, evenly=True, measured="46–177 / 400–2,060"),
)
PAPER = (
    Point("1 machine, all new", 5, 1.0, 2),
    Point("1 machine, all new", 7, 1.0, 2),
    Point("10,000 servers, half new", 28, 0.5, 8, machines=4),
    Point("10,000 servers, half new", 28, 0.5, 6, machines=3),
    Point("10,000 servers, half new", 28, 0.5, 4, machines=2),
)


def seconds(point: Point) -> list[float]:
    """From each question's coming until it is answered, sorted."""
    chance = random.Random(0)  # noqa: S311  # no secret
    free = [0.0] * point.processes  # when each process is done with what it has
    verifier = [0.0] * point.machines  # when each machine's cores are done with what the verifier reads
    took, now = [], 0.0
    for _ in range(COUNT):
        now += 1 / point.rate if point.evenly else chance.expovariate(point.rate)
        process = chance.randrange(point.processes)
        done = max(now, free[process]) + KNOWN
        if chance.random() < point.new:
            machine = process % point.machines
            verifier[machine] = max(done, verifier[machine]) + NEW
            done = verifier[machine]
        free[process] = done
        took.append(done - now)
    return sorted(took)


def busiest(point: Point) -> str:
    """Of the verifier, the processes and the database the one that is busiest, and how busy it is."""
    database = 0.004  # seconds of one of its cores, for the searches of a question
    share = {
        "the verifier": point.rate * point.new * NEW / point.machines,
        "the processes": point.rate * (KNOWN + point.new * NEW) / point.processes,
        "the database": point.rate * database / CORES,
    }
    name = max(share, key=lambda part: share[part])
    return f"{name}, {share[name]:.0%}"


def main() -> None:
    print(f"{'':40} {'a s':>4} {'new':>6}   {'p50':>7} / {'p99 ms':>6}   {'measured':>20}   busiest")
    for point in (*MEASURED, *PAPER):
        took = seconds(point)
        middle, late = 1000 * took[COUNT // 2], 1000 * took[int(COUNT * 0.99)]
        where = f"{point.what}" if point.machines == 1 else f"{point.what}, {point.machines} machines"
        print(
            f"{where:40} {point.rate:4g} {point.new:6.0%}   {middle:7.0f} / {late:6.0f}   "
            f"{point.measured:>20}   {busiest(point)}"
        )


if __name__ == "__main__":
    main()
