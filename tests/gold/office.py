# SPDX-License-Identifier: GPL-3.0-or-later
"""Makes small Word documents for tests, and reads any in a way of its own: zipfile and ElementTree, no streaming."""
import re
import xml.etree.ElementTree as ET
import zipfile

W = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
STRICT = "http://purl.oclc.org/ooxml/wordprocessingml/main"
R = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
SPACES = (f'xmlns:w="{W}" xmlns:r="{R}" xmlns:mc="http://schemas.openxmlformats.org/markup-compatibility/2006" '
          'xmlns:wps="http://schemas.microsoft.com/office/word/2010/wordprocessingShape" xmlns:v="urn:schemas-microsoft-com:vml" '
          'xmlns:m="http://schemas.openxmlformats.org/officeDocument/2006/math" '
          'xmlns:c="http://schemas.openxmlformats.org/drawingml/2006/chart"')
ROOTS = {"document": "document", "styles": "styles", "numbering": "numbering", "footnotes": "footnotes", "endnotes": "endnotes",
         "comments": "comments", "header1": "hdr", "footer1": "ftr", "header2": "hdr"}


def p(*runs, style=None, props=""):
    props = (f'<w:pStyle w:val="{style}"/>' if style else "") + props
    return "<w:p>" + (f"<w:pPr>{props}</w:pPr>" if props else "") + "".join(runs) + "</w:p>"


def r(text="", props="", inner=""):
    body = f'<w:t xml:space="preserve">{text}</w:t>' if text else ""
    return "<w:r>" + (f"<w:rPr>{props}</w:rPr>" if props else "") + body + inner + "</w:r>"


def table(*rows, grid=None):
    columns = max(len(row) for row in rows) if grid is None else grid
    cells = "".join("<w:tr>" + "".join(f"<w:tc>{cell if cell.startswith('<w:') else p(r(cell))}</w:tc>" for cell in row) + "</w:tr>" for row in rows)
    return f"<w:tbl><w:tblPr/><w:tblGrid>{'<w:gridCol/>' * columns}</w:tblGrid>{cells}</w:tbl>"


def box(*paragraphs):
    inside = "<w:txbxContent>" + "".join(paragraphs) + "</w:txbxContent>"
    return ('<w:r><mc:AlternateContent><mc:Choice Requires="wps"><w:drawing><wps:wsp><wps:txbx>' + inside + "</wps:txbx></wps:wsp></w:drawing></mc:Choice>"
            "<mc:Fallback><w:pict><v:textbox>" + inside + "</v:textbox></w:pict></mc:Fallback></mc:AlternateContent></w:r>")


def write(path, body, strict=False, rels=True, raw=None, **parts):
    """A document of @body; parts: styles=…, numbering=…, footnotes=…, header1=…"""
    parts = {"document": f"<w:body>{body}<w:sectPr/></w:body>", **parts}
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as z:
        z.writestr("[Content_Types].xml", "<Types/>")
        ns = "http://schemas.openxmlformats.org/package/2006/relationships"
        kind = "http://purl.oclc.org/ooxml/officeDocument/relationships/" if strict else R + "/"
        if rels:
            z.writestr("_rels/.rels", f'<Relationships xmlns="{ns}"><Relationship Id="a" Type="{kind}officeDocument" Target="word/document.xml"/></Relationships>')
            rest = "".join(f'<Relationship Id="r{i}" Type="{kind}{re.sub("[0-9]", "", name)}" Target="{name}.xml"/>' for i, name in enumerate(parts) if name != "document")
            z.writestr("word/_rels/document.xml.rels", f'<Relationships xmlns="{ns}">{rest}</Relationships>')
        for name, inside in parts.items():
            xml = f'<?xml version="1.0" encoding="UTF-8"?>\n<w:{ROOTS[name]} {SPACES}>{inside}</w:{ROOTS[name]}>'
            xml = xml.replace(W, STRICT) if strict else xml
            z.writestr(f"word/{name}.xml", raw(xml) if raw else xml)
    return path


def words(text):
    return re.findall(r"\w+", text)


def words_of_docx(path):
    """All words of the body in order, as accepted: each text box once and behind its paragraph, fields without code."""
    with zipfile.ZipFile(path) as z:
        names = z.namelist()
        root = ET.fromstring(z.read("word/document.xml" if "word/document.xml" in names else names[0]))
    local = lambda e: e.tag.rpartition("}")[2] if isinstance(e.tag, str) else ""
    fields = []

    def walk(e, out, boxes):
        name = local(e)
        if name in ("del", "moveFrom", "Fallback", "instrText", "sectPr", "tabs"):
            return
        if name == "fldChar":
            kind = next(v for k, v in e.attrib.items() if k.endswith("fldCharType"))
            fields.append(True) if kind == "begin" else fields.__setitem__(-1, False) if kind == "separate" else fields.pop()
        if name == "txbxContent":
            inner = []
            for child in e:
                walk(child, inner, inner)
            boxes.extend([" "] + inner + [" "])
            return
        mine = [] if name == "p" else boxes
        if name == "t" and not any(fields):
            out.append(e.text or "")
        out.append({"noBreakHyphen": "-", "tab": " ", "br": " ", "cr": " ", "footnoteReference": " "}.get(name, ""))
        for child in e:
            walk(child, out, mine)
        if name == "p":
            out.extend([" "] + mine + [" "])

    out = []
    walk(root, out, out)
    return words("".join(out).replace("\u00ad", ""))
