#include "sim/cli/trace_option.hpp"

#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include <array>
#include <cerrno>
#include <cmath>
#include <cstdio>
#include <cstdlib>
#include <cstring>
#include <filesystem>
#include <fstream>
#include <ostream>
#include <utility>
#include <vector>

#include "sim/base/error.hpp"
#include "sim/base/femtoseconds.hpp"
#include "sim/base/quantity.hpp"
#include "sim/cli/output_file.hpp"

namespace mho {

namespace {

const Place kCommand{"mho run", 0};
constexpr const char* kTitle = "chip (1 ns here is 1 ps of the chip)";

/// The two sides of "A:B".
std::array<std::string, 2> sides(const std::string& text, const std::string& option,
                                 const std::string& what) {
  const std::size_t colon = text.find(':');
  if (colon == std::string::npos || text.find(':', colon + 1) != std::string::npos)
    throw InputError(kCommand, option, "'" + text + "' is no window; allowed: " + what);
  return {text.substr(0, colon), text.substr(colon + 1)};
}

std::int64_t time_in(const std::string& text, const std::string& option) {
  const auto seconds = parse_si(text, "s");
  if (!seconds || !(*seconds >= 0) || *seconds * 1e15 >= static_cast<double>(kLongestFs))
    throw InputError(kCommand, option,
                     "'" + text + "' is no time of the chip; allowed: 0s to 2305s, as 10us");
  return std::llround(*seconds * 1e15);
}

std::int64_t image_in(const std::string& text, const std::string& option) {
  const double number = number_in(text, {0, 1e9}, "the number of an image", kCommand, option);
  if (number != std::floor(number))
    throw InputError(kCommand, option, "'" + text + "' is not the number of an image");
  return static_cast<std::int64_t>(number);
}

void check_order(std::int64_t first, std::int64_t last, bool may_be_equal, const std::string& text,
                 const std::string& option) {
  if (last < first || (last == first && !may_be_equal))
    throw InputError(kCommand, option, "'" + text + "' ends before it begins");
}

TimelineWindow window_of(const Arguments& arguments) {
  TimelineWindow window;
  if (const auto text = arguments.value("trace-window")) {
    const auto [from, to] = sides(*text, "--trace-window", "10us:20us");
    window.from_fs = time_in(from, "--trace-window");
    window.to_fs = time_in(to, "--trace-window");
    check_order(window.from_fs, window.to_fs, false, *text, "--trace-window");
  }
  if (const auto text = arguments.value("trace-images")) {
    const auto [first, last] = sides(*text, "--trace-images", "FIRST:LAST, counted from 0");
    window.first_image = image_in(first, "--trace-images");
    window.last_image = image_in(last, "--trace-images");
    check_order(window.first_image, window.last_image, true, *text, "--trace-images");
  }
  if (const auto megabytes = arguments.whole("trace-limit", 1, 1 << 20))
    window.most_bytes = *megabytes * 1'000'000;
  return window;
}

/// Without a name, in the folder of `file` where that can be, as the trace may be large.
int nameless_file(const std::string& file) {
  const std::filesystem::path folder = std::filesystem::path(file).parent_path();
  int descriptor =
      ::open(folder.empty() ? "." : folder.c_str(), O_TMPFILE | O_RDWR | O_CLOEXEC, 0600);
  if (descriptor >= 0) return descriptor;
  std::FILE* const temporary = std::tmpfile();
  if (temporary != nullptr) {
    descriptor = ::fcntl(::fileno(temporary), F_DUPFD_CLOEXEC, 0);
    std::fclose(temporary);
  }
  if (descriptor < 0)
    throw InputError({}, "--trace", "no file can be made: " + std::string(std::strerror(errno)));
  return descriptor;
}

void copy(int descriptor, std::ostream& out) {
  std::array<char, 1 << 16> part{};
  off_t at = 0;
  for (ssize_t count; (count = ::pread(descriptor, part.data(), part.size(), at)) > 0; at += count)
    out.write(part.data(), count);
}

}  // namespace

OptionList trace_options() {
  return {{}, {"trace", "vcd", "trace-window", "trace-images", "trace-limit"}, {}};
}

TraceOutput::TraceOutput(const Arguments& arguments)
    : file_(arguments.value("trace").value_or("")), vcd_(arguments.value("vcd").value_or("")) {
  if (file_.empty() && vcd_.empty()) {
    for (const std::string& option : trace_options().values)
      if (arguments.value(option))
        throw InputError(kCommand, "--" + option,
                         "there is no trace; it needs --trace FILE or --vcd FILE");
    return;
  }
  const TimelineWindow window = window_of(arguments);
  std::vector<TimelineWriter*> writers;
  if (!file_.empty()) {
    descriptor_ = nameless_file(file_);
    writers.push_back(&writer_.emplace(descriptor_, kTitle));
  }
  if (!vcd_.empty()) {
    vcd_descriptor_ = nameless_file(vcd_);
    writers.push_back(&waveforms_.emplace(vcd_descriptor_));
  }
  request_.emplace(both_.emplace(std::move(writers)), window);
}

TraceOutput::~TraceOutput() {
  for (const int descriptor : {descriptor_, vcd_descriptor_})
    if (descriptor >= 0) ::close(descriptor);
}

/// SystemC names its file itself: in a folder of ours, from where it goes to its place.
void TraceOutput::write_waveforms() {
  std::string folder = (std::filesystem::temp_directory_path() / "mho_vcd_XXXXXX").string();
  if (::mkdtemp(folder.data()) == nullptr)
    throw InputError({}, "--vcd", "no folder can be made: " + std::string(std::strerror(errno)));
  const std::string file = folder + "/run";
  try {
    waveforms_->write_vcd(file);
    write_file(
        vcd_, [&](std::ostream& out) { out << std::ifstream(file + ".vcd").rdbuf(); }, "--vcd");
  } catch (...) {
    std::filesystem::remove_all(folder);
    throw;
  }
  std::filesystem::remove_all(folder);
}

std::string TraceOutput::finish() {
  if (!request_) return "";
  const TimelineSummary& summary = request_->summary;
  const std::string option = file_.empty() ? "--vcd" : "--trace";
  if (summary.error != 0)
    throw InputError({file_.empty() ? vcd_ : file_, 0}, option,
                     "cannot be written: " + std::string(std::strerror(summary.error)));
  if (!file_.empty())
    write_file(
        file_, [this](std::ostream& out) { copy(descriptor_, out); }, "--trace");
  if (!vcd_.empty()) write_waveforms();
  if (summary.left_out == 0) return "";
  return option + ": " + std::to_string(summary.left_out) + " of " +
         std::to_string(summary.left_out + summary.slices) +
         " slices were left out beyond --trace-limit; counters are whole";
}

}  // namespace mho
