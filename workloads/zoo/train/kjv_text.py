"""The text of the language model: the King James Version, as Debian has it.

The packages bible-kjv-text and bible-kjv (main; the text of 1611 is in the
public domain) hold it compressed, and `bible` prints it, one verse a line
behind its place ("Ge1:1 In the beginning ..."). A token is one byte, all of
them ASCII; a verse ends with a newline, its place is left out. Each 20th
chapter is held out.
"""

import re
import subprocess

import torch

VOCABULARY = 128
HELD_OUT = 20  # each 20th chapter

_VERSE = re.compile(r"(\w+?)(\d+):(\d+) (.*)")


def _chapters():
    """Yield the text of each chapter, in order."""
    printed = subprocess.run(
        ["bible", "-f", "gen1:1-rev22:21"], check=True, text=True,
        capture_output=True).stdout
    chapter, verses = None, []
    for line in printed.splitlines():
        match = _VERSE.fullmatch(line)
        if not match:
            raise ValueError(f"this is no verse: {line!r}")
        if chapter != match.group(1, 2):
            if verses:
                yield "".join(verses)
            chapter, verses = match.group(1, 2), []
        verses.append(match.group(4) + "\n")
    yield "".join(verses)


def load():
    """Return the tokens to train on and those held out, uint8."""
    parts = {False: [], True: []}
    for index, chapter in enumerate(_chapters()):
        parts[index % HELD_OUT == HELD_OUT - 1].append(chapter)
    return [torch.tensor(list("".join(parts[held]).encode("ascii")),
                         dtype=torch.uint8) for held in (False, True)]


def windows(tokens, length):
    """Return as many whole windows as follow one another, [n][length]."""
    count = len(tokens) // length
    return tokens[:count * length].reshape(count, length)
