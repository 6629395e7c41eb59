"""Judges for a server on loopback: one that knows the shipped article, and some that are worthless."""

from __future__ import annotations

import json
import random
from typing import TYPE_CHECKING, Any

from .asking import answering, holding

if TYPE_CHECKING:
    from collections.abc import Callable

    from .server import Asked, Reply

STRANGER = "Bishop Nobody"

SOYBEANS, YUAN = "What did Bessent say about soybeans?", "What happened to the yuan?"
SOLD, ROSE = "resume large-scale U.S. soybean purchases", "rose to a near one-year high"
WORRIED = "should not be worried"
ANSWERS = {
    SOYBEANS: (SOLD,),
    YUAN: (ROSE,),
    "How did the Chinese currency do?": (ROSE,),
    "What did Rubio say about Taiwan?": (WORRIED,),
    "What did Rubio say about soybeans?": (),
    "Who is the president of Korea?": (),
}
"""What the article says on some questions, by words of the sentences that say it."""

RESTATED = {
    "was hat Bessent über Sojabohnen gesagt?": (SOYBEANS, "de"),
    "贝森特对大豆说了什么？": (SOYBEANS, "zh"),
    "Was ist mit dem Yuan passiert?": (YUAN, "de"),
    "Wer ist der Präsident von Korea?": ("Who is the president of Korea?", "de"),
    "and Rubio about Taiwan?": ("What did Rubio say about Taiwan?", "en"),
}


def knowing(asked: Asked) -> dict[str, Any]:
    """A judge that has read the article; its words are the first that answer."""
    question = asked.data["question"]
    if asked.task == "restate":
        restated, language = RESTATED[question]
        return {"question": restated, "language": language}
    if asked.task == "write":
        return {"sentences": [f"{text} [{n}]" for n, text in asked.sentences.items()]}
    texts = ANSWERS[question]
    return answering(*holding(asked, *texts), words=texts[0] if texts else None)


def saying_yes(asked: Asked) -> dict[str, Any]:
    """A judge for whom the first three sentences answer everything, as the words of a stranger."""
    if asked.task != "choose":
        return unhelpful(asked)
    return answering(*list(asked.sentences)[:3], words="the bishop resigned", speaker=STRANGER)


def at_random(asked: Asked) -> dict[str, Any]:
    """A judge that points anywhere, beyond the last sentence too, with words from anywhere, and names anybody
    whom the sentences name."""
    if asked.task != "choose":
        return unhelpful(asked)
    draw = random.Random(json.dumps(asked.body))  # noqa: S311
    texts = list(asked.sentences.values())
    words = draw.choice(texts).split()
    at = draw.randrange(len(words))
    names = [STRANGER, "Xi Jinping", "Donald Trump", "Scott Bessent", "Marco Rubio", "Beijing", None]
    numbers = [draw.randint(0, len(texts) + 2) for _ in range(draw.randint(1, 4))]
    return answering(*numbers, words=" ".join(words[at : at + 3]), speaker=draw.choice(names))


def unhelpful(asked: Asked) -> dict[str, Any]:
    """The question as it was, or a sentence that nothing bears."""
    if asked.task == "restate":
        return {"question": asked.data["question"], "language": "en"}
    return {"sentences": [f"{STRANGER} resigned. [1]"]}


WORTHLESS: dict[str, Callable[[Asked], Reply]] = {"says yes": saying_yes, "points anywhere": at_random}
