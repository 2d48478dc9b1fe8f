"""Ternary weights: each output channel holds {-a, 0, +a} with one a.

The rule of Ternary Weight Networks (Li and Liu, arXiv:1605.04711, 2016), with
its threshold and scale taken per output channel, as hardware scales weights.
"""

import torch
from torch import nn

from matrix_layers import per_channel

#: Weights within this share of the mean magnitude become zero. The paper's
#: approximation for uniform and normal weights.
THRESHOLD = 0.7


class _StraightThrough(torch.autograd.Function):
    """Ternary weights forward; backward, the gradient passes unchanged."""

    @staticmethod
    def forward(_, weight):
        magnitude = weight.abs().flatten(1)
        kept = magnitude > THRESHOLD * magnitude.mean(1, keepdim=True)
        scale = (magnitude * kept).sum(1) / kept.sum(1).clamp(min=1)
        signs = weight.sign() * kept.reshape(weight.shape)
        return per_channel(scale, weight) * signs

    @staticmethod
    def backward(_, gradient):
        return gradient


class Ternary(nn.Module):
    """The parametrization: trained weights to the ternary ones in use."""

    def forward(self, weight):
        return _StraightThrough.apply(weight)
