#!/bin/sh
# SPDX-License-Identifier: GPL-3.0-or-later
# The main job in one command: installs what is missing (and says what), builds into build/, turns the example interviews
# of corpora/ into TEI, tables and a theme report, and says where they lie. Works again without a network.
#     pipeline/demo.sh                            the example study
#     pipeline/demo.sh FOLDER --codebook FILE …   your own: arguments go to `utsaga run`
set -u
here=$PWD
cd "$(dirname "$0")/.." || exit 1
. pipeline/setup.sh

setup_install build || exit 1
# Without the tests, which take longer to build than the program; tests/run.sh adds them.
setup_build build -Dtests=false || exit 1
program=$PWD/build/utsaga
if [ $# -gt 0 ]; then
    cd "$here" || exit 1
    exec "$program" run "$@"
fi

output=build/demo
set -- run corpora/interviews --codebook corpora/codebook.yaml --participants corpora/participants.csv --output "$output"
echo "\$ build/utsaga $*"
"$program" "$@"
status=$?
[ "$status" = 0 ] || exit "$status"
echo
echo "Theme report:  $PWD/$output/report.html"
echo "TEI:           $PWD/$output/tei/ ($(find "$output/tei" -name '*.xml' | wc -l | tr -d ' ') files)"
echo "Tables:        $PWD/$output/tables/"
