#include "wal.hpp"

#include <fmt/format.h>

#include <algorithm>

namespace pgmahout::simulate {

bool Branch::holds(int row, model::Lsn position) const {
  const auto found = rows_.find(row);
  if (found != rows_.end()) return found->second <= position;
  return parent_ && parent_->holds(row, std::min(position, fork_));
}

bool Branch::continues(const Branch& other, model::Lsn position) const {
  if (&other == this) return true;
  for (const Branch* branch = this; branch->parent_; branch = branch->parent_.get())
    if (branch->parent_.get() == &other) return position <= branch->fork_;
  return false;
}

std::string Branch::history() const {
  if (!parent_) return "";
  return fmt::format("{}{}\t{}\tno recovery target specified\n", parent_->history(),
                     parent_->number_.number, to_string(fork_));
}

}  // namespace pgmahout::simulate
