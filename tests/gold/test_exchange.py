# SPDX-License-Identifier: GPL-3.0-or-later
"""A corpus goes out as TEI and as REFI-QDA and comes back: text, turns, offsets, marks, codes, codings, cases, variables. For
the study of this project, samples of every format, the seeds, records of parliament and theatre; what is written is valid."""
import collections
import csv
import os
import re
import shutil
import subprocess
import sys
import tarfile
import tempfile
import xml.etree.ElementTree as ET
import zipfile

import tap
import test_read_tei
import test_tei

PARTICIPANTS = "participant,document,speaker,ort,ålder\nD1,a å,Åsa,\"Å & Ö\",44\nD2,b,Bo,,51\nD3,a å,Bo,Ås,12\n"
CODEBOOK = ("theme\tparent\tlabel\tn_rules\trules\tdescription\n"
            "k\t-\tKänslor\t0\t-\t-\nk.1\tk\tHopp\t2\thopp*; -hopp om\tAtt hoppas\nk.2\t-\tOro & <ångest>\t1\toro*|ångest\t-\n"
            "k.3\tk\tHOPP\t1\thoppas ~2 hopp\t-\n")
TEXTS = {
    "a å.txt": "Åsa: hoppas 😀 på hopp, oro.\nBo: Nej & <nej>, hopp om hopp!\nÅsa: \"Ångest\"\n",
    "b.txt": "\ufeffBo: Hopp\r\n\r\nhopp\r\n",
    "tom.txt": "",
    "under/b.txt": "Cia: o\u0308ron\u0301 och hopp",
}


def checked(script, arguments, what, ok=lambda p: p.returncode == 0):
    path = os.path.join(tap.SHARED, "exchange", script)
    if not os.path.exists(path) or not shutil.which("xmllint"):
        return tap.skip(what, f"no {script} below UTSAGA_SHARED, or no xmllint")
    p = subprocess.run([*([sys.executable] if script.endswith(".py") else []), path, *arguments], capture_output=True, text=True)
    return tap.ok(ok(p), what, "\n".join(l for l in p.stdout.splitlines() if not l.startswith("ok"))[-3000:] + p.stderr[-500:])


def tei_files(folder):
    return sorted(os.path.join(d, f) for d, _, files in os.walk(os.path.join(folder, "tei")) for f in files if f.endswith(".xml"))


def texts_of(paths):
    """What `show` prints of them all; documents come in order of name."""
    return tap.run("show", *paths, "--layer", "text", status=None)[0]


def no_raised_number(p):
    """str.isalnum of the checker takes a raised footnote number for a part of the word before it."""
    bad = [l for l in p.stdout.splitlines() if l.startswith(("WARN", "ERROR")) and
           not re.search(r"cuts a word: …[^|]*\|[^|]*\|[⁰¹²³⁴-⁹]", l)]
    return not bad and p.returncode in (0, 1) and not p.stderr


# More files than that are looked at by check_tei.sh in part; all of them are valid against our own grammar.
MANY = 12


def comparable(by_document, without=()):
    """Without what the README of read-tei says does not come back: rows of no-break blanks alone, the number of a footnote
    reference apart from how it is written, and marks of documents without labels (@p without)."""
    found = {}
    for name, rows in by_document.items():
        kept = [{**r, "desc": None} if r.get("kind") == "note_ref" else r for r in rows if r["text"].strip() or r["begin"] == r["end"]]
        if kept and name not in without:
            found[name] = kept
    return found


def there_and_back(what, source, work, book, *more):
    """Out in both formats, validated, and back. Returns the folder of results."""
    out = os.path.join(work, what + " ut")
    tap.run("run", source, "--codebook", book, "--output", out, "--outputs", "tei,qdpx,qdc,csv", *more, status=None)
    files = tei_files(out)
    tap.ok(files, f"{what}: {len(files)} documents are written as TEI")
    test_tei.validate(files, f"{what}: TEI valid against utsaga-tei.rng")
    some = files[::1 + len(files) // MANY]  # it starts a validator for each file
    checked("check_tei.sh", some, f"{what}: check_tei.sh on {len(some)} of {len(files)}")
    project = os.path.join(out, "project.qdpx")
    checked("check_qdpx.py", ["--strict", project, os.path.join(out, "codebook.qdc")], f"{what}: check_qdpx.py --strict",
            no_raised_number)
    rows = test_read_tei.rows
    silent = {name for name, turns in rows([source], "turn").items() if not any(r["speaker"] and r["zone"] != "quote" for r in turns)}
    for layer in ("turn", "zone", "event"):
        before, after = rows([source], layer), rows([os.path.join(out, "tei")], layer)
        before, after = (comparable(found, silent if layer == "event" else ()) for found in (before, after))
        tap.ok(before == after and (before or layer == "event"), f"{what}: {layer} comes back through TEI, at the same offsets",
               test_read_tei.first_difference(before, after))
    wrong = [f for f in files if test_read_tei.text_of(f) != open(f[:-4] + ".txt", encoding="utf-8", newline="").read()] \
        if len(files) < 20 else []
    tap.equal(wrong, [], f"{what}: text comes back through TEI")
    before, after = texts_of([source]), texts_of([os.path.join(out, "tei")])
    tap.ok(before == after, f"{what}: all text comes back through TEI", f"{len(before)} characters became {len(after)}")
    same_codings(what, out, project)
    return out


def same_codings(what, out, project):
    """Each hit of hits.csv is a coding of the project, at its place and with its text; texts too."""
    with open(os.path.join(out, "tables", "hits.csv"), encoding="utf-8", newline="") as f:
        hits = collections.Counter((int(r["begin"]), int(r["end"]), r["text"]) for r in csv.DictReader(f) if not r["excluded_by"])
    back = [r for rows in test_read_tei.rows([project], "coding").values() for r in rows]
    ours = collections.Counter((r["begin"], r["end"], r["text"]) for r in back if (r["note"] or "").startswith("utsaga: regel"))
    tap.ok(ours == hits, f"{what}: {sum(hits.values())} hits come back through REFI-QDA as codings with place and text",
           f"missing {list((hits - ours).items())[:3]}\nmore {list((ours - hits).items())[:3]}")


def xpath(out, codes="count(//*[local-name()='spanGrp'][@type='theme']/*)"):
    """What xmllint counts in TEI is what the tables count."""
    if not shutil.which("xmllint"):
        return tap.skip("TEI by XPath", "xmllint is not installed")
    with open(os.path.join(out, "tables", "hits.csv"), encoding="utf-8", newline="") as f:
        hits = collections.Counter(r["document"] for r in csv.DictReader(f) if not r["excluded_by"])
    files = {os.path.basename(f)[:-4]: f for f in tei_files(out)}
    found = {n: int(float(subprocess.run(["xmllint", "--huge", "--xpath", codes, f], capture_output=True).stdout)) for n, f in files.items()}
    return tap.equal(found, {n: hits[n] for n in files}, "TEI by XPath: each document has the hits of hits.csv")


def own(work):
    """Everything, on texts of which each has gone wrong somewhere."""
    source = os.path.join(work, "korpus å")
    for name, text in TEXTS.items():
        test_read_tei.put(source, name, text)
    book = test_read_tei.put(work, "kodbok.tsv", CODEBOOK)
    people = test_read_tei.put(work, "deltagare.csv", PARTICIPANTS)
    out = there_and_back("own", source, work, book, "--participants", people)
    project = os.path.join(out, "project.qdpx")
    back = test_read_tei.rows([project], "coding")
    names = {n.split("/", 1)[1]: r for n, r in back.items()}
    spoken = sorted((r["begin"], r["code"], r["text"]) for r in names["a å"])
    tap.equal(spoken, sorted([(5, "Talare/Åsa", "hoppas 😀 på hopp, oro."), (5, "Känslor/Hopp", "hoppas"),
                              (5, "Känslor/Känslor – HOPP", "hoppas 😀 på hopp"), (17, "Känslor/Hopp", "hopp"),
                              (23, "Oro & _ångest_", "oro"), (32, "Talare/Bo", "Nej & <nej>, hopp om hopp!"),
                              (53, "Känslor/Hopp", "hopp"), (64, "Talare/Åsa", "\"Ångest\""), (65, "Oro & _ångest_", "Ångest")]),
              "own: codes, codings and speakers of a document, as worked out by hand")
    tap.equal({r["coder"] for r in names["a å"]}, {"utsaga"}, "own: by utsaga")
    # A second round must change nothing: the identities are the same, so the project is as well.
    again = os.path.join(work, "own igen")
    tap.run("run", project, "--output", again, "--outputs", "qdpx")
    third = os.path.join(work, "own tredje")
    tap.run("run", os.path.join(again, "project.qdpx"), "--output", third, "--outputs", "qdpx")
    one, two, three = (cases(os.path.join(o, "project.qdpx")) for o in (out, again, third))
    tap.equal(one, {"D1": [("ort", "Å & Ö"), ("ålder", "44")], "D2": [("ålder", "51")], "D3": [("ort", "Ås"), ("ålder", "12")]},
              "own: cases and variables")
    tap.equal((two, three), (one, one), "own: cases and variables come back through REFI-QDA")
    codings = [{n.split("/")[-1]: sorted((r["begin"], r["end"], r["code"], r["coder"], r["text"]) for r in rows)
                for n, rows in test_read_tei.rows([os.path.join(o, "project.qdpx")], "coding").items()} for o in (out, again, third)]
    tap.ok(codings[0] == codings[1] == codings[2], "own: codings come back through REFI-QDA, twice",
           test_read_tei.first_difference(codings[0], codings[1]))


def cases(path):
    space = "{urn:QDA-XML:project:1.0}"
    root = ET.fromstring(zipfile.ZipFile(path).read("project.qde"))
    names = {v.get("guid"): v.get("name") for v in root.iter(space + "Variable")}
    return {c.get("name"): sorted((names[v.find(space + "VariableRef").get("targetGUID")], v[-1].text)
                                  for v in c.findall(space + "VariableValue")) for c in root.iter(space + "Case")}


def some_of(archive, count, work, name):
    """Every so many-th file of an archive, so that all decades are met."""
    folder = os.path.join(work, name)
    os.makedirs(folder)
    with tarfile.open(archive) as tar:
        members = [m for m in tar if m.isfile() and m.name.endswith(".txt")]
        for m in members[::max(1, len(members) // count)][:count]:
            with open(os.path.join(folder, os.path.basename(m.name)), "wb") as f:
                f.write(tar.extractfile(m).read())
    return folder


def main():
    with tempfile.TemporaryDirectory(prefix="utsaga-exchange-") as work:
        own(work)
        study = os.path.join(tap.SOURCE, "corpora")
        out = there_and_back("corpora", os.path.join(study, "interviews"), work, os.path.join(study, "codebook.yaml"))
        xpath(out)
        themes = os.path.join(tap.SHARED, "domain", "codebook.tsv")
        for what, folder in (("seeds", "seeds"), ("samples", "samples")):
            if os.path.isdir(os.path.join(tap.SHARED, folder)):
                there_and_back(what, os.path.join(tap.SHARED, folder), work, themes)
            else:
                tap.skip(what, "reference data not here")
        for what, count in (("riksdag", 3), ("swedracor", 2)):
            archive = os.path.join(tap.SHARED, "corpora", what + "-plain.tar.xz")
            if os.path.exists(archive):
                there_and_back(what, some_of(archive, count, work, what), work, themes)
            else:
                tap.skip(what, "reference data not here")
    tap.done()


if __name__ == "__main__":
    sys.exit(main())
