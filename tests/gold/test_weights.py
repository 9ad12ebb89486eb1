# SPDX-License-Identifier: GPL-3.0-or-later
"""Sums of weights: two interviews with every number worked out on paper, and sums over random weights by exact fractions."""
import fractions
import os
import random
import tempfile

import tap

BOOK = """negators: {inte: {words: [inte], before: 2}}
codes:
  - id: känsla
    children:
      - {id: bra, rules: ["POL~2 bra WEIGHT/1.5", "POL~2 fint WEIGHT/3"]}
      - {id: dåligt, rules: [dåligt WEIGHT/-2, "hemskt WEIGHT/-3.25"]}
  - {id: plats, rules: [hemma]}
"""
# a: Siri 9 words (bra, inte bra, hemskt), Kim 4 words (fint, hemma). b: Maja 5 words (dåligt, dåligt).
STUDY = {"a.txt": "I: Hur är det?\nSiri: Det är bra men inte bra. Hemskt är det.\nKim: Fint är det hemma.\n",
         "b.txt": "I: Och du?\nMaja: Dåligt. Det är dåligt nu.\n"}
# (code, by, value): mentions, negated, words, weight, weight_negated, weight_net
EXPECTED = {
    ("bra", "all", ""): (3, 1, 18, 6.0, 1.5, 3.0),            # 1.5 + 1.5 + 3; one of 1.5 is negated
    ("bra", "speaker", "Siri"): (2, 1, 9, 3.0, 1.5, 0.0),
    ("bra", "speaker", "Kim"): (1, 0, 4, 3.0, 0.0, 3.0),
    ("dåligt", "all", ""): (3, 0, 18, -7.25, 0.0, -7.25),      # -3.25 - 2 - 2
    ("dåligt", "document", "b"): (2, 0, 5, -4.0, 0.0, -4.0),
    ("känsla", "all", ""): (6, 1, 18, -1.25, 1.5, -4.25),      # a group adds up its codes
    ("plats", "all", ""): (1, 0, 18, 1.0, 0.0, 1.0),           # no weight is 1
    ("plats", "speaker", "Maja"): (0, 0, 5, 0.0, 0.0, 0.0),
}


def study(folder, book, texts):
    os.makedirs(os.path.join(folder, "in"))
    for name, text in {**texts, "../book.yaml": book}.items():
        with open(os.path.join(folder, "in", name), "w", encoding="utf-8") as f:
            f.write(text)
    return os.path.join(folder, "in"), os.path.join(folder, "book.yaml"), os.path.join(folder, "out")


def real(cell):
    return float(cell) if cell else None


def test_worked(folder):
    texts, book, out = study(folder, BOOK, STUDY)
    tap.run("run", texts, "--codebook", book, "--output", out, "--outputs", "csv,json,xlsx,html", "--lang", "en", "--set",
            "analyse-freq.by=role,speaker*document")
    rows = {(r["code"], r["by"], r["value"]): r for r in tap.table(out, "weights") if not r["by_2"]}
    for key, (mentions, negated, words, weight, against, net) in EXPECTED.items():
        r = rows[key]
        tap.equal((int(r["mentions"]), int(r["negated"]), int(r["words"])), (mentions, negated, words), f"counts of {key}")
        tap.equal([real(r[c]) for c in ("weight", "weight_negated", "weight_net")], [weight, against, net], f"sums of {key}")
        tap.equal([real(r[c]) for c in ("mean_weight", "mean_net")],
                  [weight / mentions, net / mentions] if mentions else [None, None], f"means of {key}")
        tap.equal([real(r[c]) for c in ("weight_per_1000", "net_per_1000")], [1000 * weight / words, 1000 * net / words],
                  f"rates of {key}")
    pairs = {(r["code"], r["value"], r["value_2"]): r["weight"] for r in tap.table(out, "weights") if r["by_2"]}
    tap.equal(pairs.get(("bra", "Siri", "a")), "3", "pairs of variables that `by` names")
    with open(os.path.join(out, "tables", "weights.json"), encoding="utf-8") as f:
        tap.ok("-7.25" in f.read(), "the table is in JSON, too")
    with open(os.path.join(out, "report.html"), encoding="utf-8") as f:
        page = f.read()
    tap.ok('<h3 id="weights">Weights</h3>' in page and "-4.25" in page.replace("\u2212", "-"), "and in the report")


def test_unweighted(folder):
    texts, book, out = study(folder, "codes:\n  - {id: bra, rules: [bra]}\n", STUDY)
    tap.run("run", texts, "--codebook", book, "--output", out, "--outputs", "csv,html")
    tap.ok(not os.path.exists(os.path.join(out, "tables", "weights.csv")), "a codebook without weights has no such table")


def test_exact(folder):
    """Decimal weights, many times over: the sum is the decimal one, whatever the order of documents and hits."""
    chance = random.Random(5)
    weights = [fractions.Fraction(chance.randrange(-3000000, 3000000), 10 ** chance.choice([1, 2, 6])) for _ in range(8)]

    def decimal(x):
        digits = f"{abs(x.numerator * (10 ** 6 // x.denominator)):07d}"
        return ("-" if x < 0 else "") + digits[:-6] + "." + digits[-6:]

    book = "codes:\n  - id: alla\n    rules:\n" + "".join(f"      - plim{'abcdefgh'[i]} WEIGHT/{decimal(w)}\n" for i, w in enumerate(weights))
    texts, total = {}, fractions.Fraction(0)
    for d in range(7):
        said = [chance.randrange(8) for _ in range(chance.randrange(20, 60))]
        total += sum((weights[i] for i in said), fractions.Fraction(0))
        texts[f"{d}.txt"] = "I: Ja?\nSiri: " + " ".join("plim" + "abcdefgh"[i] for i in said) + ".\n"
    texts, book, out = study(folder, book, texts)
    for threads in "14":
        tap.run("run", texts, "--codebook", book, "--output", out + threads, "--outputs", "csv", "--threads", threads)
        (row,) = [r for r in tap.table(out + threads, "weights") if r["by"] == "all"]
        tap.equal(float(row["weight"]), float(total), f"the sum is exact with {threads} threads")


with tempfile.TemporaryDirectory() as temporary:
    for test in (test_worked, test_unweighted, test_exact):
        test(os.path.join(temporary, test.__name__))
tap.done()
