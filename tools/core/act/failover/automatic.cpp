#include "act/failover/automatic.hpp"

#include "act/failover/failover.hpp"
#include "act/pause.hpp"

namespace pgmahout::act {

model::Result<void> automatic_failover(const Context& context, const decide::PgpoolCall& call) {
  if (!is_paused(context)) return failover(context, call);
  return std::unexpected(model::Error{.kind = model::ErrorKind::refused,
                                      .what = "nobody is promoted: automatic failover is paused",
                                      .hint = "pgmahout resume ends that; pgmahout failover "
                                              "promotes a standby by hand"});
}

}  // namespace pgmahout::act
