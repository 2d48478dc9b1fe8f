#!/bin/sh
# onnxruntime 1.32.0: quantize_static leaves a Relu behind a convolution in the file when activations are symmetric.
# A good guess: a quantized file has Conv, QuantizeLinear, DequantizeLinear whatever the types, as the rounding to codes
# from 0 on does what Relu did. That holds for activation_type=QInt8 as it is; with ActivationSymmetric the codes reach
# below zero, so the file rounds twice, with two scales: Conv, Q, DQ, Relu, Q, DQ. Who takes the tensor behind Relu for
# the layer's output rounds once, to another scale, and gets other codes than the runtime.
# Seen 2026-11-30. Needs python3 with venv; fails when what is seen changes.
set -eu
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"
python3 -m venv env
env/bin/pip install -q onnx==1.23.2 onnxruntime==1.32.0 numpy==2.4.6
cat >relu.py <<'PY'
import numpy as np
import onnx
from onnx import TensorProto, helper, numpy_helper
from onnxruntime.quantization import CalibrationDataReader, QuantFormat, QuantType, quantize_static

rng = np.random.default_rng(1)
weights = rng.normal(0, 0.3, (4, 1, 3, 3)).astype(np.float32)
graph = helper.make_graph(
    [helper.make_node("Conv", ["x", "w"], ["c"]), helper.make_node("Relu", ["c"], ["y"])], "g",
    [helper.make_tensor_value_info("x", TensorProto.FLOAT, [1, 1, 6, 6])],
    [helper.make_tensor_value_info("y", TensorProto.FLOAT, [1, 4, 4, 4])],
    [numpy_helper.from_array(weights, "w")])
onnx.save(helper.make_model(graph, opset_imports=[helper.make_opsetid("", 17)], ir_version=8),
          "float.onnx")

class Data(CalibrationDataReader):
    def __init__(self):
        self.left = [{"x": rng.normal(0, 1, (1, 1, 6, 6)).astype(np.float32)} for _ in range(4)]
    def get_next(self):
        return self.left.pop() if self.left else None

for symmetric in (False, True):
    quantize_static("float.onnx", "q.onnx", Data(), quant_format=QuantFormat.QDQ,
                    activation_type=QuantType.QInt8, weight_type=QuantType.QInt8,
                    extra_options={"ActivationSymmetric": symmetric})
    nodes = [n.op_type for n in onnx.load("q.onnx").graph.node]
    print("symmetric" if symmetric else "as it is", "Relu" in nodes,
          nodes[nodes.index("Conv"):].count("QuantizeLinear"))
PY
env/bin/python relu.py 2>errors | tee seen || cat errors
cat >expected <<'TEXT'
as it is False 1
symmetric True 2
TEXT
diff expected seen
