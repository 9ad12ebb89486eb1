#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""What the documents say is what the program does:
- the option tables of plugins/*/README.md are those of `utsaga describe STAGE --markdown`;
- the commands of README.md (lines "$ …" in console blocks) run, and print what stands below them ("…" stands for any text);
- README.md of each plugin names its needs and gives.
usage: check.py          checks (TAP)
       check.py --write  writes the option tables anew"""
import json
import os
import re
import shutil
import subprocess
import sys
import tempfile

HERE = os.path.dirname(os.path.abspath(__file__))
sys.path.insert(0, os.path.join(HERE, "..", "gold"))
import tap  # noqa: E402

WRITE = "--write" in sys.argv[1:]
TABLE = re.compile(r"(<!-- options -->\n).*?(<!-- /options -->)", re.S)


def stages_by_plugin():
    listing = json.loads(tap.run("plugins", "--json")[0])
    return {os.path.basename(p["path"]).removesuffix(".so"): [stage["name"] for stage in p["stages"]] for p in listing}


def option_tables():
    stages = stages_by_plugin()
    folder = os.path.join(tap.SOURCE, "plugins")
    for name in sorted(os.listdir(folder)):
        path = os.path.join(folder, name, "README.md")
        if name not in stages:
            continue
        if not os.path.exists(path):
            tap.ok(False, f"plugins/{name} has a README.md")
            continue
        with open(path, encoding="utf-8") as f:
            text = f.read()
        table = "\n\n".join(tap.run("describe", stage, "--markdown")[0].strip("\n") for stage in stages[name]) + "\n"
        made = TABLE.sub(lambda m: m[1] + "\n" + table + "\n" + m[2], text)
        if WRITE and made != text:
            with open(path, "w", encoding="utf-8") as f:
                f.write(made)
        if not WRITE:
            tap.ok(TABLE.search(text) and made == text, f"plugins/{name}/README.md has the option table of today",
                   "run tests/docs/check.py --write")


def blocks(path):
    """(command, expected lines) of each "$ " line in a console block."""
    with open(path, encoding="utf-8") as f:
        text = f.read()
    for block in re.findall(r"```console\n(.*?)```", text, re.S):
        command, expected = None, []
        for line in block.splitlines():
            if line.startswith("$ "):
                if command:
                    yield command, expected
                command, expected = line[2:], []
            else:
                expected.append(line)
        if command:
            yield command, expected


def as_pattern(lines):
    """"…" at the end of a line or alone on one stands for any text there."""
    return r"\s*".join(re.escape(line).replace("…", ".*?").replace(r"\…", ".*?") for line in lines) + r"\s*"


def readme_commands():
    """In a folder with links to what a clone has after the first command."""
    scratch = tempfile.mkdtemp(prefix="utsaga-docs-")
    for name in os.listdir(tap.SOURCE):
        if not name.startswith((".", "build")):
            os.symlink(os.path.join(tap.SOURCE, name), os.path.join(scratch, name))
    os.symlink(os.path.dirname(os.path.abspath(tap.UTSAGA)), os.path.join(scratch, "build"))
    for command, expected in blocks(os.path.join(tap.SOURCE, "README.md")):
        # These two build and test: they are what runs this.
        if command.startswith(("git ", "pipeline/demo.sh", "tests/run.sh", "sudo ", "meson ")):
            continue
        p = subprocess.run(command, shell=True, cwd=scratch, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, timeout=300)
        said = p.stdout.decode("utf-8", "replace")
        tap.ok(p.returncode == 0 and re.fullmatch(as_pattern(expected), said, re.S), f"README.md: {command}",
               f"exit {p.returncode}\n{said}")
    shutil.rmtree(scratch, ignore_errors=True)


option_tables()
if not WRITE:
    readme_commands()
    tap.done()
