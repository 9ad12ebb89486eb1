#!/bin/sh
# SPDX-License-Identifier: GPL-3.0-or-later
# Installs what is missing, builds into build/, runs the tests.
#     tests/run.sh                      all tests
#     tests/run.sh --suite abi          arguments go to `meson test`
# UTSAGA_BUILD names another build folder. UTSAGA_SHARED names a folder of reference data: tests that need it are
# skipped where it is missing. The last line reads "N passed, N failed, N skipped" and counts as Meson does; the exit
# status is 0 when nothing failed.
set -u
cd "$(dirname "$0")/.." || exit 1
. pipeline/setup.sh
build=${UTSAGA_BUILD:-build}
log=$build/meson-logs/run.txt

setup_install build test || exit 1
if [ -f "$build/build.ninja" ] && [ ! -d "$build/tests" ]; then
    meson configure "$build" -Dtests=true || exit 1
fi
setup_build "$build" || exit 1
meson test -C "$build" --no-rebuild --print-errorlogs "$@" 2>&1 | tee "$log"
python3 tests/harness/summary.py "$build/meson-logs/testlog.json" "$log"
