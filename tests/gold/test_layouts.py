# SPDX-License-Identifier: GPL-3.0-or-later
"""Layouts of transcripts in Word documents, made here from the invented dialogue: speakers, words and times of every turn."""
import os
import tempfile

import dialogue
import office
import tap
from office import box, p, r, table

tap.need_shared("samples", "plaintext", "sv_full_labels.txt")
SPOKEN = []
with open(os.path.join(tap.SHARED, "samples", "plaintext", "sv_full_labels.txt"), encoding="utf-8") as f:
    for row in f:
        label, _, said = row.rstrip("\n").partition(": ")
        if label in dialogue.LONG:
            SPOKEN.append((label, said))
LONG = dict(zip(dialogue.LONG, dialogue.LONG))
NAMES = dict(zip(dialogue.LONG, ("Anna Ek", "Bo Öst", "Örjan Åkerlund")))
NUMBERS = dict(zip(dialogue.LONG, ("Talare 1", "Talare 2", "Talare 3")))
NOBODY = dict.fromkeys(dialogue.LONG)
STYLES = "".join(f'<w:style w:type="paragraph" w:styleId="R{i}"><w:name w:val="heading {i}"/></w:style>' for i in (1, 2, 3))
NUMBERING = ('<w:abstractNum w:abstractNumId="0"><w:lvl w:ilvl="0"><w:start w:val="1"/><w:numFmt w:val="decimal"/><w:lvlText w:val="%1."/></w:lvl></w:abstractNum>'
             '<w:abstractNum w:abstractNumId="1"><w:lvl w:ilvl="0"><w:numFmt w:val="bullet"/><w:lvlText w:val="-"/></w:lvl></w:abstractNum>'
             '<w:num w:numId="1"><w:abstractNumId w:val="0"/></w:num><w:num w:numId="2"><w:abstractNumId w:val="1"/></w:num>')
ITEM, DASH = ('<w:numPr><w:ilvl w:val="0"/><w:numId w:val="%d"/></w:numPr>' % n for n in (1, 2))
TITLE = p(r("Intervju 7"))
SUMMARY = (p(r("Sammanfattning"), style="R2") + p(r("Anna och Bo talar om återhämtning: det är viktigt.")) + p(r("Vården: medicinen kommer först.")) + p(r("Nästa steg: mejla alla."))
           + p(r("Transkription"), style="R2"))


def clock(s):
    return f"{s // 3600:02}:{s // 60 % 60:02}:{s % 60:02}"


def each(make, names=LONG):
    """What @make makes of speaker, words, seconds and number of each turn, in a row."""
    return [make(names[who], said, s, i) for i, ((who, said), s) in enumerate(zip(SPOKEN, dialogue.STARTS))]


def rows(*columns, head=()):
    of = {"who": lambda w, t, s, i: w, "said": lambda w, t, s, i: t, "time": lambda w, t, s, i: clock(s), "nr": lambda w, t, s, i: str(i + 1),
          "both": lambda w, t, s, i: p(r(w)) + p(r(clock(s)))}
    return table(*([head] if head else []), *each(lambda *a: [of[c](*a) for c in columns]))


def join(make, names=LONG):
    return "".join(each(make, names))


# Body, speakers, whether times are known.
LAYOUTS = {
    "a label and a colon": (TITLE + join(lambda w, t, s, i: p(r(w + ":", "<w:b/>"), r(" " + t))), LONG, False),
    "a label and a tab": (TITLE + join(lambda w, t, s, i: p(r(w), r("", inner="<w:tab/>"), r(t))), LONG, False),
    "a line for each sentence": (join(lambda w, t, s, i: p(*[r(x, inner="<w:br/>") for x in (w + ": " + t).replace(". ", ".\n").split("\n")])), LONG, False),
    "a header": (p(r("Intervjuare: Anna Ek")) + p(r("Intervjuperson: Bo Öst")) + p(r("Datum: 2021-03-09")) + join(lambda w, t, s, i: p(r(f"{w}: {t}"))), LONG, False),
    "speaker, text": (TITLE + rows("who", "said"), LONG, False),
    "time, speaker, text, with a head": (TITLE + rows("time", "who", "said", head=("Tid", "Talare", "Text")), LONG, True),
    "speaker, time, text": (rows("who", "time", "said", head=("Talare", "Tid", "Text")), LONG, True),
    "time, text, speaker": (rows("time", "said", "who"), LONG, True),
    "number, time, speaker, text": (rows("nr", "time", "who", "said", head=("Nr", "Tid", "Talare", "Text")), LONG, True),
    "speaker and time in a cell": (rows("both", "said"), LONG, True),
    "numbered turns": (join(lambda w, t, s, i: p(r(f"{w}: {t}"), props=ITEM)), LONG, False),
    "dashes by the word processor": (join(lambda w, t, s, i: p(r(t), props=DASH)), NOBODY, False),
    "Word's own transcription": (p(r("Ljudfil"), style="R1") + p(r("intervju 7.m4a")) + p(r("Transkription"), style="R1")
                                 + join(lambda w, t, s, i: p(r(f"{clock(s)} {w}")) + p(r(t)), NUMBERS), NUMBERS, True),
    "Teams": (TITLE + p(r("15 augusti 2026")) + p(r("Anna Ek", "<w:b/>"), r(" startade transkription"))
              + join(lambda w, t, s, i: p(r(w, "<w:b/>"), r(f"   {s // 60}:{s % 60:02}"), r("", inner="<w:br/>"), r(t.replace("kl. ", "kl.\n"))), NAMES) + p(r("Anna Ek stoppade transkription")), NAMES, True),
    "Meet, times as headings": (p(r("Intervju 7"), style="R1") + SUMMARY + join(lambda w, t, s, i: p(r(clock(s)), style="R3") + p(r(f"{w}: {t}")), NAMES), NAMES, True),
    "Meet, times as lines": (p(r("Intervju 7"), style="R1") + SUMMARY + join(lambda w, t, s, i: p(r(clock(s))) + p(r(f"{w}: {t}")), NAMES), NAMES, True),
    "name and time on a line": (TITLE + join(lambda w, t, s, i: p(r(f"{w}  {s // 60}:{s % 60:02}", "<w:b/>")) + p(r(t)), NAMES), NAMES, True),
    "name on a line": (join(lambda w, t, s, i: p(r(w, "<w:b/>")) + p(r(t)), NAMES), NAMES, False),
    "name as a heading": (p(r("Intervju 7"), style="R1") + join(lambda w, t, s, i: p(r(w), style="R3") + p(r(t)), NAMES), NAMES, False),
    "headings between": (p(r("Fråga 1"), style="R1") + join(lambda w, t, s, i: (p(r("Fråga 2"), style="R1") if i == 8 else "") + p(r(f"{w}: {t}"))), LONG, False),
    "a text box between": (TITLE + join(lambda w, t, s, i: p(r(f"{w}: {t}"), box(p(r("OBS: kolla citatet"))) if i == 4 else "")), LONG, False),
    "footnotes": (TITLE + join(lambda w, t, s, i: p(r(f"{w}: {t}"), r("", inner='<w:footnoteReference w:id="2"/>') if i == 4 else "")), LONG, False),
}
NOTE = '<w:footnote w:id="2">' + p(r("Anna: skrattar.")) + "</w:footnote>"


def check(path, name, speakers, timed):
    turns = dialogue.spoken(path)
    expected = [(speakers[who], dialogue.words(said)) for who, said in SPOKEN]
    tap.equal([(t["speaker"], t["words"]) for t in turns], expected, name)
    if timed:
        tap.equal([t["start_s"] for t in turns], dialogue.STARTS, name + ": times")


with tempfile.TemporaryDirectory() as folder:
    for title, (body, speakers, timed) in LAYOUTS.items():
        check(office.write(os.path.join(folder, "a.docx"), body, styles=STYLES, numbering=NUMBERING, footnotes=NOTE, header1=p(r("Bo: konfidentiellt"))), title, speakers, timed)
    # A bold question, an answer as usual; only two speak.
    body = "".join(p(r(said, "<w:b/>" if who == "Intervjuare" else "")) for who, said in SPOKEN if who != "Örjan")
    turns = tap.show(office.write(os.path.join(folder, "a.docx"), body), "turn", "json")
    zones = ["question" if who == "Intervjuare" else "speech" for who, _ in SPOKEN if who != "Örjan"]
    tap.equal([t["zone"] for t in turns], zones, "bold questions")
    # Labels first, a table from the tenth turn on: the speakers are the same, and no row is taken into the turn above it.
    body = "".join(p(r(f"{who}: {said}")) for who, said in SPOKEN[:9]) + p(r("Efter pausen")) + table(*SPOKEN[9:])
    turns = tap.show(office.write(os.path.join(folder, "a.docx"), body), "turn", "json")
    tap.equal([(t["speaker"], t["text"].split("\n")[0]) for t in turns], SPOKEN, "labels, then a table")
    body = table(*SPOKEN[:9]) + p(r("Efter pausen")) + "".join(p(r(f"{who}: {said}")) for who, said in SPOKEN[9:])
    turns = tap.show(office.write(os.path.join(folder, "a.docx"), body), "turn", "json")
    tap.equal([(t["speaker"], t["text"].split("\n")[0]) for t in turns], SPOKEN, "a table, then labels")
tap.done()
