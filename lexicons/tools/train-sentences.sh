#!/bin/sh
# SPDX-License-Identifier: GPL-3.0-or-later
# Makes lexicons/sv/sentence-model.tsv: train-sentences.sh sv_talbanken-ud-train.conllu
set -eu
[ $# -eq 1 ] || { echo "usage: $0 TRAIN.conllu" >&2; exit 2; }
root=$(cd "$(dirname "$0")/../.." && pwd)
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
token=$root/plugins/annotate-token
# shellcheck disable=SC2046
${CC:-cc} -O2 -std=gnu11 -I"$root/include" -I"$token" "$root/lexicons/tools/train-sentences.c" \
  $(find "$token" -maxdepth 1 -name '*.c' ! -name plugin.c ! -name annotate.c | LC_ALL=C sort) \
  $(pkg-config --cflags --libs icu-uc) -lm -o "$work/train-sentences"
"$work/train-sentences" "$root/lexicons" "$1" > "$work/model.tsv"
mv "$work/model.tsv" "$root/lexicons/sv/sentence-model.tsv"
