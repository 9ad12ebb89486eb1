# SPDX-License-Identifier: GPL-3.0-or-later
"""Every table in every form: JSON and Swedish CSV say what plain CSV says; no NaN anywhere; the graph is the table."""
import csv
import glob
import json
import os
import tempfile
import xml.etree.ElementTree as xml

import tap

NS = {"g": "http://graphml.graphdrawing.org/xmlns"}


def write(path, content):
    os.makedirs(os.path.dirname(path), exist_ok=True)
    with open(path, "w", encoding="utf-8") as f:
        f.write(content)
    return path


def run(folder, name, *more):
    study = os.path.join(folder, "study")
    write(os.path.join(study, "ett.txt"), "I: Hur är det med oro?\nSiri: Oro & sömn, mycket oro.\nKim: Ingen \"sömn\" alls.\n")
    write(os.path.join(study, "tomt.txt"), "I: Jaha?\n")
    write(os.path.join(study, "två.txt"), "I: Och du?\nMaja: Sömn; och oro.\nMaja: Chefen, ja.\n")
    book = write(os.path.join(folder, "kodbok.yaml"), "codes:\n  - {id: oro, label: 'Oro, \"stark\" & <svår>', rules: [oro]}\n"
                 "  - {id: sömn, rules: [sömn]}\n  - {id: chef, rules: [chef*]}\n  - {id: aldrig, rules: [aldrig]}\n")
    out = os.path.join(folder, name)
    tap.run("run", study, "--codebook", book, "--output", out, "--set", "analyse-cooccur.resamples=50", "--set",
            "analyse-cooccur.order=true", "--set", "analyse-cooccur.collocates=3", "--set", "analyse-cooccur.collocates-min=1",
            "--set", "analyse-freq.by=speaker*question", *more)
    return out


def same(value, cell, number=lambda s: s):
    if value is None or cell == "":
        return value in (None, "") and cell == ""
    return value == cell if isinstance(value, str) else float(number(cell)) == value


def test_json(out):
    paths = sorted(glob.glob(os.path.join(out, "tables", "*.json")))
    tap.ok(len(paths) >= 10, "each table is there as JSON", paths)
    for path in paths:
        name = os.path.basename(path)[:-5]
        with open(path, encoding="utf-8") as f:
            text = f.read()
        rows, cells = json.loads(text, parse_constant=lambda c: tap.ok(False, f"{name}: {c}")), tap.table(out, name)
        good = len(rows) == len(cells) and all(list(r) == list(c) and all(same(r[k], c[k]) for k in r)
                                               for r, c in zip(rows, cells))
        tap.ok(good, f"{name}: JSON is the CSV file")


def test_swedish(plain, swedish):
    for path in sorted(glob.glob(os.path.join(plain, "tables", "*.csv"))):
        name = os.path.basename(path)
        with open(path, encoding="utf-8", newline="") as f:
            rows = list(csv.reader(f))
        with open(os.path.join(swedish, "tables", name), encoding="utf-8-sig", newline="") as f:
            other = list(csv.reader(f, delimiter=";"))

        def equal(a, b):
            return a == b or a == b.replace(",", ".") or (b.startswith("'") and a == b[1:])

        tap.ok(len(rows) == len(other) and all(len(r) == len(o) and all(map(equal, r, o)) for r, o in zip(rows, other)),
               f"{name}: --excel-sv says the same with semicolons and decimal commas")


def test_no_nan(out):
    bad = []
    for path in glob.glob(os.path.join(out, "tables", "*.csv")):
        with open(path, encoding="utf-8", newline="") as f:
            bad += [(path, row) for row in csv.reader(f) for cell in row if cell.lower().lstrip("-") in ("nan", "inf", "infinity")]
    tap.ok(not bad, "no NaN and no infinity in any table", bad[:3])


def test_graph(out):
    table = tap.table(out, "cooccurrence")
    for unit in ("sentence", "turn", "window"):
        base = os.path.join(out, "graphs", f"cooccurrence_{unit}")
        rows = {(r["code_a"], r["code_b"]): r for r in table if r["unit"] == unit}
        nodes = {a: r["units_a"] for (a, b), r in rows.items() if a == b}
        edges = {k: r for k, r in rows.items() if k[0] != k[1] and int(r["units_both"]) >= 1}
        root = xml.parse(base + ".graphml").getroot()
        got = {n.get("id"): n.find("g:data[@key='n_units']", NS).text for n in root.iterfind(".//g:node", NS)}
        tap.equal(got, nodes, f"{unit}: nodes are the themes")
        names = [k.get("id") for k in root.iterfind("g:key", NS)]
        found = {(e.get("source"), e.get("target")): {d.get("key")[2:]: d.text for d in e} for e in root.iterfind(".//g:edge", NS)}
        wrong = [(k, e) for k, e in found.items() if k not in edges or e["weight"] != edges[k]["units_both"] or
                 any(v != edges[k][m] for m, v in e.items() if m != "weight")]
        tap.ok(found.keys() == edges.keys() and not wrong and all(f"e_{m}" in names for e in found.values() for m in e),
               f"{unit}: edges carry the measures of the table", wrong)
        with open(base + "_edges.csv", encoding="utf-8", newline="") as f:
            listed = {(r["Source"], r["Target"]): r["Weight"] for r in csv.DictReader(f)}
        tap.equal(listed, {k: r["units_both"] for k, r in edges.items()}, f"{unit}: the list of edges")
        with open(base + "_nodes.csv", encoding="utf-8", newline="") as f:
            listed = {r["Id"]: r["Label"] for r in csv.DictReader(f)}
        tap.ok(listed.keys() == nodes.keys() and listed["oro"] == 'Oro, "stark" & <svår>', f"{unit}: the list of nodes", listed)


with tempfile.TemporaryDirectory() as temporary:
    plain = run(temporary, "plain", "--outputs", "csv,json,graphml")
    test_json(plain)
    test_no_nan(plain)
    test_graph(plain)
    test_swedish(plain, run(temporary, "swedish", "--outputs", "csv", "--excel-sv"))
tap.done()
