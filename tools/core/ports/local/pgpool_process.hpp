#pragma once

#include "model/layout.hpp"
#include "ports/local_pgpool.hpp"

namespace pgmahout::ports::local {

/// Pgpool-II by the file that its process id stands in. It refers to the layout, which must outlive
/// it.
class PgpoolProcess : public LocalPgpool {
 public:
  explicit PgpoolProcess(const model::Layout& layout) : layout_(layout) {}

  [[nodiscard]] bool runs() override;
  [[nodiscard]] model::Result<void> end() override;
  int end_conversations() override;

 private:
  const model::Layout& layout_;
};

}  // namespace pgmahout::ports::local
