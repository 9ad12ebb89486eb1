#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""Builds this folder's plugin as a stranger would: against an installed copy of the headers, found by pkg-config, with a
build of its own; then loads and runs it. usage: test.py BUILD-FOLDER"""
import csv
import os
import re
import shutil
import subprocess
import sys
import tempfile

HERE = os.path.dirname(os.path.abspath(__file__))
sys.path[:0] = [os.path.join(HERE, "..", "gold"), os.path.join(HERE, "..", "harness")]
import study  # noqa: E402
import tap  # noqa: E402

BUILD = os.path.abspath(sys.argv[1])
SCRATCH = tempfile.mkdtemp(prefix="utsaga-outside-")
STAGE = os.path.join(SCRATCH, "stage")


def command(what, *arguments, **more):
    p = subprocess.run(arguments, capture_output=True, text=True, **more)
    tap.ok(p.returncode == 0, what, p.stdout[-3000:] + p.stderr[-3000:])
    return p


command("staged install", "meson", "install", "-C", BUILD, "--no-rebuild", "--destdir", STAGE)
found = [os.path.join(r, n) for r, _, names in os.walk(STAGE) for n in names]
pc = [f for f in found if f.endswith("utsaga.pc")]
tap.equal(len(pc), 1, "utsaga.pc is installed")
tap.ok(any(f.endswith("bin/utsaga") for f in found), "the command is installed")
tap.equal(sorted(os.path.basename(f) for f in found if "/include/" in f),
          ["extensions.h", "layers.h", "plugin.h", "plugin_util.h"], "the public headers are installed, and no other")

# A copy of the folder: a stranger's project knows nothing of this source tree.
source = os.path.join(SCRATCH, "hello")
os.mkdir(source)
for name in ("hello.c", "meson.build"):
    shutil.copy(os.path.join(HERE, name), source)
env = {k: v for k, v in os.environ.items() if k not in ("CFLAGS", "LDFLAGS", "CC")}
env.update(PKG_CONFIG_PATH=os.path.dirname(pc[0]) if pc else "", PKG_CONFIG_SYSROOT_DIR=STAGE)
mine = os.path.join(source, "build")
command("meson setup of the stranger's plugin", "meson", "setup", "--werror", mine, source, env=env)
command("the plugin compiles without a warning", "ninja", "-C", mine, env=env)
plugindir = command("pkg-config says where plugins go", "pkg-config", "--variable=plugindir", "utsaga", env=env).stdout.strip()
command("it installs", "meson", "install", "-C", mine, "--no-rebuild", "--destdir", STAGE, env=env)
tap.ok(any(f"{plugindir}/hello.so" in os.path.join(r, n) for r, _, ns in os.walk(STAGE) for n in ns),
       "it is installed beside the plugins of the project", plugindir)

interviews = os.path.join(SCRATCH, "intervjuer")
os.mkdir(interviews)
for name, text in (("a.txt", "I: Hej!\nSiri: Hej hej, tack.\n"), ("b.txt", "I: God dag.\nBo: God dag.\n")):
    with open(os.path.join(interviews, name), "w", encoding="utf-8") as f:
        f.write(text)


def greetings(*more):
    output = os.path.join(SCRATCH, "out")
    command("utsaga run " + " ".join(more), tap.UTSAGA, "run", interviews, "--plugin-path", mine, "--with",
            "annotate-hello,analyse-hello", "--output", output, *more)
    with open(os.path.join(output, "tables", "greetings.csv"), encoding="utf-8", newline="") as f:
        return list(csv.DictReader(f))


tap.equal(greetings(), [{"documents": "2", "with_greeting": "1", "greetings": "3"}], "it counts")
tap.equal(greetings("--set", "annotate-hello.word=dag"), [{"documents": "2", "with_greeting": "1", "greetings": "2"}],
          "it takes its option")
p = subprocess.run([tap.UTSAGA, "run", interviews, "--plugin-path", mine, "--with", "annotate-hello",
                    "--output", os.path.join(SCRATCH, "out"), "--set", "annotate-hello.word="], capture_output=True, text=True)
tap.ok(p.returncode == 2 and "annotate-hello" in p.stderr and "give a greeting" in p.stderr, "its own error reaches the user", p.stderr)
p = subprocess.run([tap.UTSAGA, "describe", "annotate-hello", "--plugin-path", mine], capture_output=True, text=True)
tap.ok(p.returncode == 0 and "The greeting, in lower case." in p.stdout, "describe shows its option", p.stdout + p.stderr)

# The guide ends with this very file.
with open(os.path.join(tap.SOURCE, "include", "README.md"), encoding="utf-8") as f:
    blocks = re.findall(r"```c\n(.*?)```", f.read(), re.S)
with open(os.path.join(HERE, "hello.c"), encoding="utf-8") as f:
    hello = f.read()
tap.ok(blocks and all(block in hello for block in blocks), "each C block of include/README.md stands in hello.c",
       next((b for b in blocks if b not in hello), "no blocks"))
rest = hello
for block in blocks:
    rest = rest.replace(block, "")
tap.equal(rest.strip(), "", "and together they are the whole of it")

shutil.rmtree(SCRATCH, ignore_errors=True)
tap.done()
