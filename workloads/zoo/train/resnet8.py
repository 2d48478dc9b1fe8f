"""ResNet-8 with the shape of MLPerf Tiny's, for 28x28 grey images."""

import copy
from collections import OrderedDict

from torch import nn
from torch.nn.utils.fusion import fuse_conv_bn_eval

from recipe import Recipe

RECIPE = Recipe(
    epochs=30,
    warmup_epochs=2,
    batch_size=128,
    peak_learning_rate=0.1,
    weight_decay=5e-4,
)


class ConvNorm(nn.Module):
    """A 3x3 convolution followed by batch norm."""

    def __init__(self, in_channels, out_channels, stride=1):
        super().__init__()
        self.conv = nn.Conv2d(in_channels, out_channels, 3, stride=stride,
                              padding=1, bias=False)
        self.norm = nn.BatchNorm2d(out_channels)

    def forward(self, x):
        return self.norm(self.conv(x))

    def fold(self):
        """Merge the batch norm into the weights and bias (inference only)."""
        self.conv = fuse_conv_bn_eval(self.conv, self.norm)
        self.norm = nn.Identity()


class Stack(nn.Module):
    """Two convolutions and a shortcut, added and rectified.

    The shortcut is the identity, or a 1x1 convolution if the stack strides.
    """

    def __init__(self, in_channels, out_channels, stride):
        super().__init__()
        self.conv1 = ConvNorm(in_channels, out_channels, stride)
        self.relu1 = nn.ReLU()
        self.conv2 = ConvNorm(out_channels, out_channels)
        self.shortcut = nn.Identity() if stride == 1 else nn.Conv2d(
            in_channels, out_channels, 1, stride=stride)
        self.relu2 = nn.ReLU()

    def forward(self, x):
        y = self.conv2(self.relu1(self.conv1(x)))
        return self.relu2(y + self.shortcut(x))


def build():
    """Return an untrained ResNet-8 for 1x28x28 inputs and 10 classes."""
    return nn.Sequential(OrderedDict([
        ("stem", ConvNorm(1, 16)),
        ("relu", nn.ReLU()),
        ("stack1", Stack(16, 16, stride=1)),
        ("stack2", Stack(16, 32, stride=2)),
        ("stack3", Stack(32, 64, stride=2)),
        ("pool", nn.AdaptiveAvgPool2d(1)),
        ("flatten", nn.Flatten()),
        ("fc", nn.Linear(64, 10)),
    ]))


def fold(model):
    """Return the inference form: a copy with each batch norm folded."""
    model = copy.deepcopy(model).eval()
    for module in list(model.modules()):
        if isinstance(module, ConvNorm):
            module.fold()
    return model
