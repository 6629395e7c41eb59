"""Train the verifier on pairs made before: ``python -m index.training.fit DATA BASE --out FOLDER``.

Needs torch, numpy and safetensors alone, so that it runs on a machine with a GPU and nothing of ours: minutes
there, hours on two cores. Stopped, it goes on from its last checkpoint when it is started again.
"""

from __future__ import annotations

import argparse
import hashlib
import json
import time
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np
import torch
from safetensors.torch import load_file, save_file
from torch.nn import functional as F  # noqa: N812  (as torch's own documentation calls it)

from .network import PADDING, Matrix, Network, eight_bits, four_bits
from .parts import Part
from .tokens import Tokens, figures

if TYPE_CHECKING:
    from collections.abc import Iterator

WORDS = "embeddings.word_embeddings.weight"


@dataclass(frozen=True, slots=True)
class Recipe:
    """What decides a training besides its data.

    ``rounded`` is the share of it after which the matrices are held to 4 bits, ``smooth`` how far a label
    is from 0 and 1, ``pointing`` the weight of the loss of the words pointed at.
    """

    epochs: float = 4
    batch: int = 192
    rate: float = 7e-5
    warmup: int = 150
    decay: float = 0.01
    rounded: float = 0.6
    smooth: float = 0.04
    pointing: float = 0.5
    seed: int = 1


class Training:
    """A network on its way; ``minutes`` bounds the time instead of the epochs, the schedule follows."""

    def __init__(
        self, data: list[Tokens], base: dict[str, torch.Tensor], recipe: Recipe, minutes: float
    ) -> None:
        torch.manual_seed(recipe.seed)
        self.recipe, self._data, self._seconds = recipe, data, minutes * 60
        self.device = "cuda" if torch.cuda.is_available() else "cpu"
        self.words = eight_bits(base[WORDS].float())[2].to(self.device)
        self.network = Network()
        self.network.begin_with({k: v.float() for k, v in base.items()})
        self.network.to(self.device)
        learnt = [p for p in self.network.parameters() if p.requires_grad]
        groups = [
            {"params": [p for p in learnt if p.ndim > 1], "weight_decay": recipe.decay},
            {"params": [p for p in learnt if p.ndim <= 1], "weight_decay": 0.0},
        ]
        self._optimiser = torch.optim.AdamW(groups, lr=recipe.rate, fused=True)
        self._learnt, self.step, self.elapsed = learnt, 0, 0.0
        self._epoch = len(list(data[0].batches(recipe.batch, 0)))

    def run(self, out: Path) -> None:
        """Train to the end, with a checkpoint and a line of figures in ``out`` after each epoch."""
        self._resume(out / "checkpoint.pt")
        started, before, count = time.monotonic(), self.elapsed, 0
        lost: float | torch.Tensor = 0.0  # on the device until it is told
        for batch, data in self._rest():
            if (share := self.share()) >= 1:
                break
            if share >= self.recipe.rounded and not Matrix.rounded:
                self.tell(out, "before rounding")
                started = time.monotonic() - (self.elapsed - before)
                Matrix.rounded = True
            lost, count, self.step = lost + self._learn(batch, data, share), count + 1, self.step + 1
            self.elapsed = before + time.monotonic() - started
            if self.step % 100 == 0:
                self._say_progress(float(lost) / count)
                lost, count = 0.0, 0
            if self._seconds == 0 and self.step % self._epoch == 0:
                self._keep(out / "checkpoint.pt")
                self.tell(out, f"epoch {self.step // self._epoch}")
        Matrix.rounded = True
        self._write(out)
        self.tell(out, "end")

    def _say_progress(self, loss: float) -> None:
        say(f"{self.share():.1%}  step {self.step}  loss {loss:.4f}  {self.elapsed / 60:.1f} min")

    def share(self) -> float:
        """How much of the training is done."""
        if self._seconds:
            return self.elapsed / self._seconds
        return self.step / (self.recipe.epochs * self._epoch)

    def _rest(self) -> Iterator[tuple[np.ndarray, Tokens]]:
        """The batches from the present step on; epochs take turns with the versions of the data."""
        number, done = divmod(self.step, self._epoch)
        while True:
            data = self._data[number % len(self._data)]
            batches = list(data.batches(self.recipe.batch, self.recipe.seed + number))
            for batch in batches[done:]:
                yield batch, data
            number, done = number + 1, 0

    def _learn(self, batch: np.ndarray, data: Tokens, share: float) -> torch.Tensor:
        recipe = self.recipe
        for group in self._optimiser.param_groups:
            group["lr"] = recipe.rate * min(1.0, (self.step + 1) / recipe.warmup) * (1 - share)
        self.network.train()
        ids, mask = self._rows(data, batch)
        label, weight, start, end = (torch.from_numpy(c).to(self.device) for c in data.targets(batch))
        judged, starts, ends = self.logits(ids, mask)
        aim = label * (1 - 2 * recipe.smooth) + recipe.smooth
        loss = (F.binary_cross_entropy_with_logits(judged, aim, reduction="none") * weight).mean()
        pointed = [
            F.cross_entropy(logits.masked_fill(~mask, -1e4), at.clamp(min=0), reduction="none") * (at >= 0)
            for logits, at in ((starts, start), (ends, end))
        ]
        torch.autograd.backward(loss + recipe.pointing * (pointed[0] + pointed[1]).mean() / 2)
        torch.nn.utils.clip_grad_norm_(self._learnt, 1.0, foreach=True)
        self._optimiser.step()
        self._optimiser.zero_grad(set_to_none=True)
        return loss.detach()

    def logits(
        self, ids: torch.Tensor, mask: torch.Tensor
    ) -> tuple[torch.Tensor, torch.Tensor, torch.Tensor]:
        """What the network says of some rows, in float32."""
        with torch.autocast(self.device, dtype=torch.bfloat16):
            judged, start, end = self.network(self.words[ids], mask)
        return judged.float(), start.float(), end.float()

    def _rows(self, data: Tokens, rows: np.ndarray) -> tuple[torch.Tensor, torch.Tensor]:
        ids = torch.from_numpy(data.padded(rows, PADDING)).to(self.device)
        return ids, ids != PADDING

    def judged(self, data: Tokens, rows: np.ndarray) -> np.ndarray:
        """The judging logits of some rows, float32 ``(n,)``."""
        self.network.eval()
        found = np.zeros(len(rows), np.float32)
        order = np.argsort(data.lengths[rows], kind="stable")
        for at in range(0, len(rows), 256):
            part = order[at : at + 256]
            with torch.no_grad():
                found[part] = self.logits(*self._rows(data, rows[part]))[0].cpu().numpy()
        return found

    def tell(self, out: Path, when: str) -> None:
        """Write the figures on what is held out for choosing to ``out``/log.jsonl."""
        held = np.flatnonzero(self._data[0].held == Part.CHOOSING)
        told = figures(self._data[0], held, self.judged(self._data[0], held))
        record = {"when": when, "steps": self.step, "minutes": round(self.elapsed / 60, 1), **told}
        with (out / "log.jsonl").open("a", encoding="utf-8") as log:
            log.write(json.dumps(record) + "\n")
        say(f"{when}: held-out AUROC {told['auroc']:.4f}")

    def _keep(self, path: Path) -> None:
        state = {
            "network": self.network.state_dict(), "optimiser": self._optimiser.state_dict(),
            "step": self.step, "elapsed": self.elapsed, "recipe": asdict(self.recipe),
        }  # fmt: skip
        torch.save(state, path.with_suffix(".new"))
        path.with_suffix(".new").replace(path)

    def _resume(self, path: Path) -> None:
        if not path.exists():
            return
        state = torch.load(path, map_location=self.device, weights_only=True)
        if state["recipe"] != asdict(self.recipe):
            raise SystemExit(f"{path}: of another recipe; remove it, or train to another folder")
        self.network.load_state_dict(state["network"])
        self._optimiser.load_state_dict(state["optimiser"])
        self.step, self.elapsed = state["step"], state["elapsed"]
        Matrix.rounded = self.share() >= self.recipe.rounded
        say(f"goes on from step {self.step}")

    def _write(self, out: Path) -> None:
        """The network's weights, the matrices in 4 bits, in files of 15 MB at most."""
        kept: dict[str, torch.Tensor] = {}
        for name, weight in self.network.state_dict().items():
            if name.startswith(("layers.", "dense.")) and weight.ndim == 2:
                numbers, scales = four_bits(weight.float())
                codes = (numbers + 8).to(torch.uint8).reshape(weight.shape)
                kept[name + ":codes"] = (codes[:, 0::2] | (codes[:, 1::2] << 4)).cpu().contiguous()
                kept[name + ":scales"] = scales.squeeze(-1).half().cpu().contiguous()
            else:
                kept[name] = weight.float().cpu().contiguous()
        part: dict[str, torch.Tensor] = {}
        for number, name in enumerate(sorted(kept)):
            part[name] = kept[name]
            if sum(w.nbytes for w in part.values()) > 13e6 or number == len(kept) - 1:
                save_file(part, out / f"part-{len(list(out.glob('part-*'))):02}.safetensors")
                part = {}


def say(text: str) -> None:
    """A line of progress."""
    print(time.strftime("%H:%M:%S"), text, flush=True)  # noqa: T201


def main() -> None:
    """The command."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("data", type=Path, help="the folder of tokens-*.npz that `index.training` wrote")
    parser.add_argument("base", type=Path, help="the model.safetensors of all-mpnet-base-v2")
    parser.add_argument("--out", type=Path, required=True)
    parser.add_argument(
        "--minutes", type=float, default=0.0, help="train for so long instead of for --epochs"
    )
    for name, value in asdict(Recipe()).items():
        parser.add_argument(f"--{name}", type=type(value), default=value)
    told: dict[str, Any] = vars(parser.parse_args())
    data, base, out, minutes = (told.pop(name) for name in ("data", "base", "out", "minutes"))
    out.mkdir(parents=True, exist_ok=True)
    files = [*sorted(data.glob("tokens-*.npz")), base]
    hashes = {path.name: hashlib.sha256(path.read_bytes()).hexdigest() for path in files}
    (out / "training.json").write_text(
        json.dumps({"recipe": told, "minutes": minutes, "sha256": hashes}, indent=2)
    )
    Training([Tokens.read(path) for path in files[:-1]], load_file(base), Recipe(**told), minutes).run(out)


if __name__ == "__main__":
    main()
