#pragma once

#include <expected>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "model/error.hpp"
#include "model/new_inventory.hpp"

namespace pgmahout::inventory {

/// What was said of a new inventory, as text, by options or by answers; empty: not said.
struct Said {
  std::string cluster_name;
  std::string nodes;  ///< NAME=ADDRESS,...
  std::string vip;
  std::string network;
  std::string postgresql_version;
  std::string profile;
  std::string synchronous;
  std::string ssh_user;
};

/// One thing that a new inventory has to say.
struct Question {
  std::string_view option;   ///< of the command line
  std::string_view key;      ///< the setting that it becomes
  std::string_view text;     ///< what a person is asked; empty: nobody is, the suggestion is taken
  std::string_view example;  ///< of an answer
  std::string Said::*answer;
  /// What is taken when nothing is said; null: there is nothing to suggest, it has to be said.
  std::string (*suggestion)(const Said& said);
  /// Why this answer cannot be, in one line; empty: it can. Only looks at what was said before it.
  std::string (*objection)(const Said& said);
};

/// Every question, in the order in which they are asked.
[[nodiscard]] std::span<const Question> questions();

/// The nodes that "NAME=ADDRESS,NAME=ADDRESS" says; the error is why it says none.
[[nodiscard]] std::expected<std::vector<model::NewNode>, std::string> parse_nodes(
    const std::string& text);

/// What was said as a whole. Every question must have an answer without objections.
[[nodiscard]] model::NewInventory new_inventory(const Said& said);

/// The error with the names of settings replaced by those of options, and without a place: the
/// file that it is about is gone.
[[nodiscard]] model::Error told_by_options(model::Error error);

}  // namespace pgmahout::inventory
