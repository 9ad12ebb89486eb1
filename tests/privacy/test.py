#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""What people said never reaches the terminal: a marked word stands at every place of an interview, in good documents,
in broken ones and in the codebook's hits, and standard error is searched for it. Standard output of `run` as well."""
import os
import shutil
import subprocess
import sys
import tempfile

HERE = os.path.dirname(os.path.abspath(__file__))
sys.path[:0] = [os.path.join(HERE, "..", "gold"), os.path.join(HERE, "..", "harness")]
import tap  # noqa: E402

SCRATCH = tempfile.mkdtemp(prefix="utsaga-privacy-")
MARK = "Kanariefågelsång"
# Sentences that make stages speak: unknown markers, folded speakers, odd characters, spelling, quotes, cut-off words.
TEXT = f"""{MARK}: Jag heter {MARK} och bor i {MARK}stad [{MARK}], stresad och glad.
I: Vad sa {MARK}?
{MARK.upper()}: ({MARK}) ”{MARK}” sa hon. {MARK}\x00 \u200b{MARK}... kl. 8:30 {{{MARK}}} <{MARK}> ##{MARK}## [oklart: {MARK}]
Siri {MARK}: "{MARK} hopp" (Chef, {MARK})
Siri {MARK[:-1]}: Hopp. <<{MARK}
"""


def put(name, data):
    path = os.path.join(SCRATCH, "in", name)
    os.makedirs(os.path.dirname(path), exist_ok=True)
    with open(path, "wb") as f:
        f.write(data)


put("a.txt", TEXT.encode("utf-8"))
put("b.txt", TEXT.encode("utf-16"))
put("c.txt", TEXT.encode("cp1252", "replace"))
put("d.txt", TEXT.encode("utf-8") + b"\xff\xc3(" + TEXT.encode("utf-8"))
put("e.txt", bytes(range(256)) * 9 + TEXT.encode("utf-8"))
put("f.docx", TEXT.encode("utf-8"))
put("g.txt", ("En rapport.\n\n" + f'”{MARK} är svårt” (Chef, {MARK})\n\n' * 5).encode("utf-8"))
codebook = os.path.join(SCRATCH, "kodbok.txt")
with open(codebook, "w", encoding="utf-8") as f:
    f.write("hopp: hopp*\nfagel: kanarie*\n")

for name, arguments in (("run", []), ("run --verbose", ["--verbose"]), ("run with two threads", ["--threads", "2"]),
                        ("run in English", ["--lang", "en"])):
    target = os.path.join(SCRATCH, "out")
    p = subprocess.run([tap.UTSAGA, "run", os.path.join(SCRATCH, "in"), "--codebook", codebook, "--output", target, *arguments],
                       capture_output=True, timeout=120)
    said = (p.stderr + p.stdout).decode("utf-8", "replace")
    tap.ok(p.returncode in (0, 3), f"{name}: ran", said)
    found = [line for line in said.splitlines() if MARK[:-1].lower() in line.lower()]
    tap.ok(not found, f"{name}: no word of the interviews on the terminal", "\n".join(found))
# Proof that the mark would be found: it is in the output folder, where it belongs.
hits = [os.path.join(r, n) for r, _, ns in os.walk(os.path.join(SCRATCH, "out")) for n in ns
        if MARK.encode() in open(os.path.join(r, n), "rb").read()]
tap.ok(len(hits) >= 2, "the mark is in the report and the TEI", hits)
p = subprocess.run([tap.UTSAGA, "show", os.path.join(SCRATCH, "in", "d.txt"), "--layer", "token", "--format", "tsv"],
                   capture_output=True)
tap.ok(MARK[:-1].lower() not in p.stderr.decode("utf-8", "replace").lower(), "show: nothing on standard error")

shutil.rmtree(SCRATCH, ignore_errors=True)
tap.done()
