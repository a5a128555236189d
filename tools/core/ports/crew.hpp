#pragma once

#include <functional>
#include <iterator>
#include <optional>
#include <vector>

namespace pgmahout::ports {

/// Does several pieces of work at the same time. What waits for other machines goes through it, so
/// that one dark host costs its own time only, and so that a simulated world can do the same work
/// in an order that it chooses.
class Crew {
 public:
  virtual ~Crew() = default;

  /// Returns when every piece has ended. Pieces share nothing that they write.
  virtual void run(const std::vector<std::function<void()>>& pieces) = 0;
};

/// One thread for each piece.
class Threads : public Crew {
 public:
  void run(const std::vector<std::function<void()>>& pieces) override;
};

/// What the function makes of each item, in the items' order, all at once.
template <typename Items, typename Function>
[[nodiscard]] auto at_once(Crew& crew, const Items& items, const Function& function) {
  using Answer = decltype(function(*std::begin(items)));
  std::vector<std::optional<Answer>> slots(std::size(items));
  std::vector<std::function<void()>> pieces;
  auto slot = slots.begin();
  for (const auto& item : items) {
    pieces.emplace_back([&function, &item, &answer = *slot] { answer.emplace(function(item)); });
    ++slot;
  }
  crew.run(pieces);
  std::vector<Answer> answers;
  for (auto& each : slots) answers.push_back(std::move(*each));
  return answers;
}

}  // namespace pgmahout::ports
