// simulate_in_child: the result or the error of a simulation as bytes. Both ends are
// the same program, so values travel as the bytes that they are.
#include <cstddef>
#include <cstdint>
#include <cstring>
#include <new>
#include <string>
#include <type_traits>
#include <vector>

#include "sim/base/child_process.hpp"
#include "sim/base/error.hpp"
#include "sim/engine/engine.hpp"

namespace mho {

namespace {

enum class Outcome : std::uint8_t { result, input_error, out_of_memory, bug };

/// Appends values to bytes, or takes them from bytes in the same order.
class Wire {
 public:
  explicit Wire(std::vector<char>& bytes, bool writing) : bytes_(bytes), writing_(writing) {}

  template <class T>
  requires std::is_trivially_copyable_v<T>
  void pass(T& value) { raw(&value, sizeof value); }
  template <class T>
  requires std::is_trivially_copyable_v<T>
  void pass(std::vector<T>& values) {
    resize(values);
    if (!values.empty()) raw(values.data(), values.size() * sizeof(T));
  }
  template <class T>
  requires(!std::is_trivially_copyable_v<T>) void pass(std::vector<T>& values) {
    resize(values);
    for (T& value : values) pass(value);
  }
  void pass(std::string& text) {
    resize(text);
    raw(text.data(), text.size());
  }
  void pass(Problem& problem) {
    pass(problem.place.file);
    pass(problem.place.line);
    pass(problem.key);
    pass(problem.message);
  }
  void pass(LinkUse& use) {
    pass(use.name);
    for (std::int64_t* value : {&use.packets, &use.flits, &use.busy_fs, &use.wait_fs,
                                &use.blocked_fs, &use.most_held_flits})
      pass(*value);
  }
  void pass(NocUse& use) {
    for (std::int64_t* value :
         {&use.packets_sent, &use.packets_forked, &use.packets_received, &use.packets_merged,
          &use.flits_sent, &use.flits_forked, &use.flits_received, &use.flits_merged, &use.hops,
          &use.wait_fs, &use.wait_p50_fs, &use.wait_p99_fs, &use.wait_max_fs})
      pass(*value);
    pass(use.links);
  }
  void pass(EngineResult& result) {
    pass(result.outputs);
    pass(result.start_fs);
    pass(result.finish_fs);
    pass(result.end_fs);
    pass(result.turn);
    pass(result.busiest_fs);
    pass(result.actions);
    pass(result.layers);
    pass(result.phases);
    pass(result.buffers);
    pass(result.packets_sent);
    pass(result.packets_received);
    pass(result.noc_wait_fs);
    pass(result.noc);
    pass(result.extrapolation);
    pass(result.events);
  }

 private:
  template <class Sequence>
  void resize(Sequence& sequence) {
    std::size_t size = sequence.size();
    pass(size);
    if (!writing_) sequence.resize(size);
  }
  void raw(void* data, std::size_t size) {
    if (writing_) {
      const char* begin = static_cast<const char*>(data);
      bytes_.insert(bytes_.end(), begin, begin + size);
      return;
    }
    require(at_ + size <= bytes_.size(), "the simulating child's answer was cut short");
    std::memcpy(data, bytes_.data() + at_, size);
    at_ += size;
  }

  std::vector<char>& bytes_;
  bool writing_;
  std::size_t at_ = 0;
};

std::vector<char> answer(const TimedSimulation& simulation, const TellShare& tell) {
  std::vector<char> bytes;
  Wire wire(bytes, true);
  Outcome outcome = Outcome::result;
  try {
    EngineResult result = simulation(tell);
    wire.pass(outcome);
    wire.pass(result);
  } catch (const InputError& error) {
    outcome = Outcome::input_error;
    std::vector<Problem> problems = error.problems();
    wire.pass(outcome);
    wire.pass(problems);
  } catch (const std::bad_alloc&) {
    bytes.clear();
    outcome = Outcome::out_of_memory;
    wire.pass(outcome);
  } catch (const std::exception& error) {
    outcome = Outcome::bug;
    std::string message = error.what();
    wire.pass(outcome);
    wire.pass(message);
  }
  return bytes;
}

/// What comes from the child: its share of the work, now and then, and at last its answer.
enum class Frame : std::uint8_t { share, answer };

void work(const ChildProcess::Send& send, const TimedSimulation& simulation) {
  const auto begin = [&](Frame frame) { send(&frame, sizeof frame); };
  const std::vector<char> bytes = answer(simulation, [&](double share) {
    begin(Frame::share);
    send(&share, sizeof share);
  });
  begin(Frame::answer);
  send(bytes.data(), bytes.size());
}

std::vector<char> listen(ChildProcess& child, const TellShare& tell) {
  for (;;) {
    Frame frame{};
    child.receive(&frame, sizeof frame);
    if (frame == Frame::answer) return child.rest();
    double share = 0;
    child.receive(&share, sizeof share);
    if (tell) tell(share);
  }
}

/// The child's answer. Its death is no bug where memory or processes are short.
std::vector<char> answer_of_child(const TimedSimulation& simulation, const TellShare& tell) {
  try {
    ChildProcess child([&](const ChildProcess::Send& send) { work(send, simulation); });
    return listen(child, tell);
  } catch (const ChildDied& death) {
    if (!death.from_outside()) throw Bug(death.what());
    throw InputError({}, "", "the timed engine " + death.how_ended());
  }
}

}  // namespace

EngineResult simulate_in_child(const ProgrammedNetwork& network, std::span<const IntTensor> images,
                               const EngineOptions& options) {
  return in_child(
      [&](const TellShare& tell) {
        EngineOptions told = options;
        told.tell = tell;
        return simulate(network, images, told);
      },
      options.tell);
}

EngineResult in_child(const TimedSimulation& simulation, const TellShare& tell) {
  std::vector<char> bytes = answer_of_child(simulation, tell);
  Wire wire(bytes, false);
  Outcome outcome{};
  wire.pass(outcome);
  if (outcome == Outcome::input_error) {
    std::vector<Problem> problems;
    wire.pass(problems);
    throw InputError(problems);
  }
  if (outcome == Outcome::out_of_memory)
    throw InputError({}, "", "out of memory in the timed engine");
  if (outcome == Outcome::bug) {
    std::string message;
    wire.pass(message);
    throw Bug(message);
  }
  EngineResult result;
  wire.pass(result);
  return result;
}

}  // namespace mho
