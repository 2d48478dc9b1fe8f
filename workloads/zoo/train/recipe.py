"""The hyper-parameters of one training run."""

from dataclasses import dataclass


@dataclass(frozen=True)
class Recipe:
    """SGD with Nesterov momentum, or AdamW, on a cosine schedule with warm-up.

    AdamW (Loshchilov and Hutter, ICLR 2019) has PyTorch's momenta.
    """

    epochs: int
    warmup_epochs: int
    batch_size: int
    peak_learning_rate: float
    weight_decay: float
    label_smoothing: float = 0.0
    momentum: float = 0.9
    shift: int = 2
    seed: int = 1
    opset: int = 13  # of the ONNX file
    optimizer: str = "sgd"  # or "adamw"
    start: str = ""  # the network whose trained weights it starts from
