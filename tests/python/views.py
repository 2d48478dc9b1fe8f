"""views.py PROGRAM SOURCE_DIR FOLDER: the front of a sweep is found by Optuna over mho evaluate, too; and what mho
writes of a sweep is what Optuna, xarray and h5py read."""
import json
import os
import pathlib
import subprocess
import sys

import h5py
import numpy
import optuna
import xarray

program, source, folder = sys.argv[1], sys.argv[2], pathlib.Path(sys.argv[3])
folder.mkdir(parents=True, exist_ok=True)

SWEEP = f"""
from: {source}/configs/runs/quickstart.yaml
accuracy: {{images: 200, trials: 2}}
engine: {{images: 2}}
vary:
  chip.tile.macro.adc.bits: [4, 5, 6, 7, 8]
  chip.supply: {{from: 0.8 V, to: 1 V, step: 0.1 V}}
  chip.global_buffer.banks: [1, 2]
objectives: {{minimize: [energy.per_inference, accuracy.loss.mean]}}
"""


def mho(*words):
    return subprocess.run([program, *words], check=True, capture_output=True, text=True).stdout


def check(holds, what):
    if not holds:
        sys.exit(f"not so: {what}")


def swept_front():
    (folder / "s.yaml").write_text(SWEEP)
    subprocess.run(["rm", "-rf", str(folder / "out")], check=True)
    mho("sweep", str(folder / "s.yaml"), "--out", str(folder / "out"), "--cache", str(folder / "cache"), "--quiet")
    mho("pareto", str(folder / "out"), "--json", str(folder / "front.json"))
    return json.loads((folder / "front.json").read_text())


def searched_front():
    words = [sys.executable, f"{source}/examples/optuna/search.py", "--mho", program, "--evaluations", "60"]
    lines = subprocess.run(words, check=True, capture_output=True, text=True).stdout.splitlines()
    return {tuple(json.loads(line)["objectives"].values()) for line in lines}


def check_views(front):
    views = {kind: str(folder / f"v.{kind}") for kind in ("sqlite", "hdf5", "csv")}
    mho("sweep", str(folder / "out"), *[word for kind, path in views.items() for word in (f"--{kind}", path)])
    designs = xarray.open_dataset(views["hdf5"], engine="h5netcdf")
    records = {design["id"]: design for design in front["designs"]}
    check(len(designs["design"]) == 30 and len(designs["trial"]) == 2, "30 designs of 2 trials")
    for i, name in enumerate(designs["id"].values):
        objectives = records[name]["objectives"]
        check(designs["energy.per_inference"].values[i] == objectives["energy.per_inference"]["value"], "energy")
        check(list(designs["energy.per_inference.model80"].values[i])
              == objectives["energy.per_inference"]["modelled"], "its interval")
    check(designs["energy.per_inference"].attrs["units"] == "J", "units")
    check(numpy.allclose(designs["accuracy"].mean("trial"), designs["accuracy.analog.mean"]), "accuracies")
    with h5py.File(views["hdf5"]) as file:
        check(list(file["area.chip"].dims[0].keys()) == ["design"], "a dimension scale")
    study = optuna.load_study(study_name=None, storage="sqlite:///" + views["sqlite"])
    check(len(study.trials) == 30, "30 trials")
    check(study.metric_names == ["energy.per_inference", "accuracy.loss.mean"], "names of objectives")
    check({tuple(trial.values) for trial in study.best_trials} == front_values(front), "the same front")
    study.ask()  # it goes on from there


def front_values(front):
    return {tuple(figure["value"] for figure in design["objectives"].values())
            for design in front["designs"] if design["standing"] == "front"}


os.environ.pop("MHO_CONFIGS", None)
optuna.logging.set_verbosity(optuna.logging.ERROR)
found = swept_front()
check(searched_front() == front_values(found), "Optuna finds the same front")
check_views(found)
print("Optuna, xarray and h5py agree with mho")
