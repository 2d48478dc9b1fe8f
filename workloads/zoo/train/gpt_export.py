"""The language model as ONNX: a whole context, and one token behind a cache.

Prefill: `tokens` [1][CONTEXT] to `scores` [1][CONTEXT][vocabulary]. Decode:
`tokens` [1][1] and, for each block, `past_key_B` and `past_value_B`
[1][head][past][element] to `scores` [1][1][vocabulary] and the same with the
token's own behind, `key_B` and `value_B`; its position is the length of what
is past.
"""

import numpy
import torch
from torch import nn

import gpt
import kjv_text


class Prefill(nn.Module):
    """Scores alone."""

    def __init__(self, model):
        super().__init__()
        self.model = model

    def forward(self, tokens):
        return self.model(tokens)[0]


class Decode(nn.Module):
    """Scores, and what the next token needs."""

    def __init__(self, model):
        super().__init__()
        self.model = model

    def forward(self, tokens, *past):
        scores, present = self.model(tokens, past)
        return (scores, *present)


def cache_names(prefix):
    """Return the names of keys and values, as forward() orders them."""
    return [f"{prefix}{kind}_{block}" for block in range(gpt.BLOCKS)
            for kind in ("key", "value")]


def _export(model, inputs, path, opset, **names):
    torch.onnx.export(model.eval(), inputs, str(path), opset_version=opset,
                      do_constant_folding=True, **names)


@torch.no_grad()
def write_files(model, tokens, held_out, recipe, folder):
    """Write both networks in float, and the data that they are run with.

    Test inputs are all windows that are held out; training inputs are spread
    over the text.
    """
    folder.mkdir(parents=True, exist_ok=True)
    test = kjv_text.windows(held_out, gpt.CONTEXT)
    training = kjv_text.windows(tokens, gpt.CONTEXT)
    training = training[::len(training) // 256][:256]
    _export(Prefill(model), torch.zeros(1, gpt.CONTEXT, dtype=torch.long),
            folder / "gpt_kjv_prefill.onnx", recipe.opset,
            input_names=["tokens"], output_names=["scores"])
    cache = model(test[:1, :-1].long())[1]
    past = cache_names("past_")
    _export(Decode(model), (test[:1, -1:].long(), *cache),
            folder / "gpt_kjv_decode.onnx", recipe.opset,
            input_names=["tokens"] + past,
            output_names=["scores"] + cache_names(""),
            dynamic_axes={name: {2: "past"} for name in past})
    numpy.save(folder / "gpt_kjv_test.npy", test.numpy())
    numpy.save(folder / "gpt_kjv_training.npy", training.numpy())
