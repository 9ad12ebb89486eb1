# SPDX-License-Identifier: GPL-3.0-or-later
"""read-table: tables of turns and surveys, as csv in any encoding and as xlsx; what cannot be read is refused."""
import os
import tempfile
import zipfile

import dialogue
import tap

MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
ROWS = [["tid", "talare", "text"], ["0:00", "Intervjuare", "Hur är det?"], ["0:03,5", "Åsa", 'Bra; hon sa "nej".\nSedan gick vi.'],
        ["0:09", "Intervjuare", "Mm, just det."]]


def write(folder, name, data):
    path = os.path.join(folder, name)
    with open(path, "wb") as f:
        f.write(data if isinstance(data, bytes) else data.encode())
    return path


def csv_of(rows, delimiter, end="\r\n"):
    def cell(s):
        return '"' + s.replace('"', '""') + '"' if any(c in s for c in '"\n' + delimiter) else s
    return end.join(delimiter.join(cell(c) for c in row) for row in rows) + end


def xlsx(path, sheet, strings="", styles="", sheets='<sheet name="Blad1" sheetId="1" r:id="r1"/>', more=None):
    def part(root, body):
        return f'<?xml version="1.0" encoding="UTF-8"?><{root} xmlns="{MAIN}" xmlns:r="urn:r">{body}</{root}>'
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as z:
        z.writestr("[Content_Types].xml", "<Types/>")
        z.writestr("xl/workbook.xml", part("workbook", "<sheets>" + sheets + "</sheets>"))
        z.writestr("xl/_rels/workbook.xml.rels", '<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">'
                   '<Relationship Id="r1" Target="worksheets/sheet1.xml"/><Relationship Id="r2" Target="/xl/worksheets/sheet2.xml"/>'
                   "</Relationships>")
        if strings:
            z.writestr("xl/sharedStrings.xml", part("sst", strings))
        if styles:
            z.writestr("xl/styles.xml", part("styleSheet", styles))
        z.writestr("xl/worksheets/sheet1.xml", part("worksheet", sheet))
        for name, body in (more or {}).items():
            z.writestr(name, part("worksheet", body))
    return path


def inline(rows, merges=""):
    def cell(r, c, s):
        s = s.replace("&", "&amp;").replace("<", "&lt;")
        return f'<c r="{chr(65 + c)}{r}" t="inlineStr"><is><t xml:space="preserve">{s}</t></is></c>' if s else ""
    body = "".join(f'<row r="{r}">' + "".join(cell(r, c, s) for c, s in enumerate(row)) + "</row>" for r, row in enumerate(rows, 1))
    return f"<sheetData>{body}</sheetData>{merges}"


def turns(path, *more):
    return [(t.get("speaker"), t["text"], t.get("start_s")) for t in tap.show(path, "turn", "json", *more)]


EXPECTED = [("Intervjuare", "Hur är det?", 0), ("Åsa", 'Bra; hon sa "nej".\nSedan gick vi.', 3.5), ("Intervjuare", "Mm, just det.", 9)]


def turn_tables(folder):
    for name, delimiter, encoding in [("semikolon.csv", ";", "cp1252"), ("komma.csv", ",", "utf-8"), ("bom.csv", ";", "utf-8-sig"),
                                      ("excel.txt", "\t", "utf-16"), ("tab.tsv", "\t", "utf-8"), ("streck.csv", "|", "utf-8"),
                                      ("mac.csv", ";", "mac-roman")]:
        tap.equal(turns(write(folder, name, csv_of(ROWS, delimiter).encode(encoding))), EXPECTED, name)
    tap.equal(turns(write(folder, "sep.csv", "sep=;\r\n" + csv_of(ROWS, ";"))), EXPECTED, "a line sep=;")
    tap.equal(turns(write(folder, "titel.csv", "Intervju 3, våren;;\n" + csv_of(ROWS, ";"))), EXPECTED, "a title above the names")
    tap.equal(turns(xlsx(os.path.join(folder, "a.xlsx"), inline(ROWS))), EXPECTED, "xlsx with inline strings")
    tap.equal(turns(xlsx(os.path.join(folder, "fel.csv"), inline(ROWS))), EXPECTED, "xlsx by the name of csv")
    tap.equal(turns(write(folder, "fel.xlsx", csv_of(ROWS, ";"))), EXPECTED, "csv by the name of xlsx")
    own = [["När", "Vem säger", "Vad sägs"]] + ROWS[1:]
    options = ["--set", "read-table.speaker=Vem säger", "--set", "read-table.text=vad sägs", "--set", "read-table.start=När"]
    tap.equal(turns(write(folder, "egna.csv", csv_of(own, ";")), *options), EXPECTED, "columns by option")
    span = [["Timespan", "Content", "Speaker"], ["0:00,0 - 0:06,4", "Hej på dig.", "A"], ["0:06,4 - 0:08,0", "Hej hej.", "B"]]
    got = tap.show(write(folder, "nvivo.txt", csv_of(span, "\t")), "turn", "json")
    tap.equal([(t["speaker"], t["start_s"], t["end_s"]) for t in got], [("A", 0, 6.4), ("B", 6.4, 8)], "time spans")
    text = tap.show(os.path.join(folder, "semikolon.csv"), "text", "text")
    tap.equal(text, 'Intervjuare: Hur är det?\nÅsa: Bra; hon sa "nej".\nSedan gick vi.\nIntervjuare: Mm, just det.\n', "the text shows who speaks")


def spreadsheets(folder):
    strings = ("<si><t>tid</t></si><si><t>talare</t></si><si><t>text</t></si>"
               "<si><r><t>Jag </t></r><r><rPr><b/></rPr><t>vågade</t></r><rPh sb=\"0\" eb=\"1\"><t>FEL</t></rPh></si>"
               "<si><t>Rad ett_x000D_&#10;rad två</t></si><si><t>Åsa</t></si>")
    styles = ('<numFmts><numFmt numFmtId="170" formatCode="[h]:mm:ss"/></numFmts><cellStyleXfs><xf numFmtId="14"/></cellStyleXfs>'
              '<cellXfs><xf numFmtId="0"/><xf numFmtId="170"/><xf numFmtId="14"/></cellXfs>')
    sheet = ('<sheetData><row r="1"><c r="A1" t="s"><v>0</v></c><c r="B1" t="s"><v>1</v></c><c r="C1" t="s"><v>2</v></c></row>'
             '<row r="2"><c r="A2" s="1"><v>6.9444444444444444E-5</v></c><c r="B2" t="s"><v>5</v></c><c r="C2" t="s"><v>3</v></c></row>'
             '<row r="4"><c r="A4" s="1"><v>4.2824074074074075E-2</v></c><c r="B4" t="str"><f>B2</f><v>Bo</v></c><c r="C4" t="s"><v>4</v></c></row>'
             '</sheetData>')
    path = xlsx(os.path.join(folder, "stil.xlsx"), sheet, strings, styles)
    tap.equal(turns(path), [("Åsa", "Jag vågade", 6), ("Bo", "Rad ett\nrad två", 3700)], "runs, phonetic text, escapes, formulas, times")
    two = '<sheet name="Dold" sheetId="1" state="hidden" r:id="r1"/><sheet name="Intervju" sheetId="2" r:id="r2"/>'
    other = [["talare", "text"], ["Bo", "Ett helt annat blad."]]
    path = xlsx(os.path.join(folder, "blad.xlsx"), inline(ROWS), sheets=two, more={"xl/worksheets/sheet2.xml": inline(other)})
    tap.equal(turns(path), [("Bo", "Ett helt annat blad.", None)], "the first sheet that is shown")
    tap.equal(turns(path, "--set", "read-table.sheet=Dold"), EXPECTED, "a sheet by name")
    tap.equal(turns(path, "--set", "read-table.sheet=1"), EXPECTED, "a sheet by number")
    merged = [["talare", "text"], ["Åsa", "En mening här."], ["", "Och en till."], ["Bo", "Jaha du."]]
    path = xlsx(os.path.join(folder, "sammanslagna.xlsx"), inline(merged, '<mergeCells><mergeCell ref="A2:A3"/></mergeCells>'))
    tap.equal([t[0] for t in turns(path)], ["Åsa", "Åsa", "Bo"], "merged cells hold for each of their rows")


SURVEY = [["Respondent", "Kommun", "Ålder", "Vad har stödet betytt?", "Något mer?"],
          ["r1", "Göteborg", "34", "Mycket!\n\nJag vågade säga ”nej”.", "-"],
          ["r2", "Malmö", "29,5", "Vet ej", "Att det borde finnas fler"], ["r3", "Umeå", "51", "", ""]]


def surveys(folder):
    for path in [write(folder, "enkat.csv", csv_of(SURVEY, ";").encode("utf-8-sig")), xlsx(os.path.join(folder, "enkat.xlsx"), inline(SURVEY))]:
        name = os.path.basename(path)
        got = [(t.get("speaker"), t["zone"], t["text"]) for t in tap.show(path, "turn", "json")]
        tap.equal(got, [(None, "question", SURVEY[0][3]), ("r1", "speech", SURVEY[1][3]), (None, "question", SURVEY[0][3]),
                        ("r2", "speech", "Vet ej"), (None, "question", SURVEY[0][4]), ("r2", "speech", SURVEY[2][4])], name)
        docs = tap.show(path, "turn", "json", "--set", "read-table.documents=row")
        tap.equal(sorted({t["doc"] for t in docs}), ["enkat", "enkat-2"], name + ": a document for each respondent")
    one = tap.show(os.path.join(folder, "enkat.csv"), "turn", "json", "--set", "read-table.text=Något mer?")
    tap.equal([t["text"] for t in one if t["zone"] == "speech"], ["Att det borde finnas fler"], "one question by option")
    closed = [["id", "Hur nöjd är du?", "Varför?"]] + [[str(i), ["Mycket nöjd", "Ganska nöjd"][i % 2], f"För att {i} saker hände då"] for i in range(20)]
    got = tap.show(write(folder, "sluten.csv", csv_of(closed, ";")), "turn", "json")
    tap.equal({t["text"] for t in got if t["zone"] == "question"}, {"Varför?"}, "answers among few are a variable")
    long = [["respondent", "fråga", "svar"], ["1", "Vad hände?", "Inget särskilt."], ["2", "Vad hände?", "Allt."], ["1", "Och sen?", "Jag åkte hem."]]
    got = [(t.get("speaker"), t["text"]) for t in tap.show(write(folder, "lang.csv", csv_of(long, ";")), "turn", "json")]
    tap.equal(got, [(None, "Vad hände?"), ("1", "Inget särskilt."), ("2", "Allt."), (None, "Och sen?"), ("1", "Jag åkte hem.")], "a row an answer")


def refused(folder):
    ok_rows = csv_of(ROWS, ";").encode()
    bomb = inline([["talare", "text"]]).replace("</sheetData>", "".join(f'<row r="{r}"/>' for r in (2, 1048577)) + "</sheetData>")
    entity = '<!DOCTYPE x [<!ENTITY a "b">]>'
    cases = {
        "citat.csv": (b'talare;text\nA;"Hej\nB;Nej\n', "line 2"),
        "bred.csv": (b"talare;text\nA;Ja;det;tror jag\n", "line 2"),
        "utan.csv": (b"namn;roll\nSiri;peer\n", "no column"),
        "klippt.xlsx": (open(os.path.join(folder, "a.xlsx"), "rb").read()[:900], "xlsx"),
        "gammal.xls": (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(600), ".xls"),
        "nul.csv": (bytes(3000), "nul.csv"),
    }
    for name, (data, words) in cases.items():
        _, err = tap.run("show", write(folder, name, data), "--layer", "turn", status=None)
        tap.ok(name in err and words in err, f"{name} is refused with its reason", err)
    for name, sheet, words in [("rader.xlsx", bomb, "more rows"), ("index.xlsx", '<sheetData><row><c t="s"><v>7</v></c></row></sheetData>', "not there"),
                               ("bakat.xlsx", '<sheetData><row r="5"/><row r="4"/></sheetData>', "not in order"),
                               ("trasig.xlsx", "<sheetData><row></sheetData>", "not well-formed"), ("tom.xlsx", "<sheetData/>", "empty")]:
        _, err = tap.run("show", xlsx(os.path.join(folder, name), sheet), "--layer", "turn", status=None)
        tap.ok(name in err and words in err, f"{name}: {words}", err)
    path = xlsx(os.path.join(folder, "entitet.xlsx"), inline(ROWS))
    with zipfile.ZipFile(path, "a") as z:
        z.writestr("xl/sharedStrings.xml", f'<?xml version="1.0"?>{entity}<sst xmlns="{MAIN}"><si><t>&a;</t></si></sst>')
    _, err = tap.run("show", path, "--layer", "turn", status=None)
    tap.ok("entities" in err, "a document type is refused", err)
    _, err = tap.run("show", write(folder, "kol.csv", ok_rows), "--layer", "turn", "--set", "read-table.speaker=Finns ej", status=None)
    tap.ok("Finns ej" in err and "talare" in err, "an option that names no column lists the columns", err)
    _, err = tap.run("show", os.path.join(folder, "blad.xlsx"), "--layer", "turn", "--set", "read-table.sheet=Nej", status=None)
    tap.ok("no sheet" in err, "an option that names no sheet", err)


with tempfile.TemporaryDirectory() as folder:
    turn_tables(folder)
    spreadsheets(folder)
    surveys(folder)
    refused(folder)
if os.path.isdir(os.path.join(tap.SHARED, "samples", "csv_xlsx")):
    dialogue.check_all("csv_xlsx")
    for name in ["sv_survey_open_answers_utf8bom.csv", "sv_survey_libreoffice.xlsx"]:
        got = tap.show(os.path.join(tap.SHARED, "samples", "csv_xlsx", name), "turn", "json")
        tap.equal([t["text"] for t in got[:4] if t["zone"] == "speech"], ['Mycket!\n\nJag vågade säga "nej" för första gången.', "Vet ej"], name)
else:
    tap.skip("samples", "reference data not here")
tap.done()
