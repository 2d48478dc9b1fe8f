"""The vision transformer of vit_short.py, trained on from there.

A second, shorter cosine: the warm restart of Loshchilov and Hutter, "SGDR",
ICLR 2017.
"""

import vit_short
from recipe import Recipe

RECIPE = Recipe(
    start="vit_short",
    optimizer="adamw",
    epochs=4,
    warmup_epochs=0,
    batch_size=128,
    peak_learning_rate=1e-3,
    weight_decay=0.05,
    opset=17,  # the first with LayerNormalization
    shift=1,
)


def build(trained):
    """Return the trained network: what it starts from is all that differs."""
    return trained


fold = vit_short.fold
