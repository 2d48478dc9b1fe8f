"""Weights of small magnitude held at zero while the others go on training.

One-shot magnitude pruning with retraining (Han et al., NIPS 2015, there in
several rounds): which weights stay is decided once, by their magnitude in the
trained network.
"""

import torch
from torch import nn
from torch.nn.utils import parametrize


class Pruned(nn.Module):
    """The parametrization: trained weights to those that stay."""

    def __init__(self, weight, share):
        """Keep all but that share of `weight`, the smallest magnitudes."""
        super().__init__()
        count = int(share * weight.numel())
        order = weight.detach().abs().flatten().argsort()
        mask = torch.ones_like(weight).flatten()
        mask[order[:count]] = 0
        self.register_buffer("mask", mask.reshape(weight.shape))

    def forward(self, weight):
        return weight * self.mask


def prune(layer, share):
    """Let the layer compute with its pruned weights from now on."""
    parametrize.register_parametrization(
        layer, "weight", Pruned(layer.weight, share))
