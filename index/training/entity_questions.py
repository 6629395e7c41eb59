"""What readers ask of the people, groups and things that a text names, and most texts don't tell."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import random
    from collections.abc import Iterator

    from spacy.tokens import Doc

    from .pair import Place

_OF_PEOPLE = (
    (
        r"\b(?:age|aged|years? old|year-old|born)\b|, \d\d,|\b1[6-9]\d\d\b",
        ("how old is {}?", "when was {} born?", "what is {}'s age?"),
    ),
    (
        r"\bborn|native|hometown|from\b",
        ("where was {} born?", "where does {} come from?", "which town is {} from?"),
    ),
    (r"\bliv(?:e|ed|es|ing)|home|house|resid", ("where does {} live?",)),
    (r"\b(?:wife|husband|marr|spouse|widow)", ("who is {} married to?", "what is the name of {}'s wife?")),
    (
        r"\b(?:school|colleg|universit|stud|graduat|educat)",
        ("which school did {} go to?", "what did {} study?"),
    ),
    (r"\b(?:died?|death|dead|kill|murder|assassin)", ("what did {} die of?", "when did {} die?")),
    (
        r"[$£€]|\b(?:paid|pay|salary|earn|worth|rich|wealth|income)",
        ("how much does {} earn?", "how rich is {}?", "how much was {} paid?"),
    ),
    (r"\b(?:child|son|daughter|kid)", ("how many children does {} have?",)),
    (r"\b(?:translat|interpret)", ("who translated for {}?",)),
    (r"\b(?:wear|wore|dress|suit|cloth)", ("what was {} wearing?",)),
    (r"\b(?:lawyer|attorney|counsel)", ("who is {}'s lawyer?",)),
    (r"\b(?:tweet|twitter|facebook|post)", ("what did {} tweet about it?",)),
    (r"\b(?:vot|elect|poll|ballot)", ("how many votes did {} get?", "who voted for {}?")),
    (r"\b(?:tall|feet|foot|height|weigh|pound)", ("how tall is {}?", "how much does {} weigh?")),
    (r"\b(?:hotel|stay)", ("in which hotel did {} stay?",)),
    (r"\b(?:party|republican|democrat|conservative|labour|liberal)", ("which party does {} belong to?",)),
)
_OF_GROUPS = (
    (r"\b(?:found|establish|creat|start|form|set up)", ("who founded {}?", "when was {} founded?")),
    (
        r"\b(?:employ|staff|worker|people)",
        ("how many people work for {}?", "how many employees does {} have?"),
    ),
    (r"\b(?:based|headquarter|located|in )", ("where is {} based?",)),
    (
        r"\b(?:head|president|director|chief|chair|led|lead|ceo|boss)",
        ("who runs {}?", "who is the head of {}?"),
    ),
    (
        r"[$£€]|\b(?:cost|budget|fund|revenue|profit|money)",
        ("how much money does {} make?", "what is {}'s budget?"),
    ),
    (r"\b(?:member|join)", ("how many members does {} have?", "when did {} get its newest member?")),
    (r"\b(?:lawyer|attorney|counsel|spokes)", ("who spoke for {}?", "who is {}'s lawyer?")),
)
_OF_THINGS = (
    (r"\b(?:page|long)", ("how many pages does {} have?", "how long is {}?")),
    (r"[$£€]|\b(?:cost|price|pay|paid|million|billion)", ("how much did {} cost?", "who paid for {}?")),
    (
        r"\b(?:hour|minute|day|week|month|year|last|dur)",
        ("how long did {} last?", "how long did {} take?", "when was {}?"),
    ),
    (r"\b(?:name|call)", ("what is the name of {}?", "what was {} called?")),
    (r"\b(?:by|who)\b", ("who organised {}?", "who was behind {}?", "who wrote {}?", "who was against {}?")),
    (r"\b(?:because|reason|why|due|since|caus)", ("what was the reason for {}?", "what caused {}?")),
    (
        r"\b(?:result|lead|led|after|follow|end)",
        ("how did {} end?", "what came of {}?", "what happened after {}?"),
    ),
    (r"\b(?:colou?r|red|blue|green|black|white)", ("what colour was {}?",)),
    (
        r"\d|\b(?:people|crowd|attend|viewer|audience)",
        ("how many people came to {}?", "how many people saw {}?", "how many were there at {}?"),
    ),
)
_NAME = r"[A-Z][\w’'-]+"
_AGE = re.compile(
    rf"(?P<name>{_NAME}(?: {_NAME}){{1,2}}), (?P<age>\d\d),|"
    rf"(?P<aged>\d\d?)-year-old (?P<named>(?:{_NAME} ?){{1,3}})"
)


def of_entities(doc: Doc, rng: random.Random) -> Iterator[tuple[str, Place | None]]:
    """Questions with the place of their answer; None for what nothing in the text hints at."""
    for found in _AGE.finditer(doc.text):
        name, age = ("name", "age") if found["name"] else ("named", "aged")
        yield f"how old is {found[name].strip()}?", found.span(age)
    people = sorted({e.text for e in doc.ents if e.label_ == "PERSON"})
    groups = sorted({e.text for e in doc.ents if e.label_ == "ORG"})
    things = sorted(
        {c.text for c in doc.noun_chunks if c.root.pos_ == "NOUN" and 1 < len(c) < 5 and c[0].pos_ == "DET"}
    )
    for names, templates in ((people, _OF_PEOPLE), (groups, _OF_GROUPS), (things, _OF_THINGS)):
        open_ = [asks for hint, asks in templates if not re.search(hint, doc.text, re.I)]
        if names and open_:
            name = rng.choice(names)
            name = name[0].lower() + name[1:] if names is things else name
            yield rng.choice(rng.choice(open_)).format(name), None
