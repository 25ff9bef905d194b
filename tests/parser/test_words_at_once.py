"""Threads of a server that parse their first page at the same instant."""

from __future__ import annotations

import subprocess
import sys

PROGRAM = """
import threading
from articles.parser.words import cut_words
gate, faults = threading.Barrier(16), []
def run():
    gate.wait()
    try:
        assert "".join(cut_words("成立工会组织")) == "成立工会组织"
    except BaseException as fault:
        faults.append(fault)
threads = [threading.Thread(target=run) for _ in range(16)]
[t.start() for t in threads]
[t.join() for t in threads]
assert not faults, faults
"""


def test_sixteen_threads_load_the_words_once() -> None:
    run = subprocess.run([sys.executable, "-c", PROGRAM], capture_output=True, text=True, check=False)
    assert run.returncode == 0, run.stderr
