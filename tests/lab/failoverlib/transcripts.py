"""The transcripts of a page of docs, played again: what it shows is what the commands say.

A block that is fenced as `console` is a transcript. A line that begins with "$ " is typed on the
controller (-i is left out there), one that begins with "postgres2# " by root on that host; what
follows is what was said. Numbers, times and positions in the WAL are not compared.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path

PROMPT = re.compile(r"^(?:\$|([a-z][a-z0-9]*)#) (.+)$")
# What only looks is asked again: what was begun before may take a while.
LOOKS = ("status", "history", "verify", "diagnose")
PASSING = ((re.compile(r"\d{4}-\d\d-\d\d[T ][\d:.]+(Z| UTC)?"), "TIME"),
           (re.compile(r"\b[0-9A-F]+/[0-9A-F]+\b"), "LSN"),
           (re.compile(r"(?<![A-Za-z])\d+(\.\d+)?"), "N"),
           (re.compile(r"[ \t]+"), " "))

# Runs a command on a host, or on the controller where the host is empty; what it said.
Runner = Callable[[str, list[str]], str]


@dataclass
class Step:
    """What was typed, where, and what was said then."""

    line: str
    host: str
    words: list[str]
    said: list[str] = field(default_factory=list)

    def only_looks(self) -> bool:
        return len(self.words) > 1 and self.words[0] == "pgmahout" and self.words[1] in LOOKS


def steps_of(lines: list[str]) -> list[Step]:
    """The steps of one transcript."""
    steps: list[Step] = []
    for line in lines:
        if prompt := PROMPT.match(line):
            steps.append(Step(line, prompt[1] or "", prompt[2].split()))
        elif steps:
            steps[-1].said.append(line)
    return steps


def same(shown: list[str], said: list[str]) -> bool:
    """Whether that is what is shown, but for what passes."""
    return plain(shown) == plain(said)


def plain(lines: list[str]) -> list[str]:
    """The lines without what passes."""
    result = []
    for line in lines:
        for pattern, word in PASSING:
            line = pattern.sub(word, line)
        if line.strip():
            result.append(line.strip())
    return result


def replay(page: Path, run: Runner, patiently: Callable[[Callable[[], bool]], bool],
           ) -> tuple[list[str], str]:
    """What differs, and the page as it would have to be."""
    wrong: list[str] = []
    text: list[str] = []
    block: list[str] | None = None
    for line in page.read_text(encoding="utf-8").splitlines():
        if block is None:
            text.append(line)
            block = [] if line == "```console" else None
        elif line == "```":
            for step in steps_of(block):
                said = _play(step, run, patiently)
                if not same(step.said, said):
                    wrong.append(f"{step.line}: not as the page shows: {' | '.join(said)}")
                text += [step.line, *said]
            text.append(line)
            block = None
        else:
            block.append(line)
    return wrong, "\n".join(text) + "\n"


def _play(step: Step, run: Runner, patiently: Callable[[Callable[[], bool]], bool]) -> list[str]:
    said: list[str] = []

    def is_shown() -> bool:
        said[:] = run(step.host, step.words).rstrip("\n").splitlines()
        return same(step.said, said)

    if step.only_looks():
        patiently(is_shown)
    else:
        is_shown()
    return said
