#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""Runs the command of a build with the thread sanitizer: no report on the product, and a report on the planted race.
Called by .ci/run. usage: tsan.py BUILD-FOLDER

Only clang's sanitizer with archer understands OpenMP; gcc's reports races in correct programs. A race shows only when two
threads really meet, so documents are dealt out in turn, and a plugin with a planted race must be caught by the very same
command, or a clean run proves nothing."""
import os
import shutil
import subprocess
import sys
import tempfile

HERE = os.path.dirname(os.path.abspath(__file__))
sys.path[:0] = [os.path.join(HERE, "..", "gold"), os.path.join(HERE, "..", "harness")]
import study  # noqa: E402
import tap  # noqa: E402

BUILD = os.path.abspath(sys.argv[1])
SCRATCH = tempfile.mkdtemp(prefix="utsaga-tsan-")
PLUGINS = os.path.join(SCRATCH, "plugins")
os.mkdir(PLUGINS)
shutil.copy(os.path.join(BUILD, "tests", "threads", "race.so"), PLUGINS)
os.chmod(os.path.join(PLUGINS, "race.so"), 0o755)
# Large enough for threads to start, small enough for the sanitizer.
INTERVIEWS, CODEBOOK = study.write(SCRATCH, documents=120, repeat=250)
ENVIRONMENT = {
    "OMP_TOOL_LIBRARIES": "/usr/lib/llvm-14/lib/libarcher.so",
    "OMP_SCHEDULE": "static,1",
    "TSAN_OPTIONS": "ignore_noninstrumented_modules=1:halt_on_error=0:exitcode=66",
}


def run(*more):
    return subprocess.run([os.path.join(BUILD, "utsaga"), "run", INTERVIEWS, "--codebook", CODEBOOK, "--output",
                           os.path.join(SCRATCH, "out"), *more], capture_output=True, text=True, timeout=900,
                          env={**os.environ, **ENVIRONMENT})


for threads in ("2", "4"):
    p = run("--threads", threads)
    tap.ok(p.returncode == 0 and "ThreadSanitizer" not in p.stderr, f"{threads} threads: no report of a race",
           f"exit {p.returncode}\n{p.stderr[-6000:]}")
# Seen in nearly every run; on a machine busy with other work the two threads may miss each other, hence three tries.
for _ in range(3):
    p = run("--threads", "2", "--plugin-path", PLUGINS, "--with", "analyse-race")
    found = "ThreadSanitizer: data race" in p.stderr and "race.so" in p.stderr
    if found:
        break
tap.ok(found, "the planted race is reported", f"exit {p.returncode}\n{p.stderr[-3000:]}")
shutil.rmtree(SCRATCH, ignore_errors=True)
tap.done()
