#include "ports/crew.hpp"

#include <thread>

namespace pgmahout::ports {

void Threads::run(const std::vector<std::function<void()>>& pieces) {
  std::vector<std::jthread> threads;
  for (const auto& piece : pieces) threads.emplace_back(piece);
}

}  // namespace pgmahout::ports
