"""Trained weights → what ``OnnxVerifier`` serves: ``python -m index.training.ship TRAINED BASE OUT``."""

from __future__ import annotations

import hashlib
import json
from dataclasses import replace
from pathlib import Path
from typing import Annotated

import numpy as np
import torch
import typer
from safetensors.torch import load_file
from tokenizers import Tokenizer

from ..curated.golden import load_questions
from ..models.compiled import MODEL, TOKENIZER, recorded, sha256
from ..models.compiling.export import quietly, strip, versions
from ..models.reader import Excerpt
from ..models.verifier import SCALES, WORDS, OnnxVerifier, VerifierDescription
from ..sources.folder import load_folder
from ..text.segmentation import paragraphs, passages, sentences
from .fit import WORDS as TABLE
from .network import BLOCK, DIMENSION, LAYERS, Network, eight_bits

NAME = "rapporteur-verifier-mpnet"
MAX_LENGTH = 256
"""Tokens of a question with its passage and its neighbours; of the shipped article's the longest has 190."""

CORPUS_FOLDER = Path(__file__).parents[2] / "corpus"

HEAD = 2
"""Outputs of a head at most; the heads' few weights stay in 32 bits."""


def main(
    trained: Annotated[Path, typer.Argument(help="The folder that index.training.fit wrote.")],
    base: Annotated[Path, typer.Argument(help="The folder of all-mpnet-base-v2.")],
    out: Annotated[Path, typer.Argument(help="The folder to write.")],
) -> None:
    """Write the served form: matrices in 4 bits, the words' vectors in 8."""
    out.mkdir(parents=True, exist_ok=True)
    network = load_network(trained)
    numbers, scales, _ = eight_bits(load_file(base / "model.safetensors")[TABLE].float())
    np.save(out / WORDS, numbers.numpy())
    np.save(out / SCALES, scales.numpy())
    tokenizer = Tokenizer.from_file(str(base / "tokenizer.json"))
    tokenizer.no_truncation()
    tokenizer.no_padding()
    tokenizer.save(str(out / TOKENIZER), pretty=False)
    export_network(network, out / MODEL)
    weights = _digest(sorted(trained.glob("part-*.safetensors")))
    description = VerifierDescription(
        key=_digest([out / name for name in VerifierDescription.FILES]),
        model=NAME,
        weights_sha256=weights,
        precision="int4",
        max_length=MAX_LENGTH,
        versions=versions(),
        files=recorded(out, VerifierDescription.FILES),
        agreement=0.0,
        layers=LAYERS,
    )
    description.write(out)
    replace(description, agreement=agreement(network, OnnxVerifier.from_path(out))).write(out)


def agreement(network: Network, served: OnnxVerifier) -> float:
    """The share of the golden set's questions, each with a passage of the shipped article in turn, that the
    served form decides as the network does in 32 bits."""
    document = load_folder(CORPUS_FOLDER)[0][0]
    groups = [sentences(document.text, block) for block in paragraphs(document.text)]
    texts = [place.of(document.text) for place in passages(document.text, groups)]
    same = []
    for number, question in enumerate(load_questions(CORPUS_FOLDER / "questions.toml")[1]):
        excerpt = Excerpt(texts[number % len(texts)], ())
        vectors = torch.from_numpy(served.vectors(question.text, excerpt))[None]
        with torch.no_grad():
            exact = float(network(vectors, torch.ones(vectors.shape[:2], dtype=torch.bool))[0])
        same.append((exact > 0) == (served.verify(question.text, [excerpt])[0].logit > 0))
    return sum(same) / len(same)


def load_network(trained: Path) -> Network:
    """The network with the weights that a training wrote, as they are served: on the grid of 4 bits."""
    kept = {k: v for part in sorted(trained.glob("part-*.safetensors")) for k, v in load_file(part).items()}
    state: dict[str, torch.Tensor] = {}
    for name, weight in kept.items():
        if name.endswith(":codes"):
            own = name.removesuffix(":codes")
            codes = torch.stack([weight & 15, weight >> 4], dim=-1).flatten(1).float() - 8
            scales = kept[own + ":scales"].float().repeat_interleave(BLOCK, dim=1)
            state[own] = codes * scales
        elif not name.endswith(":scales"):
            state[name] = weight
    state["places.weight"] = state["places.weight"][: MAX_LENGTH + 2]  # places are counted from 2
    network = Network()
    network.places = torch.nn.Embedding(MAX_LENGTH + 2, DIMENSION)
    network.load_state_dict(state)
    network.eval()
    return network


@quietly()
def export_network(network: Network, path: Path) -> None:
    """Write the network as a graph whose matrices are 4-bit numbers."""
    import onnx
    from onnxruntime.quantization.matmul_nbits_quantizer import MatMulNBitsQuantizer

    class Graph(torch.nn.Module):
        def __init__(self) -> None:
            super().__init__()
            self.network = network

        def forward(self, vectors: torch.Tensor, attention_mask: torch.Tensor) -> tuple[torch.Tensor, ...]:
            return self.network(vectors, attention_mask > 0)  # type: ignore[no-any-return]

    axes = {0: torch.export.Dim("batch"), 1: torch.export.Dim("tokens", max=MAX_LENGTH)}
    sample = {"vectors": torch.randn(2, 24, DIMENSION), "attention_mask": torch.ones(2, 24, dtype=torch.long)}
    torch.onnx.export(
        Graph(),
        f=path,
        kwargs=sample,
        dynamo=True,
        external_data=False,
        verbose=False,
        input_names=list(sample),
        output_names=["answered", "start_logits", "end_logits"],
        dynamic_shapes=dict.fromkeys(sample, axes),
    )
    strip(path)
    graph = onnx.load(path)
    small = {w.name for w in graph.graph.initializer if min(w.dims, default=0) <= HEAD}
    heads = [node.name for node in graph.graph.node if small & set(node.input)]
    quantiser = MatMulNBitsQuantizer(
        graph, bits=4, block_size=BLOCK, is_symmetric=True, accuracy_level=4, nodes_to_exclude=heads
    )
    quantiser.process()
    quantiser.model.save_model_to_file(str(path))


def _digest(paths: list[Path]) -> str:
    return hashlib.sha256(json.dumps([sha256(path) for path in paths]).encode()).hexdigest()


if __name__ == "__main__":
    typer.run(main)
