#include "act/guard/pcp_watch.hpp"

#include "act/journal.hpp"

namespace pgmahout::act {

namespace {

// Three questions that nobody answered: on a busy machine one or two may be, and an online recovery
// is a conversation, too.
constexpr ports::Duration kBeforeEnding{5000};

}  // namespace

void PcpWatch::look(bool answered) {
  if (silent_.look(!answered, context_.deadline.clock().now()) < kBeforeEnding) return;
  silent_.restart();
  const int ended = context_.pgpool.end_conversations();
  if (ended == 0) return;
  context_.log.error("Pgpool-II answers nobody by PCP: its {} conversations are ended", ended);
  const Journal journal(context_, "guard");
  journal.note({{"ended", "PCP conversations"}, {"reason", "Pgpool-II answered nobody by PCP"}});
}

}  // namespace pgmahout::act
