// Lines of the text report of a run: a label, a figure, a remark.
#pragma once

#include <sstream>
#include <string>

#include "sim/results/results.hpp"

namespace mho {

/// The metric of that name as people read it; "-" where the run does not have it.
std::string shown(const Results& results, const std::string& name);

/// Its interval as people read it; "" where it has none.
std::string doubt(const Results& results, const std::string& name);

/// "1 trial", "8 trials".
std::string counted(const Results& results, const std::string& name, const std::string& noun);
std::string counted(int count, const std::string& noun);

void heading(std::ostringstream& out, const std::string& text);

void line(std::ostringstream& out, const std::string& label, const std::string& value,
          const std::string& remark = "");

}  // namespace mho
