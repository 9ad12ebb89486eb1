#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""A folder of files that are not what their names say, for every format that carries transcripts: the run finishes in bounded
time with status 3, each file is read or listed with a reason, and good files beside them come out as ever."""
import json
import os
import subprocess
import sys
import tempfile
import time

HERE = os.path.dirname(os.path.abspath(__file__))
sys.path.insert(0, os.path.join(HERE, "..", "gold"))
import tap  # noqa: E402

SUFFIXES = ["txt", "md", "csv", "tsv", "xlsx", "docx", "doc", "odt", "rtf", "pdf", "html", "otr", "vtt", "srt", "json", "eaf", "exb", "TextGrid",
            "cha", "trs", "xml", "qdpx", "inqscr"]
# Without a reader such a file may be set aside; every other one must be in the list.
MAY_BE_ASIDE = {"csv", "tsv", "json", "xml", "inqscr", "otr"}
CONTENTS = {
    "tom": b"",
    "nul": bytes(5000),
    "brus": bytes((i * 7919 + i // 251) % 256 for i in range(6000)),
    "zip": b"PK\3\4" + bytes(200),
    "rad": b"a" * 3000000,
    "xml": b'<?xml version="1.0"?><!DOCTYPE a [<!ENTITY a "ha"><!ENTITY b "&a;&a;&a;&a;&a;&a;&a;&a;">]><a>&b;</a>',
    "djup": b"<a>" * 20000,
    "text": "Anna: Hej, hur är det?\nBo: Jo, det är bra.\nAnna: Jaha.\nBo: Ja.\n".encode(),
}


def run(path, out):
    start = time.monotonic()
    p = subprocess.run([tap.UTSAGA, "run", path, "--output", out, "--outputs", "csv"], capture_output=True, timeout=300)
    with open(os.path.join(out, "run.json"), encoding="utf-8") as f:
        report = json.load(f)
    return p.returncode, p.stderr.decode("utf-8", "replace"), report, time.monotonic() - start


def bad_files(folder):
    where = os.path.join(folder, "in")
    os.makedirs(where)
    for suffix in SUFFIXES:
        os.makedirs(os.path.join(where, "mapp." + suffix))
        for name, data in CONTENTS.items():
            with open(os.path.join(where, f"{name}-{suffix}.{suffix}"), "wb") as f:
                f.write(data)
    os.symlink("slinga.docx", os.path.join(where, "slinga.docx"))
    os.symlink("..", os.path.join(where, "mapp.docx", "upp"))
    os.symlink("finns-ej.vtt", os.path.join(where, "borta.vtt"))
    with open(os.path.join(where, "mapp.pdf", "inuti.txt"), "wb") as f:
        f.write(CONTENTS["text"])
    status, err, report, seconds = run(where, os.path.join(folder, "ut"))
    tap.equal(status, 3, "the run finishes with status 3")
    tap.ok(seconds < 120, "in bounded time", f"{seconds:.1f} s")
    read = {d["source"] for d in report["documents"]}
    skipped = {d["source"]: d["reason"] for d in report["skipped"]}
    for suffix in SUFFIXES:
        lost = [n for n in CONTENTS if f"{n}-{suffix}.{suffix}" not in read and f"{n}-{suffix}.{suffix}" not in skipped]
        tap.ok(not lost or suffix in MAY_BE_ASIDE, f".{suffix}: each file is read or refused", lost)
    tap.ok(all(len(why) > 10 and "plugin error" not in why for why in skipped.values()), "each refusal has a reason",
           [f"{n}: {why}" for n, why in skipped.items() if len(why) <= 10 or "plugin error" in why])
    tap.ok("itself" in skipped.get("slinga.docx", ""), "a link to itself", skipped.get("slinga.docx"))
    tap.ok("not there" in skipped.get("borta.vtt", ""), "a link to nothing", skipped.get("borta.vtt"))
    tap.ok("mapp.pdf/inuti.txt" in read, "a folder by the name of a document is a folder")
    tap.equal(sum("inuti.txt" in n for n in read), 1, "a link to the folder above is followed once")
    binary = [n for n in read if n.startswith(("nul-", "brus-", "zip-"))]
    tap.equal(binary, [], "binary files are not read as talk")


def many_files(folder):
    """500 small files: unique ids, and ten times as many take no more than some twenty times as long."""
    spent = []
    for count in (50, 500):
        where = os.path.join(folder, f"m{count}")
        for i in range(count):
            os.makedirs(os.path.join(where, f"d{i % 10}"), exist_ok=True)
            with open(os.path.join(where, f"d{i % 10}", f"intervju{i // 20}.{'txt' if i % 20 < 10 else 'md'}"), "wb") as f:
                f.write(CONTENTS["text"])
        status, err, report, seconds = run(where, os.path.join(folder, f"ut{count}"))
        ids = [d["id"] for d in report["documents"]]
        tap.equal((status, len(ids), len(set(ids))), (0, count, count), f"{count} files: all read, ids unique")
        spent.append(seconds)
    tap.ok(spent[1] < 30 * spent[0] + 5, "time grows with the number of files, not with its square", spent)


def samples(folder):
    where = os.path.join(tap.SHARED, "samples")
    if not os.path.isdir(where):
        tap.skip("a mixed folder of samples", "reference data not here")
        return
    status, err, report, seconds = run(where, os.path.join(folder, "prov"))
    tap.equal(status, 3, "samples: status 3")
    read = {d["source"] for d in report["documents"]} | {d["source"] for d in report["skipped"]}
    there = {os.path.relpath(os.path.join(d, f), where) for d, _, files in os.walk(where) for f in files}
    lost = sorted(n for n in there - read if n.rpartition(".")[2] not in MAY_BE_ASIDE)
    tap.equal(lost, [], "samples: every file is read or refused with a reason")
    tap.equal(len(there - read), report["set_aside"], "samples: what is left is counted as set aside")
    refused = {d["source"] for d in report["skipped"]}
    tap.ok("encodings/mixed_utf8_and_cp1252.txt" in refused and "doc/sv_interview_libreoffice.doc" in refused, "samples: what must be refused is")
    wrong = [f"{d['source']}: {d['reason']}" for d in report["skipped"] if "plugin error" in d["reason"]]
    tap.equal(wrong, [], "samples: no plugin breaks its contract")


with tempfile.TemporaryDirectory() as folder:
    bad_files(folder)
    many_files(folder)
    samples(folder)
tap.done()
