#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""clang-tidy over every C file of the project that a build folder compiles, one process a core.
usage: tidy.py BUILD-FOLDER"""
import concurrent.futures
import json
import os
import subprocess
import sys

build = sys.argv[1]
source = os.path.dirname(os.path.dirname(os.path.abspath(__file__)))
with open(os.path.join(build, "compile_commands.json"), encoding="utf-8") as f:
    files = {os.path.normpath(os.path.join(entry["directory"], entry["file"])) for entry in json.load(f)}
# A file that several targets compile is looked at once; what the build generated is not looked at.
files = sorted(f for f in files if f.startswith(source + os.sep) and not f.startswith(os.path.abspath(build)))


def tidy(path):
    p = subprocess.run(["clang-tidy", "--quiet", "-p", build, path], capture_output=True, text=True)
    return path, p.returncode, p.stdout


failed = 0
with concurrent.futures.ThreadPoolExecutor(len(os.sched_getaffinity(0))) as pool:
    for path, status, output in pool.map(tidy, files):
        if status:
            failed += 1
            print(output)
print(f"clang-tidy: {len(files)} files, {failed} with findings")
sys.exit(1 if failed or not files else 0)
