#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""How fast documents are read: Word, OpenDocument, Excel and REFI-QDA files as a ratio to bare libzip and libxml2's reader over the
same parts, HTML to libxml2's own parser (xmllint --html), PDF to pdftotext, and RTF, which has no library, to its text as plain text.

usage: documents.py [BUILD-FOLDER] [--rounds N] [--only docx,odt,…]"""
import os
import random
import shutil
import subprocess
import zipfile

from reading import Program, beside, compare, sentence, start, talk
import office
import pdf


def make_docx(path, turns):
    """As Word writes it: runs cut by revision and spelling, properties everywhere."""
    chance, paragraphs = random.Random(1), []
    props = '<w:rFonts w:ascii="Calibri" w:hAnsi="Calibri"/><w:sz w:val="22"/><w:lang w:val="sv-SE"/>'
    for i in range(turns):
        runs = [office.r("I:" if i % 2 else "IP:", "<w:b/>" + props), office.r("", props, "<w:tab/>")]
        runs += [office.r(sentence(chance) + " ", props) + '<w:proofErr w:type="spellStart"/>' for _ in range(chance.randrange(1, 6))]
        paragraphs.append(office.p(*runs, props='<w:spacing w:after="113"/><w:ind w:left="850" w:hanging="850"/><w:jc w:val="left"/>'))
    office.write(path, "".join(paragraphs))
    return "word/document.xml"


def make_odt(path, turns):
    chance, spaces = random.Random(1), "urn:oasis:names:tc:opendocument:xmlns:"
    body = "".join(f'<text:p text:style-name="P1"><text:span text:style-name="T1">{"I" if i % 2 else "IP"}:</text:span><text:tab/>'
                   + " ".join(sentence(chance) for _ in range(chance.randrange(1, 6))) + "</text:p>" for i in range(turns))
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as z:
        z.writestr("mimetype", "application/vnd.oasis.opendocument.text", zipfile.ZIP_STORED)
        z.writestr("content.xml", f'<office:document-content xmlns:office="{spaces}office:1.0" xmlns:text="{spaces}text:1.0"><office:body><office:text>{body}</office:text></office:body></office:document-content>')
    return "content.xml"


def make_html(path, turns):
    chance = random.Random(1)
    with open(path, "w", encoding="utf-8") as f:
        f.write('<!DOCTYPE html><html><head><meta charset="utf-8"><title>Intervju</title></head><body>\n')
        for i in range(turns):
            text = " ".join(sentence(chance) for _ in range(chance.randrange(1, 6))).replace("Åsa", "&Aring;sa")
            f.write(f'<p style="margin-bottom: 0.08in" class="western"><b>{"I" if i % 2 else "IP"}:</b>\t{text}</p>\n')


def make_rtf(path, turns):
    chance = random.Random(1)
    with open(path, "w", encoding="ascii") as f:
        f.write(r"{\rtf1\ansi\ansicpg1252\deff0{\fonttbl{\f0\fswiss\fcharset0 Arial;}}" + "\n")
        for i in range(turns):
            text = " ".join(sentence(chance) for _ in range(chance.randrange(1, 6)))
            text = "".join(c if ord(c) < 128 else f"\\'{ord(c):02x}" for c in text)
            f.write(rf"\pard\plain\li850\fi-850\f0\fs22{{\b {'I' if i % 2 else 'IP'}:}}\tab {text}\par" + "\n")
        f.write("}")


def make_pdf(path, turns):
    chance, pages, y = random.Random(1), [[]], 60
    for i in range(turns):
        text = f"{'I' if i % 2 else 'IP'}: " + " ".join(sentence(chance) for _ in range(chance.randrange(1, 6)))
        for text_line in pdf.wrap(text, 11, 420):
            if y > 780:
                pages.append([])
                y = 60
            pages[-1].append((80, y, 11, text_line))
            y += 14
    with open(path, "wb") as f:
        f.write(pdf.build(pages))


def make_xlsx(path, turns):
    """As Excel writes it: texts in a table of their own, numbers in the cells."""
    main = 'xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"'
    texts, rows = ["tid", "talare", "text", "I", "IP"], ['<row r="1"><c r="A1" t="s"><v>0</v></c><c r="B1" t="s"><v>1</v></c><c r="C1" t="s"><v>2</v></c></row>']
    for i, (who, ms, _, text) in enumerate(talk(turns), 2):
        rows.append(f'<row r="{i}" spans="1:3"><c r="A{i}" s="1"><v>{ms / 86400000:.12f}</v></c><c r="B{i}" t="s"><v>{3 if who == "I" else 4}</v></c>'
                    f'<c r="C{i}" t="s"><v>{len(texts)}</v></c></row>')
        texts.append(text)
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as z:
        z.writestr("[Content_Types].xml", "<Types/>")
        z.writestr("xl/workbook.xml", f'<workbook {main} xmlns:r="urn:r"><sheets><sheet name="Blad1" sheetId="1" r:id="r1"/></sheets></workbook>')
        z.writestr("xl/_rels/workbook.xml.rels", '<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">'
                   '<Relationship Id="r1" Target="worksheets/sheet1.xml"/></Relationships>')
        z.writestr("xl/styles.xml", f'<styleSheet {main}><cellXfs count="2"><xf numFmtId="0"/><xf numFmtId="21"/></cellXfs></styleSheet>')
        z.writestr("xl/sharedStrings.xml", f'<sst {main}>' + "".join(f"<si><t>{t}</t></si>" for t in texts) + "</sst>")
        z.writestr("xl/worksheets/sheet1.xml", f'<worksheet {main}><sheetData>{"".join(rows)}</sheetData></worksheet>')
    return "xl/sharedStrings.xml", "xl/worksheets/sheet1.xml"


def make_qdpx(path, turns):
    """Sources of text, each turn of them coded."""
    sources, parts = [], {}
    guid = "00000000-0000-4000-8000-{:012X}".format
    for k in range(20):
        text, codings = "", []
        for i, (who, _, _, words) in enumerate(talk(turns // 20)):
            number = 1000000 * k + 3 * i
            codings.append(f'<PlainTextSelection guid="{guid(number)}" name="{words[:30]}" startPosition="{len(text)}" endPosition="{len(text) + len(words)}">'
                           f'<Coding guid="{guid(number + 1)}"><CodeRef targetGUID="{guid(1 << 40)}"/></Coding></PlainTextSelection>')
            text += f"{words}\n"
        parts[f"sources/{guid((2 << 40) + k)}.txt"] = text
        sources.append(f'<TextSource guid="{guid((3 << 40) + k)}" name="Intervju {k}" plainTextPath="internal://{guid((2 << 40) + k)}.txt">{"".join(codings)}</TextSource>')
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as z:
        z.writestr("project.qde", '<?xml version="1.0" encoding="utf-8"?><Project xmlns="urn:QDA-XML:project:1.0" name="a"><CodeBook><Codes>'
                   f'<Code guid="{guid(1 << 40)}" name="Hopp" isCodable="true"/></Codes></CodeBook><Sources>{"".join(sources)}</Sources></Project>')
        for name, text in parts.items():
            z.writestr(name, text)
    return "project.qde", *parts


ARCHIVES = {"docx": (make_docx, 30000), "odt": (make_odt, 90000), "xlsx": (make_xlsx, 90000), "qdpx": (make_qdpx, 60000)}


def measure(folder, build, n, wanted):
    for suffix, (make, turns) in ARCHIVES.items():
        path = os.path.join(folder, "a." + suffix)
        if wanted(suffix):
            parts = make(path, turns)
            beside("zip", path, build, n, *([parts] if isinstance(parts, str) else parts))
    path = os.path.join(folder, "a.html")
    if wanted("html") and shutil.which("xmllint"):
        make_html(path, 60000)
        compare("libxml2's HTML parser", path, Program("bare", ["xmllint", "--html", "--noout", "--nowarning", path]), build, n)
    path = os.path.join(folder, "a.pdf")
    if wanted("pdf") and shutil.which("pdftotext"):
        make_pdf(path, 8000)
        compare("pdftotext", path, Program("bare", ["pdftotext", path, "-"]), build, n)
    path, plain = os.path.join(folder, "a.rtf"), os.path.join(folder, "a.txt")
    if wanted("rtf"):
        make_rtf(path, 60000)
        with open(plain, "wb") as f:
            f.write(subprocess.run([os.path.join(build, "utsaga"), "show", path, "--layer", "text"], capture_output=True, check=True).stdout)
        compare("the same text as plain text", path, Program("bare", [os.path.join(build, "utsaga"), "show", plain, "--layer", "text"]), build, n, None)


if __name__ == "__main__":
    start(__doc__, measure)
