#include "tests/fuzz/onnx_mutation.hpp"

#include <onnx/onnx_pb.h>

#include <array>
#include <bit>
#include <limits>
#include <string>

namespace mho::fuzz {

namespace {

using google::protobuf::FieldDescriptor;
using google::protobuf::Message;

constexpr std::array<float, 10> kFloats{0,
                                        -0.0f,
                                        1,
                                        -1,
                                        0.5f,
                                        1e-45f,
                                        3e38f,
                                        -3e38f,
                                        std::numeric_limits<float>::infinity(),
                                        std::numeric_limits<float>::quiet_NaN()};

/// One value of a message: a field, or an element of a repeated one.
struct Spot {
  Message* message;
  const FieldDescriptor* field;
  int index;  ///< -1: the field is not repeated
};

void collect(Message& message, std::vector<Spot>& spots) {
  std::vector<const FieldDescriptor*> fields;
  message.GetReflection()->ListFields(message, &fields);
  for (const FieldDescriptor* field : fields) {
    const bool nested = field->cpp_type() == FieldDescriptor::CPPTYPE_MESSAGE;
    if (!field->is_repeated()) {
      spots.push_back({&message, field, -1});
      if (nested) collect(*message.GetReflection()->MutableMessage(&message, field), spots);
      continue;
    }
    constexpr int kMost = 64;  // of many weights a few are enough
    const int size = std::min(message.GetReflection()->FieldSize(message, field), kMost);
    for (int i = 0; i < size; ++i) {
      spots.push_back({&message, field, i});
      if (nested)
        collect(*message.GetReflection()->MutableRepeatedMessage(&message, field, i), spots);
    }
  }
}

std::string text_at(const Spot& spot) {
  const auto* reflection = spot.message->GetReflection();
  return spot.index < 0 ? reflection->GetString(*spot.message, spot.field)
                        : reflection->GetRepeatedString(*spot.message, spot.field, spot.index);
}

/// A text of the model, a hostile one, or the same with its numbers changed (raw weights are text).
std::string other_text(const Spot& spot, const std::vector<Spot>& spots, Dice& dice) {
  static const std::vector<std::string> kTexts{
      "",        "caf\xe9", std::string("a\0b", 3), "\x1b[31m",   "a\nb", "Conv", "Add", "Div",
      "Reshape", "Pad",     "ai.onnx.ml",           "SAME_UPPER", "x",    "y"};
  if (dice.one_in(4)) return dice.of(kTexts);
  const Spot& other = dice.of(spots);
  const bool is_text = other.field->cpp_type() == FieldDescriptor::CPPTYPE_STRING;
  if (is_text && !dice.one_in(3)) return text_at(other);
  const std::string text = text_at(spot);
  Bytes bytes(text.begin(), text.end());
  if (bytes.size() >= sizeof(float) && dice.one_in(2)) {
    const auto number = std::bit_cast<std::array<std::uint8_t, 4>>(dice.of(kFloats));
    const std::size_t at = dice.below(bytes.size() / 4) * 4;
    std::copy(number.begin(), number.end(), bytes.begin() + static_cast<std::ptrdiff_t>(at));
  } else {
    mutate_bytes(bytes, dice);
  }
  return {bytes.begin(), bytes.end()};
}

/// Sets the value at a spot; `set` and `set_repeated` are the reflection's for its type.
template <class Value, class Set, class SetRepeated>
void assign(const Spot& spot, const Value& value, Set set, SetRepeated set_repeated) {
  const auto* reflection = spot.message->GetReflection();
  if (spot.index < 0)
    (reflection->*set)(spot.message, spot.field, value);
  else
    (reflection->*set_repeated)(spot.message, spot.field, spot.index, value);
}

using google::protobuf::Reflection;

void change_value(const Spot& spot, const std::vector<Spot>& spots, Dice& dice) {
  const std::int64_t edge = dice.of(kEdges);
  switch (spot.field->cpp_type()) {
    case FieldDescriptor::CPPTYPE_INT32:
      return assign(spot, static_cast<std::int32_t>(edge), &Reflection::SetInt32,
                    &Reflection::SetRepeatedInt32);
    case FieldDescriptor::CPPTYPE_INT64:
      return assign(spot, edge, &Reflection::SetInt64, &Reflection::SetRepeatedInt64);
    case FieldDescriptor::CPPTYPE_FLOAT:
      return assign(spot, dice.of(kFloats), &Reflection::SetFloat, &Reflection::SetRepeatedFloat);
    case FieldDescriptor::CPPTYPE_DOUBLE:
      return assign(spot, static_cast<double>(dice.of(kFloats)), &Reflection::SetDouble,
                    &Reflection::SetRepeatedDouble);
    case FieldDescriptor::CPPTYPE_ENUM:
      return assign(spot, static_cast<int>(dice.below(20)), &Reflection::SetEnumValue,
                    &Reflection::SetRepeatedEnumValue);
    case FieldDescriptor::CPPTYPE_STRING: {
      const std::string text = other_text(spot, spots, dice);
      const auto* reflection = spot.message->GetReflection();
      if (spot.index < 0)
        reflection->SetString(spot.message, spot.field, text);
      else
        reflection->SetRepeatedString(spot.message, spot.field, spot.index, text);
      return;
    }
    default:
      return;
  }
}

/// Removes, doubles or moves an element; removes a field.
void change_structure(const Spot& spot, Dice& dice) {
  Message& message = *spot.message;
  const auto* reflection = message.GetReflection();
  if (spot.index < 0) return reflection->ClearField(&message, spot.field);
  const int last = reflection->FieldSize(message, spot.field) - 1;
  if (dice.one_in(2)) {
    reflection->SwapElements(&message, spot.field, spot.index, last);
    if (dice.one_in(2)) reflection->RemoveLast(&message, spot.field);
  } else if (spot.field->cpp_type() == FieldDescriptor::CPPTYPE_MESSAGE) {
    const Message& element = reflection->GetRepeatedMessage(message, spot.field, spot.index);
    const std::string copy = element.SerializePartialAsString();
    reflection->AddMessage(&message, spot.field)->ParsePartialFromString(copy);
  } else if (spot.field->cpp_type() == FieldDescriptor::CPPTYPE_INT64) {
    reflection->AddInt64(&message, spot.field, dice.of(kEdges));
  } else if (spot.field->cpp_type() == FieldDescriptor::CPPTYPE_STRING) {
    reflection->AddString(&message, spot.field, text_at(spot));
  }
}

}  // namespace

void mutate_onnx(Bytes& bytes, Dice& dice) {
  onnx::ModelProto model;
  const bool is_model = model.ParseFromArray(bytes.data(), static_cast<int>(bytes.size()));
  std::vector<Spot> spots;
  if (is_model) collect(model, spots);
  if (spots.empty() || dice.one_in(20)) return mutate_bytes(bytes, dice);
  const Spot spot = dice.of(spots);
  if (dice.one_in(3))
    change_structure(spot, dice);
  else
    change_value(spot, spots, dice);
  const std::string text = model.SerializePartialAsString();
  bytes.assign(text.begin(), text.end());
}

}  // namespace mho::fuzz
