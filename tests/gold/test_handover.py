# SPDX-License-Identifier: GPL-3.0-or-later
"""Files for other programs: workbook, database, vertical text, CoNLL-U, plain text, JSON. Whatever a file tells is told by
tables/*.csv, by `show` or by the text itself too; the same comes out again when the file is read by its own reader."""
import collections
import csv
import html
import json
import os
import re
import shutil
import sqlite3
import subprocess
import sys
import tempfile
import xml.etree.ElementTree as ET
import zipfile

import tap

sys.path.insert(0, os.path.join(tap.SOURCE, "tests", "harness"))
import study  # noqa: E402

SCRATCH = tempfile.mkdtemp(prefix="utsaga-handover-")
CORPUS = os.path.join(tap.SOURCE, "corpora")
AWKWARD = {
    "emoji.txt": "I: Hur mår du? 😀\n\nSiri & \"Bo\": Hopp 😀😀 & <b>hopp</b> \"ja\" =1+1 hopp.\n\nI: Och sen?\n\n"
                 "Siri & \"Bo\": Ja, =hopp _x0041_ 'hopp' [skratt]\noch så en rad\thopp.\n",
    "tom.txt": "",
    "lika.txt": "Åsa: Jag har hopp.\nBo: +hopp -nej @anna hopp. E-posten kom kl. 8:30.\n",
    "sub/lika.txt": "Åsa: Jag har oro, stor oro.\nmed rad\nhopp.\n",
    "rapport.txt": "# Om hopp\n\nEn rapport om hopp.\n\n”Det är svårt att hoppas, hopp” (Chef, Anna)\n\nMer text med hopp.\n",
}
CODES = "=1+1: hopp*\n_x0041_: oro*\n-dold: jag\n"


def write_awkward():
    folder = os.path.join(SCRATCH, "in")
    for name, text in AWKWARD.items():
        path = os.path.join(folder, name)
        os.makedirs(os.path.dirname(path), exist_ok=True)
        with open(path, "w", encoding="utf-8", newline="\n") as f:
            f.write(text)
    codebook = os.path.join(SCRATCH, "kod.txt")
    with open(codebook, "w", encoding="utf-8") as f:
        f.write(CODES)
    return folder, codebook


def stages():
    out, _ = tap.run("plugins")
    return {s for s in ("xlsx", "sqlite", "vrt", "conllu", "txt", "json") if "write-" + s in out}


def csv_rows(folder, name):
    with open(os.path.join(folder, "tables", name + ".csv"), encoding="utf-8", newline="") as f:
        return list(csv.reader(f))


def tables_of(folder):
    return sorted(f[:-4] for f in os.listdir(os.path.join(folder, "tables")) if f.endswith(".csv") and f != "notes.csv")


# ---- xlsx -----------------------------------------------------------------------------------------------------------

S = "{http://schemas.openxmlformats.org/spreadsheetml/2006/main}"
R = "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}id"


def unescape(text):
    parts, at = [], 0
    while at < len(text):
        if text[at:at + 2] == "_x" and text[at + 6:at + 7] == "_":
            try:
                parts.append(chr(int(text[at + 2:at + 6], 16)))
                at += 7
                continue
            except ValueError:
                pass
        parts.append(text[at])
        at += 1
    return "".join(parts)


def sheets(path):
    """{sheet: rows of cells}, a cell is str, float or None; and the number of formulas."""
    z = zipfile.ZipFile(path)
    targets = {r.get("Id"): r.get("Target") for r in ET.fromstring(z.read("xl/_rels/workbook.xml.rels"))}
    found, formulas = {}, 0
    for sheet in ET.fromstring(z.read("xl/workbook.xml")).iter(S + "sheet"):
        root = ET.fromstring(z.read("xl/" + targets[sheet.get(R)]))
        formulas += sum(1 for _ in root.iter(S + "f"))
        rows = []
        for row in root.iter(S + "row"):
            while len(rows) < int(row.get("r")):
                rows.append([])
            for c in row.iter(S + "c"):
                column = 0
                for letter in c.get("r").rstrip("0123456789"):
                    column = column * 26 + ord(letter) - 64
                rows[-1] += [None] * (column - len(rows[-1]))
                text = "".join(t.text or "" for t in c.iter(S + "t"))
                value = c.find(S + "v")
                if c.get("t") == "inlineStr":
                    rows[-1][column - 1] = unescape(text)
                elif value is not None:
                    rows[-1][column - 1] = float(value.text)
        found[sheet.get("name")] = rows
        if sheet.get("name") not in ("Om", "About"):
            pane = root.find(f".//{S}pane")
            tap.ok(pane is not None and pane.get("state") == "frozen" and pane.get("ySplit") == "1",
                   f"xlsx: the header of {sheet.get('name')} is frozen")
    return found, formulas


def same_cells(rows, wanted, name, accuracy=1e-15):
    """Cells equal those of the CSV file: texts letter by letter, numbers to 15 digits (LibreOffice writes no more), empty where that is empty."""
    wrong = []
    if len(rows) != len(wanted):
        wrong.append(f"{len(rows)} rows, {len(wanted)} in the CSV file")
    for r, (got, expected) in enumerate(zip(rows, wanted)):
        got = got + [None] * (len(expected) - len(got))
        for c, (a, b) in enumerate(zip(got, expected)):
            good = b == "" if a is None else a == b if isinstance(a, str) else abs(a - float(b)) <= accuracy * abs(a)
            if not good or len(got) != len(expected):
                wrong.append(f"row {r} column {c}: {a!r}, in the CSV file {b!r}")
    tap.ok(not wrong, name, "\n".join(wrong[:5]))


def xlsx(out, name):
    book, formulas = sheets(os.path.join(out, "tables.xlsx"))
    tap.equal(formulas, 0, f"xlsx, {name}: no formula")
    tap.equal(sorted(set(book) - {"Om"}), tables_of(out), f"xlsx, {name}: a sheet for each table and one for hits")
    for table in tables_of(out):
        same_cells(book.get(table, []), csv_rows(out, table), f"xlsx, {name}: {table} equals the CSV file")
    listed = {r[0]: r[1] for r in book["Om"] if len(r) == 3 and isinstance(r[1], float)}
    tap.equal(listed, {t: len(book[t]) - 1.0 for t in book if t != "Om"}, f"xlsx, {name}: Om tells the rows of each sheet")
    numbers = [c for row in book["words"][1:] for c in row[1:]]
    tap.ok(numbers and all(isinstance(c, float) for c in numbers), f"xlsx, {name}: numbers are numbers")


def office(out):
    if not shutil.which("soffice"):
        tap.skip("xlsx: LibreOffice reads the same", "LibreOffice is not installed")
        return
    folder = os.path.join(SCRATCH, "office")
    subprocess.run(["soffice", "-env:UserInstallation=file://" + os.path.join(SCRATCH, "profile"), "--headless",
                    "--convert-to", "csv:Text - txt - csv (StarCalc):44,34,76,1,,0,false,false,false,false,false,-1",
                    "--outdir", folder, os.path.join(out, "tables.xlsx")], capture_output=True, timeout=120)
    for table in tables_of(out):
        path = os.path.join(folder, f"tables-{table}.csv")
        rows = []
        if os.path.exists(path):
            with open(path, encoding="utf-8", newline="") as f:
                rows = [[float(c) if is_number(c) else c or None for c in row] for row in csv.reader(f)]
        same_cells(rows, csv_rows(out, table), f"xlsx: LibreOffice reads the same in {table}", 5e-15)


def is_number(text):
    try:
        float(text)
    except ValueError:
        return False
    return True


# ---- sqlite ---------------------------------------------------------------------------------------------------------

def same_rows(db, table, wanted, name):
    rows = [[None if c is None else c if isinstance(c, str) else float(c) for c in r]
            for r in db.execute(f'SELECT * FROM "{table}" ORDER BY rowid')]
    head = [r[1] for r in db.execute(f'PRAGMA table_info("{table}")')]
    same_cells([head] + rows, wanted, name, 0)


def themes_of(db, out, name):
    """v_themes counts what analyse-freq counted."""
    columns = ("code", "group", "group_value", "mentions", "units_with", "units", "words")
    rows = tap.table(out, "themes")
    expected = sorted(tuple(r[c] for c in columns) for r in rows if r["group"] in ("all", "role", "speaker", "document"))
    got = sorted(tuple(str(c) for c in r)
                 for r in db.execute('SELECT code, "group", group_value, mentions, units_with, units, words FROM v_themes'))
    tap.ok(got, f"sqlite, {name}: v_themes has rows")
    tap.equal(sorted(set(got) ^ set(expected))[:4], [], f"sqlite, {name}: v_themes equals the table themes")
    roles = {(r["code"], r["group_value"]): int(r["mentions"]) for r in rows if r["group"] == "role"}
    tap.equal(dict(((c, r), m) for c, r, m in db.execute("SELECT code, role, mentions FROM v_theme_role")), roles,
              f"sqlite, {name}: v_theme_role equals the table themes")


def hits_of(db, out, name):
    rows = tap.table(out, "hits")
    columns = ("document", "code", "rule", "polarity", "zone", "speaker", "role", "begin", "end", "text", "turn")
    expected = [tuple(r[c] for c in columns) for r in rows if not r["excluded_by"]]
    got = [tuple("" if c is None else str(c) for c in r) for r in db.execute(
        "SELECT document, code, rule, polarity, zone, speaker, role, char_begin, char_end, text, turn FROM v_hits ORDER BY hit_id")]
    tap.equal([x for x in zip(got, expected) if x[0] != x[1]][:2], [], f"sqlite, {name}: v_hits are the hits that count")
    tap.equal(len(got), len(expected), f"sqlite, {name}: as many")
    tap.equal(db.execute("SELECT count(*) FROM hits").fetchone()[0], len(rows), f"sqlite, {name}: and the others in hits")


def places_of(db, name):
    for table in ("hits", "sentences", "turns WHERE parts = 1"):
        wrong = db.execute(f"SELECT count(*) FROM (SELECT * FROM {table}) x JOIN documents d ON d.id = x.document_id "
                           "WHERE substr(d.text, char_begin + 1, char_end - char_begin) <> x.text").fetchone()[0]
        tap.equal(wrong, 0, f"sqlite, {name}: places in {table} are where the text stands")
    wrong = db.execute("SELECT count(*) FROM tokens t JOIN documents d ON d.id = t.document_id "
                       "WHERE substr(d.text, char_begin + 1, char_end - char_begin) <> form").fetchone()[0]
    tap.equal(wrong, 0, f"sqlite, {name}: tokens are where they stand")


def sqlite(out, name):
    path = os.path.join(out, "corpus.sqlite")
    db = sqlite3.connect(f"file:{path}?mode=ro", uri=True)
    tap.equal(db.execute("PRAGMA integrity_check").fetchone()[0], "ok", f"sqlite, {name}: whole")
    tap.equal(db.execute("PRAGMA foreign_key_check").fetchall(), [], f"sqlite, {name}: every id stands for a row")
    for table in tables_of(out):
        if table != "hits":
            same_rows(db, "result_documents" if table == "documents" else table, csv_rows(out, table),
                      f"sqlite, {name}: {table} equals the CSV file")
    for mine, column in (("documents", "documents"), ("turns WHERE zone <> 'quote'", "turns"),
                         ("turns WHERE zone = 'quote'", "quotes"), ("turns WHERE candidate", "candidates")):
        tap.equal(str(db.execute("SELECT count(*) FROM " + mine).fetchone()[0]), tap.table(out, "corpus")[0][column],
                  f"sqlite, {name}: as many {column} as in corpus.csv")
    words = db.execute("SELECT sum(is_word) FROM tokens WHERE zone IN ('speech', 'quote')").fetchone()[0]
    tap.equal(str(words), tap.table(out, "corpus")[0]["words"], f"sqlite, {name}: as many words")
    counted = db.execute("SELECT fold, count(*) FROM tokens WHERE is_word AND zone IN ('speech', 'quote') GROUP BY 1")
    tap.equal(dict(counted), {r["form"]: int(r["count"]) for r in tap.table(out, "words")}, f"sqlite, {name}: the same words")
    hits_of(db, out, name)
    themes_of(db, out, name)
    places_of(db, name)
    found = {r[0] for r in db.execute("SELECT rowid FROM turns_fts('hopp')")}
    tap.equal(found, {r[0] for r in db.execute("SELECT id, text FROM turns")
                      if "hopp" in re.findall(r"\w+", r[1].lower())}, f"sqlite, {name}: full text finds the turns with a word")
    remarks = {tuple("" if c is None else str(c) for c in r) for r in db.execute(
        "SELECT document, stage, level, place, message, detail FROM notes WHERE stage <> 'write-sqlite'")}
    tap.ok(remarks and remarks <= {tuple(r) for r in csv_rows(out, "notes")}, f"sqlite, {name}: the remarks of notes.csv")
    db.close()
    if shutil.which("sqlite3"):
        shell = subprocess.run(["sqlite3", path, "SELECT count(*) FROM v_hits; SELECT * FROM schema_notes;", ".schema"],
                               capture_output=True)
        counted = [r for r in tap.table(out, "hits") if not r["excluded_by"]]
        tap.ok(shell.returncode == 0 and shell.stdout.startswith(b"%d\n" % len(counted)), f"sqlite, {name}: the shell opens it",
               shell.stderr.decode())


# ---- texts of one document ------------------------------------------------------------------------------------------

def documents_of(out):
    """(name, text) of each document, in order; the text as it stands beside the TEI file."""
    for row in tap.table(out, "documents"):
        with open(os.path.join(out, "tei", row["document"] + ".txt"), encoding="utf-8", newline="") as f:
            yield row["document"], f.read()


def read(out, folder, document):
    with open(os.path.join(out, folder, document + "." + folder), encoding="utf-8", newline="") as f:
        return f.read()


TAG = re.compile(r"<(/?)(text|u|zone|s|g)((?: [a-z]+=\"[^\"<>]*\")*)(/?)>")


def vrt_tokens(text, document):
    """Reads vertical text line by line; every line is a tag of those known, or a token with five columns."""
    tokens, stack, glue, first, wrong = [], [], False, True, []
    for line in text.split("\n")[:-1]:
        tag = TAG.fullmatch(line)
        if not tag:
            cells = [html.unescape(c) for c in line.split("\t")]
            if len(cells) != 5 or "<" in line or '"' in line or [t for t, _ in stack[:1]] != ["text"] or stack[-1][0] != "s":
                wrong.append(line)
            tokens.append((cells, dict(stack[1][1]), glue, first))
            glue = first = False
        elif tag[4]:
            glue = True
        elif tag[1]:
            if not stack or stack.pop()[0] != tag[2]:
                wrong.append(line)
        else:
            attributes = [(k, html.unescape(v)) for k, v in re.findall(r' ([a-z]+)="([^"]*)"', tag[3])]
            stack.append((tag[2], attributes))
            first = first or tag[2] == "s"
            if tag[2] == "text" and attributes[0] != ("id", document):
                wrong.append(line)
    tap.equal((wrong[:2], stack), ([], []), f"vrt, {document}: every line is a tag or five columns, tags nest and end")
    return tokens


def vrt(out, name):
    codes, words, said = collections.Counter(), collections.Counter(), collections.Counter()
    for document, text in documents_of(out):
        tokens = vrt_tokens(read(out, "vrt", document), document)
        tap.equal("".join("".join(t[0][0].split()) for t in tokens), "".join(text.split()),
                  f"vrt, {name}, {document}: the words are the text's")
        at, misplaced = 0, []
        for cells, unit, glue, first in tokens:
            gap = re.match(r"\s*", text[at:]).end()
            if glue != (gap == 0 and not first):
                misplaced.append(cells)
            at += gap + len(cells[0])
            words[unit.get("zone", unit.get("type"))] += 1
            for code in cells[4].strip("|").split("|") if len(cells[4]) > 1 else []:
                codes[code] += 1
        tap.equal(misplaced[:2], [], f"vrt, {name}, {document}: glue where no blank parts two tokens of a sentence")
    with_code = collections.Counter()
    for row in tap.table(out, "hits"):
        if not row["excluded_by"]:
            with_code[row["code"]] += 1
    tap.ok(all(codes[c] >= n for c, n in with_code.items() if c in codes) and set(codes) == set(with_code),
           f"vrt, {name}: the codes of hits.csv stand at words", (codes, with_code))
    tap.equal(str(words["speech"] + words["quote"]), tap.table(out, "corpus")[0]["tokens"], f"vrt, {name}: as many tokens said")


def conllu(out, name):
    said = 0
    for document, text in documents_of(out):
        written = read(out, "conllu", document)
        ours = "".join(l for l in written.splitlines(True) if not re.match("# (sent_id|turn|speaker|role|zone) = ", l))
        if name in ("awkward", "small"):
            shown, _ = tap.run("show", os.path.join(out, "tei", document + ".txt"), "--layer", "token", "--format", "conllu")
            flat = [re.sub(r"[^\S\n]+", " ", part.partition("\n")[2]) for part in (ours, shown)]
            tap.equal(flat[0], flat[1], f"conllu, {name}, {document}: the columns of show")
        forms, wrong, ids = [], [], set()
        for block in written.split("\n\n")[:-1]:
            lines = block.split("\n")
            comments = dict(l[2:].split(" = ", 1) for l in lines if l.startswith("# "))
            rows = [l.split("\t") for l in lines if not l.startswith("#")]
            forms += [r[1] for r in rows]
            built = "".join(r[1] + ("" if "SpaceAfter=No" in r[9].split("|") else " ") for r in rows).rstrip(" ")
            if (built != comments["text"] or [r[0] for r in rows] != [str(i + 1) for i in range(len(rows))]
                    or any(len(r) != 10 or "" in r for r in rows) or comments["sent_id"] in ids):
                wrong.append(block)
            ids.add(comments["sent_id"])
            said += len(rows) if comments["zone"] in ("speech", "quote") else 0
        tap.equal(wrong[:1], [], f"conllu, {name}, {document}: ten columns, numbers from 1, text and ids right")
        tap.equal("".join("".join(f.split()) for f in forms), "".join(text.split()),
                  f"conllu, {name}, {document}: the words are the text's")
    tap.equal(str(said), tap.table(out, "corpus")[0]["tokens"], f"conllu, {name}: as many tokens said")


def txt(out, name):
    for document, text in documents_of(out):
        expected = []
        for turn in tap.show(os.path.join(out, "tei", document + ".txt"), "turn", "tsv"):
            spans = [[int(x) for x in part.split("-")] for part in re.findall(r"[0-9]+-[0-9]+", turn["segments"])]
            words = " ".join(" ".join(text[a:b].split()) for a, b in spans)
            speaker = turn["speaker"] or turn["role"] or ("Intervjuare" if turn["zone"] == "question" else "Okänd")
            expected.append(f"{speaker}: {words}\n")
        got = read(out, "txt", document).splitlines(True)
        tap.equal([x for x in zip(got, expected) if x[0] != x[1]][:1], [], f"txt, {name}, {document}: speaker and words of each turn")
        tap.equal(len(got), len(expected), f"txt, {name}, {document}: a line for each")


def no_twice(pairs):
    keys = [k for k, _ in pairs]
    if len(set(keys)) < len(keys):
        raise ValueError("a key stands twice")
    return dict(pairs)


def no_constant(name):
    raise ValueError(name + " is not JSON")


def json_places(data, text, wrong):
    for turn in data["turns"]:
        if text[turn["begin"]:turn["end"]] != turn["text"]:
            wrong.append(turn)
    for part in data["turns"] + [data["outside"]]:
        for item in part["tokens"]:
            if text[item["begin"]:item["end"]] != item["form"]:
                wrong.append(item)
        for item in part["hits"]:
            if text[item["begin"]:item["end"]] != item["text"]:
                wrong.append(item)


def json_check(out, name):
    rows, said, words, candidates = [], 0, 0, 0
    units = collections.Counter()
    for document, text in documents_of(out):
        data = json.loads(read(out, "json", document), object_pairs_hook=no_twice, parse_constant=no_constant)
        tap.equal((data["format"], data["version"], data["document"], data["text"], data["characters"]),
                  ("utsaga-document", 1, document, text, len(text)), f"json, {name}, {document}: strict JSON, with the text")
        wrong = []
        json_places(data, text, wrong)
        tap.equal(wrong[:2], [], f"json, {name}, {document}: places are where the text stands")
        tokens = [t for part in data["turns"] + [data["outside"]] for t in part["tokens"]]
        tokens.sort(key=lambda t: t["begin"])
        tap.equal("".join("".join(t["form"].split()) for t in tokens), "".join(text.split()),
                  f"json, {name}, {document}: the words are the text's")
        tap.equal([t["n"] for t in data["turns"]], list(range(1, len(data["turns"]) + 1)), f"json, {name}, {document}: turns by number")
        said += sum(t["zone"] in ("speech", "quote") for t in tokens)
        words += sum(t["zone"] in ("speech", "quote") and t["kind"] in ("word", "number", "anonymised") for t in tokens)
        candidates += sum(t["candidate"] for t in data["turns"])
        units.update("quotes" if t["zone"] == "quote" else "turns" for t in data["turns"])
        hits = [(h, turn) for turn in data["turns"] + [{**data["outside"], "n": "", "speaker": None, "role": None}]
                for h in turn["hits"]]
        hits.sort(key=lambda h: h[0]["begin"])  # stable: hits of one place stay as they are
        rows += [(document, h["code"], h["rule"], h["polarity"], h["zone"], t["speaker"] or "", t["role"] or "",
                  str(h["begin"]), str(h["end"]), h["text"], h["excluded_by"] or "", str(t["n"])) for h, t in hits]
    expected = [tuple(r)[:12] for r in csv_rows(out, "hits")[1:]]
    tap.equal([x for x in zip(sorted(rows), sorted(expected)) if x[0] != x[1]][:2], [], f"json, {name}: the hits of hits.csv")
    tap.equal(len(rows), len(expected), f"json, {name}: as many")
    corpus = tap.table(out, "corpus")[0]
    tap.equal([str(x) for x in (said, words, units["turns"], units["quotes"], candidates)],
              [corpus[c] for c in ("tokens", "words", "turns", "quotes", "candidates")], f"json, {name}: the counts of corpus.csv")


CHECKS = {"xlsx": xlsx, "sqlite": sqlite, "vrt": vrt, "conllu": conllu, "txt": txt, "json": json_check}


def main():
    have = sorted(s for s in stages() if s in CHECKS)
    if not have:
        tap.skip_all("none of these plugins was built")
    for missing in sorted(set(CHECKS) - set(have)):
        tap.skip(missing, "the plugin was not built")
    folder, codebook = write_awkward()
    interviews, small = study.write(SCRATCH, documents=5, repeat=3)
    inputs = {"awkward": [folder, "--codebook", codebook], "small": [interviews, "--codebook", small],
              "corpora": [os.path.join(CORPUS, "interviews"), "--codebook", os.path.join(CORPUS, "codebook.yaml"),
                          "--participants", os.path.join(CORPUS, "participants.csv")]}
    seeds = os.path.join(tap.SHARED, "seeds")
    if os.path.isdir(seeds):
        inputs["seeds"] = [seeds, "--codebook", os.path.join(tap.SHARED, "domain", "codebook.tsv")]
    for name, arguments in inputs.items():
        out = os.path.join(SCRATCH, "out-" + name)
        outputs = "csv,tei," + ",".join(have)
        tap.run("run", *arguments, "--output", out, "--outputs", outputs, "--threads", "1")
        for check in have:
            CHECKS[check](out, name)
        tap.run("run", *arguments, "--output", out + "2", "--outputs", outputs, "--threads", "2",
                env={"TZ": "Asia/Tokyo", "LC_ALL": "sv_SE.UTF-8"})
        one, two = study.tree(out), study.tree(out + "2")
        tap.ok(len(one) > len(have) and one == two, f"{name}: the same bytes by two threads",
               sorted(p for p in set(one) | set(two) if one.get(p) != two.get(p)))
    if "sqlite" in have:
        out = os.path.join(SCRATCH, "small")
        tap.run("run", *inputs["awkward"], "--output", out, "--outputs", "sqlite", "--set", "write-sqlite.tokens=false")
        db = sqlite3.connect(os.path.join(out, "corpus.sqlite"))
        tap.equal([db.execute("SELECT count(*) FROM " + t).fetchone()[0] > 0 for t in ("tokens", "turns", "v_hits")],
                  [False, True, True], "sqlite: tokens=false leaves out tokens alone")
        db.close()
    if "xlsx" in have:
        office(os.path.join(SCRATCH, "out-awkward"))
    bare = os.path.join(SCRATCH, "bare")
    tap.run("run", folder, "--output", bare, "--outputs", ",".join(have))
    tap.ok(len(study.tree(bare)) > len(have) - 1, "a run without codebook works")
    shutil.rmtree(SCRATCH)
    tap.done()


main()
