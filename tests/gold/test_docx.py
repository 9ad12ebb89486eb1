# SPDX-License-Identifier: GPL-3.0-or-later
"""read-docx: constructs of the format with right answers by hand, every word of real files in order against a reader in
Python, the invented dialogue, and what must be refused."""
import glob
import os
import random
import re
import tempfile
import zipfile

import dialogue
import office
import tap
from office import box, p, r, table

NUMBERING = """
<w:abstractNum w:abstractNumId="0"><w:lvl w:ilvl="0"><w:start w:val="1"/><w:numFmt w:val="decimal"/><w:lvlText w:val="%1."/></w:lvl>
<w:lvl w:ilvl="1"><w:start w:val="1"/><w:numFmt w:val="lowerLetter"/><w:lvlText w:val="%2)"/></w:lvl>
<w:lvl w:ilvl="2"><w:start w:val="1"/><w:numFmt w:val="lowerRoman"/><w:lvlText w:val="%1.%2.%3"/><w:isLgl/></w:lvl></w:abstractNum>
<w:abstractNum w:abstractNumId="1"><w:lvl w:ilvl="0"><w:numFmt w:val="bullet"/><w:lvlText w:val="\uf0b7"/><w:rPr><w:rFonts w:ascii="Symbol"/></w:rPr></w:lvl>
<w:lvl w:ilvl="1"><w:numFmt w:val="bullet"/><w:lvlText w:val="o"/><w:rPr><w:rFonts w:ascii="Courier New"/></w:rPr></w:lvl>
<w:lvl w:ilvl="2"><w:numFmt w:val="bullet"/><w:lvlText w:val="-"/></w:lvl></w:abstractNum>
<w:abstractNum w:abstractNumId="2"><w:lvl w:ilvl="0"><w:start w:val="1"/><w:numFmt w:val="decimal"/><w:lvlText w:val="IP%1:"/></w:lvl></w:abstractNum>
<w:num w:numId="1"><w:abstractNumId w:val="0"/></w:num><w:num w:numId="2"><w:abstractNumId w:val="1"/></w:num>
<w:num w:numId="3"><w:abstractNumId w:val="0"/><w:lvlOverride w:ilvl="0"><w:startOverride w:val="5"/></w:lvlOverride></w:num>
<w:num w:numId="4"><w:abstractNumId w:val="2"/></w:num>"""
STYLES = """
<w:style w:type="paragraph" w:default="1" w:styleId="Normal"><w:name w:val="Normal"/></w:style>
<w:style w:type="paragraph" w:styleId="Rubrik1"><w:name w:val="heading 1"/><w:pPr><w:outlineLvl w:val="0"/></w:pPr><w:rPr><w:b/></w:rPr></w:style>
<w:style w:type="paragraph" w:styleId="Fraga"><w:name w:val="Fråga"/><w:basedOn w:val="Rubrik1"/><w:pPr><w:outlineLvl w:val="1"/></w:pPr></w:style>
<w:style w:type="paragraph" w:styleId="Egen3"><w:name w:val="Rubrik 3"/></w:style>
<w:style w:type="paragraph" w:styleId="Fet"><w:name w:val="Fet stil"/><w:rPr><w:b/><w:i w:val="0"/></w:rPr></w:style>
<w:style w:type="paragraph" w:styleId="Barn"><w:name w:val="Barn"/><w:basedOn w:val="Fet"/></w:style>
<w:style w:type="paragraph" w:styleId="Ring1"><w:name w:val="x"/><w:basedOn w:val="Ring2"/></w:style>
<w:style w:type="paragraph" w:styleId="Ring2"><w:name w:val="y"/><w:basedOn w:val="Ring1"/></w:style>
<w:style w:type="paragraph" w:styleId="TOC1"><w:name w:val="toc 1"/></w:style>
<w:style w:type="paragraph" w:styleId="Lista"><w:name w:val="Lista"/><w:pPr><w:numPr><w:numId w:val="1"/></w:numPr></w:pPr></w:style>
<w:style w:type="character" w:styleId="Stark"><w:name w:val="Stark"/><w:rPr><w:b/></w:rPr></w:style>
<w:style w:type="character" w:styleId="Dold"><w:name w:val="Dold"/><w:rPr><w:vanish/></w:rPr></w:style>"""


def num(n, level=0):
    return f'<w:numPr><w:ilvl w:val="{level}"/><w:numId w:val="{n}"/></w:numPr>'


def ins(*runs):
    return '<w:ins w:id="1" w:author="X">' + "".join(runs) + "</w:ins>"


def gone(text):
    return f'<w:del w:id="2" w:author="X"><w:r><w:delText xml:space="preserve">{text}</w:delText></w:r></w:del>'


def field(code, result):
    char = lambda kind: r(inner=f'<w:fldChar w:fldCharType="{kind}"/>')
    return char("begin") + r(inner=f"<w:instrText> {code} </w:instrText>") + char("separate") + result + char("end")


MARK_DELETED = "<w:rPr><w:del w:id='3' w:author='X'/></w:rPr>"
MARK_INSERTED = "<w:rPr><w:ins w:id='3' w:author='X'/></w:rPr>"
ROW = "<w:tr><w:trPr><w:{}/></w:trPr><w:tc>" + p(r("rad")) + "</w:tc><w:tc>" + p(r("två")) + "</w:tc></w:tr>"
BREAK, TAB = "<w:br/>", "<w:tab/>"

# Body, text.
CONSTRUCTS = {
    "runs are joined": (p(r("An"), "<w:proofErr/>", r("na", "<w:b/>")), "Anna"),
    "paragraphs": (p(r("a")) + p() + p(r("  ")) + p(r("b")), "a\n\nb"),
    "hyphens": (p(r("e", inner="<w:noBreakHyphen/><w:t>post</w:t>"), r("sam", inner="<w:softHyphen/><w:t>häl\u00adle</w:t>")), "e-postsamhälle"),
    "breaks": (p(r("", inner=BREAK), r("a", inner=BREAK), r("b", inner="<w:cr/>"), r("c", inner='<w:br w:type="page"/>')), "a\nb\nc"),
    "tabs, not tab stops": (p(r("I:", inner=TAB), r("Ja"), props="<w:tabs><w:tab w:val='left' w:pos='850'/></w:tabs>"), "I:\tJa"),
    "containers": (p("<w:hyperlink r:id='x'>", r("länk"), "</w:hyperlink><w:smartTag>", r(" tagg"), "</w:smartTag><w:sdt><w:sdtContent>", r(" fält"),
                     "</w:sdtContent></w:sdt><w:customXml>", r(" xml"), "</w:customXml><w:fldSimple w:instr='PAGE'>", r(" 7"), "</w:fldSimple>"), "länk tagg fält xml 7"),
    "fields": (p(field("REF x", r("synligt"))), "synligt"),
    "fields in fields": (p(r("a "), field("IF " + "</w:instrText></w:r>" + field("PAGE", r("dolt")) + "<w:r><w:instrText>", r("sant")), r(" b")), "a sant b"),
    "a field over paragraphs": (p(r(inner='<w:fldChar w:fldCharType="begin"/>'), r(inner="<w:instrText>TOC</w:instrText>"), r(inner='<w:fldChar w:fldCharType="separate"/>'), r("ett"))
                                + p(r("två"), r(inner='<w:fldChar w:fldCharType="end"/>')) + p(r("tre")), "ett\n\ntvå\n\ntre"),
    "a field without an end": (p(r(inner='<w:fldChar w:fldCharType="begin"/>'), r("kvar")) + p(r("med")), "kvar\n\nmed"),
    "an end without a field": (p(r(inner='<w:fldChar w:fldCharType="end"/>'), r("a")), "a"),
    "insertions and deletions": (p(r("på "), ins(r("avdelning")), gone("RADERAT"), r(" 53")), "på avdelning 53"),
    "a deletion inside an insertion": (p(ins(r("a"), gone("b")), r("c")), "ac"),
    "moves": (p("<w:moveFrom>", r("flytt "), "</w:moveFrom>", r("a ")) + p("<w:moveTo>", r("flytt"), "</w:moveTo>"), "a\n\nflytt"),
    "a deleted paragraph mark": (p(r("ett "), props=MARK_DELETED) + p(r("två")) + p(r("tre")), "ett två\n\ntre"),
    "an inserted paragraph": (p(r("ett")) + p(ins(r("två")), props=MARK_INSERTED) + p(r("tre")), "ett\n\ntvå\n\ntre"),
    "old formatting": (p(r("a", "<w:rPrChange><w:rPr><w:vanish/></w:rPr></w:rPrChange>")), "a"),
    "a deleted row": ("<w:tbl><w:tblGrid><w:gridCol/><w:gridCol/></w:tblGrid>" + ROW.format("del") + ROW.format("x") + "</w:tbl>", "rad\ttvå"),
    "hidden text": (p(r("a"), r("dolt", "<w:vanish/>"), r("dolt", '<w:rStyle w:val="Dold"/>'), r("b", "<w:vanish w:val='0'/>")), "ab"),
    "a prompt": (p("<w:sdt><w:sdtPr><w:showingPlcHdr/></w:sdtPr><w:sdtContent>", r("Klicka här"), "</w:sdtContent></w:sdt>", r("a")), "a"),
    "signs": (p(r(inner='<w:sym w:font="Wingdings" w:char="F04A"/><w:sym w:font="Wingdings" w:char="F0E0"/><w:sym w:font="Symbol" w:char="F061"/><w:sym w:font="Okänd" w:char="F0FF"/>')), "☺→α\ufffd"),
    "a sign as text": (p(r("\uf0b7 a", '<w:rFonts w:ascii="Symbol"/>')), "• a"),
    "a box once, behind its paragraph": (p(r("före "), box(p(r("rutan"))), r("efter")) + p(r("nästa")), "före efter\n\nrutan\n\nnästa"),
    "a box in a box": (p(r("a"), box(p(r("b"), box(p(r("c")))), p(r("d"))), r("e")), "ae\n\nb\n\nc\n\nd"),
    "an old box": (p(r("a"), "<w:r><w:pict><v:textbox><w:txbxContent>" + p(r("b")) + "</w:txbxContent></v:textbox></w:pict></w:r>"), "a\n\nb"),
    "a box in a cell": (table(["x", p(r("y"), box(p(r("ruta"))))], ["z", "å"]), "x\ty\n\nruta\n\nz\tå"),
    "the fallback where the choice has no text": (p('<w:r><mc:AlternateContent><mc:Choice Requires="q"><w:drawing/></mc:Choice><mc:Fallback><w:t>a</w:t></mc:Fallback></mc:AlternateContent></w:r>'), "a"),
    "the first of two choices": (p('<w:r><mc:AlternateContent><mc:Choice Requires="q"><w:t>a</w:t></mc:Choice><mc:Choice Requires="s"><w:t>b</w:t></mc:Choice></mc:AlternateContent></w:r>'), "a"),
    "a table": (p(r("före")) + table(["Bo", "Ja."], ["Eva", "Nej."]) + p(r("efter")), "före\n\nBo\tJa.\nEva\tNej.\n\nefter"),
    "two tables": (table(["a", "b"]) + table(["c", "d"]), "a\tb\n\nc\td"),
    "paragraphs and empty cells": (table(["Bo", p(r("Ja.")) + p() + p(r("Nej."))], ["", "Jo."], ["Eva", ""]), "Bo\tJa.\nNej.\n\tJo.\nEva"),
    "a table of one column": (table([p(r("I: Hej.")) + p(r("IP: Ja."))], ["I: Nå?"]), "I: Hej.\n\nIP: Ja.\n\nI: Nå?"),
    "a table inside a table": (table(["a", table(["b", "c"], ["d", "e"]) + p(r("f")), "g"], ["h", "i", "j"]), "a\nb\tc\nd\te\nf\ng\nh\ti\tj"),
    "a frame around a table": (table([table(["Bo", "Ja."], ["Eva", "Nej."]) + p()]), "Bo\tJa.\nEva\tNej."),
    "footnotes": (p(r("ord", inner='<w:footnoteReference w:id="2"/>'), r(".")) + p(r("b", inner='<w:footnoteReference w:id="3"/>')),
                  "ord¹.\n\nb²\n\n¹ Not två.\n\nFortsatt.\n\n² Not tre."),
    "a mark that was typed": (p(r("ord", inner='<w:footnoteReference w:customMarkFollows="1" w:id="2"/><w:t>*</w:t>'), r(" a")), "ord* a\n\nNot två.\n\nFortsatt."),
    "comments stay outside": (p('<w:commentRangeStart w:id="0"/>', r("hem"), '<w:commentRangeEnd w:id="0"/>', r(inner='<w:commentReference w:id="0"/>'), r("ligt")), "hemligt"),
    "numbers": (p(r("a"), props=num(1)) + p(r("b"), props=num(1, 1)) + p(r("c"), props=num(1, 1)) + p(r("d"), props=num(1, 2)) + p(r("e"), props=num(1)) + p(r("f"), props=num(1, 1)),
                "1. a\n\na) b\n\nb) c\n\n1.2.1 d\n\n2. e\n\na) f"),
    "bullets": (p(r("a"), props=num(2)) + p(r("b"), props=num(2, 1)) + p(r("c"), props=num(2, 2)), "• a\n\n◦ b\n\n- c"),
    "a list that begins anew": (p(r("a"), props=num(1)) + p(r("b"), props=num(3)) + p(r("c"), props=num(3)), "1. a\n\n5. b\n\n6. c"),
    "a list by its style": (p(r("a"), style="Lista") + p(r("b"), style="Lista", props=num(0)), "1. a\n\nb"),
    "an empty item counts": (p(r("a"), props=num(1)) + p(props=num(1)) + p(r("c"), props=num(1)), "1. a\n\n3. c"),
    "labels by number": (p(r("Ja."), props=num(4)) + p(r("Nej."), props=num(4)), "IP1: Ja.\n\nIP2: Nej."),
    "a drop cap": (p(r("E"), props='<w:framePr w:dropCap="drop"/>') + p(r("n gång")), "En gång"),
    "line ends in text": (p(r("a\nb")), "a b"),
    "mathematics": (p(r("a "), "<m:oMath><m:r><m:t>x=1</m:t></m:r></m:oMath>"), "a x=1"),
    "entities of XML": (p(r("a &amp; b &lt;c&gt; &#229;")), "a & b <c> å"),
}
NOTES = {"footnotes": '<w:footnote w:type="separator" w:id="-1">' + p(r("skiljelinje")) + '</w:footnote><w:footnote w:id="3">' + p(r(inner="<w:footnoteRef/>"), r(" Not tre."))
         + '</w:footnote><w:footnote w:id="2">' + p(r("Not två.")) + p(r("Fortsatt.")) + "</w:footnote>",
         "comments": '<w:comment w:id="0" w:author="Maja K" w:date="2021-03-10T09:00:00Z">' + p(r("Kom ihåg!")) + p(r("Sedan.")) + "</w:comment>"}


def text_of(path, *more):
    out, _ = tap.run("show", path, "--layer", "text", "--format", "text", *more)
    return out.rstrip("\n")


def constructs(folder):
    path = os.path.join(folder, "a.docx")
    for strict in (False, True):
        for name, (body, expected) in CONSTRUCTS.items():
            office.write(path, body, strict=strict, numbering=NUMBERING, styles=STYLES, **NOTES)
            tap.equal(text_of(path), expected, name + (", strict" if strict else ""))
    bare = office.write(path, p(r("utan relationer")), rels=False, styles=STYLES)
    tap.equal(text_of(bare), "utan relationer", "no relationships")
    office.write(path, p(r("åäö")), raw=lambda x: b"\xef\xbb\xbf" + x.encode())
    tap.equal(text_of(path), "åäö", "byte order marks")
    office.write(path, p(r("åäö")), raw=lambda x: x.replace("UTF-8", "UTF-16").encode("utf-16"))
    tap.equal(text_of(path), "åäö", "UTF-16")
    office.write(path, p(r("a\u030a", "<w:b/>"), r("b")))
    tap.equal(text_of(path), "åb", "composed")
    for suffix in ("docm", "dotx", "doc", "txt"):
        office.write(os.path.join(folder, "b." + suffix), p(r("Hej")))
        tap.equal(text_of(os.path.join(folder, "b." + suffix)), "Hej", "." + suffix)


def options(folder):
    path = os.path.join(folder, "o.docx")
    body = (p(r("på "), ins(r("avdelning")), gone("sal"), r(" 53")) + p(r("ett "), props=MARK_DELETED) + p(r("två")) + p(ins(r("nytt")), props=MARK_INSERTED)
            + p("<w:moveFrom>", r("här"), "</w:moveFrom>", "<w:moveTo>", r("där"), "</w:moveTo>")
            + "<w:tbl><w:tblGrid><w:gridCol/><w:gridCol/></w:tblGrid>" + ROW.format("ins") + "</w:tbl>")
    office.write(path, body)
    tap.equal(text_of(path), "på avdelning 53\n\nett två\n\nnytt\n\ndär\n\nrad\ttvå", "changes as accepted")
    tap.equal(text_of(path, "--set", "read-docx.changes=original"), "på sal 53\n\nett\n\ntvå\n\nhär", "changes as original")
    office.write(path, p(r("a"), props=num(1)), numbering=NUMBERING)
    tap.equal(text_of(path, "--set", "read-docx.numbering=drop"), "a", "numbers dropped")


def layers(folder):
    path = os.path.join(folder, "l.docx")
    office.write(path, p(r("Rubriken"), style="Rubrik1") + p(r("En fråga"), style="Fraga") + p(r("Tre"), style="Egen3") + p(r("Kap 1 5"), style="TOC1")
                 + p(r("Brödtext", inner='<w:footnoteReference w:id="3"/>')) + p(r("Ring"), style="Ring1"),
                 styles=STYLES, header1=p(r("Sidhuvud")), header2=p(r("Sidhuvud")), footer1=p(r("Sida")), **NOTES)
    kinds = [(z["kind"], z["text"]) for z in dialogue.as_read(path, "zone")]
    tap.equal(kinds, [("heading", "Rubriken"), ("heading", "En fråga"), ("heading", "Tre"), ("contents", "Kap 1 5"), ("footnote", "¹ Not tre."),
                      ("furniture", "Sidhuvud"), ("furniture", "Sida")], "zones")
    tap.equal([(e["kind"], e["desc"], e["text"]) for e in dialogue.as_read(path, "event")], [("note_ref", "1", "¹")], "reference to a note")


def run(folder, path, *more):
    out = os.path.join(folder, "ut")
    _, err = tap.run("run", path, "--output", out, "--outputs", "csv", *more)
    return tap.table(out, "notes"), err


def remarks(folder):
    path = os.path.join(folder, "r.docx")
    office.write(path, p(r("abc ", inner='<w:commentReference w:id="0"/>'), gone("ett hemligt namn"), r("def"), r("dolt", "<w:vanish/>")) + "<w:altChunk r:id='q'/>", **NOTES)
    notes, err = run(folder, path)
    comment = [n for n in notes if n["detail"] == "Maja K, 2021-03-10: Kom ihåg! / Sedan."]
    tap.equal([c["place"] for c in comment], ["4"], "a comment is a remark with its place")
    tap.ok("1 deletions (3 words)" in err and "hemligt" not in err, "a warning when deletions exist, without their words", err)
    tap.ok("1 words are formatted as hidden" in err and "1 documents are embedded" in err, "hidden and embedded text is told", err)
    lost = [n for n in notes if "nothing in the text refers" in n["message"]]
    tap.equal(len(lost), 2, "notes without a reference are told")


def every_word():
    """Every word of the source's text nodes, in order."""
    files = sorted(glob.glob(os.path.join(tap.SHARED, "samples", "docx", "*.docx")) + glob.glob(os.path.join(tap.SHARED, "samples", "teams_meet", "*.docx")))
    for path in files:
        got, expected = office.words(body_text(path)), office.words_of_docx(path)
        tap.equal(got, expected, f"{os.path.basename(path)}: {len(expected)} words")


def body_text(path):
    """The text without notes, page margins and references."""
    text = text_of(path)
    for z in reversed(dialogue.as_read(path, "zone")):
        if z["kind"] in ("footnote", "furniture"):
            text = text[:int(z["begin"])] + " " + text[int(z["end"]):]
    for e in reversed(dialogue.as_read(path, "event")):
        text = text[:int(e["begin"])] + " " + text[int(e["end"]):]
    return text


def by_chance(folder):
    """Documents put together by chance from constructs: as the reader in Python sees them."""
    chance = random.Random(7)
    path = os.path.join(folder, "c.docx")
    wrong = []
    for i in range(25):
        def piece(depth=0):
            kind = chance.randrange(9 if depth < 3 else 5)
            word = f"ord{chance.randrange(10**6)}"
            return [lambda: r(word), lambda: r(word + " ", "<w:b/>"), lambda: ins(r(word)), lambda: gone(word), lambda: field("X", r(word)),
                    lambda: box(paragraph(depth + 1)), lambda: r(word, inner="<w:br/><w:tab/>"), lambda: r("", inner="<w:noBreakHyphen/>"), lambda: r(word + "\u00ad")][kind]()

        def paragraph(depth=0):
            return p(*[piece(depth) for _ in range(chance.randrange(5))])
        body = "".join(table([paragraph(1), paragraph(1)], [paragraph(1), paragraph(1) + paragraph(1)]) if chance.random() < 0.2 else paragraph() for _ in range(40))
        office.write(path, body)
        if office.words(text_of(path)).__len__() != len(office.words_of_docx(path)) or sorted(office.words(text_of(path))) != sorted(office.words_of_docx(path)):
            wrong.append(i)
    tap.equal(wrong, [], "25 documents by chance")


def refused(folder):
    def zipped(name, parts):
        path = os.path.join(folder, name)
        with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as z:
            for part, data in parts.items():
                z.writestr(part, data)
        return path

    def plain(name, data):
        path = os.path.join(folder, name)
        with open(path, "wb") as f:
            f.write(data)
        return path
    ole = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(600)
    whole = open(office.write(os.path.join(folder, "w.docx"), p(r("x" * 5000))), "rb").read()
    doctype = '<?xml version="1.0"?><!DOCTYPE x [<!ENTITY a "b">]>' + f'<w:document xmlns:w="{office.W}"><w:body>{p(r("&a;"))}</w:body></w:document>'
    deep = f'<w:document xmlns:w="{office.W}">' + "<w:p>" * 100000 + "</w:p>" * 100000 + "</w:document>"
    broken = f'<w:document xmlns:w="{office.W}">\n<w:body>\n<w:p></w:body></w:document>'
    cases = [(plain("lås.docx", ole + "EncryptedPackage".encode("utf-16le")), "remove the password"), (plain("gammal.docx", ole + "WordDocument".encode("utf-16le")), "old Word document"),
             (plain("äldre.doc", ole + "WordDocument".encode("utf-16le")), "save it as .docx"), (plain("tom.docx", b""), "empty"), (plain("text.docx", b"Bara text."), "not a Word document"),
             (plain("kapad.docx", whole[:len(whole) // 2]), "cut off"), (zipped("bok.docx", {"xl/workbook.xml": "<x/>", "_rels/.rels": "<x/>"}), ".xlsx"),
             (zipped("annat.docx", {"a.txt": "hej"}), "without the text"), (zipped("doctype.docx", {"word/document.xml": doctype}), "declares a document type"),
             (zipped("djup.docx", {"word/document.xml": deep}), "deeper than"), (zipped("trasig.docx", {"word/document.xml": broken}), "document.xml, line 3"),
             (zipped("nollor.docx", {"word/document.xml": f'<w:document xmlns:w="{office.W}">\0</w:document>'}), "not well-formed")]
    for path, why in cases:
        out, err = tap.run("show", path, "--layer", "text", status=None)
        tap.ok(why in err and os.path.basename(path) in err and not out.strip(), f"{os.path.basename(path)}: refused with its reason", out + err)
    climbing = zipped("kliver.docx", {"_rels/.rels": '<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships"><Relationship Type="x/officeDocument" Target="../../../../etc/passwd"/></Relationships>',
                                      "word/document.xml": f'<w:document xmlns:w="{office.W}"><w:body>{p(r("Hej"))}</w:body></w:document>'})
    tap.equal(text_of(climbing), "Hej", "a path that climbs out finds nothing")
    line = zipped("rad.docx", {"word/document.xml": f'<w:document xmlns:w="{office.W}"><w:body>{p(r("ord " * 2000000))}</w:body></w:document>'})
    tap.equal(len(text_of(line)), 7999999, "8 MB in one paragraph")
    if os.path.isdir(os.path.join(tap.SHARED, "samples")):
        _, err = tap.run("show", os.path.join(tap.SHARED, "samples", "doc", "sv_interview_libreoffice.doc"), "--layer", "text", status=None)
        tap.ok("old Word document" in err and "save it as .docx" in err, "a real .doc is refused with the way out", err)


with tempfile.TemporaryDirectory() as scratch:
    constructs(scratch)
    options(scratch)
    layers(scratch)
    remarks(scratch)
    by_chance(scratch)
    refused(scratch)
if os.path.isdir(os.path.join(tap.SHARED, "samples")):
    every_word()
    dialogue.check_all("docx")
    dialogue.check_all("teams_meet")
else:
    tap.skip("samples", "reference data not here")
tap.done()
