"""ResNet-8 retrained with noisy weights, for chips with programming errors.

The method of Joshi et al., Nat. Commun. 11 (2020) 2473: start from the trained
network, add normal noise to the weights in each forward pass, update the clean
weights, clip them. Unlike there, the batch norms are folded before, not after,
and noise and clipping follow each output channel, not each layer: these are
the weights and the scales that the chip stores. A batch norm that is trained
along would measure the noise of its batch and take it off again, which no chip
does.
"""

from dataclasses import dataclass

import torch

import matrix_layers
import resnet8
from recipe import Recipe
from weight_noise import Noisy


@dataclass(frozen=True)
class NoiseRecipe(Recipe):
    """A recipe with noise and clipping of the weights."""

    noise: float = 0.0  # sigma over the channel's largest weight
    clip: float = 0.0  # largest weight over the channel's root mean square


RECIPE = NoiseRecipe(
    start="resnet8",
    epochs=12,
    warmup_epochs=1,
    batch_size=128,
    peak_learning_rate=0.02,
    weight_decay=5e-4,
    noise=0.06,
    clip=2.0,
)


@torch.no_grad()
def _clip(model, _):
    """Move outliers to the limit: they alone would set the noise of all."""
    for layer in matrix_layers.of(model).values():
        weight = layer.parametrizations.weight.original
        size = weight.square().flatten(1).mean(1).sqrt()
        limit = RECIPE.clip * matrix_layers.per_channel(size, weight)
        weight.copy_(torch.minimum(torch.maximum(weight, -limit), limit))


def build(trained):
    """Return a trained ResNet-8 folded, with noisy weights in training."""
    model = matrix_layers.parametrize_weights(
        resnet8.fold(trained), lambda: Noisy(RECIPE.noise))
    model.register_forward_pre_hook(_clip)
    return model


def fold(model):
    """Return the inference form: a plain, folded ResNet-8, without noise."""
    _clip(model, None)
    return matrix_layers.copy_into(resnet8.fold(resnet8.build()), model)
