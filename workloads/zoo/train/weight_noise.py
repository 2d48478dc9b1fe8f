"""Errors of stored weights: normal, independent, scaled as hardware does.

A chip that quantizes per output channel stores the largest weight of each
channel as its largest conductance, so that programming errors of a fixed share
of that conductance are errors of the same share of the channel's largest
weight: sigma = share * max |w|.
"""

import copy

import torch
from torch import nn

import matrix_layers
import training


def draw(weight, share):
    """Return one draw of the errors of `weight`, from PyTorch's generator."""
    largest = weight.detach().abs().flatten(1).amax(1)
    sigma = share * matrix_layers.per_channel(largest, weight)
    return sigma * torch.randn(weight.shape)


class Noisy(nn.Module):
    """The parametrization: in training each use of the weights has errors.

    The gradient of the weights with errors is that of the clean ones.
    """

    def __init__(self, share):
        super().__init__()
        self.share = share

    def forward(self, weight):
        return weight + draw(weight, self.share) if self.training else weight


@torch.no_grad()
def accuracies(model, share, draws, images, labels):
    """Return the accuracy of each of `draws` copies stored with errors."""
    torch.manual_seed(0)
    result = []
    for _ in range(draws):
        stored = copy.deepcopy(model)
        for layer in matrix_layers.of(stored).values():
            layer.weight += draw(layer.weight, share)
        result.append(training.accuracy(stored, images, labels))
    return result
