"""Runs all benchmarks, one after the other: python -m benchmarks."""

import subprocess
import sys

for name in ("seeded_faults", "speed", "reports", "memory", "provinces", "imports"):
    print(f"== {name}", flush=True)
    subprocess.run([sys.executable, "-m", f"benchmarks.{name}"], check=False)
