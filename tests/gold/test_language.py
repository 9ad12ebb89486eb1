# SPDX-License-Identifier: GPL-3.0-or-later
"""The codebook language through the command: layers, operators and conditions on invented interviews; `check`, `kwic` and
`codebook`. The right answers were worked out by reading the texts."""
import csv
import io
import os
import tempfile

import tap

TEXTS = {
    "anna.txt": "Kim: Hur mår du?\n\nAnna: Jag orkar inte med jobbet. Mamma hjälpte mig, men pappa hjälper aldrig. "
                "Kommunen gav mig hjälpmedel.\n\nKim: Och framtiden?\n\nAnna: Jag känner hopp. Inte hopplöst alls.\n",
    "bo.txt": "Kim: Hur mår du?\n\nBo: Jag gick till skolmatsalen. Matvanorna är bra, automaten är trasig. Idé? IDE!\n\n"
              "Kim: Mer?\n\nBo: Stressen, stressen, stressen. Hopp.\n",
}
PEOPLE = "id,document,speaker,role,wave\n1,,Anna,brukare,1\n2,,Bo,personal,2\n3,,Kim,intervjuare,\n"
HEAD = """
negators:
  neg: {words: [inte, aldrig], before: 2}
  efter: {words: [aldrig], after: 2}
sets:
  familj: [mamma, pappa]
"""


def write(folder, name, text, encoding="utf-8"):
    path = os.path.join(folder, name)
    with open(path, "w", encoding=encoding, newline="") as f:
        f.write(text)
    return path


def corpus(folder):
    source = os.path.join(folder, "intervjuer")
    os.mkdir(source)
    for name, text in TEXTS.items():
        write(source, name, text)
    return source, write(folder, "deltagare.csv", PEOPLE)


def kwic(source, query, *more):
    out, _ = tap.run("kwic", query, source, "--format", "tsv", *more)
    return [(r["hit"], r["polarity"]) for r in csv.DictReader(io.StringIO(out), delimiter="\t", quoting=csv.QUOTE_NONE)]


QUERIES = [
    ("lemma:gå", ["gick"]),
    ("lemma:hjälpa", ["hjälpte", "hjälper"]),
    ("lemma:hjälpa NEAR/1 @familj", ["hjälpte", "hjälper"]),
    ("lemma:hjälpa AFTER/0 mamma", ["hjälpte"]),
    ("@familj BEFORE/0 hjälp*", ["Mamma", "pappa"]),
    ("hjälp* EXCEPT hjälpmedel", ["hjälpte", "hjälper"]),
    ("hopp* AND/turn mamma", []),
    ("hopp* AND/interview mamma", ["hopp", "hopplöst"]),
    ("hopp* AND/interview NOT mamma", ["Hopp"]),
    ("NEG~2 hopp*", ["-hopplöst"]),
    ("!NEG~2 hopp*", ["hopp", "Hopp"]),
    ("POL hopp*", ["hopp", "-hopplöst", "Hopp"]),
    ("POL:efter lemma:hjälpa", ["hjälpte", "-hjälper"]),
    ("stress* MIN/3/turn", ["Stressen", "stressen", "stressen"]),
    ("stress* MIN/4", []),
    ("hopp WHERE wave=2", ["Hopp"]),
    ("hopp WHERE wave<2", ["hopp"]),
    ("hopp WHERE role!=brukare", ["Hopp"]),
    ("hopp* WHERE speaker=anna", ["hopp", "hopplöst"]),
    ("hopp WHERE zone=question", []),
    ("mår WHERE zone=question", ["mår", "mår"]),
    ("part:mat", ["skolmatsalen", "Matvanorna"]),
    ("mod:mat", ["skolmatsalen", "Matvanorna"]),
    ("ide", ["IDE"]),
    ("bare:ide", ["Idé", "IDE"]),
    ("case:IDE", ["IDE"]),
    ("re:/h[oj].*/ AND/turn lemma:känna", ["hopp", "hopplöst"]),
    ("(mamma OR pappa) NEAR/sentence kommun*", []),
    ("(mamma OR pappa) NEAR/turn kommun*", ["Mamma", "pappa"]),
    ("hur AND/question pappa", ["Hur"]),
    ("hur AND/question hopp*", []),
    ("mamma NEAR/question hur", ["Mamma"]),
    ("framtiden AND/question NOT hopp*", []),
    ("stressen AFTER/0 stressen", ["stressen", "stressen"]),
]


def test_queries(folder, source, people):
    book = write(folder, "bok.yaml", HEAD + "codes: {tomt: [finnsinte]}\n")
    for query, expected in QUERIES:
        got = [("-" if p == "-" else "") + h for h, p in kwic(source, query, "--codebook", book, "--participants", people)]
        if query.startswith(("part:", "mod:")):
            # What a word is made of is the lexicon's to say; what must not be found is not.
            tap.ok("automaten" not in got, query + ": no false part", got)
            continue
        tap.equal(got, expected, query)
    _, err = tap.run("kwic", "hopp WHERE ålder>3", source, "--participants", people)
    tap.ok('query' not in err.split(":")[0] and 'the variable "ålder" is unknown' in err, "an unknown variable is told", err)
    _, err = tap.run("kwic", "hopp NEAR", source, status=None)
    tap.ok("query:1:6: expected a distance behind the operator" in err, "a mistake in a query has its place", err)


def test_order(folder, source):
    text, _ = tap.run("kwic", "jag|inte", source, "--sort", "right", "--context", "2", "--format", "tsv")
    rows = list(csv.DictReader(io.StringIO(text), delimiter="\t", quoting=csv.QUOTE_NONE))
    tap.equal([r["right"] for r in rows], ["gick till", "hopplöst alls", "känner hopp", "med jobbet", "orkar inte"],
              "sorted by the words behind")
    text, _ = tap.run("kwic", "jag|inte", source, "--sort", "left", "--context", "1", "--format", "tsv")
    rows = list(csv.DictReader(io.StringIO(text), delimiter="\t", quoting=csv.QUOTE_NONE))
    tap.equal([r["left"] for r in rows], ["", "", "", "hopp.", "orkar"], "sorted by the words before")
    text, _ = tap.run("kwic", "hopp*", source, "--sort", "speaker", "--context", "6c", "--format", "csv")
    rows = list(csv.DictReader(io.StringIO(text)))
    tap.equal([(r["speaker"], r["left"], r["right"]) for r in rows],
              [("Anna", "änner", ". Inte"), ("Anna", "Inte", "alls."), ("Bo", "ssen.", ".")], "context in characters")
    for r in rows:
        whole = TEXTS[r["document"] + ".txt"]
        tap.equal(whole[int(r["begin"]):int(r["end"])], r["hit"], "the place of " + r["hit"])
    page = os.path.join(folder, "sida.html")
    tap.run("kwic", "hopp* AND/interview mamma", source, "--format", "html", "--output", page)
    with open(page, encoding="utf-8") as f:
        html = f.read()
    tap.ok(html.count("<mark>") == 2 and "http" not in html and "<mark>hopplöst</mark>" in html, "HTML, with nothing from outside")
    out, _ = tap.run("kwic", "hopp*", source)
    tap.ok(len({line.index("[") for line in out.splitlines()[:-1]}) == 1 and out.endswith("3 hits\n"), "hits stand below each other", out)


BOOK = HEAD + """match: word
codes:
  - id: hopp
    polarity: neg
    rules: [hopp*, hopplös, "+hoppsan"]
    examples: ["Jag känner hopp.", "Det är mörkt."]
    counter-examples: ["Han sprang.", "Bo: Hopp."]
  - id: hjälp
    rules: [hjälpa, lemma:hjälpen, "@hopp NEAR/5 @familj", "-hjälpmedel"]
"""


def test_check(folder, source):
    path = write(folder, "kodbok.yaml", BOOK)
    out, err = tap.run("check", path, status=1)
    tap.equal([line for line in err.splitlines() if "kodbok" in line],
              ['utsaga: error: kodbok.yaml:12:36: the code "hopp" is not found in this example',
               'utsaga: error: kodbok.yaml:13:39: the code "hopp" is found in this counter-example'], "examples are tried")
    tap.ok("examples: 2 of 4 as expected" in out and "overlap: merge" in out, "how many, and the policy", out)
    out, err = tap.run("check", path, source, status=1)
    tap.ok("2 documents" in out, "the corpus is read")
    lines = out.splitlines()
    counts = {line.split(": ", 1)[1]: line.split()[1:4] for line in lines if line.strip()[:2] in ("11", "15") and ": " in line}
    tap.equal(counts, {"hopp*": ["3", "0", "2"], "hopplös": ["1", "0", "1"], "hjälpa": ["2", "0", "1"],
                       "lemma:hjälpen": ["0", "0", "0"], "@hopp NEAR/5 @familj": ["0", "0", "0"]}, "hits of each rule")
    tap.ok("  kodbok.yaml:11: hopplös (all 1; such as line 11: hopp*)" in lines, "a shadowed rule", out)
    dead = lines[lines.index("rules that find nothing:") + 1:][:2]
    tap.equal(dead, ["  kodbok.yaml:15: lemma:hjälpen", "  kodbok.yaml:15: @hopp NEAR/5 @familj"], "dead rules")
    tap.ok(any(line.startswith('  kodbok.yaml:15: the lemma "hjälpen"; nearest: "hjälp') for line in lines),
           "a lemma that is none, with the nearest", out)
    tap.ok("  speech    3 of 8 (37 %)" in lines, "turns with a code", out)
    clean = write(folder, "ren.yaml", "codes:\n  - {id: a, rules: [hopp*], examples: [Hopp finns.]}\n  - {id: b, rules: [hopp]}\n")
    out, _ = tap.run("check", clean, source)
    tap.ok("       2  a + b" in out.splitlines(), "codes that overlap", out)
    left = [n for n in os.listdir(os.environ.get("TMPDIR", "/tmp")) if n.startswith("utsaga-check-")]
    tap.equal(left, [], "no example is left behind")


def test_lexicon(folder, source):
    """Without transcripts the lexicon tells which words it does not know."""
    path = write(folder, "ord.yaml", "codes:\n  - {id: a, rules: ['lemma:gick', 'lemma:sprniga', tystnadspikt, sekretes*, 'hopp NEAR/3 kompetensutveckling']}\n"
                 "  - {id: b, rules: ['lemma:springa', tystnadsplikt, 'peer suport', tystnadspikt, '4:an', 'lemma:brukarmedverkan']}\n")
    out, err = tap.run("check", path)
    hints = [line.strip() for line in out.splitlines() if line.startswith("  ord.yaml:")]
    second = open(path, encoding="utf-8").read().splitlines()[1]
    column = {w: second.index(w) + 1 for w in ("gick", "tystnadspikt")}
    tap.ok(f'ord.yaml:2:{column["gick"]}: the lemma "gick" is a form, not a lemma, of "gå"' in hints,
           "a lemma that is only a form, with its lemma", out)
    tap.ok(any('the lemma "sprniga"; nearest: "springa"' in h for h in hints), "an unknown lemma, with the nearest", out)
    tap.equal([h for h in hints if "tystnadspikt" in h][:1],
              [f'ord.yaml:2:{column["tystnadspikt"]}: "tystnadspikt"; nearest: "tystnadsplikt", "tystnadsplikts"'],
              "an unknown form, with line, column and the nearest")
    tap.equal(len([h for h in hints if "tystnadspikt" in h]), 1, "each word once")
    tap.ok(not any(w in h for h in hints for w in ("sekretes", "kompetensutveckling", "brukarmedverkan", "4:an")),
           "patterns, compounds and numbers are no lemmas to look up", out)
    tap.equal(err, "", "a hint is no error")
    out, _ = tap.run("check", path, source, status=None)
    tap.ok("hint: words that the lexicon" not in out, "with transcripts these are asked instead", out)


def test_codebook(folder, source):
    path = write(folder, "hem.yaml", BOOK)
    expected = tap.run("show", source, "--layer", "hit", "--codebook", path)[0]
    home = os.path.join(folder, "hem2.yaml")
    tap.run("codebook", path, "--output", home)
    tap.equal(tap.run("show", source, "--layer", "hit", "--codebook", home)[0], expected, "the same hits from YAML that was written")
    plain = write(folder, "enkel.yaml", "codes:\n  - {id: grupp}\n  - {id: Ångest, parent: grupp, rules: [hopp*, 'orkar inte', jobbet]}\n")
    expected = [(r["code"], r["text"]) for r in tap.show(source, "hit", "tsv", "--codebook", plain)]
    tap.equal(len(expected), 5, "a plain codebook")
    for suffix in ("tsv", "csv", "xlsx", "quanteda.yaml", "dic", "cat"):
        other = os.path.join(folder, "annan." + suffix)
        tap.run("codebook", plain, "--output", other)
        got = [(r["code"], r["text"]) for r in tap.show(source, "hit", "tsv", "--codebook", other)]
        tap.equal(got, expected, "the same hits from ." + suffix)
    _, err = tap.run("codebook", path, "--output", os.path.join(folder, "x.dic"))
    tap.ok("hem.yaml:15: the rule @hopp NEAR/5 @familj is left out" in err, "what is left out is listed", err)
    _, err = tap.run("codebook", plain, "--output", os.path.join(folder, "x.docx"), status=1)
    tap.ok("a codebook is written as .yaml" in err and not os.path.exists(os.path.join(folder, "x.docx")), "an unknown format")
    before = open(plain, encoding="utf-8").read()
    tap.run("codebook", plain, "--output", plain, status=2)
    tap.equal(open(plain, encoding="utf-8").read(), before, "a codebook never overwrites itself")
    excel = write(folder, "svensk.csv", "tema;nyckelord\r\nÅngest;hopp*|jobbet\r\n", "cp1252")
    tap.equal(len(tap.show(source, "hit", "tsv", "--codebook", excel)), 4, "Excel in Swedish: semicolon, Windows-1252")


def test_threads(folder, source):
    """Many small interviews: enough for several workers to share."""
    many = os.path.join(folder, "många")
    os.mkdir(many)
    for i in range(60):
        write(many, f"{i:03}.txt", "\n\n".join(TEXTS[n] for n in TEXTS) * (400 if i % 7 == 0 else 90))
    path = write(folder, "trådar.yaml", BOOK + "  - {id: allt, rules: ['@hopp AND/turn stress*', '(jag OR inte) NEAR/3 hopp* MIN/2']}\n")
    shown = {n: tap.run("show", many, "--layer", "hit", "--codebook", path, "--threads", n)[0] for n in ("1", "2", "7")}
    tap.ok(shown["1"] == shown["2"] == shown["7"] and shown["1"].count("\n") > 1000, "the same hits with 1, 2 and 7 threads")
    found = {n: tap.run("kwic", "jag BEFORE/3 hopp*", many, "--sort", "left", "--threads", n)[0] for n in ("1", "7")}
    tap.ok(found["1"] == found["7"], "the same lines with 1 and 7 threads")
    checked = {n: tap.run("check", path, many, "--threads", n, status=1)[0] for n in ("1", "7")}
    tap.ok(checked["1"] == checked["7"], "the same check with 1 and 7 threads")


with tempfile.TemporaryDirectory() as temporary:
    intervjuer, deltagare = corpus(temporary)
    test_queries(temporary, intervjuer, deltagare)
    test_order(temporary, intervjuer)
    test_check(temporary, intervjuer)
    test_lexicon(temporary, intervjuer)
    test_codebook(temporary, intervjuer)
    test_threads(temporary, intervjuer)
tap.done()
