#include "workloads/onnx/external_data.hpp"

#include <algorithm>
#include <charconv>
#include <filesystem>
#include <fstream>
#include <optional>
#include <system_error>

#include "sim/base/text.hpp"

namespace mho {

namespace {

namespace fs = std::filesystem;

const std::string* entry(const onnx::TensorProto& tensor, std::string_view key) {
  for (const auto& each : tensor.external_data())
    if (each.key() == key) return &each.value();
  return nullptr;
}

/// A number of bytes; `otherwise` where the key is not there, nothing where it is no number.
std::optional<std::uintmax_t> bytes_of(const onnx::TensorProto& tensor, std::string_view key,
                                       std::uintmax_t otherwise) {
  const std::string* text = entry(tensor, key);
  if (!text) return otherwise;
  std::uintmax_t number = 0;
  const char* end = text->data() + text->size();
  const auto [stopped, error] = std::from_chars(text->data(), end, number);
  if (error != std::errc() || stopped != end) return std::nullopt;
  return number;
}

/// Is `inner`, with links resolved, in the folder?
bool lies_in(const fs::path& inner, const fs::path& folder) {
  const auto [end, stopped] =
      std::mismatch(folder.begin(), folder.end(), inner.begin(), inner.end());
  return end == folder.end() && stopped != inner.end();
}

}  // namespace

bool lies_outside(const onnx::TensorProto& tensor) {
  return tensor.data_location() == onnx::TensorProto::EXTERNAL || tensor.external_data_size() > 0;
}

bool OutsideValues::read(std::size_t bytes, void* into) const {
  std::ifstream stream(file, std::ios::binary);
  stream.seekg(static_cast<std::streamoff>(offset));
  return bytes == 0 ||
         stream.read(static_cast<char*>(into), static_cast<std::streamsize>(bytes)).good();
}

namespace {

/// The file, or why it may not be read.
OutsideValues place_of(const onnx::TensorProto& tensor, const std::string& model) {
  const auto refused = [](const std::string& problem) { return OutsideValues{problem}; };
  const std::string* stated = entry(tensor, "location");
  if (!stated || stated->empty())
    return refused("its values lie in another file, which it does not name");
  const fs::path location = *stated;
  const std::string lie = "its values lie in '" + printable(*stated) + "'";
  const std::string confined = "; only files in the model's own folder are read";
  if (location.is_absolute()) return refused(lie + ", an absolute path" + confined);
  if (std::find(location.begin(), location.end(), "..") != location.end())
    return refused(lie + ", which leads out of the model's folder" + confined);
  std::error_code error;
  const fs::path parent = fs::path(model).parent_path();
  const fs::path folder = fs::canonical(parent.empty() ? "." : parent, error);
  if (error) return refused("the model's folder cannot be read: " + error.message());
  const fs::path file = fs::canonical(folder / location, error);
  if (error)
    return {lie + ", which is not there; the file belongs beside the model, under that name", true};
  if (!lies_in(file, folder)) return refused(lie + ", a link out of the model's folder" + confined);
  if (!fs::is_regular_file(file, error)) return refused(lie + ", which is not a regular file");
  return {"", false, file.string()};
}

}  // namespace

std::string outside_file(const onnx::TensorProto& tensor, const std::string& model) {
  return place_of(tensor, model).file;
}

OutsideValues outside_values(const onnx::TensorProto& tensor, const std::string& model,
                             std::size_t bytes) {
  OutsideValues place = place_of(tensor, model);
  if (!place.problem.empty()) return place;
  const auto refused = [](const std::string& problem) { return OutsideValues{problem}; };
  const std::string named = "'" + printable(*entry(tensor, "location")) + "'";
  const auto offset = bytes_of(tensor, "offset", 0), length = bytes_of(tensor, "length", bytes);
  if (!offset || !length) return refused("offset and length of its values are no numbers of bytes");
  if (*length != bytes)
    return refused("holds " + std::to_string(*length) + " bytes in " + named +
                   ", but its shape wants " + std::to_string(bytes));
  std::error_code error;
  const std::uintmax_t size = fs::file_size(place.file, error);
  if (error) return refused(named + " cannot be read: " + error.message());
  if (*offset > size || bytes > size - *offset)
    return refused("wants " + std::to_string(bytes) + " bytes from " + std::to_string(*offset) +
                   " on, but " + named + " has " + std::to_string(size) +
                   "; it is cut short, or belongs to another model");
  place.offset = *offset;
  return place;
}

}  // namespace mho
