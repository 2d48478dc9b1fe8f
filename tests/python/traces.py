"""traces.py PROGRAM SOURCE_DIR FOLDER: what Perfetto's schema makes of a trace, vcdvcd of waveforms, and gdstk and KLayout
of a floorplan, held against the JSON of the same run."""
import collections
import json
import pathlib
import shutil
import subprocess
import sys
from decimal import Decimal

import gdstk
import klayout.db as kdb
from perfetto.protos.perfetto.trace import perfetto_trace_pb2 as schema
from vcdvcd import VCDVCD

MHO, SOURCE, SCRATCH = sys.argv[1], sys.argv[2], pathlib.Path(sys.argv[3])
PICOSECOND = 1e-12  # a tick of the trace, which rounds times down to it
BEGIN, END, COUNTER = (schema.TrackEvent.TYPE_SLICE_BEGIN, schema.TrackEvent.TYPE_SLICE_END,
                       schema.TrackEvent.TYPE_COUNTER)

Slice = collections.namedtuple("Slice", "track begin end name image arrows")


def mho(*words):
    return subprocess.run([MHO, "run", *words, "--quiet"], check=True, capture_output=True, text=True)


def close(a, b, relative):
    assert abs(a - b) <= relative * max(abs(a), abs(b)), (a, b)


class Trace:
    def __init__(self, file):
        self.tracks, self.slices, self.values = {}, [], collections.defaultdict(list)
        trace, names, notes, open_slices = schema.Trace(), {}, {}, {}
        trace.ParseFromString(pathlib.Path(file).read_bytes())
        assert trace.packet[0].sequence_flags == schema.TracePacket.SEQ_INCREMENTAL_STATE_CLEARED
        for packet in trace.packet:
            assert packet.trusted_packet_sequence_id == 1 and not packet.ListFields() == []
            names.update({each.iid: each.name for each in packet.interned_data.event_names})
            notes.update({each.iid: each.name for each in packet.interned_data.debug_annotation_names})
            if packet.HasField("track_descriptor"):
                track = packet.track_descriptor
                assert track.uuid not in self.tracks and (not track.parent_uuid or track.parent_uuid in self.tracks)
                above = self.tracks.get(track.parent_uuid, ())
                self.tracks[track.uuid] = (*above, track.name or track.static_name)
                continue
            event = packet.track_event
            path = self.tracks[event.track_uuid] if packet.HasField("track_event") else None
            if event.type == BEGIN:
                noted = {notes[each.name_iid]: each.int_value for each in event.debug_annotations}
                assert event.track_uuid not in open_slices, "slices of one track overlap"
                open_slices[event.track_uuid] = Slice(path, packet.timestamp, 0, names[event.name_iid],
                                                      noted.get("image"), list(event.flow_ids))
            elif event.type == END and path:
                self.slices.append(open_slices.pop(event.track_uuid)._replace(end=packet.timestamp))
            elif event.type == COUNTER:
                self.values[path].append((packet.timestamp, event.double_counter_value))
        assert not open_slices
        self.check_order()

    def check_order(self):
        """No slice of a track begins before the one before it has ended; counters go forward."""
        for values in self.values.values():
            assert all(a[0] <= b[0] for a, b in zip(values, values[1:]))
        for each in self.slices:
            assert each.begin <= each.end

    def seconds(self, site, name):
        found = [each for each in self.slices if site in each.track and each.name == name]
        return PICOSECOND * sum(each.end - each.begin for each in found), PICOSECOND * 2 * len(found)

    def energy(self, name):
        values = self.values[("chip (1 ns here is 1 ps of the chip)", "power", name)]
        return sum(a[1] * (b[0] - a[0]) for a, b in zip(values, values[1:])) * PICOSECOND

    def owners(self):
        return [path[2] for path in self.values if path[1] == "power" and path[2] != "all"]


def run_pair(name, *words):
    """A run with and without a trace: every figure is the same."""
    plain, traced, trace = (str(SCRATCH / f"{name}.{end}") for end in ("plain.json", "json", "pftrace"))
    without = mho(*words, "--json", plain)
    told = mho(*words, "--json", traced, "--trace", trace)
    assert told.stdout == without.stdout and told.stderr == without.stderr
    assert pathlib.Path(plain).read_bytes() == pathlib.Path(traced).read_bytes()
    return Trace(trace), json.loads(pathlib.Path(plain).read_text())


def check_energy(trace, report):
    energy = sum(line["energy_j"] for line in report["ledger"])
    # The last bin's edges are rounded to the tick.
    close(trace.energy("all"), energy, 1e-6)
    close(sum(trace.energy(owner) for owner in trace.owners()), energy, 1e-6)
    by_tile = collections.Counter()
    for line in report["ledger"]:
        by_tile[line["tile"]] += line["energy_j"]
    for tile, energy in by_tile.items():
        if tile is not None and tile >= 0 and energy > 0:
            close(trace.energy(f"tile {tile}"), energy, 1e-6)


def check_waits(trace, report, causes):
    """Slices of stalls add up to what the report says that each layer waited, for a mean image."""
    checked, images = 0, report["metrics"]["engine.images"]["value"]
    for layer in report["layers"]:
        for column, names in causes.items():
            found = [trace.seconds("waits", f"{layer['name']}, {name}") for name in names]
            seconds, error = sum(each[0] for each in found), sum(each[1] for each in found)
            assert abs(seconds - images * layer[column]) <= error + 1e-9 * seconds, (layer["name"], column, seconds)
            checked += seconds > 0
    assert checked > 0
    return checked


def check_arrows(trace):
    """What a tile sends is written by another one, later."""
    ends = collections.defaultdict(list)
    for each in trace.slices:
        for arrow in each.arrows:
            ends[arrow].append(each)
    assert ends
    for both in ends.values():
        sender, receiver = sorted(both, key=lambda each: each.begin)
        assert "output" in sender.track and "input buffer, ports" in receiver.track
        assert sender.track[1] != receiver.track[1]
    return len(ends)


MACRO_WAITS = {"wait_input_s": ["wait: inputs"], "wait_port_s": ["wait: port"], "wait_unit_s": ["wait: unit"],
               "wait_output_s": ["wait: room", "wait: network"]}
ARRAY_WAITS = {"wait_input_s": ["wait: inputs"], "wait_output_s": ["wait: sums to leave"],
               "wait_weights_s": ["wait: weights"], "wait_load_s": ["wait: load of weights"]}
COUNTED = ("quickstart", "--values", "off", "--engine-images", "4")


def check_traces():
    trace, report = run_pair("counted", *COUNTED)
    check_energy(trace, report)
    waits, arrows = check_waits(trace, report, MACRO_WAITS), check_arrows(trace)
    first = min(each.begin for each in trace.slices if each.name == "/conv1/Conv, MVM")
    close(PICOSECOND * first, report["layers"][0]["start_s"], 1e-5)
    print(f"a trace: {len(trace.slices)} slices, {len(trace.tracks)} tracks, {waits} waits, {arrows} arrows")
    valued, figures = run_pair("valued", "quickstart", "--images", "16", "--trials", "1", "--engine-images", "2")
    check_energy(valued, figures)
    check_waits(valued, figures, MACRO_WAITS)
    arrays, figures = run_pair("arrays", "--chip", "tpu_v1_isca_2017", "--workload", "lenet5_fashion_mnist",
                               "--values", "off", "--engine-images", "2")
    check_energy(arrays, figures)
    check_waits(arrays, figures, ARRAY_WAITS)
    return trace


def check_windows(whole):
    """Two windows of a run have its energy between them, and their slices are the run's."""
    middle, end = 20_000_000, 1_000_000_000  # picoseconds; the run is shorter
    energy = 0
    for name, (begin, stop) in {"first": (0, middle), "second": (middle, end)}.items():
        file = str(SCRATCH / f"{name}.pftrace")
        mho(*COUNTED, "--trace", file, "--trace-window", f"{begin}ps:{stop}ps")
        part = Trace(file)
        there = [each for each in whole.slices if each.end > begin and each.begin < stop]
        assert sorted(each[:4] for each in part.slices) == sorted(each[:4] for each in there)
        energy += part.energy("all")
    close(energy, whole.energy("all"), 1e-6)
    file = str(SCRATCH / "image.pftrace")
    mho(*COUNTED, "--trace", file, "--trace-images", "1:2")
    assert {each.image for each in Trace(file).slices} == {None, 1, 2}
    file = str(SCRATCH / "limited.pftrace")
    told = mho(*COUNTED, "--trace", file, "--trace-limit", "1").stderr
    limited = Trace(file)
    assert f"of {len(whole.slices)} slices were left out beyond --trace-limit" in told
    assert 900_000 < pathlib.Path(file).stat().st_size < 1_300_000
    close(limited.energy("all"), whole.energy("all"), 1e-6)


def check_waveforms(whole):
    """What is busy, and when, is what the trace has; on the engine's own clock."""
    file = str(SCRATCH / "run.vcd")
    mho(*COUNTED, "--vcd", file)
    vcd = VCDVCD(file)
    assert vcd.timescale["timescale"] == Decimal("1e-15")
    signals = {name.removeprefix("SystemC."): vcd[name].tv for name in vcd.signals}
    for path, name in {("tile 0", "macros", "/conv1/Conv"): "chip.tile_0.macros._conv1_Conv.busy",
                       ("tile 0", "vector unit"): "chip.tile_0.vector_unit.busy",
                       ("links", "router 1 to tile 1"): "chip.links.router_1_to_tile_1.busy"}.items():
        busy, since = 0, None
        for at, value in signals[name]:
            if value == "1" and since is None:
                since = at
            elif value == "0" and since is not None:
                busy, since = busy + at - since, None
        slices = [each for each in whole.slices if each.track[1:] == path]
        expected = 1000 * sum(each.end - each.begin for each in slices)
        assert since is None and abs(busy - expected) <= 2000 * len(slices), (name, busy, expected)
    layers = {int(value, 2) for _, value in signals["chip.tile_0.macros._conv2_Conv.layer[31:0]"]}
    assert layers == {0, 3}, layers
    values = signals["chip.power.all_W"]
    energy = sum(float(a[1]) * (b[0] - a[0]) for a, b in zip(values, values[1:])) * 1e-15
    close(energy, whole.energy("all"), 1e-5)
    print(f"waveforms: {len(signals)} signals read by vcdvcd")


def boxes_of(layout, layers):
    shapes = [shape for info in layout.layer_infos() if (info.layer, info.name) in layers
              for shape in layout.top_cell().shapes(layout.layer(info)).each() if not shape.is_text()]
    assert all(shape.polygon.is_box() for shape in shapes)
    return [shape.polygon.bbox() for shape in shapes]


def check_blocks(die, boxes, report):
    """Areas are the report's, on a grid of 1 nm; nothing overlaps or sticks out."""
    tiles, tile = report["tiles_of_chip"], report["metrics"]["area.tile"]["value"] * 1e12
    assert len(boxes) == tiles + 1
    for box in boxes[:tiles]:
        side = round(tile ** 0.5)
        assert box.width() == box.height() == side and abs(side * side - tile) <= side
    whole = report["metrics"]["area.chip"]["value"] * 1e12
    assert abs(sum(box.area() for box in boxes) - whole) <= tiles * round(tile ** 0.5) + die.width()
    region = kdb.Region()
    for box in boxes:
        region.insert(box)
        assert box.inside(die)
    assert region.merged().area() == sum(box.area() for box in boxes)


def check_floorplans(report):
    for kind, (die, blocks) in {"gds": ([(0, "")], [(1, ""), (2, "")]),
                                "def": ([(1, "OUTLINE")], [(2, "REGIONS")])}.items():
        file = str(SCRATCH / f"plan.{kind}")
        mho(*COUNTED, "--floorplan", file)
        layout, options = kdb.Layout(), kdb.LoadLayoutOptions()
        options.lefdef_config.produce_regions = True
        layout.read(file, options)
        assert layout.dbu == 1e-3
        boxes = sorted(boxes_of(layout, blocks), key=lambda box: (-box.top, box.left))
        check_blocks(boxes_of(layout, die)[0], boxes, report)
    library = gdstk.read_gds(str(SCRATCH / "plan.gds"))
    assert library.precision == 1e-9
    names = [each.text for each in library.top_level()[0].labels]
    assert names == ["die", *(f"tile {i}" for i in range(report["tiles_of_chip"])), "beside the tiles"]
    print("a floorplan: read by gdstk and KLayout as GDSII and DEF")


shutil.rmtree(SCRATCH, ignore_errors=True)
SCRATCH.mkdir(parents=True)
counted = check_traces()
check_windows(counted)
check_waveforms(counted)
check_floorplans(json.loads((SCRATCH / "counted.json").read_text()))
