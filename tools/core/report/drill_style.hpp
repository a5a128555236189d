#pragma once

namespace pgmahout::report {

/// How the page of a drill looks: light and dark, as wide as it is read.
inline constexpr const char* kDrillStyle = R"(
:root { color-scheme: light dark; --paper: #fbfaf7; --card: #fff; --ink: #1d2230; --faint: #687085;
  --line: #e3e1da; --primary: #2f6fde; --standby: #8fb4ee; --down: #d1495b; --unknown: #b9bcc6;
  --vip: #e9b44c; --viptext: #4a3505; --write: #3b9a72; --gap: #f7dfe1; --good: #1f7a55;
  --bad: #b3283c; }
@media (prefers-color-scheme: dark) { :root { --paper: #14171f; --card: #1b1f2a; --ink: #e8eaf1;
  --faint: #9aa2b5; --line: #303646; --primary: #5b93f5; --standby: #3c5f9c; --down: #e0606f;
  --unknown: #525a6c; --vip: #d9a441; --viptext: #241a02; --write: #4fb98c; --gap: #46262d;
  --good: #5cc79a; --bad: #ff7f8c; } }
* { box-sizing: border-box; }
body { margin: 0 auto; padding: 32px 20px 48px; max-width: 940px; background: var(--paper);
  color: var(--ink); font: 16px/1.5 system-ui, "Segoe UI", Roboto, Ubuntu, sans-serif; }
h1 { font-size: 1.6rem; margin: 0; letter-spacing: -0.01em; }
h2 { font-size: 1.15rem; margin: 0 0 4px; }
p { margin: 4px 0 12px; }
.faint { color: var(--faint); }
.good { color: var(--good); }
.bad { color: var(--bad); }
.tiles { display: grid; grid-template-columns: repeat(auto-fit, minmax(140px, 1fr)); gap: 12px;
  margin: 20px 0; padding: 0; list-style: none; }
.tiles li, section { background: var(--card); border: 1px solid var(--line); border-radius: 10px; }
.tiles li { padding: 12px 14px; }
.tiles strong { display: block; font-size: 1.5rem; line-height: 1.2;
  font-variant-numeric: tabular-nums; }
section { padding: 18px 20px; margin: 16px 0; }
svg { display: block; width: 100%; height: auto; margin: 8px 0; }
svg text { font: 12px system-ui, "Segoe UI", Roboto, Ubuntu, sans-serif; fill: var(--faint); }
svg .label { text-anchor: end; fill: var(--ink); }
svg .small { font-size: 10px; fill: var(--faint); }
svg .tick, svg .marktext, svg .gaptext { text-anchor: middle; }
svg .grid { stroke: var(--line); }
svg .primary { fill: var(--primary); }
svg .standby { fill: var(--standby); }
svg .down { fill: none; stroke: var(--down); stroke-dasharray: 3 3; }
svg .unknown { fill: var(--unknown); }
svg .vip { fill: var(--vip); }
svg .viptext { fill: var(--viptext); }
svg .write { fill: var(--write); }
svg .gap { fill: var(--gap); }
svg .gaptext { fill: var(--bad); font-weight: 600; }
svg .mark { stroke-width: 1.5; stroke-dasharray: 5 3; vector-effect: non-scaling-stroke; }
svg line.break { stroke: var(--bad); }
svg line.mend { stroke: var(--faint); }
svg line.heal { stroke: var(--good); }
svg text.mend { text-anchor: end; }
svg text.break { fill: var(--bad); font-weight: 600; }
svg text.heal { fill: var(--good); font-weight: 600; }
.legend { display: flex; flex-wrap: wrap; gap: 4px 18px; margin: 0 0 10px; padding: 0;
  list-style: none; font-size: 0.85rem; color: var(--faint); }
.legend i { display: inline-block; width: 22px; margin-right: 6px; vertical-align: middle; }
.legend .primary { height: 14px; background: var(--primary); }
.legend .standby { height: 7px; background: var(--standby); }
.legend .down { height: 14px; border: 1px dashed var(--down); }
.legend .unknown { height: 3px; background: var(--unknown); }
table { border-collapse: collapse; width: 100%; font-size: 0.95rem; }
th, td { text-align: left; padding: 5px 12px 5px 0; border-bottom: 1px solid var(--line); }
th { font-weight: 600; color: var(--faint); }
td.number:first-child, th.number:first-child { width: 8.5em; }
td.number, th.number { text-align: right; font-variant-numeric: tabular-nums; white-space: nowrap; }
)";

}  // namespace pgmahout::report
