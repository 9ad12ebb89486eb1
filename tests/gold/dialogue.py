# SPDX-License-Identifier: GPL-3.0-or-later
"""One invented dialogue of 19 turns in many formats: which sample carries what, and whether the command finds it."""
import os
import re

import tap

# Sample -> labels of interviewer, interviewee and relative as the format shows them; where times stand ("start", "end",
# "both", "some": starts where the file has them, None); how many turns the file holds word for word from the first on (None: all, and no more than these).
LONG = ("Intervjuare", "Intervjuperson", "Örjan")
SHORT = ("I", "IP", "A")
CARRIES = {
    "csv_xlsx/sv_turns_semicolon_cp1252.csv": (LONG, "start", None),
    "csv_xlsx/sv_turns_tab_utf16le_excel.txt": (LONG, "start", None),
    # The program that wrote it printed a deleted word inside turn 2, and the same talk in a table after it.
    "html/sv_interview_libreoffice.html": (SHORT, None, 1),
    "otr/sv_interview.otr": (SHORT, "start", None),
    # Goes on with the same talk in a table, behind a heading that belongs to nobody.
    "docx/sv_interview_libreoffice.docx": (SHORT, None, 18),
    "odt/sv_interview_libreoffice.odt": (SHORT, None, 18),
    "teams_meet/sv_teams_shape_synthetic.docx": (("Ek, Anna", "Bo-Göran Öst (Gäst)", "Örjan Åkerlund"), "start", None),
    # Its sign of a filler has lost the capital of turn 2.
    "chat/sv_interview.cha": (("Anna", "PAR", "Örjan"), "both", 1),
    # Some points of its timeline have no time.
    "exmaralda/sv_interview.exb": (SHORT, None, None),
    "transcriber/sv_interview.trs": (LONG, "both", None),
    "textgrid/sv_long_utf16be.TextGrid": (LONG, "both", None),
    "textgrid/sv_short_latin1.TextGrid": (LONG, "both", None),
    "rtf/sv_f4_richedit_style.rtf": (SHORT, "end", None),
    "rtf/sv_textedit_cocoartf_style.rtf": (SHORT, None, None),
    # Amberscript ends a turn with its last word, and times in the sample are 0.3 s a word.
    "asr_json/sv_amberscript.json": (("Talare 1", "Talare 2", "Talare 3"), "start", None),
    "asr_json/sv_openai_whisper.json": ((None, None, None), "both", None),
    "asr_json/sv_whisper.tsv": ((None, None, None), "both", None),
    "asr_json/sv_whispercpp.json": ((None, None, None), "both", None),
    "asr_json/sv_whisperx.json": (("SPEAKER_00", "SPEAKER_01", "SPEAKER_02"), "both", None),
    "elan/sv_interview.eaf": (("Intervjuare", "IP7", "Örjan"), "some", None),
    "plaintext/sv_inqscribe.inqscr": (SHORT, "start", None),
    "vtt_srt/sv_teams_style.vtt": (("Ek, Anna", "Bo-Göran Öst (Gäst)", "Örjan Åkerlund"), "both", None),
    "vtt_srt/sv_zoom_style.vtt": (("Anna Ek", "Bo-Göran Öst", "Örjan Åkerlund"), "both", None),
    "vtt_srt/sv_whisperx_speaker.srt": (("SPEAKER_00", "SPEAKER_01", "SPEAKER_02"), "both", None),
    "vtt_srt/sv_whisper.srt": ((None, None, None), "both", None),
    # Goes on with the same talk in a table, behind a heading that belongs to nobody.
    "rtf/sv_interview_libreoffice.rtf": (SHORT, None, 18),
}


def original():
    """(0, 1 or 2 for the speaker, words) of each turn; from the plain text."""
    with open(os.path.join(tap.SHARED, "samples", "plaintext", "sv_full_labels.txt"), encoding="utf-8") as f:
        lines = [line.rstrip("\n").partition(": ") for line in f]
    return [(LONG.index(label), words(text)) for label, _, text in lines if label in LONG]


def words(text):
    return re.findall(r"\w+", text)


# When the turns begin and end, in seconds: what the formats with whole seconds cut off is gone in all of them.
STARTS = [0, 6, 17, 18, 29, 31, 47, 48, 61, 66, 79, 80, 90, 94, 95, 110, 112, 115, 126]


def as_read(path, layer):
    """A layer as the reader gives it, before other stages refine it."""
    return tap.show(path, layer, "tsv", "--without", "annotate-turn,annotate-quote")


def spoken(path):
    """The turns with their words; numbers of notes are no words."""
    notes = [(int(e["begin"]), int(e["end"])) for e in as_read(path, "event") if e["kind"] == "note_ref"]
    turns = tap.show(path, "turn", "json")
    for turn in turns:
        text, begin = turn["text"], turn["begin"]
        for b, e in reversed(notes):
            if begin <= b and e <= turn["end"]:
                text = text[:b - begin] + text[e - begin:]
        turn["words"] = words(text)
    return turns


def check(sample):
    labels, times, most = CARRIES[sample]
    path = os.path.join(tap.SHARED, "samples", sample)
    expected = [(labels[who], said) for who, said in original()][:most]
    turns = spoken(path)
    if most is None:
        tap.equal(len(turns), len(expected), f"{sample}: turns")
    got = [(t["speaker"], t["words"]) for t in turns[:len(expected)]]
    wrong = [f"turn {i}: {g}\n  not {e}" for i, (g, e) in enumerate(zip(got, expected), 1) if g != e]
    tap.ok(not wrong and len(got) == len(expected), f"{sample}: speakers and words", "\n".join(wrong[:3]))
    if times in ("start", "both"):
        starts = [t["start_s"] for t in turns]
        tap.ok(all(s is not None and abs(s - right) <= 1 for s, right in zip(starts, STARTS)), f"{sample}: starts", starts)
    if times == "some":
        starts = [(t["start_s"], right) for t, right in zip(turns, STARTS) if t["start_s"] is not None]
        tap.ok(len(starts) > len(turns) / 2 and all(abs(s - right) <= 1 for s, right in starts), f"{sample}: starts", starts)
    if times in ("end", "both"):
        ends = [t["end_s"] for t in turns[:-1]]
        tap.ok(all(s is not None and abs(s - right) <= 1 for s, right in zip(ends, STARTS[1:])), f"{sample}: ends", ends)


def check_all(folder):
    """Every sample below the folder of samples that the table knows."""
    for sample in sorted(CARRIES):
        if sample.startswith(folder + "/"):
            check(sample)
