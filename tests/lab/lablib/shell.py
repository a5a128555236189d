"""Run programs and report progress."""

from __future__ import annotations

import subprocess
import sys
import time
from collections.abc import Sequence
from pathlib import Path

from lablib.errors import LabError

_STARTED = time.monotonic()


def progress(text: str) -> None:
    """Print one progress line with the seconds since the command started, on stderr."""
    print(f"[{time.monotonic() - _STARTED:5.1f}s] {text}", file=sys.stderr, flush=True)


def last_lines(text: str, count: int = 3) -> str:
    """Return the last non-empty lines of a program's output, joined to one line."""
    lines = [line.strip() for line in text.splitlines() if line.strip()]
    return " | ".join(lines[-count:])


def run(argv: Sequence[str | Path], *, stdin: str | None = None, env: dict[str, str] | None = None,
        check: bool = True) -> subprocess.CompletedProcess[str]:
    """Run a program to its end and capture what it says.

    Raises LabError with the end of its output when it is missing or, with check, fails.
    """
    words = [str(word) for word in argv]
    try:
        done = subprocess.run(words, input=stdin, env=env, text=True, capture_output=True,
                              stdin=subprocess.DEVNULL if stdin is None else None, check=False,
                              errors="replace")
    except OSError as error:
        raise LabError(f"cannot run {words[0]}: {error.strerror}") from error
    if check and done.returncode != 0:
        said = last_lines(done.stderr) or last_lines(done.stdout) or "it said nothing"
        raise LabError(f"{' '.join(words)}: exit code {done.returncode}: {said}")
    return done


def run_logged(argv: Sequence[str | Path], log: Path, env: dict[str, str] | None = None) -> None:
    """Run a long program with its output appended to a log; LabError quotes the log's end."""
    words = [str(word) for word in argv]
    with log.open("a", encoding="utf-8") as sink:
        code = subprocess.run(words, stdin=subprocess.DEVNULL, stdout=sink, stderr=sink, env=env,
                              check=False).returncode
    if code != 0:
        said = last_lines(log.read_text(encoding="utf-8", errors="replace"))
        raise LabError(f"{words[0]}: exit code {code}: {said} (whole log: {log})")
