#!/bin/sh
# pygmo 2.20.0 (PyPI; pagmo2's hypervolume): contributions() counts space twice where two points share a cost.
# A good guess: it returns for every point what exclusive() returns for that point, or at least what the hypervolume
# loses without it. But of (1, 5), (1, 0), (3, 4) below (10, 10), where the second point dominates both others, it gives
# 0, 45 and 7: more for the second than is lost without it (38), and 7 for a point that is dominated. exclusive() is
# right. Of 2,000 random sets of 2 to 6 points with costs 0 to 4, 72 are off. Whole numbers of bits, rows or tiles make
# shared costs common. Leave each point out, and subtract.
# Seen 2026-11-30. Needs python3-venv; fails when what is seen changes.
set -eu
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
python3 -m venv "$folder/venv"
"$folder/venv/bin/pip" install --quiet --disable-pip-version-check pygmo==2.20.0 numpy==2.4.6 cloudpickle==3.1.3 scipy==1.17.1
"$folder/venv/bin/python" - <<'PYTHON' | tee "$folder/seen"
import random
import pygmo


def lost(points, worst):
    whole = pygmo.hypervolume(points).compute(worst)
    rest = [[q for j, q in enumerate(points) if j != i] for i in range(len(points))]
    return [float(whole - pygmo.hypervolume(others).compute(worst)) for others in rest]


points, worst = [[1, 5], [1, 0], [3, 4]], [10, 10]
volume = pygmo.hypervolume(points)
print("contributions", [float(v) for v in volume.contributions(worst)])
print("exclusive    ", [float(volume.exclusive(i, worst)) for i in range(3)])
print("lost without ", lost(points, worst))
random.seed(1)
off = 0
for _ in range(2000):
    count, costs = random.randint(2, 6), random.choice([2, 3])
    points = [[random.randint(0, 4) for _ in range(costs)] for _ in range(count)]
    told = pygmo.hypervolume(points).contributions([9] * costs)
    off += max(abs(a - b) for a, b in zip(told, lost(points, [9] * costs))) > 1e-9
print("off", off, "of 2000")
PYTHON
cat >"$folder/expected" <<'TEXT'
contributions [0.0, 45.0, 7.0]
exclusive     [0.0, 38.0, 0.0]
lost without  [0.0, 38.0, 0.0]
off 72 of 2000
TEXT
diff "$folder/expected" "$folder/seen"
echo "seen as described"
