#include "act/guard/heal.hpp"

#include "act/guard/mender.hpp"
#include "act/guard/retrier.hpp"

namespace pgmahout::act {

namespace {

constexpr ports::Duration kBetweenLooks{1000};

template <typename Healer>
void look_after(Healer& healer, const Context& context) {
  const auto look = [&] {
    healer.look();
    return false;
  };
  (void)ports::wait_until(look, context.deadline, kBetweenLooks);
}

}  // namespace

// Two of them, for copying a node afresh takes hours, and the others may need this one meanwhile.
model::Result<void> heal(const Context& context) {
  Mender mender(context);
  Retrier retrier(context);
  context.log.info("looking after {}", context.self.name);
  context.crew.run({[&] { look_after(mender, context); }, [&] { look_after(retrier, context); }});
  return {};
}

}  // namespace pgmahout::act
