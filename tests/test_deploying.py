"""What the bot is deployed with: time to stop, a bot for every shard, pages that name what there is."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

import pytest
import typer
import yaml

from bot.cli import commands
from bot.in_flight import DRAIN_SECONDS
from bot.shards import Shards

ROOT = Path(__file__).parents[1]
KUBERNETES = ROOT / "deploy" / "kubernetes"
PAGES = sorted((ROOT / "docs").glob("*.md"))
COMMANDS = typer.main.get_group(commands).commands


def read(path: Path) -> Any:
    return yaml.safe_load(path.read_text(encoding="utf-8"))


def test_every_way_waits_for_the_replies_under_way() -> None:
    """Compose, systemd and Kubernetes kill the bot only when it has had its time to finish them, and more."""
    pod = read(KUBERNETES / "base" / "deployment.yaml")["spec"]["template"]["spec"]
    unit = (ROOT / "deploy" / "rapporteur.service").read_text(encoding="utf-8")
    waits = [
        int(read(ROOT / "compose.yaml")["services"]["bot"]["stop_grace_period"].removesuffix("s")),
        int(re.search(r"^TimeoutStopSec=(\d+)$", unit, re.MULTILINE)[1]),
        pod["terminationGracePeriodSeconds"],
    ]
    assert min(waits) >= DRAIN_SECONDS + 5


def test_each_shard_has_one_bot() -> None:
    """The folders that are applied share all shards out, each once."""
    folders = [name for name in read(KUBERNETES / "kustomization.yaml")["resources"] if "shards" in name]
    ranges = []
    for folder in folders:
        patch = read(KUBERNETES / folder / "kustomization.yaml")["patches"][0]["patch"]
        ranges.append(Shards.parse(yaml.safe_load(patch)[0]["value"]["value"]))
    assert len({shards.count for shards in ranges}) == 1
    assert sorted(n for s in ranges for n in range(s.first, s.last + 1)) == list(range(ranges[0].count))


def test_the_parts_of_the_image_are_let_into_it() -> None:
    """Whatever the Dockerfile copies from here is not left out by ``.dockerignore``."""
    copied = re.findall(r"^COPY (?!--from)(.+) \S+$", (ROOT / "Dockerfile").read_text(), re.MULTILINE)
    let_in = set(re.findall(r"^!(.+)$", (ROOT / ".dockerignore").read_text(), re.MULTILINE))
    assert {name for line in copied for name in line.split()} == let_in
    assert all((ROOT / name).exists() for name in let_in)


def test_the_image_and_the_dyno_have_the_same_extras() -> None:
    """Whatever is installed in one place is in the other."""
    places = [ROOT / "Dockerfile", ROOT / "bin" / "post_compile", ROOT / ".ci" / "deploying"]
    synced = [line for place in places for line in place.read_text().splitlines() if "uv sync" in line]
    assert len({tuple(re.findall(r"--extra (\w+)", line)) for line in synced}) == 1
    assert len(synced) == 4


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.name)
def test_the_pages_name_what_there_is(page: Path) -> None:
    """Each command of the program, each file and each page that a page names exists."""
    text = page.read_text(encoding="utf-8")
    named = set(re.findall(r"(?:^|`|&& )rapporteur ([a-z]+)\b", text, re.MULTILINE))
    assert named - set(COMMANDS) == set()
    files = set(re.findall(r"`((?:deploy|bin)/[\w./-]+)`", text))
    files |= {f"docs/{link}" for link in re.findall(r"\]\(([\w./-]+\.md)(?:#[\w-]+)?\)", text)}
    assert {file for file in files if not (ROOT / file).exists()} == set()
