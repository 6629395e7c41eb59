"""Kill the bot, again and again, while it replies: no question may be lost, answered twice, or stuck.

    python tests/attacks/attack_replies.py [--kills 60] [--seed 1]

The bot runs in a process of its own, against a Discord on the loopback address that forgets nonces at each
kill. People ask, edit and delete; then comes SIGKILL, at any moment, and more is deleted while nobody is
there. The next start is given 20 s to make up for it. A question counts as taken when the memory has a row of
it as the bot dies; some are asked too late for that, or when it is dead. Nor can it hear then that a question
was deleted whose answer it had noted. Exit status 1 if a question taken is lost, one has two replies or that
of another, a reply is left behind, or an edit at the end goes unheard.
"""

from __future__ import annotations

import argparse
import asyncio
import random
import sys
import tempfile
from collections import Counter
from contextlib import closing
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING

ROOT = Path(__file__).parents[2]
sys.path.insert(0, str(ROOT))

from bot.memory.memory import Memory
from index.building.build import build
from tests.bot.loopback.asked import parts
from tests.bot.loopback.process import BotProcess
from tests.bot.loopback.server import TOKEN, LoopbackDiscord

if TYPE_CHECKING:
    from tests.bot.loopback.asked import Asked
    from tests.bot.loopback.world import JSON

ANSWERS = {
    "what did Bessent say about soybeans?": "soybean",
    "What is fentanyl?": "synthetic opioid",
    "What happened to the yuan?": "yuan rose",
    "Where did the two leaders meet?": "Gimhae|Busan",
}
"""Questions, and what only the answers to them say (one of several)."""

ASKED = 4  # questions before each kill
LONGEST = 0.3  # seconds from the first question to the kill
SETTLES, HEARD = 20.0, 120.0  # seconds to make up for a crash, and to answer all edits at the end
CHANNELS = 4


@dataclass
class Question:
    """Something asked, the texts that it had so far, and whether it was deleted, ``unheard`` by the bot."""

    asked: Asked
    texts: list[str]
    taken: bool = False
    gone: bool = False
    unheard: bool = False

    @property
    def content(self) -> str:
        """What it says now, behind the mention."""
        return self.texts[-1]


@dataclass
class Attack:
    """A Discord, a memory and all that was asked so far."""

    discord: LoopbackDiscord
    folder: Path
    index: Path
    choose: random.Random
    questions: list[Question] = field(default_factory=list)
    found: Counter[str] = field(default_factory=Counter)

    def __post_init__(self) -> None:
        guild = self.discord.guild("Summit")
        self.channels = [self.discord.channel(guild, f"channel-{n}") for n in range(CHANNELS)]
        self.ana = self.discord.user("Ana")

    @property
    def memory(self) -> Path:
        return self.folder / "memory.sqlite3"

    def bot(self) -> BotProcess:
        """The program, without limits, be the machine ever so busy."""
        return BotProcess(
            self.discord.port, self.folder, "run",
            DISCORD_TOKEN=TOKEN, RAPPORTEUR_CORPUS=str(ROOT / "corpus"), RAPPORTEUR_INDEX=str(self.index),
            RAPPORTEUR_MEMORY=str(self.memory), LOG_LEVEL="WARNING",
            QUESTIONS_PER_MINUTE="1000000", CHANNEL_QUESTIONS_PER_MINUTE="1000000",
            ANSWER_SECONDS="600",
        )  # fmt: skip

    # ------------------------------------------------------------------ one kill

    async def kill(self) -> None:
        """Start, let what the last kill left be made up for, ask, and kill."""
        async with self.bot() as bot:
            await self.discord.heard("IDENTIFY", timeout=60)
            await self.settled()
            asking = asyncio.create_task(self.ask())
            await asyncio.sleep(self.choose.uniform(0, LONGEST))
            await bot.kill()
            await asking
        self.discord.forget_nonces()
        self.found["kills"] += 1
        await self.look()

    async def ask(self) -> None:
        """People ask, and some change what they asked, or take it back."""
        for text in self.choose.sample([*ANSWERS], ASKED):
            asked = await self.discord.say(
                self.choose.choice(self.channels), self.ana, text, mentions_bot=True
            )
            self.questions.append(Question(asked, [text]))
            await asyncio.sleep(self.choose.uniform(0, LONGEST / ASKED / 2))
        for question in self.choose.sample(self.questions[-ASKED:], 2):
            await asyncio.sleep(self.choose.uniform(0, LONGEST / ASKED / 2))
            if self.choose.random() < 0.2:
                await self.delete(question)
            elif self.choose.random() < 0.5:
                await self.edit(question)

    async def edit(self, question: Question) -> None:
        """Make it another question."""
        text = self.choose.choice([text for text in ANSWERS if text != question.content])
        question.texts.append(text)
        await self.discord.edit(question.asked, text)

    async def delete(self, question: Question) -> None:
        question.gone = True
        await self.discord.delete(question.asked.message)

    async def look(self) -> None:
        """What the dead bot knew of the last questions; some that it left unanswered are taken back."""
        with closing(Memory.open(self.memory)) as memory:
            for question in self.questions[-ASKED:]:
                kept = memory.to_question(int(question.asked.id))
                if kept is None:
                    continue
                question.taken = True
                self.found["taken, not answered when killed"] += kept.taken is not None
                if kept.taken is None and question.gone:
                    question.unheard = True
                    self.found["deletions not heard"] += 1
                elif kept.taken is None and kept.text != question.content:
                    question.texts.append(kept.text)  # the edit came too late
                    question.asked.message["content"] = f"{self.discord.bot.mention} {kept.text}"
                    self.found["edits not taken"] += 1
                elif kept.taken is not None and self.choose.random() < 0.1 and not question.gone:
                    await self.delete(question)

    # ------------------------------------------------------------------ what stands

    def replies(self, question: Question) -> list[JSON]:
        """The bot's messages that reply to it."""
        there = self.discord.messages(question.asked.channel)
        return [m for m in there if (m.get("message_reference") or {}).get("message_id") == question.asked.id]

    def sound(self, question: Question, *, all_taken: bool = False) -> bool:
        """Whether it has the one reply that it should have, or none."""
        replies = self.replies(question)
        if question.unheard:
            return len(replies) == 1
        if question.gone or not (question.taken or all_taken):
            return len(replies) <= (not question.gone)
        return len(replies) == 1 and self.fits(question, replies[0])

    def fits(self, question: Question, reply: JSON) -> bool:
        text = " ".join(part["content"] for part in parts(reply) if part.get("content"))
        return any(words in text.replace("**", "") for words in ANSWERS[question.content].split("|"))

    async def settled(self, *, all_taken: bool = False) -> None:
        """Wait until all is as it should be, and tell of what isn't in time."""
        loop = asyncio.get_running_loop()
        end = loop.time() + (HEARD if all_taken else SETTLES)
        while loop.time() < end:
            if all(self.sound(question, all_taken=all_taken) for question in self.questions):
                return
            await asyncio.sleep(0.05)
        self.found["stuck"] += 1
        for question in self.questions:
            if not self.sound(question, all_taken=all_taken):
                told = [self.fits(question, reply) for reply in self.replies(question)]
                sys.stdout.write(
                    f"not sound: {question.texts}, gone {question.gone}, replies that fit {told}\n"
                )

    def count(self) -> None:
        """Count how things stand in the end."""
        for question in self.questions:
            replies = self.replies(question)
            self.found["questions"] += 1
            self.found["too late to be taken"] += not question.taken
            self.found["lost"] += question.taken and not question.gone and not replies
            self.found["double"] += len(replies) > 1
            self.found["left behind"] += question.gone and not question.unheard and bool(replies)
            self.found["wrong"] += not question.gone and any(not self.fits(question, r) for r in replies)

    async def end(self) -> None:
        """Count; then every question is edited, and has to be answered anew, or for the first time."""
        async with self.bot():
            await self.discord.heard("IDENTIFY", timeout=60)
            await self.settled()
            self.count()
            for question in self.questions:
                if not question.gone:
                    await self.edit(question)
            await self.settled(all_taken=True)


COUNTS = (
    "kills", "questions", "too late to be taken", "taken, not answered when killed", "edits not taken",
    "deletions not heard",
)  # fmt: skip
BOUNDS = ("lost", "double", "wrong", "left behind", "stuck")


async def attack(kills: int, seed: int) -> Counter[str]:
    """The figures of so many kills."""
    with tempfile.TemporaryDirectory() as folder:
        index = Path(folder) / "index"
        build(ROOT / "corpus", index)
        async with LoopbackDiscord() as discord:
            attack = Attack(discord, Path(folder), index, random.Random(seed))  # noqa: S311
            for _ in range(kills):
                await attack.kill()
            await attack.end()
            assert discord.unknown == []
        return attack.found


def main() -> None:
    """Print the figures, a line each."""
    options = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    options.add_argument("--kills", type=int, default=60)
    options.add_argument("--seed", type=int, default=1)
    given = options.parse_args()
    found = asyncio.run(attack(given.kills, given.seed))
    for what in (*COUNTS, *BOUNDS):
        sys.stdout.write(f"{what:<36}{found[what]:>6}\n")
    sys.exit(any(found[what] for what in BOUNDS))


if __name__ == "__main__":
    main()
