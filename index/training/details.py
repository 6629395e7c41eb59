"""Texts that report an event, less the detail that a question asks for.

"… and thanked the authorities in Ohio" doesn't tell any more where he thanked them once "in Ohio" is gone; a
number becomes "several", a name "a man". All else stays, and with it every word the question shares.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import random

    from spacy.tokens import Doc, Token

_REMOVABLE = frozenset(
    {"prep", "npadvmod", "advmod", "advcl", "appos", "relcl", "acl", "agent", "dative", "nummod", "amod"}
)
_VAGUE = {
    "PERSON": ("somebody", "a man", "a woman", "one of them", "a spokesperson"),
    "ORG": ("a group", "an organisation", "a company"),
    "GPE": ("one place", "a certain place"),
    "LOC": ("one place", "a certain region"),
    "FAC": ("a building", "one place"),
    "NORP": ("one group", "some people"),
    "MONEY": ("an undisclosed sum", "some money", "a large sum"),
    "DATE": ("at some point", "a while ago"),
    "TIME": ("at some time",),
    "PERCENT": ("a share", "a part"),
    "EVENT": ("an event",),
    "WORK_OF_ART": ("one work",),
}
_CLOSING = (",", ".", ";", ")", "–", "—")
_COUNTS = ("several", "some", "a number of", "many")
_MOST_REMOVED = 0.6
"""The share of a sentence that may be taken away."""


def without_detail(doc: Doc, start: int, end: int, rng: random.Random) -> str | None:
    """The text less the detail at the code points ``start`` to ``end``; None where it can't be taken out.

    Nothing is given back either where the rest says the same words again.
    """
    tokens = [t for t in doc if t.idx < end and t.idx + len(t) > start]
    if not tokens:
        return None
    answer = doc.text[start:end].lower()
    found = _removed(doc, tokens) or _replaced(doc, tokens, rng)
    if found is None or re.search(rf"(?<!\w){re.escape(answer)}(?!\w)", found.lower()):
        return None
    return found


def _removed(doc: Doc, tokens: list[Token]) -> str | None:
    part = _part(tokens)
    if part is None:
        return None
    inside = sorted(part.subtree, key=lambda t: t.i)
    first, last = inside[0], inside[-1]
    whole = last.i - first.i + 1 == len(inside)
    sentence = first.sent
    if (
        not whole
        or any(t.i < first.i or t.i > last.i for t in tokens)
        or len(inside) > _MOST_REMOVED * len(sentence)
    ):
        return None
    before, after = doc.text[: first.idx], doc.text[last.idx + len(last) :]
    if first.i == sentence.start:
        after = re.sub(r"^[\s,;:–—-]+", "", after)
        after = after[:1].upper() + after[1:]
    elif before.rstrip().endswith((",", "(", "–", "—")) and after.lstrip().startswith(_CLOSING):
        before, after = before.rstrip()[:-1], re.sub(r"^\s*[,)–—]", "", after)
    return re.sub(
        r"(?<!\s)\s+([,.;:?!)])", r"\1", re.sub(r" {2,}", " ", f"{before.rstrip()} {after.lstrip()}")
    ).strip()


def _part(tokens: list[Token]) -> Token | None:
    """The head of the smallest part of the sentence that holds the tokens and that it can do without."""
    inside = {t.i for t in tokens}
    heads = [t for t in tokens if t.head.i not in inside or t.head.i == t.i]
    if len(heads) != 1:
        return None
    at = heads[0]
    for _ in range(3):
        if at.dep_ in _REMOVABLE:
            return at
        if at.dep_ not in ("pobj", "pcomp", "nummod", "compound", "quantmod", "poss") or at.head.i == at.i:
            return None
        at = at.head
    return None


def _replaced(doc: Doc, tokens: list[Token], rng: random.Random) -> str | None:
    kinds = [t.ent_type_ for t in tokens if t.ent_type_]
    before, after = doc.text[: tokens[0].idx], doc.text[tokens[-1].idx + len(tokens[-1]) :]
    if kinds and kinds[0] in _VAGUE:
        vague = rng.choice(_VAGUE[kinds[0]])
        if kinds[0] in ("DATE", "TIME"):
            before = re.sub(r"\b(?:in|on|at|by|from|since|during|of)\s+$", "", before, flags=re.I)
    elif kinds and kinds[0] in ("CARDINAL", "QUANTITY") and tokens[-1].tag_ in ("CD", "NNS"):
        vague = rng.choice(_COUNTS)
        if tokens[-1].tag_ == "NNS":
            vague += " " + tokens[-1].text
    else:
        return None
    before = re.sub(r"\b(?:the|a|an)\s+$", "", before, flags=re.I)
    if not before.strip() or before.rstrip().endswith((".", "!", "?")):
        vague = vague[0].upper() + vague[1:]
    return f"{before}{vague}{after}"
