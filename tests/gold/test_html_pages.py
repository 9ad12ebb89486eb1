# SPDX-License-Identifier: GPL-3.0-or-later
"""read-html: the dialogue from pages and oTranscribe files, constructs with right answers by hand, turns of noScribe and
Sembly, and every word of real pages in order against Python's parser."""
import glob
import html.parser
import json
import os
import re
import tempfile

import dialogue
import tap

# Page, text. Paragraphs of prose have a blank line between them, rows of a table none.
CONSTRUCTS = {
    "paragraphs": ("<p>Ett\n  två</p><p>Tre<p>Fyra", "Ett två\n\nTre\n\nFyra"),
    "lines": ("<p>Ett<br>två<br/>\ntre<br><br>fyra", "Ett\ntvå\ntre\n\nfyra"),
    "inline": ("<p>f<b>et</b><i>a</i> <u>ord</u>", "feta ord"),
    "references": ("<p>&aring;&Auml;&ouml; &eacute; &#8221;&#x201D; &hellip; &amp;lt; &ldquo;&#150;&apos; A&B &copy",
                   "åÄö é ”” … &lt; “–' A&B ©"),
    "no-break blank": ("<p>10&nbsp;mg", "10\u00a0mg"),
    "soft hyphen": ("<p>brukar&shy;in\u00adflyt<wbr>ande", "brukarinflytande"),
    "no text": ("<head><title>T</title><style>p{}</style><script>a<b>c</script></head><p>x<template>y</template><noscript>z</noscript>"
                "<!-- dold <p>a --><p hidden>h</p><p style='display: none'>d</p><span style=\"visibility:hidden\">v</span>", "x"),
    "unclosed comment": ("<p>x<!-- y <p>z", "x"),
    "script like text": ("<p>a < b och c > d<script>if (a</b) '</p>'</script>", "a < b och c > d"),
    "deleted": ("<p>kvar<del>bort</del> <ins>nytt</ins> <s>struket</s>", "kvar nytt struket"),
    "preformatted": ("<pre>I: Ja.\n  IP:  Nej.\n\nSlut</pre>", "I: Ja.\n  IP:  Nej.\n\nSlut"),
    "list": ("<ul><li>ett<li>två<ol><li>tre</ol></ul>", "ett\n\ntvå\n\ntre"),
    "table": ("<table><tr><th>Tid<th>Vem<th>Text<tr><td><p>0:01</p><td>Bo<td><p>Ja.</p><p>Nej.</p></table><p>Efter",
              "Tid\tVem\tText\n0:01\tBo\tJa.\nNej.\n\nEfter"),
    "empty cells": ("<table><tr><td></td><td>Bo</td><td></td><td>Hej</td></tr></table>", "\tBo\t\tHej"),
    "table for the layout": ("<table><tr><td><p>Ett</p><p>Två</p><table><tr><td>a<td>b</table></td><td>Sida</table>",
                             "Ett\n\nTvå\n\na\tb\n\nSida"),
    "attributes": ("<p title='a > b' x=\"<p>\">Hej", "Hej"),
    "wrong nesting": ("<p><b>Hej <i>du</b> där</i></p></div></p>Slut", "Hej du där\n\nSlut"),
    "definition list": ("<dl><dt>Anna<dd>Hej.<dt>Bo<dd>Ja.</dl>", "Anna\n\nHej.\n\nBo\n\nJa."),
    "fields": ("<p>x<select><option>a</select><textarea><p>b</textarea><button>c</button>", "x"),
}


def write(folder, name, data):
    path = os.path.join(folder, name)
    with open(path, "wb") as f:
        f.write(data if isinstance(data, bytes) else data.encode())
    return path


def text_of(path, *more):
    return tap.show(path, "text", "text", *more).rstrip("\n")


def constructs(folder):
    for name, (page, expected) in CONSTRUCTS.items():
        tap.equal(text_of(write(folder, "a.html", "<!DOCTYPE html><meta charset=utf-8>" + page)), expected, name)
    xml = "<?xml version='1.0'?><html xmlns='http://www.w3.org/1999/xhtml'><body><a name='x'/><p>Hej <b/>du</p></body></html>"
    tap.equal(text_of(write(folder, "x.xhtml", xml)), "Hej du", "XHTML")


def encodings(folder):
    page = '<html><meta http-equiv="content-type" content="text/html; charset=%s"><p>Åsa: ”Nä” – så…'
    expected = "Åsa: ”Nä” – så…"
    for says in ("utf-8", "iso-8859-1", "windows-1252"):
        for name, code in {"UTF-8": "utf-8", "cp1252": "cp1252", "UTF-16": "utf-16"}.items():
            path = write(folder, "e.html", (page % says).encode(code))
            tap.equal(text_of(path), expected, f"says {says}, is {name}")
    path = write(folder, "m.html", (page % "macintosh").encode("mac-roman"))
    tap.equal(text_of(path), expected, "says macintosh and is")


def layers(folder):
    page = '<title>Studie &aring;tta</title><nav>Meny</nav><h2>Rubrik</h2><p><b>Fråga?</b><p>Svar<a href="#fn1"><sup>1</sup></a>.' \
           '<footer>Fot</footer><div class="footnotes"><p><a href="#fnref1">1</a>Not</div>'
    path = write(folder, "l.html", "<!DOCTYPE html>" + page)
    zones = {z["text"]: z["kind"] for z in dialogue.as_read(path, "zone")}
    tap.equal(zones, {"Meny": "furniture", "Rubrik": "heading", "Fot": "furniture", "1 Not": "footnote"}, "zones")
    events = [(e["kind"], e["text"]) for e in dialogue.as_read(path, "event")]
    tap.equal(events, [("note_ref", "1")], "the link to a note is a reference")
    out = os.path.join(folder, "ut")
    tap.run("run", path, "--output", out, "--quiet")
    found = any("Studie åtta" in open(f, encoding="utf-8", errors="replace").read() for f in glob.glob(out + "/**/*.xml", recursive=True))
    tap.ok(found, "the title is told")
    _, err = tap.run("show", write(folder, "d.html", "<html><p>a<del>bcd</del>"), "--layer", "text")
    tap.ok("3 characters are marked as deleted" in err, "deleted text is told", err)


def programs(folder):
    noscribe = '''<!DOCTYPE html><html><head><meta charset="UTF-8" /><meta name="audio_source" content="intervju.m4a" /></head><body>
<p>Transcribed with noScribe vers. 0.5</p><p><a name="ts_0_2500_S01" >Anna: Hej!</a><a name="ts_2500_4000_S01" > Hur mår du: bra?</a></p>
<p><a name="ts_4100_9250_S02" >S02: Jo, (..) bra.</a></p><p><a name="ts_9300_9900_S02" >Kort sagt: bra.</a></p></body></html>'''
    path = write(folder, "n.html", noscribe)
    got = [(t["speaker"], t["text"], t["start_s"], t["end_s"]) for t in tap.show(path, "turn", "json")]
    tap.equal(got, [("Anna", "Hej! Hur mår du: bra?", 0, 4), ("S02", "Jo, (..) bra.\n\nKort sagt: bra.", 4.1, 9.9)], "noScribe")
    if not os.path.isdir(tap.SHARED):
        return
    path = os.path.join(tap.SHARED, "samples", "asr_json", "transcriptx_sembly_sample.html")
    got = [(t["speaker"], t["text"], t["start_s"], t["end_s"]) for t in tap.show(path, "turn", "json")]
    tap.equal(got, [("Alice Smith", "Good morning everyone. Let us get started.", 0, 4.2),
                    ("Bob Jones", "Thanks Alice. I have the agenda ready for today.", 4.5, 9.1),
                    ("Alice Smith", "Great. Let us start with the first item on the list.", 9.3, 14)], "Sembly: speech and nothing else")


def refused(folder):
    bad = {"ingen.html": (b"Bara text utan taggar.\n", "no tag"), "pdf.html": (b"%PDF-1.4 ...", "PDF"),
           "trasig.otr": (b'{"text": "<p>hej', "byte"), "annat.otr": (b'{"a": 1}', '"text"')}
    for name, (data, words) in bad.items():
        _, err = tap.run("show", write(folder, name, data), "--layer", "text", status=None)
        tap.ok(words in err and name in err, f"{name}: refused with its reason", err)


class Words(html.parser.HTMLParser):
    """The words that the page shows, by Python's parser: blocks divide words, inline elements do not."""
    BLOCKS = {"p", "div", "br", "td", "th", "tr", "table", "li", "h1", "h2", "h3", "title", "body"}

    def __init__(self):
        super().__init__()
        self.text, self.hidden, self.note = [], 0, 0

    def handle_starttag(self, tag, attrs):
        attrs = dict(attrs)
        self.hidden += tag in ("style", "script", "title")
        stamp = "data-timestamp" in attrs
        note = attrs.get("class") in ("sdfootnoteanc", "sdfootnotesym")
        if tag in self.BLOCKS or stamp or note:
            self.text.append(" ")
        if stamp:
            self.stamped = True

    def handle_endtag(self, tag):
        self.hidden -= tag in ("style", "script", "title")
        if tag in self.BLOCKS or tag == "span" and getattr(self, "stamped", False) or tag == "a":
            self.text.append(" ")
            self.stamped = False

    def handle_data(self, data):
        if not self.hidden:
            self.text.append(data.replace("\u00ad", ""))


def every_word():
    folder = os.path.join(tap.SHARED, "samples")
    for path in sorted(glob.glob(folder + "/html/*.html") + glob.glob(folder + "/otr/*.otr")):
        with open(path, encoding="utf-8") as f:
            page = f.read()
        if path.endswith(".otr"):
            page = json.loads(page)["text"]
        parser = Words()
        parser.feed(page)
        expected = re.findall(r"\w+", "".join(parser.text))
        # Numbers of notes stand against the word before them in both.
        got = re.findall(r"\w+", re.sub(r"(?<=\])(\d)", r" \1", tap.show(path, "text", "text")))
        first = next((i for i, (g, e) in enumerate(zip(got, expected)) if g != e), min(len(got), len(expected)))
        tap.ok(first == len(expected) == len(got), f"{os.path.basename(path)}: {len(expected)} words in order",
               f"word {first}: {got[first - 3:first + 3]} is not {expected[first - 3:first + 3]}, {len(got)} of {len(expected)}")


with tempfile.TemporaryDirectory() as folder:
    constructs(folder)
    encodings(folder)
    layers(folder)
    programs(folder)
    refused(folder)
    if os.path.isdir(tap.SHARED):
        dialogue.check_all("html")
        dialogue.check_all("otr")
        every_word()
    else:
        tap.skip("samples", "reference data not here")
tap.done()
