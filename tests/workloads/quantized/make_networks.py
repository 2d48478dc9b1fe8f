#!/usr/bin/env python3
"""Writes the small quantized networks of this folder, with the tools that people quantize with.

    python3 -m venv build/quantizers && build/quantizers/bin/pip install -r requirements.txt
    build/quantizers/bin/python make_networks.py

The networks are untrained: what they are for is every operator and number format that onnxruntime's
static quantizer and qonnx write. Their files are committed, so that tests need neither.
"""
import os

import numpy as np
import onnx
from onnx import TensorProto, helper, numpy_helper
from onnxruntime import quantization as q

FOLDER = os.path.dirname(os.path.abspath(__file__))
SEED = 7
QONNX = "qonnx.custom_op.general"


class Builder:
    def __init__(self, shape):
        self.random = np.random.default_rng(SEED)
        self.nodes, self.constants, self.shape = [], [], shape

    def constant(self, *shape, scale=None):
        fan_in = max(1, int(np.prod(shape[1:])))
        values = self.random.normal(0, scale or fan_in ** -0.5, shape).astype(np.float32)
        name = f"c{len(self.constants)}"
        self.constants.append(numpy_helper.from_array(values, name))
        return name

    def node(self, kind, *inputs, **attributes):
        name = f"{kind.lower()}{len(self.nodes)}"
        self.nodes.append(helper.make_node(kind, list(inputs), [name], name=name, **attributes))
        return name

    def conv(self, x, inputs, outputs, kernel=3, group=1, **attributes):
        return self.node("Conv", x, self.constant(outputs, inputs // group, kernel, kernel),
                         self.constant(outputs, scale=0.2), group=group,
                         pads=[kernel // 2] * 4, **attributes)

    def gemm(self, x, inputs, outputs):
        return self.node("Gemm", x, self.constant(outputs, inputs), self.constant(outputs, scale=0.2),
                         transB=1)

    def add(self, array):
        self.constants.append(numpy_helper.from_array(array, f"c{len(self.constants)}"))
        return self.constants[-1].name

    def qonnx(self, kind, x, *constants, **attributes):
        """A node of QONNX, with numbers as the inputs behind the first."""
        name = self.node(kind, x, *(self.add(np.asarray(each, np.float32)) for each in constants), **attributes)
        self.nodes[-1].domain = QONNX
        return name

    def save(self, output, path, opset=13, domains=(), domain_version=1):
        graph = helper.make_graph(
            self.nodes, "network",
            [helper.make_tensor_value_info("image", TensorProto.FLOAT, self.shape)],
            [helper.make_tensor_value_info(output, TensorProto.FLOAT, [1, 5])], self.constants)
        model = helper.make_model(graph, opset_imports=[helper.make_opsetid("", opset)] +
                                  [helper.make_opsetid(domain, domain_version) for domain in domains], ir_version=8)
        model = onnx.shape_inference.infer_shapes(model)
        onnx.checker.check_model(model)
        onnx.save(model, path)


def plain(path):
    """Convolution, pool, fully connected."""
    b = Builder([1, 1, 8, 8])
    x = b.node("MaxPool", b.node("Relu", b.conv("image", 1, 4)), kernel_shape=[2, 2], strides=[2, 2])
    x = b.node("Flatten", b.node("Relu", b.conv(x, 4, 6)))
    b.save(b.gemm(x, 96, 5), path)


def residual(path):
    """Sums, products, concatenation, averages and functions of quantized values."""
    b = Builder([1, 2, 8, 8])
    stem = b.node("Relu", b.conv("image", 2, 4))
    x = b.node("Add", b.conv(b.node("LeakyRelu", b.conv(stem, 4, 4), alpha=0.1), 4, 4), stem)
    x = b.node("AveragePool", b.node("Relu", x), kernel_shape=[2, 2], strides=[2, 2])
    gate = b.node("Sigmoid", b.conv(b.node("GlobalAveragePool", x), 4, 4, kernel=1))
    x = b.node("Concat", b.node("Mul", x, gate), b.conv(x, 4, 4, group=4), axis=1)
    x = b.node("Flatten", b.node("GlobalAveragePool", x))
    b.save(b.gemm(x, 8, 5), path)


class Calibration(q.CalibrationDataReader):
    def __init__(self, shape):
        random = np.random.default_rng(SEED + 1)
        self.images = iter([{"image": random.normal(0.3, 0.6, shape).astype(np.float32)} for _ in range(8)])

    def get_next(self):
        return next(self.images, None)


U8, S8, U16, S16, S4 = (q.QuantType.QUInt8, q.QuantType.QInt8, q.QuantType.QUInt16, q.QuantType.QInt16,
                        q.QuantType.QInt4)
QDQ, QOPERATOR = q.QuantFormat.QDQ, q.QuantFormat.QOperator
FORMATS = {
    "qdq_u8s8": dict(quant_format=QDQ, activation_type=U8, weight_type=S8),
    "qdq_s8s8_channel": dict(quant_format=QDQ, activation_type=S8, weight_type=S8, per_channel=True),
    "qdq_s8s8_symmetric": dict(quant_format=QDQ, activation_type=S8, weight_type=S8,
                               extra_options={"ActivationSymmetric": True}),
    "qdq_u8u8": dict(quant_format=QDQ, activation_type=U8, weight_type=U8),
    "qoperator_u8s8": dict(quant_format=QOPERATOR, activation_type=U8, weight_type=S8),
    "qoperator_s8s8_channel": dict(quant_format=QOPERATOR, activation_type=S8, weight_type=S8, per_channel=True),
    "qoperator_u8u8": dict(quant_format=QOPERATOR, activation_type=U8, weight_type=U8),
    "qdq_u16s8": dict(quant_format=QDQ, activation_type=U16, weight_type=S8),
    "qdq_u8s4": dict(quant_format=QDQ, activation_type=U8, weight_type=S4),
}


def with_reference(model, path):
    """The file, with qonnx's own run of one image as two constants that no node reads."""
    from qonnx.core.modelwrapper import ModelWrapper
    from qonnx.core.onnx_exec import execute_onnx
    from qonnx.transformation.infer_shapes import InferShapes
    shape = [d.dim_value for d in model.graph.input[0].type.tensor_type.shape.dim]
    image = np.random.default_rng(SEED + 2).normal(0.3, 0.6, shape).astype(np.float32)
    whole = ModelWrapper(model).transform(InferShapes())
    output = execute_onnx(whole, {model.graph.input[0].name: image})[model.graph.output[0].name]
    model.graph.initializer.append(numpy_helper.from_array(image, "reference image"))
    model.graph.initializer.append(numpy_helper.from_array(output.astype(np.float32), "reference output"))
    onnx.save(model, path)


def qonnx_of_qcdq():
    """qonnx's own translation of what onnxruntime quantized."""
    from qonnx.core.modelwrapper import ModelWrapper
    from qonnx.transformation.qcdq_to_qonnx import QCDQToQuant
    source = onnx.load(os.path.join(FOLDER, "plain_qdq_s8s8_symmetric.onnx"))
    model = ModelWrapper(onnx.shape_inference.infer_shapes(source)).transform(QCDQToQuant())
    with_reference(model.model, os.path.join(FOLDER, "qonnx_of_qcdq.onnx"))


def qonnx_low_bits():
    """4-bit weights of one scale for each output, 3-bit activations, binary weights and signs, as Brevitas writes
    them."""
    b = Builder([1, 2, 6, 6])

    def quant(x, scale, bits, signed, narrow=0):
        return b.qonnx("Quant", x, scale, 0, bits, signed=signed, narrow=narrow, rounding_mode="ROUND")

    def bipolar(x, scale):
        return b.qonnx("BipolarQuant", x, scale)

    x = quant("image", 0.0625, 6, 1)
    scales = b.random.uniform(0.04, 0.09, (4, 1, 1, 1))
    x = b.node("Conv", x, quant(b.constant(4, 2, 3, 3), scales, 4, 1, 1), pads=[1] * 4)
    x = quant(b.node("Relu", x), 0.25, 3, 0)
    x = b.node("Conv", x, bipolar(b.constant(4, 4, 3, 3), 0.125), pads=[1] * 4)
    x = b.node("Flatten", bipolar(x, 1.0))
    weights = quant(b.constant(144, 5), 0.03125, 2, 1)
    b.save(quant(b.node("MatMul", x, weights), 0.125, 8, 1), os.path.join(FOLDER, "qonnx_low_bits.onnx"),
           domains=[QONNX])
    path = os.path.join(FOLDER, "qonnx_low_bits.onnx")
    with_reference(onnx.load(path), path)


def qonnx_trunc(version):
    """Sums of pools whose low bits are left out, signed and not, by every rounding. Version 1 of Trunc has no limits
    and leaves the scale; version 2 has a scale, a sign and limits of its own. Scales are such that no sum is halfway
    between two integers, where the order of a sum of floats would decide."""
    b = Builder([1, 2, 8, 8])

    def quant(x, scale, bits, signed):
        return b.qonnx("Quant", x, scale, 0, bits, signed=signed, narrow=0, rounding_mode="ROUND")

    def sum_of(x, kernel):
        x = b.node("AveragePool", x, kernel_shape=[kernel] * 2, strides=[kernel] * 2)
        return b.node("Mul", x, b.add(np.array(kernel * kernel, np.float32)))

    def trunc(x, scale, in_bits, out_scale, out_bits, signed, mode):
        if version == 1:
            return b.qonnx("Trunc", x, scale, 0, in_bits, out_bits, rounding_mode=mode)
        return b.qonnx("Trunc", x, scale, 0, in_bits, out_scale, out_bits, signed=signed, narrow=0, rounding_mode=mode)

    x = quant("image", 0.0625, 6, 1)
    x = b.node("Relu", b.node("Conv", x, quant(b.constant(4, 2, 3, 3), 0.0713, 4, 1), pads=[1] * 4))
    # Of 4 values of 4 bits 6 bits, of which 4 are left: FLOOR, as Brevitas writes it where nothing is said.
    x = trunc(sum_of(quant(x, 0.1, 4, 0), 2), 0.1, 6, 0.4, 4, 0, "FLOOR")
    x = b.node("Conv", x, quant(b.constant(6, 4, 3, 3), 0.0511, 4, 1), pads=[1] * 4)
    # With a sign; limits of version 2 that are met.
    scale = 0.0125 if version == 1 else 0.05
    x = trunc(sum_of(quant(x, scale, 6, 1), 2), scale, 8, 0.2, 4, 1, "ROUND")
    x = trunc(sum_of(x, 2), 0.2 if version == 2 else scale, 6, 0.4, 6 if version == 2 else 5, 1, "CEIL")
    x = b.node("Flatten", x)
    x = b.node("MatMul", x, quant(b.constant(6, 5), 0.1013, 4, 1))
    path = os.path.join(FOLDER, f"qonnx_trunc_{version}.onnx")
    b.save(quant(x, 0.0117, 12, 1), path, domains=[QONNX], domain_version=version)
    with_reference(onnx.load(path), path)


def blocked_int4():
    """Two matrices of int4: the first with a scale for each 16 inputs of an output, as compressed language models have
    them, the second with one for each output."""
    b = Builder([1, 1, 8, 8])

    def weights(inputs, outputs, block):
        real = b.random.normal(0, inputs ** -0.5, (inputs // block, block, outputs))
        real *= np.exp(b.random.normal(0, 1, (inputs // block, 1, outputs)))  # as wide as trained blocks are
        scale = (np.abs(real).max(1) / 7).astype(np.float32)
        codes = np.clip(np.rint(real / scale[:, None]), -8, 7).astype(np.int8).reshape(-1) & 15
        packed = (codes[0::2] | codes[1::2] << 4).astype(np.uint8).tobytes()
        name = f"int4 {len(b.constants)}"
        b.constants.append(onnx.TensorProto(name=name, data_type=TensorProto.INT4, dims=[inputs, outputs],
                                            raw_data=packed))
        if block < inputs:
            return b.node("DequantizeLinear", name, b.add(scale), axis=0, block_size=block)
        return b.node("DequantizeLinear", name, b.add(scale[0]), axis=1)

    x = b.node("MatMul", b.node("Flatten", "image"), weights(64, 16, 16))
    b.nodes[-1].name = "first"
    b.save(b.node("MatMul", b.node("Relu", x), weights(16, 5, 16)), os.path.join(FOLDER, "blocked_int4.onnx"), opset=21)


def main():
    blocked_int4()
    qonnx_low_bits()
    qonnx_trunc(1)
    qonnx_trunc(2)
    for build in (plain, residual):
        source = os.path.join(FOLDER, "float.onnx")
        build(source)
        shape = [d.dim_value for d in onnx.load(source).graph.input[0].type.tensor_type.shape.dim]
        for name, options in FORMATS.items():
            q.quantize_static(source, os.path.join(FOLDER, f"{build.__name__}_{name}.onnx"), Calibration(shape),
                              **options)
        q.quantize_dynamic(source, os.path.join(FOLDER, f"{build.__name__}_dynamic.onnx"), weight_type=S8)
        os.remove(source)
    qonnx_of_qcdq()


if __name__ == "__main__":
    main()
