// Runs a fuzz target on the files of a corpus and on mutations of them, in processes that may die:
//
//   fuzz_FORMAT CORPUS_FOLDER... [--seconds N] [--first N]    input number N on, for so long, but at
//                                                             least to the end of the corpus
//   fuzz_FORMAT --input FILE                                 one input, in this process
//
// Input number N is a function of the corpus and N alone. A defect's input is written to the
// working folder, with the command that shows it again; the exit code is then 1. The environment
// variable MHO_FUZZ_SECONDS overrides --seconds. Counts what was accepted: a corpus that is only
// refused tests nothing.
#include <sys/mman.h>
#include <sys/time.h>

#include <algorithm>
#include <chrono>
#include <csignal>
#include <cstdio>
#include <cstdlib>
#include <cstring>
#include <filesystem>
#include <fstream>
#include <iostream>
#include <string>
#include <vector>

#include "sim/base/child_process.hpp"
#include "sim/base/error.hpp"
#include "sim/base/text.hpp"
#include "tests/fuzz/dice.hpp"
#include "tests/fuzz/fuzz_target.hpp"
#include "tests/fuzz/mutation.hpp"

namespace mho::fuzz {

namespace {

namespace fs = std::filesystem;
using Clock = std::chrono::steady_clock;

constexpr std::size_t kLargestInput = std::size_t{1} << 20;
/// Of one input: memory beyond what the program has, and computing time.
constexpr std::int64_t kMemory = std::int64_t{2} << 30;
constexpr int kSecondsEach = 20;
constexpr int kMostDefects = 10;

Bytes contents(const fs::path& file) {
  std::ifstream stream(file, std::ios::binary);
  return Bytes(std::istreambuf_iterator<char>(stream), {});
}

std::vector<Bytes> corpus_of(const std::vector<std::string>& folders) {
  std::vector<fs::path> files;
  for (const std::string& folder : folders)
    for (const fs::directory_entry& entry : fs::directory_iterator(folder))
      if (entry.is_regular_file() && entry.file_size() <= kLargestInput)
        files.push_back(entry.path());
  std::sort(files.begin(), files.end(), [](const fs::path& a, const fs::path& b) {
    return a.filename() < b.filename();  // wherever the folders are
  });
  std::vector<Bytes> corpus;
  for (const fs::path& file : files) corpus.push_back(contents(file));
  if (corpus.empty()) throw InputError({}, "", "the corpus is empty");
  return corpus;
}

/// The corpus itself first.
Bytes input_of(const std::vector<Bytes>& corpus, std::uint64_t number) {
  if (number < corpus.size()) return corpus[number];
  Dice dice{Stream(1).child(number)};
  Bytes bytes = dice.of(corpus);
  for (std::size_t i = 1 + dice.below(4); i > 0; --i) {
    constexpr std::size_t kRoom = 4096;  // that one mutation adds, at most
    const std::size_t size = bytes.size();
    bytes.resize(size + kRoom);
    bytes.resize(LLVMFuzzerCustomMutator(bytes.data(), size, bytes.size(), dice.word()));
  }
  return bytes;
}

/// What a worker is doing, in memory that it shares with its parent.
struct Progress {
  std::uint64_t number;  ///< of the input
  std::uint64_t accepted;
  bool done;  ///< with its time
};

/// SIGVTALRM after so much computing.
void limit_time(int seconds) {
  const itimerval timer{{0, 0}, {seconds, 0}};
  setitimer(ITIMER_VIRTUAL, &timer, nullptr);
}

/// What the target returns; ends the process, with a word why, where it throws.
int outcome_of(const Bytes& bytes) {
  try {
    return LLVMFuzzerTestOneInput(bytes.data(), bytes.size());
  } catch (const std::exception& error) {
    std::cerr << printable_lines(error.what()) << std::endl;
    std::abort();
  }
}

/// Whether input `number` is still to be run.
bool is_due(const std::vector<Bytes>& corpus, Clock::time_point end, std::uint64_t number) {
  return number < corpus.size() || Clock::now() < end;
}

void work(const std::vector<Bytes>& corpus, Clock::time_point end, Progress& progress) {
  limit_memory(kMemory);
  for (; is_due(corpus, end, progress.number); ++progress.number) {
    const Bytes bytes = input_of(corpus, progress.number);
    limit_time(kSecondsEach);
    if (outcome_of(bytes) == 0) ++progress.accepted;
  }
  progress.done = true;
}

std::string death_text(int signal) {
  if (signal == SIGVTALRM) return "took more than " + std::to_string(kSecondsEach) + " s";
  return signal == 0 ? "left" : "died of signal " + std::to_string(signal);
}

/// The whole of a test.
class Fuzzing {
 public:
  Fuzzing(std::string program, const std::vector<std::string>& folders)
      : program_(std::move(program)), corpus_(corpus_of(folders)) {
    void* shared =
        mmap(nullptr, sizeof(Progress), PROT_READ | PROT_WRITE, MAP_SHARED | MAP_ANONYMOUS, -1, 0);
    require(shared != MAP_FAILED, "no shared memory");
    progress_ = new (shared) Progress{};
  }

  int run(std::uint64_t first, int seconds) {
    const auto end = Clock::now() + std::chrono::seconds(seconds);
    int defects = 0;
    progress_->number = first;
    while (!progress_->done && defects < kMostDefects &&
           is_due(corpus_, end, progress_->number)) {
      ChildProcess child([&](const ChildProcess::Send&) { work(corpus_, end, *progress_); });
      try {
        child.rest();
      } catch (const ChildDied& death) {
        ++defects;
        tell(death_text(death.signal()));
        ++progress_->number;
      }
    }
    std::cout << progress_->number - first << " inputs from number " << first << " on, "
              << progress_->accepted << " accepted, " << defects << " defects\n";
    if (progress_->accepted == 0) std::cout << "nothing was accepted: the corpus is no good\n";
    return defects == 0 && progress_->accepted > 0 ? 0 : 1;
  }

 private:
  void tell(const std::string& what) const {
    const std::string name =
        fs::path(program_).filename().string() + "_" + std::to_string(progress_->number);
    const std::string file = fs::absolute(name).string();
    const Bytes bytes = input_of(corpus_, progress_->number);
    std::ofstream(file, std::ios::binary)
        .write(reinterpret_cast<const char*>(bytes.data()),
               static_cast<std::streamsize>(bytes.size()));
    std::cout << "DEFECT: input " << progress_->number << " " << what << "; again with\n  "
              << program_ << " --input " << file << "\n";
  }

  std::string program_;
  std::vector<Bytes> corpus_;
  Progress* progress_;
};

/// Where inputs are files; killed workers leave theirs. Gone at the end.
class TemporaryFolder {
 public:
  TemporaryFolder() {
    std::string pattern = (fs::temp_directory_path() / "mho_fuzz_XXXXXX").string();
    path_ = mkdtemp(pattern.data());
    setenv("TMPDIR", path_.c_str(), 1);
  }
  TemporaryFolder(const TemporaryFolder&) = delete;
  TemporaryFolder& operator=(const TemporaryFolder&) = delete;
  ~TemporaryFolder() { fs::remove_all(path_); }

 private:
  fs::path path_;
};

int run_one(const std::string& file) {
  std::cout << (outcome_of(contents(file)) == 0 ? "accepted" : "refused") << "\n";
  return 0;
}

int run(const std::vector<std::string>& words) {
  const TemporaryFolder folder;
  int seconds = 10;
  std::uint64_t first = 0;
  std::vector<std::string> folders;
  for (std::size_t i = 1; i < words.size(); ++i) {
    const bool option = words[i].starts_with("--") && i + 1 < words.size();
    if (option && words[i] == "--input") return run_one(words[i + 1]);
    if (option && words[i] == "--seconds")
      seconds = std::stoi(words[++i]);
    else if (option && words[i] == "--first")
      first = std::stoull(words[++i]);
    else
      folders.push_back(words[i]);
  }
  if (const char* text = std::getenv("MHO_FUZZ_SECONDS")) seconds = std::stoi(text);
  return Fuzzing(words[0], folders).run(first, seconds);
}

}  // namespace

}  // namespace mho::fuzz

int main(int argc, char** argv) {
  std::signal(SIGPIPE, SIG_IGN);
  return mho::fuzz::run({argv, argv + argc});
}
