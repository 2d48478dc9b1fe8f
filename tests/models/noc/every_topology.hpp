// Every topology that the build has, for tests that walk them all.
#pragma once

#include <catch2/catch.hpp>

#include "tests/models/noc/topologies.hpp"

namespace mho {

/// Puts integers, the only keys that topologies have, at an end of their range.
class EndOfRange : public Fields {
 public:
  explicit EndOfRange(bool upper) : upper_(upper) {}

 private:
  void on_integer(const char*, std::int64_t& value, Range range, const char*, Presence) override {
    value = static_cast<std::int64_t>(upper_ ? range.max : range.min);
  }
  void on_rule(bool holds, const char* key, const std::string& message) override {
    INFO(key << ": " << message);
    CHECK(holds);
  }
  [[noreturn]] static void refuse(const char* key) {
    throw Bug(std::string(key) + ": every_topology() knows no value for it");
  }
  void on_flag(const char* key, bool&, const char*, Presence) override { refuse(key); }
  void on_quantity(const char* key, double&, std::string_view, Range, const char*,
                   Presence) override {
    refuse(key);
  }
  void on_text(const char* key, std::string&, const char*, Presence) override { refuse(key); }
  void on_path(const char* key, std::string&, const char*, Presence) override { refuse(key); }
  void on_choice(const char* key, int&, const std::vector<Word>&, const char*, Presence) override {
    refuse(key);
  }
  void on_integers_by_name(const char* key, std::map<std::string, int>&, Range,
                           const char*) override {
    refuse(key);
  }
  void on_quantities(const char* key, std::vector<double>&, std::string_view, Range, const char*,
                     Presence) override {
    refuse(key);
  }
  void on_texts(const char* key, std::vector<std::string>&, const char*, Presence) override {
    refuse(key);
  }
  std::size_t begin_list(const char* key, const char*, Presence, std::size_t) override {
    refuse(key);
  }
  bool begin_item(const char* key, std::size_t) override { refuse(key); }
  bool begin_section(const char* key, const char*, Presence, bool) override { refuse(key); }
  void end_section() override {}
  bool on_kind(const std::vector<Word>&, int&) override { return false; }

  bool upper_;
};

struct NamedTopology {
  std::string name;
  std::shared_ptr<Topology> topology;
};

/// Every kind with all its keys at the lower and at the upper end of their ranges, and meshes in
/// between.
inline std::vector<NamedTopology> every_topology() {
  std::vector<NamedTopology> all;
  for (const Kind<Topology>& kind : topology_kinds())
    for (const bool upper : {false, true}) {
      const std::shared_ptr<Topology> topology = kind.make();
      EndOfRange visitor(upper);
      topology->fields(visitor);
      all.push_back(
          {kind.name + std::string(upper ? ", keys at most" : ", keys at least"), topology});
    }
  for (const char* keys :
       {kMeshTopology, "{columns: 3, tiles_per_router: 1}", "{columns: 3, tiles_per_router: 2}"})
    all.push_back({keys, topology_from(keys)});
  return all;
}

}  // namespace mho
