#include <fmt/format.h>

#include <CLI/CLI.hpp>
#include <algorithm>
#include <cstdio>
#include <thread>

#include "coverage.hpp"
#include "data_directory.hpp"
#include "shrink.hpp"
#include "workers.hpp"

// simulate: bad days for a cluster, each from a number; the same number is the same day.

namespace {

using namespace pgmahout::simulate;

struct Options {
  Days days;
  Telling telling;
  int jobs = std::max(1, static_cast<int>(std::thread::hardware_concurrency()));
  bool stop = false;
  bool shrink = false;
};

struct Sum {
  std::uint64_t lived = 0;
  std::uint64_t bad = 0;
  std::size_t rows = 0;
  int promotions = 0;
  Counts seen;
};

void tell(const Day& day) {
  for (const auto& line : day.story) std::puts(line.c_str());
  for (const auto& line : day.broken)
    std::puts(fmt::format("seed {}: {}", day.number, line).c_str());
  (void)std::fflush(stdout);
}

void add(const Day& day, Sum& sum) {
  ++sum.lived;
  sum.bad += day.broken.empty() ? 0 : 1;
  sum.rows += day.acknowledged;
  sum.promotions += day.promotions;
  for (const auto& [what, times] : day.seen) sum.seen[what] += times;
}

int tell_smallest(const Options& options) {
  const auto number = options.days.first;
  const auto smallest = shrink(number, schedule_of(number));
  const auto day = live(number, smallest, {.story = true});
  tell(day);
  for (const auto& fault : smallest)
    std::puts(fmt::format("{:9.3f} for {:.3f} s: {}", static_cast<double>(fault.when.count()) / 1e6,
                          static_cast<double>(fault.lasts.count()) / 1e6, name_of(fault))
                  .c_str());
  return day.broken.empty() ? 0 : 1;
}

int live_all(const Options& options) {
  Sum sum;
  live_in_workers(
      options.days, options.jobs,
      [&](std::uint64_t number) { return live(number, schedule_of(number), options.telling); },
      [&](const Day& day) {
        tell(day);
        add(day, sum);
        return !options.stop || sum.bad == 0;
      });
  const bool covered = !options.telling.coverage || tell_coverage(sum.seen);
  std::puts(fmt::format("{} promotions, {} rows acknowledged\n{} passed, {} failed", sum.promotions,
                        sum.rows, sum.lived - sum.bad, sum.bad)
                .c_str());
  return sum.bad == 0 && covered ? 0 : 1;
}

}  // namespace

int main(int argc, char** argv) {
  CLI::App app("Bad days for a simulated cluster that runs the real code");
  Options options;
  app.add_option("--seed", options.days.first, "the first day's number");
  app.add_option("--count", options.days.count, "how many days");
  app.add_option("--jobs", options.jobs, "how many processes live them")
      ->check(CLI::PositiveNumber);
  app.add_flag("--trace", options.telling.story, "tell the story of each day");
  app.add_flag("--coverage", options.telling.coverage, "tell what happened how often");
  app.add_flag("--stop", options.stop, "end behind the first day that breaks a promise");
  app.add_flag("--shrink", options.shrink, "tell the story of that day with the fewest faults");
  CLI11_PARSE(app, argc, argv);
  const DataDirectory data;
  return options.shrink ? tell_smallest(options) : live_all(options);
}
