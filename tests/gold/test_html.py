# SPDX-License-Identifier: GPL-3.0-or-later
"""report.html: well-formed, self-contained, escaped, and every number leads to its hits."""
import json
import os
import re
import tempfile
import xml.etree.ElementTree as ET

import tap

STUDY = os.path.join(tap.SOURCE, "corpora")
INTERVIEWS = os.path.join(STUDY, "interviews")
CODEBOOK = os.path.join(STUDY, "codebook.yaml")
PARTICIPANTS = os.path.join(STUDY, "participants.csv")
SPACES = dict.fromkeys(map(ord, "\u202f\u00a0"), None)


class Report:
    """A parsed report. It is XML too, so a strict parser proves that everything is closed and escaped."""

    def __init__(self, folder):
        with open(os.path.join(folder, "report.html"), "rb") as f:
            self.bytes = f.read()
        self.text = self.bytes.decode("utf-8")
        self.root = ET.fromstring(self.text)
        self.parent = {child: node for node in self.root.iter() for child in node}
        self.ids = {}
        self.twice = []
        for node in self.root.iter():
            if "id" in node.attrib:
                if node.get("id") in self.ids:
                    self.twice.append(node.get("id"))
                self.ids[node.get("id")] = node

    def section(self, name):
        return self.ids[name]

    def links(self, below=None):
        return [n for n in (below if below is not None else self.root).iter("a")]

    def hits_of(self, target):
        """The items of the list that an anchor filters: those with the anchor's own class."""
        anchor = self.ids[target]
        kind = [c for c in anchor.get("class").split() if c != "f"][0]
        return [li for li in self.parent[anchor].iter("li") if kind in li.get("class", "").split()]


def words(node):
    return re.sub(r"[ \t\n]+", " ", "".join(node.itertext())).strip()


def number(text):
    return int(text.translate(SPACES).replace(",", "").replace(".", "").replace(" ", "").replace("\u2212", "-"))


def place(li):
    """Document and turn of a hit."""
    where = [d for d in li if d.get("class") == "where"][0]
    return words(where[0]), re.search(r"(tur|turn) ([\d\u202f,]+)", words(where)).group(2)


def run(folder, *more, inputs=(INTERVIEWS,), codebook=CODEBOOK, participants=PARTICIPANTS):
    args = ["run", *inputs, "--output", folder]
    args += ["--codebook", codebook] if codebook else []
    args += ["--participants", participants] if participants else []
    tap.run(*args, *more)
    return Report(folder)


def check_page(report, what):
    tap.equal(report.twice, [], f"{what}: every id once")
    missing = [a.get("href") for a in report.links() if not a.get("href").startswith("#")
               or a.get("href")[1:] not in report.ids]
    tap.equal(missing, [], f"{what}: every link leads to a place on the page")
    outward = [(n.tag, k, v) for n in report.root.iter() for k, v in n.attrib.items()
               if k in ("src", "srcset", "action", "data", "poster") or k.startswith("on")
               or re.match(r"\s*(https?:|//|javascript:|data:)", v)]
    tap.equal(outward, [], f"{what}: no reference to anything outside, no event handler")
    foreign = [n.tag for n in report.root.iter() if n.tag in ("script", "img", "link", "iframe", "object", "base", "form")]
    tap.equal(foreign, [], f"{what}: no element that loads or runs anything")
    style = "".join(n.text for n in report.root.iter("style"))
    tap.ok("url(" not in style and "@import" not in style, f"{what}: the style sheet fetches nothing")
    bare = [words(t)[:40] for t in report.root.iter("table") if t[0].tag != "caption" or not words(t[0])]
    tap.equal(bare, [], f"{what}: every table has a caption")
    levels = [int(n.tag[1]) for n in report.root.iter() if re.fullmatch("h[1-6]", n.tag)]
    jumps = [(a, b) for a, b in zip(levels, levels[1:]) if b > a + 1]
    tap.ok(levels[:1] == [1] and levels.count(1) == 1 and not jumps, f"{what}: headings nest", jumps)


def linked_counts(report):
    """(text of the link, target) of each count in the tables of themes and co-occurrence."""
    out = []
    for name in ("themes", "together"):
        out += [(words(a), a.get("href")[1:]) for a in report.links(report.section(name))
                if re.fullmatch(r"k\d+([gb]\d+)?", a.get("href")[1:]) and re.fullmatch(r"[\d\u202f,]+", words(a))]
    return out


def check_counts(report, what, shown=r"visar ([\d\u202f]+) av ([\d\u202f]+)"):
    wrong, seen = [], {"all": 0, "g": 0, "b": 0, "cut": 0}
    for text, target in linked_counts(report):
        count = number(text)
        match = re.fullmatch(r"k\d+([gb])\d+", target)
        if not match:
            continue
        hits = report.hits_of(target)
        cut = re.search(shown, words(report.ids[target]))
        if cut:
            seen["cut"] += 1
            good = len(hits) == number(cut.group(1))
            good = good and (match.group(1) == "b" or number(cut.group(2)) == count)
        elif match.group(1) == "g":
            good = len(hits) == count
        else:
            good = len({place(li) for li in hits}) == count
        seen[match.group(1)] += 1
        if not good:
            wrong.append((text, target, len(hits), words(report.ids[target])))
    tap.equal(wrong[:5], [], f"{what}: each count leads to that many hits, or says how many it shows")
    return seen


def check_against_tables(report, folder, what):
    """Counts on the page are those of tables/themes.csv: per code, role, variable, zone and document."""
    rows = {}
    for row in tap.table(folder, "themes"):
        rows.setdefault(row["group"], {}).setdefault(row["label"], []).append(int(row["mentions"]))
    on_page = 0
    for group in ("role", "zone", "document"):
        wanted = sum(sum(1 for n in ns if n) for label, ns in rows.get(group, {}).items() if label not in PARENTS)
        name = {"role": "roll", "zone": "del av texten", "document": "dokument"}[group]
        anchors = [i for i, n in report.ids.items() if re.fullmatch(r"k\d+g\d+", i) and words(n).startswith(name + ":")]
        tap.equal(len(anchors), wanted, f"{what}: an anchor for each code and {group} with hits")
        on_page += len(anchors)
    tap.ok(on_page > 0, f"{what}: there are counts")


PARENTS = {"Arbetet", "Tekniken", "Relationen"}


def test_study(folder):
    report = run(folder)
    check_page(report, "study")
    tap.equal(report.root.get("lang"), "sv", "study: language")
    seen = check_counts(report, "study")
    tap.ok(seen["g"] > 100 and seen["b"] > 20, "study: counts by group and by pair were looked at", seen)
    check_against_tables(report, folder, "study")
    # Each hit of the table of hits stands in the report with the same place and words.
    pages = {}
    for li in report.root.iter("li"):
        if "where" not in [d.get("class") for d in li]:
            continue
        chars = [number(n) for n in re.search(r"tecken ([\d\u202f]+)–([\d\u202f]+)", words(li[0])).groups()]
        pages.setdefault((words(li[0][0]), *chars), set()).add(words(next(li.iter("mark"))))
    lost = []
    for row in tap.table(folder, "hits"):
        key = (row["document"], int(row["begin"]), int(row["end"]))
        if re.sub(r"[ \t\n]+", " ", row["text"]) not in pages.get(key, ()):
            lost.append(key)
    tap.equal(lost[:5], [], "study: every hit stands in the report, excluded ones too")
    tap.ok(len(pages) > 100, "study: hits were looked at", len(pages))
    with open(os.path.join(folder, "run.json"), encoding="utf-8") as f:
        known = json.load(f)
    remarks = report.section("notes")
    unsaid = [r["message"] for r in known["remarks"] if r["message"] not in words(remarks)]
    tap.equal(unsaid[:3], [], "study: every remark of run.json stands in the report")
    tap.ok(all(s["name"] in words(report.section("run")) for s in known["stages"]), "study: so does every stage")
    excluded = [row for row in tap.table(folder, "hits") if row["excluded_by"]]
    on_page = [li for li in report.section("excluded").iter("li") if li.get("class", "").startswith("k")]
    tap.equal(len(on_page), len(excluded), "study: excluded hits in a list of their own")
    return report


def test_languages(folder, swedish):
    english = run(folder, "--lang", "en")
    check_page(english, "English")
    tap.equal(english.root.get("lang"), "en", "English: language")
    check_counts(english, "English", r"showing ([\d,]+) of ([\d,]+)")
    swedish_words = [w for w in ("Träffar", "Underlag", "Anmärkningar", "Kodbok") if w in
                     re.sub(r"<p>[^<]*<mark>.*?</p>", "", english.text)]
    tap.equal(swedish_words, [], "English: no word of the Swedish report")
    tap.equal(len(linked_counts(english)), len(linked_counts(swedish)), "English: the same counts")
    decimals = [cell for cell in english.root.iter("td") if re.search(r"\d,\d\d?\b(?!\d)", words(cell) or "")
                and not re.search(r"\d,\d{3}", words(cell))]
    tap.equal([words(c) for c in decimals if "where" not in str(c.attrib)][:3], [], "English: decimal points")


def test_limit(folder):
    report = run(folder, "--set", "write-html.max-hits=3")
    check_page(report, "limit 3")
    seen = check_counts(report, "limit 3")
    tap.ok(seen["cut"] > 0, "limit 3: lists are cut", seen)
    tap.ok(re.search(r"visar \d+ av \d+; alla finns i tables/hits\.csv", report.text), "limit 3: and say so")


def test_same_bytes(folder, first):
    again = run(folder, "--threads", "3")
    tap.ok(again.bytes == first.bytes, "the same bytes with three threads")


HOSTILE = "<script>alert(1)</script>\"'&amp;<b>"


def test_hostile(folder):
    """Markup in labels, definitions, rules, names, file names and speech is text."""
    source = os.path.join(folder, "in")
    os.makedirs(source)
    quoted = HOSTILE.replace("\\", "\\\\").replace('"', '\\"')
    book = os.path.join(folder, "book.yaml")
    with open(book, "w", encoding="utf-8") as f:
        f.write(f'codes:\n  - id: "x"\n    label: "{quoted}"\n    description: "{quoted}"\n'
                '    colour: "red;background:url(//x)"\n    rules: ["script*", "-alert*"]\n')
    people = os.path.join(folder, "people.csv")
    cell = '"' + HOSTILE.replace('"', '""') + '"'
    with open(people, "w", encoding="utf-8") as f:
        f.write(f"id,document,speaker,role,{cell}\n{cell},,Bo,{cell},{cell}\n")
    with open(os.path.join(source, "a&b '<i>.txt"), "w", encoding="utf-8") as f:
        f.write("".join(f"Eva: Vad {HOSTILE} då?\nBo: Jo, {HOSTILE} script & <u>scripten</u> [{HOSTILE}].\n" for _ in range(4)))
    p = tap.subprocess.run([tap.UTSAGA, "run", source, "--codebook", book, "--participants", people, "--output",
                            os.path.join(folder, "out")], capture_output=True)
    if p.returncode != 0:
        # A colour that is none may be refused; then the rest must still be inert.
        text = open(book, encoding="utf-8").read()
        open(book, "w", encoding="utf-8").write(re.sub(r"    colour:.*\n", "", text))
        tap.run("run", source, "--codebook", book, "--participants", people, "--output", os.path.join(folder, "out"))
    report = Report(os.path.join(folder, "out"))
    check_page(report, "hostile")
    tap.ok("<script>" not in report.text, "hostile: no script element in the bytes")
    tap.ok("url(" not in report.text, "hostile: no url in a style")
    tap.ok(HOSTILE in "".join(report.root.itertext()), "hostile: the label is shown as it was written")
    check_counts(report, "hostile")


def test_without(folder):
    for i, (name, more, codebook) in enumerate((("no codebook", (), None),
                                                ("no analyses", ("--without", "analyse-freq,analyse-cooccur"), CODEBOOK))):
        check_page(run(os.path.join(folder, str(i)), *more, codebook=codebook), name)


def test_seeds(folder):
    if not os.path.exists(os.path.join(tap.SHARED, "seeds")):
        print("# SKIP seeds: reference data not here")
        return
    report = run(folder, inputs=(os.path.join(tap.SHARED, "seeds"),), participants=None,
                 codebook=os.path.join(tap.SHARED, "domain", "codebook.tsv"))
    check_page(report, "seeds")
    seen = check_counts(report, "seeds")
    tap.ok(seen["g"] > 100, "seeds: counts were looked at", seen)


with tempfile.TemporaryDirectory() as home:
    study = test_study(os.path.join(home, "study"))
    test_languages(os.path.join(home, "en"), study)
    test_limit(os.path.join(home, "limit"))
    test_same_bytes(os.path.join(home, "again"), study)
    os.makedirs(os.path.join(home, "hostile"))
    test_hostile(os.path.join(home, "hostile"))
    os.makedirs(os.path.join(home, "without"))
    test_without(os.path.join(home, "without"))
    test_seeds(os.path.join(home, "seeds"))
tap.done()
