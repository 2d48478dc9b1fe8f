// The sequencer of one tile's MAC array: runs the jobs of all layers and batches in order. Weights
// are fetched ahead as far as their FIFO has room, brought into the array (beside the running job
// where it has shadow weights), inputs stream when the layer before has delivered them, complete
// sums go through the vector unit to the buffer or off the chip. A job is an event with a duration;
// what it waited for is noted by cause.
#pragma once

#include <cstdint>
#include <functional>
#include <string>
#include <vector>

#include "sim/engine/kernel/agenda.hpp"
#include "sim/engine/sequence/context.hpp"

namespace mho {

class Sequencer : public sc_core::sc_module {
 public:
  Sequencer(const sc_core::sc_module_name& name, SequenceContext& context, LayerBoard& board,
            OffChipQueue& memory, int tile);

  /// Something that a job may wait for has happened.
  void advance();
  /// This tile's share of a layer without weights, once its inputs are ready; then `done`.
  void run_vector(std::int64_t batch, const SequencedLayer& layer, std::function<void()> done);

 private:
  struct Entry {
    const SequencedLayer* layer;
    const ArrayJob* job;
    int parts_before;  ///< of the layer, for which the job's inputs wait
  };

  std::int64_t total() const { return std::ssize(program_) * context_.batches; }
  const Entry& entry(std::int64_t number) const { return program_[number % std::ssize(program_)]; }
  std::int64_t batch_of(std::int64_t number) const { return number / std::ssize(program_); }
  LayerTrace& trace(std::int64_t number) { return context_.traces[entry(number).layer->layer]; }

  void fetch_weights();
  void load_weights();
  void fetch_inputs();
  void stream();
  void finish(std::int64_t number);
  void record(Site site, const char* what, std::int64_t number, std::int64_t begin_fs,
              std::int64_t end_fs);
  void note_start(std::int64_t number);
  bool can_load() const;
  bool can_stream() const;

  SequenceContext& context_;
  LayerBoard& board_;
  OffChipQueue& memory_;
  int tile_;
  const MacArraySpec& array_;
  Agenda agenda_;
  Server vector_unit_;
  std::vector<Entry> program_;  ///< of one batch
  // By job, counted over all batches; -1: not yet.
  std::vector<std::int64_t> fetched_fs_;  ///< weights in the FIFO
  std::vector<std::int64_t> loaded_fs_;   ///< weights in the array
  std::vector<std::int64_t> inputs_fs_;   ///< inputs in the buffer
  std::int64_t next_fetch_ = 0, next_load_ = 0, next_inputs_ = 0, next_stream_ = 0;
  std::int64_t fifo_bytes_ = 0;  ///< held or on their way
  bool loading_ = false, streaming_ = false;
  int free_banks_;
  std::int64_t array_free_fs_ = 0;  ///< end of the last job
  std::int64_t bank_free_fs_ = 0;   ///< when a bank was given back last
};

}  // namespace mho
