#include "sim/engine/machine/context.hpp"

#include <map>

#include "sim/engine/kernel/clock.hpp"

namespace mho {

Context::Context(const ProgrammedNetwork& programmed, const EnginePlan& engine_plan,
                 std::int64_t count)
    : network(programmed), plan(engine_plan), images(count), values(programmed.is_programmed()) {
  for (const StorePlan& store : plan.stores)
    stores.push_back(std::make_unique<TensorStore>(store, graph().tensors[store.tensor], values));
  for (std::size_t stage = 0; stage < plan.stages.size(); ++stage)
    progress.push_back(std::make_unique<StageProgress>());
  for (int layer = 0; layer < static_cast<int>(graph().layers.size()); ++layer) {
    traces.emplace_back().layer = layer;
    traces.back().first_start_fs = -1;
  }
  pixels_sent.assign(plan.phases.size(), 0);
  pixels_kept.assign(plan.stores.size(), 0);
}

void record_job(const RecordedSpan& job, int stage, Recorder& recorder) {
  recorder.record(job);
  if (job.begin_fs <= now_fs()) return;
  recorder.record({Site::waits, job.tile, stage, "wait: unit", now_fs(), job.begin_fs, job.layer,
                   job.image, job.pixel});
}

void record_access(RecordedSpan access, std::int64_t accesses, const BufferSpec& buffer,
                   Recorder& recorder) {
  access.end_fs = access.begin_fs + times_fs(accesses, femtoseconds(buffer.cycle));
  recorder.record(access);
}

std::vector<BufferFill> Context::fills() const {
  std::map<int, std::int64_t> bits;
  for (const auto& store : stores)
    bits[store->plan().tile] += store->held() * store->plan().pixel_bits;
  std::vector<BufferFill> fills;
  for (const auto& [tile, held] : bits) fills.push_back({tile, held});
  return fills;
}

}  // namespace mho
