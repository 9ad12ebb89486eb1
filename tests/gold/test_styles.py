#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""What a word processor's file says of its paragraphs counts: heading styles in a report, questions in bold in an interview."""
import os
import tempfile
import zipfile

import tap

NAMESPACE = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
MAIN = "application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml"
TYPES = ('<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types">'
         f'<Override PartName="/word/document.xml" ContentType="{MAIN}"/></Types>')
RELATION = "http://schemas.openxmlformats.org/officeDocument/2006/relationships/officeDocument"
RELATIONS = ('<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">'
             f'<Relationship Id="r1" Type="{RELATION}" Target="word/document.xml"/></Relationships>')


def paragraph(text, level=None, bold=False):
    properties = f'<w:pPr><w:outlineLvl w:val="{level - 1}"/></w:pPr>' if level else ""
    run = "<w:rPr><w:b/></w:rPr>" if bold else ""
    return f'<w:p>{properties}<w:r>{run}<w:t xml:space="preserve">{text}</w:t></w:r></w:p>'


def docx(path, *paragraphs):
    with zipfile.ZipFile(path, "w") as z:
        z.writestr("[Content_Types].xml", TYPES)
        z.writestr("_rels/.rels", RELATIONS)
        z.writestr("word/document.xml", f'<w:document xmlns:w="{NAMESPACE}"><w:body>{"".join(paragraphs)}</w:body></w:document>')


def report(path):
    docx(path, paragraph("Brukarnas röst i vården av äldre personer", 1),
         paragraph("Vi har talat med tolv personer om hur de har det. Här är vad de säger om maten och om dem som kommer och går."),
         paragraph("Det viktigaste för mig är att någon frågar hur det är. (Brukare, Siri)"),
         # Only its outline level tells this from prose.
         paragraph("Maten är sällan varm när den kommer fram, säger de allra flesta.", 2),
         paragraph("Maten är god men kall. (Brukare, Olle)"))
    zones = [(z["kind"], z["text"]) for z in tap.show(path, "zone", "tsv")]
    tap.equal([kind for kind, _ in zones],
              ["heading", "narrative", "quote", "metadata", "heading", "quote", "metadata"], "zones of a report")
    tap.equal([(t["speaker"], t["role"]) for t in tap.show(path, "turn", "tsv")], [("Siri", "brukare"), ("Olle", "brukare")],
              "quotes of a report")


def interview(path):
    talk = [("Hur har du det hemma?", True), ("Jo tack, det går bra nu när jag får hjälp.", False),
            ("Vad betyder stödet för dig?", True), ("Att någon lyssnar.", False), ("Något mer?", True), ("Nej.", False)]
    docx(path, *[paragraph(text, bold=bold) for text, bold in talk])
    tap.equal([(t["text"], t["zone"]) for t in tap.show(path, "turn", "tsv")],
              [(text, "question" if bold else "speech") for text, bold in talk], "questions in bold")


def headings_are_no_questions(path):
    docx(path, *[paragraph(text, bold=bold) for text, bold in
                 [("Bakgrund", True), ("Det började för länge sedan.", False), ("Metod", True), ("Vi läste allt.", False)]])
    tap.equal({t["zone"] for t in tap.show(path, "turn", "tsv")} & {"question"}, set(), "headings in bold ask nothing")


with tempfile.TemporaryDirectory() as folder:
    report(os.path.join(folder, "rapport.docx"))
    interview(os.path.join(folder, "intervju.docx"))
    headings_are_no_questions(os.path.join(folder, "text.docx"))
tap.done()
