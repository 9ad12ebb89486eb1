#!/bin/sh
# SPDX-License-Identifier: GPL-3.0-or-later
# usage: test_compile.sh sv.lex COMPILER ARGUMENT…   The same sources give the same bytes as the build did.
built=$1
shift
again=$(mktemp) || exit 1
"$@" -o "$again" || exit 1
if cmp -s "$built" "$again"; then echo "ok 1 - compiling again gives the same bytes"; else echo "not ok 1 - compiling again gives the same bytes"; fi
echo "1..1"
rm -f "$again"
