"""The layers whose weights are matrices, which hardware holds in arrays."""

import torch
from torch import nn
from torch.nn.utils import parametrize


def of(model):
    """Return name -> layer of the convolutions and linear layers."""
    return {name: layer for name, layer in model.named_modules()
            if isinstance(layer, (nn.Conv2d, nn.Linear))}


def per_channel(values, weight):
    """Shape one value for each output channel to broadcast over `weight`."""
    return values.reshape(-1, *[1] * (weight.dim() - 1))


def parametrize_weights(model, make):
    """Let each layer compute with a new make()'s output for its weights."""
    for layer in of(model).values():
        parametrize.register_parametrization(layer, "weight", make())
    return model


@torch.no_grad()
def copy_into(plain, model):
    """Copy the weights that `model` computes with, and biases, into `plain`.

    Both have the same layers by name; those of `plain` have no
    parametrization. Returns `plain` in inference form.
    """
    source = of(model.eval())
    for name, layer in of(plain).items():
        layer.weight.copy_(source[name].weight)
        layer.bias.copy_(source[name].bias)
    return plain.eval()
