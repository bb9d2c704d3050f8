"""Solves MPS files of this crate with HiGHS, and prints one JSON line each: value, bound, median of seconds.

    pip install highspy
    python3 benches/peers/highs_mps.py [--seconds 60] [--repeat 3] FILE.mps...

The files minimise the negated value; what is printed is the value. One thread, no gap allowed. Seconds are those of the
run without reading, by the clock and of the processor, which a busy machine disturbs less.
"""
import argparse
import json
import statistics
import time
from pathlib import Path

import highspy

parser = argparse.ArgumentParser(description="Solve MPS files of this crate with HiGHS")
parser.add_argument("files", nargs="+", type=Path)
parser.add_argument("--seconds", type=float, default=60.0, help="time limit of each run")
parser.add_argument("--repeat", type=int, default=3, help="runs, of whose seconds the median is printed")
arguments = parser.parse_args()
for file in arguments.files:
    seconds, processor = [], []
    for _ in range(arguments.repeat):
        highs = highspy.Highs()
        highs.silent()
        options = {"threads": 1, "mip_rel_gap": 0.0, "mip_abs_gap": 0.0, "time_limit": arguments.seconds}
        for name, value in options.items():
            highs.setOptionValue(name, value)
        if highs.readModel(str(file)) != highspy.HighsStatus.kOk:
            raise SystemExit(f"{file}: HiGHS does not read it")
        before = time.process_time()
        highs.run()
        processor.append(time.process_time() - before)
        seconds.append(highs.getRunTime())
    info = highs.getInfo()
    status = highs.modelStatusToString(highs.getModelStatus()).lower()
    found = {
        "instance": file.stem,
        "solver": f"highs-{highs.version()}",
        "status": status,
        "value": round(-info.objective_function_value) if info.primal_solution_status == 2 else None,
        "bound": -info.mip_dual_bound,
        "seconds": round(statistics.median(seconds), 4),
        "processor_seconds": round(statistics.median(processor), 4),
    }
    print(json.dumps(found))
