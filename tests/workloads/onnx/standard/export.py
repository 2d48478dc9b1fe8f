#!/usr/bin/env python3
"""Writes the node cases of ONNX's own suite for operators younger than Debian's libonnx-testdata (ONNX 1.12).

Made with onnx 1.23.2 (pip install onnx==1.23.2). Each file is a model whose inputs' values are the initializers
given.0, given.1, ... and whose expected outputs are expected.0, ...; inputs that mho wants constant (masks of bools,
positions) are initializers under their own names.
"""
import pathlib

import numpy as np
import onnx
from onnx.backend.test.case.node import collect_testcases

CASES = {
    "Attention": ["3d", "3d_causal", "3d_gqa", "3d_gqa_softcap", "3d_transpose_verification", "4d_attn_mask", "4d_attn_mask_bool", "4d_causal", "4d_diff_heads_sizes_causal", "4d_gqa",
                  "4d_softcap", "4d_with_past_and_present", "4d_with_qk_matmul_bias", "local_window_default"],
    "Gelu": ["default_1", "tanh_1"],
    "GroupNormalization": ["epsilon", "example"],
    "RMSNormalization": ["2d_axis1", "3d_axis_negative_2_epsilon", "4d_axis1", "default_axis"],
    "RotaryEmbedding": ["", "interleaved", "no_position_ids", "with_interleaved_rotary_dim", "3d_input"],
    "SwiGLU": ["", "alpha"],
    "Swish": [""],
}
PREFIX = {"GroupNormalization": "group_normalization", "RMSNormalization": "rms_normalization",
          "RotaryEmbedding": "rotary_embedding"}


def case_name(operator, case):
    return "_".join(["test", PREFIX.get(operator, operator.lower())] + ([case] if case else []))


def main():
    folder = pathlib.Path(__file__).parent
    found = {case.name: case for case in collect_testcases(None)}
    for operator, cases in CASES.items():
        wanted = {case_name(operator, case) for case in cases}
        for name in sorted(wanted):
            if name not in found:
                print("no such case:", name)
                continue
            case = found[name]
            model = onnx.ModelProto()
            model.CopyFrom(case.model)
            inputs, outputs = case.data_sets[0]
            graph, kept = model.graph, []
            for value, array in zip(graph.input, inputs):
                if array.dtype == np.float32:
                    graph.initializer.append(onnx.numpy_helper.from_array(array, f"given.{len(kept)}"))
                    kept.append(value)
                else:
                    graph.initializer.append(onnx.numpy_helper.from_array(array, value.name))
            for number, array in enumerate(outputs):
                graph.initializer.append(onnx.numpy_helper.from_array(array, f"expected.{number}"))
            del graph.input[:]
            graph.input.extend(kept)
            (folder / f"{name[5:]}.onnx").write_bytes(model.SerializeToString())


main()
