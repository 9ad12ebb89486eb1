#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""How fast it is, as ratios to a yardstick measured in the same minutes: bare ICU word iteration (locale sv) over the same
bytes, whole process, see yardstick.c. Every round runs each program once, in turn, so that a busy machine is busy for all
of them; the ratio is the median over rounds of (CPU of the program / CPU of the yardstick in that round), CPU being user +
system time of the process. The yardstick converts to UTF-16, which is ICU's faster way; UText is shown beside it.

usage: run.py [BUILD-FOLDER] [--rounds N] [--small]       --small leaves the 50 MB corpus out
Needs UTSAGA_SHARED (corpora and themes). Not part of the tests: a ratio depends on the machine."""
import argparse
import csv
import glob
import os
import shutil
import statistics
import subprocess
import sys
import tarfile
import tempfile
import time

HERE = os.path.dirname(os.path.abspath(__file__))
SOURCE = os.path.dirname(os.path.dirname(HERE))
SHARED = os.environ.get("UTSAGA_SHARED", os.path.join(os.path.dirname(SOURCE), "shared"))
# Stages beyond tokens, themes, frequency and co-occurrence.
LANGUAGE = "annotate-norm,annotate-lemma,analyse-norm"
# The stages that count; their tables are written by the writers, which are part of what they cost.
ANALYSIS = "analyse-freq,analyse-cooccur,analyse-speakers"
# The stages of language in order, and what is left out of a run that ends with one of them.
CHAIN = ["annotate-token", "annotate-norm", "annotate-lemma"]
AFTER = "annotate-theme,analyse-norm,analyse-freq,analyse-cooccur,write-csv,write-html,write-tei,write-qdpx,write-qdc"


class Program:
    def __init__(self, name, arguments, cwd=None):
        self.name, self.arguments, self.cwd = name, arguments, cwd
        self.cpu, self.wall, self.rss = [], [], []

    def once(self, scratch, out="out"):
        out = os.path.join(scratch, out)
        arguments = [a.replace("@OUT@", out) for a in self.arguments]
        shutil.rmtree(out, ignore_errors=True)
        if "utsaga" not in os.path.basename(arguments[0]):
            os.mkdir(out)
        start = time.monotonic()
        with tempfile.TemporaryFile() as err:
            p = subprocess.Popen(arguments, stdout=subprocess.DEVNULL, stderr=err, cwd=self.cwd)
            _, status, usage = os.wait4(p.pid, 0)
            self.wall.append(time.monotonic() - start)
            p.returncode = os.waitstatus_to_exitcode(status)
            if p.returncode:
                err.seek(0)
                sys.exit(f"{self.name}: exit {p.returncode}: {err.read().decode(errors='replace')[-600:]}")
        self.cpu.append(usage.ru_utime + usage.ru_stime)
        self.rss.append(usage.ru_maxrss / 1024)


def ratio(a, b):
    return statistics.median(x / y for x, y in zip(a, b))


def rounds(programs, n, keep=False):
    """keep: each run writes to a folder of its own. ext4 searches longer for a free inode when many files have just been
    deleted, and that time would count as the program's."""
    with tempfile.TemporaryDirectory(prefix="utsaga-bench-") as scratch:
        for program in programs:
            program.once(scratch, "first-" + program.name if keep else "out")  # fills the page cache
            program.cpu.clear(), program.wall.clear(), program.rss.clear()
        for i in range(n):
            for program in programs:
                program.once(scratch, f"{i}-{program.name}" if keep else "out")


def unpack(archive, name, target):
    folder = os.path.join(target, name)
    if not os.path.isdir(folder):
        with tarfile.open(os.path.join(SHARED, archive)) as tar:
            tar.extractall(target)
    return folder


def line(what, value, goal, at_least=False, unit=""):
    verdict = "" if goal is None else ("met" if (value >= goal if at_least else value <= goal) else "MISSED")
    wanted = "" if goal is None else f"{'at least' if at_least else 'at most'} {goal:g}{unit}"
    print(f"  {what:66} {value:8.2f}{unit:3} {wanted:20} {verdict}")


def utsaga(build, inputs, *more):
    return [os.path.join(build, "utsaga"), "run", *inputs, "--codebook", os.path.join(SHARED, "bench", "themes.txt"),
            "--output", "@OUT@", "--quiet", *more]


def size(files):
    return sum(os.path.getsize(f) for f in files) / 1e6


def compare(build, title, folder, n, scripts=False):
    files = sorted(glob.glob(folder + "/*.txt"))
    print(f"\n{title}: {len(files)} files, {size(files):.1f} MB, one core, {n} rounds")
    yard = os.path.join(build, "tests", "bench", "yardstick")
    programs = {
        "yardstick": Program("yardstick", [yard, "utf16", *files]),
        "utext": Program("yardstick, UText", [yard, "utext", *files]),
        "tables": Program("tables", utsaga(build, [folder], "--outputs", "csv", "--without", LANGUAGE, "--threads", "1")),
        "tei": Program("tables and TEI", utsaga(build, [folder], "--outputs", "csv,tei", "--without", LANGUAGE, "--threads", "1")),
        "default": Program("everything", utsaga(build, [folder], "--threads", "1")),
    }
    if scripts:
        bench = os.path.join(SHARED, "bench")
        if shutil.which("node"):
            programs["node"] = Program("Node script", ["node", os.path.join(bench, "node_pipe.js"), folder, "re", "@OUT@"], bench)
        programs["python"] = Program("Python script", [sys.executable, os.path.join(bench, "script_pipe.py"), folder, "re", "@OUT@"], bench)
    rounds(programs.values(), n)
    base = programs["yardstick"]
    for name, program in programs.items():
        cpu = statistics.median(program.cpu)
        print(f"  {program.name:30} cpu {cpu:7.3f} s  wall {statistics.median(program.wall):7.3f} s  {size(files) / cpu:7.1f} MB/s  "
              f"{max(program.rss):6.0f} MiB")
    line("tokens, themes, frequency, co-occurrence / yardstick", ratio(programs["tables"].cpu, base.cpu), 1.5)
    line("the same with word-level TEI / yardstick", ratio(programs["tei"].cpu, base.cpu), 3)
    line("the whole default run / yardstick", ratio(programs["default"].cpu, base.cpu), 10)
    for name in ("node", "python"):
        if name in programs:
            line(f"{programs[name].name} (no TEI) / tables", ratio(programs[name].cpu, programs["tables"].cpu), 10, True)
    return programs


def language(build, title, folder, n):
    """What a stage costs is the run that ends with it less the run that ends before it."""
    files = sorted(glob.glob(folder + "/*.txt"))
    print(f"\nLanguage, {title}, one core, {n} rounds")
    command = [os.path.join(build, "utsaga"), "run", folder, "--output", "@OUT@", "--quiet", "--threads", "1", "--without"]
    yardstick = Program("yardstick", [os.path.join(build, "tests", "bench", "yardstick"), "utf16", *files])
    runs = [Program(f"{i} stages", command + [",".join([AFTER, *CHAIN[i:]])]) for i in range(len(CHAIN) + 1)]
    rounds([yardstick, *runs], n)
    words = word_count(build, folder)
    for before, after, stage in zip(runs, runs[1:], CHAIN):
        cost = statistics.median(a - b for a, b in zip(after.cpu, before.cpu))
        print(f"  {stage:30} {cost:7.3f} s  {words / cost / 1e6:7.2f} million words/s")
    line("tokens and sentences (the stage) / yardstick",
         statistics.median((a - b) / y for a, b, y in zip(runs[1].cpu, runs[0].cpu, yardstick.cpu)), 0.5)
    line("from files to tokens and sentences (the process) / yardstick", ratio(runs[1].cpu, yardstick.cpu), None)
    line("from tokens to lemmas, all stages of language / yardstick",
         statistics.median((a - b) / y for a, b, y in zip(runs[3].cpu, runs[0].cpu, yardstick.cpu)), 6)


def tei(build, title, folder, n):
    """What writing TEI costs is the run that writes it less the same run that does not; what tokenising costs is the run
    that ends with tokens less the run that ends with turns. TEI and the texts beside it; user and system time."""
    print(f"\nTEI, {title}, one core, {n} rounds")
    command = [os.path.join(build, "utsaga"), "run", folder, "--output", "@OUT@", "--quiet", "--threads", "1", "--without"]
    others = AFTER.replace(",write-tei", "")
    left_out = {"turns": [AFTER, *CHAIN], "tokens": [AFTER, *CHAIN[1:]], "tokens-tei": [others, *CHAIN[1:]],
                "lemmas": [AFTER], "lemmas-tei": [others]}
    turns, tokens, tokens_tei, lemmas, lemmas_tei = runs = [Program(k, command + [",".join(v)]) for k, v in left_out.items()]
    rounds(runs, n, keep=True)

    def less(a, b):
        return [x - y for x, y in zip(a.cpu, b.cpu)]
    line("TEI of words / tokenising", ratio(less(tokens_tei, tokens), less(tokens, turns)), 1)
    line("TEI with lemmas and parts of speech / all up to them", ratio(less(lemmas_tei, lemmas), less(lemmas, turns)), 1)
    line("TEI with lemmas and parts of speech / tokenising alone", ratio(less(lemmas_tei, lemmas), less(tokens, turns)), None)


def analysis(build, title, folder, n):
    """What counting costs, tables and all: the run with the analyses less the same run without them."""
    files = sorted(glob.glob(folder + "/*.txt"))
    print(f"\nAnalysis, {title}, one core, {n} rounds")
    yardstick = Program("yardstick", [os.path.join(build, "tests", "bench", "yardstick"), "utf16", *files])
    runs = {}
    for language, off in (("without the stages of language", LANGUAGE), ("with them", None)):
        counting = ANALYSIS if off else ANALYSIS + ",analyse-norm"
        without = [",".join(filter(None, (off, extra))) for extra in (None, counting)]
        runs[language] = [Program(f"{language} {extra}", utsaga(build, [folder], "--outputs", "csv", "--threads", "1",
                                                               *(["--without", extra] if extra else []))) for extra in without]
    rounds([yardstick, *(p for pair in runs.values() for p in pair)], n)
    for language, (on, off) in runs.items():
        cost = [(a - b) / y for a, b, y in zip(on.cpu, off.cpu, yardstick.cpu)]
        line(f"analysis, {language}: on less off / yardstick", statistics.median(cost), 0.333)


def entries(build, title, folder, n):
    """Matching 10,000 entries against 100: words of the corpus, from all over the list of its forms, so that both books hit."""
    print(f"\nEntries of the codebook, {title}, one core, {n} rounds")
    with tempfile.TemporaryDirectory(prefix="utsaga-bench-") as scratch:
        out = os.path.join(scratch, "out")
        subprocess.run([os.path.join(build, "utsaga"), "run", folder, "--output", out, "--quiet", "--outputs", "csv", "--without", LANGUAGE],
                       check=True, stderr=subprocess.DEVNULL)
        with open(os.path.join(out, "tables", "words.csv"), encoding="utf-8", newline="") as f:
            forms = [r["form"] for r in csv.DictReader(f) if r["form"].isalpha() and 3 < len(r["form"])][200:]
        programs = []
        # The 100 are among the 10,000, and the others are rare: what is measured is entries, not hits.
        for count in (100, 10000):
            book = os.path.join(scratch, f"{count}.txt")
            chosen = forms[:5000:50] + (forms[-len(forms) // 2:][:9900] if count > 100 else [])
            with open(book, "w", encoding="utf-8") as f:
                words = [w + ("*" if i % 3 == 0 else "") for i, w in enumerate(chosen)]
                f.writelines(f"k{i}: {', '.join(words[i::50])}\n" for i in range(50))
            command = [os.path.join(build, "utsaga"), "run", folder, "--codebook", book, "--output", "@OUT@", "--quiet", "--threads", "1",
                       "--outputs", "csv", "--without", f"{LANGUAGE},{ANALYSIS}"]
            programs.append(Program(f"{count} entries", command))
        few, many = programs
        rounds(programs, n)
        line("10,000 entries / 100 entries, the process", ratio(many.cpu, few.cpu), 1.3)


def word_count(build, folder):
    with tempfile.TemporaryDirectory(prefix="utsaga-bench-") as scratch:
        out = os.path.join(scratch, "out")
        subprocess.run([os.path.join(build, "utsaga"), "run", folder, "--output", out, "--quiet", "--outputs", "csv", "--without",
                        LANGUAGE + ",annotate-theme,analyse-cooccur"], check=True, stderr=subprocess.DEVNULL)
        with open(os.path.join(out, "tables", "documents.csv"), encoding="utf-8", newline="") as f:
            return sum(int(row["words"]) for row in csv.DictReader(f))


def instructions(build, folder):
    """Instructions a word of each module, counted by valgrind over a few interviews: repeatable on a busy machine."""
    files = sorted(glob.glob(folder + "/*.txt"))[:14]
    with tempfile.TemporaryDirectory(prefix="utsaga-bench-") as scratch:
        chosen = os.path.join(scratch, "in")
        os.mkdir(chosen)
        for f in files:
            shutil.copy(f, chosen)
        words, counts = word_count(build, chosen), os.path.join(scratch, "counts")
        command = utsaga(build, [chosen], "--threads", "1")
        command[command.index("@OUT@")] = os.path.join(scratch, "out")
        subprocess.run(["valgrind", "--tool=callgrind", "--callgrind-out-file=" + counts, *command], check=True, stderr=subprocess.DEVNULL)
        names, module, own, skip = {}, None, {}, False
        for row in open(counts, encoding="utf-8", errors="replace"):
            if row.startswith("ob="):
                number, _, name = row[3:].strip().partition(" ")
                module = names.setdefault(number, os.path.basename(name))
            elif row.startswith("cob="):
                number, _, name = row[4:].strip().partition(" ")
                names.setdefault(number, os.path.basename(name))
            elif row.startswith("calls="):
                skip = True  # the next line is the cost of the callee
            elif row[:1] in "0123456789+-*":
                if not skip:
                    own[module] = own.get(module, 0) + int(row.split()[1])
                skip = False
        print(f"\nInstructions a word, {size(files):.2f} MB, everything: {sum(own.values()) / words:.0f}")
        for module, n in sorted(own.items(), key=lambda item: -item[1])[:16]:
            print(f"  {module:30} {n / words:8.1f}")


def small(build, folder, n):
    files = sorted(glob.glob(folder + "/*.txt"))[:14]
    print(f"\nStart to exit: {len(files)} interviews, {size(files):.2f} MB, {n * 3} rounds")
    tables = Program("tables and TEI", utsaga(build, files, "--outputs", "csv,tei", "--without", LANGUAGE))
    default = Program("everything", utsaga(build, files))
    rounds([tables, default], n * 3)
    line("tables and TEI, wall time", 1000 * statistics.median(tables.wall), 50, unit=" ms")
    line("everything, wall time", 1000 * statistics.median(default.wall), None, unit=" ms")


def threads(build, folder, n):
    print(f"\nThreads, {folder.rsplit('/', 1)[-1]}, {n} rounds")
    for name, outputs in (("tables", "csv"), ("tables and TEI", "csv,tei")):
        one, two = (Program(name, utsaga(build, [folder], "--outputs", outputs, "--without", LANGUAGE, "--threads", t)) for t in "12")
        rounds([one, two], n)
        line(f"{name}: wall time of one thread / two", ratio(one.wall, two.wall), 1.5, True)
    one, two = (Program("everything", utsaga(build, [folder], "--threads", t)) for t in "12")
    rounds([one, two], max(1, n // 2))
    line("everything: wall time of one thread / two", ratio(one.wall, two.wall), 1.5, True)
    line("everything, two threads: peak memory", max(two.rss), 100, unit=" MiB")


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("build", nargs="?", default=os.path.join(SOURCE, "build"))
    parser.add_argument("--rounds", type=int, default=5)
    parser.add_argument("--small", action="store_true")
    args = parser.parse_args()
    if not os.path.isdir(os.path.join(SHARED, "bench")):
        sys.exit("no reference corpora: set UTSAGA_SHARED")
    build = os.path.abspath(args.build)
    subprocess.run(["ninja", "-C", build, "all", "tests/bench/yardstick"], check=True, stdout=subprocess.DEVNULL)
    corpora = os.path.join(build, "bench-corpora")
    os.makedirs(corpora, exist_ok=True)
    ten = unpack("bench/corpus10.tar.xz", "corpus10", corpora)
    small(build, ten, args.rounds)
    if shutil.which("valgrind"):
        instructions(build, ten)
    language(build, "corpus10", ten, args.rounds)
    tei(build, "corpus10", ten, args.rounds)
    analysis(build, "corpus10", ten, args.rounds)
    first = compare(build, "corpus10", ten, args.rounds, scripts=True)
    if not args.small:
        riksdag = unpack("corpora/riksdag-plain.tar.xz", "riksdag-plain", corpora)
        language(build, "riksdag-plain", riksdag, args.rounds)
        tei(build, "riksdag-plain", riksdag, args.rounds)
        analysis(build, "riksdag-plain", riksdag, args.rounds)
        entries(build, "riksdag-plain", riksdag, args.rounds)
        second = compare(build, "riksdag-plain", riksdag, args.rounds)
        print("\nMemory, one thread")
        line("everything, 50 MB: peak", max(second["default"].rss), 100, unit=" MiB")
        line("everything, 50 MB peak / 10 MB peak", max(second["default"].rss) / max(first["default"].rss), 1.25)
        threads(build, riksdag, args.rounds)


if __name__ == "__main__":
    main()
