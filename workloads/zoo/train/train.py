#!/usr/bin/python3
"""Train a network of the zoo on Fashion-MNIST and write it as ONNX."""

import argparse
import dataclasses
import tempfile
from pathlib import Path

import torch

import fashion_mnist
import lenet5
import onnx_export
import resnet8
import training

NETWORKS = {"lenet5": lenet5, "resnet8": resnet8}
ZOO = Path(__file__).resolve().parent.parent


def parse_arguments():
    """Return the parsed command line."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("network", choices=NETWORKS)
    parser.add_argument("--data", type=Path, metavar="DIRECTORY",
                        default=fashion_mnist.DEFAULT_DIRECTORY,
                        help="the gzipped IDX files (default: %(default)s)")
    parser.add_argument("--output", type=Path, metavar="DIRECTORY",
                        default=ZOO, help="where the ONNX file goes")
    parser.add_argument("--checkpoints", type=Path, metavar="DIRECTORY",
                        default=Path(tempfile.gettempdir(), "mho-zoo"),
                        help="state after each epoch (default: %(default)s)")
    parser.add_argument("--holdout", type=int, default=0, metavar="IMAGES",
                        help="for tuning: measure the accuracy on this many "
                        "training images kept aside, not on the test set, "
                        "and write no ONNX file")
    for field in ("epochs", "seed"):
        parser.add_argument(f"--{field}", type=int, metavar="N",
                            help=f"override the recipe's {field}")
    return parser.parse_args()


def main():
    """Train, measure once, export."""
    arguments = parse_arguments()
    network = NETWORKS[arguments.network]
    overrides = {name: getattr(arguments, name) for name in ("epochs", "seed")
                 if getattr(arguments, name) is not None}
    recipe = dataclasses.replace(network.RECIPE, **overrides)

    torch.set_num_threads(1)
    torch.use_deterministic_algorithms(True)
    torch.manual_seed(recipe.seed)

    images, labels = fashion_mnist.load("train", arguments.data)
    kept = len(labels) - arguments.holdout
    # The same network, but channels last takes a quarter less time on a CPU.
    model = network.build().to(memory_format=torch.channels_last)
    arguments.checkpoints.mkdir(parents=True, exist_ok=True)
    suffix = f"-holdout{arguments.holdout}" if arguments.holdout else ""

    def report(epoch, loss, seconds):
        line = f"epoch {epoch}/{recipe.epochs}: loss {loss:.4f}"
        if arguments.holdout:
            held_out = training.accuracy(model, images[kept:], labels[kept:])
            line += f", held-out accuracy {held_out:.2%}"
        print(f"{line}, {seconds:.0f} CPU s", flush=True)

    seconds = training.fit(
        model, recipe, images[:kept], labels[:kept],
        arguments.checkpoints / f"{arguments.network}{suffix}.pt", report)
    print(f"trained in {seconds:.0f} CPU s")

    if not arguments.holdout:
        inference = network.fold(model)
        share = training.accuracy(inference, *fashion_mnist.load(
            "test", arguments.data))
        path = arguments.output / f"{arguments.network}_fashion_mnist.onnx"
        onnx_export.export(inference, path)
        print(f"test accuracy {share:.2%}, written to {path.name}")


if __name__ == "__main__":
    main()
