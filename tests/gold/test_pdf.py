# SPDX-License-Identifier: GPL-3.0-or-later
"""read-pdf: layouts set for the purpose, with right answers by hand; the dialogue and a report; pdftotext as an independent
reader; refusals."""
import glob
import os
import re
import shutil
import subprocess
import sys
import tempfile

import dialogue
import tap

sys.path.insert(0, os.path.join(tap.SOURCE, "tests", "harness"))
import pdf  # noqa: E402

PROSE = "Vi har arbetat med detta i flera veckor och det har varit mycket nytt att ta in men nu ser alla att det fungerar bra i vardagen"


def write(folder, name, data):
    path = os.path.join(folder, name)
    with open(path, "wb") as f:
        f.write(data)
    return path


def text_of(path):
    return tap.show(path, "text", "text").rstrip("\n")


def paragraphs(path):
    return text_of(path).split("\n\n")


def column(items, x, y, most, text, size=11, leading=14, first=0, rest=0):
    """Sets a paragraph; returns the height below it."""
    for i, line in enumerate(pdf.wrap(text, size, most, first, rest)):
        items.append((x + (rest if i else first), y, size, line))
        y += leading
    return y


def hyphens(folder):
    # End of a line, begin of the next, together.
    pairs = [("stads-", "delen", "stadsdelen"), ("social-", "och äldreomsorg", "social- och äldreomsorg"), ("e-", "post", "e-post"),
             ("Bo-", "Göran", "Bo-Göran"), ("SIP-", "möte", "SIP-möte"), ("2019-", "2021", "2019-2021"), ("brukar\u00ad", "inflytande", "brukarinflytande"),
             ("peer-", "supporter", "peer-supporter"), ("vård--", "planer", "vård-planer"), ("in-", "eller utskrivning", "in- eller utskrivning"),
             ("så -", "ja", "så - ja"), ("kamrat-", "stödjare", "kamratstödjare")]
    items, y, expected = [], 80, []
    for a, b, joined in pairs:
        # The first line is as long as lines get, so the second belongs to it.
        fill = "det var en gång " * 9
        while pdf.width(fill + a, 11) > 400:
            fill = fill.split(" ", 1)[1]
        items += [(80 + 400 - pdf.width(fill + a, 11), y, 11, fill + a), (80, y + 14, 11, b + " slut.")]
        items[-2] = (80, y, 11, fill + a)
        expected.append(" ".join((fill + joined).split()) + " slut.")
        y += 42
    items.append((80, y, 11, "En peer-supporter och en peer-supporter, en kamratstödjare."))
    expected.append(items[-1][3])
    got = paragraphs(write(folder, "h.pdf", pdf.build([items])))
    for (a, b, joined), g, e in zip(pairs, got, expected):
        tap.equal(g, e, f"{a} + {b}: {joined}")
    tap.equal(len(got), len(expected), "a paragraph for each")


def pages(folder):
    """A turn over three pages with header, page number, line numbers and notes."""
    texts = ["Anna: Hur började det?", "Bo: " + " ".join([PROSE] * 14) + ".", "Anna: Tack."]
    lines = []
    for text in texts:
        lines += [(i, line) for i, line in enumerate(pdf.wrap(text, 11, 400))]
    made, note = [], 0
    for k in range(0, len(lines), 12):
        items = [(80, 40, 9, "Intervju med Bo, konfidentiellt"), (280, 800, 9, f"Sida {len(made) + 1}")]
        for row, (_, line) in enumerate(lines[k:k + 12]):
            items.append((80, 100 + 14 * row, 11, line))
            number = k + row + 1
            if number % 5 == 0:
                items.append((50, 100 + 14 * row, 8, str(number)))
        note += 1
        last = items[-1] if items[-1][0] == 80 else items[-2]
        items.append((80 + pdf.width(last[3], 11) + 0.5, last[1] - 4, 6, str(note)))
        items += [(80, 700, 6, str(note)), (84, 702, 8, f"Om kapitel {note * 3} i boken."), (80, 712, 8, "Och mer om " + "abc"[note - 1] + ".")]
        made.append(items)
    path = write(folder, "p.pdf", pdf.build(made, "Intervju åtta"))
    got = paragraphs(path)
    notes = [f"{n} Om kapitel {n * 3} i boken. Och mer om {'abc'[n - 1]}." for n in range(1, note + 1)]
    events = [e for e in dialogue.as_read(path, "event")]
    tap.equal([(e["kind"], e["text"]) for e in events], [("note_ref", str(n)) for n in range(1, note + 1)], "references to notes")
    text = text_of(path)
    for e in reversed(events):
        text = text[:int(e["begin"])] + text[int(e["end"]):]
    tap.equal(text.split("\n\n")[:3], texts, "page breaks cut no turn")
    tap.equal(got[3:], notes + ["Intervju med Bo, konfidentiellt", "Sida 1"], "notes and furniture come last, furniture once")
    zones = {z["text"]: z["kind"] for z in dialogue.as_read(path, "zone")}
    tap.equal([zones.get(notes[0]), zones.get("Sida 1")], ["footnote", "furniture"], "their zones")
    _, err = tap.run("show", path, "--layer", "text", "--verbose")
    tap.ok(f"{len(lines) // 5} numbers of lines" in err, "line numbers are left out and counted", err)


def columns(folder):
    items, texts = [(80, 60, 18, "En rubrik över två spalter")], []
    for side in range(2):
        y = 100
        for n in range(4):
            text = f"Spalt {side + 1} stycke {n + 1}. {PROSE}."
            texts.append(text)
            y = column(items, 60 + 250 * side, y, 225, text) + 8
    path = write(folder, "s.pdf", pdf.build([items]))
    tap.equal(paragraphs(path), ["En rubrik över två spalter"] + texts, "two columns in the order of reading")
    zones = [(z["kind"], z["text"]) for z in dialogue.as_read(path, "zone")]
    tap.equal(zones, [("heading", "En rubrik över två spalter")], "what is larger is a heading")
    for count, width in ((3, 150), (4, 115)):
        items, texts = [], []
        for side in range(count):
            y = 100
            for n in range(3):
                texts.append(f"Spalt {side + 1} av {count} stycke {n + 1}. {PROSE}." + " Sist." * (n == 2))
                y = column(items, 40 + side * 525 / count, y, width, texts[-1]) + 8
        text = tap.show(write(folder, "s.pdf", pdf.build([items])), "text", "text")
        tap.equal(" ".join(text.split()), " ".join(texts), f"{count} columns in the order of reading")
    # A table of three narrow columns is no text in columns.
    rows, items, y = [("0:01", "Intervjuare", "Hur mår du?"), ("0:09", "Bo", "Bra."), ("0:12", "Intervjuare", "Fint.")] * 3, [], 100
    for row in rows:
        items += [(60 + 150 * i, y, 11, cell) for i, cell in enumerate(row)]
        y += 16
    tap.equal(paragraphs(write(folder, "t.pdf", pdf.build([items]))), ["\t".join(row) for row in rows], "a table stays in rows")


def indents(folder):
    turns = ["Anna:", "Bo:"] * 3
    for name, first, rest, gap in [("first line", 20, 0, 0), ("hanging", 0, 30, 0), ("distance", 0, 0, 8)]:
        items, y, texts = [], 80, []
        for n, turn in enumerate(turns):
            texts.append(f"{turn} {n} {PROSE} och {PROSE}.")
            y = column(items, 80, y, 400, texts[-1], first=first, rest=rest) + gap
        # The last line of each ends where the lines end, so only the layout tells.
        tap.equal(paragraphs(write(folder, "i.pdf", pdf.build([items]))), texts, f"paragraphs by {name}")
    items = [(60, 80 + 14 * i, 11, label, "bold") for i, label in enumerate(["I:", "IP:", "I:"])]
    items += [(110, 80 + 14 * i, 11, text) for i, text in enumerate(["Hur mår du?", "Bra.", "Jaha."])]
    path = write(folder, "l.pdf", pdf.build([items]))
    tap.equal([(t["speaker"], t["text"]) for t in tap.show(path, "turn", "json")], [("I", "Hur mår du?"), ("IP", "Bra."), ("I", "Jaha.")],
              "labels before a tab")


def refused(folder):
    good = pdf.build([[(80, 80, 11, "Hej")]])
    bad = {"tom.pdf": (b"", "empty"), "text.pdf": (b"Bara text", "%PDF-"), "bild.pdf": (pdf.build([[], []]), "OCR"),
           "skrap.pdf": (b"%PDF-1.4\n" + bytes(range(256)) * 4, "damaged"), "kort.pdf": (good[:40], "damaged"),
           "last.pdf": (pdf.build([[(80, 80, 11, "Hej")]], encrypted=True), "password")}
    for name, (data, words) in bad.items():
        _, err = tap.run("show", write(folder, name, data), "--layer", "text", status=None)
        tap.ok(words in err and name in err, f"{name}: refused with its reason", err)
    mixed = os.path.join(folder, "blandat")
    os.mkdir(mixed)
    write(mixed, "a.pdf", good), write(mixed, "b.pdf", b"Bara text"), write(mixed, "c.rtf", b"{\\rtf1 Hej}"), write(mixed, "d.rtf", b"Bara text")
    _, err = tap.run("run", mixed, "--output", os.path.join(folder, "ut"), status=3)
    tap.ok("2 documents read, 2 skipped" in err and "%PDF-" in err and "{\\rtf" in err, "a folder: what is wrong is told, the rest is read", err)
    tap.equal(text_of(write(folder, "fel.txt", good)), "Hej", "the content counts, not the suffix")
    _, err = tap.run("show", write(folder, "halv.pdf", pdf.build([[(80, 80, 11, "Hej")], []])), "--layer", "text")
    tap.ok("1 pages hold no text" in err, "a page without text is told", err)


def letters(text):
    return re.sub(r"[\W_]", "", text.replace("\ufb01", "fi").replace("\ufb02", "fl"))


def samples():
    folder = os.path.join(tap.SHARED, "samples", "pdf")
    path = os.path.join(folder, "sv_suspended_hyphens.pdf")
    sentence = "Miljö- och energiministern samt social- och äldreomsorgsnämnden svarade på e-post om vård-planer."
    got = [re.sub(r"^(x )+", "", p) for p in paragraphs(path)]
    tap.equal(got[:26], [sentence] * 26, "hyphens at 26 places of one sentence")
    report = paragraphs(os.path.join(folder, "sv_report_hyphenated.pdf"))
    tap.equal(len({re.sub(r"\d$", "", p) for p in report[1:15]}), 1, "a paragraph that comes back 14 times is always the same")
    ends = [p for p in report if re.match(r"\d ", p)]
    tap.equal([p[:2] for p in ends], [f"{n} " for n in range(1, 8)], "seven notes")
    # A text box lies in the first turn, and the program printed a deleted word into the second.
    turns = dialogue.spoken(os.path.join(folder, "sv_interview.pdf"))
    expected = [(dialogue.SHORT[who], said) for who, said in dialogue.original()][2:18]
    wrong = [(g["speaker"], g["words"], e) for g, e in zip(turns[2:18], expected) if (g["speaker"], g["words"]) != e]
    tap.equal(wrong, [], "the dialogue: turns 3 to 18")
    if not shutil.which("pdftotext"):
        tap.skip("the same letters as pdftotext", "pdftotext is not here")
        return
    for path in sorted(glob.glob(folder + "/*.pdf")):
        name = os.path.basename(path)
        raw = subprocess.run(["pdftotext", "-raw", path, "-"], capture_output=True, check=True).stdout.decode()
        if name == "sv_interview.pdf":  # line numbers are left out, and a text box lies across two lines
            raw = re.sub(r"(?m)^(\d+ ?)+$", "", raw)
            tap.equal(sorted(set(re.findall(r"[^\W\d]{4,}", raw)) - set(re.findall(r"[^\W\d]+", text_of(path)))), [], f"{name}: no word is lost")
            continue
        body = [line for line in raw.replace("\f", "\n").split("\n") if not re.match(r"Göteborgs Stad ·|Sida \d|\d+ ?Social", line)]
        ours = [p for p in paragraphs(path) if not re.match(r"Göteborgs Stad ·|Sida \d|\d+ ?Social", p)]
        tap.equal(letters("".join(ours)) == letters("".join(body)), True, f"{name}: the letters of pdftotext in its order")


with tempfile.TemporaryDirectory() as folder:
    hyphens(folder)
    pages(folder)
    columns(folder)
    indents(folder)
    refused(folder)
    if os.path.isdir(tap.SHARED):
        samples()
    else:
        tap.skip("samples", "reference data not here")
tap.done()
