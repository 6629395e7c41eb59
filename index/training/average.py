"""The mean of the weights of several trainings that began with the same weights.

One model as small and quick as each of them finds more answers than the best of them (Wortsman et al. 2022,
"Model soups: averaging weights of multiple fine-tuned models improves accuracy without increasing inference
time"). Of two runs of three epochs that differ in their seeds, on the articles kept for validation, in fp32;
the agreement is that of the compiled int8 form:

                  SQuAD 2.0   AUROC   reject at 90   new Wikipedia   Amazon   Reddit   agreement
    seed 1        .691        .785    .393           .777            .790     .647     .968
    seed 2        .688        .769    .408           .768            .785     .654     .985
    their mean    .694        .782    .447           .782            .802     .654     .938

Of the golden set's 99 questions without an answer, how many are answered where 70, 73, 76 or 80 of the 90
others are answered rightly (thresholds on one confidence, read at ``SCORE_WEIGHT`` 40):

                  70    73    76    80
    seed 1        25    27    41    41
    seed 2        25    30    40    47
    their mean    25    33    38    46
    shipped       24    29    32    45

The shipped reader is a single run: a mean is better on questions like those of the training, not on these.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from transformers import AutoModelForQuestionAnswering, AutoTokenizer

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path


def average(folders: Sequence[Path], out: Path) -> None:
    """Write the mean of the models in ``folders`` to ``out``, with the tokenizer of the first."""
    model, *others = [AutoModelForQuestionAnswering.from_pretrained(folder) for folder in folders]
    weights = [dict(other.named_parameters()) for other in others]
    for name, weight in model.named_parameters():
        weight.data = (weight.data + sum(w[name].data for w in weights)) / len(folders)
    model.save_pretrained(out)
    AutoTokenizer.from_pretrained(folders[0]).save_pretrained(out)
