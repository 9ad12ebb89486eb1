#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""Plugins of another age, and plugins that break their word: each either runs, or ends in one clear line that names it.
The host never crashes. usage: plugins.py FOLDER-OF-TEST-MODULES"""
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

MODULES = sys.argv[1]
SCRATCH = tempfile.mkdtemp(prefix="utsaga-abi-")
STANDARD = os.path.join(os.path.dirname(os.path.abspath(tap.UTSAGA)), "plugins")
INTERVIEWS, _ = study.write(SCRATCH)


class Ended:
    def __init__(self, name, *more, prepare=None, stages=("--with", "annotate-mark,analyse-mark"), command=tap.UTSAGA,
                 with_standard=False):
        plugins = tempfile.mkdtemp(dir=SCRATCH)
        self.output = os.path.join(plugins, "out")
        self.file = f"mark-{name}.so"
        target = shutil.copy(os.path.join(MODULES, self.file), plugins)
        os.chmod(target, 0o755)
        if prepare:
            prepare(plugins, target)
        # A program that does not lie in the build folder is told where the standard plugins are.
        path = plugins + (":" + STANDARD if with_standard else "")
        arguments = ["run", INTERVIEWS, "--plugin-path", path, "--output", self.output, "--outputs", "csv", *stages, *more]
        p = subprocess.run([command, *arguments], capture_output=True, text=True, timeout=120)
        self.status, self.stderr = p.returncode, p.stderr
        self.lines = [line for line in self.stderr.splitlines() if "error" in line or "warning" in line]

    def marks(self):
        path = os.path.join(self.output, "tables", "marks.csv")
        if not os.path.exists(path):
            return None
        with open(path, encoding="utf-8") as f:
            return f.read().split()[-1]

    def says(self, *words):
        """One line that holds all the words."""
        return [line for line in self.lines if all(re.search(w, line) for w in words)]


def runs(name, marks, what, **more):
    ended = Ended(name, **more)
    tap.ok(ended.status == 0 and ended.marks() == marks, what, f"exit {ended.status}, marks {ended.marks()}\n{ended.stderr}")


def refused(name, what, *words, **more):
    """The file is named with the reason, the run goes on with what is left, and nothing of the plugin has run."""
    ended = Ended(name, stages=(), **more)
    tap.ok(ended.status == 0 and ended.says(re.escape(ended.file), *words) and ended.marks() is None,
           f"{what}: refused, and said why", f"exit {ended.status}\n{ended.stderr}")


def breaks(name, what, *words, statuses=(1, 3), **more):
    """The stage and the reason are named in one line; the marks are not counted."""
    ended = Ended(name, **more)
    told = ended.says("annotate-mark", *words)
    tap.ok(ended.status in statuses and told, f"{what}: a clear error",
           f"exit {ended.status}, wanted one of {statuses}\n{ended.stderr}")
    tap.ok(not told or all(len(line) < 400 for line in told), f"{what}: the error is one line")


# -- versions --
runs("honest", "3", "a plugin of today runs")
runs("old", "3", "a plugin built against the headers of 1.0 runs")
runs("newer", "3", "a plugin built against a later header, which uses nothing of it, runs")
later = {"command": os.path.join(MODULES, "utsaga-grown"), "with_standard": True}
runs("honest", "3", "a plugin of today runs in a later program", **later)
runs("old", "3", "a plugin of 1.0 runs in a later program", **later)
refused("newer_stage", "a stage that uses a later member", r"needs utsaga", r"1\.1")
refused("newer_plugin", "a descriptor that uses a later member", r"needs utsaga", r"1\.1")

# -- files --
refused("stranger", "a shared object that is no plugin", "not a plugin")
refused("missing", "a plugin with a function that no library has", "utsaga_test_function_that_nobody_has")
refused("honest", "a plugin file that everybody can write", "write", prepare=lambda folder, file: os.chmod(file, 0o777))
refused("honest", "a file cut off in the middle", "loaded", prepare=lambda folder, file: os.truncate(file, 5000))
refused("honest", "an empty file", "loaded", prepare=lambda folder, file: os.truncate(file, 0))
ended = Ended("honest", stages=(), prepare=lambda folder, file: os.chmod(folder, 0o777))
tap.ok(ended.status == 0 and ended.says("write") and ended.marks() is None,
       "a plugin folder that everybody can write: refused, and said why", f"exit {ended.status}\n{ended.stderr}")

# -- descriptors --
refused("short_stage", "a stage shorter than version 1.0", "shorter")
refused("no_name", "a stage without a name", "name")
refused("no_ops", "a stage without functions", "annotate-mark")
refused("strange_kind", "a stage of unknown kind", "kind 99")
refused("strange_sharing", "a stage of unknown sharing mode", "sharing mode 99")
refused("option_outside", "an option outside its struct", "weight")
refused("no_stages", "a plugin without a list of stages", "stages")
ended = Ended("bad_preset")
tap.ok(ended.status != 0 and ended.status > 0 and ended.says("weight"), "an option whose default is out of bounds: a clear error",
       f"exit {ended.status}\n{ended.stderr}")
ended = Ended("same_name", stages=())
tap.ok(ended.status >= 0 and ended.says("annotate-token"), "a stage with the name of another: said, and no crash",
       f"exit {ended.status}\n{ended.stderr}")

# -- work --
breaks("unnamed", "a layer that is not in gives", "test.other", "gives")
breaks("silent", "a layer in gives that never comes", "test.mark")
breaks("unsealed", "a layer that is begun and not sealed", "test.mark")
breaks("descending", "rows in falling order", "test.mark")
breaks("outside", "a row outside the text", "test.mark", "outside")
breaks("backwards", "a row that ends before it begins", "test.mark")
breaks("wrong_rows", "another number of rows than the layer it rides on", "test.mark", "token")
breaks("other_columns", "other columns than gives names", "test.mark", "column")
breaks("fails_mute", "a failure without a word", "annotate-mark")
breaks("odd_status", "a status that does not exist", "annotate-mark")
breaks("climbs", "a file outside the output folder", "leaves the output folder")
tap.ok(not os.path.exists(os.path.join(SCRATCH, "escaped.txt")), "nothing was written outside the output folder")
breaks("no_create", "a stage that cannot be made", "word list of the marks", statuses=(1, 2))
runs("split_char", "3", "a row that begins inside a character is only a number")
breaks("peeks", "a layer that needs does not name is not shown", "token", "needs")

# -- one document in the middle of the corpus --
ended = Ended("fails")
tap.equal(ended.status, 3, "a document that fails is skipped: exit status 3")
tap.equal(ended.marks(), "2", "the other documents are counted")
tap.ok(ended.says(r"\bb\b", "annotate-mark", "cannot be marked"), "the document, the stage and the reason are named", ended.stderr)
ended = Ended("fails", "--strict")
tap.equal(ended.status, 1, "with --strict the run stops: exit status 1")
tap.ok(not os.path.exists(ended.output), "with --strict nothing is put in place")

shutil.rmtree(SCRATCH)
tap.done()
