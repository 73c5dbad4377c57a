"""How heavy `check` is, beside an empty Python in the same run: a small dossier and the first case of the repository.

The small dossier is held to a multiple of an empty Python and to a peak of memory. The first case is told beside half a
second, which decides nothing here: how long a second of work takes depends on the machine and on what else it does.
"""

from __future__ import annotations

import argparse
import os
import statistics
import sys
from collections.abc import Sequence
from pathlib import Path

ROOT = Path(__file__).parent.parent
SMALL = ROOT / "tests" / "cases" / "food-recall"
CPU_LIMIT = 35.0  # times `python -c pass`, for a small dossier
MEMORY_LIMIT = 110  # MB at the peak, for a small dossier
SECONDS_AIM = 0.5  # for the first case as a whole, on an idle machine


def measure(command: Sequence[str]) -> tuple[float, float]:
    """Processor seconds (user and system) and peak memory in MB of one run of the command."""
    process = os.posix_spawn(
        command[0],
        list(command),
        os.environ,
        file_actions=[(os.POSIX_SPAWN_OPEN, 1, os.devnull, os.O_WRONLY, 0)],
    )
    _, status, usage = os.wait4(process, 0)
    if os.waitstatus_to_exitcode(status) > 1:
        sys.exit(f"{' '.join(command)} failed")
    return usage.ru_utime + usage.ru_stime, usage.ru_maxrss / 1024


def main() -> None:
    """Print medians over several interleaved runs, and fail where a limit is passed."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("dossier", nargs="?", default=str(SMALL), help="the small dossier to check")
    parser.add_argument("--runs", type=int, default=9)
    options = parser.parse_args()
    empty = [sys.executable, "-c", "pass"]
    small, first = ([sys.executable, "-m", "claimcheck", "check", path] for path in (options.dossier, str(ROOT)))
    measure(small), measure(first)  # so that byte code is written before anything counts
    rounds = [(measure(empty)[0], measure(small), measure(first)) for _ in range(options.runs)]
    base = statistics.median(cpu for cpu, _, _ in rounds)
    print(f"python -c pass      {base * 1000:7.1f} ms of processor time")
    ratio, peak, _ = told("small dossier", [(cpu, one) for cpu, one, _ in rounds])
    print(f"  limits            {CPU_LIMIT:.0f} times an empty Python, {MEMORY_LIMIT} MB")
    _, _, seconds = told("first case", [(cpu, one) for cpu, _, one in rounds])
    met = "met" if seconds < SECONDS_AIM else "not met in this run"
    print(f"  aim               {SECONDS_AIM * 1000:.0f} ms: {met}")
    sys.exit(ratio > CPU_LIMIT or peak > MEMORY_LIMIT)


def told(name: str, runs: Sequence[tuple[float, tuple[float, float]]]) -> tuple[float, float, float]:
    """Print and give back the median of times an empty Python, the peak memory, and the median of processor seconds."""
    ratio = statistics.median(cpu / empty for empty, (cpu, _) in runs)
    peak = max(memory for _, (_, memory) in runs)
    seconds = statistics.median(cpu for _, (cpu, _) in runs)
    print(f"{name:<19} {seconds * 1000:7.1f} ms, {ratio:.1f} times an empty Python, {peak:.1f} MB")
    return ratio, peak, seconds


if __name__ == "__main__":
    main()
