# SPDX-License-Identifier: GPL-3.0-or-later
"""utsaga init: what it says of a folder, what it proposes, that it overwrites nothing; who is missing in the participants table."""
import csv
import io
import os
import tempfile

import tap


def put(folder, name, data):
    path = os.path.join(folder, name)
    with open(path, "wb") as f:
        f.write(data if isinstance(data, bytes) else data.encode())
    return path


def study(folder):
    put(folder, "anna_v1.txt", "I: Hur var det?\nAnna: Det var bra.\nI: Jaha.\nAnna: Ja, mycket bra.\n")
    put(folder, "anna_v2.txt", "I: Och nu?\nAnna: Ännu bättre nu.\nI: Jaha?\nAnna: Ja.\n".encode("cp1252"))
    put(folder, "enkät.csv", "Respondent;Kommun;Ålder;Vad betydde det?\nr1;=Umeå;-3;Det betydde allt.\nr2;\"Mal;mö\";;Ingenting alls.\nr3;Lund;4;-\n")
    put(folder, "gammal.doc", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(600))
    put(folder, "kodbok.tsv", "theme\tlabel\trules\n1\tBra\tbra\n")
    put(folder, "bild.jpg", b"\xff\xd8\xff\xe0" + bytes(100))


def rows_of(path):
    with open(path, encoding="utf-8-sig", newline="") as f:
        return list(csv.DictReader(f, delimiter=";"))


def listing(folder):
    return sorted(os.listdir(folder))


with tempfile.TemporaryDirectory() as folder:
    study(folder)
    before = listing(folder)
    dry, _ = tap.run("init", folder, "--dry-run", status=3)
    tap.equal(listing(folder), before, "--dry-run writes nothing")
    for words in ["anna_v2.txt", "cp1252", "survey table", "gammal.doc: ", "Word", "kodbok.tsv", "set aside as no transcripts: 1",
                  "would write participants.csv", "would write utsaga.yaml", 'codebook: "kodbok.tsv"']:
        tap.ok(words in dry, f"it says {words}", dry)
    line = next((l for l in dry.splitlines() if "anna_v1.txt" in l), "")
    tap.ok("2 speakers, 4 turns, 10 words" in line, "speakers, turns and words of a file", line)
    one, _ = tap.run("init", folder, "--threads", "1", "--dry-run", status=3)
    four, _ = tap.run("init", folder, "--threads", "4", "--dry-run", status=3)
    tap.equal(one, four, "the same for any number of threads")

    tap.run("init", folder, status=3)
    tap.equal(listing(folder), sorted(before + ["participants.csv", "utsaga.yaml"]), "it writes two files")
    rows = rows_of(os.path.join(folder, "participants.csv"))
    got = [(r["id"], r["document"], r["speaker"], r["role"], r["wave"], r["Kommun"], r["Ålder"]) for r in rows]
    tap.equal(got, [("anna_v1 I", "anna_v1", "I", "intervjuare", "1", "", ""), ("anna_v1 Anna", "anna_v1", "Anna", "", "1", "", ""),
                    ("anna_v2 I", "anna_v2", "I", "intervjuare", "2", "", ""), ("anna_v2 Anna", "anna_v2", "Anna", "", "2", "", ""),
                    ("r1", "enkät", "r1", "", "", "'=Umeå", "-3"), ("r2", "enkät", "r2", "", "", "Mal;mö", "")], "participants.csv")

    project = os.path.join(folder, "utsaga.yaml")
    _, err = tap.run("run", project, status=3)
    tap.ok("participants:" not in err, "the proposed table has everybody", err)
    tap.ok(os.path.exists(os.path.join(folder, "utsaga-output", "report.html")), "the proposed project runs")
    _, err = tap.run("run", project, status=3)
    tap.ok("3 documents read" in err, "results of the first run are not read by the second", err)
    speakers = tap.table(os.path.join(folder, "utsaga-output"), "speakers")
    tap.ok(all(s["participant"] for s in speakers if s["speaker"]), "every speaker has a row", speakers)

    kept = {}
    for name, text in [("participants.csv", "id;document;speaker;role\nP1;;Anna;peer\nP9;;Ingen;peer\n"), ("utsaga.yaml", "input: anna_v1.txt\n")]:
        put(folder, name, text)
        kept[name] = text
    again, _ = tap.run("init", folder, status=3)
    tap.ok("was left as it is" in again and "would say" in again, "it says what it would have written", again)
    missing = again[again.index("rows it does not have"):again.rindex("\n", 0, again.index("utsaga.yaml was left"))]
    tap.equal([r["speaker"] for r in csv.DictReader(io.StringIO(missing.partition("\n")[2].strip()), delimiter=";")], ["I", "I", "r1", "r2"],
              "rows that the table does not have")
    for name, text in kept.items():
        with open(os.path.join(folder, name), encoding="utf-8") as f:
            tap.equal(f.read(), text, f"{name} is as it was")

    table = os.path.join(folder, "participants.csv")
    out = os.path.join(folder, "ut")
    _, err = tap.run("run", folder, "--participants", table, "--output", out, status=3)
    tap.ok("2 speakers have no row" in err, "run: speakers without a row", err)
    tap.ok("1 rows of the table name nobody" in err, "run: rows without a speaker", err)
    tap.ok("Ingen" not in err, "names go to the output folder only", err)
    notes = {n["message"].split(":")[0] + n["message"][-10:]: n["detail"] for n in tap.table(out, "notes") if n["stage"] == "analyse-speakers"}
    tap.equal(sorted(notes.values()), ["P9", "enkät: r1, enkät: r2"], "who they are")

    os.mkdir(os.path.join(folder, "tom"))
    _, err = tap.run("init", os.path.join(folder, "tom"), status=2)
    tap.ok("no transcripts" in err, "an empty folder", err)
    _, err = tap.run("init", os.path.join(folder, "anna_v1.txt"), status=2)
    tap.ok("no folder" in err, "a file", err)
    tap.run("init", status=2)
    os.mkdir(os.path.join(folder, "trasig"))
    put(os.path.join(folder, "trasig"), "a.doc", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(600))
    out, err = tap.run("init", os.path.join(folder, "trasig"), status=1)
    tap.ok("a.doc: " in out and listing(os.path.join(folder, "trasig")) == ["a.doc"], "nothing is written when nothing can be read", out)
tap.done()
