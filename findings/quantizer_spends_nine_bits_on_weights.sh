#!/bin/sh
# onnxruntime 1.32.0: quantize_static with weight_type=QUInt8 makes weights that no 8-bit signed multiplier holds.
# A good guess: unsigned 8-bit weights are the signed ones moved by 128, so that weight minus zero point fits a signed
# byte again. The quantizer maps the least and the greatest weight of a tensor to 0 and 255 wherever zero falls: of a
# layer whose weights reach from -0.1 to 0.9 the zero point is 26, and weight minus zero point runs from -26 to 229:
# nine bits with the sign. Hardware that subtracts zero points before it stores weights needs the ninth bit, or has to
# correct by the sum of its inputs. With weight_type=QInt8 the differences stay within -127 to 127.
# Seen 2026-11-30. Needs python3 with venv; fails when what is seen changes.
set -eu
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"
python3 -m venv env
env/bin/pip install -q onnx==1.23.2 onnxruntime==1.32.0 numpy==2.4.6
cat >weights.py <<'PY'
import numpy as np
import onnx
from onnx import TensorProto, helper, numpy_helper
from onnxruntime.quantization import CalibrationDataReader, QuantFormat, QuantType, quantize_static

weights = np.linspace(-0.1, 0.9, 64, dtype=np.float32).reshape(8, 8)
graph = helper.make_graph(
    [helper.make_node("MatMul", ["x", "w"], ["y"])], "g",
    [helper.make_tensor_value_info("x", TensorProto.FLOAT, [1, 8])],
    [helper.make_tensor_value_info("y", TensorProto.FLOAT, [1, 8])],
    [numpy_helper.from_array(weights, "w")])
onnx.save(helper.make_model(graph, opset_imports=[helper.make_opsetid("", 17)], ir_version=8),
          "float.onnx")

class Data(CalibrationDataReader):
    def __init__(self):
        self.left = [{"x": np.full((1, 8), v, np.float32)} for v in (-1, 0, 1)]
    def get_next(self):
        return self.left.pop() if self.left else None

for kind in (QuantType.QUInt8, QuantType.QInt8):
    quantize_static("float.onnx", "q.onnx", Data(), quant_format=QuantFormat.QDQ,
                    activation_type=QuantType.QUInt8, weight_type=kind)
    held = {t.name: numpy_helper.to_array(t) for t in onnx.load("q.onnx").graph.initializer}
    steps = held["w_quantized"].astype(int) - int(held["w_zero_point"])
    print(kind.name, "zero point", int(held["w_zero_point"]), "steps", steps.min(), "to", steps.max())
PY
env/bin/python weights.py 2>errors | tee seen || cat errors
cat >expected <<'TEXT'
QUInt8 zero point 26 steps -26 to 229
QInt8 zero point 0 steps -14 to 127
TEXT
diff expected seen
