#include <algorithm>

#include "decide/verify/rules.hpp"

namespace pgmahout::decide {

namespace {

using model::LoginKind;
using model::LoginState;

// Those who log in by password: the cluster's three, and the inventory's own.
std::vector<std::string> login_roles(const model::Cluster& cluster) {
  std::vector<std::string> names{cluster.postgresql.superuser, cluster.postgresql.replication_user,
                                 cluster.pgpool.user};
  for (const model::DatabaseUser& user : cluster.postgresql.users) names.push_back(user.name);
  return names;
}

// Those who come through Pgpool-II: all but replication, which it does not forward.
std::vector<std::string> pool_roles(const model::Cluster& cluster) {
  std::vector<std::string> names = login_roles(cluster);
  std::erase(names, cluster.postgresql.replication_user);
  return names;
}

const LoginState* find_login(const model::NodeInspection& state, LoginKind kind,
                             const std::string& user, const std::string& target) {
  const auto found = std::ranges::find_if(state.logins, [&](const LoginState& login) {
    return login.kind == kind && login.user == user && login.target == target;
  });
  return found == state.logins.end() ? nullptr : &*found;
}

void judge_login(const LoginState* login, const std::string& who, Outcome& outcome) {
  if (login == nullptr)
    outcome.fail(who + " was not tried");
  else if (!login->accepted)
    outcome.fail(who + " cannot log in: " + login->failure);
  else if (!login->password_asked)
    outcome.fail(who + " was let in without a password");
}

Outcome judge_vip_login(const Situation& situation, const Answered& answered) {
  Outcome outcome;
  const std::vector<std::string> roles = pool_roles(situation.cluster);
  for (const std::string& user : roles)
    judge_login(find_login(answered.state, LoginKind::vip, user, situation.cluster.vip), user,
                outcome);
  if (outcome.evidence.empty())
    outcome.note(std::to_string(roles.size()) + " users through " + situation.cluster.vip);
  return outcome;
}

}  // namespace

Outcome judge_role_passwords(const Situation& situation) {
  return on_primary(situation, [&](const Answered&, const model::PostgresqlState& state) {
    Outcome outcome;
    for (const std::string& role : login_roles(situation.cluster)) {
      const auto method = state.role_methods.find(role);
      if (method == state.role_methods.end())
        outcome.fail("role " + role + " does not exist");
      else if (method->second != "scram-sha-256")
        outcome.fail("the password of " + role + " is " + method->second + ", not scram-sha-256");
    }
    return outcome;
  });
}

Outcome judge_pool_passwords(const Situation& situation) {
  return each_node(situation, [&](const Answered& answered) {
    Outcome outcome;
    for (const std::string& user : pool_roles(situation.cluster)) {
      const auto entry = answered.state.pool_passwords.find(user);
      if (entry == answered.state.pool_passwords.end())
        outcome.fail("pool_passwd has no entry for " + user);
      else if (entry->second != "AES" && entry->second != "TEXT")
        outcome.fail("the entry of " + user + " is " + entry->second + ": useless for SCRAM");
    }
    return outcome;
  });
}

Outcome judge_vip_logins(const Situation& situation) {
  return each_node(situation,
                   [&](const Answered& answered) { return judge_vip_login(situation, answered); });
}

Outcome judge_wrong_password(const Situation& situation) {
  return each_node(situation, [&](const Answered& answered) {
    Outcome outcome;
    const model::Cluster& cluster = situation.cluster;
    const LoginState* login =
        find_login(answered.state, LoginKind::wrong_password, cluster.pgpool.user, cluster.vip);
    if (login == nullptr)
      outcome.fail("was not tried");
    else if (login->accepted)
      outcome.fail(cluster.pgpool.user + " was let in with a wrong password");
    else if (!login->password_asked)
      outcome.add(model::Verdict::skipped, "no login came as far as the password");
    return outcome;
  });
}

Outcome judge_replication_logins(const Situation& situation) {
  const std::string& user = situation.cluster.postgresql.replication_user;
  return each_node(situation, [&](const Answered& answered) {
    Outcome outcome;
    for (const model::Node& target : situation.cluster.nodes)
      judge_login(find_login(answered.state, LoginKind::replication, user, target.address),
                  user + " to " + target.name, outcome);
    return outcome;
  });
}

Outcome judge_write(const Situation& situation) {
  Outcome outcome;
  const auto& write = situation.inspection.write;
  if (!write) {
    const bool silent = write.error().kind == model::ErrorKind::no_answer;
    outcome.add(silent ? model::Verdict::no_answer : model::Verdict::fail, write.error().what);
    return outcome;
  }
  for (const auto& [node, seen] : write->seen) {
    if (!seen)
      outcome.add(model::Verdict::skipped, node + ": " + seen.error().what);
    else if (!*seen)
      outcome.fail(node + ": has not replayed transaction " + write->transaction);
  }
  if (outcome.evidence.empty())
    outcome.note("transaction " + write->transaction + " is committed on every node");
  return outcome;
}

}  // namespace pgmahout::decide
