#!/usr/bin/python3
"""Train the language model of the zoo, measure it, write it as ONNX."""

import argparse
import dataclasses
import math
import tempfile
import time
from pathlib import Path

import torch
from torch.nn import functional

import gpt
import gpt_export
import kjv_text
import training

def parse_arguments():
    """Return the parsed command line."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("output", type=Path, metavar="DIRECTORY",
                        help="where float networks and data go, which "
                        "quantize_text.py reads")
    parser.add_argument("--checkpoints", type=Path, metavar="DIRECTORY",
                        default=Path(tempfile.gettempdir(), "mho-zoo"),
                        help="state after each epoch (default: %(default)s)")
    for field in ("epochs", "seed"):
        parser.add_argument(f"--{field}", type=int, metavar="N",
                            help=f"override the recipe's {field}")
    return parser.parse_args()


def loss_of(model, windows):
    """Return the mean loss, in nats a token, of the windows."""
    scores, _ = model(windows[:, :-1].long())
    return functional.cross_entropy(scores.flatten(0, 1),
                                    windows[:, 1:].long().flatten())


@torch.no_grad()
def held_out_loss(model, tokens):
    """Return the loss, in nats a token, over all held-out windows.

    Windows do not overlap: a token that is predicted has between 1 and
    CONTEXT - 1 others before it.
    """
    model.eval()
    windows = kjv_text.windows(tokens, gpt.CONTEXT)
    total = sum(loss_of(model, part).item() * len(part)
                for part in windows.split(64))
    return total / len(windows)


def fit(model, recipe, tokens, checkpoint, report):
    """Train in place, resuming from the checkpoint if there is one."""
    generator = torch.Generator().manual_seed(recipe.seed)
    optimizer = training.make_optimizer(model, recipe)
    schedule = torch.optim.lr_scheduler.LambdaLR(
        optimizer, training.learning_rate_factor(recipe, gpt.BATCHES))
    stateful = {"model": model, "optimizer": optimizer, "schedule": schedule}
    first_epoch, seconds = 0, 0.0
    if checkpoint.exists():
        saved = torch.load(checkpoint)
        if saved["recipe"] != recipe or saved["tokens"] != len(tokens):
            raise ValueError(f"{checkpoint} belongs to another run: remove it")
        for name, item in stateful.items():
            item.load_state_dict(saved[name])
        generator.set_state(saved["generator"])
        first_epoch, seconds = saved["epoch"], saved["seconds"]

    span = torch.arange(gpt.CONTEXT + 1)
    for epoch in range(first_epoch, recipe.epochs):
        model.train()
        start, total = time.process_time(), 0.0
        for _ in range(gpt.BATCHES):
            first = torch.randint(len(tokens) - gpt.CONTEXT,
                                  (recipe.batch_size, 1), generator=generator)
            loss = loss_of(model, tokens[first + span])
            optimizer.zero_grad(set_to_none=True)
            loss.backward()
            torch.nn.utils.clip_grad_norm_(model.parameters(), 1.0)
            optimizer.step()
            schedule.step()
            total += loss.item()
        seconds += time.process_time() - start
        state = {name: item.state_dict() for name, item in stateful.items()}
        state.update(recipe=recipe, tokens=len(tokens), epoch=epoch + 1,
                     seconds=seconds, generator=generator.get_state())
        partial = checkpoint.with_suffix(".partial")
        torch.save(state, partial)
        partial.replace(checkpoint)
        report(epoch + 1, total / gpt.BATCHES, seconds)


def main():
    """Train, measure once, export."""
    arguments = parse_arguments()
    overrides = {name: getattr(arguments, name) for name in ("epochs", "seed")
                 if getattr(arguments, name) is not None}
    recipe = dataclasses.replace(gpt.RECIPE, **overrides)
    torch.set_num_threads(1)
    torch.use_deterministic_algorithms(True)
    torch.manual_seed(recipe.seed)

    tokens, held_out = kjv_text.load()
    model = gpt.build()
    parameters = sum(p.numel() for p in model.parameters())
    print(f"{parameters} parameters, {len(tokens)} tokens to train on, "
          f"{len(held_out)} held out", flush=True)
    arguments.checkpoints.mkdir(parents=True, exist_ok=True)

    def report(epoch, loss, seconds):
        print(f"epoch {epoch}/{recipe.epochs}: loss {loss:.4f}, "
              f"{seconds:.0f} CPU s", flush=True)

    fit(model, recipe, tokens, arguments.checkpoints / "gpt.pt", report)
    loss = held_out_loss(model, held_out)
    print(f"held-out loss {loss:.4f} nats a byte: {loss / math.log(2):.4f} "
          f"bits, perplexity {math.exp(loss):.4f}")
    gpt_export.write_files(gpt.fold(model), tokens, held_out, recipe,
                           arguments.output)


if __name__ == "__main__":
    main()
