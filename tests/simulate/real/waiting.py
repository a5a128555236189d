"""Waiting, with an end, and what else all tests use."""

import contextlib
import os
import signal
import time


def check(truth, message):
    """Fails the test."""
    if not truth:
        raise AssertionError(message)


def wait(condition, what, seconds=15, pause=0.1):
    """Looks again and again until the condition holds; `what` may be asked for at the end."""
    end = time.monotonic() + seconds
    while not condition():
        if time.monotonic() > end:
            check(False, f"waited in vain for {what() if callable(what) else what}")
        time.sleep(pause)


def stays(condition, what, seconds, pause=0.2):
    """The condition holds for so long."""
    end = time.monotonic() + seconds
    while time.monotonic() < end:
        check(condition(), what)
        time.sleep(pause)


def kill(process, number=signal.SIGKILL):
    """Unless it has ended by itself meanwhile."""
    with contextlib.suppress(ProcessLookupError):
        os.kill(process, number)


def lsn(text):
    """A WAL position as a number; None: there is none."""
    high, _, low = (text or "").partition("/")
    return (int(high, 16) << 32) + int(low, 16) if low else None
