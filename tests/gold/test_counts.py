# SPDX-License-Identifier: GPL-3.0-or-later
"""Tables of analyse-freq: the gold counts of the evaluation report, and small corpora counted by hand."""
import collections
import csv
import os
import shutil
import tempfile

import tap

ROLES = ["chef", "medarbetare", "peer_supporter"]
# The body of the report, lines 42 to 725, in zones.
BODY = ["quote", "narrative", "heading", "footnote"]


def write(path, content):
    os.makedirs(os.path.dirname(path), exist_ok=True)
    with open(path, "w", encoding="utf-8", newline="") as f:
        f.write(content)
    return path


def tables(out, *args):
    tap.run("run", *args, "--output", out)
    return lambda name: tap.table(out, name)


def by_group(rows):
    found = {}
    for r in rows:
        found[r["code"], r["group"], r["group_value"]] = r
    return found


def test_report(folder):
    report = tap.need_shared("seeds", "004_b8bd941501a8e203.txt")
    gold_path = tap.need_shared("domain", "codebook_counts.tsv")
    table = tables(os.path.join(folder, "report"), report, "--codebook", tap.need_shared("domain", "codebook.tsv"))
    rows = by_group(table("themes"))
    with open(gold_path, encoding="utf-8") as f:
        gold = list(csv.DictReader(f, delimiter="\t", quoting=csv.QUOTE_NONE))

    # Headings of the title page and of the appended guides are no body; where they stand, only offsets can tell.
    with open(report, encoding="utf-8", newline="") as f:
        lines = f.read().split("\n")
    body = [sum(len(line) + 1 for line in lines[:n]) for n in (41, 725)]
    outside = collections.Counter(
        r["code"] for r in tap.show(report, "hit", "tsv", "--codebook", tap.need_shared("domain", "codebook.tsv"))
        if r["zone"] in BODY and not body[0] <= int(r["begin"]) < body[1] and not r["excluded_by"])

    def cell(code, group, value, column):
        return int(rows[code, group, value][column]) if (code, group, value) in rows else 0

    for g in gold:
        code = g["theme"]
        got = [sum(cell(code, "zone", z, "mentions") for z in BODY) - outside[code],
               cell(code, "zone", "quote", "mentions"), cell(code, "zone", "quote", "units_with")]
        got += [cell(code, "role", r, "mentions") for r in ROLES] + [cell(code, "role", r, "units_with") for r in ROLES]
        got += [f"{float(rows[code, 'role', r]['per_1000']):.2f}" for r in ROLES]
        expected = [int(g[c]) for c in ["body_hits", "quote_hits", "quotes_with_hit", "chef_hits", "medarbetare_hits",
                                        "peer_supporter_hits", "chef_quotes", "medarbetare_quotes",
                                        "peer_supporter_quotes"]]
        expected += [g["per1000_chef"], g["per1000_medarbetare"], g["per1000_ps"]]
        tap.equal(got, expected, f"themes.csv, {code} {g['label']}")
    hope = {r: rows["3.2", "role", r] for r in ROLES}
    tap.equal([hope[r]["words"] for r in ROLES], ["1525", "2787", "2066"], "words by role")
    tap.equal([hope[r]["units"] for r in ROLES], ["29", "56", "35"], "quotes by role")
    tap.equal([hope[r]["participants"] for r in ROLES], ["6", "", ""],
              "participants only where they can be told apart")
    tap.equal(rows["3.2", "all", ""]["participants"], "", "participants of all are undefined")
    parent = sum(cell(g["theme"], "all", "", "mentions") for g in gold if g["theme"].startswith("3."))
    tap.equal(cell("3", "all", "", "mentions"), parent, "a group of codes rolls up the hits of its codes")
    (document,) = table("documents")
    tap.equal([document[c] for c in ("quotes", "candidates", "participants")], ["123", "3", ""], "quotes of the report")
    once = tables(os.path.join(folder, "once"), report, "--codebook", tap.need_shared("domain", "codebook.tsv"),
                  "--set", "analyse-freq.repeated=once")
    tap.equal(once("documents")[0]["quotes"], "122", "the quote that stands twice, counted once")


def test_small(folder):
    """Two interviews; every cell worked out on paper."""
    study = os.path.join(folder, "study")
    write(os.path.join(study, "a.txt"), "I: Hur var det med oro och sömn?\nSiri: Oro. Mycket oro, men sömn!\n"
                                        "Kim: Ingen sömn alls.\nI: Jaha, oro?\nSiri: Inget mer nu.\n")
    write(os.path.join(study, "b.txt"), "I: Och du?\nSiri: Jag har sömn. Sömn och oro.\nI: Nähä?\nMaja: Nej tack.\n")
    book = write(os.path.join(folder, "kodbok.yaml"),
                 "codes:\n  - id: må\n    label: Mående\n    children:\n      - {id: oro, rules: [oro]}\n"
                 "      - {id: sömn, rules: [sömn, -ingen sömn]}\n")
    people = write(os.path.join(folder, "deltagare.csv"),
                   "id;document;speaker;wave\nP1;a;Siri;1\nP2;a;Kim;1\nP1b;b;Siri;2\n")
    table = tables(os.path.join(folder, "small"), study, "--codebook", book, "--participants", people)
    rows = by_group(table("themes"))
    columns = ["mentions", "units_with", "units", "participants_with", "participants", "words"]

    def check(code, group, value, expected, name):
        row = rows.get((code, group, value), {})
        tap.equal([row.get(c) for c in columns], [str(n) for n in expected], name)

    # Speech: a.txt Siri 5 + 3 words in 2 turns, Kim 3 in 1; b.txt Siri 6 in 1, Maja 2 in 1.
    check("oro", "all", "", [3, 2, 5, 2, 4, 19], "oro in all speech; the interviewer's are apart")
    check("sömn", "all", "", [3, 2, 5, 2, 4, 19], "sömn in all speech; ingen sömn is excluded")
    check("må", "all", "", [6, 2, 5, 2, 4, 19], "the group rolls up, turns and people once each")
    check("oro", "zone", "question", [2, 2, 4, "", "", 12], "oro in questions: no participants")
    check("oro", "zone", "speech", [3, 2, 5, 2, 4, 19], "oro in speech")
    check("oro", "speaker", "Siri", [3, 2, 3, 2, 2, 14], "Siri of two interviews are two people")
    check("sömn", "speaker", "Kim", [0, 0, 1, 0, 1, 3], "a theme that was not voiced")
    check("oro", "document", "b", [1, 1, 2, 1, 2, 8], "oro in the second interview")
    check("sömn", "wave", "1", [1, 1, 3, 1, 2, 11], "sömn in the first wave")
    check("sömn", "wave", "", [0, 0, 1, 0, 1, 2], "somebody who is not in the table")
    tap.equal(float(rows["oro", "all", ""]["per_1000"]), 3000 / 19, "per 1,000 words in full precision")
    got = {r["form"]: (r["count"], r["documents"]) for r in table("words")}
    tap.equal([got.get("oro"), got.get("sömn"), got.get("jaha")], [("3", "2"), ("4", "2"), None], "words of speech")
    order = [(-int(r["count"]), r["form"].encode()) for r in table("words")]
    tap.ok(order == sorted(order), "words are sorted by count, then by bytes")
    tap.equal([(r["document"], r["words"], r["turns"], r["participants"], r["hits"]) for r in table("documents")],
              [("a", "11", "5", "2", "3"), ("b", "8", "4", "2", "3")], "documents")
    book_rows = [(r["code"], r["parent"], r["rules"]) for r in table("codebook")]
    tap.equal(book_rows, [("må", "", ""), ("oro", "må", "oro"), ("sömn", "må", "sömn; -ingen sömn")], "codebook")


def test_cases(folder):
    base = tap.need_shared("cases", "50-type-token-ratio-per-document")
    table = tables(os.path.join(folder, "ttr"), os.path.join(base, "hej.txt"), os.path.join(base, "fyra.txt"))
    rows = {r["document"]: r for r in table("documents")}
    tap.equal([(rows[d]["words"], float(rows[d]["ttr"])) for d in ("hej", "fyra")], [("20", 0.05), ("4", 1.0)],
              "type-token ratio of a document comes from its own words")
    (corpus,) = table("corpus")
    tap.equal((corpus["words"], corpus["types"], round(float(corpus["ttr"]), 4)), ("24", "5", 0.2083), "of the corpus")
    base = tap.need_shared("cases", "48-empty-and-punctuation-only-files")
    copy = os.path.join(folder, "empty")
    os.makedirs(copy)
    for name in ("blank.txt", "ett_ord.txt", "skilje.txt", "tom.txt"):
        shutil.copy(os.path.join(base, name), copy)
    rows = {r["document"]: r for r in tables(os.path.join(folder, "none"), copy)("documents")}
    tap.equal(sorted(rows), ["blank", "ett_ord", "skilje", "tom"], "files without words have their row")
    tap.equal([(rows[d]["words"], rows[d]["ttr"], rows[d]["mean_sentence_length"]) for d in ("tom", "skilje", "blank")],
              [("0", "", "")] * 3, "ratios without a denominator are empty")
    tap.equal(float(rows["ett_ord"]["ttr"]), 1.0, "one word")


with tempfile.TemporaryDirectory() as temporary:
    test_small(temporary)
    test_cases(temporary)
    test_report(temporary)
tap.done()
