# SPDX-License-Identifier: GPL-3.0-or-later
"""What documents.py and transcripts.py share: invented talk, and a reader beside the bare library of its format.

Measured is the whole process, start and output of the text with it; rounds and ratios as in run.py. The bare libraries are in
bare.c."""
import argparse
import os
import random
import subprocess
import sys
import tempfile

HERE = os.path.dirname(os.path.abspath(__file__))
sys.path[:0] = [HERE, os.path.join(HERE, "..", "gold"), os.path.join(HERE, "..", "harness")]
from run import SOURCE, Program, line, ratio, rounds  # noqa: E402

WORDS = "jag var ju inlagd på avdelning femtiotre i två omgångar och där träffade vi en peer som hette Åsa fast det var alltid medicinen först".split()


def sentence(chance):
    return " ".join(chance.choice(WORDS) for _ in range(chance.randrange(5, 40))).capitalize() + "."


def talk(n):
    """Turns: speaker, start and end in milliseconds, text of one sentence to five."""
    chance, ms = random.Random(1), 0
    for i in range(n):
        text = " ".join(sentence(chance) for _ in range(chance.randrange(1, 6)))
        yield "I" if i % 2 else "IP", ms, ms + 60 * len(text), text
        ms += 60 * len(text) + 200


def compare(name, path, bare, build, n, goal=2):
    ours = Program("ours", [os.path.join(build, "utsaga"), "show", path, "--layer", "text"])
    rounds([bare, ours], n)
    print(f"\n{os.path.basename(path)}: {os.path.getsize(path) / 1e6:.1f} MB, bare {min(bare.cpu):.3f} s, utsaga {min(ours.cpu):.3f} s, {max(ours.rss):.0f} MiB")
    line(f"reading it / {name}", ratio(ours.cpu, bare.cpu), goal)


NAMES = {"xml": "libxml2's reader", "zip": "libzip and libxml2's reader", "json": "jansson", "text": "ICU to UTF-16 and back, and lines"}


def beside(kind, path, build, n, *parts, goal=2):
    compare(NAMES[kind], path, Program("bare", [os.path.join(build, "tests", "bench", "bare"), kind, path, *parts]), build, n, goal)


def start(doc, measure):
    """Reads the arguments, builds what is needed and calls measure(folder, build, rounds, wanted)."""
    parser = argparse.ArgumentParser(description=doc, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("build", nargs="?", default=os.path.join(SOURCE, "build"))
    parser.add_argument("--rounds", type=int, default=7)
    parser.add_argument("--only", help="formats, with commas between")
    args = parser.parse_args()
    build = os.path.abspath(args.build)
    subprocess.run(["ninja", "-C", build, "all", "tests/bench/bare"], check=True, stdout=subprocess.DEVNULL)
    with tempfile.TemporaryDirectory(prefix="utsaga-bench-") as folder:
        measure(folder, build, args.rounds, lambda name: not args.only or name in args.only.split(","))
