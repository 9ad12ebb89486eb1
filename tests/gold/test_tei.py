# SPDX-License-Identifier: GPL-3.0-or-later
"""TEI: valid, nothing lost, every pointer resolves, every reference to characters is right."""
import collections
import os
import re
import shutil
import subprocess
import sys
import tarfile
import tempfile
import xml.etree.ElementTree as ET

import tap

TEI = "{http://www.tei-c.org/ns/1.0}"
XML = "{http://www.w3.org/XML/1998/namespace}"
SCHEMA = os.path.join(tap.SOURCE, "plugins", "write-tei", "utsaga-tei.rng")
NAME = re.compile(r"[^\W\d][\w.-]*")

# Every text is invented. Each holds something that has gone wrong in some program.
AWKWARD = {
    "tom.txt": "",
    "bara blanksteg.txt": " \n\n \n",
    "tecken & (namn) 100&;.txt": "Siri: 5 < 6 & 7 > 3, sa \"chefen\" och 'jag'. ]]> <u>\n\nMaja: &amp; &#8217; %20?\n",
    "emoji å.txt": "Åsa: 😀 hoppas 👩‍👩‍👧 på å, ä och ö. 😀hopp\n\nBo: Hoppas!\n",
    "kanter.txt": "hopp",
    "kapslad.txt": "I: Hoppas du på hopp om hopp?\n\nIP1: Hopp om hopp, hoppas inte på hopp\n",
    "markeringar.txt": "I: Ja ... [skratt] (paus) (...) det är [ohörbart] hos [namn], eh, (2 s) [telefonen ringer] precis... [??]\n\n"
                       "IP1: Mm. [00:01:02] Xxx (ohörbart) jag—\n",
    "tecken verbatim.txt": "I: Hur var det? (mm)\n\nIP1: Jag tän- jag (mm) tänkte (0,5) att, (I: ja) hopp... va- [ja] just så. (Mm.) Sen\n\nI: (Mm.) Jaså?\n",
    "tecken gts.txt": "$A: ja [1 femti ]1 / du va+ så\n$B: [1 mm ]1 // hopp [ja]\n@ < skratt >\n$A: ja @ < tonfall: hård > <1 nä >1\n",
    "tecken ca.txt": "A: ja (.) det [va- va ] bra (0.5) .hh ju\nB:             [mm   ]\nA: ( ) nä:j (1.2) ((hostar)) [[då\nB: [[ja fem[titre]\n",
    "utan talare.txt": "Ett stycke om hopp.\nMed en rad till.\n\nOch ett stycke till , med  två blanksteg\toch tabb.\n",
    "tomma turer.txt": "Anna:\n\nBo: Ja.\n\nAnna:  \n\nBo: Nej.\n",
    "mjuka.txt": "Anna: hopp\u00adfull och\u00a0hopp\u200bfull, o\u0308ver e\u0301n\n",
    "långt.txt": "Anna: " + "hopp och förtvivlan, " * 30000 + "slut.\n",
    "under/tom & lik.txt": "Anna: hopp.\n",
    "under/tecken & (namn) 100&;.txt": "Anna: Hopp?\n",
    "tid.txt": "[00:00:05] Anna: Hej hopp.\n\n[00:01:05] Bo: Ja [00:01:10] då.\n\nAnna (00:02:00): Nej.\n\nBo: Jo.\n",
    "talare.txt": "Åsa Öberg: Svar ett.\nAsa Oberg: Svar två.\n2:a läkaren: Svar tre.\nIP 1: Svar fyra.\nIP-1: Svar fem.\n"
                  "ÅÖ/Ek: Svar sex.\n",
}
CODEBOOK = ("theme\tparent\tlabel\tn_rules\trules\tdescription\n"
            "h\t-\tHopp & <annat>\t0\t-\tGrupp \"med\" tecken\n"
            "h.1\th\tHopp\t2\thopp*; -hopp om hopp\tAtt hoppas & tro\n"
            "h 1\th\tHopp\t2\thoppas ~2 hopp; hopp om hopp\t-\n"
            "ja\t-\tJa\t1\tja|hopp\t-\n")


class Checked:
    """A TEI file with its text, and what is wrong with it."""

    def __init__(self, folder, name):
        self.path = os.path.join(folder, "tei", name + ".xml")
        with open(os.path.join(folder, "tei", name + ".txt"), encoding="utf-8", newline="") as f:
            self.text = f.read()
        self.root = ET.parse(self.path).getroot()
        self.body = self.root.find(f"{TEI}text/{TEI}body")
        self.ids = [e.get(XML + "id") for e in self.root.iter() if e.get(XML + "id")]
        self.by_id = {e.get(XML + "id"): e for e in self.root.iter() if e.get(XML + "id")}

    def range_of(self, element, attribute="corresp"):
        m = re.fullmatch(r"[^#\s]+#char=(\d+),(\d+)", element.get(attribute, ""))
        return (int(m[1]), int(m[2])) if m else None

    def utterances(self):
        """What does not equal the text it points at."""
        wrong = []
        for u in self.root.iter(TEI + "u"):
            at, value = self.range_of(u), "".join(u.itertext())
            if value != (self.text[at[0]:at[1]] if at else ""):
                wrong.append(f"{u.get(XML + 'id')} at {at}")
        return wrong

    def lost(self):
        """The first place where the body and the text differ, white space aside; None when they do not."""
        got, expected = "".join("".join(self.body.itertext()).split()), "".join(self.text.split())
        if got == expected:
            return None
        same = os.path.commonprefix([got, expected])
        return f"after {len(same)} characters: {got[len(same):][:40]!r} for {expected[len(same):][:40]!r}"

    def pointers(self):
        wrong = [i for i in self.ids if not NAME.fullmatch(i)]
        wrong += [i for i, n in collections.Counter(self.ids).items() if n > 1]
        for e in self.root.iter():
            for name, value in e.attrib.items():
                if name in ("n", "lemma", "norm"):
                    continue
                wrong += [f"{e.tag} {name} {p}" for p in value.split() if p.startswith("#") and p[1:] not in self.by_id]
        people = (TEI + "person", TEI + "personGrp")
        wrong += [u.get("who") for u in self.root.iter(TEI + "u") if u.get("who") and
                  self.by_id[u.get("who")[1:]].tag not in people]
        return wrong

    def spans(self):
        """(begin, end, code, excluded) of each span; and the spans whose tokens do not make up their characters."""
        tokens = [e for e in self.body.iter() if e.tag in (TEI + "w", TEI + "pc")]
        place = {e.get(XML + "id"): k for k, e in enumerate(tokens)}
        found, wrong = [], []
        for group in self.root.iter(TEI + "spanGrp"):
            for span in group:
                at = self.range_of(span) or self.range_of(span, "target")
                code = self.by_id[span.get("ana")[1:]].get("n")
                excluded = group.get("type") == "theme-excluded"
                found.append((at[0], at[1], code, excluded))
                if not span.get("from"):
                    continue
                first, last = place[span.get("from")[1:]], place[span.get("to", span.get("from"))[1:]]
                covered = ["".join(t.itertext()) for t in tokens[first:last + 1]]
                if "".join("".join(covered).split()) != "".join(self.text[at[0]:at[1]].split()):
                    # Marks between the tokens are not tokens: then the tokens stand in the characters in order.
                    rest = self.text[at[0]:at[1]]
                    for form in covered:
                        if form not in rest:
                            wrong.append(span.get(XML + "id"))
                            break
                        rest = rest.split(form, 1)[1]
                if not excluded:
                    wrong += [span.get(XML + "id") + " ana" for t in tokens[first:last + 1]
                              if span.get("ana") not in t.get("ana", "").split()]
        return sorted(found), wrong


def validate(paths, what):
    """Against the schema of this plugin."""
    if not shutil.which("xmllint"):
        print(f"ok {tap._count + 1} - {what} # SKIP xmllint is not installed")
        tap._count += 1
        return
    p = subprocess.run(["xmllint", "--noout", "--nonet", "--huge", "--relaxng", SCHEMA, *paths], capture_output=True)
    errors = [line for line in p.stderr.decode("utf-8").splitlines() if not line.endswith(" validates")]
    tap.ok(p.returncode == 0, what, "\n".join(errors[:20]))


def check_tei(paths, what):
    """Against TEI P5 itself, where the checker of the reference data is there."""
    script = os.path.join(tap.SHARED, "exchange", "check_tei.sh")
    if not os.path.exists(script):
        print(f"ok {tap._count + 1} - {what} # SKIP reference data not here: exchange/check_tei.sh")
        tap._count += 1
        return
    p = subprocess.run([script, *paths], capture_output=True)
    tap.ok(p.returncode == 0, what, p.stdout.decode("utf-8")[-3000:])


def names_of(files):
    return sorted(os.path.splitext(name)[0] for name in files)


def check_all(folder, names, what):
    wrong = collections.defaultdict(list)
    for name in names:
        c = Checked(folder, name)
        for question, answer in (("u", c.utterances()), ("lost", c.lost()), ("ids", c.pointers()), ("spans", c.spans()[1])):
            if answer:
                wrong[question].append((name, answer[:80]))
    tap.equal(wrong["u"], [], f"{what}: each u is its text, to the space")
    tap.equal(wrong["lost"], [], f"{what}: nothing is lost")
    tap.equal(wrong["ids"], [], f"{what}: ids and pointers")
    tap.equal(wrong["spans"], [], f"{what}: spans cover their tokens")
    validate([os.path.join(folder, "tei", n + ".xml") for n in names], f"{what}: valid against utsaga-tei.rng")


def awkward(work):
    source = os.path.join(work, "in")
    for name, text in AWKWARD.items():
        path = os.path.join(source, name)
        os.makedirs(os.path.dirname(path), exist_ok=True)
        with open(path, "w", encoding="utf-8", newline="") as f:
            f.write(text)
    codebook = os.path.join(work, "kodbok & mer.tsv")
    with open(codebook, "w", encoding="utf-8") as f:
        f.write(CODEBOOK)
    names = names_of(AWKWARD)
    variants = {
        "plain": [],
        "ids=always": ["--set", "write-tei.ids=always", "--set", "write-tei.links=true"],
        "tokens=none": ["--set", "write-tei.tokens=none", "--set", "write-tei.authority=Projektet <&> \"Hopp\""],
    }
    for what, options in variants.items():
        out = os.path.join(work, what)
        tap.run("run", source, "--codebook", codebook, "--output", out, "--outputs", "tei", *options)
        check_all(out, names, what)
        some = names if what == "plain" else ["kapslad", "markeringar", "tom"]
        check_tei([os.path.join(out, "tei", n + ".xml") for n in some], f"{what}: valid TEI P5")
    plain = os.path.join(work, "plain")
    hits(source, codebook, plain)
    people(plain)
    marks(plain)
    times(plain)
    always = Checked(os.path.join(work, "ids=always"), "kapslad")
    tokens = [e for e in always.body.iter() if e.tag in (TEI + "w", TEI + "pc")]
    tap.ok(tokens and all(e.get(XML + "id") for e in tokens), "ids=always: every token has one")
    tap.ok(any(True for _ in always.root.iter(TEI + "link")), "links: pairs of themes are linked")
    none = Checked(os.path.join(work, "tokens=none"), "kapslad")
    tap.ok(not list(none.root.iter(TEI + "w")), "tokens=none: no w")
    tap.equal([s[:3] for s in none.spans()[0]], [s[:3] for s in Checked(plain, "kapslad").spans()[0]],
              "tokens=none: the same themes at the same characters")
    out = os.path.join(work, "no text")
    tap.run("run", source, "--output", out, "--outputs", "tei", "--set", "write-tei.text=false")
    tap.equal([f for _, _, files in os.walk(out) for f in files if f.endswith(".txt")], [], "text=false: no text beside it")


def hits(source, codebook, folder):
    """The spans are the hits that `show` lists, excluded ones apart."""
    for name in ("kapslad", "kanter", "emoji å"):
        rows = tap.show(os.path.join(source, name + ".txt"), "hit", "tsv", "--codebook", codebook)
        expected = sorted((int(r["begin"]), int(r["end"]), r["code"], bool(r["excluded_by"])) for r in rows)
        tap.ok(expected, f"{name}: there are hits")
        tap.equal(Checked(folder, name).spans()[0], expected, f"{name}: spans are the hits of show")


def people(folder):
    c = Checked(folder, "talare")
    tap.equal([p.find(TEI + "persName").text for p in c.root.iter(TEI + "person")],
              ["Åsa Öberg", "Asa Oberg", "2:a läkaren", "IP 1", "IP-1", "ÅÖ/Ek"], "six speakers are six persons")
    who = [u.get("who") for u in c.root.iter(TEI + "u")]
    tap.equal(len(set(who)), 6, "each u has a speaker of its own")
    tap.equal([label.text for label in c.body.iter(TEI + "label")][2:4], ["2:a läkaren:", "IP 1:"], "labels are kept outside u")
    tap.equal(["".join(u.itertext()) for u in c.body.iter(TEI + "u")][5], "Svar sex.", "and are not in it")


def marks(folder):
    c = Checked(folder, "markeringar")
    vocal = ["".join(v.itertext()) for v in c.body.iter(TEI + "vocal")]
    tap.ok("[skratt]" in vocal, "laughter is vocal", vocal)
    gaps = {("".join(g.itertext()), g.get("reason")) for g in c.body.iter(TEI + "gap")}
    tap.ok(("(...)", "editorial") in gaps, "omitted text is a gap", gaps)
    tap.ok(("[ohörbart]", "inaudible") in gaps, "inaudible speech is a gap", gaps)
    tap.ok(("[namn]", "anonymised") in gaps, "a replaced name is a gap", gaps)
    words = ["".join(w.itertext()) for w in c.body.iter(TEI + "w")]
    tap.ok("[namn]" in words and "[skratt]" not in words, "a replaced name is a word, laughter is not", words)
    tap.ok(list(c.body.iter(TEI + "pause")), "a pause is marked")


def times(folder):
    c = Checked(folder, "tid")
    when = {"#" + w.get(XML + "id"): float(w.get("interval")) for w in c.root.iter(TEI + "when") if w.get("interval")}
    tap.equal([when.get(u.get("start")) for u in c.body.iter(TEI + "u")], [5, 65, 120, None], "u start where the time is known")
    spoken = [t.text for u in c.body.iter(TEI + "u") for t in u.iter(TEI + "time")]
    tap.equal(spoken, ["[00:01:10]"], "a time stamp in the speech is time")


def seeds(work):
    """The report: every quote, attributed; the article."""
    folder = os.path.join(tap.SHARED, "seeds")
    if not os.path.isdir(folder):
        return
    out = os.path.join(work, "seeds")
    tap.run("run", folder, "--codebook", os.path.join(tap.SHARED, "domain", "codebook.tsv"), "--output", out, "--outputs", "tei")
    names = names_of(f for f in os.listdir(folder) if f.endswith(".txt"))
    check_all(out, names, "seeds")
    check_tei([os.path.join(out, "tei", n + ".xml") for n in names], "seeds: valid TEI P5")
    with open(os.path.join(tap.SHARED, "domain", "quotes.tsv"), encoding="utf-8") as f:
        gold = [dict(zip(header, line.rstrip("\n").split("\t"))) for header in [f.readline().rstrip("\n").split("\t")]
                for line in f]
    c = Checked(out, next(n for n in names if n.startswith("004")))
    parts = {}
    for u in c.root.iter(TEI + "u"):
        parts.setdefault(u.get("n"), []).append("%d-%d" % c.range_of(u))
    tap.equal(sorted(";".join(p) for p in parts.values()),
              sorted(q["segments"].replace(",", ";").replace(" ", "") for q in gold), "the 123 quotes are u, part by part")
    cited = {"".join(b.itertext()) for b in c.body.iter(TEI + "bibl")}
    missing = {q["attr_raw"] for q in gold if q["attr_raw"] != "-"} - cited
    tap.equal(missing, set(), "attributions stand in bibl")
    cited = [q for q in c.body.iter(TEI + "cit") if q.find(f"{TEI}quote/{TEI}u") is not None]
    tap.equal(len(cited), sum(q["attr_raw"] != "-" for q in gold), "each attributed quote is a cit with quote and bibl")
    candidates = [q for q in c.body.iter(TEI + "quote") if q.get("type") == "candidate"]
    tap.equal(len(candidates), sum(q["attr_raw"] == "-" for q in gold), "quotes without attribution are candidates")
    labels = [int(m) for u in c.root.iter(TEI + "note") if u.get("place") == "bottom" for m in [u.get("n")] if m]
    tap.equal(labels, list(range(1, 13)), "the 12 footnotes are notes, with their numbers")
    roles = {p.get("role") for p in c.root.iter(TEI + "person")} | {p.get("role") for p in c.root.iter(TEI + "personGrp")}
    tap.equal(roles, {"chef", "medarbetare", "peer_supporter"}, "persons and groups have the roles of the report")


def parliament(work):
    """Long turns by the thousand: a few files whole."""
    archive = os.path.join(tap.SHARED, "corpora", "riksdag-plain.tar.xz")
    if not os.path.exists(archive):
        return
    source, out = os.path.join(work, "riksdag"), os.path.join(work, "riksdag-out")
    with tarfile.open(archive) as tar:
        picked = [m for _, m in zip(range(4), (m for m in tar if m.isfile() and m.name.endswith(".txt")))]
        for m in picked:
            os.makedirs(source, exist_ok=True)
            with open(os.path.join(source, os.path.basename(m.name)), "wb") as f:
                f.write(tar.extractfile(m).read())
    tap.run("run", source, "--codebook", os.path.join(tap.SHARED, "domain", "codebook.tsv"), "--output", out, "--outputs", "tei")
    names = names_of(os.listdir(source))
    check_all(out, names, "parliament")
    check_tei([os.path.join(out, "tei", n + ".xml") for n in names], "parliament: valid TEI P5")


def main():
    with tempfile.TemporaryDirectory() as work:
        awkward(work)
        seeds(work)
        parliament(work)
    tap.done()


if __name__ == "__main__":
    sys.exit(main())
