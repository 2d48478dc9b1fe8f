"""The training loop: a fixed schedule whose last epoch is the result."""

import math
import time

import torch
from torch import nn

import fashion_mnist


def learning_rate_factor(recipe, steps_per_epoch):
    """Return step -> share of the peak rate: linear rise, cosine fall."""
    warmup = recipe.warmup_epochs * steps_per_epoch
    total = recipe.epochs * steps_per_epoch

    def factor(step):
        if step < warmup:
            return (step + 1) / warmup
        progress = (step - warmup) / (total - warmup)
        return 0.5 * (1 + math.cos(math.pi * progress))

    return factor


def _parameter_groups(model, weight_decay):
    """Decay weights only, neither biases nor parameters of norms."""
    parameters = list(model.parameters())
    return [
        {"params": [p for p in parameters if p.dim() > 1],
         "weight_decay": weight_decay},
        {"params": [p for p in parameters if p.dim() <= 1],
         "weight_decay": 0.0},
    ]


def make_optimizer(model, recipe):
    """Return the recipe's optimizer of the model's parameters."""
    groups = _parameter_groups(model, recipe.weight_decay)
    if recipe.optimizer == "adamw":
        return torch.optim.AdamW(groups, lr=recipe.peak_learning_rate)
    return torch.optim.SGD(groups, lr=recipe.peak_learning_rate,
                           momentum=recipe.momentum, nesterov=True)


@torch.no_grad()
def accuracy(model, images, labels, batch_size=500):
    """Return the share of the images whose label the model finds."""
    model.eval()
    correct = 0
    for x, y in zip(images.split(batch_size), labels.split(batch_size)):
        scores = model(fashion_mnist.to_input(x))
        correct += (scores.argmax(1) == y).sum().item()
    return correct / len(labels)


def load(model, recipe, checkpoint):
    """Fill the model with the result of a finished training."""
    if not checkpoint.exists():
        raise ValueError(f"{checkpoint} is missing: train that network first")
    saved = torch.load(checkpoint)
    if saved["recipe"] != recipe or saved["epoch"] != recipe.epochs:
        raise ValueError(f"{checkpoint} is not a finished run of its recipe")
    model.load_state_dict(saved["model"])
    return model


def fit(model, recipe, images, labels, checkpoint, report):
    """Train the model in place, resuming from the checkpoint if there is one.

    Calls report(epoch, mean loss, CPU seconds so far) after each epoch and
    returns the CPU seconds spent.
    """
    generator = torch.Generator().manual_seed(recipe.seed)
    optimizer = make_optimizer(model, recipe)
    steps_per_epoch = math.ceil(len(labels) / recipe.batch_size)
    schedule = torch.optim.lr_scheduler.LambdaLR(
        optimizer, learning_rate_factor(recipe, steps_per_epoch))
    loss_of = nn.CrossEntropyLoss(label_smoothing=recipe.label_smoothing)
    stateful = {"model": model, "optimizer": optimizer, "schedule": schedule}
    first_epoch = 0
    seconds = 0.0

    if checkpoint.exists():
        saved = torch.load(checkpoint)
        if saved["recipe"] != recipe or saved["images"] != len(images):
            raise ValueError(f"{checkpoint} belongs to another run: remove it")
        for name, item in stateful.items():
            item.load_state_dict(saved[name])
        generator.set_state(saved["generator"])
        first_epoch = saved["epoch"]
        seconds = saved["seconds"]

    for epoch in range(first_epoch, recipe.epochs):
        model.train()
        torch.manual_seed(recipe.seed + epoch)  # of noise in the model
        start = time.process_time()
        total_loss = 0.0
        order = torch.randperm(len(labels), generator=generator)
        for batch in order.split(recipe.batch_size):
            x = fashion_mnist.augment(images[batch], recipe.shift, generator)
            loss = loss_of(model(fashion_mnist.to_input(x)), labels[batch])
            optimizer.zero_grad(set_to_none=True)
            loss.backward()
            optimizer.step()
            schedule.step()
            total_loss += loss.item() * len(batch)
        seconds += time.process_time() - start

        state = {name: item.state_dict() for name, item in stateful.items()}
        state.update(recipe=recipe, images=len(images), epoch=epoch + 1,
                     seconds=seconds, generator=generator.get_state())
        partial = checkpoint.with_suffix(".partial")
        torch.save(state, partial)
        partial.replace(checkpoint)
        report(epoch + 1, total_loss / len(labels), seconds)
    return seconds
