// The words of a command line -> options and operands, with Boost.Program_options. Options are long
// ("--name value" or "--name=value"), unabbreviated, and may stand anywhere; "--" ends them.
// Numbers are read as those of a YAML file are.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "sim/config/fields.hpp"

namespace mho {

struct OptionList {
  std::vector<std::string> flags;       ///< options without a value
  std::vector<std::string> values;      ///< options with a value, at most once
  std::vector<std::string> repeatable;  ///< options with a value, any number of times
};

class Arguments {
 public:
  /// Throws InputError at place "mho COMMAND": unknown options (with "did you mean"), missing or
  /// repeated values, more than `operands` operands.
  Arguments(const std::string& command, const std::vector<std::string>& words,
            const OptionList& options, std::size_t operands);

  bool has(const std::string& flag) const;
  std::optional<std::string> value(const std::string& option) const;
  /// The whole number of an option; throws InputError unless it is one in [min, max].
  std::optional<std::int64_t> whole(const std::string& option, std::int64_t min,
                                    std::int64_t max) const;
  std::vector<std::string> all(const std::string& option) const;
  /// The words of an option that takes several, "a,b"; throws InputError when one is empty.
  std::optional<std::vector<std::string>> list(const std::string& option) const;
  const std::vector<std::string>& operands() const { return operands_; }

 private:
  struct Given {
    std::string option;
    std::string value;
  };
  std::string command_;
  std::vector<Given> given_;
  std::vector<std::string> operands_;
};

/// The words of "a,b"; throws InputError at `command` ("mho run") and `option` when one is empty.
std::vector<std::string> words_in(const std::string& list, const Place& command,
                                  const std::string& option);

/// `text` as a number in the range; throws InputError at `command` and `option`, saying that it is
/// not `what` ("a percentage").
double number_in(const std::string& text, Range range, const std::string& what,
                 const Place& command, const std::string& option);

}  // namespace mho
