#!/usr/bin/python3
"""Train a network of the zoo on Fashion-MNIST and write it as ONNX."""

import argparse
import dataclasses
import tempfile
from pathlib import Path

import torch

import fashion_mnist
import lenet5
import lenet5_pruned
import lenet5_ternary
import onnx_export
import resnet8
import resnet8_noise_trained
import training
import vit
import vit_short
import weight_noise

NETWORKS = {
    "lenet5": lenet5,
    "lenet5_pruned": lenet5_pruned,
    "lenet5_ternary": lenet5_ternary,
    "resnet8": resnet8,
    "resnet8_noise_trained": resnet8_noise_trained,
    "vit": vit,
    "vit_short": vit_short,
}
ZOO = Path(__file__).resolve().parent.parent

#: Errors of the weights, over the largest of their channel, that every network
#: is measured with: those of resistive memory (see README.md).
WEIGHT_NOISE = 0.06
NOISE_DRAWS = 10


def parse_arguments():
    """Return the parsed command line."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("network", choices=NETWORKS)
    parser.add_argument("--data", type=Path, metavar="DIRECTORY",
                        default=fashion_mnist.DEFAULT_DIRECTORY,
                        help="the gzipped IDX files (default: %(default)s)")
    parser.add_argument("--output", type=Path, metavar="DIRECTORY",
                        help="where the ONNX file goes (default: the zoo; "
                        "with --holdout nowhere)")
    parser.add_argument("--checkpoints", type=Path, metavar="DIRECTORY",
                        default=Path(tempfile.gettempdir(), "mho-zoo"),
                        help="state after each epoch (default: %(default)s)")
    parser.add_argument("--holdout", type=int, default=0, metavar="IMAGES",
                        help="for tuning: measure the accuracy on this many "
                        "training images kept aside, not on the test set")
    for field in ("epochs", "seed"):
        parser.add_argument(f"--{field}", type=int, metavar="N",
                            help=f"override the recipe's {field}")
    return parser.parse_args()


def build(network, checkpoint_of):
    """Return the network as its training starts."""
    name = network.RECIPE.start
    if not name:
        return network.build()
    start = NETWORKS[name]
    return network.build(training.load(start.build(), start.RECIPE,
                                       checkpoint_of(name)))


def print_accuracy(model, images, labels):
    """Measure the inference form, with exact weights and with noise."""
    exact = training.accuracy(model, images, labels)
    noisy = 100 * torch.tensor(weight_noise.accuracies(
        model, WEIGHT_NOISE, NOISE_DRAWS, images, labels))
    print(f"accuracy {exact:.2%}; with {WEIGHT_NOISE:.0%} weight noise "
          f"{noisy.mean():.2f} %, standard deviation {noisy.std():.2f} "
          f"over {NOISE_DRAWS} draws")


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
    suffix = f"-holdout{arguments.holdout}" if arguments.holdout else ""
    arguments.checkpoints.mkdir(parents=True, exist_ok=True)

    def checkpoint_of(name):
        return arguments.checkpoints / f"{name}{suffix}.pt"

    # The same network, but channels last takes a quarter less time on a CPU.
    model = build(network, checkpoint_of).to(memory_format=torch.channels_last)

    def report(epoch, loss, seconds):
        line = f"epoch {epoch}/{recipe.epochs}: loss {loss:.4f}"
        if arguments.holdout:
            held_out = training.accuracy(model, images[kept:], labels[kept:])
            line += f", held-out accuracy {held_out:.2%}"
        print(f"{line}, {seconds:.0f} CPU s", flush=True)

    seconds = training.fit(
        model, recipe, images[:kept], labels[:kept],
        checkpoint_of(arguments.network), report)
    print(f"trained in {seconds:.0f} CPU s")

    inference = network.fold(model)
    if arguments.holdout:
        print("held-out", end=" ")
        print_accuracy(inference, images[kept:], labels[kept:])
    output = arguments.output or (None if arguments.holdout else ZOO)
    if output:
        path = output / f"{arguments.network}_fashion_mnist.onnx"
        onnx_export.export(inference, path, recipe.opset)
        print(f"written to {path.name}")
        print("test", end=" ")
        print_accuracy(inference, *fashion_mnist.load("test", arguments.data))


if __name__ == "__main__":
    main()
