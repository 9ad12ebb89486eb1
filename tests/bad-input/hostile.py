#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""Files made to harm, see traps.py, for every format: bounded time and memory, each file read or refused with a reason that says what to
do, nothing fetched, nothing read or written elsewhere, and the good documents of the same run come out as they do alone."""
import glob
import json
import os
import shutil
import socket
import sys
import tempfile
import time

HERE = os.path.dirname(os.path.abspath(__file__))
sys.path[:0] = [HERE, os.path.join(HERE, "..", "gold"), os.path.join(HERE, "..", "harness")]
import tap  # noqa: E402
import traps  # noqa: E402

SECRET = "Det här står i en annan fil."
# What is read all the same, since its text is whole; everything else is refused.
READ = {
    "dtd.exb", "dtd.trs", "dtd.xml",  # a document type is named, and not fetched
    "zipvagar.docx", "zipvagar.odt", "zipvagar.xlsx", "zipvagar.qdpx", "kallvag0.qdpx", "kallvag1.qdpx", "kallvag2.qdpx", "kallvag3.qdpx",
    "djup-listor.odt", "djup.html", "djup-tabell.html", "djup.vtt", "djup.cha", "djup.txt", "djup.md", "djup.csv",
    "nul-som-tecken.json", "nul-som-tecken.html", *(f"nul-i-talet.{suffix}" for suffix in traps.TEXTS),
    "storlek-1.TextGrid", "bin.rtf", "uc.rtf", "tal.rtf", "blanka.odt", "kolumner.odt", "spann.docx", "colspan.html", "sammanslaget.xlsx", "platser.qdpx",
    "tid.eaf", "tid.exb", "tid.trs", "tid.cha", "langd.pdf", "xref.pdf",
    "ring-bredvid.eaf", "baklanges.exb", "ring.xml", "ring.docx", "ring-fotnot.docx", "ring.odt", "ring-form.pdf"}
# JSON that no sign tells to be a transcript is set aside, as everywhere.
ASIDE = {"djup-lista.json"}
ADVICE = ("save", "export", "leave", "split", "repair", "name", "give", "choose", "run text", "damaged?", "cut off")
GOOD = {"god.txt": traps.TEXTS["txt"], "god.vtt": traps.TEXTS["vtt"], "god.html": traps.TEXTS["html"]}


def run(arguments, seconds=120):
    """Exit status, messages, seconds and MiB."""
    start = time.monotonic()
    with tempfile.TemporaryFile() as err:
        # Not by fork: what this process needs would be counted as the command's.
        null = os.open(os.devnull, os.O_WRONLY)
        pid = os.posix_spawn(tap.UTSAGA, [tap.UTSAGA, *arguments], os.environ, file_actions=[(os.POSIX_SPAWN_DUP2, null, 1), (os.POSIX_SPAWN_DUP2, err.fileno(), 2)])
        os.close(null)
        _, status, usage = os.wait4(pid, 0)
        err.seek(0)
        return os.waitstatus_to_exitcode(status), err.read().decode("utf-8", "replace"), time.monotonic() - start, usage


def tree(folder):
    return {os.path.relpath(os.path.join(d, f), folder): open(os.path.join(d, f), "rb").read() for d, _, files in os.walk(folder) for f in files}


def put(folder, files):
    os.makedirs(folder, exist_ok=True)
    for name, data in files:
        with open(os.path.join(folder, name), "wb") as f:
            f.write(data if isinstance(data, bytes) else data.encode())


def together(folder):
    secret, listener = os.path.join(folder, "hemlig.txt"), socket.socket()
    listener.bind(("127.0.0.1", 0))
    listener.listen()
    listener.setblocking(False)
    where, alone = os.path.join(folder, "in"), os.path.join(folder, "ensamma")
    put(folder, [("hemlig.txt", SECRET)])
    put(alone, GOOD.items())
    put(where, GOOD.items())
    made = set()
    for kind in (traps.entities(secret, listener.getsockname()[1]), traps.archives(secret), traps.nested(), traps.nul(), traps.lies(), traps.loops(), traps.rows()):
        for name, data in kind:
            put(where, [(name, data)])
            made.add(name)
    before = set(os.listdir(folder)) | {"ut"}
    status, err, seconds, usage = run(["run", where, "--output", os.path.join(folder, "ut"), "--outputs", "csv,tei"])
    tap.equal(status, 3, "the run finishes with status 3")
    tap.ok(usage.ru_utime + usage.ru_stime < 60, "in bounded time", f"{usage.ru_utime + usage.ru_stime:.1f} s of CPU, {seconds:.1f} s")
    tap.ok(usage.ru_maxrss < 1 << 20, "and memory", f"{usage.ru_maxrss >> 10} MiB")
    with open(os.path.join(folder, "ut", "run.json"), encoding="utf-8") as f:
        report = json.load(f)
    read, refused = {d["source"] for d in report["documents"]}, {d["source"]: d["reason"] for d in report["skipped"]}
    tap.equal(sorted(made - read - set(refused)), sorted(ASIDE), "each file is read or refused")
    tap.equal(sorted(read & made), sorted(READ), "those are read whose text is whole")
    tap.equal([f"{n}: {why}" for n, why in sorted(refused.items()) if not any(a in why for a in ADVICE)], [], "each refusal says what to do")
    tap.equal([n for n in refused if not any(n in line and "error" in line for line in err.splitlines())], [], "and the message names the file")
    tap.equal([n for n, why in refused.items() if "plugin error" in why], [], "no plugin breaks its contract")
    out = tree(os.path.join(folder, "ut"))
    tap.ok(SECRET not in err and not any(SECRET.encode() in data for data in out.values()), "no file that is named inside another is read")
    try:
        listener.accept()
        tap.ok(False, "nothing is fetched")
    except BlockingIOError:
        tap.ok(True, "nothing is fetched")
    left = sorted(set(os.listdir(folder)) - before) + glob.glob("/tmp/utsaga-utanfor.txt") + [n for n in os.listdir(where) if n not in made and n not in GOOD]
    tap.equal(left, [], "nothing is written elsewhere")
    run(["run", alone, "--output", os.path.join(folder, "ut-ensamma"), "--outputs", "csv,tei"])
    other = tree(os.path.join(folder, "ut-ensamma"))
    tap.equal([n for n in other if n.startswith("tei/") and out.get(n) != other[n]], [], "the good documents come out as they do alone")
    for what, words in (("ring.eaf", "circle"), ("sig-sjalv.eaf", "circle"), ("rader-olika.xlsx", "1,048,576"), ("zipljuger.docx", "more than the archive says"),
                        ("zipbomb.odt", "far more"), ("djup.rtf", "1000 groups"), ("sidor.pdf", "damaged")):
        tap.ok(words in refused.get(what, ""), f"{what}: {words}", refused.get(what))
    tap.ok("ring-bredvid.eaf: 2 tiers depend on each other in a circle" in err, "a circle of tiers beside a good one is told")


def long_lines(folder):
    """One line of 100 MB of text, and of 8 MB in every other format: the cost grows no faster than the bytes."""
    for suffix, text in [*traps.TEXTS.items(), *((suffix, None) for suffix in traps.XML if suffix not in traps.ARCHIVES)]:
        size = 100 << 20 if suffix == "txt" else 8 << 20
        if text is None:
            before, behind = (part.encode() for part in traps.of_xml(suffix, "|").decode().split("|"))
        else:
            before, _, behind = (part.encode() for part in text.partition("hur gick" if suffix == "rtf" else "hur är"))
        path = os.path.join(folder, "rad." + suffix)
        with open(path, "wb") as f:
            f.write(before)
            for _ in range(size >> 16):
                f.write(b"ord och " * 8192)
            f.write(behind)
        status, err, _, usage = run(["show", path, "--layer", "text"])
        os.remove(path)
        spent, memory = usage.ru_utime + usage.ru_stime, usage.ru_maxrss >> 10
        tap.ok(status == 0 and spent < 0.1 * (size >> 20) and memory < 160 + 12 * (size >> 20), f".{suffix}: a line of {size >> 20} MB",
               f"status {status}, {spent:.1f} s, {memory} MiB\n{err}")


folder = tempfile.mkdtemp(prefix="utsaga-hostile-")
long_lines(folder)  # first: the memory of this process, still small, counts as that of a command
together(folder)
shutil.rmtree(folder, ignore_errors=True)
tap.done()
