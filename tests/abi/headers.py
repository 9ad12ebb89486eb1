#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""Each public header alone, as C11, C++11 and C++20, with every compiler that is here. usage: headers.py FOLDER"""
import os
import shutil
import subprocess
import sys

sys.path.insert(0, os.path.join(os.path.dirname(os.path.abspath(__file__)), "..", "gold"))
import tap  # noqa: E402

FOLDER = sys.argv[1]
WARNINGS = ["-Wall", "-Wextra", "-Wpedantic", "-Wshadow", "-Wundef", "-Werror"]
# The option rows and standard layers are macros: a header is only proved by their use.
USES = {
    "plugin.h": "const uts_plugin *uses(void) { return &UTS_ENTRY; }",
    "layers.h": "const uts_layer_spec *uses(void) { return &uts_layer_token; }",
    "plugin_util.h": "uts_str uses(const char *s) { return uts_cstr(s); }",
    "extensions.h": "uint64_t uses(const uts_run *run) { return run->n_documents; }",
}


def compiles(command, header, source):
    p = subprocess.run([*command, *WARNINGS, "-I" + FOLDER, "-fsyntax-only", "-"], input=source.encode(),
                       capture_output=True)
    tap.ok(p.returncode == 0, f"{header} with {' '.join(command)}", p.stderr.decode(errors="replace"))


for header in sorted(os.listdir(os.path.join(FOLDER, "utsaga"))):
    if not header.endswith(".h"):
        continue
    # Included twice: the guard is part of what is tested.
    source = f"#include <utsaga/{header}>\n" * 2 + USES.get(header, "extern int unused;") + "\n"
    for name, language, standards in (("gcc", "c", ["c11"]), ("clang", "c", ["c11"]),
                                      ("g++", "c++", ["c++11", "c++20"]), ("clang++", "c++", ["c++11", "c++20"])):
        if not shutil.which(name):
            print(f"# {name} is not here")
            continue
        for standard in standards:
            compiles([name, "-x", language, "-std=" + standard], header, source)

# No hidden holes: padding would be copied between host and plugin uninitialised, and differ between compilers.
if shutil.which("gcc"):
    compiles(["gcc", "-x", "c", "-std=c11", "-Wpadded"], "plugin.h", "#include <utsaga/plugin.h>\n")
tap.done()
