"""What the moderators' desk shows; nowhere in it is who asked."""

from __future__ import annotations

from collections import Counter
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any

import discord
from discord import ui

from .desk_buttons import DeskButton, tabs, turn
from .markdown import escaped, quoted, shortened
from .reasons import REASONS
from .views import ABSTAINED, ANSWERED, contained, display

if TYPE_CHECKING:
    from collections.abc import Sequence

    from bot.memory.curated import Golden
    from bot.memory.reviewed import Day, Group
    from index import Fact

PICTURE = "days.png"
"""The name of the attachment that the first page shows."""

ON_A_PAGE = 5
"""Rows with a button each: with the text over and under them they fit into 4,000 characters and 40 parts."""

LONGEST_WORDS, LONGEST_WRITTEN, LONGEST_RANKED = 200, 130, 80
"""Code points that are shown of a question, of a quote or what was written down, and of a line of a ranking:
as many as a full page has room for where each has to be escaped, which doubles it."""

MOST_WORDINGS = 8
"""How many wordings of a group are shown."""

MOST_DAYS = 10
"""How many days are told in words, where there is no picture."""

NOTHING = "Nothing to look at: no answer was refused or voted 👎 that isn't dismissed."
KEPT = (
    "-# Words older than {days:g} days are erased; counts stay. Private questions are counted, never shown."
)


EXPORTED = (
    "The questions that were refused or voted 👎. Those that ask the same have one number. "
    "Who asked isn't told."
)


def last_page(rows: Sequence[object]) -> int:
    """The number of the last page, 0 the first."""
    return max(0, len(rows) - 1) // ON_A_PAGE


def listed(
    groups: Sequence[Group], days: Sequence[Day], page: int, *, keep_days: float, picture: bool
) -> ui.LayoutView:
    """The questions to look at, a page of them; the days over the first, as a picture that goes along."""
    total = _total(days)
    items: list[ui.Item[Any]] = [display(f"**Desk** · the last {len(days)} days\n{_counts(total)}")]
    if page == 0 and total.asked:
        items.append(_gallery(total) if picture else display(in_words(days)))
    items += [_row(group, page) for group in _on(page, groups)] or [display(NOTHING)]
    return _framed(items, "list", page, last_page(groups), KEPT.format(days=keep_days))


def _total(days: Sequence[Day]) -> Day:
    kinds = ("answered", "refused", "against")
    return type(days[0])(0, *(sum(getattr(day, kind) for day in days) for kind in kinds))


def _counts(day: Day) -> str:
    return f"{day.asked:,} asked · {day.refused:,} refused · {day.against:,} voted 👎"


def _gallery(total: Day) -> ui.MediaGallery[Any]:
    about = f"Questions a day: {_counts(total)} in all"
    return ui.MediaGallery(discord.MediaGalleryItem(f"attachment://{PICTURE}", description=about))


def in_words(days: Sequence[Day]) -> str:
    """The last days on which something was asked, newest first."""
    lines = [f"-# {_date(day)}: {_counts(day)}" for day in reversed(days) if day.asked]
    return "\n".join(lines[:MOST_DAYS])


def _date(day: Day) -> str:
    date = datetime.fromtimestamp(day.number * 86_400, UTC)
    return f"{date.day} {date:%B}"


def _on(page: int, rows: Sequence[Any]) -> Sequence[Any]:
    return rows[page * ON_A_PAGE : (page + 1) * ON_A_PAGE]


def _row(group: Group, page: int) -> ui.Section[Any]:
    text = f"**{escaped(shortened(group.words, LONGEST_WORDS))}**\n-# {_summary(group)}"
    return ui.Section(display(text), accessory=DeskButton("open", group.key, page, label="Open"))


def _summary(group: Group) -> str:
    """How often it was asked, refused and voted against, why, and when last."""
    parts = [f"asked {len(group.questions)}×", f"refused {group.refused}×" if group.refused else ""]
    if group.against:
        why = ", ".join(f"{REASONS.get(r, r).lower()} {n}" for r, n in group.reasons.most_common())
        parts.append(f"👎 {group.against}" + f" ({why})" * bool(why))
    parts.append(f"last <t:{int(group.questions[0].at)}:R>")
    return " · ".join(filter(None, parts))


def opened(group: Group, page: int, quote: str) -> ui.LayoutView:
    """One group: its wordings, what was quoted or came nearest the last time, and what can be done with it.

    ``page`` is the one to go back to.
    """
    wordings = Counter(question.words for question in group.questions).most_common(MOST_WORDINGS + 1)
    lines = [f"{n}× {escaped(shortened(words, LONGEST_WORDS))}" for words, n in wordings[:MOST_WORDINGS]]
    more = ["…"] if len(wordings) > MOST_WORDINGS else []
    row = ui.ActionRow[Any](
        DeskButton("addfact", group.key, page, label="Add a fact"),
        DeskButton("addgolden", group.key, page, label="Make it a golden question"),
        DeskButton("dismiss", group.key, page, label="Dismiss"),
        DeskButton("list", page=page, mark="k", label="Back"),
    )
    texts = [f"-# {_summary(group)}", "\n".join(lines + more), _short_quote(quote)]
    return contained([*(display(text) for text in texts if text), row], ANSWERED)


def _short_quote(quote: str) -> str:
    return quoted(escaped(shortened(" ".join(quote.split()), LONGEST_WRITTEN))) if quote else ""


def most(asked: Sequence[tuple[str, int]], quoted_titles: Sequence[tuple[str, int]]) -> ui.LayoutView:
    """The questions asked most often, and the articles quoted most often."""
    items: list[ui.Item[Any]] = [
        display(f"**Most asked**\n{_ranked(asked)}"),
        display(f"**Most quoted articles**\n{_ranked(quoted_titles)}"),
    ]
    return _framed(items, "asked", 0, 0, "")


def _ranked(found: Sequence[tuple[str, int]]) -> str:
    lines = (f"{times}× {escaped(shortened(words, LONGEST_RANKED))}" for words, times in found)
    return "\n".join(lines) or "None yet."


OWN_FACTS = "**Facts of this server** · /fact finds them here alone"
OWN_GOLDEN = (
    "**Golden questions of this server**\n-# Whoever runs me tries them: `rapporteur eval --server {server}`"
)


def facts(known: Sequence[Fact], page: int) -> ui.LayoutView:
    """A server's own facts, each to be removed, and a button to add one."""
    items: list[ui.Item[Any]] = [display(OWN_FACTS)]
    items += [_fact(fact, page) for fact in _on(page, known)] or [display("None yet.")]
    items.append(ui.ActionRow(DeskButton("addfact", label="Add a fact")))
    return _framed(items, "facts", page, last_page(known), "")


def _fact(fact: Fact, page: int) -> ui.Section[Any]:
    answer = escaped(shortened(fact.answer, LONGEST_WRITTEN))
    text = f"**{escaped(fact.label)}** · {answer}\n{_short_quote(fact.quote)}"
    return ui.Section(display(text), accessory=DeskButton("dropfact", fact.id, page, label="Remove"))


def golden(known: Sequence[Golden], page: int, server: int) -> ui.LayoutView:
    """A server's golden questions, each to be removed."""
    items: list[ui.Item[Any]] = [display(OWN_GOLDEN.format(server=server))]
    items += [_golden(question, page) for question in _on(page, known)] or [display("None yet.")]
    return _framed(items, "golden", page, last_page(known), "")


def _golden(question: Golden, page: int) -> ui.Section[Any]:
    right = "to be refused"
    if question.quote is not None:
        right = f"its answer quotes “{escaped(shortened(question.quote, LONGEST_WRITTEN))}”"
    text = f"**{escaped(shortened(question.text, LONGEST_WRITTEN))}**\n-# {right}"
    return ui.Section(display(text), accessory=DeskButton("dropgolden", question.key, page, label="Remove"))


def exported(names: Sequence[str]) -> ui.LayoutView:
    """The files that go along."""
    files = [ui.File[Any](f"attachment://{name}") for name in names]
    return contained([display(EXPORTED), *files], ABSTAINED)


def _framed(items: list[ui.Item[Any]], what: str, page: int, last: int, note: str) -> ui.LayoutView:
    """What is shown, with the buttons that turn its pages and lead to the rest of the desk."""
    if last:
        items.append(turn(what, page, last))
    if note:
        items.append(display(note))
    return contained([*items, ui.Separator(), tabs(what)], ABSTAINED)
