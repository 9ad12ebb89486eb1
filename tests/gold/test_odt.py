# SPDX-License-Identifier: GPL-3.0-or-later
"""read-odt: constructs of the format with right answers by hand, every word of a real file in order against a reader in
Python, the invented dialogue, and what must be refused."""
import glob
import os
import shutil
import tempfile
import xml.etree.ElementTree as ET
import zipfile

import dialogue
import office
import tap

BASE = "urn:oasis:names:tc:opendocument:xmlns:"
SPACES = " ".join(f'xmlns:{p}="{BASE}{u}:1.0"' for p, u in {"office": "office", "text": "text", "table": "table", "style": "style", "draw": "drawing",
                                                            "fo": "xsl-fo-compatible", "svg": "svg-compatible"}.items()) + ' xmlns:dc="http://purl.org/dc/elements/1.1/"'
STYLES = """
<style:style style:name="Standard" style:family="paragraph"/>
<style:style style:name="Fet" style:family="paragraph"><style:text-properties fo:font-weight="bold"/></style:style>
<style:style style:name="T1" style:family="text"><style:text-properties text:display="none"/></style:style>
<style:style style:name="Title" style:family="paragraph"/><style:style style:name="P9" style:family="paragraph" style:parent-style-name="Title"/>
<style:style style:name="Ring1" style:family="paragraph" style:parent-style-name="Ring2"/><style:style style:name="Ring2" style:family="paragraph" style:parent-style-name="Ring1"/>
<style:style style:name="Punkt" style:family="paragraph" style:list-style-name="L2"/>
<text:list-style style:name="L1"><text:list-level-style-number text:level="1" style:num-format="1" style:num-suffix="."/>
<text:list-level-style-number text:level="2" style:num-format="a" style:num-suffix=")" text:display-levels="2"/></text:list-style>
<text:list-style style:name="L2"><text:list-level-style-bullet text:level="1" text:bullet-char="•"/><text:list-level-style-bullet text:level="2" text:bullet-char="\ue00c"/></text:list-style>"""
OUTLINE = '<text:outline-style style:name="Outline"><text:outline-level-style text:level="1" style:num-format="1"/><text:outline-level-style text:level="2" style:num-format="1" text:display-levels="2"/></text:outline-style>'
MASTERS = "<office:master-styles><style:master-page><style:header><text:p>Sidhuvud</text:p></style:header><style:header-left><text:p>Sidhuvud</text:p></style:header-left></style:master-page></office:master-styles>"


def p(text="", style="Standard"):
    return f'<text:p text:style-name="{style}">{text}</text:p>'


def h(text, level):
    return f'<text:h text:outline-level="{level}">{text}</text:h>'


def items(*inner, style="L1", more=""):
    name = f' text:style-name="{style}"' if style else ""
    return f"<text:list{name}{more}>" + "".join(f"<text:list-item>{i}</text:list-item>" for i in inner) + "</text:list>"


def table(*rows):
    cell = lambda c: f"<table:table-cell>{c if c.startswith('<t') else p(c)}</table:table-cell>"
    return (f'<table:table><table:table-column table:number-columns-repeated="{max(map(len, rows))}"/>'
            + "".join("<table:table-row>" + "".join(map(cell, row)) + "</table:table-row>" for row in rows) + "</table:table>")


def box(*paragraphs, shape="text-box"):
    return f"<draw:frame><draw:{shape}>" + "".join(paragraphs) + f"</draw:{shape}></draw:frame>"


def note(text, kind="footnote", label=""):
    return f'<text:note text:note-class="{kind}"><text:note-citation{label}>9</text:note-citation><text:note-body>{p(text)}</text:note-body></text:note>'


CHANGES = """<text:tracked-changes><text:changed-region text:id="c1"><text:insertion><office:change-info><dc:creator>M</dc:creator></office:change-info></text:insertion></text:changed-region>
<text:changed-region text:id="c2"><text:deletion><office:change-info><dc:creator>M</dc:creator></office:change-info><text:p>sal</text:p></text:deletion></text:changed-region>
<text:changed-region text:id="c3"><text:deletion><office:change-info/><text:p> ett</text:p><text:p>två </text:p></text:deletion></text:changed-region></text:tracked-changes>"""
COMMENT = "<office:annotation><dc:creator>Maja K</dc:creator><dc:date>2021-03-10T09:00:00</dc:date><text:p>Kom ihåg!</text:p></office:annotation>"
CONSTRUCTS = {
    "white space is folded": (p("  a \n\t b<text:span> </text:span> c") + p("\n"), "a b c"),
    "blanks that count": (p('a<text:s text:c="3"/>b <text:s/>c'), "a   b  c"),
    "tabs and breaks": (p("<text:line-break/>I:<text:tab/>Ja<text:line-break/>Nej<text:line-break/>"), "I:\tJa\nNej"),
    "page breaks are no words": (p("av<text:soft-page-break/>bruten"), "avbruten"),
    "hyphens": (p("e\u2011post sam\u00adhälle"), "e-post samhälle"),
    "links and fields": (p('<text:a>länk</text:a> <text:page-number>7</text:page-number><text:bookmark/>'), "länk 7"),
    "headings": (h("A", 1) + p("x"), "A\n\nx"),
    "hidden letters": (p('a<text:span text:style-name="T1">dolt</text:span>b'), "ab"),
    "a hidden section": ('<text:section text:display="none">' + p("dolt") + "</text:section><text:section>" + p("a") + "</text:section>", "a"),
    "a box once, behind its paragraph": (p("före " + box(p("rutan")) + "efter"), "före efter\n\nrutan"),
    "a shape, a box in a box": (p("a" + box(p("b" + box(p("c"), shape="custom-shape")), shape="rect")), "a\n\nb\n\nc"),
    "a box of the page": (box(p("ruta")) + p("a"), "a\n\nruta"),
    "names of pictures": (p("a<draw:frame><svg:title>bild</svg:title><svg:desc>bild</svg:desc><draw:image/></draw:frame>"), "a"),
    "notes": (p("ord" + note("Not ett.") + "." + note("Slutnot.", "endnote")), "ord¹.²\n\n¹ Not ett.\n\n² Slutnot."),
    "a mark that was typed": (p("ord" + note("Not.", label=' text:label="*"') + " a"), "ord* a\n\nNot."),
    "comments stay outside": (p("hem" + COMMENT + "ligt<office:annotation-end/>"), "hemligt"),
    "a table": (p("före") + table(["Bo", "Ja."], ["Eva", p("Nej.") + p("Jo.")]) + p("efter"), "före\n\nBo\tJa.\nEva\tNej.\nJo.\n\nefter"),
    "a table inside a table": (table(["a", table(["b", "c"], ["d", "e"])], ["f", "g"]), "a\nb\tc\nd\te\nf\tg"),
    "a table of one column": (table(["I: Hej."], ["IP: Ja."]), "I: Hej.\n\nIP: Ja."),
    "numbers": (items(p("a") + p("a2"), p("b") + items(p("c"), p("d"), style=""), p("e")), "1. a\n\na2\n\n2. b\n\n2.a) c\n\n2.b) d\n\n3. e"),
    "a list that begins anew, one that goes on": (items(p("a")) + items(p("b")) + items(p("c"), more=' text:continue-numbering="true"'), "1. a\n\n1. b\n\n2. c"),
    "a list that goes on from another": (items(p("a"), more=' xml:id="l1"') + items(p("b"), style="L2") + items(p("c"), more=' text:continue-list="l1"'), "1. a\n\n• b\n\n2. c"),
    "bullets": (items(p("a") + items(p("b"), style=""), style="L2"), "• a\n\n• b"),
    "a list by the style of its paragraph": (items(p("a", "Punkt"), style=""), "• a"),
    "contents": ("<text:table-of-content><text:table-of-content-source><text:index-title-template>mall</text:index-title-template></text:table-of-content-source><text:index-body><text:index-title>"
                 + p("Innehåll") + "</text:index-title>" + p("Kapitel<text:tab/>3") + "</text:index-body></text:table-of-content>", "Innehåll\n\nKapitel\t3"),
    "a prompt": (p('<text:placeholder text:placeholder-type="text">&lt;Namn&gt;</text:placeholder>a'), "a"),
    "changes as accepted": (CHANGES + p('på <text:change-start text:change-id="c1"/>avdelning<text:change-end text:change-id="c1"/><text:change text:change-id="c2"/> 53'), "på avdelning 53"),
    "styles in a circle": (p("a", "Ring1"), "a"),
}


def write(path, body, styles="", flat=False, mimetype="text"):
    kind = f"application/vnd.oasis.opendocument.{mimetype}"
    inner = f"<office:automatic-styles>{STYLES}</office:automatic-styles><office:body><office:text>{body}</office:text></office:body>"
    head = '<?xml version="1.0" encoding="UTF-8"?>\n'
    if flat:
        with open(path, "w", encoding="utf-8") as f:
            f.write(f'{head}<office:document {SPACES} office:mimetype="{kind}"><office:styles>{styles}</office:styles>{inner}</office:document>')
        return path
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as z:
        z.writestr("mimetype", kind, zipfile.ZIP_STORED)
        z.writestr("META-INF/manifest.xml", "<x/>")
        z.writestr("styles.xml", f"{head}<office:document-styles {SPACES}>{styles}</office:document-styles>")
        z.writestr("meta.xml", f"{head}<office:document-meta {SPACES}><office:meta><dc:title>Studie åtta</dc:title></office:meta></office:document-meta>")
        z.writestr("content.xml", f"{head}<office:document-content {SPACES}>{inner}</office:document-content>")
    return path


def text_of(path, *more):
    out, _ = tap.run("show", path, "--layer", "text", "--format", "text", *more)
    return out.rstrip("\n")


def constructs(folder):
    for flat in (False, True):
        path = os.path.join(folder, "a.fodt" if flat else "a.odt")
        for name, (body, expected) in CONSTRUCTS.items():
            tap.equal(text_of(write(path, body, flat=flat)), expected, name + (", flat" if flat else ""))
    path = os.path.join(folder, "a.odt")
    write(path, h("A", 1) + h("B", 2) + h("C", 2) + h("D", 1), styles=OUTLINE)
    tap.equal(text_of(path), "1 A\n\n1.1 B\n\n1.2 C\n\n2 D", "numbers of headings")
    tap.equal(text_of(path, "--set", "read-odt.numbering=drop"), "A\n\nB\n\nC\n\nD", "numbers dropped")
    body = (CHANGES + p('på <text:change-start text:change-id="c1"/>avdelning<text:change-end text:change-id="c1"/><text:change text:change-id="c2"/> 53')
            + p('noll<text:change text:change-id="c3"/>tre') + p('a<text:change-start text:change-id="c1"/>') + p('ny<text:change-end text:change-id="c1"/>b'))
    tap.equal(text_of(write(path, body), "--set", "read-odt.changes=original"), "på sal 53\n\nnoll ett\n\ntvå tre\n\nab", "changes as original")
    shutil.copy(path, os.path.join(folder, "b.txt"))
    tap.ok(text_of(os.path.join(folder, "b.txt")).startswith("på avdelning"), "the content counts, not the suffix")


def layers(folder):
    path = write(os.path.join(folder, "l.odt"), p("Titel", "P9") + h("Rubrik", 2) + p("Text" + note("Not.")) + "<text:index-body>" + p("Kap 1") + "</text:index-body>", styles=MASTERS)
    kinds = [(z["kind"], z["text"]) for z in dialogue.as_read(path, "zone")]
    tap.equal(kinds, [("heading", "Titel"), ("heading", "Rubrik"), ("contents", "Kap 1"), ("footnote", "¹ Not."), ("furniture", "Sidhuvud")], "zones")
    tap.equal([(e["kind"], e["desc"], e["text"]) for e in dialogue.as_read(path, "event")], [("note_ref", "1", "¹")], "reference to a note")


def remarks(folder):
    path = write(os.path.join(folder, "r.odt"), CHANGES + p("abc " + COMMENT + 'd<text:span text:style-name="T1">dolt ord</text:span>'))
    out = os.path.join(folder, "ut")
    _, err = tap.run("run", path, "--output", out, "--outputs", "csv")
    comment = [n["place"] for n in tap.table(out, "notes") if n["detail"] == "Maja K, 2021-03-10: Kom ihåg!"]
    tap.equal(comment, ["4"], "a comment is a remark with its place")
    tap.ok("2 deletions (3 words)" in err and "sal" not in err, "a warning when deletions exist, without their words", err)
    tap.ok("2 words are formatted as hidden" in err, "hidden text is told", err)


def refused(folder):
    def zipped(name, parts):
        path = os.path.join(folder, name)
        with zipfile.ZipFile(path, "w") as z:
            for part, data in parts.items():
                z.writestr(part, data)
        return path

    def plain(name, text):
        path = os.path.join(folder, name)
        with open(path, "w", encoding="utf-8") as f:
            f.write(text)
        return path
    kind = "application/vnd.oasis.opendocument.text"
    bomb = f'<?xml version="1.0"?><!DOCTYPE x [<!ENTITY a "b">]><office:document {SPACES} office:mimetype="{kind}"><office:body><office:text>{p("&a;")}</office:text></office:body></office:document>'
    cases = [(zipped("lås.odt", {"mimetype": kind, "META-INF/manifest.xml": "<manifest:encryption-data/>", "content.xml": "\0\1"}), "protected by a password"),
             (write(os.path.join(folder, "ark.odt"), p("a"), mimetype="spreadsheet"), "no text"), (zipped("annat.odt", {"a": "b"}), "without the text"),
             (plain("tom.odt", ""), "empty"), (plain("text.odt", "Bara text."), "neither a zip"),
             (plain("doctype.fodt", bomb), "declares a document type"), (plain("trasig.fodt", bomb[bomb.index("<office"):].replace("&a;", "").replace("</office:text>", "")), "not well-formed"),
             (zipped("djup.odt", {"mimetype": kind, "content.xml": f"<office:document-content {SPACES}>" + "<text:span>" * 5000}), "deeper than")]
    for path, why in cases:
        out, err = tap.run("show", path, "--layer", "text", status=None)
        tap.ok(why in err and os.path.basename(path) in err and not out.strip(), f"{os.path.basename(path)}: refused with its reason", out + err)


def words_of_odt(path):
    """All words of the body in order, as accepted, with ElementTree: boxes behind their paragraph, no notes and comments."""
    with zipfile.ZipFile(path) as z:
        root = ET.fromstring(z.read("content.xml"))
    body = next(e for e in root.iter() if e.tag.endswith("}text") and "office" in e.tag)
    local = lambda e: e.tag.rpartition("}")[2]

    def walk(e, out, boxes):
        name = local(e)
        if name in ("tracked-changes", "annotation", "note", "title", "desc", "sequence-decls"):
            out.append(" " if name == "note" else "")
            return
        into, mine = (out, boxes) if name not in ("text-box", "p", "h") else ([], []) if name == "text-box" else (out, [])
        into.append(e.text or "" if name in ("p", "h", "span", "a") or "text:1.0" in e.tag else "")
        into.append(" " if name in ("tab", "line-break", "s") else "")
        for child in e:
            walk(child, into, mine)
            into.append(child.tail or "")
        if name in ("p", "h"):
            out.extend([" "] + mine + [" "])
        if name == "text-box":
            boxes.extend([" "] + into + mine + [" "])

    out = []
    walk(body, out, out)
    return office.words("".join(out).replace("\u00ad", ""))


def every_word():
    for path in sorted(glob.glob(os.path.join(tap.SHARED, "samples", "odt", "*.odt"))):
        text = text_of(path)
        for z in reversed(dialogue.as_read(path, "zone") + dialogue.as_read(path, "event")):
            if z["kind"] in ("footnote", "furniture", "note_ref"):
                text = text[:int(z["begin"])] + " " * (int(z["end"]) - int(z["begin"])) + text[int(z["end"]):]
        expected = words_of_odt(path)
        tap.equal(office.words(text), expected, f"{os.path.basename(path)}: {len(expected)} words")


with tempfile.TemporaryDirectory() as scratch:
    constructs(scratch)
    layers(scratch)
    remarks(scratch)
    refused(scratch)
if os.path.isdir(os.path.join(tap.SHARED, "samples")):
    every_word()
    dialogue.check_all("odt")
else:
    tap.skip("samples", "reference data not here")
tap.done()
