"""What the commands print for people."""

from __future__ import annotations

from dataclasses import asdict
from typing import TYPE_CHECKING, Any, assert_never

from rich.padding import Padding
from rich.table import Column, Table
from rich.text import Text as RichText

from ..answer import WRITTEN_NOTE, Abstention, Answer, composed, lead
from ..chronology.dates import day, read_aloud
from ..text.controls import printable

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

    from rich.console import Console

    from ..answer import Citation, Outcome
    from ..attribution.people import Person
    from ..building.doctor import Check
    from ..building.update import Built
    from ..chronology.event import Event
    from ..curated.evaluation import Evaluation
    from ..curated.facts import Fact
    from ..curated.golden import Floor
    from ..document import Document


def Text(text: str, style: str = "") -> RichText:  # noqa: N802  (as rich calls it)
    """Text to print, without what would steer the terminal."""
    return RichText(printable(text), style=style)


def outcome(console: Console, found: Outcome) -> None:
    """An answer with its source lines, or an abstention with what can be asked instead."""
    receipt = found.receipt
    if receipt.searched_for != receipt.question:
        console.print(Text(f"Searched for: {receipt.searched_for}", style="dim"))
    match found:
        case Answer():
            _answer(console, found)
        case Abstention(reason, _, suggestions, nearest):
            console.print(Text(reason), soft_wrap=True)
            for citation in nearest:
                _quoted(console, citation, before=lead(citation))
            if suggestions:
                console.print("\nYou could ask:")
            for question in suggestions:
                console.print(Padding(Text(f"· {question}"), (0, 2)))
        case _:
            assert_never(found)
    if used := receipt.language_model:
        tokens = f"{used.tokens:,} tokens" if used.tokens else "its reply was kept from before"
        console.print(Text(f"\n{used.model}: {tokens}, {used.milliseconds:.0f} ms", style="dim"))


def _answer(console: Console, found: Answer) -> None:
    """What was written, the quotes, and their source lines."""
    text = found.text
    if found.written:
        console.print(Text("\n".join(found.written)), soft_wrap=True)
        console.print(Text(f"{WRITTEN_NOTE}\n", style="dim"), soft_wrap=True)
        text = composed(found.citations, found.remarks)
    console.print(Text(text), soft_wrap=True)
    if found.citations:
        console.print()
    for citation in found.citations:
        console.print(Text(f"[{citation.marker}] {source_line(citation)}", style="dim"), soft_wrap=True)


def source_line(citation: Citation) -> str:
    """Title · outlet, author · date · ¶n · link, as far as they are known."""
    d = citation.document
    by = ", ".join(filter(None, (d.source, d.author)))
    parts = (d.title, by, d.published and day(d.published), f"¶{citation.paragraph}", citation.url)
    return " · ".join(part for part in parts if part)


def documents(console: Console, found: Sequence[Document]) -> None:
    """The documents as a table."""
    whole = Column("id", no_wrap=True)
    table = Table(whole, "title", "source", "author", "published", "characters", box=None, pad_edge=False)
    for d in found:
        published = d.published.isoformat() if d.published else ""
        table.add_row(
            *map(Text, (d.id, d.title, d.source or "", d.author or "", published, str(len(d.text))))
        )
    console.print(table)


def texts(console: Console, found: Sequence[Document]) -> None:
    """Each document's stored text under its id and title."""
    for n, d in enumerate(found):
        console.print(Text(f"{chr(10) if n else ''}{d.id}: {d.title}\n", style="bold"), soft_wrap=True)
        console.print(Text(d.text), soft_wrap=True)


def document_json(d: Document, *, text: bool = False) -> dict[str, Any]:
    """A document's record as a JSON object, with its ``text`` if wanted."""
    record = {"id": d.id, "title": d.title, "source": d.source, "author": d.author,
              "published": d.published and d.published.isoformat(), "url": d.url, "language": d.language,
              "collection": d.collection, "characters": len(d.text)}  # fmt: skip
    return record | {"text": d.text} if text else record


def quotes(console: Console, name: str, found: Sequence[Citation]) -> None:
    """What somebody said, each quote over its source; under ``name`` if no citation is sure of theirs."""
    speaker = next((c.speaker for c in found if c.speaker), name)
    count = f"{len(found)} statement{'s' * (len(found) != 1)}"
    console.print(Text(speaker, style="bold").append(f" · {count}", style="not bold"), soft_wrap=True)
    for citation in found:
        _quoted(console, citation)


def silent(console: Console, name: str) -> None:
    """That somebody is named, but not quoted."""
    console.print(Text(f"The articles tell of {name}, but report nothing of what they said."), soft_wrap=True)


def person(console: Console, found: Person, introduction: Citation) -> None:
    """Name, role, how often they are quoted, and the words that introduce them."""
    quoted = f"quoted {found.statements}×" if found.statements else "not quoted"
    role = f", {found.role}" if found.role else ""
    heading = Text(f"{found.name}{role}", style="bold").append(f" · {quoted}", style="not bold")
    console.print(heading, soft_wrap=True)
    _quoted(console, introduction)


def timeline(console: Console, dated: Sequence[tuple[Event, Citation]]) -> None:
    """Each date with its words in the text, over the sentence and its source."""
    if not dated:
        console.print("The articles date nothing that can be placed.")
    for n, (event, citation) in enumerate(dated):
        phrase = " ".join(event.phrase.of(event.document.text).split())
        if n:
            console.print()
        when = Text(read_aloud(event.when), style="bold").append(f" · “{phrase}”", style="not bold")
        console.print(when, soft_wrap=True)
        _quoted(console, citation, above=0)


def event_json(event: Event, citation: Citation) -> dict[str, Any]:
    """A dated event as a JSON object; both ends belong to the stretch."""
    return {
        "phrase": event.phrase.of(event.document.text),
        "start": event.when.start.isoformat(), "end": event.when.end.isoformat(),
        "quote": citation.quote, "document": event.document.id, "paragraph": citation.paragraph,
    }  # fmt: skip


def _quoted(console: Console, citation: Citation, *, before: str = "", above: int = 1) -> None:
    """The quote, led by ``before``, over its source line; ``above`` is the number of empty lines above."""
    console.print(Padding(Text(f"{before}{citation.quote}"), (above, 2, 0, 2)))
    console.print(Padding(Text(source_line(citation), style="dim"), (0, 2)))


def facts(console: Console, found: Sequence[Fact]) -> None:
    """Each fact with the words that prove it."""
    for fact in found:
        console.print(RichText.assemble((fact.label, "bold"), f": {fact.answer}"), soft_wrap=True)
        console.print(Text(f"  {fact.document}: {fact.quote}", style="dim"), soft_wrap=True)


def fact_json(fact: Fact) -> dict[str, Any]:
    """A fact as a JSON object."""
    return {k: v for k, v in asdict(fact).items() if k not in ("path", "line")}


def checks(console: Console, found: Sequence[Check]) -> None:
    """A line a check."""
    for check in found:
        mark = ("ok  ", "green") if check.sound else ("bad ", "red")
        console.print(RichText.assemble(mark, (f"{check.name}: ", "bold"), check.found), soft_wrap=True)


def evaluation(console: Console, result: Evaluation, floor: Floor | None, *, verbose: bool) -> None:
    """The counts by kind, the two shares with their floor if there is one, on demand what went wrong."""
    table = Table("kind", "right", "answered", "of", box=None, pad_edge=False)
    for kind, counts in result.by_kind().items():
        table.add_row(kind, *map(str, counts))
    console.print(table)
    if used := result.by_language_model:
        took = sorted(use.milliseconds for use in used)[len(used) // 2]
        tokens = sum(use.tokens for use in used)
        judged = f"{used[0].model} judged {len(used)} of {len(result.asked)}"
        console.print(
            f"\n{judged}, in {took:.0f} ms (median) and {tokens:,} tokens", markup=False, soft_wrap=True
        )
    console.print(f"\n{_shares(result, floor)}", soft_wrap=True)
    for asked in result.asked if verbose else ():
        if not asked.right:
            said = asked.outcome.text if isinstance(asked.outcome, Answer) else asked.outcome.reason
            console.print(Text(f"{asked.question.kind}: {asked.question.text}\n    {said}"), soft_wrap=True)


def _shares(result: Evaluation, floor: Floor | None) -> str:
    if floor is None:
        return f"right {result.right:.1%}, wrongly answered {result.wrongly_answered:.1%}"
    verdict = "reaches" if result.reaches(floor) else "is under"
    return (
        f"right {result.right:.1%} (floor {floor.right:.0%}), wrongly answered "
        f"{result.wrongly_answered:.1%} (at most {floor.wrongly_answered:.0%}): {verdict} the floor"
    )


def built(console: Console, index: Path, done: Built) -> None:
    """What was wrong with files, what became of documents that the folder alone doesn't decide, counts."""
    for problem in done.problems:
        console.print(f"rapporteur: {problem}", style="red", markup=False, soft_wrap=True)
    notes = {
        "removed, for the folder has them no more": done.removed,
        "kept, for they were added (--prune removes them)": done.spared,
        "left out, for they were removed (--prune brings them back)": done.left_out,
        "kept, for the folder has no article that can be read (--prune removes them)": done.unread,
    }
    for note, ids in notes.items():
        if ids:
            console.print(f"{note}: {', '.join(ids)}", markup=False, soft_wrap=True)
    counts = {
        "added or changed": done.added,
        "unchanged": done.kept,
        "removed": done.removed,
        "with problems": done.problems,
    }
    told = ", ".join(f"{len(found)} {what}" for what, found in counts.items() if found) or "no documents"
    console.print(f"{index}: {told}; {done.passages} passages embedded", markup=False, soft_wrap=True)
