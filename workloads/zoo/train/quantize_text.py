#!/usr/bin/env python3
"""Quantize the language model of train_text.py to 8 bits, as QDQ.

onnxruntime's static quantizer chooses the formats: every matrix product reads
and writes 8-bit integers, weights have a scale for each output channel, and
what is between (normalization, softmax, GELU, residual sums) stays in float.
Decode gets the formats that prefill's calibration found, so that a token costs
the same integers in both. Its cache has default values: those of a held-out
context, so that the file can be run without another.

Needs the packages of requirements.txt.
"""

import argparse
import math
import tempfile
from pathlib import Path

import numpy
import onnx
import onnxruntime
from onnxruntime import quantization

ZOO = Path(__file__).resolve().parent.parent
EXTRA = {"ActivationSymmetric": True, "WeightSymmetric": True,
         "OpTypesToExcludeOutputQuantization": ["MatMul"]}


class Windows(quantization.CalibrationDataReader):
    """Training windows, one by one."""

    def __init__(self, windows):
        self.left = iter(windows)

    def get_next(self):
        window = next(self.left, None)
        return None if window is None else {
            "tokens": window[None].astype(numpy.int64)}


def parse_arguments():
    """Return the parsed command line."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("float", type=Path, metavar="DIRECTORY",
                        help="what train_text.py wrote")
    parser.add_argument("--output", type=Path, metavar="DIRECTORY",
                        default=ZOO, help="where networks and data go "
                        "(default: the zoo)")
    return parser.parse_args()


def unsigned_probabilities(source):
    """Return overrides: what Softmax makes has no sign."""
    return {node.output[0]: [{"quant_type": quantization.QuantType.QUInt8,
                              "symmetric": False}]
            for node in onnx.load(source).graph.node
            if node.op_type == "Softmax"}


def quantize(source, target, reader, overrides):
    """Write the network with QuantizeLinear and DequantizeLinear."""
    quantization.quantize_static(
        str(source), str(target), reader,
        quant_format=quantization.QuantFormat.QDQ,
        op_types_to_quantize=["MatMul"], per_channel=True,
        activation_type=quantization.QuantType.QInt8,
        weight_type=quantization.QuantType.QInt8,
        calibrate_method=quantization.CalibrationMethod.MinMax,
        extra_options={**EXTRA, "TensorQuantOverrides": overrides})
    model = onnx.load(target)
    clip_codes(model)
    onnx.checker.check_model(model, full_check=True)
    onnx.save(model, target)


def clip_codes(model):
    """Leave -128 out: codes are symmetric, -127 to 127.

    onnxruntime's symmetric scales are for these, but QuantizeLinear ends at
    -128, for which sign and magnitude need a bit more.
    """
    graph = model.graph
    unsigned = {each.name for each in graph.initializer
                if each.data_type == onnx.TensorProto.UINT8}
    for name, code in (("lowest_code", -127), ("highest_code", 127)):
        graph.initializer.append(onnx.helper.make_tensor(
            name, onnx.TensorProto.INT8, [], [code]))
    nodes = []
    for node in graph.node:
        nodes.append(node)
        if node.op_type == "QuantizeLinear" and node.input[2] not in unsigned:
            clipped, codes = node.output[0], node.output[0] + "_any"
            node.output[0] = codes
            nodes.append(onnx.helper.make_node(
                "Clip", [codes, "lowest_code", "highest_code"], [clipped],
                clipped))
    del graph.node[:]
    graph.node.extend(nodes)


def maker_of(graph):
    """Return the node that makes each value."""
    return {name: node for node in graph.node for name in node.output}


class Formats:
    """What a quantized network's products read, by node and input."""

    def __init__(self, graph):
        self.makers = maker_of(graph)
        self.constants = {each.name: each for each in graph.initializer}
        self.products = {node.name: node for node in graph.node
                         if node.op_type == "MatMul"}

    def dequantizer(self, name, index):
        """Return the node that makes this input of the product."""
        return self.makers[self.products[name].input[index]]


class DecodeWriter:
    """Gives the products of a decode network the formats of a prefill."""

    def __init__(self, model, formats):
        self.graph = model.graph
        self.formats = formats
        self.makers = maker_of(self.graph)
        self.nodes = []
        self.constants = {}  # taken over, by name
        self.made = set()

    def constant(self, name):
        """Take a constant of prefill over."""
        self.constants[name] = self.formats.constants[name]
        return name

    def add(self, kind, inputs, output, attributes=()):
        """Add a node, if its output is not there yet; return the output."""
        if output not in self.made:
            node = onnx.helper.make_node(kind, inputs, [output], output)
            node.attribute.extend(attributes)
            self.nodes.append(node)
            self.made.add(output)
        return output

    def format_of(self, like):
        """Return scale and zero point of a DequantizeLinear."""
        return [self.constant(name) for name in like.input[1:]]

    def dequantized(self, codes, like):
        """Return the real values of codes, in the format of a node."""
        return self.add("DequantizeLinear", [codes] + self.format_of(like),
                        codes + "_real", like.attribute)

    def quantized(self, value, like):
        """Return the codes of a value, in the format of a node."""
        codes = self.add("QuantizeLinear", [value] + self.format_of(like),
                         value + "_any")
        if self.formats.makers[like.input[0]].op_type != "Clip":
            return codes
        limits = [self.constant(f"{end}_code") for end in ("lowest", "highest")]
        return self.add("Clip", [codes] + limits, value + "_codes")

    def cache_behind(self, value):
        """Return the Concat that a product's operand is, moved or not."""
        node = self.makers.get(value)
        if node is not None and node.op_type == "Transpose":
            node = self.makers.get(node.input[0])
        return node if node is not None and node.op_type == "Concat" else None

    def write(self):
        """Rewrite the network: products and the cache in integers."""
        caches = {}  # product by the value that Concat makes
        for node in self.graph.node:
            if node.op_type == "MatMul":
                concat = self.cache_behind(node.input[1])
                if concat is not None:
                    caches[concat.output[0]] = node.name
        for node in self.graph.node:
            product = caches.get(node.output[0])
            if product:
                like = self.formats.dequantizer(product, 1)
                node.input[1] = self.quantized(node.input[1], like)
            if node.op_type == "MatMul":
                self.quantize_inputs(node, node.name in caches.values())
            for index, value in enumerate(node.input):
                if value in caches:
                    node.input[index] = value + "_real"
            self.nodes.append(node)
            if product:
                self.dequantized(node.output[0], like)
        del self.graph.node[:]
        self.graph.node.extend(self.nodes)
        self.graph.initializer.extend(self.constants.values())
        return caches

    def quantize_inputs(self, node, is_of_cache):
        """Give a product's inputs their formats, the cache aside."""
        for index, value in enumerate(node.input):
            like = self.formats.dequantizer(node.name, index)
            if like.input[0] in self.formats.constants:
                codes = self.constant(like.input[0])
            elif index == 1 and is_of_cache:
                continue
            else:
                codes = self.quantized(value, like)
            node.input[index] = self.dequantized(codes, like)


def cached_codes(path, formats, products, window):
    """Return keys and values of a window as prefill's integers.

    [head][token][element], by product; the last token is left out.
    """
    model = onnx.load(path)
    names = {product: formats.dequantizer(product, 1).input[0]
             for product in products}
    model.graph.output.extend(
        onnx.helper.make_tensor_value_info(name, onnx.TensorProto.INT8, None)
        for name in names.values())
    network = session(model.SerializeToString())
    codes = network.run(list(names.values()), {"tokens": window[None]})
    # Prefill has keys transposed, as its product reads them.
    return {product: (each if product.endswith("_1")
                      else each.swapaxes(2, 3))[:, :, :-1]
            for product, each in zip(names, codes)}


def drop_unused(graph):
    """Remove constants that nothing reads any more."""
    read = {name for node in graph.node for name in node.input}
    kept = [each for each in graph.initializer if each.name in read]
    del graph.initializer[:]
    graph.initializer.extend(kept)


def quantize_decode(source, prefill, target, window):
    """Write decode with prefill's formats, and a window's cache."""
    model = onnx.load(source)
    formats = Formats(onnx.load(prefill).graph)
    caches = DecodeWriter(model, formats).write()
    codes = cached_codes(prefill, formats, caches.values(), window)
    for value in list(model.graph.input) + list(model.graph.output):
        if value.name.removeprefix("past_") in caches:
            value.type.tensor_type.elem_type = onnx.TensorProto.INT8
    for present, product in caches.items():
        model.graph.initializer.append(onnx.numpy_helper.from_array(
            numpy.ascontiguousarray(codes[product]), "past_" + present))
    drop_unused(model.graph)
    onnx.checker.check_model(model)
    onnx.save(model, target)


def session(network):
    """Return an inference session that computes a file, or its bytes, as it
    stands."""
    options = onnxruntime.SessionOptions()
    options.graph_optimization_level = (
        onnxruntime.GraphOptimizationLevel.ORT_DISABLE_ALL)
    options.intra_op_num_threads = 1
    return onnxruntime.InferenceSession(network, options)


def loss_of(scores, tokens):
    """Return the loss of each token that is predicted, in nats."""
    scores = scores.astype(numpy.float64)
    most = scores.max(-1, keepdims=True)
    log_sum = numpy.log(numpy.exp(scores - most).sum(-1)) + most[..., 0]
    picked = numpy.take_along_axis(scores, tokens[..., None], -1)[..., 0]
    return log_sum - picked


def perplexity(path, windows):
    """Return the perplexity a byte of windows that do not overlap."""
    network = session(str(path))
    loss = []
    for window in windows.astype(numpy.int64):
        scores, = network.run(["scores"], {"tokens": window[None]})
        loss.append(loss_of(scores[0, :-1], window[1:]))
    return math.exp(numpy.mean(loss))


def last_scores(path, window):
    """Return what decode scores behind the cache that its file has."""
    return session(str(path)).run(["scores"], {"tokens": window[None, -1:]})[0]


def main():
    """Quantize both networks, compare them, print perplexities."""
    arguments = parse_arguments()
    floats, zoo = arguments.float, arguments.output
    training = numpy.load(floats / "gpt_kjv_training.npy")
    test = numpy.load(floats / "gpt_kjv_test.npy")
    prefill, decode = (zoo / f"gpt_kjv_{kind}.onnx"
                       for kind in ("prefill", "decode"))
    source = floats / prefill.name
    quantize(source, prefill, Windows(training),
             unsigned_probabilities(source))
    for name, windows in (("test", test), ("training", training)):
        numpy.save(zoo / f"gpt_kjv_{name}.npy", windows)
    numpy.save(zoo / "gpt_kjv_decode_test.npy", test[:64, -1:])
    numpy.save(zoo / "gpt_kjv_decode_training.npy", training[:, -1:])
    window = test[0].astype(numpy.int64)
    quantize_decode(floats / decode.name, prefill, decode, window)
    for name, path in (("float", source), ("8 bits", prefill)):
        print(f"{name}: perplexity {perplexity(path, test):.4f} a byte, "
              f"{path.stat().st_size} bytes", flush=True)
    whole = session(str(prefill)).run(["scores"], {"tokens": window[None]})[0]
    apart = abs(last_scores(decode, window)[0, 0] - whole[0, -1]).max()
    print(f"decode: {decode.stat().st_size} bytes, its scores {apart:.2g} from "
          "prefill's")


if __name__ == "__main__":
    main()
