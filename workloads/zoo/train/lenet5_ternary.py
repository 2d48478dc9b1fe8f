"""LeNet-5 with ternary weights in every matrix layer; biases stay float."""

import lenet5
import matrix_layers
from recipe import Recipe
from ternary import Ternary

RECIPE = Recipe(
    start="lenet5",
    epochs=20,
    warmup_epochs=1,
    batch_size=128,
    peak_learning_rate=0.01,
    weight_decay=0.0,
)


def build(trained):
    """Return a trained LeNet-5 that now computes with ternary weights."""
    return matrix_layers.parametrize_weights(trained, Ternary)


def fold(model):
    """Return the inference form: a plain LeNet-5 with ternary weights."""
    return matrix_layers.copy_into(lenet5.build(), model)
