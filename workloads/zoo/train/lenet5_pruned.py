"""LeNet-5 with 92 % of the weights of its large layers zero, retrained.

The first and the last layer, 990 of 61,470 weights, stay whole: 90.5 % of all
weights are zero.
"""

import lenet5
import matrix_layers
from pruned import prune
from recipe import Recipe

SHARE = 0.92

RECIPE = Recipe(
    start="lenet5",
    epochs=20,
    warmup_epochs=1,
    batch_size=128,
    peak_learning_rate=0.02,
    weight_decay=0.0,
)


def build(trained):
    """Return a trained LeNet-5 of which few weights go on training."""
    layers = list(matrix_layers.of(trained).values())
    for layer in layers[1:-1]:
        prune(layer, SHARE)
    return trained


def fold(model):
    """Return the inference form: a plain LeNet-5 with zeros."""
    return matrix_layers.copy_into(lenet5.build(), model)
