#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""How fast transcripts of speech are read: ELAN, EXMARaLDA, Transcriber and TEI as a ratio to libxml2's reader over the same bytes,
JSON of speech recognition to jansson, and formats of text (captions, csv, CHAT, TextGrid, InqScribe), which have no library, to ICU's
conversion to UTF-16 and back with a look for the ends of lines.

usage: transcripts.py [BUILD-FOLDER] [--rounds N] [--only vtt,eaf,…]"""
import json
import multiprocessing
import os

from reading import beside, start, talk

XML = '<?xml version="1.0" encoding="UTF-8"?>\n'


def clock(ms, point="."):
    return f"{ms // 3600000:02}:{ms // 60000 % 60:02}:{ms // 1000 % 60:02}{point}{ms % 1000:03}"


def captions(turns):
    """Turns cut by screen size: (speaker, start, end, lines)."""
    for who, begin, end, text in talk(turns):
        words, step = text.split(), 14
        count = (len(words) + step - 1) // step
        for i in range(count):
            part = words[i * step:(i + 1) * step]
            yield who, begin + (end - begin) * i // count, begin + (end - begin) * (i + 1) // count, [" ".join(part[:7]), " ".join(part[7:])]


def make_txt(turns):
    return "".join(f"{who}: {text}\n\n" for who, _, _, text in talk(turns))


def make_vtt(turns):
    return "WEBVTT\n\n" + "".join(f"{clock(a)} --> {clock(b)}\n<v {who}>" + "\n".join(filter(None, text)) + "</v>\n\n" for who, a, b, text in captions(turns))


def make_srt(turns):
    return "".join(f"{i}\n{clock(a, ',')} --> {clock(b, ',')}\n[{who}]: " + "\n".join(filter(None, text)) + "\n\n"
                   for i, (who, a, b, text) in enumerate(captions(turns), 1))


def make_whisper(turns):
    segments = [{"id": i, "seek": 0, "start": a / 1000, "end": b / 1000, "text": " " + " ".join(text), "tokens": list(range(50365, 50380)), "temperature": 0.0,
                 "avg_logprob": -0.25, "compression_ratio": 1.5, "no_speech_prob": 0.02} for i, (_, a, b, text) in enumerate(captions(turns))]
    return json.dumps({"text": "".join(s["text"] for s in segments), "segments": segments, "language": "sv"}, ensure_ascii=False)


def make_whisperx(turns):
    segments = []
    for who, a, b, text in talk(turns):
        words = text.split()
        step = (b - a) / len(words) / 1000
        segments.append({"start": a / 1000, "end": b / 1000, "text": " " + text, "speaker": "SPEAKER_00" if who == "I" else "SPEAKER_01", "words": [
            {"word": w, "start": round(a / 1000 + i * step, 3), "end": round(a / 1000 + (i + 1) * step, 3), "score": 0.8,
             "speaker": "SPEAKER_00" if who == "I" else "SPEAKER_01"} for i, w in enumerate(words)]})
    return json.dumps({"segments": segments})


def make_eaf(turns):
    said = list(talk(turns))
    slots = "".join(f'<TIME_SLOT TIME_SLOT_ID="ts{2 * i + k}" TIME_VALUE="{turn[1 + k]}"/>\n' for i, turn in enumerate(said) for k in (0, 1))
    tiers = "".join(f'<TIER LINGUISTIC_TYPE_REF="default" PARTICIPANT="{name}" TIER_ID="{name}">\n' + "".join(
        f'<ANNOTATION><ALIGNABLE_ANNOTATION ANNOTATION_ID="a{i}" TIME_SLOT_REF1="ts{2 * i}" TIME_SLOT_REF2="ts{2 * i + 1}"><ANNOTATION_VALUE>{text}'
        "</ANNOTATION_VALUE></ALIGNABLE_ANNOTATION></ANNOTATION>\n" for i, (who, _, _, text) in enumerate(said) if who == name) + "</TIER>\n" for name in ("I", "IP"))
    return f'{XML}<ANNOTATION_DOCUMENT FORMAT="3.0" VERSION="3.0"><HEADER TIME_UNITS="milliseconds"/><TIME_ORDER>{slots}</TIME_ORDER>{tiers}</ANNOTATION_DOCUMENT>\n'


def make_exb(turns):
    said = list(talk(turns))
    speakers = "".join(f'<speaker id="SPK{i}"><abbreviation>{name}</abbreviation></speaker>' for i, name in enumerate(("I", "IP")))
    points = "".join(f'<tli id="T{2 * i + k}" time="{turn[1 + k] / 1000}"/>\n' for i, turn in enumerate(said) for k in (0, 1))
    tiers = "".join(f'<tier id="TIE{k}" speaker="SPK{k}" category="v" type="t" display-name="{name} [v]">\n' + "".join(
        f'<event start="T{2 * i}" end="T{2 * i + 1}">{text}</event>\n' for i, (who, _, _, text) in enumerate(said) if who == name) + "</tier>\n"
        for k, name in enumerate(("I", "IP")))
    return (f"{XML}<basic-transcription><head><speakertable>{speakers}</speakertable></head><basic-body><common-timeline>{points}</common-timeline>{tiers}"
            "</basic-body></basic-transcription>\n")


def make_trs(turns):
    said = "".join(f'<Turn speaker="{who}" startTime="{a / 1000}" endTime="{b / 1000}">\n<Sync time="{a / 1000}"/>\n{text}\n</Turn>\n' for who, a, b, text in talk(turns))
    return (f'{XML}<!DOCTYPE Trans SYSTEM "trans-14.dtd">\n<Trans version="1"><Speakers><Speaker id="I" name="Intervjuare"/><Speaker id="IP" name="Anna"/></Speakers>'
            f'<Episode><Section type="report" startTime="0" endTime="9999999">\n{said}</Section></Episode></Trans>\n')


def make_tei(turns):
    said = "".join(f'<u who="#{who}" xml:id="u{i}"><seg xml:id="s{i}">{text}</seg></u>\n' for i, (who, _, _, text) in enumerate(talk(turns)))
    return (f'{XML}<TEI xmlns="http://www.tei-c.org/ns/1.0"><teiHeader><fileDesc><titleStmt><title>Intervju</title></titleStmt></fileDesc><profileDesc><particDesc>'
            '<listPerson><person xml:id="I"><persName>Intervjuare</persName></person><person xml:id="IP"><persName>Anna</persName></person></listPerson></particDesc>'
            f"</profileDesc></teiHeader><text><body>\n{said}</body></text></TEI>\n")


def make_tei_words(turns):
    said = "".join(f'<u who="#{who}"><seg>' + " ".join(f'<w lemma="{w.lower()}" pos="NN">{w}</w>' for w in text.split()) + "</seg></u>\n" for who, _, _, text in talk(turns))
    return f'{XML}<TEI xmlns="http://www.tei-c.org/ns/1.0"><teiHeader/><text><body>\n{said}</body></text></TEI>\n'


def make_csv(turns):
    return "tid;talare;text\n" + "".join(f'{clock(a)[:8]};{who};"{text}"\n' for who, a, _, text in talk(turns))


def make_cha(turns):
    return ("@UTF8\n@Begin\n@Languages:\tswe\n@Participants:\tI Anna Investigator, IP Participant\n"
            + "".join(f"*{who}:\t{text[:-1]} . \x15{a}_{b}\x15\n" for who, a, b, text in talk(turns)) + "@End\n")


def make_textgrid(turns):
    said, last = list(talk(turns)), 0
    rows, items = [], []
    for i, (who, a, b, text) in enumerate(said):
        rows += [(a, b, text, who), (b, said[i + 1][1] if i + 1 < len(said) else b + 100, "", who)]
    last = rows[-1][1] / 1000
    for k, name in enumerate(("I", "IP"), 1):
        mine = [(a, b, text if who == name else "") for a, b, text, who in rows]
        items.append(f'    item [{k}]:\n        class = "IntervalTier"\n        name = "{name}"\n        xmin = 0\n        xmax = {last}\n        intervals: size = {len(mine)}\n'
                     + "".join(f'        intervals [{i}]:\n            xmin = {a / 1000}\n            xmax = {b / 1000}\n            text = "{text}"\n'
                               for i, (a, b, text) in enumerate(mine, 1)))
    return f'File type = "ooTextFile"\nObject class = "TextGrid"\n\nxmin = 0\nxmax = {last}\ntiers? <exists>\nsize = 2\nitem []:\n{"".join(items)}'


def make_inqscr(turns):
    said = "".join(f"[{clock(a)[:8]}.{a % 1000 // 40:02}]\\r{who}: {text}\\r" for who, a, _, text in talk(turns))
    return f"app=InqScribe\nfont.name=Arial\ntext={said}\ntimecode.fps=25\ntype=file\nversion=1.1\n"


# What each is called, made by, how many turns and measured beside.
FORMATS = [("txt", "a.txt", make_txt, 30000, "text"), ("vtt", "a.vtt", make_vtt, 30000, "text"), ("srt", "a.srt", make_srt, 30000, "text"),
           ("csv", "a.csv", make_csv, 30000, "text"), ("cha", "a.cha", make_cha, 30000, "text"), ("textgrid", "a.TextGrid", make_textgrid, 30000, "text"),
           ("inqscr", "a.inqscr", make_inqscr, 30000, "text"), ("whisper", "whisper.json", make_whisper, 10000, "json"),
           ("whisperx", "whisperx.json", make_whisperx, 3000, "json"), ("eaf", "a.eaf", make_eaf, 30000, "xml"), ("exb", "a.exb", make_exb, 30000, "xml"),
           ("trs", "a.trs", make_trs, 30000, "xml"), ("tei", "a.xml", make_tei, 30000, "xml"), ("tei-words", "words.xml", make_tei_words, 10000, "xml")]


def write(path, make, turns):
    with open(path, "w", encoding="utf-8") as f:
        f.write(make(turns))


def measure(folder, build, n, wanted):
    for name, file, make, turns, kind in FORMATS:
        path = os.path.join(folder, file)
        if wanted(name):
            # In a process of its own: what it needs would be counted as memory of the programs that are started later.
            maker = multiprocessing.Process(target=write, args=(path, make, turns))
            maker.start()
            maker.join()
            beside(kind, path, build, n)


if __name__ == "__main__":
    start(__doc__, measure)
