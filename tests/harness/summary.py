#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""Says what a run of `meson test` skipped inside tests that passed, then the one line that tests/run.sh ends with.
usage: summary.py testlog.json OUTPUT-OF-MESON"""
import json
import os
import re
import sys


def checks(path):
    """Checks inside the tests, from the TAP output that Meson keeps."""
    passed = failed = 0
    skipped = []
    with open(path, encoding="utf-8") as f:
        for line in f:
            test = json.loads(line)
            for tap in (test.get("stdout") or "").splitlines():
                match = re.match(r"(not )?ok\b[ \d]*(?:- )?(.*)", tap)
                if not match:
                    match = re.match(r"1\.\.0 # SKIP (.*)", tap)
                    if match:
                        skipped.append(f"{test['name']}: {match[1]}")
                elif "# SKIP" in tap:
                    skipped.append(f"{test['name']}: {match[2]}")
                elif match[1]:
                    failed += 1
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
        print(f"\nChecks inside these tests: {passed} passed, {failed} failed, {len(skipped)} skipped")
        for line in skipped:
            print("  skipped: " + line)
    good = count.get("Ok", 0) + count.get("Expected Fail", 0)
    bad = count.get("Fail", 0) + count.get("Unexpected Pass", 0) + count.get("Timeout", 0)
    print(f"{good} passed, {bad} failed, {count.get('Skipped', 0)} skipped")
    return 1 if bad else 0


sys.exit(main())
