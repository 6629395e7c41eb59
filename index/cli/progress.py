"""Progress of long work on a terminal; plain lines where there is none."""

from __future__ import annotations

from contextlib import contextmanager
from typing import TYPE_CHECKING

from rich.progress import (
    BarColumn,
    MofNCompleteColumn,
    Progress,
    SpinnerColumn,
    TextColumn,
    TimeElapsedColumn,
)

from ..building.progress import Progress as Told

if TYPE_CHECKING:
    from collections.abc import Iterator

    from rich.console import Console


@contextmanager
def reported(console: Console) -> Iterator[Told]:
    """What a build tells, as a bar that is gone when it is done; without a terminal, a line a step."""
    if not console.is_terminal:
        yield Told(step=lambda step: console.print(f"{step} …", markup=False))
        return
    columns = (
        SpinnerColumn(),
        TextColumn("{task.description}"),
        BarColumn(),
        MofNCompleteColumn(),
        TimeElapsedColumn(),
    )
    with Progress(*columns, console=console, transient=True) as bar:
        task = bar.add_task("starting", total=None)
        yield Told(
            step=lambda step: bar.update(task, description=step),
            work=lambda done, total: bar.update(task, completed=done, total=total),
        )
