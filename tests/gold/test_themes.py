# SPDX-License-Identifier: GPL-3.0-or-later
"""Hits of codebooks on the evaluation report: 24 themes and 8 rules counted by hand, and their forms in other formats."""
import collections
import csv
import os
import tempfile

import tap

REPORT = tap.need_shared("seeds", "004_b8bd941501a8e203.txt")
DOMAIN = tap.need_shared("domain")

# The eight rules of gold_counts.md, whose regular expressions are said here in the rule language. Its negators are fewer
# than the preset, and its hyphen is a boundary.
EIGHT = """
match: form
negators: [inte, ej, aldrig, inget, ingen, inga, icke, knappast]
codes:
  - {id: G1_hopp, rules: ["hopp|hoppet|hoppfull|hoppfullt|hoppfulla|hoppingivande"]}
  - {id: G2_aterhamtning, rules: ["återhämt*"]}
  - {id: G3_stigma, rules: ["*stigma*"]}
  - {id: G4_egen_erfarenhet, rules: ["egen|egna|eget erfar*", "egenerfar*|egenupplev*"]}
  - {id: G5_otydlig, rules: ["otydlig*|oklar*|osäkerhet*", "NEG~2 tydlig|tydligt|tydliga|tydligare"]}
  - {id: G6_relation_spegling, rules: ["relation*", "relater*|allians*|spegl*", "-i relation till|med"]}
  - id: G7_finansiering
    rules: ["finans*|*budget*|ekonom*|kostnad*|kosta|kostar|*medel|bidraget|neddragning*", "-hjälpmedel"]
  - {id: G8_ensam_roll, rules: ["ensam*", "själv|själva i sin|rollen", "själv|själva om sin"]}
"""


def read_tsv(name):
    with open(os.path.join(DOMAIN, name), encoding="utf-8") as f:
        return list(csv.DictReader(f, delimiter="\t", quoting=csv.QUOTE_NONE))


def counted(rows):
    return [r for r in rows if not r["excluded_by"]]


with open(REPORT, encoding="utf-8", newline="") as f:
    text = f.read()
starts = [0]
for line in text.split("\n"):
    starts.append(starts[-1] + len(line) + 1)
BODY = (starts[41], starts[725])
QUOTES = [(int(a), int(b), q) for q in read_tsv("quotes.tsv")
          for a, b in (span.split("-") for span in q["segments"].split(";"))]


def quote_of(offset):
    return next((q for a, b, q in QUOTES if a <= offset < b), None)


def test_themes():
    hits = tap.show(REPORT, "hit", "tsv", "--codebook", os.path.join(DOMAIN, "codebook.tsv"))
    by_code = collections.defaultdict(list)
    for r in counted(hits):
        by_code[r["code"]].append(int(r["begin"]))
    roles = ["chef", "medarbetare", "peer_supporter"]
    for g in read_tsv("codebook_counts.tsv"):
        body = [b for b in by_code[g["theme"]] if BODY[0] <= b < BODY[1]]
        quotes = [q for q in map(quote_of, body) if q]
        got = [len(body), len(quotes), len({q["id"] for q in quotes})]
        got += [sum(q["role"] == role for q in quotes) for role in roles]
        got += [len({q["id"] for q in quotes if q["role"] == role}) for role in roles]
        expected = [int(g[c]) for c in ["body_hits", "quote_hits", "quotes_with_hit"] + [r + "_hits" for r in roles] +
                    [r + "_quotes" for r in roles]]
        tap.equal(got, expected, f"theme {g['theme']} {g['label']}")
    for r in hits:
        if text[int(r["begin"]):int(r["end"])] != r["text"]:
            tap.ok(False, "text of a hit is that of its span", r)
            break
    removed = [r for r in hits if r["excluded_by"]]
    tap.ok(removed and all(r["excluded_by"].startswith("-") for r in removed),
           "removed hits are shown with the rule that removed them", removed[:3])
    tap.ok(all(r["rule"].startswith("NEG") == (r["polarity"] == "-") for r in hits), "polarity follows the rule")


def test_eight_rules(folder):
    path = os.path.join(folder, "eight.yaml")
    with open(path, "w", encoding="utf-8") as f:
        f.write(EIGHT)
    got, expected = collections.defaultdict(set), collections.defaultdict(set)
    for r in counted(tap.show(REPORT, "hit", "tsv", "--codebook", path)):
        got[r["code"]].add(int(r["end"]))
    # Ends, because the regular expression of G5 begins with its negator and our hit does not.
    for r in read_tsv("gold_counts_kwic.tsv"):
        expected[r["rule"]].add(int(r["end"]))
    for rule in expected:
        tap.equal((sorted(got[rule] - expected[rule]), sorted(expected[rule] - got[rule])), ([], []),
                  f"{rule}: {len(expected[rule])} hits, each where it was read")


def test_formats(folder):
    """The codebook as table, spreadsheet and YAML gives the same hits."""
    source = read_tsv("codebook.tsv")
    columns = ["theme", "parent", "label", "rules", "description"]
    expected = tap.show(REPORT, "hit", "tsv", "--codebook", os.path.join(DOMAIN, "codebook.tsv"))
    excel = os.path.join(folder, "excel.csv")
    with open(excel, "w", encoding="cp1252", newline="") as f:
        w = csv.writer(f, delimiter=";", lineterminator="\r\n")
        w.writerow(columns)
        w.writerows([[r[c].replace("-", "") if r[c] == "-" else r[c] for c in columns] for r in source])
    yaml = os.path.join(folder, "kodbok.yaml")
    with open(yaml, "w", encoding="utf-8") as f:
        f.write("codes:\n")
        for r in source:
            rules = [] if r["rules"] == "-" else r["rules"].split("; ")
            f.write(f'  - id: "{r["theme"]}"\n    label: "{r["label"]}"\n')
            if r["parent"] != "-":
                f.write(f'    parent: "{r["parent"]}"\n')
            f.write("    rules:\n" + "".join(f'      - "{rule}"\n' for rule in rules) if rules else "")
    for path in (excel, yaml):
        tap.ok(tap.show(REPORT, "hit", "tsv", "--codebook", path) == expected,
               "the same hits from " + os.path.basename(path))


def test_cases(folder):
    """Codebooks that broke other tools; the right answers are those of the collection."""
    wanted = {"36-word-boundary-aao": ("granser.txt", ["AAR", "AR", "RO", "ON", "IDE", "EL"]),
              "38-keyword-with-special-signs": ("tecken.txt", ["SKRATT", "CPP", "SMIL", "AB", "VA", "STJ"]),
              "40-nested-and-adjacent-matches": ("land.txt", ["LAND", "PLATS", "LAND", "LAND", "LAND", "TACK", "TACK"])}
    for case, (document, codes) in wanted.items():
        base = tap.need_shared("cases", case)
        path = os.path.join(folder, "kodbok.txt")
        with open(os.path.join(base, "kodbok.txt"), encoding="utf-8") as f, open(path, "w", encoding="utf-8") as out:
            out.write(f.read().replace("tema ", ""))
        rows = tap.show(os.path.join(base, document), "hit", "tsv", "--codebook", path)
        tap.equal([r["code"] for r in rows], codes, case)
    base = tap.need_shared("cases", "42-codebook-csv-from-excel")
    for name in ("kodbok_excel.csv", "kodbok_ren.csv"):
        rows = tap.show(os.path.join(base, "text.txt"), "hit", "tsv", "--codebook", os.path.join(base, name))
        tap.equal([(r["code"], r["text"]) for r in rows],
                  [("Ångest", "Ångest"), ("Ångest", "oron"), ("Sömn", "sömnproblem")], "42 " + name)


def test_layers(folder):
    """Slots that look at normal forms and lemmas, and phrases that the tokeniser keeps in one token."""
    document = os.path.join(folder, "lager.txt")
    with open(document, "w", encoding="utf-8") as f:
        f.write("Siri: Jag gick till skolan, de går int hem. Vi har t ex en bättre skola.\n"
                "Kim: Jag kommer inte. Han kom hit.\nSiri: Nej, nej.\nKim: Jo, det gör vi.\n")
    book = os.path.join(folder, "lager.yaml")

    def hits(content):
        with open(book, "w", encoding="utf-8") as f:
            f.write(content)
        return [(r["code"], r["text"], r["polarity"])
                for r in tap.show(document, "hit", "tsv", "--codebook", book)]

    tap.equal(hits("codes: {gå: [lemma:gå], inte: [norm:inte], form: [inte], ex: [t ex], bra: ['form:en lemma:bra']}"),
              [("gå", "gick", "+"), ("gå", "går", "+"), ("inte", "int", "+"), ("ex", "t ex", "+"),
               ("bra", "en bättre", "+"), ("inte", "inte", "+"), ("form", "inte", "+")], "slots with a layer of their own")
    tap.equal(hits("match: lemma\ncodes: {komma: [komma ~2 inte], gå: ['!NEG~1 gå', form:går]}"),
              [("gå", "gick", "+"), ("gå", "går", "+"), ("komma", "kommer inte", "+")], "match: lemma for all slots")
    tap.equal(hits("match: norm\nnegators: [inte]\ncodes: {hem: [NEG~0 hem]}"), [("hem", "hem", "-")],
              "a negator in its spoken form")


def test_errors(folder):
    path = os.path.join(folder, "fel.yaml")
    with open(path, "w", encoding="utf-8") as f:
        f.write('codes:\n  - id: a\n    rules: ["*", "x ~2"]\n  - id: a\n    rules: [b]\n')
    out, err = tap.run("show", REPORT, "--layer", "hit", "--codebook", path, status=None)
    tap.equal(out, "", "a broken codebook stops before any text is read")
    tap.ok(all(s in err for s in ("fel.yaml:3:14:", "fel.yaml:3:21:", "fel.yaml:4:9:")),
           "every error is shown with file, line and column", err)


with tempfile.TemporaryDirectory() as temporary:
    test_themes()
    test_eight_rules(temporary)
    test_formats(temporary)
    test_cases(temporary)
    test_layers(temporary)
    test_errors(temporary)
tap.done()
