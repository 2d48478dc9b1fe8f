#include "sim/report/csv_line.hpp"

namespace mho {

namespace {

std::string field(const std::string& text) {
  if (text.find_first_of(",\"\r\n") == std::string::npos) return text;
  std::string quoted = "\"";
  for (const char letter : text)
    quoted += letter == '"' ? std::string("\"\"") : std::string(1, letter);
  return quoted + '"';
}

}  // namespace

std::string csv_line(const std::vector<std::string>& fields) {
  std::string text;
  for (const std::string& each : fields) text += (&each == fields.data() ? "" : ",") + field(each);
  return text + "\n";
}

}  // namespace mho
