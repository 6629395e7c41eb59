"""The mean of trained readers."""

from __future__ import annotations

from typing import TYPE_CHECKING

import torch
from transformers import AutoModelForQuestionAnswering, AutoTokenizer, BertConfig, BertForQuestionAnswering

from index.training.average import average
from index.weights import find_weights

if TYPE_CHECKING:
    from pathlib import Path

TINY = BertConfig(hidden_size=8, num_hidden_layers=1, num_attention_heads=1, intermediate_size=8)


def test_every_weight_is_the_mean(tmp_path: Path) -> None:
    """Readers of weights 1, 2 and 6 give one of weight 3, with a tokenizer beside it."""
    folders = [tmp_path / str(weight) for weight in (1, 2, 6)]
    for folder, weight in zip(folders, (1.0, 2.0, 6.0), strict=True):
        model = BertForQuestionAnswering(TINY)
        for parameter in model.parameters():
            torch.nn.init.constant_(parameter, weight)
        model.save_pretrained(folder)
        AutoTokenizer.from_pretrained(find_weights(None).folder).save_pretrained(folder)
    average(folders, tmp_path / "mean")
    mean = AutoModelForQuestionAnswering.from_pretrained(tmp_path / "mean")
    assert {value for weight in mean.parameters() for value in weight.unique().tolist()} == {3.0}
    assert AutoTokenizer.from_pretrained(tmp_path / "mean").vocab_size > 0
