#include "agent/drill/ledger_writer.hpp"

#include <doctest/doctest.h>

#include <deque>

#include "ports/fake_clock.hpp"

using namespace pgmahout;
using model::WriteOutcome;

namespace {

using SqlAnswer = model::Result<ports::Rows>;

// A front door that gives these answers and then asks the writer to stop.
class ScriptedDoor : public ports::Sql {
 public:
  ScriptedDoor(std::deque<SqlAnswer> answers, int refused_first)
      : answers_(std::move(answers)), refusals_(refused_first) {}

  [[nodiscard]] model::Result<std::unique_ptr<ports::SqlSession>> connect(
      const ports::SqlTarget& /*target*/, const ports::Deadline& /*deadline*/) override {
    if (refusals_-- > 0) return std::unexpected(model::Error{.what = "nobody is there"});
    ++connections;
    return std::make_unique<Line>(*this);
  }

  int connections = 0;
  std::vector<std::string> said;
  std::stop_source stop;

 private:
  class Line : public ports::SqlSession {
   public:
    explicit Line(ScriptedDoor& script) : script_(script) {}
    [[nodiscard]] SqlAnswer run(const ports::Query& query,
                                const ports::Deadline& /*deadline*/) override {
      script_.said.push_back(query.text);
      auto answer = script_.answers_.front();
      script_.answers_.pop_front();
      if (script_.answers_.empty()) script_.stop.request_stop();
      return answer;
    }

   private:
    ScriptedDoor& script_;
  };

  std::deque<SqlAnswer> answers_;
  int refusals_;
};

SqlAnswer failing(model::ErrorKind kind) { return std::unexpected(model::Error{.kind = kind}); }

std::vector<model::LedgerEntry> written(ScriptedDoor& script) {
  FakeClock clock;
  const agent::Stopclock stopclock(clock);
  agent::LedgerWriter writer(script, {}, stopclock);
  writer.write(script.stop.get_token());
  return writer.entries();
}

}  // namespace

TEST_CASE("numbers are sent once, one every 20 ms, over one connection") {
  ScriptedDoor script({ports::Rows{}, ports::Rows{}, ports::Rows{}}, 0);
  const auto entries = written(script);
  CHECK(entries == std::vector<model::LedgerEntry>{{1, 0, 0, WriteOutcome::acknowledged},
                                                   {2, 20, 20, WriteOutcome::acknowledged},
                                                   {3, 40, 40, WriteOutcome::acknowledged}});
  CHECK(script.connections == 1);
  CHECK(script.said.at(1) == "INSERT INTO pgmahout_drill.ledger (id) VALUES (2)");
}

TEST_CASE("after anything but an acknowledgement it connects anew, and no number comes again") {
  ScriptedDoor script(
      {failing(model::ErrorKind::failed), failing(model::ErrorKind::no_answer),
       ports::Rows{.warnings = {"the commit may not be replicated"}}, ports::Rows{}},
      0);
  const auto entries = written(script);
  CHECK(entries == std::vector<model::LedgerEntry>{{1, 0, 0, WriteOutcome::refused},
                                                   {2, 50, 50, WriteOutcome::unknown},
                                                   {3, 100, 100, WriteOutcome::unknown},
                                                   {4, 150, 150, WriteOutcome::acknowledged}});
  CHECK(script.connections == 4);
}

TEST_CASE("a connection that is not had costs no number") {
  ScriptedDoor script({ports::Rows{}}, 2);
  const auto entries = written(script);
  CHECK(entries == std::vector<model::LedgerEntry>{{0, 0, 0, WriteOutcome::refused},
                                                   {0, 50, 50, WriteOutcome::refused},
                                                   {1, 100, 100, WriteOutcome::acknowledged}});
}
