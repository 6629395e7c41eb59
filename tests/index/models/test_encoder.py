"""Loading a compiled model and encoding with it."""

from __future__ import annotations

import shutil
import subprocess
import sys
from typing import TYPE_CHECKING

import numpy as np
import pytest

from index.errors import ModelError
from index.models.compiled import FileRecord, sha256
from index.models.encoder import Description, OnnxEncoder

if TYPE_CHECKING:
    from pathlib import Path

MEND = "run `rapporteur build` to compile it anew"
TEXTS = [
    "The ministers met in Lisbon on Tuesday. " * 12,
    "Tariffs.",
    "The recipe asks for two cups of flour.",
    "The ministers met in Lisbon on Tuesday.",
]


@pytest.fixture(scope="module")
def encoder(encoder_folder: Path) -> OnnxEncoder:
    return OnnxEncoder.from_path(encoder_folder)


@pytest.fixture
def small_folder(tmp_path: Path) -> Path:
    """A folder in good order whose model is no ONNX graph."""
    (tmp_path / "model.onnx").write_bytes(b"not a graph")
    (tmp_path / "tokenizer.json").write_text(
        '{"version": "1.0", "added_tokens": [], '
        '"model": {"type": "WordLevel", "vocab": {"a": 0}, "unk_token": "a"}}'
    )
    describe(tmp_path)
    return tmp_path


def describe(folder: Path) -> None:
    paths = [folder / "model.onnx", folder / "tokenizer.json"]
    files = {path.name: FileRecord(path.stat().st_size, sha256(path)) for path in paths}
    Description(
        key="k", model="tiny", weights_sha256="w", precision="fp32", dimension=2, max_length=8,
        query_prompt="", passage_prompt="", cosine_mean=1.0, cosine_min=1.0, versions={}, files=files,
    ).write(folder)  # fmt: skip


def test_compiled_vectors_are_those_of_sentence_transformers(encoder: OnnxEncoder) -> None:
    """Compiling found the same vectors as sentence-transformers for every sentence it compared."""
    assert encoder.description.model == "all-MiniLM-L6-v2"
    assert encoder.description.cosine_min > 0.99999
    assert encoder.description.cosine_mean > 0.99999


def test_cosines_are_those_that_sentence_transformers_gives(encoder: OnnxEncoder) -> None:
    """A question's cosines with two sentences equal what sentence-transformers 6.2 computed for them."""
    query = encoder.encode_query("Where did the ministers meet?").vector
    cosines = [float(e.vector @ query) for e in encoder.encode_passages([TEXTS[3], TEXTS[2]])]
    assert cosines == pytest.approx([0.66866, 0.11536], abs=1e-4)


def test_vectors_are_unit_float32_rows(encoder: OnnxEncoder) -> None:
    """Passages become float32 rows and a question one float32 vector, all of length 1."""
    *passages, query = *encoder.encode_passages(TEXTS), encoder.encode_query("Who signed?")
    assert (query.vector.shape, str(query.vector.dtype), encoder.dimension) == ((384,), "float32", 384)
    assert (query.tokens.shape, str(query.tokens.dtype)) == ((3, 384), "float32")
    for encoding in [*passages, query]:
        rows = np.vstack([encoding.vector, encoding.tokens])
        assert np.linalg.norm(rows, axis=1) == pytest.approx(1, abs=1e-5)


def test_tokens_cover_the_text(encoder: OnnxEncoder) -> None:
    """Each token names the code points it covers, accents and astral characters counted as one each."""
    text = "𝒳 détente, Bessent"
    pieces = [text[start:end] for start, end in encoder.encode_query(text).spans]
    assert "".join(pieces).replace(" ", "") == text.replace(" ", "")


def test_common_words_are_known(encoder: OnnxEncoder) -> None:
    """The vocabulary tells a common word from a name or a typo."""
    assert encoder.is_word("purchase")
    assert not encoder.is_word("soyabeans")


def test_a_text_has_one_vector_whatever_its_company(encoder: OnnxEncoder) -> None:
    """Rows keep the order of the texts, and a text's vector is to the bit the same alone or among others."""
    together = encoder.encode_passages(TEXTS)
    for text, encoding in zip(TEXTS, together, strict=True):
        alone = encoder.encode_passages([text])[0]
        assert (alone.vector == encoding.vector).all()
        assert (alone.tokens == encoding.tokens).all()


def test_no_texts_are_no_rows(encoder: OnnxEncoder) -> None:
    """An empty sequence gives an empty list."""
    assert encoder.encode_passages([]) == []


def test_what_is_beyond_the_limit_is_cut_off(encoder: OnnxEncoder) -> None:
    """Words after the 254th (256 tokens less the two special ones) change nothing; the 254th does."""
    full, longer, shorter = ["port " * 254, "port " * 254 + "flour", "port " * 253 + "flour"]
    vectors = [encoding.vector for encoding in encoder.encode_passages([full, longer, shorter])]
    assert (vectors[0] == vectors[1]).all()
    assert (vectors[0] != vectors[2]).any()


def test_progress_counts_each_text_once(encoder: OnnxEncoder) -> None:
    """What progress is told sums to the number of texts."""
    told: list[int] = []
    encoder.encode_passages(TEXTS, progress=told.append)
    assert told == [1, 1, 1, 1]


def test_model_hash_is_the_name_of_the_folder(encoder: OnnxEncoder, encoder_folder: Path) -> None:
    """The hash that an index records is the key under which the cache keeps the model."""
    assert encoder.model_hash == encoder_folder.name


def test_a_changed_byte_is_found(encoder_folder: Path, tmp_path: Path) -> None:
    """A model changed without changing its size loads, and ``verify`` names it."""
    folder = tmp_path / "copy"
    shutil.copytree(encoder_folder, folder)
    assert Description.verify(folder) == Description.read(encoder_folder)
    with (folder / "model.onnx").open("r+b") as file:
        file.seek(50_000_000)
        file.write(b"tampered")
    with pytest.raises(ModelError) as caught:
        Description.verify(folder)
    assert str(caught.value) == (
        f"{folder / 'model.onnx'}: damaged (its sha256 is not the recorded one); {MEND}"
    )


def test_a_truncated_model_is_refused(small_folder: Path) -> None:
    """A model file of another size than recorded is refused when it is loaded, with both sizes."""
    (small_folder / "model.onnx").write_bytes(b"not a")
    with pytest.raises(ModelError) as caught:
        OnnxEncoder.from_path(small_folder)
    assert str(caught.value) == f"{small_folder / 'model.onnx'}: damaged (5 bytes, not 11); {MEND}"


def test_a_changed_tokenizer_is_refused(small_folder: Path) -> None:
    """A tokenizer of the recorded size but other bytes is refused when it is loaded."""
    path = small_folder / "tokenizer.json"
    path.write_text(path.read_text().replace('"a"', '"b"'))
    with pytest.raises(ModelError) as caught:
        OnnxEncoder.from_path(small_folder)
    assert str(caught.value) == f"{path}: damaged (its sha256 is not the recorded one); {MEND}"


def test_a_missing_file_is_named(small_folder: Path) -> None:
    """A folder without its model says which file is missing."""
    (small_folder / "model.onnx").unlink()
    with pytest.raises(ModelError) as caught:
        OnnxEncoder.from_path(small_folder)
    assert str(caught.value) == f"{small_folder / 'model.onnx'}: missing; {MEND}"


def test_a_graph_that_onnxruntime_refuses_is_our_error(small_folder: Path) -> None:
    """A file that was recorded but is no ONNX graph gives one line, not onnxruntime's own exception."""
    with pytest.raises(ModelError) as caught:
        OnnxEncoder.from_path(small_folder)
    message = str(caught.value)
    assert message.startswith(f"{small_folder / 'model.onnx'}: can't be loaded (")
    assert message.endswith(f"; {MEND}")
    assert "\n" not in message


def test_an_empty_folder_is_no_model(tmp_path: Path) -> None:
    """A folder with nothing compiled in it says so."""
    with pytest.raises(ModelError) as caught:
        OnnxEncoder.from_path(tmp_path)
    assert str(caught.value) == f"{tmp_path}: no compiled embedding model here; {MEND}"


@pytest.mark.parametrize(
    ("written", "problem"),
    [
        ("{", "damaged (Expecting property name enclosed in double quotes: line 1 column 2 (char 1))"),
        ("[]", "not of format 2, which this version reads"),
        ('{"format": 1}', "not of format 2, which this version reads"),
        ('{"format": 2}', "damaged ('files')"),
    ],
)
def test_a_description_that_cannot_be_read_is_refused(tmp_path: Path, written: str, problem: str) -> None:
    """A damaged or foreign ``encoder.json`` is refused with the reason."""
    path = tmp_path / "encoder.json"
    path.write_text(written)
    with pytest.raises(ModelError) as caught:
        OnnxEncoder.from_path(tmp_path)
    assert str(caught.value) == f"{path}: {problem}; {MEND}"


def test_serving_imports_no_torch() -> None:
    """Importing the encoder loads neither torch nor what needs it."""
    heavy = "{'torch', 'transformers', 'sentence_transformers'}"
    code = f"import index.models.encoder, sys; print({heavy} & set(sys.modules))"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout == "set()\n"
