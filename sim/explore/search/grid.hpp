// Searches that learn nothing.
#pragma once

#include <set>

#include "sim/base/random.hpp"
#include "sim/explore/search/search.hpp"

namespace mho {

/// Every design of a space, or the first `designs`.
class GridSearch final : public Search {
 public:
  GridSearch(const Space& space, std::int64_t designs) : space_(space), designs_(designs) {}

  std::vector<Choice> ask(int count) override;
  void tell(const Choice&, const Judgement&) override {}
  bool at_end() const override { return next_ == designs_; }
  std::int64_t designs() const override { return designs_; }

 private:
  const Space& space_;
  std::int64_t designs_;
  std::int64_t next_ = 0;
};

/// Values drawn at random, each as likely as the others of its key; no design twice.
class RandomSearch final : public Search {
 public:
  RandomSearch(const Space& space, std::int64_t designs, std::int64_t seed);

  std::vector<Choice> ask(int count) override;
  void tell(const Choice&, const Judgement&) override {}
  bool at_end() const override { return static_cast<std::int64_t>(asked_.size()) == designs_; }
  std::int64_t designs() const override { return designs_; }

 private:
  Choice drawn();

  const Space& space_;
  std::int64_t designs_;
  Stream stream_;
  std::uint32_t draw_ = 0;
  std::set<Choice> asked_;
};

}  // namespace mho
