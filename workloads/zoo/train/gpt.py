"""A small GPT on bytes: pre-norm blocks, GELU, learned positions.

After Radford et al., "Language Models are Unsupervised Multitask Learners",
2019 (GPT-2), with an output layer of its own. Attention is written with
matrix products, a mask and softmax, as vit_short.py has it. With `past`, keys
and values of the tokens before are inputs, and those of all tokens outputs.
"""

import copy

import torch
from torch import nn

import kjv_text
from recipe import Recipe

CONTEXT = 128
WIDTH = 128
HEADS = 4
HEAD_WIDTH = WIDTH // HEADS
BLOCKS = 6
MLP_WIDTH = 4 * WIDTH

#: Batches of an epoch: the text has no end that would count more.
BATCHES = 512

RECIPE = Recipe(
    optimizer="adamw",
    epochs=5,
    warmup_epochs=1,
    batch_size=16,
    peak_learning_rate=2e-3,
    weight_decay=0.05,
    opset=17,  # the first with LayerNormalization
)


class Attention(nn.Module):
    """Causal multi-head self-attention; `scale` is 1 / sqrt(head width)."""

    def __init__(self):
        super().__init__()
        self.query = nn.Linear(WIDTH, WIDTH)
        self.key = nn.Linear(WIDTH, WIDTH)
        self.value = nn.Linear(WIDTH, WIDTH)
        self.output = nn.Linear(WIDTH, WIDTH)
        self.scale = HEAD_WIDTH ** -0.5

    def forward(self, x, mask, past):
        tokens = x.shape[1]

        def heads(layer):
            return layer(x).reshape(-1, tokens, HEADS, HEAD_WIDTH).permute(
                0, 2, 1, 3)

        query, key, value = heads(self.query), heads(self.key), heads(
            self.value)
        if self.scale != 1:
            query = query * self.scale
        if past:
            key = torch.cat([past[0], key], 2)
            value = torch.cat([past[1], value], 2)
        scores = query @ key.permute(0, 1, 3, 2)
        if mask is not None:
            scores = scores + mask
        mixed = scores.softmax(-1) @ value
        mixed = mixed.permute(0, 2, 1, 3).reshape(-1, tokens, WIDTH)
        return self.output(mixed), (key, value)

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

    def forward(self, x, mask, past):
        mixed, present = self.attention(self.norm1(x), mask, past)
        x = x + mixed
        return x + self.mlp2(self.gelu(self.mlp1(self.norm2(x)))), present


class Gpt(nn.Module):
    """Tokens to scores of the next one at every position."""

    def __init__(self):
        super().__init__()
        self.tokens = nn.Embedding(kjv_text.VOCABULARY, WIDTH)
        self.positions = nn.Parameter(0.02 * torch.randn(CONTEXT, WIDTH))
        self.blocks = nn.ModuleList([Block() for _ in range(BLOCKS)])
        self.norm = nn.LayerNorm(WIDTH)
        self.head = nn.Linear(WIDTH, kjv_text.VOCABULARY, bias=False)
        for module in self.modules():
            if isinstance(module, (nn.Linear, nn.Embedding)):
                nn.init.normal_(module.weight, std=0.02)
            if isinstance(module, nn.Linear) and module.bias is not None:
                nn.init.zeros_(module.bias)
        for block in self.blocks:
            for layer in (block.attention.output, block.mlp2):
                nn.init.normal_(layer.weight,
                                std=0.02 * (2 * BLOCKS) ** -0.5)

    def forward(self, tokens, past=()):
        """Return scores [n][tokens][vocabulary], and keys and values.

        `past` has the keys and values [n][head][token][element] of each
        block, one pair behind another.
        """
        before = past[0].shape[2] if past else 0
        count = tokens.shape[1]
        x = self.tokens(tokens) + self.positions[before:before + count]
        mask = None if count == 1 else torch.full(
            (count, count), float("-inf")).triu(1)
        present = []
        for index, block in enumerate(self.blocks):
            x, pair = block(x, mask, past[2 * index:2 * index + 2])
            present += pair
        return self.head(self.norm(x)), present


def build():
    """Return an untrained model."""
    return Gpt()


@torch.no_grad()
def fold(model):
    """Return the inference form: a copy without the scale of the scores."""
    model = copy.deepcopy(model).eval()
    for module in model.modules():
        if isinstance(module, Attention):
            module.fold()
    return model
