"""The hyper-parameters of one training run."""

from dataclasses import dataclass


@dataclass(frozen=True)
class Recipe:
    """SGD with Nesterov momentum on a cosine schedule with linear warm-up."""

    epochs: int
    warmup_epochs: int
    batch_size: int
    peak_learning_rate: float
    weight_decay: float
    label_smoothing: float = 0.0
    momentum: float = 0.9
    shift: int = 2
    seed: int = 1
    start: str = ""  # the network whose trained weights it starts from
