#!/usr/bin/python3
"""Writes the fixtures of this folder: small networks with random weights as torch.onnx writes them.

Made with Debian's python3-torch (1.13): ./export.py. For every network and operator set NAME_OPSET.onnx,
and for every network NAME.values: the float32 values of the input and, behind them, of PyTorch's output.
"""
import math
import pathlib
import struct
import warnings

import torch
from torch import nn
from torch.nn import functional as F

OPERATOR_SETS = (9, 11, 13, 15, 17)
FOLDER = pathlib.Path(__file__).parent


class ResidualBlock(nn.Module):
    def __init__(self, inputs, outputs, stride):
        super().__init__()
        self.conv1 = nn.Conv2d(inputs, outputs, 3, stride, 1, bias=False)
        self.bn1 = nn.BatchNorm2d(outputs)
        self.conv2 = nn.Conv2d(outputs, outputs, 3, 1, 1, bias=False)
        self.bn2 = nn.BatchNorm2d(outputs)
        self.down = nn.Sequential()
        if stride != 1 or inputs != outputs:
            self.down = nn.Sequential(nn.Conv2d(inputs, outputs, 1, stride, bias=False), nn.BatchNorm2d(outputs))

    def forward(self, x):
        y = F.relu(self.bn1(self.conv1(x)))
        return F.relu(self.bn2(self.conv2(y)) + self.down(x))


class ResNet(nn.Module):
    """The head is written as torchvision's older ResNets have it: a view of a computed shape."""

    def __init__(self):
        super().__init__()
        self.stem = nn.Conv2d(3, 4, 7, 2, 3, bias=False)
        self.bn = nn.BatchNorm2d(4)
        self.blocks = nn.Sequential(ResidualBlock(4, 4, 1), ResidualBlock(4, 8, 2))
        self.fc = nn.Linear(8, 5)

    def forward(self, x):
        x = F.max_pool2d(F.relu(self.bn(self.stem(x))), 3, 2, 1)
        x = F.adaptive_avg_pool2d(self.blocks(x), 1)
        return self.fc(x.view(x.size(0), -1))


class InvertedResidual(nn.Module):
    def __init__(self, channels, activation):
        super().__init__()
        hidden = 2 * channels
        self.layers = nn.Sequential(
            nn.Conv2d(channels, hidden, 1, bias=False), nn.BatchNorm2d(hidden), activation(),
            nn.Conv2d(hidden, hidden, 3, 1, 1, groups=hidden, bias=False), nn.BatchNorm2d(hidden), activation(),
            nn.Conv2d(hidden, channels, 1, bias=False), nn.BatchNorm2d(channels))

    def forward(self, x):
        return x + self.layers(x)


class MobileNet(nn.Module):
    def __init__(self, activation=nn.ReLU6):
        super().__init__()
        self.stem = nn.Conv2d(3, 4, 3, 2, 1)
        self.block = InvertedResidual(4, activation)
        self.fc = nn.Linear(4, 5)

    def forward(self, x):
        return self.fc(self.block(F.relu6(self.stem(x))).mean([2, 3]))


class SqueezeExcitation(nn.Module):
    """EfficientNet's block: SiLU, and a gate from the mean of each channel."""

    def __init__(self):
        super().__init__()
        self.stem = nn.Conv2d(3, 4, 3, 2, 1)
        self.reduce = nn.Conv2d(4, 2, 1)
        self.expand = nn.Conv2d(2, 4, 1)
        self.fc = nn.Linear(4, 5)

    def forward(self, x):
        x = F.silu(self.stem(x))
        gate = F.silu(self.reduce(F.adaptive_avg_pool2d(x, 1)))
        x = torch.sigmoid(self.expand(gate)) * x
        return self.fc(torch.flatten(F.adaptive_avg_pool2d(x, 1), 1))


class PyTorchAttention(nn.Module):
    def __init__(self, width, heads):
        super().__init__()
        self.attention = nn.MultiheadAttention(width, heads, batch_first=True)

    def forward(self, x):
        return self.attention(x, x, x, need_weights=False)[0]


class WrittenAttention(nn.Module):
    """Attention as timm and Hugging Face write it, optionally causal."""

    def __init__(self, width, heads, causal=False, length=16):
        super().__init__()
        self.heads = heads
        self.qkv = nn.Linear(width, 3 * width)
        self.out = nn.Linear(width, width)
        self.causal = causal
        self.register_buffer("bias", torch.tril(torch.ones(length, length, dtype=torch.bool))[None, None])

    def forward(self, x):
        batch, steps, width = x.shape
        if self.causal:
            parts = [part.view(part.size()[:-1] + (self.heads, width // self.heads)).permute(0, 2, 1, 3)
                     for part in self.qkv(x).split(width, dim=2)]
        else:
            parts = self.qkv(x).reshape(batch, steps, 3, self.heads, width // self.heads).permute(2, 0, 3, 1, 4)
            parts = parts.unbind(0)
        q, k, v = parts
        scores = torch.matmul(q, k.transpose(-1, -2)) / math.sqrt(v.size(-1))
        if self.causal:
            mask = self.bias[:, :, k.size(-2) - q.size(-2):k.size(-2), :k.size(-2)]
            lowest = torch.full([], torch.finfo(scores.dtype).min, dtype=scores.dtype)
            scores = torch.where(mask, scores, lowest)
        y = torch.matmul(scores.softmax(-1), v)
        return self.out(y.transpose(1, 2).reshape(batch, steps, width))


class NewGelu(nn.Module):
    """GPT-2's form of GELU, by tanh."""

    def forward(self, x):
        return 0.5 * x * (1.0 + torch.tanh(math.sqrt(2.0 / math.pi) * (x + 0.044715 * torch.pow(x, 3.0))))


class TransformerBlock(nn.Module):
    def __init__(self, width, attention, activation):
        super().__init__()
        self.norm1, self.norm2 = nn.LayerNorm(width), nn.LayerNorm(width)
        self.attention = attention
        self.mlp = nn.Sequential(nn.Linear(width, 2 * width), activation, nn.Linear(2 * width, width))

    def forward(self, x):
        x = x + self.attention(self.norm1(x))
        return x + self.mlp(self.norm2(x))


class VisionTransformer(nn.Module):
    def __init__(self, attention):
        super().__init__()
        self.patches = nn.Conv2d(3, 8, 4, 4)
        self.token = nn.Parameter(torch.randn(1, 1, 8))
        self.positions = nn.Parameter(torch.randn(1, 17, 8))
        self.block = TransformerBlock(8, attention, nn.GELU())
        self.norm = nn.LayerNorm(8)
        self.head = nn.Linear(8, 5)

    def forward(self, x):
        x = self.patches(x).flatten(2).transpose(1, 2)
        x = torch.cat([self.token.expand(x.shape[0], -1, -1), x], dim=1) + self.positions
        return self.head(self.norm(self.block(x))[:, 0])


class Recurrent(nn.Module):
    def __init__(self, bidirectional=False):
        super().__init__()
        self.lstm = nn.LSTM(4, 6, batch_first=True, bidirectional=bidirectional)
        self.fc = nn.Linear(6, 3)

    def forward(self, x):
        y, (h, _) = self.lstm(x)
        return self.fc(h[-1]) + y[:, -1, :3]


IMAGE, SEQUENCE = (1, 3, 16, 16), (1, 7, 8)
NETWORKS = {
    "resnet": (ResNet, IMAGE),
    "mobilenet_v2": (MobileNet, IMAGE),
    "mobilenet_v3": (lambda: MobileNet(nn.Hardswish), IMAGE),
    "squeeze_excitation": (SqueezeExcitation, IMAGE),
    "encoder_block": (lambda: TransformerBlock(8, PyTorchAttention(8, 2), nn.GELU()), SEQUENCE),
    "vit": (lambda: VisionTransformer(WrittenAttention(8, 2)), IMAGE),
    "gpt2_block": (lambda: TransformerBlock(8, WrittenAttention(8, 2, causal=True), NewGelu()), SEQUENCE),
    "lstm": (Recurrent, (1, 5, 4)),
    "lstm_bidirectional": (lambda: Recurrent(True), (1, 5, 4)),
}


def randomize(network):
    """Weights and statistics away from their defaults, which would hide what is ignored."""
    for module in network.modules():
        if isinstance(module, (nn.BatchNorm2d, nn.LayerNorm)):
            nn.init.uniform_(module.weight, 0.5, 1.5)
            nn.init.uniform_(module.bias, -0.5, 0.5)
        if isinstance(module, nn.BatchNorm2d):
            nn.init.uniform_(module.running_mean, -0.5, 0.5)
            nn.init.uniform_(module.running_var, 0.5, 1.5)


def main():
    warnings.simplefilter("ignore")
    for name, (build, shape) in NETWORKS.items():
        torch.manual_seed(1)
        network = build().eval()
        randomize(network)
        x = torch.randn(shape)
        y = network(x).detach().flatten().tolist()
        values = x.flatten().tolist() + y
        (FOLDER / f"{name}.values").write_bytes(struct.pack(f"<{len(values)}f", *values))
        for opset in OPERATOR_SETS:
            if opset < 11 and name in ("mobilenet_v3", "gpt2_block"):
                continue  # torch.onnx writes neither Hardswish nor slices of computed length there
            torch.onnx.export(network, x, str(FOLDER / f"{name}_{opset}.onnx"), opset_version=opset,
                              input_names=["x"], output_names=["y"], dynamic_axes={"x": {0: "batch"}})


if __name__ == "__main__":
    main()
