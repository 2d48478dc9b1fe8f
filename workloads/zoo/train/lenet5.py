"""LeNet-5 with ReLU and max pooling."""

from collections import OrderedDict

from torch import nn

from recipe import Recipe

RECIPE = Recipe(
    epochs=40,
    warmup_epochs=2,
    batch_size=128,
    peak_learning_rate=0.05,
    weight_decay=5e-4,
)


def build():
    """Return an untrained LeNet-5 for 1x28x28 inputs and 10 classes."""
    return nn.Sequential(OrderedDict([
        ("conv1", nn.Conv2d(1, 6, 5, padding=2)),
        ("relu1", nn.ReLU()),
        ("pool1", nn.MaxPool2d(2)),
        ("conv2", nn.Conv2d(6, 16, 5)),
        ("relu2", nn.ReLU()),
        ("pool2", nn.MaxPool2d(2)),
        ("flatten", nn.Flatten()),
        ("fc1", nn.Linear(16 * 5 * 5, 120)),
        ("relu3", nn.ReLU()),
        ("fc2", nn.Linear(120, 84)),
        ("relu4", nn.ReLU()),
        ("fc3", nn.Linear(84, 10)),
    ]))


def fold(model):
    """Return the inference form; LeNet-5 has no batch norm to fold."""
    return model.eval()
