#pragma once

#include "act/clone/workplace.hpp"
#include "act/journal.hpp"
#include "act/rejoin/look.hpp"
#include "act/rejoin/rejoin.hpp"

namespace pgmahout::act::rejoin {

/// One run: looks, decides, does, and looks again where that changed what is to be decided.
class Run {
 public:
  Run(const Context& context, const Request& request, const clone::Workplace& workplace);

  [[nodiscard]] model::Result<Outcome> go();

 private:
  [[nodiscard]] model::Result<void> try_until_it_streams();
  [[nodiscard]] model::Result<void> choose(const Sight& sight);
  /// True: it is a standby that streams. False: look again.
  [[nodiscard]] model::Result<bool> step(const Sight& sight);
  /// Whether what failed is worth another look, with what was learned by it.
  [[nodiscard]] bool learns_from(const model::Error& error, const Sight& sight);
  [[nodiscard]] model::Result<void> perform(const Sight& sight);
  [[nodiscard]] model::Result<void> stop();
  [[nodiscard]] model::Result<void> keep_diverged(const Sight& sight);
  [[nodiscard]] model::Result<void> undo_branch(const Sight& sight) const;
  [[nodiscard]] model::Result<void> repoint_it();
  [[nodiscard]] model::Result<void> start_it();
  [[nodiscard]] model::Result<void> rewind_it(const Sight& sight);
  [[nodiscard]] model::Result<void> copy_it();
  [[nodiscard]] model::Result<void> write_files() const;
  [[nodiscard]] model::Result<void> release_and_start() const;
  [[nodiscard]] model::Result<void> release() const;
  void prepare_primary() const;

  const Context& context_;
  const Request& request_;
  const clone::Workplace& workplace_;
  Context steady_;  ///< the same, not cut off when the caller has gone
  Journal journal_;
  Outcome outcome_;
  bool rewind_failed_ = false;
  bool wal_is_gone_ = false;
};

}  // namespace pgmahout::act::rejoin
