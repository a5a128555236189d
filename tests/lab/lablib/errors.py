"""The one exception that the lab's code raises on purpose."""


class LabError(Exception):
    """A failure with one clear line for the user; the command ends with exit code 2."""
