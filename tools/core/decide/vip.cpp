#include "decide/vip.hpp"

namespace pgmahout::decide {

bool vip_was_left_behind(const VipQuestion& question) {
  return question.here && (!question.pgpool_runs || !question.leads.value_or(true));
}

}  // namespace pgmahout::decide
