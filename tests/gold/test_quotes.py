# SPDX-License-Identifier: GPL-3.0-or-later
"""annotate-quote: the evaluation report and the article, field by field; a small report of our own."""
import csv
import os
import tempfile

import tap


def gold(*parts):
    with open(tap.need_shared(*parts), encoding="utf-8") as f:
        return list(csv.DictReader(f, delimiter="\t", quoting=csv.QUOTE_NONE))


def own(folder):
    path = os.path.join(folder, "rapport.txt")
    with open(path, "w", encoding="utf-8") as f:
        f.write("Stöd i hemmet\n\nResultat\n\nPersonalen talar om brist på tid och om hur schemat styr dagen för alla som arbetar där.\n\n"
                "Man hinner ju aldrig sitta ner, det är bara så. (Undersköterska, Karin)\n\n"
                "Chefen menar att tiden räcker: ”Det är en fråga om hur man lägger upp det” (Annika, enhetschef).\n\n"
                "Tidigare forskning pekar åt samma håll (Andersson, 2018).\n\n"
                "Ja, alltså, jag vet inte jag. (IP4)\n\n"
                "Det känns tomt. (undersköterska, Karin)\n")
    found = tap.show(path, "turn", "json")
    tap.equal([(t["speaker"], t["role"], t["zone"], t["text"]) for t in found],
              [("Karin", "undersköterska", "quote", "Man hinner ju aldrig sitta ner, det är bara så."),
               ("Annika", "enhetschef", "quote", "Det är en fråga om hur man lägger upp det"),
               ("IP4", None, "quote", "Ja, alltså, jag vet inte jag."),
               ("Karin", "undersköterska", "quote", "Det känns tomt.")], "quotes of a small report")
    zones = [(z["kind"], z["text"]) for z in tap.show(path, "zone", "tsv")]
    tap.ok(("heading", "Resultat") in zones and ("metadata", "(IP4)") in zones, "its zones", zones)
    speech = os.path.join(folder, "dagbok.txt")
    with open(speech, "w", encoding="utf-8") as f:
        f.write("Ja, alltså jag vet ju inte riktigt vad jag ska säga, men då sa hon:\n\n”Du är inte din diagnos, det ska du veta.”\n\n"
                "Och då kände jag ju att ja, nu tror jag faktiskt på det, liksom.\n")
    found = tap.show(speech, "turn", "json")
    tap.equal([t["zone"] for t in found], ["speech"] * 3, "a quotation inside speech does not make a report of it")


def report():
    path = tap.need_shared("seeds", "004_b8bd941501a8e203.txt")
    rows = gold("domain", "quotes.tsv")
    found = tap.show(path, "turn", "json")
    tap.equal(len(found), 123, "123 quotes, no more")
    wrong = {"span": [], "segments": [], "role": [], "pseudonym": [], "candidate": []}
    for row, turn in zip(rows, found):
        segments = [[int(n) for n in part.split("-")] for part in row["segments"].split(";")]
        checks = {
            "span": (turn["begin"], turn["end"]) == (int(row["start"]), int(row["end"])),
            "segments": turn["segments"] == segments,
            "role": turn["role"] == (None if row["role"] == "unknown" else row["role"]),
            "pseudonym": turn["speaker"] == (None if row["pseudonym"] == "-" else row["pseudonym"]),
            "candidate": bool(turn.get("candidate")) == (row["role"] == "unknown"),
        }
        for name, good in checks.items():
            if not good:
                wrong[name].append(row["id"])
    for name, ids in wrong.items():
        tap.equal(ids, [], f"all 123: {name}")
    tap.equal([t["begin"] for t in found if t.get("repeated")], [82271], "the utterance that is printed twice")
    zones = tap.show(path, "zone", "tsv")
    text = open(path, encoding="utf-8").read()
    cover = bytearray(len(text))
    for z in zones:
        for i in range(int(z["begin"]), int(z["end"])):
            cover[i] += 1
    tap.equal([i for i, c in enumerate(text) if cover[i] != 1 and not c.isspace()], [], "zones partition the text")
    spans = {k: {(int(z["begin"]), int(z["end"])) for z in zones if z["kind"] == k} for k in ("heading", "footnote")}
    tap.equal(sorted(spans["heading"]), sorted((int(r["start"]), int(r["end"])) for r in gold("domain", "headings.tsv")), "50 headings")
    notes = gold("domain", "footnotes.tsv")
    tap.equal(sorted(spans["footnote"]), sorted((int(r["note_start"]), int(r["note_end"])) for r in notes), "12 footnotes")
    refs = {(int(e["begin"]), int(e["end"])) for e in tap.show(path, "event", "tsv") if e["kind"] == "note_ref"}
    tap.equal([r["number"] for r in notes if (int(r["ref_start"]), int(r["ref_end"])) not in refs], [], "12 references to footnotes")
    with tempfile.TemporaryDirectory() as folder:
        out = os.path.join(folder, "ut")
        tap.run("run", path, "--output", out)
        with open(os.path.join(out, "run.json"), encoding="utf-8") as f:
            run = f.read()
    breaks = ", ".join(f"{r['end_before']}-{r['start_after']}" for r in gold("domain", "page_breaks.tsv"))
    tap.ok(breaks in run, "12 page breaks are reported with their places")
    tap.ok("character 62582" in run, "the repetition is reported with both places")
    tap.ok("Peer supportter -> Peer supporter" in run, "folded spellings are reported")


def article():
    path = tap.need_shared("seeds", "000_3c532cc4b4c9f413.txt")
    found = tap.show(path, "turn", "json")
    tap.equal([(t["speaker"], t["role"], t["candidate"]) for t in found], [(None, None, True)], "one unattributed quote")
    tap.ok(found[0]["text"].startswith("Varför vill man") and found[0]["text"].endswith("inför patienten"), "its span", found)
    zones = tap.show(path, "zone", "tsv")
    furniture = " ".join(z["text"] for z in zones if z["kind"] == "furniture")
    tap.ok(all(w in furniture for w in ("Skriv ut PDF!", "Kommentarer", "Akismet", "ANNONSER")), "residue of the web page")
    tap.ok("peer supportrar" not in furniture.split("Skriv ut")[0].lower(), "the article is not residue")


with tempfile.TemporaryDirectory() as folder:
    own(folder)
if os.path.isdir(tap.SHARED):
    report()
    article()
else:
    tap.skip("report and article", "reference data not here")
tap.done()
