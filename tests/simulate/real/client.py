"""A client that stays connected."""

import os
import subprocess


class Client:
    """A psql of its own; its answers come line by line."""

    def __init__(self, words):
        self._process = subprocess.Popen(words, stdin=subprocess.PIPE, stdout=subprocess.PIPE,
                                         stderr=subprocess.STDOUT, cwd="/")
        os.set_blocking(self._process.stdout.fileno(), False)
        self._heard = ""

    def say(self, text):
        self._process.stdin.write(text.encode() + b"\n")
        self._process.stdin.flush()

    def heard(self):
        """All that it has answered so far."""
        self._heard += (self._process.stdout.read() or b"").decode()
        return self._heard

    def ended(self):
        """Its exit status once it has ended, as a word; before that None."""
        status = self._process.poll()
        return None if status is None else "well" if status == 0 else "badly"

    def send(self, number):
        """To the psql itself, which nsenter, chroot and the like have become."""
        os.kill(self._process.pid, number)

    def end(self):
        if self._process.poll() is None:
            self._process.kill()
        self._process.wait()
