#include "sim/engine/sequence/sequencer.hpp"

#include <algorithm>
#include <utility>

#include "sim/engine/kernel/clock.hpp"
#include "sim/engine/machine/vector_timing.hpp"
#include "sim/engine/sequence/demand.hpp"

namespace mho {

Sequencer::Sequencer(const sc_core::sc_module_name& name, SequenceContext& context,
                     LayerBoard& board, OffChipQueue& memory, int tile)
    : sc_module(name),
      context_(context),
      board_(board),
      memory_(memory),
      tile_(tile),
      array_(*context.chip.spec().tile.mac_array),
      agenda_("agenda"),
      vector_unit_("vector_unit"),
      free_banks_(array_.accumulator_banks) {
  for (const SequencedLayer& layer : context.plan.layers) {
    const std::ptrdiff_t jobs_of_step = std::ssize(layer.jobs) / layer.steps;
    const int parts_of_step = layer.parts() / layer.steps;
    for (std::ptrdiff_t job = 0; job < std::ssize(layer.jobs); ++job)
      if (layer.jobs[job].tile == tile)
        program_.push_back(
            {&layer, &layer.jobs[job], static_cast<int>(job / jobs_of_step) * parts_of_step});
  }
  const auto jobs = static_cast<std::size_t>(total());
  fetched_fs_.assign(jobs, -1);
  loaded_fs_.assign(jobs, -1);
  inputs_fs_.assign(jobs, -1);
}

void Sequencer::advance() {
  fetch_weights();
  load_weights();
  fetch_inputs();
  stream();
}

void Sequencer::fetch_weights() {
  for (; next_fetch_ < total(); ++next_fetch_) {
    const std::int64_t number = next_fetch_;
    const std::int64_t bytes = entry(number).job->weight_bytes;
    // A block that is larger than the FIFO passes through an empty one.
    if (bytes > 0 && fifo_bytes_ > 0 && fifo_bytes_ + bytes > array_.weight_fifo.capacity_bytes)
      return;
    fifo_bytes_ += bytes;
    if (bytes == 0) {
      fetched_fs_[number] = now_fs();
      continue;
    }
    memory_.read(bytes, [this, number] {
      fetched_fs_[number] = now_fs();
      advance();
    });
  }
}

bool Sequencer::can_load() const {
  if (loading_ || next_load_ == total() || fetched_fs_[next_load_] < 0) return false;
  // The place of the next weights is free once those before are in use, or have been used.
  const bool used = next_load_ == next_stream_ && !streaming_;
  const bool in_use = next_load_ == next_stream_ && streaming_;
  return used || (in_use && (array_.shadow_weights || entry(next_load_).job->load_cycles == 0));
}

void Sequencer::load_weights() {
  while (can_load()) {
    const std::int64_t number = next_load_++;
    const ArrayJob& job = *entry(number).job;
    const auto loaded = [this, number] {
      loaded_fs_[number] = now_fs();
      fifo_bytes_ -= entry(number).job->frees_on_load;
    };
    if (job.load_cycles == 0) {
      loaded();
      fetch_weights();
      continue;
    }
    loading_ = true;
    const std::int64_t duration_fs = times_fs(job.load_cycles, femtoseconds(array_.clock));
    record(Site::weights, "load weights", number, now_fs(), now_fs() + duration_fs);
    agenda_.after(duration_fs, [this, loaded] {
      loading_ = false;
      loaded();
      advance();
    });
  }
}

void Sequencer::fetch_inputs() {
  // One job ahead: the buffer holds the inputs of two.
  for (; next_inputs_ < total() && next_inputs_ <= next_stream_ + 1; ++next_inputs_) {
    const std::int64_t number = next_inputs_;
    const Entry& next = entry(number);
    const std::int64_t ready_fs =
        board_.inputs_ready_fs(batch_of(number), next.layer->layer, next.parts_before);
    if (ready_fs < 0) return;
    if (next.job->fetch_bytes == 0) {
      inputs_fs_[number] = ready_fs;
      continue;
    }
    memory_.read(next.job->fetch_bytes, [this, number] {
      inputs_fs_[number] = now_fs();
      advance();
    });
  }
}

bool Sequencer::can_stream() const {
  if (streaming_ || next_stream_ == total()) return false;
  return loaded_fs_[next_stream_] >= 0 && inputs_fs_[next_stream_] >= 0 &&
         (free_banks_ > 0 || !entry(next_stream_).job->opens);
}

void Sequencer::record(Site site, const char* what, std::int64_t number, std::int64_t begin_fs,
                       std::int64_t end_fs) {
  if (context_.recorder)
    context_.recorder->record(
        {site, tile_, -1, what, begin_fs, end_fs, entry(number).layer->layer, batch_of(number)});
}

void Sequencer::note_start(std::int64_t number) {
  LayerTrace& layer = trace(number);
  if (batch_of(number) == 0 && (layer.first_start_fs < 0 || now_fs() < layer.first_start_fs))
    layer.first_start_fs = now_fs();
  // The time since the last job, cut where each cause ended, in the order in which they are blamed.
  std::int64_t since_fs = array_free_fs_;
  const auto blame = [&](std::int64_t& wait_fs, std::int64_t until_fs, const char* cause) {
    const std::int64_t until = std::min(until_fs, now_fs());
    if (until <= since_fs) return;
    add_fs(wait_fs, until - since_fs);
    record(Site::waits, cause, number, since_fs, until);
    since_fs = until;
  };
  blame(layer.wait_input_fs, inputs_fs_[number], "wait: inputs");
  if (entry(number).job->opens) blame(layer.wait_output_fs, bank_free_fs_, "wait: sums to leave");
  blame(layer.wait_weights_fs, fetched_fs_[number], "wait: weights");
  blame(layer.wait_load_fs, loaded_fs_[number], "wait: load of weights");
}

void Sequencer::stream() {
  if (!can_stream()) return;
  const std::int64_t number = next_stream_++;
  const Entry& next = entry(number);
  const ArrayJob& job = *next.job;
  note_start(number);
  const std::int64_t duration_fs = stream_fs(context_.chip, job);
  add_fs(trace(number).busy_fs, duration_fs);
  record(Site::arrays, "stream", number, now_fs(), now_fs() + duration_fs);
  context_.tally.of(next.layer->layer, tile_) += job.counts;
  streaming_ = true;
  if (job.opens) --free_banks_;
  agenda_.after(duration_fs, [this, number] {
    const ArrayJob& done = *entry(number).job;
    streaming_ = false;
    context_.share.advance();
    array_free_fs_ = now_fs();
    fifo_bytes_ -= done.frees_on_end;
    if (done.closes)
      agenda_.after(times_fs(array_.fill_cycles, femtoseconds(array_.clock)),
                    [this, number] { finish(number); });
    advance();
  });
  // The place of the next weights, and the buffer's of the next inputs, may have become free.
  load_weights();
  fetch_inputs();
}

void Sequencer::finish(std::int64_t number) {
  const VectorUnitSpec& unit = context_.chip.spec().tile.vector_unit;
  const ArrayJob& job = *entry(number).job;
  const auto stored = [this, number] {
    ++free_banks_;
    bank_free_fs_ = now_fs();
    board_.part_done(batch_of(number), entry(number).layer->layer);
    advance();
  };
  const std::int64_t duration_fs = vector_unit_fs(unit, job.vector_operations);
  const std::int64_t start_fs = vector_unit_.submit(
      duration_fs, vector_latency_fs(unit, duration_fs), [this, bytes = job.store_bytes, stored] {
        if (bytes == 0)
          stored();
        else
          memory_.write(bytes, stored);
      });
  record(Site::vector_unit, "finish", number, start_fs, start_fs + duration_fs);
}

void Sequencer::run_vector(std::int64_t batch, const SequencedLayer& layer,
                           std::function<void()> done) {
  const std::int64_t duration_fs = vector_share_fs(context_.chip, layer.vector);
  LayerTrace& trace = context_.traces[layer.layer];
  const std::int64_t start_fs = vector_unit_.submit(
      duration_fs, vector_latency_fs(context_.chip.spec().tile.vector_unit, duration_fs),
      std::move(done));
  add_fs(trace.busy_fs, duration_fs);
  if (context_.recorder)
    context_.recorder->record({Site::vector_unit, tile_, 0, "vector", start_fs,
                               start_fs + duration_fs, layer.layer, batch});
  if (batch == 0 && (trace.first_start_fs < 0 || start_fs < trace.first_start_fs))
    trace.first_start_fs = start_fs;
}

}  // namespace mho
