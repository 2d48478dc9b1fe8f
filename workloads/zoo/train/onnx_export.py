"""Writing a trained network as an ONNX file."""

import torch

import fashion_mnist


def export(model, path, opset):
    """Write the model, in inference form, for one image at a time."""
    torch.onnx.export(
        model.eval(),
        torch.zeros(1, *fashion_mnist.IMAGE_SHAPE),
        str(path),
        opset_version=opset,
        do_constant_folding=True,
        input_names=["image"],
        output_names=["scores"])
