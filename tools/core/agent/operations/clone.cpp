#include "act/clone/clone.hpp"

#include "agent/operations/operations.hpp"

namespace pgmahout::agent {

namespace {

std::unexpected<model::Error> invalid_wish(std::string what) {
  return std::unexpected(model::Error{.kind = model::ErrorKind::invalid, .what = std::move(what)});
}

model::Result<act::clone::Request> read(const Request& request, const act::Context& context) {
  const auto name = request.text("primary");
  const auto replace = request.boolean("replace", false);
  const auto start = request.boolean("start", false);
  const auto rate = request.text("max_rate");
  if (!name) return std::unexpected(name.error());
  if (!replace) return std::unexpected(replace.error());
  if (!start) return std::unexpected(start.error());
  if (!rate) return std::unexpected(rate.error());
  const model::Node* primary = context.cluster.find(*name);
  if (primary == nullptr) return invalid_wish("the cluster has no node \"" + *name + "\"");
  if (primary->name == context.self.name)
    return invalid_wish("a node cannot be copied from itself");
  if (!rate->empty() && !act::clone::is_valid_rate(*rate))
    return invalid_wish(
        "max_rate must be a number of kB/s, or one with k or M, from 32 kB/s to 1 GB/s");
  return act::clone::Request{
      .primary = *primary, .replace = *replace, .start = *start, .max_rate = *rate};
}

model::Result<nlohmann::json> foresee(const act::clone::Request& wish, const Session& session) {
  const auto decision = act::clone::foresee(session.context, wish);
  if (!decision) return std::unexpected(decision.error());
  return nlohmann::json{{"action", to_string(decision->action)}, {"reason", decision->reason}};
}

}  // namespace

model::Result<nlohmann::json> clone(const Request& request, const Session& session) {
  auto wish = read(request, session.context);
  if (!wish) return std::unexpected(wish.error());
  const auto dry_run = request.boolean("dry_run", false);
  if (!dry_run) return std::unexpected(dry_run.error());
  if (*dry_run) return foresee(*wish, session);
  wish->on_progress = [&](const act::clone::Progress& progress) {
    session.progress({{"bytes", progress.bytes}, {"total", progress.total}});
  };
  const auto outcome = act::clone::run(session.context, *wish);
  if (!outcome) return std::unexpected(outcome.error());
  return nlohmann::json{
      {"changed", outcome->changed}, {"reason", outcome->reason}, {"bytes", outcome->bytes}};
}

}  // namespace pgmahout::agent
