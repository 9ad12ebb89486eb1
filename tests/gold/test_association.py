# SPDX-License-Identifier: GPL-3.0-or-later
"""Tables association, cooccurrence_order and collocates of analyse-cooccur, against exact fractions and loops over all
pairs; draws of interviews against the documented generator, written anew here."""
import fractions
import itertools
import math
import os
import random
import tempfile

import tap

F = fractions.Fraction
BOOK = "A: alfa\nB: beta\nC: gamma, \"delta beta\"\nD: delta\n"
CODES = ["A", "B", "C", "D"]
WORDS = ["alfa", "beta", "gamma", "delta", "och", "men", "jag", "nu", "sen"]
MASK = (1 << 64) - 1


def write(path, content):
    os.makedirs(os.path.dirname(path), exist_ok=True)
    with open(path, "w", encoding="utf-8") as f:
        f.write(content)
    return path


# ---- corpora whose words the test knows ----

def draw_corpus(draw, documents):
    """documents of paragraphs of (speaker, words) turns; every odd turn is the interviewer's."""
    return [[[("I" if t % 2 == 0 else "Siri", [draw.choice(WORDS) for _ in range(draw.randint(1, 10))])
              for t in range(2 * draw.randint(1, 3))] for _ in range(draw.randint(1, 5))] for _ in range(documents)]


def write_corpus(folder, corpus):
    for i, document in enumerate(corpus):
        text = "\n".join("".join(f"{s}: {' '.join(w).capitalize()}{'?' if s == 'I' else '.'}\n" for s, w in paragraph)
                         for paragraph in document)
        write(os.path.join(folder, f"d{i:02}.txt"), text)
    return folder


def hits_of(words):
    """(first, last, code)"""
    found = []
    for i, w in enumerate(words):
        found += [(i, i, c) for c, form in (("A", "alfa"), ("B", "beta"), ("C", "gamma"), ("D", "delta")) if w == form]
        if w == "delta" and words[i + 1:i + 2] == ["beta"]:
            found.append((i, i + 1, "C"))
    return found


def units_of(document, kind):
    """Lists of (turn number, first, last, code) of each unit of what Siri says."""
    turns = [(p, n, s, w) for n, (p, s, w) in
             enumerate((p, s, w) for p, paragraph in enumerate(document) for s, w in paragraph)]
    said = [(p, n, [(n,) + h for h in hits_of(w)]) for p, n, s, w in turns if s == "Siri"]
    if kind == "document":
        return [[h for _, _, hits in said for h in hits]]
    key = {"turn": lambda p, n: n, "sentence": lambda p, n: n, "question": lambda p, n: n, "paragraph": lambda p, n: p}
    units = {}
    for p, n, hits in said:  # questions and answers alternate: each answer has a question of its own
        units.setdefault(key[kind](p, n), []).extend(hits)
    return list(units.values())


# ---- the second implementation ----

def choose(n, k):
    return math.comb(n, k) if 0 <= k <= n else 0


def pmf(r, c, n):
    return {x: F(choose(r, x) * choose(n - r, c - x), choose(n, c)) for x in range(min(r, c) + 1)
            if choose(n - r, c - x)}


def exact_p(distribution, seen):
    return float(sum(p for p in distribution.values() if p <= distribution[seen]))


def smallest_p(distribution):
    return exact_p(distribution, min(distribution, key=lambda x: distribution[x]))


def within(documents):
    """documents: (both, a, b, units) of each."""
    total, moved = {0: F(1)}, False
    for _, a, b, n in documents:
        if a and b:
            step = pmf(a, b, n)
            moved = moved or len(step) > 1
            more = {}
            for (x, p), (y, q) in itertools.product(total.items(), step.items()):
                more[x + y] = more.get(x + y, 0) + p * q
            total = more
    return exact_p(total, sum(d[0] for d in documents)) if moved else None


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


def jaccard(documents):
    both, a, b = (sum(d[i] for d in documents) for i in range(3))
    return F(both, a + b - both) if a + b - both else None


def draws(documents, number, seed):
    n = len(documents)
    if n < 3:
        return None
    if n <= 5:
        chosen = itertools.product(range(n), repeat=n)
    else:
        chosen = ([below(seed, r, k, n) for k in range(n)] for r in range(number))
    values = [jaccard([documents[i] for i in c]) for c in chosen]
    return None if None in values else (float(quantile(values, F(1, 40))), float(quantile(values, F(39, 40))))


def adjust(p):
    order = sorted(range(len(p)), key=lambda i: p[i])
    out, least = [None] * len(p), 1.0
    for rank in range(len(p), 0, -1):
        least = min(least, p[order[rank - 1]] * len(p) / rank)
        out[order[rank - 1]] = least
    return out


def close(cell, value):
    if value is None or cell == "":
        return value is None and cell == ""
    return abs(float(cell) - value) <= 1e-9 * max(1.0, abs(value))


def expect_pair(documents):
    both, a, b, n = (sum(d[i] for d in documents) for i in range(4))
    whole, without = jaccard(documents), [jaccard(documents[:i] + documents[i + 1:]) for i in range(len(documents))]
    voice = pmf(sum(d[1] > 0 for d in documents), sum(d[2] > 0 for d in documents), len(documents))
    good = None not in without and len(without) > 1
    return {"dice": float(F(2 * both, a + b)), "pmi": math.log2(F(both * n, a * b)) if both else None,
            "fisher_p": exact_p(pmf(a, b, n), both),
            "interviews_p": exact_p(voice, sum(d[1] > 0 and d[2] > 0 for d in documents)),
            "interviews_p_floor": smallest_p(voice),
            "without_lo": float(min(without)) if good else None, "without_hi": float(max(without)) if good else None}, whole


def wrong_measures(rows, corpus, kind):
    """The measures of the table cooccurrence, from counts of units alone; cells and margins are exact until the logarithm."""
    wrong = []
    for a, b in itertools.combinations(CODES, 2):
        units = [{h[3] for h in unit} for document in corpus for unit in units_of(document, kind)]
        both, with_a, with_b, n = (sum(x) for x in zip(*((a in u and b in u, a in u, b in u, 1) for u in units)))
        row = rows.get((kind, a, b))
        if row is None:
            wrong += [(kind, a, b, "no row")] if both else []
            continue
        cells = [(both, F(with_a * with_b, n)), (with_a - both, F(with_a * (n - with_b), n)),
                 (with_b - both, F((n - with_a) * with_b, n)), (n - with_a - with_b + both, F((n - with_a) * (n - with_b), n))]
        expected = {"units_both": both, "units_a": with_a, "units_b": with_b, "units": n,
                    "jaccard": float(F(both, with_a + with_b - both)), "expected": float(cells[0][1]),
                    "log_dice": 14 + math.log2(F(2 * both, with_a + with_b)),
                    "npmi": math.log2(both / cells[0][1]) / -math.log2(F(both, n)) if both < n else None,
                    "g2": 2 * math.fsum(o * math.log(o / e) for o, e in cells if o)}
        wrong += [(kind, a, b, k, row[k], v) for k, v in expected.items() if not close(row[k], v)]
    return wrong


def check_kind(rows, corpus, kind, number, seed):
    wrong, adjusted = [], []
    for a, b in itertools.combinations(CODES, 2):
        documents = []
        for document in corpus:
            codes = [{h[3] for h in unit} for unit in units_of(document, kind)]
            documents.append((sum(a in c and b in c for c in codes), sum(a in c for c in codes),
                              sum(b in c for c in codes), len(codes)))
        row = rows.get((kind, a, b))
        if not sum(d[1] for d in documents) or not sum(d[2] for d in documents):
            wrong += [(kind, a, b, "row of a code that does not occur")] if row else []
            continue
        if row is None:
            wrong.append((kind, a, b, "no row"))
            continue
        expected, _ = expect_pair(documents)
        expected["within_p"] = within(documents) if kind != "document" else None
        ends = draws(documents, number, seed)
        expected["lo"], expected["hi"] = ends or (None, None)
        wrong += [(kind, a, b, k, row[k], v) for k, v in expected.items() if not close(row[k], v)]
        if expected["within_p"] is not None:
            adjusted.append((row, expected["within_p"]))
        empty = [k for k in row if row[k] == "" and k not in ("reason", "without_most")]
        wrong += [(kind, a, b, "undefined without a reason", empty)] if empty and not row["reason"] else []
    for (row, _), p in zip(adjusted, adjust([p for _, p in adjusted])):
        wrong += [] if close(row["within_p_adjusted"], p) else [(kind, "adjusted", row["within_p_adjusted"], p)]
    return wrong


def test_tests(folder):
    draw = random.Random(77)
    for round_number, n in enumerate((1, 2, 4, 7, 9)):
        corpus = draw_corpus(draw, n)
        study = write_corpus(os.path.join(folder, f"study{round_number}"), corpus)
        book = write(os.path.join(folder, "kodbok.txt"), BOOK)
        seed = draw.randint(0, 10**6)
        out = os.path.join(folder, f"out{round_number}")
        tap.run("run", study, "--codebook", book, "--output", out, "--set", "analyse-cooccur.resamples=200", "--set",
                f"analyse-cooccur.seed={seed}", "--set",
                "analyse-cooccur.units=sentence,turn,question,paragraph,document")
        rows = {(r["unit"], r["code_a"], r["code_b"]): r for r in tap.table(out, "association")}
        wrong = []
        for kind in ("sentence", "turn", "question", "paragraph", "document"):
            wrong += check_kind(rows, corpus, kind, 200, seed)
        tap.ok(not wrong, f"{n} interviews: every measure, p value and interval of the table", wrong[:5])
        counts = {(r["unit"], r["code_a"], r["code_b"]): r for r in tap.table(out, "cooccurrence")}
        wrong = [w for kind in ("sentence", "turn", "question", "paragraph", "document") for w in wrong_measures(counts, corpus, kind)]
        tap.ok(not wrong, f"{n} interviews: Jaccard, expected, logDice, NPMI and G2 of co-occurrence", wrong[:5])
        carried = []
        for kind in ("turn", "question", "paragraph"):
            for a, b in itertools.combinations(CODES, 2):
                with_both = [any({a, b} <= {h[3] for h in u} for u in units_of(d, kind)) for d in corpus]
                row = counts.get((kind, a, b))
                got = (row["documents_both"], row["documents"]) if row else ("0", str(n))
                carried += [] if got == (str(sum(with_both)), str(n)) else [(kind, a, b, got, sum(with_both))]
        tap.ok(not carried, f"{n} interviews: pairs are carried by k of n", carried[:5])


def test_order(folder):
    draw = random.Random(5)
    corpus = draw_corpus(draw, 4)
    study = write_corpus(os.path.join(folder, "order"), corpus)
    book = write(os.path.join(folder, "kodbok.txt"), BOOK)
    out = os.path.join(folder, "order-out")
    tap.run("run", study, "--codebook", book, "--output", out, "--set", "analyse-cooccur.order=true", "--set",
            "analyse-cooccur.units=turn,paragraph,document,window", "--set", "analyse-cooccur.window=3")
    rows = {(r["unit"], r["code_a"], r["code_b"]): r for r in tap.table(out, "cooccurrence_order")}
    wrong = []

    def pairs(hits, a, b, window):
        return [(p, q) for p in hits for q in hits if p[3] == a and q[3] == b and (p[0], p[1]) < (q[0], q[1]) and
                (not window or (p[0] == q[0] and q[1] - p[1] <= window))]

    turns = [u for d in corpus for u in units_of(d, "turn")]
    for kind in ("turn", "paragraph", "document", "window"):
        units = [u for d in corpus for u in units_of(d, "turn" if kind == "window" else kind)]
        for a, b in itertools.combinations(CODES, 2):
            first = [pairs(u, a, b, 3 if kind == "window" else None) for u in units]
            second = [pairs(u, b, a, 3 if kind == "window" else None) for u in units]
            expected = [sum(map(len, first)), sum(map(len, second)), sum(map(bool, first)), sum(map(bool, second)),
                        sum(p[1] <= q[2] and q[1] <= p[2] for u in turns for p in u for q in u
                            if p[3] == a and q[3] == b),
                        sum(p[2] + 1 == q[1] for u in turns for p in u for q in u if p[3] == a and q[3] == b),
                        sum(p[2] + 1 == q[1] for u in turns for p in u for q in u if p[3] == b and q[3] == a)]
            row = rows.get((kind, a, b))
            got = [int(v) for v in list(row.values())[4:]] if row else None
            if row is None and not sum(expected[:2]):
                continue
            if got != expected:
                wrong.append((kind, a, b, got, expected))
    tap.ok(not wrong, "order, overlap and adjacency by a loop over all pairs", wrong[:5])


def test_collocates(folder):
    draw = random.Random(6)
    corpus = draw_corpus(draw, 5)
    study = write_corpus(os.path.join(folder, "near"), corpus)
    book = write(os.path.join(folder, "kodbok.txt"), BOOK)
    out = os.path.join(folder, "near-out")
    tap.run("run", study, "--codebook", book, "--output", out, "--set", "analyse-cooccur.collocates=2", "--set",
            "analyse-cooccur.collocates-min=1")
    said = [(i, w) for i, d in enumerate(corpus) for p in d for s, w in p if s == "Siri"]
    words = sum(len(w) for _, w in said)
    counts, near, places, total = {}, {}, {}, {}
    for i, w in said:
        for form in w:
            counts[form] = counts.get(form, 0) + 1
        for code in CODES:
            own = {k for f, l, c in hits_of(w) if c == code for k in range(f, l + 1)}
            around = {k for f, l, c in hits_of(w) if c == code for k in (*range(f - 2, f), *range(l + 1, l + 3))
                      if 0 <= k < len(w)} - own
            total[code] = total.get(code, 0) + len(around)
            for k in around:
                near[code, w[k]] = near.get((code, w[k]), 0) + 1
                places.setdefault((code, w[k]), set()).add(i)
    rows = {(r["code"], r["form"]): r for r in tap.table(out, "collocates")}
    wrong = [k for k in near.keys() ^ rows.keys()]
    for (code, form), o in near.items():
        r, w, c = rows.get((code, form), {}), total[code], counts[form]
        e = F(w * c, words)
        cells = [(o, e), (w - o, F(w * (words - c), words)), (c - o, F((words - w) * c, words)),
                 (words - w - c + o, F((words - w) * (words - c), words))]
        expected = {"together": o, "count": c, "window_words": w, "words": words, "documents": len(places[code, form]),
                    "expected": float(e), "log_dice": 14 + math.log2(F(2 * o, w + c)), "pmi": math.log2(o / e),
                    "npmi": math.log2(o / e) / -math.log2(F(o, words)), "mi3": math.log2(o**3 / e),
                    "t_score": float(o - e) / math.sqrt(o), "g2": 2 * math.fsum(x * math.log(x / y) for x, y in cells if x)}
        wrong += [(code, form, k, r.get(k), v) for k, v in expected.items() if not close(r.get(k, ""), v)]
    tap.ok(near and not wrong, "words around themes: counts and measures", wrong[:5])


def test_threads(folder):
    study = write_corpus(os.path.join(folder, "threads"), draw_corpus(random.Random(9), 30))
    book, seen = write(os.path.join(folder, "kodbok.txt"), BOOK), []
    for threads, seed in ((1, 1), (2, 1), (7, 1), (7, 2)):
        out = os.path.join(folder, f"threads{threads}{seed}")
        tap.run("run", study, "--codebook", book, "--output", out, "--threads", str(threads), "--set",
                "analyse-cooccur.resamples=500", "--set", f"analyse-cooccur.seed={seed}", "--set", "analyse-cooccur.collocates=3")
        with open(os.path.join(out, "tables", "association.csv"), "rb") as f, \
                open(os.path.join(out, "tables", "collocates.csv"), "rb") as g:
            seen.append(f.read() + g.read())
    tap.ok(seen[0] == seen[1] == seen[2], "the same bytes for 1, 2 and 7 threads")
    tap.ok(seen[2] != seen[3], "and others for another seed")


with tempfile.TemporaryDirectory() as temporary:
    test_tests(temporary)
    test_threads(temporary)
    test_order(temporary)
    test_collocates(temporary)
tap.done()
