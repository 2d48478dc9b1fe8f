// simulate_in_child: the result or the error of a simulation as bytes. Both ends are the same
// program, so values travel as they lie in memory.
#include <cereal/archives/binary.hpp>
#include <cstdint>
#include <new>
#include <sstream>
#include <string>
#include <utility>
#include <vector>

#include "sim/base/child_process.hpp"
#include "sim/base/error.hpp"
#include "sim/engine/engine.hpp"
#include "sim/engine/record/archive.hpp"

namespace mho {

template <class Archive>
void serialize(Archive& archive, Place& place) {
  auto& [file, line] = place;
  archive(file, line);
}

template <class Archive>
void serialize(Archive& archive, Problem& problem) {
  auto& [place, key, message] = problem;
  archive(place, key, message);
}

namespace {

enum class Outcome : std::uint8_t { result, input_error, out_of_memory, bug };

template <class... Values>
std::string bytes_of(const Values&... values) {
  std::ostringstream out;
  cereal::BinaryOutputArchive archive(out);
  archive(values...);
  return std::move(out).str();
}

std::string answer(const TimedSimulation& simulation, const TellShare& tell) {
  try {
    return bytes_of(Outcome::result, simulation(tell));
  } catch (const InputError& error) {
    return bytes_of(Outcome::input_error, error.problems());
  } catch (const std::bad_alloc&) {
    return bytes_of(Outcome::out_of_memory);
  } catch (const std::exception& error) {
    return bytes_of(Outcome::bug, std::string(error.what()));
  }
}

/// What comes from the child: its share of the work, now and then, and at last its answer.
enum class Frame : std::uint8_t { share, answer };

void work(const ChildProcess::Send& send, const TimedSimulation& simulation) {
  const auto begin = [&](Frame frame) { send(&frame, sizeof frame); };
  const std::string bytes = answer(simulation, [&](double share) {
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
  const std::vector<char> bytes = answer_of_child(simulation, tell);
  std::istringstream in(std::string(bytes.begin(), bytes.end()));
  cereal::BinaryInputArchive archive(in);
  const auto next = [&](auto value) {
    try {
      archive(value);
    } catch (const cereal::Exception&) {
      throw Bug("the simulating child's answer was cut short");
    }
    return value;
  };
  switch (next(Outcome{})) {
    case Outcome::result:
      return next(EngineResult{});
    case Outcome::input_error:
      throw InputError(next(std::vector<Problem>{}));
    case Outcome::out_of_memory:
      throw InputError({}, "", "out of memory in the timed engine");
    case Outcome::bug:
      break;
  }
  throw Bug(next(std::string{}));
}

}  // namespace mho
