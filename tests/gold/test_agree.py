# SPDX-License-Identifier: GPL-3.0-or-later
"""Tables of analyse-agree: worked values, random codings against loops over all units, projects, and messages."""
import csv
import fractions
import itertools
import json
import os
import random
import shutil
import tempfile

import tap

F = fractions.Fraction


def write(path, content, encoding="utf-8"):
    os.makedirs(os.path.dirname(path), exist_ok=True)
    with open(path, "w", encoding=encoding, newline="") as f:
        f.write(content)
    return path


def agree(*args, **more):
    out, _ = tap.run("agree", *args, "--format", "json", **more)
    return json.loads(out)


def interview(folder, turns, words=3):
    said = " ".join(["ord"] * words)
    return write(os.path.join(folder, "d.txt"), "".join(f"{('Siri', 'Kim')[i % 2]}: {said}.\n" for i in range(turns)))


def close(got, value):
    if got is None or value is None:
        return got is None and value is None
    return abs(float(got) - value) <= 1e-9 * max(1.0, abs(value))


def expected_values():
    path = os.path.join(tap.SHARED, "domain", "statistics_expected.tsv")
    if not os.path.exists(path):
        return None
    with open(path, encoding="utf-8") as f:
        return {r["key"]: r["value"] for r in csv.DictReader(f, delimiter="\t", quoting=csv.QUOTE_NONE)}


# ---- worked values ----

def test_worked(folder):
    expected = expected_values()
    if not expected:
        tap.skip("worked values", "reference data not here: domain/statistics_expected.tsv below UTSAGA_SHARED")
        return

    def check(got, key):
        value = float(expected[key])
        tap.ok(got is not None and abs(got - value) <= 1e-9 * abs(value), f"{key} is {value}", got)

    for name, (a, b, c, d) in {"20_5_10_15": (20, 5, 10, 15), "hopp_dict_vs_heading": (4, 7, 2, 110),
                               "arbetsmiljo": (3, 1, 0, 119)}.items():
        text = interview(os.path.join(folder, name), a + b + c + d)
        rows = [("A", t) for t in range(a + b)] + [("B", t) for t in itertools.chain(range(a), range(a + b, a + b + c))]
        table = write(os.path.join(folder, name + ".csv"),
                      "document,turn,code,coder\n" + "".join(f"d,{t + 1},x,{who}\n" for who, t in rows))
        row = agree(table, text)["agreement"][0]
        tap.equal([row[k] for k in ("both", "only_a", "only_b", "neither")], [a, b, c, d], f"{name}: counts")
        check(row["raw"], f"kappa.{name}.po")
        check(row["kappa"], f"kappa.{name}")
        if name == "hopp_dict_vs_heading":
            check(row["alpha"], "kalpha.hopp_dict_vs_heading")
    for length in (100, 1000):
        text = write(os.path.join(folder, f"w{length}", "d.txt"), "Siri: " + " ".join(["ord"] * length) + "\n")
        start = [6 + 4 * i for i in range(length + 1)]
        table = write(os.path.join(folder, f"w{length}.csv"), "document;begin;end;code;coder\n"
                      f"d;{start[10]};{start[20] - 1};x;A\nd;{start[15]};{start[25] - 1};x;B\n")
        row = agree(table, text, "--unit", "word")["agreement"][0]
        check(row["kappa"], {100: "token.kappa.100", 1000: "token.kappa.1000(same codes, longer text)"}[length])
        check(row["positive_f1"], "token.F1")
        check(row["jaccard"], "token.jaccard")
        if length == 100:
            check(row["alpha"], "token.alpha.100")


# ---- random codings ----

def alpha(units):
    """Lists of values, None missing; by the coincidences of Krippendorff's definition."""
    o, n = {}, {}
    for values in units:
        values = [v for v in values if v is not None]
        for i, j in itertools.permutations(range(len(values)), 2):
            o[values[i], values[j]] = o.get((values[i], values[j]), 0) + F(1, len(values) - 1)
    for (c, _), x in o.items():
        n[c] = n.get(c, 0) + x
    total, expected = sum(n.values()), sum(n[c] * n[k] for c in n for k in n if c != k)
    return float(1 - (total - 1) * sum(x for (c, k), x in o.items() if c != k) / expected) if expected else None


def test_random(folder):
    draw = random.Random(8)
    for number in range(6):
        texts, coders, codes = ["d0", "d1", "d2"][:draw.randint(1, 3)], ["Anna", "Bo", "Cia"][:draw.randint(2, 3)], ["x", "y"]
        size = {t: draw.randint(3, 12) for t in texts}
        study = os.path.join(folder, f"random{number}")
        for t in texts:
            write(os.path.join(study, t + ".txt"), "".join(f"{('Siri', 'Kim')[i % 2]}: Ord nummer{i} här.\n" for i in range(size[t])))
        given = {(c, t, u, code) for c in coders for t in texts if draw.random() < 0.8 for u in range(size[t]) for code in codes
                 if draw.random() < 0.4}
        rows = sorted(given) + draw.sample(sorted(given), min(3, len(given)))  # the same coding twice counts once
        table = write(os.path.join(folder, f"random{number}.csv"),
                      "document,turn,code,coder\n" + "".join(f"{t},{u + 1},{code},{c}\n" for c, t, u, code in rows))
        said = agree(table, study)
        judged = {(c, t) for c, t, _, _ in given}
        wrong = []
        for row in said["agreement"]:
            a = b = c = d = 0
            both = [t for t in texts if (row["coder_a"], t) in judged and (row["coder_b"], t) in judged]
            used = [k for k in codes if all(any((who, t, u, k) in given for t in both for u in range(size[t]))
                                            for who in (row["coder_a"], row["coder_b"]))]
            for t in texts:
                if t in both:
                    for u, code in itertools.product(range(size[t]), codes):
                        if row["code"] == code or (row["code"] is None and code in used):
                            p, q = (row["coder_a"], t, u, code) in given, (row["coder_b"], t, u, code) in given
                            a, b, c, d = a + (p and q), b + (p and not q), c + (q and not p), d + (not p and not q)
            n = a + b + c + d
            po, pe = (F(a + d, n), F((a + b) * (a + c) + (c + d) * (b + d), n * n)) if n else (None, None)
            expected = {"both": a, "only_a": b, "only_b": c, "neither": d, "raw": po and float(po) if n else None,
                        "kappa": float((po - pe) / (1 - pe)) if n and pe != 1 else None,
                        "positive_f1": float(F(2 * a, 2 * a + b + c)) if a + b + c else None,
                        "precision": float(F(a, a + c)) if a + c else None, "recall": float(F(a, a + b)) if a + b else None,
                        "alpha": alpha([[1, 1]] * a + [[1, 0]] * (b + c) + [[0, 0]] * d)}
            wrong += [(row, k, row[k], v) for k, v in expected.items() if not close(row[k], float(v) if v is not None else None)]
            wrong += [(row, "undefined without a reason")] if None in [row[k] for k in expected] and not row["reason"] else []
        for row in said["agreement_all"]:
            units = [[int((c, t, u, row["code"]) in given) if (c, t) in judged else None for c in coders]
                     for t in texts for u in range(size[t])]
            wrong += [] if close(row["alpha"], alpha(units)) else [(row, alpha(units))]
        listed = [(r["code"], r["coded_by"], r["not_by"], r["document"], r["unit"] - 1) for r in said["disagreements"]]
        expected = [(code, c, k, t, u) for c, t, u, code in given for k in coders
                    if k != c and (k, t) in judged and (k, t, u, code) not in given]
        wrong += [] if sorted(listed) == sorted(expected) else [("list", set(listed) ^ set(expected), len(listed))]
        wrong += [r for r in said["disagreements"] if f"nummer{r['unit'] - 1} " not in r["text"]]
        tap.ok(said["agreement"] and not wrong, f"random codings {number}: every table", wrong[:3])


# ---- spans ----

def unitizing(spans, borders):
    """Observed and expected disagreement of one code: by Krippendorff's (2004, § 11.6) definition, every placing written out.
    spans: a list of (begin, end) for each coder; borders: ends of documents."""
    length, m = borders[-1], len(spans)

    def gaps(own):
        free, found, at = [not any(b <= x < e for b, e in own) for x in range(length)], [], 0
        while at < length:
            end = at
            while end < length and free[end] and (end == at or end not in borders):
                end += 1
            found += [(at, end)] if end > at else []
            at = max(end, at + 1)
        return found

    observed = 0
    for i, j in itertools.permutations(range(m), 2):
        for b, e in spans[i]:
            observed += sum((b - c) ** 2 + (e - f) ** 2 for c, f in spans[j] if c < e and b < f)
            observed += (e - b) ** 2 * sum(c <= b and e <= f for c, f in gaps(spans[j]))
        for b, e in gaps(spans[i]):
            observed += sum((f - c) ** 2 for c, f in spans[j] if b <= c and f <= e)
    everything = [s for own in spans for s in own]
    chance, taken = 0, 0
    for b, e in everything:
        size = e - b
        # Against each other span of the code: all shifts at which two of this length overlap. Two squares each, halved as pairs.
        chance += (len(everything) - 1) * sum(shift ** 2 for shift in range(1 - size, size))
        chance += sum(size ** 2 for own in spans for c, f in gaps(own) for _ in range(c, f - size + 1))
        taken += size * (size - 1)
    return F(observed, m * (m - 1) * length ** 2), F(2 * chance, length * (m * length * (m * length - 1) - taken))


def words_of(text):
    """Code points of the words of the first turn."""
    at, found = text.index(": ") + 2, []
    for word in text[at:].split():
        found.append((at, at + len(word.rstrip("."))))
        at += len(word) + 1
    return found


def span_study(folder, sizes, given):
    """given: (coder, document, code, first word, end)."""
    texts = {}
    for d, size in enumerate(sizes):
        texts[d] = "Siri: " + " ".join(["ord"] * size) + "\n"
        write(os.path.join(folder, f"d{d}.txt"), texts[d])
    rows = [f"d{d},{words_of(texts[d])[b][0]},{words_of(texts[d])[e - 1][1]},{code},{coder}\n" for coder, d, code, b, e in given]
    return write(folder + ".csv", "document,begin,end,code,coder\n" + "".join(rows))


def test_spans(folder):
    # The worked example of Krippendorff (2004, p. 254): a continuum of 300 that begins at 150; units as begin and length.
    example = {"c": ([(225, 70), (370, 30)], [(220, 80), (355, 20), (400, 20)]), "k": ([(180, 60), (300, 50)],) * 2}
    given = [("ij"[n], 0, code, b - 150, b + size - 150) for code, both in example.items() for n in (0, 1) for b, size in both[n]]
    study = os.path.join(folder, "krippendorff")
    rows = {r["code"]: r for r in agree(span_study(study, [300], given), study)["agreement_spans"]}
    tap.ok(abs(rows["c"]["alpha_unit"] - 0.7286) < 5e-5 and rows["k"]["alpha_unit"] == 1 and abs(rows[None]["alpha_unit"] - 0.8591) < 5e-4,
           "the example of Krippendorff (2004, p. 254)", rows)
    tap.equal([rows["c"][k] for k in ("spans_a", "spans_b", "continuum", "words_a", "words_b", "words_both")],
              [2, 3, 300, 100, 120, 75], "spans and words of the example")
    draw = random.Random(12)
    for number in range(12):
        sizes, coders = [draw.randint(4, 25) for _ in range(draw.randint(1, 3))], ["A", "B", "C"][:2 + number % 2]
        spans = {(c, d, k): [] for c in coders for d in range(len(sizes)) for k in "xy"}
        for (c, d, k), own in spans.items():
            at = draw.randint(0, 3)
            while at < sizes[d]:
                end = min(sizes[d], at + draw.choice([1, 1, 2, 5]))
                own.append((at, end))
                at = end + draw.choice([0, 1, 3, 9])
        for c, d in itertools.product(coders, range(len(sizes))):  # who has no coding in a document has not judged it
            if not any(spans[c, d, k] for k in "xy"):
                spans[c, d, "x"].append((0, 1))
        study = os.path.join(folder, f"spans{number}")
        said = agree(span_study(study, sizes, [(c, d, k, b, e) for (c, d, k), own in spans.items() for b, e in own]), study)
        borders = list(itertools.accumulate(sizes))
        starts, wrong = [0] + borders[:-1], []
        for row in said["agreement_spans"]:
            who = [row["coder_a"], row["coder_b"]] if row["coder_a"] else coders
            codes = [row["code"]] if row["code"] else [k for k in "xy" if row["coder_a"] is None or all(any(spans[c, d, k] for d in range(len(sizes))) for c in who)]
            sums = [unitizing([[(starts[d] + b, starts[d] + e) for d in range(len(sizes)) for b, e in spans[c, d, k]] for c in who], borders)
                    for k in codes if any(spans[c, d, k] for c in who for d in range(len(sizes)))]
            expected = sum(x for _, x in sums)
            value = float(1 - sum(x for x, _ in sums) / expected) if expected else None
            wrong += [] if close(row["alpha_unit"], value) else [(row, value)]
        tap.ok(len(said["agreement_spans"]) == (3 if len(coders) == 2 else 12) and not wrong, f"random spans {number}: by exact fractions", wrong[:3])


# ---- people, projects and rules ----

def test_projects(folder):
    corpora = os.path.join(tap.SOURCE, "corpora")
    book, texts = os.path.join(corpora, "codebook.yaml"), os.path.join(corpora, "interviews")
    out = os.path.join(folder, "project")
    tap.run("run", texts, "--codebook", book, "--output", out)
    project = os.path.join(out, "project.qdpx")
    for unit in ("turn", "sentence", "word"):
        rows = [r for r in agree(project, book, "--unit", unit)["agreement"] if "/" not in (r["code"] or "")]
        tap.ok(len(rows) > 5 and all(r["only_a"] == r["only_b"] == 0 and r["both"] for r in rows),
               f"a project made by the rules agrees with them, by {unit}", rows[:2])
    counted = [r for r in tap.table(out, "hits") if not r["excluded_by"]]
    kept = write(os.path.join(folder, "hits.csv"), "document,begin,end,code\n" +
                 "".join(f"{r['document']},{r['begin']},{r['end']},{r['code']}\n" for r in counted))
    rows = agree(kept, project, book)["agreement"]
    rows = [r for r in rows if r["coder_b"] == "rules" and r["coder_a"] == "hits"]
    both = [r for r in rows if r["both"]]
    tap.ok(both and not any(r["only_a"] for r in rows), "hits.csv is a file of codings of the project's texts", rows[:2])
    second = shutil.copy(project, os.path.join(folder, "second.qdpx"))
    rows = agree(project, second)["agreement"]
    tap.ok(rows and rows[0]["coder_b"] == rows[0]["coder_a"] + " (2)" and all(r["kappa"] == 1 for r in rows if r["code"]),
           "the same coder in two files is two", rows[:2])


def test_codes(folder):
    text = write(os.path.join(folder, "codes", "d.txt"), "I: Hur?\nSiri: Jag har hopp.\nI: Jaha?\nSiri: Nej då.\n")
    book = write(os.path.join(folder, "kodbok.yaml"), "codes:\n  - id: '3'\n    label: Innebörder\n    children:\n"
                 "      - {id: '3.2', label: Hopp, rules: [hopp]}\n")
    table = write(os.path.join(folder, "excel.csv"), "Dokument;Tur;Kod;Kodare\r\nd.txt;2;Innebörder/Hopp;Åsa\r\nd;4;hopp;Örjan\r\n"
                  "d;4;Glädje;Åsa\r\nx;1;Hopp;Åsa\r\n", "cp1252")
    out, err = tap.run("agree", table, book, text, "--format", "json")
    rows = {(r["coder_a"], r["coder_b"], r["code"]): r for r in json.loads(out)["agreement"]}
    tap.equal([rows["Åsa", "rules", "3.2"][k] for k in ("both", "only_a", "only_b", "neither")], [1, 0, 0, 1],
              "a path of labels is the code; semicolons, windows-1252, Swedish names of columns")
    tap.equal([rows["Åsa", "Örjan", "3.2"][k] for k in ("both", "only_a", "only_b", "neither")], [0, 1, 1, 0],
              "a label that only one code has")
    tap.equal(rows["Åsa", "rules", "Glädje"]["only_a"], 1, "a code that no rule has stands by itself")
    tap.ok("1 of 4 codings" in err, "a coding of a document that is not there is said", err)
    again = json.loads(tap.run("agree", table, book, folder + "/codes", "--format", "json")[0])
    shutil.copy(table, os.path.join(folder, "codes"))
    inside = json.loads(tap.run("agree", os.path.join(folder, "codes", "excel.csv"), book, folder + "/codes", "--format", "json")[0])
    tap.equal(inside, again, "a file of codings in the folder of transcripts is not read as one")
    os.remove(os.path.join(folder, "codes", "excel.csv"))
    bad = write(os.path.join(folder, "bad.csv"), "document,begin,end,code\nd,x,3,hopp\n")
    _, err = tap.run("agree", bad, book, text, status=None)
    tap.ok("bad.csv:2" in err and "begin" in err, "a bad row: file, line and what is wrong", err)
    _, err = tap.run("agree", book, text, status=None)
    tap.ok("give two" in err, "one coder is too few", err)


with tempfile.TemporaryDirectory() as temporary:
    test_worked(temporary)
    test_random(temporary)
    test_spans(temporary)
    test_projects(temporary)
    test_codes(temporary)
tap.done()
