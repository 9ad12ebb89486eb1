#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""Writes a copy of the public headers as a next minor version might be: every struct that opens with its size has one
member more, called `grown`. Plugins and a host built against it meet today's in the version tests.
usage: grow.py FROM TO"""
import os
import re
import sys

source, target = sys.argv[1:3]
os.makedirs(os.path.join(target, "utsaga"), exist_ok=True)
for name in sorted(os.listdir(os.path.join(source, "utsaga"))):
    if not name.endswith(".h"):
        continue
    with open(os.path.join(source, "utsaga", name), encoding="utf-8") as f:
        text = f.read()
    text = re.sub(r"(typedef struct (uts_\w+) \{\n(?:    /\*\*.*?\*/\n)?    uint32_t size;.*?)(\n\} \2;)",
                  r"\1\n    const void *grown;\3", text, flags=re.S)
    text = text.replace("#define UTS_ABI_MINOR 0u", "#define UTS_ABI_MINOR 1u")
    path = os.path.join(target, "utsaga", name)
    if not os.path.exists(path) or open(path, encoding="utf-8").read() != text:
        with open(path, "w", encoding="utf-8") as f:
            f.write(text)
