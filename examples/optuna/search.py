#!/usr/bin/env python3
"""Lets Optuna choose designs that mho runs: ask and tell, over one process of `mho evaluate` that stays warm.

Searches converter bits, supply and banks of the quickstart for little energy and little loss of accuracy, and prints
the front that it found, a design a line. Needs optuna (tried with 5.0); nothing of it is part of mho.

  examples/optuna/search.py --mho build/mho --evaluations 40 --storage sqlite:///search.db
"""
import argparse
import json
import subprocess

import optuna

OBJECTIVES = ["energy.per_inference", "accuracy.loss.mean"]
# A key of the run that is an option too stands here, as for `mho run`.
RUN = ["quickstart", "--images", "200", "--trials", "2", "--engine-images", "2"]


class Simulator:
    """A process that answers a design a line, in order."""

    def __init__(self, program, run):
        self.process = subprocess.Popen([program, "evaluate", *run], stdin=subprocess.PIPE, stdout=subprocess.PIPE,
                                        text=True)

    def __call__(self, design):
        self.process.stdin.write(json.dumps(design) + "\n")
        self.process.stdin.flush()
        return json.loads(self.process.stdout.readline())

    def close(self):
        self.process.stdin.close()
        return self.process.wait()


def design_of(trial):
    """Keys of the run and their values, as a line of `mho evaluate` has them."""
    return {
        "chip.tile.macro.adc.bits": trial.suggest_int("chip.tile.macro.adc.bits", 4, 8),
        "chip.supply": f'{trial.suggest_float("chip.supply", 0.8, 1.0, step=0.1):.1f} V',
        "chip.global_buffer.banks": trial.suggest_categorical("chip.global_buffer.banks", [1, 2]),
    }


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--mho", default="mho", help="the program")
    parser.add_argument("--evaluations", type=int, default=40)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--storage", help="of the study, as sqlite:///search.db; none: memory alone")
    parser.add_argument("run", nargs="*", default=RUN, help="what is run, as for mho evaluate")
    options = parser.parse_args()

    study = optuna.create_study(directions=["minimize"] * len(OBJECTIVES), storage=options.storage,
                                sampler=optuna.samplers.TPESampler(seed=options.seed, multivariate=True))
    study.set_metric_names(OBJECTIVES)
    simulator = Simulator(options.mho, options.run)
    for _ in range(options.evaluations):
        trial = study.ask()
        answer = simulator(design_of(trial))
        if "problems" in answer:  # no such design; it is one without figures
            trial.set_user_attr("problems", answer["problems"])
            study.tell(trial, state=optuna.trial.TrialState.FAIL)
            continue
        trial.set_user_attr("trials", answer.get("trials", []))
        study.tell(trial, [answer["metrics"][name] for name in OBJECTIVES])
    simulator.close()

    front = {(tuple(trial.values), json.dumps(trial.params)) for trial in study.best_trials}
    for values, params in sorted(front):
        print(json.dumps({"keys": json.loads(params), "objectives": dict(zip(OBJECTIVES, values))}))


if __name__ == "__main__":
    main()
