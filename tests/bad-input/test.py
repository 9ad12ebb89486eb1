#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""Bad input, bad surroundings, an impatient user: a clear message, the right exit status, and the old output whole.
Exit statuses: 0 well, 1 failed, 2 usage, 3 finished with skipped documents."""
import os
import shutil
import signal
import subprocess
import sys
import tempfile
import time

HERE = os.path.dirname(os.path.abspath(__file__))
sys.path[:0] = [os.path.join(HERE, "..", "gold"), os.path.join(HERE, "..", "harness")]
import study  # noqa: E402
import tap  # noqa: E402

SCRATCH = tempfile.mkdtemp(prefix="utsaga-bad-")
os.chmod(SCRATCH, 0o755)
INTERVIEWS, CODEBOOK = study.write(SCRATCH)
AS_NOBODY = (["setpriv", "--reuid=65534", "--regid=65534", "--clear-groups"] if os.geteuid() == 0 else [])
CAN_BE_NOBODY = not AS_NOBODY or shutil.which("setpriv")


def path(*parts):
    return os.path.join(SCRATCH, *parts)


def put(name, data):
    os.makedirs(os.path.dirname(path(name)), exist_ok=True)
    with open(path(name), "wb") as f:
        f.write(data)
    return path(name)


def utsaga(*arguments, before=(), env=None):
    p = subprocess.run([*before, tap.UTSAGA, *arguments], capture_output=True, timeout=300, env={**os.environ, **(env or {})})
    return p.returncode, p.stderr.decode("utf-8", "replace")


def run(*arguments, output="out", **more):
    return utsaga("run", *arguments, "--output", path(output), **more)


def expect(got, status, words, what):
    """Status, and one line of the message that holds every word."""
    tap.equal(got[0], status, f"{what}: exit status {status}")
    tap.ok(any(all(w.lower() in line.lower() for w in words) for line in got[1].splitlines()),
           f"{what}: the message says {', '.join(words)}", got[1])


def whole(before, what, output="out"):
    tap.ok(study.tree(path(output)) == before, f"{what}: the old output is whole")
    left = sorted(n for n in os.listdir(SCRATCH) if n.startswith("." + output) or n.startswith(output + ".") or
                  n.startswith(".utsaga"))
    tap.equal(left, [], f"{what}: nothing is left beside it")


# -- inputs --
expect(run(put("tom/tom.txt", b"")), 0, ["tom.txt"], "an empty file")
os.makedirs(path("tom-mapp"))
expect(run(path("tom-mapp")), 2, ["no transcripts"], "a folder without files")
expect(run(path("finns-ej.txt")), 1, ["finns-ej.txt", "no such file"], "a file that is not there")
expect(run(path("finns-ej.txt"), INTERVIEWS), 3, ["finns-ej.txt", "no such file"], "one file of several that is not there")
expect(run(put("bild/bild.txt", bytes(range(256)) * 40), INTERVIEWS), 3, ["bild.txt"], "a binary file")
expect(run(INTERVIEWS, put("arkiv/ljud.mp3", b"ID3" + bytes(60))), 3, ["ljud.mp3", "reader"], "a kind of file without a reader")
broken = put("trasig/utf.txt", "Siri: Det är så ".encode() + b"\xc3\x28 \xf0\x9f" + " här.\n".encode())
expect(run(broken), 1, ["utf.txt:1:", "UTF-8"], "broken UTF-8, and nothing else")
expect(run(broken, INTERVIEWS), 3, ["utf.txt:1:", "UTF-8"], "broken UTF-8 among good files")
tap.equal(run(broken, "--set", "read-text.encoding=cp1252")[0], 0, "the encoding can be named")
same = [put("ett/lika.txt", b"Siri: ett\n"), put("tva/lika.txt", b"Siri: tva\n"), put("tva/lika.md", b"Siri: tre\n")]
tap.equal(run(*same, output="lika")[0], 0, "files of one name from several folders")
tap.equal(sum(n.endswith(".xml") for n in study.tree(path("lika"))), 3, "each has a TEI file of its own")
if CAN_BE_NOBODY:
    locked = put("last/last.txt", b"Siri: hej\n")
    os.chmod(locked, 0)
    os.mkdir(path("nobody"))
    os.chmod(path("nobody"), 0o777)
    expect(run(path("last"), INTERVIEWS, output="nobody/out", before=AS_NOBODY), 3, ["last.txt", "permission"], "a file without read permission")
    os.mkdir(path("vagg"))
    os.chmod(path("vagg"), 0o555)
    expect(run(INTERVIEWS, output="vagg/out", before=AS_NOBODY), 1, ["vagg", "permission"], "an output folder without write permission")
else:
    tap.skip("files and folders without permission", "root, and no setpriv to become somebody else")

# -- codebook, options, usage --
bad = put("fel.tsv", "theme\tlabel\trules\n1\tHopp\thopp*\n1\tOro\toro*\n2\tStöd\tstöd ~x y\n".encode())
expect(run(INTERVIEWS, "--codebook", bad), 2, ["fel.tsv:3:", "1"], "a codebook with a code twice")
expect(run(INTERVIEWS, "--codebook", bad), 2, ["fel.tsv:4:"], "a codebook with a broken rule")
expect(run(INTERVIEWS, "--codebook", path("ingen.yaml")), 2, ["ingen.yaml"], "a codebook that is not there")
expect(run(INTERVIEWS, "--codebook", put("fel.yaml", b"codes: [\n")), 2, ["fel.yaml:"], "a codebook that is not YAML")
expect(run(INTERVIEWS, "--set", "annotate-tokn.lang=sv"), 2, ["annotate-tokn", "annotate-token"], "an unknown stage")
expect(run(INTERVIEWS, "--without", "write-htm"), 2, ["write-htm", "write-html"], "an unknown stage in --without")
expect(run(INTERVIEWS, "--set", "analyse-cooccur.windw=3"), 2, ["windw", "window"], "an unknown option of a stage")
expect(run(INTERVIEWS, "--codebook", CODEBOOK, "--set", "analyse-cooccur.window=många"), 2, ["window", "många"], "an option that is no number")
expect(run(INTERVIEWS, "--treads", "2"), 2, ["treads", "threads"], "an unknown option of the command")
expect(run(INTERVIEWS, "--threads", "noll"), 2, ["threads"], "a number of threads that is none")
expect(utsaga("rnu", INTERVIEWS), 2, ["rnu", "run"], "an unknown command")
expect(utsaga("run", "--output", path("out")), 2, ["no transcripts"], "no input")
expect(run(INTERVIEWS, "--output", path("ut")), 2, ["output", "twice"], "an option given twice")
expect(run(INTERVIEWS, "--outputs", "tie"), 2, ["tie", "write-tei"], "an output that does not exist")
expect(utsaga("show", path("intervjuer", "a.txt"), "--layer", "tokn"), 2, ["tokn", "token"], "an unknown layer")
expect(utsaga("describe", "write-te"), 2, ["write-te", "write-tei"], "describe with an unknown stage")
tap.equal(utsaga("--version")[0], 0, "--version")
tap.equal(utsaga("--help")[0], 0, "--help")

# -- output --
good = run(INTERVIEWS, "--codebook", CODEBOOK, output="ut")
tap.equal(good[0], 0, "a plain run: exit status 0")
old = study.tree(path("ut"))
tap.ok("run.json" in old and any(name.startswith("tei/") for name in old), "the output is there", sorted(old))
expect(run(INTERVIEWS, "--codebook", bad, output="ut"), 2, ["fel.tsv:"], "a failed run over an old output")
whole(old, "a failed run", "ut")
put("annat/viktigt.doc", b"not ours")
expect(run(INTERVIEWS, output="annat"), 1, ["annat"], "an output folder with files of somebody else")
tap.equal(study.tree(path("annat")), {"viktigt.doc": b"not ours"}, "the files of somebody else are whole")
expect(run(INTERVIEWS, output="kodbok.txt"), 1, ["kodbok.txt"], "an output folder that is a file")
tap.ok(run(INTERVIEWS, output="intervjuer")[0] in (1, 2) and len(os.listdir(INTERVIEWS)) == 3,
       "the input folder is refused as output, and is as it was", os.listdir(INTERVIEWS))

WRITERS = ("tei", "csv", "html", "qdpx", "sqlite", "vrt", "conllu", "txt", "xlsx", "json", "graphml")
full = path("full")
os.mkdir(full)
if os.geteuid() == 0 and subprocess.run(["mount", "-t", "tmpfs", "-o", "size=64k", "tmpfs", full],
                                        capture_output=True).returncode == 0:
    try:
        expect(run(INTERVIEWS, "--codebook", CODEBOOK, output="full/ut"), 1, ["space"], "a full disk")
        tap.equal(os.listdir(full), [], "a full disk: nothing is left")
        subprocess.run(["mount", "-o", "remount,size=8k", full], check=True)
        for writer in WRITERS:
            status, err = run(INTERVIEWS, "--codebook", CODEBOOK, "--outputs", writer, output="full/ut")
            tap.ok(status == 1 and "space" in err and os.listdir(full) == [], f"a full disk, {writer}: said, and nothing is left",
                   f"{status}\n{err}")
    finally:
        subprocess.run(["umount", full], check=True)
else:
    tap.skip("a full disk", "only root can mount a small one")

# -- an impatient user --
LARGE, _ = study.write(path("stor"), documents=80, repeat=3000)


def interrupted(number, name):
    """Sends the signal when the new output is under way beside the old one."""
    before = set(os.listdir(SCRATCH))
    p = subprocess.Popen([tap.UTSAGA, "run", LARGE, "--codebook", CODEBOOK, "--output", path("ut"), "--outputs", ",".join(WRITERS)],
                         stderr=subprocess.PIPE, stdout=subprocess.DEVNULL)
    for _ in range(5000):
        if set(os.listdir(SCRATCH)) - before or p.poll() is not None:
            break
        time.sleep(0.002)
    time.sleep(0.1)
    running = p.poll() is None
    p.send_signal(number)
    stderr = p.communicate(timeout=60)[1].decode("utf-8", "replace")
    tap.ok(running, f"{name}: the run was met in the middle")
    tap.ok(study.tree(path("ut")) == old, f"{name}: the old output is whole")
    return p.returncode, stderr


status, stderr = interrupted(signal.SIGINT, "Ctrl-C")
tap.ok(status in (1, 130, -signal.SIGINT), "Ctrl-C: the exit status tells that the run did not finish", f"{status}\n{stderr}")
tap.ok("interrupted" in stderr.lower() or "stopped" in stderr.lower() or "cancelled" in stderr.lower(), "Ctrl-C: the message says so", stderr)
whole(old, "Ctrl-C", "ut")
status, stderr = interrupted(signal.SIGTERM, "SIGTERM")
tap.ok(status != 0, "SIGTERM: the exit status is not 0", stderr)
interrupted(signal.SIGKILL, "kill -9")
tap.equal(run(INTERVIEWS, "--codebook", CODEBOOK, output="ut")[0], 0, "after kill -9 the next run works")
tap.ok(study.tree(path("ut")) == old, "and gives the same bytes")

shutil.rmtree(SCRATCH, ignore_errors=True)
tap.done()
