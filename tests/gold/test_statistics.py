# SPDX-License-Identifier: GPL-3.0-or-later
"""Table of analyse-cooccur: pairs by brute force over the hits, measures by exact fractions and worked values."""
import csv
import fractions
import itertools
import math
import os
import random
import tempfile

import tap

CODES = ["A", "B", "C", "D"]
BOOK = "A: alfa*\nB: beta\nC: gamma, \"delta beta\"\nD: alfa, delta\n"
WORDS = ["alfa", "alfan", "beta", "gamma", "delta", "och", "men", "jag", "nu"]


def write(path, content):
    os.makedirs(os.path.dirname(path), exist_ok=True)
    with open(path, "w", encoding="utf-8", newline="") as f:
        f.write(content)
    return path


def cooccurrence(out, *args):
    tap.run("run", *args, "--output", out)
    return {(r["unit"], r["code_a"], r["code_b"]): r for r in tap.table(out, "cooccurrence")}


# ---- a corpus that the test knows word by word ----

def draw_turn(draw):
    """A turn as sentences of stretches (between omission marks) of words."""
    return [[[draw.choice(WORDS) for _ in range(draw.randint(1, 9))] for _ in range(draw.choice([1, 1, 2]))]
            for _ in range(draw.randint(1, 4))]


def spell(turn):
    sentences = [" (...) ".join(" ".join(stretch) for stretch in sentence) for sentence in turn]
    return " ".join(s[0].upper() + s[1:] + "." for s in sentences)


def hits_of(stretch):
    """(position, code), phrases by their first word; overlapping hits of one code are one."""
    hits = []
    for i, w in enumerate(stretch):
        if w.startswith("alfa"):
            hits.append((i, "A"))
        if w == "beta":
            hits.append((i, "B"))
            if i and stretch[i - 1] == "delta":
                continue
        if w == "gamma" or (w == "delta" and stretch[i + 1:i + 2] == ["beta"]):
            hits.append((i, "C"))
        if w in ("alfa", "delta"):
            hits.append((i, "D"))
    # D before C on one word matters not: both have the same position.
    return hits


def brute_force(documents, window):
    """{(unit, a, b): [pairs, units with a pair or both]} and {(unit, code): units}, {unit: units}."""
    pairs, both, single, units = {}, {}, {}, {}

    def count(kind, hits, limit):
        """hits: (place, code) where place is (stretch, position); limit: None or a window."""
        for (p, a), (q, b) in itertools.combinations(sorted(hits), 2):
            if p == q or (limit and (p[0] != q[0] or q[1] - p[1] > limit)):
                continue
            key = (kind,) + tuple(sorted((a, b)))
            pairs[key] = pairs.get(key, 0) + 1
            if limit:
                found.add(key)
        codes = sorted({c for _, c in hits})
        if not limit:
            units[kind] = units.get(kind, 0) + 1
            for c in codes:
                single[kind, c] = single.get((kind, c), 0) + 1
            for a, b in itertools.combinations(codes, 2):
                both[kind, a, b] = both.get((kind, a, b), 0) + 1

    for turns in documents:
        whole, base = [], 0
        for turn in turns:
            in_turn = []
            stretch_number, position = 0, 0
            for sentence in turn:
                in_sentence = []
                for k, stretch in enumerate(sentence):
                    if k:
                        stretch_number, position = stretch_number + 1, 0
                    found_here = [((base + stretch_number, position + i), c) for i, c in hits_of(stretch)]
                    in_sentence += found_here
                    position += len(stretch)
                count("sentence", in_sentence, None)
                in_turn += in_sentence
            count("turn", in_turn, None)
            found = set()
            count("window", in_turn, window)
            for key in found:
                both[key] = both.get(key, 0) + 1
            whole += in_turn
            base += stretch_number + 1
        count("document", whole, None)
    units["window"] = units["turn"]
    for (kind, c), n in list(single.items()):
        if kind == "turn":
            single["window", c] = n
    return pairs, both, single, units


def measures(both, a, b, units):
    """jaccard, npmi, log_dice, g2 from exact fractions; None where undefined."""
    F = fractions.Fraction
    jaccard = float(F(both, a + b - both)) if a + b - both else None
    npmi = math.log2(F(both * units, a * b)) / -math.log2(F(both, units)) if both and both != units else None
    log_dice = 14 + math.log2(F(2 * both, a + b)) if both else None
    cells = [(both, F(a * b, units)), (a - both, F(a * (units - b), units)), (b - both, F((units - a) * b, units)),
             (units - a - b + both, F((units - a) * (units - b), units))]
    # Turns with a pair in the window may be fewer than turns with both codes: then the four cells are no table.
    g2 = 2 * math.fsum(o * math.log(F(o) / e) for o, e in cells if o) if min(o for o, _ in cells) >= 0 else None
    return [jaccard, npmi, log_dice, g2]


def close(cell, value):
    if value is None or cell == "":
        return value is None and cell == ""
    return abs(float(cell) - value) <= 1e-9 * max(1.0, abs(value))


def test_brute_force(folder):
    draw = random.Random(20240511)
    for round_number in range(4):
        study = os.path.join(folder, f"study{round_number}")
        window = draw.choice([1, 3, 8])
        documents = []
        for d in range(draw.randint(2, 4)):
            turns = [draw_turn(draw) for _ in range(draw.randint(3, 12))]
            documents.append(turns)
            write(os.path.join(study, f"d{d}.txt"),
                  "".join(f"{'Siri' if i % 2 else 'Kim'}: {spell(t)}\n" for i, t in enumerate(turns)))
        book = write(os.path.join(folder, "kodbok.txt"), BOOK)
        rows = cooccurrence(os.path.join(folder, f"out{round_number}"), study, "--codebook", book, "--set",
                            f"analyse-cooccur.window={window}", "--set",
                            "analyse-cooccur.units=sentence,turn,document,window", "--set",
                            "analyse-cooccur.zones=speech,question")
        pairs, both, single, units = brute_force(documents, window)
        wrong = []
        for kind in ("sentence", "turn", "document", "window"):
            for a, b in itertools.combinations_with_replacement(CODES, 2):
                n_pairs, n_both = pairs.get((kind, a, b), 0), both.get((kind, a, b), 0)
                n_a, n_b = single.get((kind, a), 0), single.get((kind, b), 0)
                if a == b and kind != "window":
                    n_both = n_a
                row = rows.get((kind, a, b))
                if row is None:
                    if n_pairs or n_both or a == b:
                        wrong.append((kind, a, b, "no row"))
                    continue
                got = [row[c] for c in ("pairs", "units_both", "units_a", "units_b", "units")]
                if got != [str(n) for n in (n_pairs, n_both, n_a, n_b, units[kind])]:
                    wrong.append((kind, a, b, got, [n_pairs, n_both, n_a, n_b, units[kind]]))
                values = measures(n_both, n_a, n_b, units[kind]) if a != b else [None] * 4
                for name, value in zip(("jaccard", "npmi", "log_dice", "g2"), values):
                    if not close(row[name], value):
                        wrong.append((kind, a, b, name, row[name], value))
        tap.ok(not wrong, f"random corpus {round_number}: every count and measure of the table", wrong[:5])


def test_worked_values(folder):
    """10,000 turns, 40 with one theme, 60 with the other, 12 with both."""
    with open(tap.need_shared("domain", "statistics_expected.tsv"), encoding="utf-8") as f:
        expected = {r["key"]: r["value"] for r in csv.DictReader(f, delimiter="\t", quoting=csv.QUOTE_NONE)}
    lines = ["alfa gamma"] * 12 + ["alfa och"] * 28 + ["gamma och"] * 48 + ["jag och"] * 9912
    path = write(os.path.join(folder, "worked", "tiotusen.txt"),
                 "".join(f"{'Siri' if i % 2 else 'Kim'}: {t}.\n" for i, t in enumerate(lines)))
    book = write(os.path.join(folder, "worked.txt"), "R: alfa\nC: gamma\n")
    rows = cooccurrence(os.path.join(folder, "worked-out"), path, "--codebook", book, "--set",
                        "analyse-cooccur.zones=speech,question")
    row = rows["turn", "R", "C"]
    tap.equal([row[c] for c in ("units_both", "units_a", "units_b", "units")], ["12", "40", "60", "10000"], "counts")
    for column, key in (("jaccard", "Jaccard"), ("npmi", "NPMI"), ("log_dice", "logDice"), ("g2", "coll.G2")):
        value = float(expected[key])
        tap.ok(abs(float(row[column]) - value) <= 1e-9 * abs(value), f"{column} is {value}", row[column])


def test_cases(folder):
    base = tap.need_shared("cases", "45-removed-words-keep-their-place")
    book = write(os.path.join(folder, "kodbok45.txt"), "ORO: oro\nSOMN: sömn\n")
    for window, expected in ((2, None), (4, "1")):
        rows = cooccurrence(os.path.join(folder, f"w{window}"), os.path.join(base, "avstand.txt"), "--codebook", book,
                            "--set", f"analyse-cooccur.window={window}")
        row = rows.get(("window", "ORO", "SOMN"))
        tap.equal(row and row["pairs"], expected, f"45: pairs in a window of {window}")
    base = tap.need_shared("cases", "47-unit-counts-and-totals")
    book = write(os.path.join(folder, "kodbok47.txt"), "ORO: oro\nSOMN: sömn\nARB: arbete\nFAM: familj\n")
    rows = cooccurrence(os.path.join(folder, "units"), *(os.path.join(base, f"d{i}.txt") for i in (1, 2, 3)),
                        "--codebook", book, "--set", "analyse-cooccur.units=document")
    units = {(a, b): int(r["units_both"]) for (_, a, b), r in rows.items() if a != b}
    tap.equal([units["ORO", "SOMN"], units["ARB", "FAM"], units["ORO", "FAM"]], [2, 3, 2], "47: documents with both")
    totals = [sum(n for key, n in units.items() if code in key) for code in ("ORO", "SOMN", "ARB", "FAM")]
    tap.equal(totals, [6, 6, 7, 7], "47: totals over the symmetric matrix")


with tempfile.TemporaryDirectory() as temporary:
    test_brute_force(temporary)
    test_worked_values(temporary)
    test_cases(temporary)
tap.done()
