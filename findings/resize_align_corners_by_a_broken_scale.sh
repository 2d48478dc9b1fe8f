#!/bin/sh
# onnx 1.23.2 and onnxruntime 1.32.0: Resize, linear, align_corners, by a scale that gives no whole length, is two
# operators. A good guess: "length_resized" in the standard's formula is the output's length, a whole number, so that the
# last output is the last input. The standard's own reference (and its node case) takes the length before it is rounded
# down, 4 x 0.6 = 2.4: places 0 and 3 / 1.4 of the input; onnxruntime takes 2: places 0 and 3. A network that is
# resized so computes two things. Give `sizes`, not `scales`, where corners are aligned.
# Seen 2026-11-30. Needs python3 with venv; fails when what is seen changes.
set -eu
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"
python3 -m venv env
env/bin/pip install -q onnx==1.23.2 onnxruntime==1.32.0 numpy==2.4.6
cat >resize.py <<'PY'
import numpy as np
import onnx
from onnx import TensorProto, helper, reference
import onnxruntime

def run(**how):
    names = {"scales": ["x", "", "given"], "sizes": ["x", "", "", "given"]}
    (kind, values), = how.items()
    given = np.array(values, np.float32 if kind == "scales" else np.int64)
    node = helper.make_node("Resize", names[kind], ["y"], mode="linear",
                            coordinate_transformation_mode="align_corners")
    graph = helper.make_graph(
        [node], "g", [helper.make_tensor_value_info("x", TensorProto.FLOAT, [1, 1, 1, 4])],
        [helper.make_tensor_value_info("y", TensorProto.FLOAT, None)],
        [onnx.numpy_helper.from_array(given, "given")])
    model = helper.make_model(graph, opset_imports=[helper.make_opsetid("", 19)], ir_version=9)
    x = np.array([[[[1, 2, 3, 4]]]], np.float32)
    session = onnxruntime.InferenceSession(model.SerializeToString(),
                                           providers=["CPUExecutionProvider"])
    for name, y in (("onnx", reference.ReferenceEvaluator(model).run(None, {"x": x})[0]),
                    ("onnxruntime", session.run(None, {"x": x})[0])):
        print(kind, name, [round(float(v), 4) for v in np.asarray(y).ravel()])

run(scales=[1, 1, 1, 0.6])
run(sizes=[1, 1, 1, 2])
PY
env/bin/python resize.py 2>errors | tee seen || cat errors
cat >expected <<'TEXT'
scales onnx [1.0, 3.1429]
scales onnxruntime [1.0, 4.0]
sizes onnx [1.0, 4.0]
sizes onnxruntime [1.0, 4.0]
TEXT
diff expected seen
