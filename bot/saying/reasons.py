"""Why somebody votes against an answer: asked of them alone, and optional."""

from __future__ import annotations

from typing import Any

from discord import ui

from .buttons import Button
from .views import ABSTAINED, contained, display

REASONS = {
    "person": "Wrong person",
    "absent": "Not in the articles",
    "asked": "Not what I asked",
    "other": "Other",
}
"""The reasons by their short names, which buttons and the memory have."""

WHY = (
    "Your 👎 is counted. What is wrong with the answer? "
    "Who may manage this server sees how often each reason is given, not by whom."
)
NOTED = "Noted: {reason}. Thank you."
NO_VOTE = "You have no 👎 on this answer any longer."


def ask_reason(key: str) -> ui.LayoutView:
    """A button for each reason."""
    row = ui.ActionRow[Any](*(Button("reason", key, name, label=label) for name, label in REASONS.items()))
    return contained([display(WHY), row], ABSTAINED)
