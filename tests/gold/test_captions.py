# SPDX-License-Identifier: GPL-3.0-or-later
"""read-captions: the dialogue from every dialect, constructs with right answers by hand, and every word of real captions in
order against a count of Python's own."""
import glob
import html
import os
import re
import tempfile

import dialogue
import tap

VTT = "WEBVTT\n\n"
# File name, content, (speaker, start, end, text) of each turn.
CONSTRUCTS = {
    "voices": ("a.vtt", VTT + "00:01.000 --> 00:02.000\n<v.loud Anna &Ouml;st>Hej <i>du</i></v>\n\n00:02.000 --> 00:03.500\n<v Anna Öst>igen.\n\n"
               "00:04.000 --> 00:05.000\nVem?", [("Anna Öst", 1, 3.5, "Hej du igen."), ("", 4, 5, "Vem?")]),
    "two voices in a cue": ("a.vtt", VTT + "00:01.000 --> 00:02.000\n<v A>Hej.</v>\n<v B>Ja.</v>", [("A", 1, 2, "Hej."), ("B", 1, 2, "Ja.")]),
    "tags and references": ("a.vtt", VTT + "00:01.000 --> 00:02.000\n<c.gul>A&amp;B</c> <00:01.500>&lt;3 &#229;&#xe4; AT&T <namn> <3 &x;",
                            [("", 1, 2, "A&B <3 åä AT&T <namn> <3 &x;")]),
    "comments and styles": ("a.vtt", "WEBVTT\nKind: captions\n\nSTYLE\n::cue{}\n\nREGION\nid:a\n\nNOTE a --> b\n00:09.000 --> 00:10.000\nHemligt\n\n"
                            "NOTERING\n00:01.000 --> 00:02.000\nText", [("", 1, 2, "Text")]),
    "seconds only": ("a.vtt", VTT + "0.000 --> 3.480\nHej", [("", 0, 3.48, "Hej")]),
    "no blank lines": ("a.vtt", "WEBVTT\n00:01.000 --> 00:02.000\nEtt.\n00:02.000 --> 00:03.000\nTvå.", [("", 1, 2, "Ett."), ("", 2, 3, "Två.")]),
    "names in the text": ("a.vtt", VTT + "1\n00:01.000 --> 00:02.000\nÅsa Ek: Hej. Obs: viktigt\n\n2\n00:02.000 --> 00:03.000\nDu?\n\n3\n"
                          "00:03.000 --> 00:04.000\nÖ: Ja: nej\n\n4\n00:04.000 --> 00:05.000\nÅsa Ek: Klockan 12:30\n\n5\n00:05.000 --> 00:06.000\nÖ: Nej.",
                          [("Åsa Ek", 1, 3, "Hej. Obs: viktigt Du?"), ("Ö", 3, 4, "Ja: nej"), ("Åsa Ek", 4, 5, "Klockan 12:30"), ("Ö", 5, 6, "Nej.")]),
    "names on lines of their own": ("a.vtt", VTT + "".join(f"00:0{i}.000 --> 00:0{i + 1}.000\n{n}\n{t}\n\n" for i, n, t in (
        (1, "Anna Ek", "Hej."), (2, "Bo", "Ja."), (3, "Anna Ek", "Nej."), (4, "Bo", "Jo."))),
        [("Anna Ek", 1, 2, "Hej."), ("Bo", 2, 3, "Ja."), ("Anna Ek", 3, 4, "Nej."), ("Bo", 4, 5, "Jo.")]),
    "no names": ("a.srt", "1\n00:00:01,000 --> 00:00:02,000\nKort sagt: vi fick\n\n2\n00:00:02,000 --> 00:00:03,000\nnej till svar.\n\n3\n"
                 "00:00:03,000 --> 00:00:04,000\nDå\n\n4\n00:00:04,000 --> 00:00:05,000\nGick vi.",
                 [("", 1, 3, "Kort sagt: vi fick nej till svar."), ("", 3, 4, "Då"), ("", 4, 5, "Gick vi.")]),
    "dashes": ("a.srt", "1\n00:00:01,000 --> 00:00:02,000\n- Ja.\n- Nej.", [("", 1, 2, "- Ja."), ("", 1, 2, "- Nej.")]),
    "SubRip's own": ("a.srt", "\ufeff1\r\n00:00:01.000 --> 00:00:02.000 X1:1 X2:2\r\n{\\an8}<font color=\"red\">Hej</font>\r\n", [("", 1, 2, "Hej")]),
    "SubViewer": ("a.sbv", "0:00:01.000,0:00:02.000\nHej\ndå.\n\n1:00:02.000,1:00:03.000\nJa.", [("", 1, 2, "Hej då."), ("", 3602, 3603, "Ja.")]),
    "wrong suffix": ("a.txt", "1\n00:00:01,000 --> 00:00:02,000\nHej\n", [("", 1, 2, "Hej")]),
    "text without a time": ("a.vtt", VTT + "00:01.000 --> 00:02.000\nEtt.\n\nTvå.\n", [("", 1, 2, "Ett."), ("", None, None, "Två.")]),
    "rolling": ("a.vtt", VTT + "00:01.000 --> 00:02.000\nja<00:01.500><c> men</c>\n\n00:02.000 --> 00:02.010\nja men\n\n00:02.010 --> 00:03.000\nja men\n"
                "det<00:02.500><c> var</c>\n\n00:03.000 --> 00:03.010\ndet var\n", [("", 1, 3, "ja men det var")]),
}


def write(folder, name, data):
    path = os.path.join(folder, name)
    with open(path, "wb") as f:
        f.write(data if isinstance(data, bytes) else data.encode())
    return path


def turns(path, *more):
    return [(t["speaker"] or "", t["start_s"], t["end_s"], " ".join(t["text"].split()))
            for t in tap.show(path, "turn", "json", "--without", "annotate-turn,annotate-quote", *more)]


def constructs(folder):
    for name, (file, content, expected) in CONSTRUCTS.items():
        tap.equal(turns(write(folder, file, content)), expected, name)
    text = VTT + "00:01.000 --> 00:02.000\n<v Örjan>Är det så?"
    for encoding in ("utf-16", "cp1252", "mac_roman"):
        tap.equal(turns(write(folder, "e.vtt", text.encode(encoding))), [("Örjan", 1, 2, "Är det så?")], encoding)
    loop = "".join(f"{i}\n00:00:0{i},000 --> 00:00:0{i + 1},000\nTack för att du tittade.\n\n" for i in range(1, 8))
    tap.equal(len(turns(write(folder, "l.srt", loop))), 7, "loops of a recogniser are all there")


def refusals(folder):
    for name, content in (("a.srt", "Bara prat.\nOch mer."), ("a.vtt", "WEBVTT\n\nBara prat")):
        out, err = tap.run("show", write(folder, name, content), "--layer", "turn", "--format", "tsv", status=None)
        tap.ok(len(out.splitlines()) < 2 and "no line with times" in err and "prat" not in err, f"{name} without times is refused", err)


def expected_words(path):
    """The words of all cues, without tags, times and comments."""
    text = open(path, "rb").read().decode("utf-8-sig").replace("\r\n", "\n").replace("\r", "\n")
    blocks = [b for b in re.split(r"\n[ \t]*\n", text.partition("\n\n")[2] if text.startswith("WEBVTT") else text)]
    words = []
    for block in blocks:
        if re.match(r"\s*(NOTE|STYLE|REGION)\b", block):
            continue
        lines = block.strip("\n").split("\n")
        times = [i for i, line in enumerate(lines) if "-->" in line]
        body = "\n".join(lines[times[0] + 1:] if times else lines)
        words += re.findall(r"\w+", html.unescape(re.sub(r"<[^>]*>", "", body)))
    return words


def real_samples():
    folder = os.path.join(tap.SHARED, "samples", "vtt_srt")
    if not os.path.isdir(folder):
        return tap.skip("real samples", "no samples/vtt_srt below UTSAGA_SHARED")
    for name in ("captions_with_bom", "comments", "cue_tags", "metadata_headers_multiline", "missing_timeframe", "styles", "using_identifiers"):
        path = os.path.join(folder, f"webvttpy_{name}.vtt")
        got = [w for t in turns(path) for w in re.findall(r"\w+", t[3])]
        tap.equal(got, expected_words(path), f"{name}: every word in order")
    for path in sorted(glob.glob(os.path.join(folder, "*"))):
        out, err = tap.run("show", path, "--layer", "turn", "--format", "tsv", status=None)
        tap.ok(out or err, f"{os.path.basename(path)} is read or refused")
    dialogue.check_all("vtt_srt")


with tempfile.TemporaryDirectory() as scratch:
    constructs(scratch)
    refusals(scratch)
real_samples()
tap.done()
