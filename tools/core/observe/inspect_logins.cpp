#include <set>

#include "observe/inspect_parts.hpp"

namespace pgmahout::observe {

namespace {

// What one login may take: enough for a slow start of a Pgpool-II child, little enough that a
// target which swallows packets does not eat the whole deadline.
constexpr std::chrono::seconds kCap{4};

}  // namespace

std::vector<model::LoginState> inspect_logins(const InspectRequest& request, ports::Login& login,
                                              const ports::Deadline& deadline) {
  std::vector<model::LoginState> states;
  std::set<std::string> silent;  // a target that was silent once is not waited for again
  for (const LoginRequest& one : request.logins) {
    model::LoginState state{.kind = one.kind, .user = one.user, .target = one.target};
    if (silent.contains(one.target) || deadline.over()) {
      state.failure = "not tried: " + one.target + " did not answer the login before";
      states.push_back(std::move(state));
      continue;
    }
    const ports::SqlTarget target{.node = request.node,
                                  .host = one.target,
                                  .port = one.port,
                                  .user = one.user,
                                  .passfile = "",
                                  .password = one.password};
    const auto capped = deadline.within(kCap);
    const bool replication = one.kind == model::LoginKind::replication;
    const ports::LoginAnswer answer = login.attempt(target, replication, capped);
    if (!answer.accepted && capped.over()) silent.insert(one.target);
    state.accepted = answer.accepted;
    state.password_asked = answer.password_asked;
    state.failure = answer.failure;
    states.push_back(std::move(state));
  }
  return states;
}

}  // namespace pgmahout::observe
