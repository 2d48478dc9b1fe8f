#include "sim/engine/machine/phase_control.hpp"

#include <algorithm>
#include <utility>

#include "sim/base/division.hpp"
#include "sim/engine/kernel/clock.hpp"
#include "sim/engine/off_chip/port.hpp"

namespace mho {

PhaseControl::PhaseControl(const sc_core::sc_module_name& name, Context& context, Noc& noc,
                           OffChipPort* memory,
                           std::function<void(const PhasePlan&, std::int64_t)> start)
    : sc_module(name),
      context_(context),
      noc_(noc),
      memory_(memory),
      start_(std::move(start)),
      turns_(ceil_divide(context.images, context.plan.batch) * std::ssize(context.plan.phases)) {
  for (int phase = 0; phase < static_cast<int>(context.plan.phases.size()); ++phase)
    traces_.push_back({phase, 0, 0, 0});
  SC_METHOD(advance);
  sensitive << again_ << context.pixel_done;
}

PhaseControl::Turn PhaseControl::turn(std::int64_t number) const {
  const std::int64_t phases = std::ssize(context_.plan.phases);
  return {number / phases, static_cast<int>(number % phases)};
}

std::int64_t PhaseControl::images_of(std::int64_t batch) const {
  return std::min(context_.plan.batch, context_.images - batch * context_.plan.batch);
}

/// All pixels of the batch computed and sent, and all that memory takes written there.
bool PhaseControl::is_done(const Turn& turn) const {
  const std::int64_t images = std::min(context_.images, (turn.batch + 1) * context_.plan.batch);
  const PhasePlan& phase = context_.plan.phases[turn.phase];
  if (context_.pixels_sent[turn.phase] < images * phase.pixels_of_image) return false;
  return std::all_of(phase.results.begin(), phase.results.end(), [&](int store) {
    const auto pixels = std::ssize(context_.plan.stores[store].pixels);
    return context_.pixels_kept[store] >= images * pixels;
  });
}

void PhaseControl::advance() {
  while (finished_ < started_ && is_done(turn(finished_))) {
    traces_[turn(finished_).phase].work_fs += now_fs() - work_start_fs_;
    idle_since_fs_ = now_fs();
    ++finished_;
  }
  // Arrays are free for new weights when the phase that used them is done: the one before, or,
  // on halves, the one before that.
  const std::int64_t ahead = context_.plan.halves ? 2 : 1;
  if (!is_loading_ && loading_ < turns_ && loading_ < finished_ + ahead) load(turn(loading_));
  if (started_ == finished_ && started_ < loaded_) {
    const Turn next = turn(started_++);
    traces_[next.phase].exposed_fs += now_fs() - idle_since_fs_;
    work_start_fs_ = now_fs();
    start_(context_.plan.phases[next.phase], images_of(next.batch));
  }
}

void PhaseControl::load(const Turn& next) {
  is_loading_ = true;
  load_start_fs_ = now_fs();
  const std::vector<LoadPlan>& loads = context_.plan.phases[next.phase].loads;
  arrays_missing_ = std::ssize(loads);
  if (loads.empty()) {
    finish_load();
    return;
  }
  for (int i = 0; i < static_cast<int>(loads.size()); ++i) {
    const LoadPlan& array = loads[i];
    memory_->read(
        array.address, ceil_divide(array.bits, 8), array.layer, -1,
        [this, &array, phase = next.phase, i] {
          noc_.send(
              {array.layer, kGlobalBuffer, {{array.tile, 0}}, array.bits, ArrayWeights{phase, i}});
        });
  }
}

void PhaseControl::note_written() {
  if (--arrays_missing_ == 0) finish_load();
}

void PhaseControl::finish_load() {
  is_loading_ = false;
  traces_[turn(loading_).phase].load_fs += now_fs() - load_start_fs_;
  ++loading_;
  ++loaded_;
  again_.notify(sc_core::SC_ZERO_TIME);
}

std::string PhaseControl::stuck() const {
  if (finished_ == turns_) return "";
  const Turn next = turn(finished_);
  if (turns_ == 1) return "";  // there is one phase, and nothing to write
  const std::string phase =
      "\n  phase " + std::to_string(next.phase + 1) + " of " + std::to_string(traces_.size());
  if (started_ > finished_) return phase + " waits for its pixels";
  return phase + " waits for " + std::to_string(arrays_missing_) + " arrays to be written";
}

}  // namespace mho
