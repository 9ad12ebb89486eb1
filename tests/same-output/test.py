#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""The same bytes with 1, 2 and 7 threads, under C, Swedish and Turkish locales, without an environment, on a second run."""
import os
import shutil
import subprocess
import sys
import tempfile

HERE = os.path.dirname(os.path.abspath(__file__))
sys.path[:0] = [os.path.join(HERE, "..", "gold"), os.path.join(HERE, "..", "harness")]
import locales  # noqa: E402
import study  # noqa: E402
import tap  # noqa: E402

SCRATCH = tempfile.mkdtemp(prefix="utsaga-same-")
CORPORA = os.path.join(tap.SOURCE, "corpora")
number = 0


def output(inputs, threads, env):
    global number
    number += 1
    target = os.path.join(SCRATCH, f"out{number}")
    p = subprocess.run([tap.UTSAGA, "run", *inputs, "--output", target, "--threads", str(threads)], capture_output=True,
                       env=env, timeout=600)
    if p.returncode != 0:
        tap.ok(False, f"run with {threads} threads", p.stderr.decode("utf-8", "replace"))
    shown = study.tree(target)
    shutil.rmtree(target, ignore_errors=True)
    return shown


def compare(first, other, what):
    differ = sorted(k for k in first.keys() | other.keys() if first.get(k) != other.get(k))
    tap.ok(first and not differ, what, "differing: " + ", ".join(differ[:10]))


def variants(inputs, name):
    plain = {**os.environ, "LC_ALL": "C"}
    first = output(inputs, 1, plain)
    tap.ok("run.json" in first, f"{name}: there is output to compare", sorted(first))
    compare(first, output(inputs, 1, plain), f"{name}: a second run")
    compare(first, output(inputs, 2, plain), f"{name}: two threads")
    compare(first, output(inputs, 7, plain), f"{name}: seven threads")
    compare(first, output(inputs, 7, {**plain, "OMP_SCHEDULE": "static,1"}), f"{name}: seven threads, dealt out in turn")
    compare(first, output(inputs, 2, {}), f"{name}: no environment at all")
    made = locales.make(locales.default_folder())
    for locale in ("sv_SE.UTF-8", "tr_TR.UTF-8"):
        if made:
            compare(first, output(inputs, 2, {**os.environ, **made, "LC_ALL": locale}), f"{name}: locale {locale}")
        else:
            tap.skip(f"{name}: locale {locale}", "localedef cannot make it here")


# Threads start only where there is enough to do, so the second study is large enough for seven.
interviews, codebook = study.write(SCRATCH)
variants([interviews, "--codebook", codebook], "a small study")
large, _ = study.write(os.path.join(SCRATCH, "stor"), documents=60, repeat=400)
variants([large, "--codebook", codebook], "a study of 60 interviews")
books = [f for f in sorted(os.listdir(CORPORA)) if f.startswith("kodbok") or f.startswith("codebook")]
if books:
    variants([CORPORA, "--codebook", os.path.join(CORPORA, books[0])], "corpora/")




# What one document means for a word must not reach the next: each alone, and all of them in either order.
MEETING = {
    "a": "Anna: Vi fick en provisorisk EU-resehandling. Sedan kom Blomzell dit.\nBo: Han sa att en EU- resehandling hade kommit.\n",
    "b": "Anna: Vi hade en EU-resehandling och en EU- resehandling.\n[vid dörren NN Nr 6]\nBo: Det var Blomzell som hade dem.\n",
    "c": "Anna: Brukar- och anhörigstöd, 12- och 13-åringar (2) (...).\nBo: Sandvall kom. Sandvall satt där.\n",
    "d": "Anna: Det var NN. En sandvall är hög. (2) personer kom, 12- till 15-åriga.\nBo: [skratt] Skratt, sa hon. EU- vän.\n",
    "e": "@ Anna: va (.) de så (2) ja\n@ Bo: [ja] mm de va så\n",
}


def tei_of(files, order):
    global number
    number += 1
    target = os.path.join(SCRATCH, f"out{number}")
    subprocess.run([tap.UTSAGA, "run", *[files[name] for name in order], "--outputs", "tei", "--quiet", "--threads", "1",
                    "--output", target], capture_output=True, check=True, timeout=600)
    found = study.tree(target)
    shutil.rmtree(target, ignore_errors=True)
    return found


def company(files, name):
    names = sorted(files)
    forward, backward = tei_of(files, names), tei_of(files, names[::-1])
    for one in names:
        key = f"tei/{one}.xml"
        alone = tei_of(files, [one])
        tap.ok(key in alone and alone[key] == forward.get(key) == backward.get(key), f"{name}: {one} is the same alone and in company")


meeting = {}
for name, text in MEETING.items():
    meeting[name] = os.path.join(SCRATCH, name + ".txt")
    with open(meeting[name], "w", encoding="utf-8") as f:
        f.write(text)
company(meeting, "words that are marks elsewhere")
interviews = os.path.join(CORPORA, "interviews")
company({os.path.splitext(f)[0]: os.path.join(interviews, f) for f in os.listdir(interviews)}, "the interviews")
shutil.rmtree(SCRATCH, ignore_errors=True)
tap.done()
