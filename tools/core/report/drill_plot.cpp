#include "report/drill_plot.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>

#include "report/drill_words.hpp"

namespace pgmahout::report {

namespace {

using model::DrillRound;
using model::DrillSpan;
using model::SeenRole;

constexpr double kWidth = 860;
constexpr double kNarrowestLeft = 90;
constexpr double kWidestLeft = 240;
constexpr double kRight = 14;
constexpr double kTop = 34;
constexpr double kLane = 34;
constexpr double kBars = 92;
constexpr std::int64_t kBeforeMs = 3000;
constexpr std::int64_t kTenthMs = 100;
// Characters of the small font are about so wide.
constexpr double kLetter = 6.6;

// How thick a lane is drawn, so that colours are not all that tells states apart.
double thickness(SeenRole role) {
  switch (role) {
    case SeenRole::primary:
      return 22;
    case SeenRole::standby:
      return 10;
    case SeenRole::down:
      return 22;
    case SeenRole::unknown:
      break;
  }
  return 3;
}

class Plot {
 public:
  explicit Plot(const DrillRound& round)
      : round_(round),
        from_(std::max<std::int64_t>(0, round.broke_ms - kBeforeMs)),
        to_(std::max(round.ended_ms, from_ + 1000)) {
    for (const auto& lane : round.lanes)
      left_ = std::max(left_, static_cast<double>(lane.node.size()) * kLetter + 20);
    left_ = std::min(left_, kWidestLeft);
  }

  [[nodiscard]] std::string svg() {
    const double bars = lane_top(round_.lanes.size() + 1) + 8;
    bottom_ = bars + kBars;
    open();
    axis();
    gap(bars);
    for (std::size_t index = 0; index < round_.lanes.size(); ++index) lane(index);
    vip_lane();
    writes(bars);
    if (round_.mended_ms) mark(*round_.mended_ms, "mend", "mended");
    if (const auto healthy = healthy_ms()) mark(*healthy, "heal", "well");
    mark(round_.broke_ms, "break", "break");
    return out_ + "</svg>\n";
  }

 private:
  [[nodiscard]] static double lane_top(std::size_t index) {
    return kTop + static_cast<double>(index) * kLane;
  }
  [[nodiscard]] double x(std::int64_t at_ms) const {
    const auto inside = std::clamp(at_ms, from_, to_);
    return left_ + static_cast<double>(inside - from_) / static_cast<double>(to_ - from_) *
                       (kWidth - left_ - kRight);
  }
  [[nodiscard]] std::string since_break(std::int64_t at_ms) const {
    return signed_seconds(at_ms - round_.broke_ms);
  }
  [[nodiscard]] std::optional<std::int64_t> healthy_ms() const {
    const auto step = std::ranges::find(round_.steps, "healthy", &model::DrillStep::id);
    if (step == round_.steps.end() || !step->at_ms) return std::nullopt;
    return *step->at_ms + round_.broke_ms;
  }

  void open() {
    out_ += fmt::format(
        "<svg viewBox=\"0 0 {:.0f} {:.0f}\" role=\"img\" aria-labelledby=\"t{} d{}\">\n"
        "<title id=\"t{}\">Round {} over time</title><desc id=\"d{}\">{}</desc>\n",
        kWidth, bottom_ + 44, round_.number, round_.number, round_.number, round_.number,
        round_.number, escaped(sentence_of(round_)));
  }

  void text(double left, double base, std::string_view type, const std::string& words) {
    out_ += fmt::format("<text x=\"{:.1f}\" y=\"{:.1f}\" class=\"{}\">{}</text>\n", left, base,
                        type, escaped(words));
  }

  struct Place {
    double left;
    double right;
    double top;
    double height;
  };

  void box(const Place& place, const std::string& type, const std::string& title) {
    out_ += fmt::format(
        "<rect x=\"{:.1f}\" y=\"{:.1f}\" width=\"{:.1f}\" height=\"{:.1f}\" class=\"{}\">"
        "<title>{}</title></rect>\n",
        place.left, place.top, std::max(place.right - place.left, 0.6), place.height, type,
        escaped(title));
  }

  // So many seconds apart that the figures do not touch.
  [[nodiscard]] std::int64_t tick_ms() const {
    constexpr std::array<std::int64_t, 7> kTicks{1000, 2000, 5000, 10000, 20000, 60000, 120000};
    constexpr std::int64_t kMost = 14;
    const auto fits = std::ranges::find_if(
        kTicks, [&](std::int64_t tick) { return (to_ - from_) / tick <= kMost; });
    return fits == kTicks.end() ? kTicks.back() * 5 : *fits;
  }

  void axis() {
    const auto tick = tick_ms();
    const auto before = (round_.broke_ms - from_) / tick;
    for (auto at = round_.broke_ms - before * tick; at <= to_; at += tick) {
      out_ += fmt::format(
          "<line x1=\"{0:.1f}\" x2=\"{0:.1f}\" y1=\"{1:.1f}\" y2=\"{2:.1f}\" class=\"grid\"/>\n",
          x(at), kTop - 4, bottom_ + 4);
      text(x(at), bottom_ + 18, "tick", fmt::format("{}", (at - round_.broke_ms) / 1000));
    }
    text((left_ + kWidth - kRight) / 2, bottom_ + 36, "tick", "seconds since the break");
  }

  void gap(double bars) {
    box({x(round_.gap.from_ms), x(round_.gap.to_ms), bars, kBars}, "gap",
        fmt::format("no write was acknowledged for {}", seconds(round_.gap.length_ms())));
    const double middle = (x(round_.gap.from_ms) + x(round_.gap.to_ms)) / 2;
    const double half = 4.5 * kLetter;
    text(std::clamp(middle, left_ + half, kWidth - kRight - half), bars + 14, "gaptext",
         "gap " + seconds(round_.gap.length_ms()));
  }

  [[nodiscard]] bool is_seen(const DrillSpan& span) const {
    return span.to_ms > from_ && span.from_ms < to_;
  }

  void lane(std::size_t index) {
    const auto& node = round_.lanes[index];
    const double middle = lane_top(index + 1) + kLane / 2;
    text(left_ - 10, middle + 4, "label", node.node);
    for (const DrillSpan& span : node.roles) {
      if (!is_seen(span)) continue;
      const std::string role(to_string(span.role));
      const double high = thickness(span.role);
      box({x(span.from_ms), x(span.to_ms), middle - high / 2, high}, role,
          fmt::format("{}: {} from {} to {}", node.node, role, since_break(span.from_ms),
                      since_break(span.to_ms)));
    }
  }

  // One lane for all: whose name stands in it has the address.
  void vip_lane() {
    const double middle = lane_top(0) + kLane / 2;
    text(left_ - 10, middle + 4, "label", "virtual IP");
    for (const auto& node : round_.lanes)
      for (const DrillSpan& span : node.vip) {
        if (!is_seen(span)) continue;
        const double left = x(span.from_ms);
        const double right = x(span.to_ms);
        box({left, right, middle - 9, 18}, "vip",
            fmt::format("virtual IP on {} from {} to {}", node.node, since_break(span.from_ms),
                        since_break(span.to_ms)));
        if (right - left > static_cast<double>(node.node.size()) * kLetter + 8)
          text(left + 6, middle + 4, "viptext", node.node);
      }
  }

  void writes(double bars) {
    const auto most = round_.writes.empty() ? 0 : *std::ranges::max_element(round_.writes);
    text(left_ - 10, bars + 14, "label", "writes");
    text(left_ - 10, bars + 30, "label small", "per 0.1 s");
    text(left_ - 10, bars + kBars, "label small", fmt::format("most: {}", most));
    for (std::size_t tenth = 0; tenth < round_.writes.size(); ++tenth) {
      const auto count = round_.writes[tenth];
      const auto at = static_cast<std::int64_t>(tenth) * kTenthMs;
      if (count == 0 || at < from_ || at >= to_) continue;
      const double high = (kBars - 22) * static_cast<double>(count) / static_cast<double>(most);
      box({x(at), x(at + kTenthMs) - 0.4, bars + kBars - high, high}, "write",
          fmt::format("{} writes at {}", count, since_break(at)));
    }
  }

  void mark(std::int64_t at_ms, const std::string& type, const std::string& word) {
    out_ += fmt::format(
        "<line x1=\"{0:.1f}\" x2=\"{0:.1f}\" y1=\"{1:.1f}\" y2=\"{2:.1f}\" class=\"mark {3}\">"
        "<title>{4} at {5}</title></line>\n",
        x(at_ms), kTop - 10, bottom_, type, word, since_break(at_ms));
    const double half = static_cast<double>(word.size()) * kLetter / 2;
    text(std::min(x(at_ms), kWidth - half), kTop - 16, "marktext " + type, word);
  }

  const DrillRound& round_;
  std::int64_t from_;
  std::int64_t to_;
  double left_ = kNarrowestLeft;
  double bottom_ = 0;
  std::string out_;
};

}  // namespace

std::string escaped(std::string_view text) {
  std::string safe;
  for (const char c : text) {
    switch (c) {
      case '&':
        safe += "&amp;";
        break;
      case '<':
        safe += "&lt;";
        break;
      case '>':
        safe += "&gt;";
        break;
      case '"':
        safe += "&quot;";
        break;
      default:
        safe += c;
    }
  }
  return safe;
}

std::string drill_plot(const DrillRound& round) { return Plot(round).svg(); }

}  // namespace pgmahout::report
