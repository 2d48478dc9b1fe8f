"""Fashion-MNIST: loading the IDX files and augmenting a batch of images."""

import gzip
from pathlib import Path

import numpy
import torch

#: Where Debian's package dataset-fashion-mnist puts the data set.
DEFAULT_DIRECTORY = Path("/usr/share/datasets/fashion-mnist")

IMAGE_SHAPE = (1, 28, 28)
CLASSES = 10

_MAGIC_OF_RANK = {1: 0x0801, 3: 0x0803}  # unsigned bytes, rank in the low byte


def _read_idx(path, rank):
    """Return the unsigned bytes of a gzipped IDX file of the given rank."""
    with gzip.open(path, "rb") as stream:
        data = stream.read()
    header = numpy.frombuffer(data, ">u4", count=1 + rank)
    if header[0] != _MAGIC_OF_RANK[rank]:
        raise ValueError(f"{path}: not an IDX file of rank {rank}")
    body = numpy.frombuffer(data, numpy.uint8, offset=header.nbytes)
    return torch.from_numpy(body.reshape(header[1:].astype(int)).copy())


def load(split, directory=DEFAULT_DIRECTORY):
    """Return (images, labels) of the split "train" or "test".

    Images are bytes in NCHW order, labels are int64.
    """
    prefix = {"train": "train", "test": "t10k"}[split]
    directory = Path(directory)
    images = _read_idx(directory / f"{prefix}-images-idx3-ubyte.gz", 3)
    labels = _read_idx(directory / f"{prefix}-labels-idx1-ubyte.gz", 1)
    return images.unsqueeze(1), labels.long()


def to_input(images):
    """Turn bytes into network inputs: pixel / 255, unsigned, in [0, 1]."""
    return images.float() / 255


def augment(images, shift, generator):
    """Flip each image at random and move it by up to `shift` pixels.

    The pixels that move in are 0, the background of the data set.
    """
    count, _, height, width = images.shape
    padded = torch.nn.functional.pad(images, [shift] * 4)

    def draw(bound):
        return torch.randint(bound, (count, 1), generator=generator)

    rows = torch.arange(height) + draw(2 * shift + 1)
    columns = torch.arange(width) + draw(2 * shift + 1)
    columns = torch.where(draw(2) == 1, columns.flip(1), columns)
    sample = torch.arange(count)[:, None, None]
    return padded[sample, 0, rows[:, :, None], columns[:, None, :]][:, None]
