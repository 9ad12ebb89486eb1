#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""Readers of annotation programs (TextGrid, CHAT, Transcriber, EXMARaLDA): the invented dialogue, worked cases, refusals."""
import os
import tempfile

import dialogue
import tap

TEXTGRID = '''File type = "ooTextFile"
Object class = "TextGrid"

xmin = 0
xmax = 4
tiers? <exists>
size = 3
item []:
    item [1]:
        class = "IntervalTier"
        name = "Anna"
        xmin = 0
        xmax = 4
        intervals: size = 2
        intervals [1]:
            xmin = 0
            xmax = 1.25
            text = "Vad sa ""hon"" då?"
        intervals [2]:
            xmin = 1.25
            xmax = 4
            text = ""
    item [2]:
        class = "IntervalTier"
        name = "Bo"
        xmin = 0
        xmax = 4
        intervals: size = 1
        intervals [1]:
            xmin = 1e0
            xmax = 4
            text = "Att hon
kommer."
    item [3]:
        class = "IntervalTier"
        name = "kommentarer"
        xmin = 0
        xmax = 4
        intervals: size = 1
        intervals [1]:
            xmin = 0
            xmax = 4
            text = "buller"
'''


CHAT = """@UTF8
@Begin
@Participants:\tINV Anna_Ek Investigator, PAR Participant, REL Bo Relative
*INV:\tHur går det ? \x150_1500\x15
%com:\tler
*PAR:\t&-eh <det går> [/] det går bra &=laughs .
\t\x151600_4000\x15
*REL:\t+< ja xxx [>] (för)stås hus@s:deu 0inte [: riktigt] du va- [//] var +...
@End
"""


TRS = """<?xml version="1.0" encoding="UTF-8"?>
<!DOCTYPE Trans SYSTEM "trans-14.dtd">
<Trans audio_filename="samtal"><Speakers><Speaker id="s1" name="Anna"/><Speaker id="s2" name="Bo"/></Speakers>
<Episode><Section type="report" startTime="0" endTime="6">
<Turn speaker="s1" startTime="0" endTime="1.5"><Sync time="0"/>
Hur går det?
</Turn>
<Turn speaker="s2" startTime="1.5" endTime="4.25">
Bra <Event desc="skratt" type="noise" extent="instantaneous"/> och
<Sync time="2"/>
lugnt.
</Turn>
<Turn speaker="s1 s2" startTime="4.25" endTime="6"><Who nb="1"/>
Ja.
<Who nb="2"/>
Nej.
</Turn></Section></Episode></Trans>
"""

EXB = """<basic-transcription><head><speakertable><speaker id="S0"><abbreviation>Anna</abbreviation></speaker>
<speaker id="S1"><abbreviation>Bo</abbreviation></speaker></speakertable></head><basic-body><common-timeline>
<tli id="T0" time="0"/><tli id="T1" time="1.5"/><tli id="T2"/><tli id="T3" time="4.25"/></common-timeline>
<tier id="a" speaker="S0" type="t"><event start="T0" end="T1">Hur går det? </event><event start="T2" end="T3">Jaha.</event></tier>
<tier id="b" speaker="S1" type="t"><event start="T1" end="T2">Bra &amp; lugnt. </event></tier>
<tier id="c" speaker="S1" type="d"><event start="T1" end="T2">nickar</event></tier></basic-body></basic-transcription>
"""


def turns(folder, name, content, *more):
    path = os.path.join(folder, name)
    with open(path, "w", encoding="utf-8") as f:
        f.write(content)
    return [(t["speaker"], t["start_s"], t["end_s"], t["text"]) for t in tap.show(path, "turn", "json", *more)]


def textgrid(folder):
    spoken = [("Anna", 0, 1.25, 'Vad sa "hon" då?'), ("Bo", 1, 4, "Att hon kommer.")]
    tap.equal(turns(folder, "a.TextGrid", TEXTGRID), spoken, "TextGrid: quotes, lines, exponents, a tier of comments")
    tap.equal(turns(folder, "a.TextGrid", TEXTGRID, "--set", "read-textgrid.tiers=kommentarer"),
              [("kommentarer", 0, 4, "buller")], "TextGrid: tiers by option")
    short = '"ooTextFile" "TextGrid" 0 2 <exists> 1 ! en\n"IntervalTier" "Anna" 0 2 1\n0 2 "Hej"\n'
    tap.equal(turns(folder, "b.TextGrid", short), [("Anna", 0, 2, "Hej")], "TextGrid: short form with a comment")
    refused(folder, "c.TextGrid", TEXTGRID[:400], "cut off")
    refused(folder, "d.TextGrid", 'File type = "ooTextFile"\nObject class = "Sound 2"\n', "no TextGrid")


def chat(folder):
    tap.equal(turns(folder, "a.cha", CHAT),
              [("Anna Ek", 0, 1.5, "Hur går det?"), ("PAR", 1.6, 4, "eh det går det går bra [laughs]."),
               ("Bo", None, None, "ja [ohörbart] förstås hus du va- var…")], "CHAT: names, times, signs")
    zones = [t["zone"] for t in tap.show(os.path.join(folder, "a.cha"), "turn", "json")]
    tap.equal(zones, ["question", "speech", "speech"], "CHAT: the investigator asks")
    refused(folder, "b.cha", CHAT + "lös rad\n", "a line of CHAT begins with")


def transcriber(folder):
    tap.equal(turns(folder, "a.trs", TRS),
              [("Anna", 0, 1.5, "Hur går det?"), ("Bo", 1.5, 4.25, "Bra [skratt] och lugnt."), ("Anna", 4.25, 6, "Ja."),
               ("Bo", 4.25, 6, "Nej.")], "Transcriber: events, times inside a turn, two at once")
    refused(folder, "b.trs", TRS.replace('14.dtd">', '14.dtd" [<!ENTITY a "b">]>'), "entities")


def exmaralda(folder):
    tap.equal(turns(folder, "a.exb", EXB),
              [("Anna", 0, 1.5, "Hur går det?"), ("Bo", 1.5, None, "Bra & lugnt."), ("Anna", None, 4.25, "Jaha.")],
              "EXMARaLDA: tiers by the timeline, a point without time, a tier that describes")
    refused(folder, "b.exb", EXB.replace('start="T2"', 'start="T9"'), "T9")


def refused(folder, name, content, reason):
    path = os.path.join(folder, name)
    with open(path, "w", encoding="utf-8") as f:
        f.write(content)
    _, err = tap.run("show", path, "--layer", "turn", status=None)
    tap.ok(reason in err and name in err, f"{name} is refused: {reason}", err)


with tempfile.TemporaryDirectory() as scratch:
    textgrid(scratch)
    chat(scratch)
    transcriber(scratch)
    exmaralda(scratch)
if os.path.isdir(os.path.join(tap.SHARED, "samples")):
    for kind in ("textgrid", "chat", "transcriber", "exmaralda"):
        dialogue.check_all(kind)
else:
    tap.skip("the dialogue", "reference data not here: samples below UTSAGA_SHARED")
tap.done()
