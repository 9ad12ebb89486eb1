# SPDX-License-Identifier: GPL-3.0-or-later
"""TAP output and paths for tests written in Python.

Environment, set by meson: UTSAGA (the command), UTSAGA_SHARED (folder of reference data that is not part of the project;
default: `shared` beside the source tree). Tests that need the reference data call need_shared() first and are skipped,
visibly, where it is missing.
"""
import csv
import io
import json
import os
import subprocess
import sys

SOURCE = os.path.dirname(os.path.dirname(os.path.dirname(os.path.abspath(__file__))))
UTSAGA = os.environ.get("UTSAGA", os.path.join(SOURCE, "build", "utsaga"))
SHARED = os.environ.get("UTSAGA_SHARED", os.path.join(os.path.dirname(SOURCE), "shared"))
_count = _failed = 0


def ok(good, name, detail=""):
    global _count, _failed
    _count += 1
    print(f"{'' if good else 'not '}ok {_count} - {name}")
    if not good:
        _failed += 1
        for line in str(detail).splitlines():
            print("# " + line)
    sys.stdout.flush()
    return good


def equal(got, expected, name):
    return ok(got == expected, name, f"     got {got!r}\nexpected {expected!r}")


def skip(name, why):
    global _count
    _count += 1
    print(f"ok {_count} - {name} # SKIP {why}")


def skip_all(why):
    """Ends the test: the rest of it is skipped, and what was tested before counts."""
    if _count == 0:
        print("1..0 # SKIP " + why)
        sys.exit(0)
    skip("the rest", why)
    done()


def need_shared(*parts):
    path = os.path.join(SHARED, *parts)
    if not os.path.exists(path):
        skip_all(f"reference data not here: {os.path.join(*parts)} below UTSAGA_SHARED")
    return path


def run(*args, env=None, status=0):
    """Runs the command; returns (stdout, stderr) as text. status None: any."""
    p = subprocess.run([UTSAGA, *args], capture_output=True, env={**os.environ, **(env or {})})
    out, err = p.stdout.decode("utf-8"), p.stderr.decode("utf-8")
    if status is not None and p.returncode != status:
        ok(False, "exit status of " + " ".join(args), f"got {p.returncode}, expected {status}\n{err}")
    return out, err


def show(path, layer, form, *more):
    out, _ = run("show", path, "--layer", layer, "--format", form, *more)
    if form == "json":
        return json.loads(out)
    if form == "tsv":
        return list(csv.DictReader(io.StringIO(out), delimiter="\t", quoting=csv.QUOTE_NONE))
    return out


def table(folder, name):
    with open(os.path.join(folder, "tables", name + ".csv"), encoding="utf-8", newline="") as f:
        return list(csv.DictReader(f))


def done():
    print(f"1..{_count}")
    sys.exit(1 if _failed else 0)
