#pragma once

#include <optional>
#include <string>
#include <vector>

#include "decide/diagnose/diagnose.hpp"
#include "reported.hpp"

/// The cluster of Reported with what explains it: nothing is wrong until a test breaks one thing.
struct Diagnosed : Reported {
  pgmahout::model::Evidences evidences;
  std::optional<pgmahout::model::Verification> verification;

  Diagnosed() {
    constexpr std::int64_t kGibibyte = std::int64_t{1} << 30U;
    for (int id = 0; id < 3; ++id) {
      pgmahout::model::NodeEvidence evidence{.at = "2026-03-01T12:00:00.000Z"};
      evidence.disks = {{"data", "/data1", 100 * kGibibyte, 50 * kGibibyte}};
      evidence.server = pgmahout::model::ServerEvidence{.receiver = id == 0 ? "" : "streaming"};
      evidence.log = pgmahout::model::LogTail{.source = "postgresql.log", .lines = {}};
      evidence.journal = pgmahout::model::LogTail{.source = "journal", .lines = {}};
      evidences.nodes.emplace_back(std::move(evidence));
    }
  }

  pgmahout::model::NodeEvidence& known(int id) {
    return *evidences.nodes.at(static_cast<std::size_t>(id));
  }
  void log(int id, const std::string& line) { known(id).log->lines.push_back(line); }
  /// The host says nothing at all.
  void darken(int id) {
    silence(id);
    forget(id);
    evidences.nodes.at(static_cast<std::size_t>(id)) = std::unexpected(
        pgmahout::model::Error{.kind = pgmahout::model::ErrorKind::no_answer, .what = "no answer"});
  }
  /// A standby whose server does not run.
  void end(int id) {
    stop(id);
    forget(id);
  }
  /// A standby that runs and receives nothing any more.
  void cut(int id) {
    forget(id);
    server(id).state.receiving = false;
  }
  void fail_check(const std::string& check) {
    verification = pgmahout::model::Verification{.cluster = "zoo", .checks = {}};
    verification->checks.push_back({.id = check,
                                    .title = "something holds",
                                    .verdict = pgmahout::model::Verdict::fail,
                                    .evidence = {"n1: it does not"},
                                    .remedy = "mend it"});
  }

  [[nodiscard]] pgmahout::model::Diagnoses diagnose(const std::string& about = "") const {
    return pgmahout::decide::diagnose({.cluster = cluster,
                                       .reports = reports,
                                       .evidences = evidences,
                                       .verification = verification ? &*verification : nullptr},
                                      about);
  }
};
