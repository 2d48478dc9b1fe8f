"""What xarray, by two libraries, and h5py read of a file of runs; and what the JSON Schemas let pass.

Usage: runs.py MHO SOURCE_FOLDER SCRATCH_FOLDER
"""

import json
import pathlib
import shutil
import subprocess
import sys

import h5py
import numpy
import xarray
from jsonschema import Draft202012Validator
from ruamel.yaml import YAML
from ruamel.yaml.error import YAMLError

MHO, SOURCE, SCRATCH = sys.argv[1], pathlib.Path(sys.argv[2]), pathlib.Path(sys.argv[3])

# Wrong in what a schema of keys and values cannot say: rules between keys, values with units that are out of range,
# what other files hold, keys that are missing.
BEYOND_SCHEMAS = {"carbon_region", "carbon_training", "carbon_year", "carbon_yield", "constant_with_voltage",
                  "key_missing_deep", "ohmic_without_voltage", "range_high", "sections_missing",
                  "weight_clip_below_one", "run_without_figures", "source_missing", "status_recalled", "unit_missing"}


def mho(*words):
    return subprocess.run([MHO, *words], check=True, capture_output=True, text=True).stdout


def check_runs():
    file, reports = SCRATCH / "runs.h5", []
    for bits in (8, 6):
        report = SCRATCH / f"{bits}.json"
        mho("run", "quickstart", "--images", "64", "--trials", "2", "--quiet", "--set",
            f"chip.tile.macro.adc.bits={bits}", "--out", str(file), "--json", str(report))
        reports.append(json.loads(report.read_text()))
    for engine in ("h5netcdf", "netcdf4"):
        runs = xarray.open_dataset(file, engine=engine)
        assert runs.sizes["run"] == 2
        for i, report in enumerate(reports):
            for name, metric in report["metrics"].items():
                assert runs[name].values[i] == metric["value"], name
            layers = xarray.open_dataset(file, engine=engine, group=f"run_{i + 1}/layers")
            assert list(layers.name.values) == [layer["name"] for layer in report["layers"]]
            for column in ("energy_j", "macs", "start_s", "snr_cumulative_db"):
                there = [numpy.nan if layer[column] is None else layer[column] for layer in report["layers"]]
                numpy.testing.assert_array_equal(layers[column].values, there)
            ledger = xarray.open_dataset(file, engine=engine, group=f"run_{i + 1}/ledger")
            component = ledger.component_text.values[ledger.component.values]
            assert list(component) == [line["component"] for line in report["ledger"]]
            assert list(ledger.energy_j.values) == [line["energy_j"] for line in report["ledger"]]
            trials = xarray.open_dataset(file, engine=engine, group=f"run_{i + 1}/judged/trials")
            assert list(trials.right.values) == [trial["right"] for trial in report["judged"]["trials"]]
    with h5py.File(file) as opened:
        assert opened["run_2"].attrs["chip"] == reports[1]["chip"]
        assert opened["run_2/resolved_yaml"][()].decode() == reports[1]["resolved_yaml"]
        assert opened["run_2/layers/energy_j"].dims[0][0].name == "/run_2/layers/layer"
    print("runs: read by h5netcdf, netCDF4 and h5py as they are in JSON")


def check_schemas():
    yaml = YAML(typ="safe")
    validators = {}
    for kind in ("chip", "workload", "run", "sweep"):
        schema = json.loads(mho("schema", kind))
        Draft202012Validator.check_schema(schema)
        validators[kind] = Draft202012Validator(schema)
    valid = 0
    for kind, validator in validators.items():
        for file in sorted((SOURCE / "configs" / f"{kind}s").glob("*.yaml")):
            for error in validator.iter_errors(yaml.load(file)):
                raise AssertionError(f"{file}: {error.message}")
            valid += 1
    resolved = yaml.load(mho("run", "quickstart", "--resolved"))
    assert not list(validators["run"].iter_errors(resolved))
    refused = 0
    for folder, kind in (("run", "run"), ("explore", "sweep")):
        for file in sorted((SOURCE / "tests" / folder / "bad").glob("*.yaml")):
            try:
                wrong = bool(list(validators[kind].iter_errors(yaml.load(file))))
            except YAMLError:
                wrong = True
            beyond = file.stem in BEYOND_SCHEMAS or file.stem.startswith(("rule_", "include_"))
            assert wrong or beyond, f"{file} is wrong, and its schema lets it pass"
            refused += wrong
    print(f"schemas: {valid} files are valid, {refused} wrong ones are refused")


if __name__ == "__main__":
    shutil.rmtree(SCRATCH, ignore_errors=True)
    SCRATCH.mkdir(parents=True)
    check_runs()
    check_schemas()
