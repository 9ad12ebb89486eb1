# SPDX-License-Identifier: GPL-3.0-or-later
"""Tables of analyse-compare, and dispersion and diversity of analyse-freq: worked values of the reference data through
the command, and random studies against exact fractions, all splits and the documented draws."""
import csv
import fractions
import itertools
import json
import math
import os
import random
import tempfile

import tap

F = fractions.Fraction
MASK = (1 << 64) - 1


def write(path, content):
    os.makedirs(os.path.dirname(path), exist_ok=True)
    with open(path, "w", encoding="utf-8") as f:
        f.write(content)
    return path


def study(folder, speakers):
    """speakers: (name, group, hits, words): an interview each, "hopp" as often as hits says. Returns arguments."""
    table = "id;document;speaker;grupp\n"
    for i, (name, group, hits, words) in enumerate(speakers):
        said = ["hopp"] * hits + ["och"] * (words - hits)
        lines = "".join(f"I: Jaha?\n{name}: {' '.join(said[k:k + 200])}.\n" for k in range(0, words, 200))
        write(os.path.join(folder, "texts", f"d{i:02}.txt"), lines)
        table += f"P{i};d{i:02};{name};{group}\n"
    book = write(os.path.join(folder, "kodbok.txt"), "HOPP: hopp\n")
    return [os.path.join(folder, "texts"), "--codebook", book, "--participants",
            write(os.path.join(folder, "deltagare.csv"), table)]


def compare(*args):
    out, _ = tap.run("compare", *args, "--format", "json")
    return json.loads(out)


def close(got, value):
    if got is None or value is None:
        return got is None and value is None
    return abs(float(got) - value) <= 1e-9 * max(1.0, abs(value))


# ---- worked values ----

def test_worked(folder):
    path = os.path.join(tap.SHARED, "domain", "statistics_expected.tsv")
    if not os.path.exists(path):
        tap.skip("worked values", "reference data not here: domain/statistics_expected.tsv below UTSAGA_SHARED")
        return
    with open(path, encoding="utf-8") as f:
        expected = {r["key"]: r["value"] for r in csv.DictReader(f, delimiter="\t", quoting=csv.QUOTE_NONE)}

    def check(got, key, name=None):
        value = float(expected[key])
        tap.ok(got is not None and got != "" and abs(float(got) - value) <= 1e-9 * abs(value), f"{name or key} is {value}", got)

    said = compare(*study(os.path.join(folder, "hopp"), [("Anna", "medarbetare", 8, 2787), ("Bo", "ps", 1, 2066),
                                                         ("Cia", "chef", 0, 1525)]),
                   "--by", "grupp", "--versus", "each", "--tests")
    effect = {(r["value"], r["versus"]): r for r in said["compare_contrasts"]}
    tests = {(r["value"], r["versus"]): r for r in said["compare_tests"]}
    row, test = effect["medarbetare", "ps"], tests["medarbetare", "ps"]
    for column, key in (("g2", "G2.two_cell"), ("bic", "BIC"), ("ell", "ELL"), ("diff_percent", "pctDIFF"),
                        ("log_ratio", "logratio"), ("relative_risk", "relrisk"), ("odds_ratio", "oddsratio")):
        check(row[column], key)
    for column, key in (("g2_p", "G2.p"), ("g2_four_cells", "G2.four_cell"), ("cramers_v", "cramerV.hopp"),
                        ("fisher_p", "fisher.hopp.two")):
        check(test[column], key)
    tap.equal((test["chi2_p"], "expected below 5" in test["reason"]), (None, True), "no chi-squared where 5 are not expected")
    check(-effect["chef", "medarbetare"]["log_ratio"], "logratio.zero(chef,0->0.5)")
    rates = {r["value"]: r for r in said["compare_rates"]}
    check(rates["medarbetare"]["per_1000"], "nf1000.medarbetare")
    check(rates["ps"]["per_1000"], "nf1000.ps")

    tiny = [("Anna", "a", 4, 1000), ("Bo", "a", 1, 800), ("Cia", "a", 0, 1200), ("Dag", "b", 1, 100)]
    rate = compare(*study(os.path.join(folder, "tiny"), tiny), "--by", "grupp")["compare_rates"][0]
    for column, key in (("per_1000", "boot.point"), ("lo", "boot.q025"), ("hi", "boot.q975"), ("naive_lo", "naive.lo"),
                        ("naive_hi", "naive.hi")):
        check(rate[column], key)

    six = [(f"S{i}", "ab"[i > 2], h, 10000) for i, h in enumerate((51, 39, 44, 10, 22, 4))]
    (test,) = compare(*study(os.path.join(folder, "six"), six), "--by", "grupp", "--tests")["compare_tests"]
    check(test["permutation_p"], "perm.p_two")
    check(test["permutation_floor"], "perm.p_two", "its floor")

    half = [(f"S{i}", "a", int(i < 3), 10) for i in range(6)] + [("S7", "b", 1, 10)]
    rate = compare(*study(os.path.join(folder, "half"), half), "--by", "grupp")["compare_rates"][0]
    check(rate["wilson_lo"], "wilson.3of6.lo")
    check(rate["wilson_hi"], "wilson.3of6.hi")

    parts = [(f"S{i}", "a", h, n) for i, (h, n) in enumerate(((4, 1000), (2, 500), (0, 800), (1, 700), (3, 1000)))]
    out = os.path.join(folder, "parts-out")
    tap.run("run", *study(os.path.join(folder, "parts"), parts), "--output", out)
    (row,) = tap.table(out, "dispersion")
    for column, key in (("dp", "DP"), ("dp_norm", "DPnorm.lijffijt_gries_2012"), ("juilland_d", "juillandD.unequal"),
                        ("range", "range")):
        check(row[column], key)

    turns = ["Anna"] * 29 + ["Bo"] * 56 + ["Cia"] * 35
    random.Random(1).shuffle(turns)
    path = write(os.path.join(folder, "voices", "d.txt"), "".join(f"{t}: Ja visst är det så.\n" for t in turns))
    tap.run("run", path, "--output", os.path.join(folder, "voices-out"))
    row = {r["by"]: r for r in tap.table(os.path.join(folder, "voices-out"), "diversity")}["speaker"]
    for column, key in (("shannon", "shannon.ln"), ("shannon_bits", "shannon.bits"), ("evenness", "shannon.evenness"),
                        ("simpson", "simpson.lambda"), ("gini_simpson", "simpson.1-D"),
                        ("gini_simpson_unbiased", "simpson.unbiased"), ("inverse_simpson", "simpson.inverse"),
                        ("hill_1", "hill1")):
        check(row[column], key)

    six = [(f"S{i}", "abcdef"[i], (3, 1, 0, 0, 0, 0)[i], 20) for i in range(6)]
    rows = compare(*study(os.path.join(folder, "tfidf"), six), "--by", "grupp", "--words")["compare_tfidf"]
    row = [r for r in rows if r["item"] == "hopp" and r["value"] == "a"][0]
    for column, key in (("tfidf", "tfidf.raw_ln"), ("tfidf_smooth", "tfidf.smooth"), ("tfidf_log", "tfidf.log_ln")):
        check(row[column], key)


# ---- random studies ----

def mix(z):
    z = (z ^ z >> 30) * 0xBF58476D1CE4E5B9 & MASK
    z = (z ^ z >> 27) * 0x94D049BB133111EB & MASK
    return z ^ z >> 31


def below(seed, draw, place, n):
    z = mix(seed + (draw + 1) * 0x9E3779B97F4A7C15 & MASK)
    return mix(z + (place + 1) * 0xD1B54A32D192ED03 & MASK) * n >> 64


def quantile(values, q):
    values = sorted(values)
    place = (len(values) - 1) * q
    k = int(place)
    return values[k] + (place - k) * ((values[k + 1] if k + 1 < len(values) else values[k]) - values[k])


def interval(clusters, number, seed):
    n = len(clusters)
    if n < 3:
        return None, None
    chosen = itertools.product(range(n), repeat=n) if n <= 5 else \
        ([below(seed, r, k, n) for k in range(n)] for r in range(number))
    values = [F(1000 * sum(clusters[i][0] for i in c), sum(clusters[i][1] for i in c)) for c in chosen]
    return float(quantile(values, F(1, 40))), float(quantile(values, F(39, 40)))


def permutation(a, b):
    """Over all splits of speakers' rates."""
    rates = [F(1000 * h, w) for h, w in a + b]
    n, k, total = len(rates), len(a), sum(rates)

    def distance(chosen):
        s = sum(rates[i] for i in chosen)
        return abs(s / k - (total - s) / (n - k))

    splits = list(itertools.combinations(range(n), k))
    return sum(distance(c) >= distance(range(k)) for c in splits) / len(splits), (2 if 2 * k == n else 1) / len(splits)


def measures(a, b, c, d):
    if a + b == 0:
        return {}
    e1, e2 = F(c * (a + b), c + d), F(d * (a + b), c + d)
    g2 = 2 * math.fsum(o * math.log(o / e) for o, e in ((a, e1), (b, e2)) if o)
    return {"g2": g2, "bic": g2 - math.log(c + d), "log_ratio": math.log2(F(a or F(1, 2)) / c / (F(b or F(1, 2)) / d)),
            "diff_percent": float(100 * (F(a, c) / F(b, d) - 1)) if b else None,
            "relative_risk": float(F(a, c) / F(b, d)) if b else None,
            "odds_ratio": float(F(a * (d - b), b * (c - a))) if b and c > a else None,
            "ell": g2 / ((c + d) * math.log(min(e1, e2))) if min(e1, e2) > 1 else None}


def check_study(said, speakers, versus, number, seed):
    wrong, groups = [], sorted({s[1] for s in speakers})
    of = {g: [(s[2], s[3]) for s in speakers if s[1] == g] for g in groups}
    for row in said["compare_rates"]:
        clusters = of[row["value"]]
        lo, hi = interval(clusters, number, seed)
        expected = {"mentions": sum(c[0] for c in clusters), "words": sum(c[1] for c in clusters), "lo": lo, "hi": hi,
                    "participants": len(clusters), "participants_with": sum(c[0] > 0 for c in clusters),
                    "per_1000": float(F(1000 * sum(c[0] for c in clusters), sum(c[1] for c in clusters)))}
        wrong += [(row["value"], k, row[k], v) for k, v in expected.items() if not close(row[k], v)]
    if versus == "previous":
        pairs = [(g, h, of[h]) for h, g in zip(groups, groups[1:])]
    elif versus == "each" or len(groups) == 2:
        pairs = [(g, h, of[h]) for g, h in itertools.combinations(groups, 2)]
    else:
        pairs = [(g, "rest", [c for h in groups if h != g for c in of[h]]) for g in groups]
    if [(r["value"], r["versus"]) for r in said["compare_contrasts"]] != [p[:2] for p in pairs]:
        wrong.append(("pairs", [p[:2] for p in pairs]))
        return wrong
    for row, test, (g, _, other) in zip(said["compare_contrasts"], said["compare_tests"], pairs):
        a, c, b, d = (sum(x[i] for x in side) for side in (of[g], other) for i in (0, 1))
        expected = measures(a, b, c, d)
        wrong += [(g, row["versus"], k, row[k], v) for k, v in expected.items() if not close(row[k], v)]
        if a + b:
            p, floor = permutation(of[g], other)
            wrong += [] if close(test["permutation_p"], p) and close(test["permutation_floor"], floor) else \
                [(g, test["permutation_p"], p, test["permutation_floor"], floor)]
        empty = [k for r in (row, test) for k, v in r.items() if v is None and k != "reason" and not r["reason"]]
        wrong += [(g, empty, "no reason")] if empty else []
    return wrong


def test_random(folder):
    draw = random.Random(3)
    for n in range(8):
        groups = "abc"[:draw.choice((2, 2, 3))]
        speakers = [(f"S{chr(97 + i)}", groups[i] if i < len(groups) else draw.choice(groups), draw.randint(0, 4),
                     draw.randint(20, 90)) for i in range(draw.randint(5, 11))]
        versus, seed = draw.choice(("rest", "each", "previous")), draw.randint(0, 99)
        said = compare(*study(os.path.join(folder, f"random{n}"), speakers), "--by", "grupp", "--versus", versus, "--tests",
                       "--set", "analyse-compare.resamples=300", "--set", f"analyse-compare.seed={seed}")
        wrong = check_study(said, speakers, versus, 300, seed)
        tap.ok(not wrong, f"random study {n}, {len(speakers)} speakers, {versus}: rates, effects, permutation", wrong[:4])


def test_waves(folder):
    texts = {"v1a": "hopp oro", "v2a": "oro", "v1b": "hopp", "v2b": "hopp nej", "v1c": "nej", "v2c": "hopp", "v1d": "hopp",
             "v10d": "nej"}
    table = "id;document;speaker;wave\n"
    for name, said in texts.items():
        write(os.path.join(folder, "waves", name + ".txt"), f"I: Jaha?\nSiri: {said}.\n")
        table += f"P{name[-1]};{name};Siri;{name[1:-1]}\n"
    book = write(os.path.join(folder, "kodbok2.txt"), "HOPP: hopp\nORO: oro\n")
    said = compare(os.path.join(folder, "waves"), "--codebook", book, "--participants",
                   write(os.path.join(folder, "waves.csv"), table), "--by", "wave", "--versus", "previous", "--tests")
    tap.equal([tuple(r.values())[1:] for r in said["compare_panel"]],
              [("1", "2", "HOPP", 3, 1, 1, 1, 0), ("1", "2", "ORO", 3, 1, 0, 0, 2)],
              "people of two waves: kept, gained, lost, neither; wave 10 follows wave 2")
    tap.equal({(r["value"], r["versus"]) for r in said["compare_contrasts"]}, {("2", "1"), ("10", "2")}, "each wave and the last")
    row = [r for r in said["compare_tests"] if r["value"] == "2"][0]
    tap.ok(row["permutation_p"] is None and "both sides" in row["reason"], "no permutation of people who are on both sides", row)
    _, err = tap.run("compare", os.path.join(folder, "waves"), "--codebook", book, "--by", "kommun", status=None)
    tap.ok("kommun" in err and "speaker" in err, "an unknown variable: the message names those there are", err)


def test_outputs(folder):
    speakers = [(f"S{chr(97 + i)}", "ab"[i % 2], i, 40 + i) for i in range(6)]
    args = [*study(os.path.join(folder, "out"), speakers), "--by", "grupp"]
    written = os.path.join(folder, "written")
    tap.run("compare", *args, "--output", written, "--excel-sv")
    with open(os.path.join(written, "tables", "compare_rates.csv"), "rb") as f:
        data = f.read()
    tap.ok(data.startswith(b"\xef\xbb\xbfby;value;item") and b"\r\n" in data, "--excel-sv: mark, semicolons, CRLF")
    plain = [tap.run("compare", *args, "--threads", t, env=e)[0] for t, e in (("1", {}), ("4", {}), ("2", {"LC_ALL": "sv_SE.UTF-8"}))]
    tap.ok(plain[0] and plain.count(plain[0]) == 3, "the same bytes for any number of threads and locale")


with tempfile.TemporaryDirectory() as temporary:
    test_worked(temporary)
    test_random(temporary)
    test_waves(temporary)
    test_outputs(temporary)
tap.done()
