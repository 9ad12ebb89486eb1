#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""Says what a run of `meson test` skipped inside tests that passed, then the one line that tests/run.sh ends with.
usage: summary.py testlog.json OUTPUT-OF-MESON"""
import json
import os
import re
import sys


def checks(path):
    """Checks inside the tests, from the TAP output that Meson keeps; what failed with what was said about it."""
    passed = 0
    failed, skipped = [], []
    with open(path, encoding="utf-8") as f:
        for line in f:
            test = json.loads(line)
            below_failure = False
            for tap in (test.get("stdout") or "").splitlines():
                if below_failure and tap.startswith("#"):
                    failed[-1] += "\n      " + tap[:300]
                    continue
                below_failure = False
                match = re.match(r"(not )?ok\b[ \d]*(?:- )?(.*)|1\.\.0 # SKIP (.*)", tap)
                if not match:
                    continue
                if match[3] is not None or "# SKIP" in tap:
                    skipped.append(f"{test['name']}: {match[3] or match[2]}")
                elif match[1]:
                    failed.append(f"{test['name']}: {match[2]}")
                    below_failure = True
                else:
                    passed += 1
    return passed, failed, skipped


def main():
    with open(sys.argv[2], encoding="utf-8", errors="replace") as f:
        count = {k: int(v) for k, v in re.findall(r"^(Ok|Expected Fail|Fail|Unexpected Pass|Skipped|Timeout):\s+(\d+)",
                                                  f.read(), re.M)}
    if not count:
        print("No test ran.")
        print("0 passed, 1 failed, 0 skipped")
        return 1
    if os.path.exists(sys.argv[1]):
        passed, failed, skipped = checks(sys.argv[1])
        print(f"\nChecks inside these tests: {passed} passed, {len(failed)} failed, {len(skipped)} skipped")
        for line in failed:
            print("  FAILED: " + line)
        for line in skipped:
            print("  skipped: " + line)
    good = count.get("Ok", 0) + count.get("Expected Fail", 0)
    bad = count.get("Fail", 0) + count.get("Unexpected Pass", 0) + count.get("Timeout", 0)
    print(f"{good} passed, {bad} failed, {count.get('Skipped', 0)} skipped")
    return 1 if bad else 0


sys.exit(main())
