#include "fibers.hpp"

#include <algorithm>
#include <boost/context/pooled_fixedsize_stack.hpp>

namespace pgmahout::simulate {

namespace {

namespace context = boost::context;

constexpr std::size_t kStack = std::size_t{256} << 10U;
// A frozen host's fibers are asked this often whether it goes on.
constexpr Time kLookAgain{20000};

// Stacks are used again from world to world.
context::pooled_fixedsize_stack& stacks() {
  static context::pooled_fixedsize_stack pool(kStack);
  return pool;
}

}  // namespace

struct Scheduler::Fiber {
  ProcessPtr process;
  context::fiber inside;   ///< where it goes on
  context::fiber outside;  ///< where the scheduler goes on
  std::uint64_t turn = 0;  ///< grows with each waking, so that an old one is known
  bool ended = false;
};

Scheduler::Scheduler() = default;
Scheduler::~Scheduler() { finish(); }

void Scheduler::at(Time when, std::function<void()> event) {
  enter(when, {.fiber = nullptr, .action = std::move(event)});
}

void Scheduler::enter(Time when, Event event) {
  if (free_.empty()) {
    free_.push_back(events_.size());
    events_.emplace_back();
  }
  const auto place = free_.back();
  free_.pop_back();
  events_[place] = std::move(event);
  appointments_.push_back({std::max(when, now_), ++events_made_, place});
  std::ranges::push_heap(appointments_, later);
}

Scheduler::Event Scheduler::next() {
  std::ranges::pop_heap(appointments_, later);
  const auto appointment = appointments_.back();
  appointments_.pop_back();
  now_ = appointment.when;
  free_.push_back(appointment.place);
  return std::move(events_[appointment.place]);
}

void Scheduler::spawn(const ProcessPtr& process, std::function<void()> body) {
  auto fiber = std::make_shared<Fiber>();
  fiber->process = process;
  ++process->fibers;
  fiber->inside = context::fiber(
      std::allocator_arg, stacks(),
      [self = fiber.get(), body = std::move(body)](context::fiber&& outside) mutable {
        self->outside = std::move(outside);
        try {
          if (!self->process->killed) body();
        } catch (const Killed&) {
          self->process->killed = true;  // that is how it ends
        }
        body = nullptr;
        self->ended = true;
        return std::move(self->outside);
      });
  fibers_.push_back(fiber);
  wake(fiber, now_);
}

void Scheduler::wake(const std::shared_ptr<Fiber>& fiber, Time when) {
  const auto turn = ++fiber->turn;
  enter(when, {.fiber = fiber, .turn = turn, .action = {}});
}

bool Scheduler::stands_still(const Fiber& fiber) const {
  const auto& process = *fiber.process;
  return !process.killed && process.host >= 0 &&
         (process.paused || (frozen_ && frozen_(process.host)));
}

void Scheduler::go_on(const std::shared_ptr<Fiber>& fiber, std::uint64_t turn) {
  if (fiber->ended || turn != fiber->turn) return;
  if (stands_still(*fiber)) return wake(fiber, now_ + kLookAgain);
  const auto before = std::exchange(running_, fiber);
  fiber->inside = std::move(fiber->inside).resume();
  running_ = before;
  if (!fiber->ended) return;
  --fiber->process->fibers;
  std::erase(fibers_, fiber);
}

void Scheduler::give_way(Fiber& fiber) { fiber.outside = std::move(fiber.outside).resume(); }

void Scheduler::sleep(Time duration) {
  const auto fiber = running_;
  if (fiber->process->killed) throw Killed{};
  wake(fiber, now_ + duration);
  give_way(*fiber);
  if (fiber->process->killed) throw Killed{};
}

// A killed parent must outlive its pieces all the same: they refer to its variables.
void Scheduler::together(const std::vector<std::function<void()>>& pieces) {
  const auto parent = running_;
  std::size_t left = pieces.size();
  for (const auto& piece : pieces)
    spawn(parent->process, [this, &piece, &left, parent] {
      const auto one_less = [&] {
        if (--left == 0) wake(parent, now_);
      };
      try {
        piece();
      } catch (const Killed&) {
        one_less();
        throw;
      }
      one_less();
    });
  while (left > 0) {
    // Its turn is counted up by whoever wakes it; nobody else does.
    give_way(*parent);
  }
  if (parent->process->killed) throw Killed{};
}

void Scheduler::kill(const ProcessPtr& process) {
  if (process->killed) return;
  process->killed = true;
  const auto all = fibers_;
  for (const auto& fiber : all)
    if (fiber->process == process && fiber != running_) wake(fiber, now_);
}

void Scheduler::run_until(Time end) {
  while (!appointments_.empty() && appointments_.front().when <= end) {
    const auto event = next();
    if (event.fiber)
      go_on(event.fiber, event.turn);
    else
      event.action();
  }
  now_ = std::max(now_, end);
}

void Scheduler::finish() {
  constexpr int kRounds = 1000;
  for (int round = 0; round < kRounds && !fibers_.empty(); ++round) {
    const auto all = fibers_;
    for (const auto& fiber : all) kill(fiber->process);
    for (const auto& fiber : all) wake(fiber, now_);
    run_until(now_);
  }
}

}  // namespace pgmahout::simulate
