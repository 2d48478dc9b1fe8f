#!/usr/bin/env python3
"""How well mho fit-cell predicts public measurements that were left out of the fit.

    validation/measured_cells.py REPOSITORY [--mho build/release/mho]

REPOSITORY is a clone (or a bare git folder) of github.com/akashlevy/RRAM-Relaxation-Master-Model (MIT license): three
technologies of 1T1R resistive memory, 16k cells each, 32 levels; read from 10 ms to 1e5 s at room temperature and
before and after bakes of an hour or two at 100 to 260 C. Files that are not there are said and left out. The cells were
programmed into 32 ranges; the target is the middle of the range that the first reading lies in. Prints one line a
split, with what was held out: the means' error against that of predicting no change, and the deviations by level.
"""
import argparse
import csv
import gzip
import math
import pathlib
import subprocess
import sys
import tempfile

RANGES = 32
G_MAX = {"A": 240e-6, "B": 128e-6, "C": 40e-6}  # S, of data/tech*/settings.json
ROOM = 25  # C
RELAXATION = {"A": "relaxdata.min", "B": "relaxdata_10k.min", "C": "relaxdata.min"}


def lines_of(repository, name):
    """The lines of data/NAME.tsv.gz, or None."""
    path = pathlib.Path(repository) / "data" / f"{name}.tsv.gz"
    if path.is_file():
        return gzip.decompress(path.read_bytes()).decode().splitlines()
    shown = subprocess.run(["git", "-C", repository, "show", f"HEAD:data/{name}.tsv.gz"],
                           capture_output=True)
    return gzip.decompress(shown.stdout).decode().splitlines() if shown.returncode == 0 else None


def target_of(first_s, g_max):
    """The middle of the range that the first reading lies in, or None above the last."""
    place = int(first_s / g_max * RANGES)
    return (place + 0.5) * g_max / RANGES if place < RANGES else None


def relaxation_rows(lines, g_max):
    for line in lines:
        address, _, _, conductance, first, _, time = line.split("\t")
        target = target_of(float(first), g_max)
        if target is not None:
            yield f"r{address}", target, conductance, float(time), ROOM


def bake_rows(lines, g_max):
    """Every bake programs the cells anew, so a cell is another device in each."""
    first = {}
    for line in lines:
        address, time, _, conductance, temperature = line.split("\t")
        device = f"b{address}at{temperature}"
        target = target_of(first.setdefault(device, float(conductance)), g_max)
        if target is not None:
            yield device, target, conductance, float(time) if float(time) > 10 else 0, int(temperature)


def write_csv(path, rows):
    with open(path, "w", newline="") as file:
        writer = csv.writer(file)
        writer.writerow(["device", "target (S)", "conductance (S)", "time (s)", "temperature (C)"])
        writer.writerows(rows)


def root_mean_square(values):
    return math.sqrt(sum(v * v for v in values) / len(values))


def held_out(residuals):
    with open(residuals, newline="") as file:
        rows = [row for row in csv.DictReader(file) if row["part"] == "held out" and float(row["time_s"]) > 0]
    return [{key: float(value) for key, value in row.items() if key != "part"} for row in rows]


def summary(rows):
    """Means off by, without a model; deviations measured, predicted; R2 of the deviations by level."""
    measured = [row["deviation_S"] for row in rows]
    predicted = [row["predicted_deviation_S"] for row in rows]
    middle = sum(measured) / len(measured)
    left = sum((m - p) ** 2 for m, p in zip(measured, predicted))
    return (root_mean_square([row["mean_S"] - row["predicted_mean_S"] for row in rows]),
            root_mean_square([row["mean_S"] for row in rows]),
            root_mean_square(measured), root_mean_square(predicted),
            1 - left / sum((m - middle) ** 2 for m in measured))


def predict(mho, file, folder, rule, options):
    residuals = folder / "residuals.csv"
    subprocess.run([mho, "fit-cell", file, "--resamples", "0", "--hold-out", rule, "--residuals", residuals,
                    *options], check=True, stdout=subprocess.DEVNULL)
    return summary(held_out(residuals))


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("repository")
    parser.add_argument("--mho", default="build/release/mho")
    arguments = parser.parse_args()
    missing = []
    print("| cells | fitted to | held out | means off by (no model) | deviation | predicted | R2 by level |")
    print("| --- | --- | --- | --- | --- | --- | --- |")
    with tempfile.TemporaryDirectory() as scratch:
        folder = pathlib.Path(scratch)

        def show(technology, rows, what, rule, options=()):
            file = folder / "measured.csv"
            write_csv(file, rows)
            figures = predict(arguments.mho, file, folder, rule, options)
            off, without, measured, predicted = (f"{1e6 * value:.2f}" for value in figures[:4])
            print(f"| {technology} | {what} | {rule} | {off} ({without}) uS | {measured} uS | {predicted} uS | "
                  f"{figures[4]:.2f} |", flush=True)

        for technology, g_max in G_MAX.items():
            found = {}
            for kind, name, rows_of in (("relaxation", RELAXATION[technology], relaxation_rows),
                                        ("bake", "bake", bake_rows)):
                lines = lines_of(arguments.repository, f"tech{technology}/{name}")
                if lines is None:
                    missing.append(f"data/tech{technology}/{name}.tsv.gz")
                else:
                    found[kind] = list(rows_of(lines, g_max))
            if "relaxation" in found:
                rows = found["relaxation"]
                show(technology, rows, "half of the cells, all times", "50 %")
                for form in ("trend", "relaxation", "table"):
                    show(technology, rows, f"up to 4 s, {form}", "time>10 s", ("--drift", form))
            if "bake" in found:
                for temperature in (100, 180, 260):
                    some = [row for row in found["bake"] if row[4] == temperature]
                    show(technology, some, f"half of the cells, {temperature} C alone", "50 %")
            if len(found) == 2:
                both = found["relaxation"] + found["bake"]
                for temperature in (100, 140, 180, 220, 260):
                    show(technology, both, "all else", f"temperature={temperature} C")
    for name in missing:
        print(f"not in {arguments.repository}: {name}", file=sys.stderr)


if __name__ == "__main__":
    main()
