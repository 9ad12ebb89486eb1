# SPDX-License-Identifier: GPL-3.0-or-later
"""TEI read: what write-tei wrote comes back exactly, TEI of others says who speaks and what, hostile files are refused.

All texts are invented, but for those of the reference data."""
import collections
import json
import os
import re
import shutil
import subprocess
import sys
import tarfile
import tempfile
import time
import unicodedata
import xml.etree.ElementTree as ET
import zipfile

import tap
import test_tei

T = "{http://www.tei-c.org/ns/1.0}"
XML = "{http://www.w3.org/XML/1998/namespace}"
LAYERS = ("turn", "zone", "event", "token")  # token names its sentence, norm and lemma
HEAD = ('<teiHeader><fileDesc><titleStmt><title>Övning</title></titleStmt><publicationStmt><p>x</p></publicationStmt>'
        '<sourceDesc><p>påhittat</p></sourceDesc></fileDesc>{}</teiHeader>')

AWKWARD = {
    **{name: text.encode() for name, text in test_tei.AWKWARD.items() if name != "långt.txt"},
    "nfd.txt": unicodedata.normalize("NFD", "Åsa: över hopp én, ångest och hopp\n\nBo: ja å\n").encode(),
    "crlf.txt": "Åsa: hopp\r\n\r\nBo: mer hopp\r\n  indraget\r\n".encode(),
    "bom.txt": "\ufeffÅsa: hopp\n".encode(),
    "blanka rader.txt": "\n\n  Åsa: hopp  \n\n\n\n\tBo: hopp\n \u00a0\nmer av Bo\n\n\n".encode(),
    "rader.txt": "Anna: Ett.\nBo: Två.\nAnna: Tre.\nBo:\nAnna: Fyra\nBo: Fem".encode(),
    "fet.md": "# Rubrik\n\n**Vad tror du?**\n\nJag hoppas.\n\n## Mer\n\n**Och sen?**\n\nHopp igen.\n".encode(),
    "två roller.txt": ("Inledning om hopp.\n\n”Jag hoppas på det här och det är jag glad över”, (Siri, chef).\n\n"
                       "”Hoppet är det sista som överger en människa” (Medarbetare)\n\n"
                       "Mer text: ”Det var jag som sa det där om hopp” (Siri, medarbetare) och så vidare.\n\n"
                       "”Hoppet är det sista som överger en människa” (Medarbetare)\n").encode(),
    "hakar.txt": "[Anna] Ja (...) [skratt].\n\n[Bo] ... /.../ nej ((hostar)) (2 s) [???] .....\n".encode(),
    "procent.txt": "Anna: 100 % & <b>fet</b> \"citat\" ]]> hopp\n\nBo: &lt; &#x41; --> hopp\n".encode(),
    "styr.txt": "Åsa: ho\x01pp och hopp\x0c hopp\x0b\n\nBo: \x7f hopp\u2028ny rad\u0085till\n".encode(),
}


def put(folder, name, data):
    path = os.path.join(folder, name)
    os.makedirs(os.path.dirname(path), exist_ok=True)
    with open(path, "wb") as f:
        f.write(data if isinstance(data, bytes) else data.encode())
    return path


TEXTLESS = ["--set", "write-tei.text=false"]


def rows(paths, layer, *more):
    """The rows of a layer by document; the id without the folder of the corpus file."""
    out, err = tap.run("show", *paths, "--layer", layer, "--format", "json", *more, status=None)
    found = collections.defaultdict(list)
    for row in json.loads(out or "[]"):
        found[re.sub("[#%]", "_", row.pop("doc").removeprefix("corpus/"))].append(row)
    return found


def text_of(path):
    return tap.run("show", path, "--layer", "text", status=None)[0]


def first_difference(a, b):
    for name in sorted(set(a) | set(b)):
        for x, y in zip(a.get(name, []) + [None], b.get(name, []) + [None]):
            if x != y:
                return f"{name}: {x!r}\n became {y!r}"
    return ""


# ---- our own ----

_BEFORE = {}


def before_of(source, layer, *more):
    key = (source, layer, *more)
    if key not in _BEFORE:
        _BEFORE[key] = rows([source], layer, *more)
    return _BEFORE[key]


def come_back(source, out, what, names, options=(), codebook=None):
    """Writes TEI and reads it again: the text and every layer are the same."""
    more = ["--codebook", codebook] if codebook else []
    tap.run("run", source, "--output", out, "--outputs", "tei", *more, *options)
    folder = os.path.join(out, "tei")
    files = [os.path.join(folder, "corpus.xml")] if "write-tei.corpus=true" in options else \
        [os.path.join(folder, n + ".xml") for n in names]
    # By folder, so that the ids are the same, and without the texts beside them.
    alone = os.path.join(out, "bara")
    for name in names if len(files) > 1 else ():
        os.makedirs(os.path.dirname(os.path.join(alone, name)), exist_ok=True)
        shutil.copy(os.path.join(folder, name + ".xml"), os.path.join(alone, name + ".xml"))
    places = [alone] if len(files) > 1 else files
    for layer in LAYERS + (("hit",) if codebook else ()):
        book = more if layer == "hit" else []
        before, after = before_of(source, layer, *book), rows(places, layer, *book)
        if files is places:  # names, not paths
            before = {n.replace("/", "_"): r for n, r in before.items()}
        after = {n: r for n, r in after.items() if n in before}
        tap.ok(before and before == after, f"{what}: {layer} comes back", first_difference(before, after))
    if len(files) > 1:
        wrong = [n for n, f in zip(names, files)
                 if text_of(f) != open(f[:-4] + ".txt", encoding="utf-8", newline="").read()]
        tap.equal(wrong, [], f"{what}: the text comes back byte for byte")
    return files


def validated(files, out, what):
    test_tei.validate(files, f"{what}: valid against utsaga-tei.rng")
    if "corpus" not in what:  # the checker takes the times of all documents for one timeline
        test_tei.check_tei(files, f"{what}: valid TEI P5")
    if "iso" not in what:
        parla_clarin(files, f"{what}: valid Parla-CLARIN")


def parla_clarin(files, what):
    schema = os.path.join(tap.SHARED, "exchange", "tei", "parla-clarin.rng")
    if not os.path.exists(schema) or not shutil.which("jing"):
        return tap.skip(what, "no parla-clarin.rng below UTSAGA_SHARED, or no jing")
    p = subprocess.run(["jing", schema, *files], capture_output=True, text=True)
    tap.ok(p.returncode == 0, what, "\n".join(p.stdout.splitlines()[:10]))


PROFILES = {"p5": [], "iso": ["--set", "write-tei.profile=iso"], "plain": ["--set", "write-tei.profile=plain"],
            "corpus": ["--set", "write-tei.corpus=true"], "no tokens": ["--set", "write-tei.tokens=none"]}


def own(work):
    source = os.path.join(work, "konstigt")
    for name, data in AWKWARD.items():
        put(source, name, data)
    book = put(work, "kodbok.tsv", test_tei.CODEBOOK)
    names = test_tei.names_of(AWKWARD)
    for profile, options in PROFILES.items():
        out = os.path.join(work, "out " + profile)
        files = come_back(source, out, f"awkward, {profile}", names, options, book)
        some = files if profile in ("iso", "corpus") else [f for f in files if re.search("två|markeringar|tomma|tom|rader", f)]
        test_tei.validate(files, f"awkward, {profile}: valid against utsaga-tei.rng")
        if profile != "no tokens":
            test_tei.check_tei(some, f"awkward, {profile}: valid TEI P5")
            if profile != "iso":
                parla_clarin(files, f"awkward, {profile}: valid Parla-CLARIN")
    study = os.path.join(tap.SOURCE, "corpora", "interviews")
    names = test_tei.names_of(os.listdir(study))
    for profile, options in list(PROFILES.items())[:4]:
        out = os.path.join(work, "study " + profile)
        files = come_back(study, out, f"corpora/, {profile}", names, options, os.path.join(tap.SOURCE, "corpora", "codebook.yaml"))
        validated(files, out, f"corpora/, {profile}")
    seeds = os.path.join(tap.SHARED, "seeds")
    if os.path.isdir(seeds):
        names = test_tei.names_of(n for n in os.listdir(seeds) if n.endswith(".txt"))
        for profile in ("p5", "iso", "plain"):
            out = os.path.join(work, "seeds " + profile)
            files = come_back(seeds, out, f"seeds, {profile}", names, PROFILES[profile],
                              os.path.join(tap.SHARED, "domain", "codebook.tsv"))
            validated(files, out, f"seeds, {profile}")


def twice(work):
    """TEI of TEI is the same TEI, but for where it came from."""
    study = os.path.join(tap.SOURCE, "corpora", "interviews")
    one, two = os.path.join(work, "en"), os.path.join(work, "två")
    tap.run("run", study, "--output", one, "--outputs", "tei", *TEXTLESS)
    tap.run("run", os.path.join(one, "tei"), "--output", two, "--outputs", "tei", *TEXTLESS)
    wrong = []
    for name in test_tei.names_of(os.listdir(study)):
        bodies = [re.search(r"<text .*</text>", open(os.path.join(o, "tei", name + ".xml"), encoding="utf-8").read(), re.S)[0]
                  for o in (one, two)]
        if bodies[0] != bodies[1]:
            wrong.append(name)
    tap.equal(wrong, [], "written, read and written again, the text elements are the same bytes")


def beside(work):
    """The texts that write-tei leaves beside its files are not documents of their own; what is not its own text is."""
    source, out = os.path.join(work, "bredvid"), os.path.join(work, "bredvid ut")
    texts = {"a.txt": "Anna: Hopp.\n", "a.mer.txt": "Bo: Ja.\n", "under/b å.txt": "Bo: Nej.\n"}
    for name, text in texts.items():
        put(source, name, text)
    tap.run("run", source, "--output", out, "--outputs", "tei")
    made = os.path.join(out, "tei")
    names = lambda folder, *more: sorted(rows([folder, *more], "turn"))
    tap.equal(sorted(os.listdir(made)), ["a.mer.txt", "a.mer.xml", "a.txt", "a.xml", "under"], "texts and TEI lie in one folder")
    tap.equal(names(made), ["a", "a.mer", "under/b å"], "which gives each document once")
    _, err = tap.run("run", made, "--output", out + "2", "--outputs", "csv")
    tap.ok("3 .txt files set aside" in err and "3 documents read, 0 skipped" in err, "and that is said", err)
    put(made, "c.txt", "Cia: Ett.\n")
    put(made, "d.txt", "Disa: Ett.\n")
    put(made, "d.xml", tei("<body><u>Två.</u></body>"))
    tap.equal(names(made), ["a", "a.mer", "c", "d.txt", "d.xml", "under/b å"], "texts alone or beside the TEI of others are read")
    tap.equal(names(os.path.join(made, "a.txt")), ["a"], "a text that is named is read")
    tap.equal(names(os.path.join(made, "a.txt"), os.path.join(made, "a.xml")), ["a.txt", "a.xml"], "also together with its TEI")


def codings(work):
    """People's codings of a project go through TEI and come back; hits of an earlier run are codings of utsaga."""
    texts = {"Åsa 1": "Åsa: 😀 hoppas på hopp.\nBo: Nej & nej.\n", "Bo": "Bo: Hopp.\n"}
    guids = [f"{i:08X}-0000-4000-8000-000000000000" for i in range(1, 12)]
    codes = (f'<Code guid="{guids[0]}" name="Känslor" isCodable="false"><Code guid="{guids[1]}" name="Hopp" isCodable="true"/>'
             f'</Code><Code guid="{guids[2]}" name="Hopp 2" isCodable="true"/>')
    spans = {"Åsa 1": [(7, 13, 1, 3, "svag & <osäker>"), (7, 20, 2, 4, ""), (17, 21, 1, 4, "två\nrader"), (0, 38, 2, 3, "")],
             "Bo": [(4, 9, 1, 3, "")]}
    users = f'<User guid="{guids[3]}" name="Eva Ek"/><User guid="{guids[4]}" name="Ö &amp; Å"/>'
    sources, files, nth = "", {}, 5
    for name, text in texts.items():
        guid = guids[nth]
        nth += 1
        files[f"sources/{guid}.txt"] = text
        inner = ""
        for k, (a, b, code, user, note) in enumerate(spans[name]):
            g = f"{0xA0 + nth * 16 + k:08X}-0000-4000-8000-00000000000"
            described = f"<Description>{note.replace('&', '&amp;').replace('<', '&lt;')}</Description>" if note else ""
            inner += (f'<PlainTextSelection guid="{g}1" startPosition="{a}" endPosition="{b}">{described}<Coding guid="{g}2" '
                      f'creatingUser="{guids[user]}"><CodeRef targetGUID="{guids[code]}"/></Coding></PlainTextSelection>')
        sources += f'<TextSource guid="{guid}" name="{name}" plainTextPath="internal://{guid}.txt">{inner}</TextSource>'
    project = (f'<?xml version="1.0" encoding="UTF-8"?><Project xmlns="urn:QDA-XML:project:1.0" name="P" origin="Test"><Users>'
               f'{users}</Users><CodeBook><Codes>{codes}</Codes></CodeBook><Sources>{sources}</Sources></Project>')
    path = os.path.join(work, "projekt.qdpx")
    with zipfile.ZipFile(path, "w") as z:
        z.writestr("project.qde", project)
        for name, text in files.items():
            z.writestr(name, text)
    before = rows([path], "coding")
    tap.equal(sorted(before), ["projekt/Bo", "projekt/Åsa 1"], "the documents of a project are named by its sources")
    tap.equal([(r["begin"], r["end"], r["code"], r["coder"], r["text"]) for r in before["projekt/Bo"]],
              [(4, 9, "Känslor/Hopp", "Eva Ek", "Hopp.")], "show --layer coding")
    for profile in ("p5", "iso", "plain", "corpus"):
        out = os.path.join(work, "kodat " + profile)
        tap.run("run", path, "--output", out, "--outputs", "tei", *PROFILES[profile], *TEXTLESS)
        tei = os.path.join(out, "tei")
        after = rows([os.path.join(tei, "corpus.xml") if profile == "corpus" else tei], "coding")
        if profile == "corpus":
            after = {n.replace("_", "/"): r for n, r in after.items()}
        tap.ok(before == after, f"codings come back through TEI, {profile}", first_difference(before, after))
        files = [os.path.join(d, f) for d, _, names in os.walk(tei) for f in names if f.endswith(".xml")]
        test_tei.validate(files, f"codings, {profile}: valid against utsaga-tei.rng")
        test_tei.check_tei(files, f"codings, {profile}: valid TEI P5")
    book = put(work, "liten.tsv", "theme\tparent\tlabel\tn_rules\trules\tdescription\nh\t-\tHopp/Tro\t1\thopp\t-\n")
    out = os.path.join(work, "träffar")
    tap.run("run", path, "--output", out, "--outputs", "tei", "--codebook", book, *TEXTLESS)
    after = rows([os.path.join(out, "tei")], "coding")
    tap.equal([(r["code"], r["note"], r["text"]) for r in after["projekt/Bo"] if r["coder"] == "utsaga"],
              [("Hopp∕Tro", "utsaga: regel hopp", "Hopp")], "hits come back as codings of utsaga")
    tap.equal([r for r in after["projekt/Bo"] if r["coder"] != "utsaga"], before["projekt/Bo"], "beside those of people")
    again = os.path.join(work, "träffar igen")
    tap.run("run", os.path.join(out, "tei"), "--output", again, "--outputs", "tei", "--codebook", book, *TEXTLESS)
    tap.equal(rows([os.path.join(again, "tei")], "coding"), after, "a later run renews them, none is there twice")


def changed(work):
    """A file that an editor has changed says so."""
    out = os.path.join(work, "ändrad")
    tap.run("run", put(work, "ändra/a.txt", "Anna: Ja.\n\nBo: Nej.\n"), "--output", out, "--outputs", "tei")
    path = os.path.join(out, "tei", "a.xml")
    data = open(path, encoding="utf-8").read()
    put(work, "ändra/b.xml", data.replace("<label corresp", "  <label corresp", 1))
    _, err = tap.run("run", os.path.join(work, "ändra", "b.xml"), "--output", out + "2", "--outputs", "csv")
    tap.ok("do not stand where the file says" in err, "changed white space is noticed", err)
    _, err = tap.run("run", path, "--output", out + "3", "--outputs", "csv")
    tap.ok("where the file says" not in err, "and only then", err)


# ---- TEI of others ----

def tei(body, profile="", before="", after=""):
    return (f'<?xml version="1.0" encoding="UTF-8"?>\n{before}<TEI xmlns="http://www.tei-c.org/ns/1.0">' +
            HEAD.format(profile) + f"<text>{body}</text>{after}</TEI>\n")


def turns_of(path):
    return [(t["speaker"], t["text"]) for t in rows([path], "turn")[os.path.basename(path)[:-4]]]


PEOPLE = ('<profileDesc><particDesc><listPerson><person xml:id="A"><persName>Anna <surname>Ek</surname></persName></person>'
          '<person xml:id="I" role="interviewer"><persName>Ida</persName></person><person xml:id="N"/></listPerson>'
          '</particDesc></profileDesc>')


def spoken(work):
    path = put(work, "tal.xml", tei("""<timeline unit="s" origin="#T0"><when xml:id="T0"/><when xml:id="T1" interval="2.5" since="#T0"/>
 <when xml:id="T2" interval="1" since="#T1"/></timeline><body><div><head>Första
 delen</head>
 <u who="#I" start="#T0" end="#T1">Hur  känns
   det?</u><incident><desc>telefonen ringer</desc></incident>
 <u who="#A" start="#T1" end="#T2">Det <pause dur="PT0.5S"/>är <shift feature="tempo" new="a"/> bra<vocal><desc>skrattar</desc></vocal>, <unclear>tror</unclear>
  jag <gap reason="inaudible"/>.<pb n="2"/> Ja<pause/></u>
 <u who="#A #N">Vi båda<note>tvekar</note> säger.</u><u>Okänd röst.</u><u who="#X9"/><u who="#X9">Nio.</u></div></body>""", PEOPLE))
    tap.equal(text_of(path),
              "Första delen\n\nIda: Hur känns det?\n\n[telefonen ringer]\n\nAnna Ek: Det [paus 0,5 s] är [skifte: tempo a] bra "
              "[skrattar], tror [?] jag [ohörbart]. Ja [paus]\n\nAnna Ek, N: Vi båda [tvekar] säger.\n\nOkänd röst.\n\nX9: Nio.\n",
              "spoken TEI: the text shows who speaks, and marks in brackets")
    found = rows([path], "turn")["tal"]
    tap.equal([(t["speaker"], t["start_s"], t["end_s"]) for t in found],
              [("Ida", None, 2.5), ("Anna Ek", 2.5, 3.5), ("Anna Ek, N", None, None), (None, None, None), ("X9", None, None)],
              "speakers and times")
    tap.equal((found[0]["zone"], found[0]["role"]), ("question", "interviewer"), "an interviewer asks")
    tap.equal([(e["kind"], e["desc"], e["duration_s"]) for e in rows([path], "event")["tal"]],
              [("incident", "telefonen ringer", None), ("pause", "paus 0,5 s", 0.5), ("comment", "skifte: tempo a", None),
               ("vocal", "skrattar", None), ("unclear", "?", None), ("inaudible", "ohörbart", None), ("pause", "paus", None),
               ("comment", "tvekar", None)], "marks are events")
    tap.equal([(z["kind"], z["text"]) for z in rows([path], "zone")["tal"]][:2],
              [("heading", "Första delen"), ("metadata", "Ida:")], "headings and labels are no speech")


def iso(work):
    path = put(work, "iso.xml", tei("""<timeline unit="s"><when xml:id="T0" interval="0"/><when xml:id="T1" interval="1.2"/></timeline><body>
<annotationBlock xml:id="b1" who="A" start="T0" end="T1"><u xml:id="u1"><seg type="utterance"><anchor synch="T0"/><w xml:id="w1">Jag</w>
 <w xml:id="w2">hoppas</w><w xml:id="w3">det</w>
 <pc>,</pc>
 <w join="right">va</w><w>re</w><pc>.</pc><anchor synch="T1"/></seg> <seg type="utterance"><w>Ja</w><pc>!</pc></seg></u>
 <spanGrp type="pos"><span from="#w1" to="#w1">PRON</span></spanGrp>
 <spanGrp type="theme"><span from="#w2" to="#w3">Hopp</span></spanGrp></annotationBlock></body>""", PEOPLE))
    tap.equal(text_of(path), "Anna Ek: Jag hoppas det, vare. Ja!\n", "ISO 24624: words and signs, joined as the file says")
    tap.equal([(t["speaker"], t["start_s"], t["end_s"]) for t in rows([path], "turn")["iso"]], [("Anna Ek", 0, 1.2)],
              "who and when stand on annotationBlock")
    tap.equal([(c["code"], c["text"]) for c in rows([path], "coding")["iso"]], [("Hopp", "hoppas det")],
              "spans of themes are codings, tiers of words are not")


def parla(work):
    path = put(work, "protokoll.xml", tei("""<front><div><docDate>1903</docDate></div></front><body><div>
 <note type="speaker">Herr EK:</note>
 <u xml:id="u1" next="u2" who="#ek"><seg>Herr talman!
   Jag be<lb break="no"/>stri&#xAD;der.</seg><seg>Andra stycket.</seg></u>
 <note>(Bifall)</note>
 <u xml:id="u2" prev="#u1" who="#ek"><seg><s><w>Tredje</w> <w>stycket</w><pc>.</pc></s> <s><w>Slut</w><pc>.</pc></s></seg></u>
 <u who="unknown"><seg>Hör!</seg></u></div></body>"""))
    tap.equal(text_of(path), "1903\n\nHerr EK:\n\nHerr talman! Jag bestrider.\nAndra stycket.\n\n(Bifall)\n\nTredje stycket. Slut.\n\nHör!\n",
              "Parla-CLARIN: labels as the file has them, paragraphs in lines")
    found = rows([path], "turn")["protokoll"]
    tap.equal([(t["speaker"], len(t.get("segments", [0]))) for t in found], [("ek", 2), (None, 1)],
              "prev ties two u together; who unknown is nobody")
    tap.equal([z["kind"] for z in rows([path], "zone")["protokoll"]],
              ["narrative", "metadata", "speech", "narrative", "speech", "speech"], "notes between speeches are told")


def drama(work):
    people = ('<profileDesc><particDesc><listPerson><person xml:id="h"><persName>Hertigen</persName></person></listPerson>'
              '</particDesc></profileDesc>')
    path = put(work, "drama.xml", tei("""<body><div type="act"><head>AKT I</head><stage>En sal.</stage>
 <sp who="#h"><speaker>HERTIGEN.</speaker><p>Kom <stage>(vinkar)</stage> hit!</p><stage>Paus.</stage><p>Nu.</p></sp>
 <sp><speaker>PAGEN.</speaker><l>En rad av vers,</l>
  <l>en rad till.</l></sp><sp who="#h"><speaker>HERTIGEN.</speaker></sp></div></body>""", people))
    tap.equal(text_of(path), "AKT I\n\nEn sal.\n\nHertigen: Kom (vinkar) hit!\n\nPaus.\n\nNu.\n\nPAGEN: En rad av vers,\nen rad till.\n",
              "a play: stage directions in brackets or apart, verse in lines")
    found = rows([path], "turn")["drama"]
    tap.equal([(t["speaker"], t["text"]) for t in found],
              [("Hertigen", "Kom (vinkar) hit! Nu."), ("PAGEN", "En rad av vers,\nen rad till.")], "speeches are turns")
    words = [t["form"] for t in rows([path], "token")["drama"] if t["kind"] == "word" and t["zone"] == "speech"]
    tap.equal(words, "Kom hit Nu En rad av vers en rad till".split(), "stage directions are not what is said")


def prose(work):
    path = put(work, "rapport.xml", tei("<body><head>Rubrik</head><p>Ett  stycke\n text.</p><p>Ett till<note place='foot'>fot</note>.</p></body>"))
    tap.equal(text_of(path), "Rubrik\n\nEtt stycke text.\n\nEtt till [fot].\n", "prose without speech")
    taxonomy = ('<encodingDesc><classDecl><taxonomy><category xml:id="k"><catDesc><term>Känsla</term>: x</catDesc><category xml:id="k1">'
                '<catDesc>Hopp/tro</catDesc></category></category></taxonomy></classDecl></encodingDesc>')
    path = put(work, "kod.xml", tei('<body><p xml:id="p1">Ett <seg xml:id="s1"> hopp </seg> här.</p></body>', taxonomy,
                                    after='<standOff><spanGrp resp="#eva"><span target="#s1" ana="#k1 #k">säker</span><span target="#p1"/>'
                                          '<span target="#fel" ana="#k"/></spanGrp></standOff>'))
    tap.equal([(c["code"], c["coder"], c["note"], c["text"]) for c in rows([path], "coding")["kod"]],
              [("Känsla/Hopp∕tro", "eva", "säker", "hopp"), ("Känsla", "eva", "säker", "hopp")],
              "codings beside the text: names of groups and code, coder, remark")
    for name, data in {"u16.xml": tei("<body><u who='#å'>Åäö 😀</u></body>").replace("UTF-8", "UTF-16").encode("utf-16"),
                       "l1.xml": tei("<body><u who='#å'>Åäö €</u></body>").replace("UTF-8", "windows-1252").encode("cp1252")}.items():
        tap.ok(text_of(put(work, name, data)).startswith("å: Åäö "), f"{name}: other encodings")
    both = ('<teiCorpus xmlns="http://www.tei-c.org/ns/1.0">' + HEAD.format(PEOPLE) +
            "".join(f'<TEI n="{n}">{HEAD.format("")}<text><body><u who="#A">{n}.</u></body></text></TEI>\n' for n in ("ett", "två/3", "ett")) +
            "</teiCorpus>")
    for name, data in {"corpus.xml": both.encode(), "corpus16.xml": both.encode("utf-16")}.items():
        path = put(work, name, data)
        stem = name[:-4] + "/"
        out, _ = tap.run("show", path, "--layer", "turn", "--format", "json")
        tap.equal([(r["doc"], r["speaker"], r["text"]) for r in json.loads(out)],
                  [(stem + "ett", "Anna Ek", "ett."), (stem + "två_3", "Anna Ek", "två/3."), (stem + "ett_2", "Anna Ek", "ett.")],
                  f"{name}: a document for each TEI, ids unique, persons from the header of the corpus")


def source_places(work):
    """What was taken over unchanged stands in the file where the source layer says."""
    path = put(work, "källa.xml", tei("<body><u who='#å'>Hej å du,\n  <hi>en</hi> rad &amp; till</u></body>", PEOPLE))
    out, _ = tap.run("show", path, "--layer", "text")
    tap.equal(out, "å: Hej å du, en rad & till\n", "text of an inline element, an entity and an indented line")


# ---- numbers ----

def words_of(text):
    return len(re.findall(r"[^\W_]+", text))


def riksdag(work):
    """Utterances and words of parliament, counted here from the XML alone."""
    folder = os.path.join(tap.SHARED, "corpora", "riksdag-tei")
    if not os.path.isdir(folder):
        return tap.skip("parliament: utterances and words", "reference data not here: corpora/riksdag-tei")
    for name in sorted(os.listdir(folder)):
        root = ET.parse(os.path.join(folder, name)).getroot()
        chains, words = 0, 0
        for u in root.iter(T + "u"):
            said = " ".join("".join(u.itertext()).split()).replace("\u00ad", "")
            chains += bool(said) and not u.get("prev")
            words += words_of(said)
        found = rows([os.path.join(folder, name)], "turn")[name[:-4]]
        got = sum(words_of(t["text"]) for t in found)
        tap.equal((len(found), got), (chains, words), f"parliament, {name}: utterances and words")
        said = {}
        for u in root.iter(T + "u"):
            who = u.get("who", "")
            said[who] = said.get(who, 0) + words_of(" ".join("".join(u.itertext()).split()).replace("\u00ad", ""))
        mine = collections.Counter()
        for t in found:
            mine[t["speaker"] or "unknown"] += words_of(t["text"])
        tap.equal(dict(mine), {w: n for w, n in said.items() if n}, f"parliament, {name}: words a speaker")


def plays(work):
    """Plays, made into TEI here from their plain text: speeches and words a speaker."""
    archive = os.path.join(tap.SHARED, "corpora", "swedracor-plain.tar.xz")
    if not os.path.exists(archive):
        return tap.skip("plays", "reference data not here: corpora/swedracor-plain.tar.xz")
    with tarfile.open(archive) as tar:
        texts = {m.name: tar.extractfile(m).read().decode() for m in tar if m.isfile() and m.name.endswith(".txt")}
    wrong, speeches, words = [], 0, 0
    escape = lambda s: s.replace("&", "&amp;").replace("<", "&lt;")
    for k, (name, text) in enumerate(sorted(texts.items())[:12]):
        says, body = [], ""
        for line in text.split("\n"):
            m = re.match(r"([^:\n]{1,60}): (.+)", line)
            if m and words_of(m[2]) and not re.search(r"[.:;,]\s*$|^\s", m[1]):
                says.append((" ".join(m[1].split()), words_of(m[2].replace("\u00ad", ""))))
                body += f"<sp><speaker>{escape(m[1])}</speaker>\n  <p>{escape(m[2])}</p></sp>\n"
        path = put(work, f"pjäs{k}.xml", tei(f"<body><div>{body}</div></body>"))
        got = [(t["speaker"], words_of(t["text"])) for t in rows([path], "turn")[f"pjäs{k}"]]
        speeches += len(got)
        words += sum(n for _, n in got)
        if got != says:
            wrong.append((name, len(got), len(says), next((p for p in zip(got, says) if p[0] != p[1]), None)))
    tap.ok(speeches > 1000 and words > 10000, f"plays: {speeches} speeches, {words} words")
    tap.equal(wrong, [], "plays: every speech with its speaker and its words")


# ---- hostile files ----

def hostile(work):
    canary = put(work, "fient/kanarie.txt", "KANARIEFÅGEL")
    lol = "".join(f'<!ENTITY l{i} "{f"&l{i - 1};" * 10 if i else "ha"}">' for i in range(10))
    body = "<body><u>Hej {} slut</u></body>"
    wanted = {
        "bomb.xml": (tei(body.format("&l9;"), before=f"<!DOCTYPE TEI [{lol}]>\n"), r"bomb\.xml:2:\d+: declares entities"),
        "attribut.xml": (tei("<body><u who='&l9;'>Hej</u></body>", before=f"<!DOCTYPE TEI [{lol}]>\n"), r":2:\d+: declares entities"),
        "yttre.xml": (tei(body.format("&e;"), before=f'<!DOCTYPE TEI [<!ENTITY e SYSTEM "{canary}">]>\n'), r":2:\d+: declares entities"),
        "parameter.xml": (tei(body.format(""), before=f'<!DOCTYPE TEI [<!ENTITY % e SYSTEM "{canary}"> %e;]>\n'), r":2:\d+: declares entities"),
        "okänd.xml": (tei(body.format("&auml;"), before='<!DOCTYPE TEI SYSTEM "tei.dtd">\n'), r":3:\d+: uses an entity"),
        "djup.xml": (tei("<body>" + "<div>" * 3000 + "</div>" * 3000 + "</body>"), r":2:\d+: nests its elements deeper"),
        "halv.xml": (tei(body.format(""))[:-30], r"halv\.xml:\d+:\d+: is not whole|not well-formed"),
        "efter.xml": (tei(body.format("")) + "<mer/>", r":3:\d+: holds something behind its end"),
        "nul.xml": (tei(body.format("a\0b")), r":2:\d+: "),
        "latin.xml": (tei(body.format("å")).encode("latin-1"), r":2:\d+: "),
        "tom.xml": ("<TEI", r"tom\.xml"),
    }
    for name, (data, message) in wanted.items():
        path = put(work, "fient/" + name, data)
        start = time.monotonic()
        out, err = tap.run("show", path, "--layer", "text", status=None)
        took = time.monotonic() - start
        tap.ok(not out and re.search(message, err), f"{name} is refused, with the place", err)
        tap.ok(took < 5 and "KANARIE" not in out + err, f"{name}: at once, and nothing is fetched", f"{took} s")
    include = put(work, "fient/include.xml", tei(body.format(
        f'<xi:include xmlns:xi="http://www.w3.org/2001/XInclude" href="{canary}" parse="text"/>')))
    out, err = tap.run("show", include, "--layer", "text")
    tap.ok(out == "Hej slut\n" and "included" in err, "XInclude is not followed, and that is said", out + err)
    long_text = "Jag känner oro. " * 800000
    path = put(work, "stor.xml", tei(f"<body><u who='#A'><seg>{long_text}</seg></u><u who='#B'>SLUT</u></body>"))
    out, _ = tap.run("show", path, "--layer", "text")
    tap.equal((out.count("oro"), out.count("SLUT")), (800000, 1), "a paragraph of 13 MB is read whole")
    many = put(work, "många.xml", tei("<body>" + "".join(f'<u who="#x{i}" xml:id="u{i}" prev="#u{i - 1}">Ja.</u>' for i in range(60000)) + "</body>"))
    start = time.monotonic()
    found = rows([many], "turn")["många"]
    tap.ok(len(found) == 1 and time.monotonic() - start < 20, "a chain of 60,000 u is one turn, in time", len(found))


def main():
    with tempfile.TemporaryDirectory() as work:
        own(work)
        twice(work)
        beside(work)
        codings(work)
        changed(work)
        for test in (spoken, iso, parla, drama, prose, source_places, riksdag, plays, hostile):
            test(work)
    tap.done()


if __name__ == "__main__":
    sys.exit(main())
