# SPDX-License-Identifier: GPL-3.0-or-later
"""utsaga check with a participants table: who is missing on either side, the same as run tells."""
import os
import re
import tempfile

import tap

TEXTS = {"ett.txt": "Intervjuare: Hej?\nBo: Hopp.\nSiri: Nej.\nIntervjuare: Jo?\nSiri: Ja.\n", "två.txt": "I: Vad?\nBo: Inget.\nI: Jaså?\n"}


def write(folder, name, text):
    path = os.path.join(folder, name)
    os.makedirs(os.path.dirname(path), exist_ok=True)
    with open(path, "w", encoding="utf-8") as f:
        f.write(text)
    return path


def told(out):
    """The remarks on participants, with their names."""
    return dict(re.findall(r"^participants: (\d+ \w+).*:\n  (.*)$", out, re.M))


with tempfile.TemporaryDirectory() as folder:
    corpus = os.path.join(folder, "samtal")
    for name, text in TEXTS.items():
        write(corpus, name, text)
    book = write(folder, "kodbok.tsv", "theme\tlabel\trules\nh\tHopp\thopp\n")
    table = write(folder, "deltagare.csv", "id,document,speaker,role\nP1,ett,Bo,chef\nP2,ett,Cecilia,chef\nP3,tre,Bo,chef\n")
    both = {"2 speakers": "ett: Siri, två: Bo", "2 rows": "P2, P3"}
    for what, args in {"codebook and corpus": [book, corpus], "corpus alone": [corpus]}.items():
        out, err = tap.run("check", *args, "--participants", table)
        tap.equal(told(out), both, f"{what}: speakers without a row, and rows without a speaker")
        tap.ok("Siri" not in err and "P2" not in err, f"{what}: no name among the messages", err)
    out, _ = tap.run("check", book, corpus, "--participants", table)
    tap.ok("h: hopp" in out, "what the rules find is told all the same", out)
    tap.run("run", corpus, "--participants", table, "--output", os.path.join(folder, "ut"), "--outputs", "csv")
    notes = [n for n in tap.table(os.path.join(folder, "ut"), "notes") if n["message"].startswith("participants:")]
    tap.equal({re.search(r"\d+ \w+", n["message"])[0]: n["detail"] for n in notes}, both, "run says the same")
    whole = write(folder, "alla.csv", "id,speaker\nP1,Bo\nP2,Siri\n")
    out, _ = tap.run("check", book, corpus, "--participants", whole)
    tap.ok(told(out) == {} and "every speaker has a row" in out, "nobody is missing: the interviewer needs no row", out)
    out, _ = tap.run("check", book, corpus)
    tap.ok("participants" not in out, "without a table nothing is said of one", out)
    out, _ = tap.run("check", corpus, "--participants", table, "--without", "analyse-speakers")
    tap.ok(told(out) == {} and "every speaker" not in out, "left out when the stage is", out)
tap.done()
