# SPDX-License-Identifier: GPL-3.0-or-later
"""Files made to harm, for each format that they can concern. Each is (name, bytes): small on disk, whatever they unpack to."""
import io
import struct
import zipfile
import zlib

from pdf import assemble

HEAD = '<?xml version="1.0" encoding="UTF-8"?>\n'
SAID = "Hej, hur är det med dig?"
MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
WORD = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
REL = "http://schemas.openxmlformats.org/package/2006/relationships"
ODF = "urn:oasis:names:tc:opendocument:xmlns:"


# ---- archives ----

def zipped(parts):
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as z:
        for name, data in parts.items():
            z.writestr(name, data)
    return out.getvalue()


def zip_by_hand(entries):
    """Entries: (name, packed bytes, what it says it unpacks to, flags), or (name, bytes): as they should be."""
    out, directory = b"", b""
    for name, packed, *more in entries:
        says, flags, crc = (*more, 0) if more else (len(packed), 0, zlib.crc32(packed))
        packed = packed if more else deflated(packed)
        common = struct.pack("<HHHHHIIIHH", 20, flags, 8, 0, 0x21, crc, len(packed), says, len(name), 0)
        directory += b"PK\1\2" + struct.pack("<H", 20) + common + struct.pack("<HHHII", 0, 0, 0, 0, len(out)) + name
        out += b"PK\3\4" + common + name + packed
    return out + directory + b"PK\5\6" + struct.pack("<HHHHIIH", 0, 0, len(entries), len(entries), len(directory), len(out), 0)


def deflated(data):
    c = zlib.compressobj(9, zlib.DEFLATED, -15)
    return c.compress(data) + c.flush()


def endless(head, filler, count):
    """Deflated: @head, then @filler @count times, at the price of one."""
    c = zlib.compressobj(9, zlib.DEFLATED, -15)
    first = c.compress(head) + c.flush(zlib.Z_FULL_FLUSH)
    c = zlib.compressobj(9, zlib.DEFLATED, -15)
    once = c.compress(filler) + c.flush(zlib.Z_FULL_FLUSH)
    return first + once * count + b"\3\0", len(head) + len(filler) * count


def docx(document, **more):
    return {"[Content_Types].xml": "<Types/>", "_rels/.rels": f'<Relationships xmlns="{REL}"><Relationship Id="a" Target="word/document.xml" '
            f'Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/officeDocument"/></Relationships>', "word/document.xml": document, **more}


def odt(content, **more):
    return {"mimetype": "application/vnd.oasis.opendocument.text", "content.xml": content, **more}


def xlsx(sheet, **more):
    return {"[Content_Types].xml": "<Types/>", "xl/workbook.xml": f'<workbook xmlns="{MAIN}" xmlns:r="urn:r"><sheets><sheet name="B" sheetId="1" r:id="r1"/></sheets></workbook>',
            "xl/_rels/workbook.xml.rels": f'<Relationships xmlns="{REL}"><Relationship Id="r1" Target="worksheets/sheet1.xml"/></Relationships>',
            "xl/worksheets/sheet1.xml": sheet, **more}


def qdpx(project, **more):
    return {"project.qde": project, "sources/a.txt": SAID, **more}


# ---- each format of XML around a body: (suffix, root, what stands before the body, what behind, parts) ----

XML = {
    "eaf": ("ANNOTATION_DOCUMENT", '<ANNOTATION_DOCUMENT FORMAT="3.0"><TIME_ORDER/><TIER TIER_ID="Anna"><ANNOTATION><ALIGNABLE_ANNOTATION ANNOTATION_ID="a1"><ANNOTATION_VALUE>',
            "</ANNOTATION_VALUE></ALIGNABLE_ANNOTATION></ANNOTATION></TIER></ANNOTATION_DOCUMENT>", None, ""),
    "exb": ("basic-transcription", '<basic-transcription><basic-body><common-timeline><tli id="T0"/><tli id="T1"/></common-timeline><tier id="A" type="t" display-name="Anna">'
            '<event start="T0" end="T1">', "</event></tier></basic-body></basic-transcription>", None, ""),
    "trs": ("Trans", '<Trans version="1"><Episode><Section startTime="0" endTime="9"><Turn startTime="0" endTime="9"><Sync time="0"/>', "</Turn></Section></Episode></Trans>", None, ""),
    "xml": ("TEI", '<TEI xmlns="http://www.tei-c.org/ns/1.0"><teiHeader/><text><body><u who="#a">', "</u></body></text></TEI>", None, ""),
    "docx": ("w:document", f'<w:document xmlns:w="{WORD}"><w:body><w:p><w:r><w:t>', "</w:t></w:r></w:p></w:body></w:document>", docx, "word/document.xml"),
    "odt": ("office:document-content", f'<office:document-content xmlns:office="{ODF}office:1.0" xmlns:text="{ODF}text:1.0" xmlns:table="{ODF}table:1.0"><office:body><office:text><text:p>',
            "</text:p></office:text></office:body></office:document-content>", odt, "content.xml"),
    "xlsx": ("worksheet", f'<worksheet xmlns="{MAIN}"><sheetData><row r="1"><c r="A1" t="inlineStr"><is><t>talare</t></is></c><c r="B1" t="inlineStr"><is><t>text</t></is></c></row>'
             '<row r="2"><c r="A2" t="inlineStr"><is><t>Anna</t></is></c><c r="B2" t="inlineStr"><is><t>', "</t></is></c></row></sheetData></worksheet>", xlsx, "xl/worksheets/sheet1.xml"),
    "qdpx": ("Project", '<Project xmlns="urn:QDA-XML:project:1.0" name="a"><Sources><TextSource guid="a" name="', '" plainTextPath="internal://a.txt"/></Sources></Project>', qdpx,
             "project.qde"),
}
ARCHIVES = [suffix for suffix, row in XML.items() if row[3]]


def of_xml(suffix, body, prolog="", around=("", "")):
    _, before, behind, parts, _ = XML[suffix]
    text = HEAD + prolog + around[0] + before + body + behind + around[1]
    return zipped(parts(text)) if parts else text.encode()


# ---- the traps ----

def entities(secret, port):
    """Entities that grow, that read files, and document types from the network."""
    bomb = "".join(f'<!ENTITY e{i + 1} "{f"&e{i};" * 10}">' for i in range(9))
    for suffix, (root, *_) in XML.items():
        yield f"bomb.{suffix}", of_xml(suffix, "&e9;", f'<!DOCTYPE {root} [<!ENTITY e0 "ha">{bomb}]>\n')
        yield f"utifran.{suffix}", of_xml(suffix, "&x;", f'<!DOCTYPE {root} [<!ENTITY x SYSTEM "file://{secret}">]>\n')
        yield f"parameter.{suffix}", of_xml(suffix, "&x;", f'<!DOCTYPE {root} [<!ENTITY % p SYSTEM "file://{secret}">%p;]>\n')
        yield f"dtd.{suffix}", of_xml(suffix, SAID, f'<!DOCTYPE {root} SYSTEM "http://127.0.0.1:{port}/{suffix}.dtd">\n')


def archives(secret):
    """Bombs, sizes that lie, and names that lead out of the folder."""
    for suffix in ARCHIVES:
        _, before, behind, parts, part = XML[suffix]
        rest = [(n.encode(), d.encode()) for n, d in parts("").items() if n != part]
        packed, size = endless((HEAD + before).encode(), b" " * (1 << 20), 2048)
        yield f"zipbomb.{suffix}", zip_by_hand([(part.encode(), packed, size, 0), *rest])
        yield f"zipljuger.{suffix}", zip_by_hand([(part.encode(), packed, 2000, 0), *rest])
        yield f"zipsager-mer.{suffix}", zip_by_hand([(part.encode(), deflated((HEAD + before + SAID + behind).encode()), 3000000, 0), *rest])
        yield f"zipljuger-stort.{suffix}", zip_by_hand([(part.encode(), deflated((HEAD + before + SAID + behind).encode()), 0xFFFFFFF0, 0), *rest])
        yield f"zipkrypterad.{suffix}", zip_by_hand([(part.encode(), deflated(b"x" * 40), 28, 1), *rest])
        whole = of_xml(suffix, SAID)
        yield f"zipavklippt.{suffix}", whole[:len(whole) * 2 // 3]
        out = io.BytesIO(whole)
        with zipfile.ZipFile(out, "a") as z:
            for name in ("../../utanfor.txt", "/tmp/utsaga-utanfor.txt", "..\\..\\utanfor.txt", "a/../../utanfor.txt", "C:\\utanfor.txt"):
                z.writestr(name, SAID)
        yield f"zipvagar.{suffix}", out.getvalue()
    many = io.BytesIO()
    names = b"".join(b"PK\1\2" + struct.pack("<HHHHHHIIIHHHHHII", 20, 20, 0, 0, 0, 0x21, 0, 0, 0, 6, 0, 0, 0, 0, 0, 0) + b"%06d" % i for i in range(60000))
    many.write(names + b"PK\5\6" + struct.pack("<HHHHIIH", 0, 0, 60000, 60000, len(names), 4, 0))
    yield "zipmanga.docx", b"PK\3\4" + many.getvalue()
    for i, path in enumerate((f"internal://../../..{secret}", f"relative://{secret}", f"file://{secret}", secret)):
        yield f"kallvag{i}.qdpx", zipped(qdpx(f'{HEAD}<Project xmlns="urn:QDA-XML:project:1.0" name="a"><Sources><TextSource guid="b" name="a" plainTextPath="{path}"/>'
                                              "</Sources></Project>"))


def nested(depth=30000):
    w = f'<w:document xmlns:w="{WORD}"><w:body>'
    o = f'<office:document-content xmlns:office="{ODF}office:1.0" xmlns:text="{ODF}text:1.0" xmlns:table="{ODF}table:1.0"><office:body><office:text>'
    for suffix in ("eaf", "exb", "trs", "xml"):
        yield f"djup.{suffix}", of_xml(suffix, "<a>" * depth + SAID + "</a>" * depth)
    yield "djup-seg.xml", of_xml("xml", "<seg>" * depth + SAID + "</seg>" * depth)
    yield "djup.docx", zipped(docx(HEAD + w + "<w:tbl><w:tr><w:tc>" * depth + "<w:p/>" + "</w:tc></w:tr></w:tbl>" * depth + "</w:body></w:document>"))
    yield "djup.odt", zipped(odt(HEAD + o + "<table:table><table:table-row><table:table-cell>" * depth + "<text:p>a</text:p>" + "</table:table-cell></table:table-row></table:table>" * depth
                                 + "</office:text></office:body></office:document-content>"))
    yield "djup-listor.odt", zipped(odt(HEAD + o + "<text:list><text:list-item>" * 100 + f"<text:p>{SAID}</text:p>" + "</text:list-item></text:list>" * 100
                                        + "</office:text></office:body></office:document-content>"))
    yield "djup.xlsx", zipped(xlsx(f'{HEAD}<worksheet xmlns="{MAIN}"><sheetData>' + "<row>" * depth + "</row>" * depth + "</sheetData></worksheet>"))
    yield "djup.qdpx", zipped(qdpx(f'{HEAD}<Project xmlns="urn:QDA-XML:project:1.0" name="a"><CodeBook><Codes>' + '<Code guid="c" name="c">' * depth + "</Code>" * depth
                                   + '</Codes></CodeBook><Sources><TextSource guid="b" name="a" plainTextPath="internal://a.txt"/></Sources></Project>'))
    for name, opening, closing in (("lista", "[", "]"), ("objekt", '{"segments":', "}")):
        yield f"djup-{name}.json", (opening * depth + "1" + closing * depth).encode()
    yield "djup-i-segment.json", ('{"segments": [{"start": 0, "end": 1, "text": "Hej."}], "x": ' + "[" * depth + "]" * depth + "}").encode()
    yield "djup.otr", ('{"text": ' + "[" * depth + "]" * depth + "}").encode()
    yield "djup.html", ("<html><body>" + "<div>" * depth + SAID + "</div>" * depth).encode()
    yield "djup-tabell.html", ("<html><body>" + "<table><tr><td>" * depth + SAID).encode()
    yield "djup.rtf", (r"{\rtf1\ansi " + "{" * depth + "Hej." + "}" * depth + "}").encode()
    yield "djup.vtt", ("WEBVTT\n\n00:00:01.000 --> 00:00:02.000\n" + "<i>" * depth + "Hej." + "</i>" * depth + "\n").encode()
    yield "djup.cha", ("@UTF8\n@Begin\n@Participants:\tA Anna Adult\n*A:\t" + "<" * depth + "hej" + "> [/] " * depth + ".\n@End\n").encode()
    yield "djup.txt", ("Anna: " + "[" * depth + "hej" + "]" * depth + "\nBo: Jaha.\n").encode()
    yield "djup.md", ("Anna: " + "**" * depth + "hej" + "\n> " * depth + "\nBo: Jaha.\n").encode()
    yield "djup.csv", ('talare;text\nAnna;"' + '""' * depth + '"\n').encode()


def nul():
    """NUL bytes inside the talk."""
    for suffix, text in TEXTS.items():
        yield f"nul-i-talet.{suffix}", text.replace("hur", "hu\0r").encode()
    for suffix in ("eaf", "exb", "trs", "xml"):
        yield f"nul-i-talet.{suffix}", of_xml(suffix, SAID.replace("hur", "hu\0r"))
        yield f"nul-som-tecken.{suffix}", of_xml(suffix, SAID + "&#0;")
    for suffix in ARCHIVES:
        yield f"nul-i-delen.{suffix}", of_xml(suffix, SAID + "\0")
    yield "nul-som-tecken.json", b'{"segments": [{"start": 0, "end": 1, "text": "Hej\\u0000 du."}], "language": "sv"}'
    yield "nul-som-tecken.html", b"<html><body><p>Anna: Hej&#0; du.</p></body></html>"


TEXTS = {
    "txt": f"Anna: {SAID}\nBo: Bra.\n", "md": f"**Anna:** {SAID}\n\n**Bo:** Bra.\n", "csv": f"talare;text\nAnna;{SAID}\nBo;Bra.\n",
    "tsv": f"start\tend\ttext\n0\t900\t{SAID}\n", "html": f"<html><body><p>Anna: {SAID}</p><p>Bo: Bra.</p></body></html>",
    "otr": '{"text": "<p>Anna: ' + SAID + '</p>", "media": "a.mp3", "media-time": 1}', "vtt": f"WEBVTT\n\n00:00:01.000 --> 00:00:02.000\n<v Anna>{SAID}</v>\n",
    "srt": f"1\n00:00:01,000 --> 00:00:02,000\n{SAID}\n", "json": '{"segments": [{"start": 0, "end": 1, "text": "' + SAID + '"}], "language": "sv"}',
    "rtf": "{\\rtf1\\ansi Anna: Hej, hur gick det?\\par}", "cha": f"@UTF8\n@Begin\n@Participants:\tA Anna Adult\n*A:\t{SAID}\n@End\n",
    "TextGrid": 'File type = "ooTextFile"\nObject class = "TextGrid"\n\n0\n1\n<exists>\n1\n"IntervalTier"\n"Anna"\n0\n1\n1\n0\n1\n"' + SAID + '"\n',
    "inqscr": f"app=InqScribe\ntext=[00:00:00.00]\\rAnna: {SAID}\\r\nversion=1.1\n",
}


def pdf(objects, root=1):
    return assemble(objects, b"/Root %d 0 R" % root)


def page(content, says=None, font=b"<</Type/Font/Subtype/Type1/BaseFont/Helvetica>>"):
    stream = b"<</Length %d>>stream\n" % (len(content) if says is None else says) + content + b"\nendstream"
    return [b"<</Type/Catalog/Pages 2 0 R>>", b"<</Type/Pages/Kids[3 0 R]/Count 1>>",
            b"<</Type/Page/Parent 2 0 R/MediaBox[0 0 595 842]/Contents 4 0 R/Resources<</Font<</R 5 0 R>>>>>>", stream, font]


SHOWN = b"BT /R 12 Tf 70 700 Td (Anna: Hej, hur mar du?) Tj ET"


def lies():
    """Numbers that promise more than there is, or more than there can be."""
    big = 4294967295
    for suffix, size in (("TextGrid", big), ("TextGrid", -1)):
        yield f"storlek{size}.{suffix}", TEXTS["TextGrid"].replace('0\n1\n1\n0\n1\n"', f'0\n1\n{size}\n0\n1\n"').encode()
    yield "lager.TextGrid", TEXTS["TextGrid"].replace("<exists>\n1\n", f"<exists>\n{big}\n").encode()
    yield "bin.rtf", b"{\\rtf1\\ansi Anna: Hej.\\par\\bin2147483647 abc}"
    yield "uc.rtf", b"{\\rtf1\\ansi\\uc2147483647 Anna: Hej.\\u229 ? Jaha.\\par Bo: Ja.\\par}"
    yield "tal.rtf", b"{\\rtf1\\ansi Anna: Hej\\li99999999999999999999 .\\par}"
    yield "blanka.odt", of_xml("odt", f'Hej<text:s text:c="2147483647"/>du.')
    yield "kolumner.odt", of_xml("odt", 'Hej.</text:p><table:table><table:table-column table:number-columns-repeated="2147483647"/><table:table-row table:number-rows-repeated="2147483647">'
                                 '<table:table-cell table:number-columns-repeated="2147483647"><text:p>a</text:p></table:table-cell></table:table-row></table:table><text:p>')
    yield "spann.docx", zipped(docx(f'{HEAD}<w:document xmlns:w="{WORD}"><w:body><w:tbl><w:tr><w:tc><w:tcPr><w:gridSpan w:val="2147483647"/></w:tcPr><w:p><w:r><w:t>Hej.</w:t></w:r></w:p>'
                                    "</w:tc></w:tr></w:tbl></w:body></w:document>"))
    yield "colspan.html", b'<html><body><table><tr><td colspan="2147483647" rowspan="2147483647">Anna: Hej.</td></tr></table></body></html>'
    for name, reference in (("rad", "B2147483647"), ("kolumn", "ZZZZZZ2")):
        yield f"{name}.xlsx", zipped(xlsx(f'{HEAD}<worksheet xmlns="{MAIN}"><dimension ref="A1:XFD1048576"/><sheetData><row r="2"><c r="{reference}"><v>1</v></c></row></sheetData></worksheet>'))
    yield "strangar.xlsx", zipped(xlsx(f'{HEAD}<worksheet xmlns="{MAIN}"><sheetData><row r="1"><c r="A1" t="s"><v>4294967295</v></c></row></sheetData></worksheet>',
                                       **{"xl/sharedStrings.xml": f'<sst xmlns="{MAIN}" count="4294967295" uniqueCount="4294967295"><si><t>a</t></si></sst>'}))
    yield "sammanslaget.xlsx", zipped(xlsx(f'{HEAD}<worksheet xmlns="{MAIN}"><sheetData><row r="1"><c r="A1" t="inlineStr"><is><t>text</t></is></c></row></sheetData><mergeCells>'
                                           + '<mergeCell ref="A1:XFD1048576"/>' * 5000 + "</mergeCells></worksheet>"))
    yield "platser.qdpx", zipped(qdpx(f'{HEAD}<Project xmlns="urn:QDA-XML:project:1.0" name="a"><CodeBook><Codes><Code guid="c" name="c"/></Codes></CodeBook><Sources><TextSource guid="b" '
                                      'name="a" plainTextPath="internal://a.txt"><PlainTextSelection guid="d" startPosition="1" endPosition="99999999999999999999"><Coding guid="e">'
                                      '<CodeRef targetGUID="c"/></Coding></PlainTextSelection></TextSource></Sources></Project>'))
    yield "tid.eaf", of_xml("eaf", SAID).replace(b"<TIME_ORDER/>", b'<TIME_ORDER><TIME_SLOT TIME_SLOT_ID="t1" TIME_VALUE="99999999999999999999"/></TIME_ORDER>')
    yield "tid.exb", of_xml("exb", SAID).replace(b'id="T1"', b'id="T1" time="1e308"')
    yield "tid.trs", of_xml("trs", SAID).replace(b'endTime="9"', b'endTime="99999999999999999999999"')
    yield "tid.srt", TEXTS["srt"].replace("00:00:02", "99999999999:99:99").encode()
    yield "tid.vtt", TEXTS["vtt"].replace("00:00:02", "99999999999:59:59").encode()
    yield "tid.json", b'{"segments": [{"start": -1e308, "end": 1e309, "text": "Hej."}], "language": "sv"}'
    yield "tid.cha", TEXTS["cha"].replace("dig?", "dig? \x1599999999999999999999_1\x15").encode()
    yield "langd.pdf", pdf(page(SHOWN, says=2147483647))
    yield "sidor.pdf", pdf([o.replace(b"/Count 1", b"/Count 2147483647") for o in page(SHOWN)])
    yield "ruta.pdf", pdf([o.replace(b"595 842", b"99999999999 99999999999") for o in page(SHOWN)])
    yield "xref.pdf", pdf(page(SHOWN)).replace(b"startxref\n", b"startxref\n9999999999")


def loops():
    """What refers to itself."""
    tier = '<TIER TIER_ID="{}" PARENT_REF="{}"><ANNOTATION><REF_ANNOTATION ANNOTATION_ID="{}" ANNOTATION_REF="{}"><ANNOTATION_VALUE>Hej.</ANNOTATION_VALUE></REF_ANNOTATION></ANNOTATION></TIER>'
    def around(*tiers):
        return (HEAD + '<ANNOTATION_DOCUMENT FORMAT="3.0"><TIME_ORDER/>' + "".join(tiers) + "</ANNOTATION_DOCUMENT>").encode()
    yield "ring.eaf", around(tier.format("A", "B", "a", "b"), tier.format("B", "A", "b", "a"))
    yield "sig-sjalv.eaf", around(tier.format("A", "A", "a", "a"))
    yield "ring-bredvid.eaf", around(tier.format("A", "B", "a", "b"), tier.format("B", "A", "b", "a"), '<TIER TIER_ID="C"><ANNOTATION><ALIGNABLE_ANNOTATION ANNOTATION_ID="c">'
                                     f"<ANNOTATION_VALUE>{SAID}</ANNOTATION_VALUE></ALIGNABLE_ANNOTATION></ANNOTATION></TIER>")
    yield "baklanges.exb", of_xml("exb", SAID).replace(b'start="T0" end="T1"', b'start="T1" end="T0"')
    yield "ring.xml", of_xml("xml", '<seg xml:id="a" next="#b" prev="#b" corresp="#b">Hej.</seg><seg xml:id="b" next="#a" prev="#a" corresp="#a">Du.</seg>')
    yield "ring.docx", zipped(docx(f'{HEAD}<w:document xmlns:w="{WORD}"><w:body><w:p><w:pPr><w:pStyle w:val="A"/></w:pPr><w:r><w:rPr><w:rStyle w:val="B"/></w:rPr><w:t>Anna: Hej.</w:t></w:r></w:p>'
                                   "</w:body></w:document>", **{
        "word/_rels/document.xml.rels": f'<Relationships xmlns="{REL}"><Relationship Id="s" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/styles" Target="styles.xml"/></Relationships>',
        "word/styles.xml": f'{HEAD}<w:styles xmlns:w="{WORD}"><w:style w:type="paragraph" w:styleId="A"><w:basedOn w:val="C"/></w:style><w:style w:type="paragraph" w:styleId="C"><w:basedOn w:val="A"/>'
        '</w:style><w:style w:type="character" w:styleId="B"><w:basedOn w:val="B"/></w:style></w:styles>'}))
    yield "ring-fotnot.docx", zipped(docx(f'{HEAD}<w:document xmlns:w="{WORD}"><w:body><w:p><w:r><w:t>Anna: Hej.</w:t><w:footnoteReference w:id="2"/></w:r></w:p></w:body></w:document>', **{
        "word/_rels/document.xml.rels": f'<Relationships xmlns="{REL}"><Relationship Id="f" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/footnotes" Target="footnotes.xml"/></Relationships>',
        "word/footnotes.xml": f'{HEAD}<w:footnotes xmlns:w="{WORD}"><w:footnote w:id="2"><w:p><w:r><w:t>Not.</w:t><w:footnoteReference w:id="2"/></w:r></w:p></w:footnote></w:footnotes>'}))
    yield "ring.odt", zipped(odt(f'{HEAD}<office:document-content xmlns:office="{ODF}office:1.0" xmlns:text="{ODF}text:1.0" xmlns:style="{ODF}style:1.0"><office:automatic-styles>'
                                 '<style:style style:name="P1" style:family="paragraph" style:parent-style-name="P2"/><style:style style:name="P2" style:family="paragraph" style:parent-style-name="P1"/>'
                                 '</office:automatic-styles><office:body><office:text><text:p text:style-name="P1">Anna: Hej.</text:p></office:text></office:body></office:document-content>'))
    yield "ring.pdf", pdf([o.replace(b"/Kids[3 0 R]", b"/Kids[2 0 R]") for o in page(SHOWN)])
    yield "ring-sida.pdf", pdf([o.replace(b"/Contents 4 0 R", b"/Contents[4 0 R 3 0 R]/Resources 3 0 R") for o in page(SHOWN)])
    yield "ring-form.pdf", pdf(page(b"/X Do " + SHOWN)[:2] + [b"<</Type/Page/Parent 2 0 R/MediaBox[0 0 595 842]/Contents 4 0 R/Resources<</Font<</R 5 0 R>>/XObject<</X 6 0 R>>>>>>"]
                               + page(b"/X Do " + SHOWN)[3:] + [b"<</Type/XObject/Subtype/Form/BBox[0 0 9 9]/Resources<</XObject<</X 6 0 R>>>>/Length 5>>stream\n/X Do\nendstream"])


def rows():
    """Sheets of ten million rows."""
    head = f'{HEAD}<worksheet xmlns="{MAIN}"><sheetData><row><c t="inlineStr"><is><t>talare</t></is></c><c t="inlineStr"><is><t>text</t></is></c></row>'.encode()
    row = b'<row><c t="inlineStr"><is><t>Anna</t></is></c><c t="inlineStr"><is><t>Hej.</t></is></c></row>'
    packed, size = endless(head, row * 1000, 10000)
    rest = [(n.encode(), d.encode()) for n, d in xlsx("").items() if not n.endswith("sheet1.xml")]
    yield "rader.xlsx", zip_by_hand([(b"xl/worksheets/sheet1.xml", packed, size, 0), *rest])
    # The same, but packed so that no bomb is suspected: rows of different words.
    words = b"".join(b'<row><c t="inlineStr"><is><t>%x</t></is></c><c t="inlineStr"><is><t>%x</t></is></c></row>' % (i * 2654435761 % (1 << 32), i * 40503 % 65536) for i in range(20000))
    packed, size = endless(head, words, 500)
    yield "rader-olika.xlsx", zip_by_hand([(b"xl/worksheets/sheet1.xml", packed, size, 0), *rest])
