# SPDX-License-Identifier: GPL-3.0-or-later
"""Conventions of transcription: every sign of the tables in the README of annotate-turn, which convention a document follows, and that marked speech is counted."""
import os
import re
import tempfile

import tap

README = os.path.join(tap.SOURCE, "plugins", "annotate-turn", "README.md")


def tables():
    """(profile, signs, kinds) of each row; profile "every" for the first table."""
    with open(README, encoding="utf-8") as f:
        part = f.read().split("## Conventions")[1].split("\n## ")[0]
    profile, rows = "every", []
    for line in part.splitlines():
        head = re.match(r"`([a-z-]+)`, ", line)
        if head:
            profile = head[1]
        cells = re.match(r"\| (`.*?`) \| ([a-z_ ]+) \|", line)
        if cells:
            rows.append((profile, re.findall(r"`([^`]+)`", cells[1]), cells[2].split()))
    return rows


def write(folder, name, text):
    path = os.path.join(folder, name)
    with open(path, "w", encoding="utf-8") as f:
        f.write(text)
    return path


def profile_of(name):
    return ["--set", "annotate-turn.profile=" + name]


def events(path, *more):
    return [(e["kind"], e["text"]) for e in tap.show(path, "event", "json", *more)]


def words(path, *more):
    return [t["form"] for t in tap.show(path, "token", "json", *more) if t["kind"] in ("word", "number", "anonymised")]


def readme(folder):
    """Each sign in a turn of its own: all that becomes an event there has the kind of its row, and something does."""
    rows = tables()
    tap.equal(sorted({p for p, _, _ in rows}), ["bureau", "every", "gts", "jefferson", "plain", "report", "sv-verbatim"], "tables of six profiles")
    for profile in ("plain", "report", "sv-verbatim", "bureau", "gts", "jefferson"):
        mine = [r for r in rows if r[0] == profile or (r[0] == "every" and not (profile == "jefferson" and "comment" in r[2]))]
        lines = [(sign, kinds) for _, signs, kinds in mine for sign in signs]
        glued = {"¹", "[?? 0:03:10]"}
        path = write(folder, "a.txt", "".join(f"Anna: hej då{'' if sign in glued else ' '}{sign} slut\n" for sign, _ in lines))
        found = {}
        for e in tap.show(path, "event", "json", *profile_of(profile)):
            found.setdefault(e["begin"], e)
        at, wrong = 0, []
        with open(path, encoding="utf-8") as f:
            for (sign, kinds), line in zip(lines, f):
                got = [e for b, e in found.items() if at <= b < at + len(line)]
                if not got or not all(e["kind"] in kinds and e["text"] in sign for e in got):
                    wrong.append((sign, kinds, [(e["kind"], e["text"]) for e in got]))
                at += len(line)
        tap.equal(wrong, [], f"{profile}: {len(lines)} signs of its tables")


def speech_stays(folder):
    """What was said is counted, whatever the convention; what was not is not."""
    path = write(folder, "b.txt", "I: Hur var det?\nIP: Jag tän- jag (mm) tänkte [ja] att du va- du var.\nI: Jaså?\n")
    expected = "I Hur var det IP Jag tän- jag mm tänkte ja att du va- du var I Jaså".split()
    for profile in ("auto", "plain", "sv-verbatim", "bureau", "gts", "jefferson"):
        tap.equal(words(path, *profile_of(profile)), expected, f"{profile}: words in brackets and words cut off are words")
    path = write(folder, "c.txt", "$A: ja va+ [1 fem (skratt) tio ]1 / du\n$B: [1 mm ]1 // nej @ < tonfall: hård >\n")
    tap.equal(words(path), ["A", "ja", "va", "fem", "tio", "du", "B", "mm", "nej"], "gts: overlapped words count, numbers of overlaps and comments do not")
    path = write(folder, "d.txt", "A: ja (.) det [va du] bra (0.5) .hh ju\nB: [mm    ] (1.2) nej\n")
    tap.equal(words(path), ["A", "ja", "det", "va", "du", "bra", "ju", "B", "mm", "nej"], "jefferson: overlapped words count, breath does not")


COMPOUNDS = ["brukar- och anhörigföreningar", "in- och utgångar", "för-, mellan- och efterarbete", "social-\noch fritidsnämnden", "1990- och 2000-talet", "e-post", "A- och B-laget",
             "till- och frånvaro", "föräld-\nrar", "kl. 10-", "ett - två"]
CUT = ["tän- tänkte", "va- de var", "du va-", "jag vill- jag menar", "me- me- men", "det ä- och sen så", "så h-, alltså", "(jag tä- tänkte)", "”tän- jag"]


def cut_off(folder):
    for text in COMPOUNDS:
        path = write(folder, "e.txt", f"A: Vi har {text} slut.\nB: Jo.\n")
        tap.equal(events(path, *profile_of("sv-verbatim")), [], f"not cut off: {text!r}")
    for text in CUT:
        path = write(folder, "e.txt", f"A: så {text}\nB: Jo.\n")
        got = events(path, *profile_of("sv-verbatim"))
        expected = [("cutoff", w) for w in re.findall(r"\w+-(?!\w)", text)]
        tap.equal(got, expected, f"cut off: {text!r}")


DECISIONS = [
    ("sv-verbatim", "I: Hur var det?\nIP: Jag tän- jag (mm) tänkte det.\n"),
    ("sv-verbatim", "I: Hur var det? (paus 4 sek) [skratt]\nIP: De va- de var bra.\nI: Jaså?\n"),
    ("plain", "I: Hur var det?\nIP: Jag tän- tänkte det. [skratt]\n"),
    ("plain", "I: Steg (1) och (2)?\nIP: Nej [skratt], (3).\n"),
    ("gts", "$A: hej / du\n$B: ja [skratt]\n"),
    ("gts", "A: hej [1 du ]1\nB: [1 ja ]1\n"),
    ("jefferson", "A: ja (.) det [va du] bra (0.5) ju\nB:          [mm]\nA: .hh nä\n"),
    ("bureau", "Talare 1: Det är [hör inte 0:12:03] här.\nTalare 2: Jaha.\n"),
    ("report", "Många är nöjda. ”Det är bra (...) tycker jag”, (Chef, Maja) och så vidare.\n\nDe sa [ja] till det (mm) och (0,5) procent.\n"),
]


def decisions(folder):
    for profile, text in DECISIONS:
        path = write(folder, "f.txt", text)
        _, err = tap.run("run", path, "--output", os.path.join(folder, "ut"), "--outputs", "csv")
        with open(os.path.join(folder, "ut", "tables", "notes.csv"), encoding="utf-8-sig") as f:
            told = re.findall(r"convention of transcription: ([a-z-]+) \(([^)]+)\)", f.read())
        tap.ok(len(told) == 1 and told[0][0] == profile and told[0][1], f"auto takes {profile} and says why: {text[:40]!r}", told or err)
    path = write(folder, "g.txt", "I: Steg (1) och (2)?\nIP: Nej (mm), va- var det (3)?\n")
    tap.equal([k for k, _ in events(path)], ["backchannel", "cutoff"], "auto: a number in brackets is no pause without other pauses")
    tap.equal([k for k, _ in events(path, *profile_of("sv-verbatim"))], ["pause", "pause", "backchannel", "cutoff", "pause"], "named: it is")
    path = write(folder, "h.txt", "A: hej (.) [du] [vissel] (0.5) du\nB: .hh jo\n")
    tap.equal(events(path, *profile_of("sv-verbatim")), [("pause", "(.)"), ("comment", "[du]"), ("comment", "[vissel]"), ("pause", "(0.5)")], "unknown remarks")
    tap.run("run", path, "--output", os.path.join(folder, "ut"), "--outputs", "csv", *profile_of("sv-verbatim"))
    with open(os.path.join(folder, "ut", "tables", "notes.csv"), encoding="utf-8-sig") as f:
        notes = f.read()
    tap.ok("[du], [vissel]" in notes and "sv-verbatim (as told)" in notes, "unknown remarks are listed", notes)
    path = write(folder, "i.txt", "I: Hej (va)?\nIP: Jag tän- (mm) var (typ så) ute (va).\n")
    tap.equal(words(path), "I Hej va IP Jag tän- mm var typ så ute va".split(), "round brackets that no table names are words")
    tap.run("run", path, "--output", os.path.join(folder, "ut"), "--outputs", "csv")
    notes = [(n["message"].split(" ")[0], n["detail"]) for n in tap.table(os.path.join(folder, "ut"), "notes") if "round brackets" in n["message"]]
    tap.equal(notes, [("3", "(va), (typ så)")], "and are listed")
    _, err = tap.run("show", path, "--layer", "event", *profile_of("verbatim"), status=None)
    tap.ok("sv-verbatim" in err, "a profile that is none is refused, with the names of all", err)


with tempfile.TemporaryDirectory() as folder:
    readme(folder)
    speech_stays(folder)
    cut_off(folder)
    decisions(folder)
tap.done()
