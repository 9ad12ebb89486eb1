#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""Each plugin exports one constant and nothing else. usage: exports.py PLUGIN.so..."""
import os
import subprocess
import sys

sys.path.insert(0, os.path.join(os.path.dirname(os.path.abspath(__file__)), "..", "gold"))
import tap  # noqa: E402

for plugin in sys.argv[1:]:
    p = subprocess.run(["nm", "-D", "--defined-only", plugin], capture_output=True, text=True, check=True)
    # A sanitizer adds symbols of its own to every object it compiles.
    symbols = [line.split()[1:] for line in p.stdout.splitlines() if not line.split()[-1].startswith(("__asan", "__odr"))]
    tap.ok(len(symbols) == 1 and symbols[0][1] == "utsaga_plugin_v1" and symbols[0][0] in "RDB",
           f"{os.path.basename(plugin)} exports utsaga_plugin_v1 alone", p.stdout)
if len(sys.argv) == 1:
    tap.skip_all("no plugin was built")
tap.done()
