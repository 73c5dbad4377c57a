"""How heavy `check` on a small dossier is, beside an empty Python in the same run: processor time and memory."""

from __future__ import annotations

import argparse
import os
import statistics
import sys
from collections.abc import Sequence
from pathlib import Path

ROOT = Path(__file__).parent.parent
CPU_LIMIT = 35.0  # times `python -c pass`
MEMORY_LIMIT = 110  # MB at the peak


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
    parser.add_argument("dossier", nargs="?", default=str(ROOT), help="the dossier to check")
    parser.add_argument("--runs", type=int, default=9)
    options = parser.parse_args()
    empty = [sys.executable, "-c", "pass"]
    check = [sys.executable, "-m", "claimcheck", "check", options.dossier]
    measure(check)
    pairs = [(measure(empty), measure(check)) for _ in range(options.runs)]
    base = statistics.median(cpu for (cpu, _), _ in pairs)
    ours = statistics.median(cpu for _, (cpu, _) in pairs)
    peak = max(memory for _, (_, memory) in pairs)
    ratio = statistics.median(check_cpu / empty_cpu for (empty_cpu, _), (check_cpu, _) in pairs)
    print(f"python -c pass   {base * 1000:7.1f} ms of processor time")
    print(f"claimcheck check {ours * 1000:7.1f} ms, ratio {ratio:.1f} (limit {CPU_LIMIT:.0f})")
    print(f"peak memory      {peak:7.1f} MB (limit {MEMORY_LIMIT})")
    sys.exit(ratio > CPU_LIMIT or peak > MEMORY_LIMIT)


if __name__ == "__main__":
    main()
