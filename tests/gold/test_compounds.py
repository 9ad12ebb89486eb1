#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""Parts of compounds: worked cases and project terms through the command, then head boundaries against gold splits."""
import os
import subprocess
import tempfile

import tap

FOLDER = os.path.join(os.path.dirname(tap.UTSAGA), "lexicons")

# form, parts by hand; "" holds no parts.
CASES = [
    ("brukardelaktighet", "brukare+delaktighet"), ("egenerfarenhet", "egen+erfarenhet"),
    ("socialpsykiatri", "social+psykiatri"), ("boendestödjarna", "boende+stödjare"),
    ("hemlöshetsproblematiken", "hemlöshet+problematik"), ("samtalsstöd", "samtal+stöd"),
    ("kyrkogården", "kyrka+gård"), ("barnomsorgen", "barn+omsorg"), ("NSPH-mötet", "NSPH+möte"),
    ("killen", ""), ("omsorg", ""), ("stolen", ""), ("matematik", ""), ("klimat", ""), ("kultur", ""), ("villkor", ""),
]


def parts_of(folder, form, *more):
    path = os.path.join(folder, "fall.txt")
    with open(path, "w", encoding="utf-8") as f:
        f.write(f"Det är {form}.\n")
    return next(r["parts"] for r in tap.show(path, "lemma", "tsv", *more) if r["form"] == form)


# The lemma of the linking form is known from Apertium alone.
NEEDS_APERTIUM = {"brukardelaktighet", "kyrkogården"}


def cases(full):
    with tempfile.TemporaryDirectory() as folder:
        for form, parts in CASES:
            if form in NEEDS_APERTIUM and not full:
                tap.ok(True, f"{form} # SKIP the lexicon was built without Apertium")
                continue
            tap.equal(parts_of(folder, form), parts, f"parts of {form}")
        tap.ok("vård" not in parts_of(folder, "svårdömd"), "svårdömd holds no vård")
        terms = os.path.join(folder, "termer.txt")
        with open(terms, "w", encoding="utf-8") as f:
            f.write("# egna ord\nZorp\n")
        tap.equal(parts_of(folder, "zorpstöd", "--set", "annotate-lemma.terms=" + terms), "zorp+stöd",
                  "a project term is a first part")


def pieces(block, sign):
    for line in block:
        if line.startswith("\t" + sign):
            return [p.split("(")[0].strip() for p in line[2:].split(" + ")]
    return None


def gold():
    path = os.path.join(tap.SHARED, "language", "compounds", "gold_splits.tsv")
    folder = FOLDER
    if not os.path.exists(path) or not os.path.exists(os.path.join(folder, "query-lexicon")):
        tap.ok(True, "gold splits # SKIP reference data or query-lexicon not here")
        return
    with open(path, encoding="utf-8") as f:
        rows = [line.rstrip("\n").split("\t") for line in f]
    run = subprocess.run([os.path.join(folder, "query-lexicon"), os.path.join(folder, "sv", "sv.lex")], text=True,
                         input="".join(r[0] + "\n" for r in rows), capture_output=True, check=True)
    blocks = []
    for line in run.stdout.splitlines():
        if line.startswith("\t"):
            blocks[-1].append(line)
        else:
            blocks.append([])
    tap.equal(len(blocks), len(rows), "an answer for each compound")
    meaning = morphology = 0
    for (_, split), block in zip(rows, blocks):
        head = split.split("|")[-1]
        found = pieces(block, "=")
        meaning += bool(found) and found[-1] == head
        found = found or pieces(block, "~") or pieces(block, ">")
        morphology += bool(found) and found[-1] == head
    share = 100 * morphology / len(rows)
    print(f"# head boundary {share:.1f} % of {len(rows)}; without particle words (omsorg) {100 * meaning / len(rows):.1f} %")
    tap.ok(share >= (85 if has_apertium() else 80), "head boundaries", share)


def has_apertium():
    tool = os.path.join(FOLDER, "query-lexicon")
    if not os.path.exists(tool):
        return True
    return "without Apertium" not in subprocess.run([tool, "--check", os.path.join(FOLDER, "sv", "sv.lex")],
                                                    capture_output=True, text=True, check=True).stdout


cases(has_apertium())
gold()
tap.done()
