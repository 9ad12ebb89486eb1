#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""Swedish and Turkish locales, compiled into a folder of the build; needs no root. usage: locales.py FOLDER"""
import os
import shutil
import subprocess
import sys

NAMES = ("sv_SE", "tr_TR")


def make(folder):
    """The environment that makes them usable, or None where they cannot be made."""
    os.makedirs(folder, exist_ok=True)
    if not shutil.which("localedef"):
        return None
    for name in NAMES:
        target = os.path.join(folder, name + ".UTF-8")
        if not os.path.isdir(target):
            p = subprocess.run(["localedef", "-i", name, "-f", "UTF-8", target], capture_output=True)
            if not os.path.isdir(target):
                sys.stderr.write(p.stderr.decode(errors="replace"))
                return None
    return {"LOCPATH": folder}


def default_folder():
    source = os.path.dirname(os.path.dirname(os.path.dirname(os.path.abspath(__file__))))
    command = os.path.abspath(os.environ.get("UTSAGA", os.path.join(source, "build", "utsaga")))
    return os.environ.get("UTSAGA_LOCALES") or os.path.join(os.path.dirname(command), "locales")


if __name__ == "__main__":
    if not make(sys.argv[1] if len(sys.argv) > 1 else default_folder()):
        print("locales cannot be made here: tests that need them will be skipped")
