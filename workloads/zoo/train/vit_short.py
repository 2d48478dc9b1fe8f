"""A small vision transformer: pre-norm blocks, GELU, mean pooling.

After Dosovitskiy et al., "An Image is Worth 16x16 Words", ICLR 2021, with
patches of 4x4 pixels and the mean of the tokens in place of a class token.
Attention is written with matrix products and softmax, shapes as constants, so
that the exported graph has no shape arithmetic.
"""

import copy

import torch
from torch import nn

from recipe import Recipe

PATCH = 4
TOKENS = (28 // PATCH) ** 2
WIDTH = 64
HEADS = 4
HEAD_WIDTH = WIDTH // HEADS
BLOCKS = 4
MLP_WIDTH = 2 * WIDTH

RECIPE = Recipe(
    optimizer="adamw",
    epochs=10,
    warmup_epochs=1,
    batch_size=128,
    peak_learning_rate=2e-3,
    weight_decay=0.05,
    opset=17,  # the first with LayerNormalization
    shift=1,
)


class Attention(nn.Module):
    """Multi-head self-attention; `scale` is 1 / sqrt(head width)."""

    def __init__(self):
        super().__init__()
        self.query = nn.Linear(WIDTH, WIDTH)
        self.key = nn.Linear(WIDTH, WIDTH)
        self.value = nn.Linear(WIDTH, WIDTH)
        self.output = nn.Linear(WIDTH, WIDTH)
        self.scale = HEAD_WIDTH ** -0.5

    def forward(self, x):
        def heads(layer, order):
            return layer(x).reshape(-1, TOKENS, HEADS, HEAD_WIDTH).permute(
                order)

        query = heads(self.query, (0, 2, 1, 3))
        if self.scale != 1:
            query = query * self.scale
        scores = query @ heads(self.key, (0, 2, 3, 1))
        mixed = scores.softmax(-1) @ heads(self.value, (0, 2, 1, 3))
        return self.output(
            mixed.permute(0, 2, 1, 3).reshape(-1, TOKENS, WIDTH))

    def fold(self):
        """Put the scale into the query's weights (inference only)."""
        self.query.weight *= self.scale
        self.query.bias *= self.scale
        self.scale = 1


class Block(nn.Module):
    """Attention and a two-layer perceptron, each normalized and added."""

    def __init__(self):
        super().__init__()
        self.norm1 = nn.LayerNorm(WIDTH)
        self.attention = Attention()
        self.norm2 = nn.LayerNorm(WIDTH)
        self.mlp1 = nn.Linear(WIDTH, MLP_WIDTH)
        self.gelu = nn.GELU()
        self.mlp2 = nn.Linear(MLP_WIDTH, WIDTH)

    def forward(self, x):
        x = x + self.attention(self.norm1(x))
        return x + self.mlp2(self.gelu(self.mlp1(self.norm2(x))))


class VisionTransformer(nn.Module):
    """Patches to tokens, blocks, mean of the tokens, classifier."""

    def __init__(self):
        super().__init__()
        self.patches = nn.Conv2d(1, WIDTH, PATCH, stride=PATCH)
        self.positions = nn.Parameter(0.02 * torch.randn(1, TOKENS, WIDTH))
        self.blocks = nn.Sequential(*[Block() for _ in range(BLOCKS)])
        self.norm = nn.LayerNorm(WIDTH)
        self.pool = nn.AdaptiveAvgPool1d(1)
        self.flatten = nn.Flatten()
        self.fc = nn.Linear(WIDTH, 10)

    def forward(self, x):
        x = self.patches(x).reshape(-1, WIDTH, TOKENS).permute(0, 2, 1)
        x = self.norm(self.blocks(x + self.positions))
        return self.fc(self.flatten(self.pool(x.permute(0, 2, 1))))


def build():
    """Return an untrained vision transformer for 1x28x28 and 10 classes."""
    return VisionTransformer()


@torch.no_grad()
def fold(model):
    """Return the inference form: a copy without the scale of the scores."""
    model = copy.deepcopy(model).eval()
    for module in model.modules():
        if isinstance(module, Attention):
            module.fold()
    return model
