"""What Perfetto's own trace processor reads of a run's trace, beside the run's JSON.

Usage: trace_sql.py MHO SOURCE_FOLDER SCRATCH_FOLDER
"""

import collections
import json
import pathlib
import subprocess
import sys

from trace_processor import query

MHO, SCRATCH = sys.argv[1], pathlib.Path(sys.argv[3])
TICK = 1e-12  # s: of the trace's nanosecond

SLICES = "select s.ts, s.dur, s.name, s.depth, t.name as track, p.name as site from slice s " \
         "join track t on t.id = s.track_id left join track p on p.id = t.parent_id"
COUNTERS = "select c.ts, c.value, t.name from counter c join track t on t.id = c.track_id " \
           "join track p on p.id = t.parent_id where p.name = 'power' order by c.track_id, c.ts"
FLOWS = "select a.name as sent, a.ts as sent_at, b.name as came, b.ts as came_at, ta.parent_id as there, " \
        "tb.parent_id as here from flow f join slice a on a.id = f.slice_out join slice b on b.id = f.slice_in " \
        "join track ta on ta.id = a.track_id join track tb on tb.id = b.track_id"
IMAGES = "select distinct int_value as image from args where key = 'debug.image'"
RANKS = "select t.name, a.int_value as rank from track t join args a on a.arg_set_id = t.source_arg_set_id " \
        "where a.key = 'sibling_order_rank' and t.name like 'tile %' and t.type not like '%counter%' " \
        "and t.parent_id in (select id from track where parent_id is null) order by rank"
ERRORS = "select name, value from stats where severity in ('error', 'data_loss') and value > 0"


def traced_run():
    report, trace = SCRATCH / "run.json", SCRATCH / "run.pftrace"
    subprocess.run([MHO, "run", "quickstart", "--images", "64", "--trials", "2", "--quiet", "--json", str(report),
                    "--trace", str(trace)], check=True, capture_output=True)
    return json.loads(report.read_text()), trace


def check_layers(slices, report):
    """Waits and ends of the layers; a slice's ends are off by a tick each, as are the report's sums of femtoseconds."""
    images = report["metrics"]["engine.simulated"]["value"]
    time, number = collections.Counter(), collections.Counter()
    for each in slices:
        time[each["name"]] += each["dur"]
        number[each["name"]] += 1
    causes = {"wait_input_s": ["wait: inputs"], "wait_port_s": ["wait: port"], "wait_unit_s": ["wait: unit"],
              "wait_output_s": ["wait: room", "wait: network"]}
    compared = 0
    for layer in report["layers"]:
        for column, names in causes.items():
            names = [f"{layer['name']}, {name}" for name in names]
            slack = (sum(number[name] for name in names) + images) * TICK
            found = sum(time[name] for name in names) * TICK
            assert abs(found - layer[column] * images) <= slack, (layer["name"], column, found, layer[column] * images)
            compared += found > 0
        starts = [each["ts"] for each in slices if each["name"] in (layer["name"] + ", MVM", layer["name"] + ", vector")]
        assert abs(min(starts) * TICK - layer["start_s"]) <= TICK, layer["name"]
    assert compared > 10
    return compared


def check_power(counters, report):
    """The integral of power is the energy of the images that the engine ran."""
    metric = {name: metric["value"] for name, metric in report["metrics"].items()}
    energy, ends = collections.Counter(), {}
    for now, then in zip(counters, counters[1:]):
        if now["name"] == then["name"]:
            energy[now["name"]] += now["value"] * (then["ts"] - now["ts"]) * TICK
            ends[now["name"]] = then["ts"]
    wanted = metric["energy.per_inference"] * metric["engine.images"]
    assert abs(energy["all"] / wanted - 1) < 1e-6, (energy["all"], wanted)
    assert abs(sum(energy.values()) / energy["all"] - 2) < 1e-6, energy
    # The host's link is at work for a quarter of this run, nothing for a moment alone.
    peak = max(each["value"] for each in counters if each["name"] == "all")
    assert peak < 3 * metric["power.average"], peak
    return energy["all"], wanted


def check_run():
    report, trace = traced_run()
    slices, counters, flows, images, errors, ranks = query(trace, SLICES, COUNTERS, FLOWS, IMAGES, ERRORS, RANKS)
    assert errors == [], errors
    assert all(each["depth"] == 0 and each["dur"] >= 0 for each in slices), "slices of a track do not overlap"
    assert len(images) == report["metrics"]["engine.simulated"]["value"]
    assert flows and all(flow["came_at"] > flow["sent_at"] and flow["there"] != flow["here"] for flow in flows)
    assert [each["name"] for each in ranks] == [f"tile {i}" for i in range(4)], ranks
    compared = check_layers(slices, report)
    found, wanted = check_power(counters, report)
    end = report["metrics"]["engine.time"]["value"]
    last = max(each["ts"] + each["dur"] for each in slices) * TICK
    assert last <= end + TICK and last > 0.99 * end
    print(f"the trace processor: {len(slices)} slices, {len(flows)} flows, {compared} waits as in the report, "
          f"{found:.6g} J of {wanted:.6g} J")


SCRATCH.mkdir(parents=True, exist_ok=True)
check_run()
