#!/usr/bin/env python3
"""Writes brevitas_qcdq.onnx and brevitas_qonnx.onnx: one small network of Brevitas, exported both ways.

    python3 -m venv build/brevitas && build/brevitas/bin/pip install -r brevitas_requirements.txt
    build/brevitas/bin/python make_brevitas.py

The network is untrained; a few batches of noise set the scales of its activations. The files are committed, so that
tests need neither Brevitas nor PyTorch.
"""
import os

import brevitas.nn as qnn
import onnx
import torch
from brevitas.export import export_onnx_qcdq, export_qonnx
from brevitas.quant import RoundTo8bit, TruncTo8bit

from make_networks import with_reference

FOLDER = os.path.dirname(os.path.abspath(__file__))
SHAPE = (1, 1, 8, 8)


class Network(torch.nn.Sequential):
    def __init__(self):
        super().__init__(
            qnn.QuantIdentity(bit_width=8, return_quant_tensor=True),
            qnn.QuantConv2d(1, 4, 3, padding=1, bias=False, weight_bit_width=4, weight_scaling_per_output_channel=True),
            qnn.QuantReLU(bit_width=4, return_quant_tensor=True),
            qnn.TruncAvgPool2d(2, trunc_quant=TruncTo8bit, bit_width=4),
            qnn.QuantConv2d(4, 6, 3, padding=1, bias=False, weight_bit_width=3),
            qnn.QuantReLU(bit_width=6, return_quant_tensor=True),
            qnn.TruncAvgPool2d(2, trunc_quant=RoundTo8bit, bit_width=6, return_quant_tensor=False),
            torch.nn.Flatten(),
            qnn.QuantLinear(24, 5, bias=True, weight_bit_width=5),
            qnn.QuantIdentity(bit_width=8))


def main():
    torch.manual_seed(7)
    network = Network().train()
    with torch.no_grad():
        for _ in range(20):
            network(0.3 + 0.6 * torch.randn(16, *SHAPE[1:]))
    network.eval()
    image = 0.3 + 0.6 * torch.randn(SHAPE)
    qcdq, qonnx = (os.path.join(FOLDER, name) for name in ("brevitas_qcdq.onnx", "brevitas_qonnx.onnx"))
    export_onnx_qcdq(network, args=image, export_path=qcdq, opset_version=17, dynamo=False)
    export_qonnx(network, args=image, export_path=qonnx, opset_version=17, dynamo=False)
    with_reference(onnx.load(qonnx), qonnx)


if __name__ == "__main__":
    main()
