"""What the simulation takes for granted of the real programs, each with the test that shows it."""

import dataclasses
import typing


@dataclasses.dataclass
class Held:
    """One behaviour."""

    name: str
    piece: str  # of tests/simulate: file and function
    shows: str
    test: typing.Callable


TABLE = []


def holds(piece, shows):
    """Puts a test into the table."""
    def note(function):
        name = function.__name__.removeprefix("test_").replace("_", "-")
        TABLE.append(Held(name, piece, shows, function))
        return function
    return note
