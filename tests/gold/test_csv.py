# SPDX-License-Identifier: GPL-3.0-or-later
"""CSV: hits equal what `show` lists, tables read back, nothing runs as a formula, no locale changes a byte."""
import csv
import io
import os
import re
import sys
import tempfile

import tap

TEXTS = {
    "=1+1.txt": "@IP1: Jag sa -nej och @anna +46 ja. Han sa \"hopp\", ja; nej.\n=IP2: plus och minus.\n",
    "lång.txt": "Åsa: " + "Det här är en lång mening som håller på " * 4 + "och mitt i den står ordet hopp "
                + "medan den bara fortsätter och fortsätter " * 4 + "till slut.\n\nBo: Hopp?\nMed rad\nhopp efter.\n",
    "tom.txt": "",
}
# Labels that a spreadsheet would run; two that differ by an apostrophe only.
CODES = ["=1+1", "'=1+1", "+46", "-dold", "@anna", "hopp; \"och\", mer"]
RULES = ["nej", "minus", "plus", "ja", "jag", "hopp*"]
FORMULA = re.compile(r"[=+\-@\t\r]")
NUMBER = re.compile(r"-?[0-9]+([.,][0-9]+)?(e-?[0-9]+)?")


def read(path, delimiter=",", encoding="utf-8"):
    with open(path, encoding=encoding, newline="") as f:
        return list(csv.DictReader(f, delimiter=delimiter))


def tables_of(folder):
    return sorted(f for f in os.listdir(os.path.join(folder, "tables")) if f.endswith(".csv"))


def raw(folder, name):
    with open(os.path.join(folder, "tables", name), "rb") as f:
        return f.read()


def plain(source, codebook, out):
    rows = read(os.path.join(out, "tables", "hits.csv"))
    expected = []
    for name in sorted(TEXTS):
        path = os.path.join(source, name)
        if TEXTS[name]:
            expected += [dict(r, name=name[:-4]) for r in tap.show(path, "hit", "tsv", "--codebook", codebook)]
    tap.ok(len(rows) > 8, "there are hits")
    same = ("code", "rule", "zone", "speaker", "role", "begin", "end", "excluded_by")
    tap.equal([[r["document"]] + [r[k] for k in same] for r in rows], [[r["name"]] + [r[k] for k in same] for r in expected],
              "hits.csv lists what show lists, in the same order")
    wrong = [r for r in rows if TEXTS[r["document"] + ".txt"][int(r["begin"]):int(r["end"])] != r["text"]]
    tap.equal(wrong, [], "text is the text at begin and end")
    wrong = []
    for r in rows:
        text = TEXTS[r["document"] + ".txt"].replace("\n", " ")
        at, end = int(r["begin"]), int(r["end"])
        if text[at - len(r["left"]):at] != r["left"] or text[end:end + len(r["right"])] != r["right"]:
            wrong.append(r)
        if len(r["left"]) > 60 or len(r["right"]) > 60:
            wrong.append(r)
    tap.equal(wrong, [], "left and right are the words around it, 60 characters at most")
    middle = next(r for r in rows if r["document"] == "lång" and r["speaker"] == "Åsa" and r["code"] == CODES[5])
    tap.ok(len(middle["left"]) > 50 and len(middle["right"]) > 50, "a long sentence fills the context", middle)
    tap.ok(not middle["left"][0].isspace() and TEXTS["lång.txt"][int(middle["begin"]) - len(middle["left"]) - 1] == " ",
           "the context starts with a whole word", middle)
    codes = {r["code"] for r in rows}
    tap.equal(codes, set(CODES), "plain: labels are as they were written")
    tap.ok(b"\r" not in raw(out, "hits.csv") and raw(out, "hits.csv").endswith(b"\n"), "plain: lines end with LF")


def excel(out, plain_out):
    tap.equal(tables_of(out), tables_of(plain_out), "excel-sv writes the same files")
    for name in tables_of(out):
        data = raw(out, name)
        tap.ok(data.startswith(b"\xef\xbb\xbf"), f"{name}: byte order mark")
        text = data[3:].decode("utf-8")
        tap.ok(text.count("\n") == 0 or text.endswith("\r\n"), f"{name}: CRLF")
        rows = list(csv.reader(io.StringIO(text, newline=""), delimiter=";"))
        original = list(csv.reader(io.StringIO(raw(plain_out, name).decode("utf-8"), newline="")))
        tap.equal([len(r) for r in rows], [len(r) for r in original], f"{name}: as many cells")
        bad = [c for row in rows for c in row if FORMULA.match(c) and not NUMBER.fullmatch(c)]
        tap.equal(bad, [], f"{name}: no cell runs as a formula")
        bad = [c for row in rows for c in row if re.match(r"'-?[0-9]", c) and NUMBER.fullmatch(c[1:]) and c[1:] not in CODES]
        tap.equal(bad, [], f"{name}: no number has an apostrophe")
        wrong = []
        for row, before in zip(rows, original):
            for cell, old in zip(row, before):
                guarded = "'" + old if old and old[0] in "=+-@\t\r'" else old
                if cell not in (guarded, old.replace(".", ",")):
                    wrong.append((cell, old))
        tap.equal(wrong[:5], [], f"{name}: guarded texts and decimal commas are the only differences")
    codes = {r["code"] for r in read(os.path.join(out, "tables", "hits.csv"), ";", "utf-8-sig")}
    tap.equal(codes, {"'=1+1", "''=1+1", "'+46", "'-dold", "'@anna", CODES[5]}, "excel-sv: different labels stay different")


def locales(source, codebook, work, plain_out):
    """Decimal signs of a locale never reach a file."""
    for locale in ("sv_SE.UTF-8", "tr_TR.UTF-8"):
        out = os.path.join(work, locale)
        tap.run("run", source, "--codebook", codebook, "--output", out, "--outputs", "csv", "--lang", "sv",
                env={"LC_ALL": locale, "LOCPATH": os.environ.get("UTSAGA_LOCALES", "")})
        different = [n for n in tables_of(plain_out) if raw(out, n) != raw(plain_out, n)]
        tap.equal(different, [], f"the same bytes under {locale}")


def notes(out):
    if not tap.ok("notes.csv" in tables_of(out), "notes.csv is there"):
        return
    rows = read(os.path.join(out, "tables", "notes.csv"))
    tap.ok(any(r["document"] == "tom" and r["level"] == "warning" for r in rows), "notes.csv tells of the empty file", rows)
    tap.equal(list(rows[0]) if rows else [], ["document", "stage", "level", "place", "message", "detail"], "its columns")


def main():
    with tempfile.TemporaryDirectory() as work:
        source, codebook = os.path.join(work, "in"), os.path.join(work, "kodbok.tsv")
        os.makedirs(source)
        for name, text in TEXTS.items():
            with open(os.path.join(source, name), "w", encoding="utf-8") as f:
                f.write(text)
        with open(codebook, "w", encoding="utf-8") as f:
            f.write("theme\tparent\tlabel\tn_rules\trules\tdescription\n")
            for code, rule in zip(CODES, RULES):
                f.write(f"{code}\t-\t{code}\t1\t{rule}\t-\n")
        out = os.path.join(work, "plain")
        tap.run("run", source, "--codebook", codebook, "--output", out, "--outputs", "csv", "--lang", "sv")
        plain(source, codebook, out)
        for_excel = os.path.join(work, "excel")
        tap.run("run", source, "--codebook", codebook, "--output", for_excel, "--outputs", "csv", "--lang", "sv",
                "--set", "write-csv.dialect=excel-sv")
        excel(for_excel, out)
        locales(source, codebook, work, out)
        notes(out)
    tap.done()


if __name__ == "__main__":
    sys.exit(main())
