# SPDX-License-Identifier: GPL-3.0-or-later
"""REFI-QDA: what is written is what strict importers take, every position is right, and what people add comes back.

All texts and projects are invented here. Where the reference data has check_qdpx.py, it is run too."""
import collections
import csv
import os
import re
import shutil
import subprocess
import sys
import tempfile
import unicodedata
import uuid
import xml.etree.ElementTree as ET
import zipfile

import tap

P = "{urn:QDA-XML:project:1.0}"
C = "{urn:QDA-XML:codebook:1.0}"
GUID = re.compile(r"[0-9A-F]{8}-[0-9A-F]{4}-[0-9A-F]{4}-[0-9A-F]{4}-[0-9A-F]{12}\Z")
CHECKER = os.path.join(tap.SHARED, "exchange", "check_qdpx.py")
ORDER = {"Project": "Users CodeBook Variables Cases Sources Notes Links Sets Graphs Description NoteRef",
         "Code": "Description NoteRef Code", "Case": "Description CodeRef VariableValue SourceRef SelectionRef",
         "TextSource": "Description PlainTextContent PlainTextSelection Coding NoteRef VariableValue",
         "PlainTextSelection": "Description Coding NoteRef", "Coding": "CodeRef NoteRef"}

AWKWARD = {
    "tom.txt": b"",
    "blank å.txt": " \n\n ".encode(),
    "tecken & <namn>.txt": "Siri: 5 < 6 & 7 > 3, sa \"chefen\" om hopp. ]]> &amp;\n\nMaja: 'Hopp'\n".encode(),
    "emoji.txt": "Åsa: 😀 hoppas 👩‍👩‍👧 på hopp 🙂\n\nBo: Hopp! 😀😀hopp\n".encode(),
    "nfd.txt": unicodedata.normalize("NFD", "Åsa: över hopp én, ångest och hopp\n").encode(),
    "crlf.txt": "Åsa: hopp\r\n\r\nBo: mer hopp\r\n".encode(),
    "bom.txt": "\ufeffÅsa: hopp\n".encode(),
    "styr.txt": "Åsa: ho\x01pp och hopp\x0c hopp\n".encode(),
    "kant.txt": "hopp".encode(),
    "kanter.txt": "hopp och förtvivlan och hopp".encode(),
    "nästlad.txt": "I: Hoppas du på hopp om hopp?\n\nIP1: Hopp om hopp, hoppas inte på hopp\n".encode(),
    "lika.txt": "anna: hopp\n\nAnna: hopp igen\n".encode(),
    "a/lika.txt": "Anna: hopp\n".encode(),
    "a – lika.txt": "Anna: hopp\n".encode(),
    "lika.md": "Anna: hopp\n".encode(),
}
CODEBOOK = ("theme\tparent\tlabel\tn_rules\trules\tdescription\n"
            "h\t-\tHopp & <annat>\t0\t-\tGrupp \"med\" tecken\n"
            "h.1\th\tHopp\t2\thopp*; -hopp om hopp\tAtt hoppas & tro\n"
            "h.2\th\tHOPP\t2\thoppas ~2 hopp; hopp om hopp\t-\n"
            "tom\t-\tEn mycket lång rubrik som inget program tar emot hel: hopp/förtvivlan och allt däremellan\t1\tförtvivl*\t-\n"
            "fri\t-\tFri\t0\t-\tAtt koda för hand\n")
PARTICIPANTS = "id,document,speaker,ålder,ort\nD1,emoji,Åsa,44,Å & Ö\nD2,emoji,Bo,51,\nD1,crlf,Åsa,45,Å & Ö\nD9,ingen,Ingen,1,x\n"


def write(folder, name, data):
    path = os.path.join(folder, name)
    os.makedirs(os.path.dirname(path), exist_ok=True)
    with open(path, "wb") as f:
        f.write(data if isinstance(data, bytes) else data.encode())
    return path


class Project:
    """A project as an importer sees it."""

    def __init__(self, path):
        self.path = path
        self.zip = zipfile.ZipFile(path)
        self.xml = self.zip.read("project.qde")
        self.root = ET.fromstring(self.xml)
        self.codes = {c.get("guid"): c for c in self.root.iter(P + "Code")}
        self.users = {u.get("guid"): u.get("name") for u in self.root.iter(P + "User")}

    def text(self, source):
        return self.zip.read("sources/" + source.get("plainTextPath")[len("internal://"):]).decode("utf-8")

    def sources(self):
        return {s.get("name"): s for s in self.root.iter(P + "TextSource")}

    def selections(self, source, newline="lf"):
        """(begin, end, code name, coder, text, description, guids) of a source."""
        text = self.text(source)
        if newline == "crlf1":
            text = text.replace("\r\n", "\n")
        for s in source.findall(P + "PlainTextSelection"):
            a, b = int(s.get("startPosition")), int(s.get("endPosition"))
            coding, = s.findall(P + "Coding")
            yield (a, b, self.codes[coding.find(P + "CodeRef").get("targetGUID")].get("name"),
                   self.users[coding.get("creatingUser")], text[a:b], s.findtext(P + "Description", ""),
                   (s.get("guid"), coding.get("guid")))

    def by(self, coder):
        return sorted((name, s[2], s[4]) for name, src in self.sources().items() for s in self.selections(src)
                      if s[3] == coder)

    def problems(self):
        """What breaks a rule of strict importers."""
        out, seen, referred = [], collections.Counter(), []
        first = self.zip.infolist()[0]
        if first.filename != "project.qde" or not self.xml.startswith(b"<?xml"):
            out.append("project.qde is not first, or does not start with <?xml")
        for i in self.zip.infolist():
            if i.flag_bits or i.date_time != (1980, 1, 1, 0, 0, 0) or i.compress_type != zipfile.ZIP_STORED:
                out.append(f"header of {i.filename}")
            if i is not first and not re.match(r"sources/[0-9A-F-]{36}\.\w+\Z", i.filename):
                out.append(f"name {i.filename}")
        if self.zip.testzip():
            out.append("checksum")
        for e in self.root.iter():
            tag = e.tag.split("}")[1]
            order = ORDER.get(tag, "").split()
            at = [order.index(c.tag.split("}")[1]) for c in e] if order else []
            if at != sorted(at):
                out.append(f"children of {tag} out of order")
            if e.get("guid"):
                seen[e.get("guid")] += 1
            referred += [v for k, v in e.attrib.items() if k in ("targetGUID", "creatingUser", "modifyingUser")]
        out += [f"identity {g}" for g, n in seen.items() if n > 1 or not GUID.match(g)]
        out += [f"dangling {g}" for g in referred if g not in seen]
        names = collections.Counter(c.get("name").casefold() for c in self.codes.values())
        out += [f"code name {n}" for n, k in names.items() if k > 1 or len(n) > 63 or re.search(r'[\\/:*?"<>|]', n)]
        out += [f"source name {n}" for n, k in collections.Counter(
            s.get("name").casefold() for s in self.root.iter(P + "TextSource")).items()
            if k > 1 or re.search(r'[\\/:*?"<>|]', n)]
        for coding in self.root.iter(P + "Coding"):
            code = self.codes.get(coding.find(P + "CodeRef").get("targetGUID"))
            if code is None or code.get("isCodable") != "true":
                out.append("coded with a code that may not be used")
        return out


def run(scratch, name, inputs, *more):
    out = os.path.join(scratch, name)
    tap.run("run", *([inputs] if isinstance(inputs, str) else inputs), "--output", out, "--outputs", "qdpx,qdc,csv", *more)
    return out


def strict(name, *paths):
    if not os.path.exists(CHECKER) or not shutil.which("xmllint"):
        return tap.skip(name, "no check_qdpx.py below UTSAGA_SHARED, or no xmllint")
    p = subprocess.run([sys.executable, CHECKER, "--strict", *paths], capture_output=True, text=True)
    # str.isalnum takes a raised footnote number for a part of the word before it.
    warnings = [w for w in p.stdout.splitlines()
                if w.startswith(("WARN", "ERROR")) and not re.search(r"cuts a word: …[^|]*\|[^|]*\|[⁰¹²³⁴-⁹]", w)]
    tap.ok(not warnings and p.returncode in (0, 1) and not p.stderr, name, "\n".join(warnings) + p.stderr)


# ---- writing ----

def hits_of(folder):
    with open(os.path.join(folder, "tables", "hits.csv"), encoding="utf-8", newline="") as f:
        return [r for r in csv.DictReader(f) if not r["excluded_by"]]


def awkward(scratch):
    corpus = os.path.join(scratch, "korpus med å")
    for name, data in AWKWARD.items():
        write(corpus, name, data)
    book = write(scratch, "kodbok.tsv", CODEBOOK)
    people = write(scratch, "deltagare.csv", PARTICIPANTS)
    out = run(scratch, "ut", corpus, "--codebook", book, "--participants", people)
    p = Project(os.path.join(out, "project.qdpx"))
    tap.equal(p.problems(), [], "awkward: follows the rules of strict importers")
    strict("awkward: check_qdpx.py --strict passes", p.path, os.path.join(out, "codebook.qdc"))
    files = {}
    for s in p.sources().values():
        file = s.findtext(P + "Description").split("; SHA-256 ")[0]
        files[file] = s
    tap.equal(sorted(files), sorted(AWKWARD), "awkward: a source for each file, also of one stem")
    wrong = [f for f, s in files.items() if p.text(s) != tap.run("show", os.path.join(corpus, f), "--layer", "text")[0]]
    tap.equal(wrong, [], "awkward: each source is the text of its document")
    tap.equal([f for f, s in files.items() if re.search("\r|\ufeff", p.text(s))], [], "awkward: no CR, no BOM")
    hits(p, out, files)
    wrong = [s for src in files.values() for s in p.selections(src) if not s[4].strip() or s[4] != s[4].strip()]
    tap.equal(wrong, [], "awkward: no selection is blank or has blanks at an edge")
    wrong = [(n, s[4]) for n, src in p.sources().items() for s in src_names(p, src)]
    tap.equal(wrong, [], "awkward: each selection is named by its text")
    cases(p, files)
    return corpus, book, people, out, p


def src_names(p, source):
    text = p.text(source)
    for s in source.findall(P + "PlainTextSelection"):
        a, b = int(s.get("startPosition")), int(s.get("endPosition"))
        expected = text[a:b] if len(text[a:b].encode()) <= 60 else text[a:b][:60]
        if s.get("name") != re.sub(r"[\n\t]", " ", expected):
            yield (0, 0, 0, 0, (s.get("name"), expected))


def hits(p, out, files):
    by_id = {"h.1": "Hopp", "h.2": None, "tom": None}
    expected = collections.Counter()
    for r in hits_of(out):
        expected[(int(r["begin"]), int(r["end"]), r["text"], r["rule"])] += 1
    got = collections.Counter()
    for src in files.values():
        for a, b, code, user, text, about, _ in p.selections(src):
            if about.startswith("utsaga: regel "):
                got[(a, b, text, about[len("utsaga: regel "):].removesuffix("; nekad"))] += 1
    tap.ok(len(expected) > 5 and got == expected, "awkward: a selection for each hit that counts, with its text and rule",
           f"missing {expected - got}\nmore {got - expected}")
    names = {c.get("name") for c in p.codes.values()}
    tap.ok("Hopp" in names and "Hopp & _annat_ – HOPP" in names and by_id, "awkward: two codes of one name are told apart",
           sorted(names))
    codable = {c.get("name"): c.get("isCodable") for c in p.codes.values()}
    tap.equal([codable["Hopp & _annat_"], codable["Hopp"], codable["Fri"], codable["Talare"]],
              ["false", "true", "true", "false"], "groups cannot be used, codes and empty groups can")
    tap.equal([c.get("name") for c in p.root.find(f"{P}CodeBook/{P}Codes")][-1], "Talare", "speakers have a group of their own")
    spoken = sorted(s[4] for s in p.selections(files["emoji.txt"]) if s[2] in ("Åsa", "Bo"))
    tap.equal(spoken, sorted(["😀 hoppas 👩‍👩‍👧 på hopp 🙂", "Hopp! 😀😀hopp"]), "a selection for each turn of a speaker")
    tap.equal(list(p.users.values()), ["utsaga"], "one user, who made all codings")


def cases(p, files):
    variables = {v.get("guid"): v.get("name") for v in p.root.iter(P + "Variable")}
    names = {s.get("guid"): f for f, s in files.items()}
    got = {}
    for c in p.root.iter(P + "Case"):
        got[c.get("name")] = ({variables[v.find(P + "VariableRef").get("targetGUID")]: v.findtext(P + "TextValue")
                               for v in c.findall(P + "VariableValue")},
                              sorted(names[r.get("targetGUID")] for r in c.findall(P + "SourceRef")))
    tap.equal(got, {"D1": ({"ålder": "44; 45", "ort": "Å & Ö"}, ["crlf.txt", "emoji.txt"]),
                    "D2": ({"ålder": "51"}, ["emoji.txt"]), "D9": ({"ålder": "1", "ort": "x"}, [])},
              "participants are cases with variables and sources")


def options(scratch, corpus, book, people, out):
    for newline in ("crlf", "crlf1"):
        o = run(scratch, newline, corpus, "--codebook", book, "--set", "write-qdpx.newline=" + newline)
        p = Project(os.path.join(o, "project.qdpx"))
        texts = [p.text(s) for s in p.sources().values()]
        tap.ok(any("\r\n" in t for t in texts) and not any(re.search("(?<!\r)\n|\r(?!\n)", t) for t in texts),
               f"newline={newline}: every line ends with CRLF")
        got = collections.Counter(s[4].replace("\r\n", "\n") for src in p.sources().values() for s in p.selections(src, newline)
                                  if s[5].startswith("utsaga: regel"))
        tap.equal(got, collections.Counter(r["text"] for r in hits_of(out)), f"newline={newline}: positions are right")
    o = run(scratch, "dok", corpus, "--codebook", book, "--participants", people, "--set", "write-qdpx.variables=document",
            "--set", "write-qdpx.speakers=false", "--set", "write-qdpx.date=2026-03-20")
    p = Project(os.path.join(o, "project.qdpx"))
    tap.equal(p.problems(), [], "variables=document: follows the rules")
    got = sorted(v.findtext(P + "TextValue") for v in p.sources()["emoji"].findall(P + "VariableValue"))
    tap.equal(got, ["44; 51", "Å & Ö"], "variables=document: the document has the values of its participants")
    tap.ok(not any(c.findall(P + "VariableValue") for c in p.root.iter(P + "Case")), "variables=document: cases have none")
    tap.ok("Talare" not in {c.get("name") for c in p.codes.values()}, "speakers=false: no codes for speakers")
    tap.ok(b"2026-03-20T00:00:00Z" in p.xml and b"1980" not in p.xml, "date: is written as given")
    _, err = tap.run("run", corpus, "--output", os.path.join(scratch, "fel"), "--set", "write-qdpx.date=2026-13-01", status=None)
    tap.ok("is not a date" in err and not os.path.exists(os.path.join(scratch, "fel")), "date: nonsense is refused", err)


def codebook(out, p):
    root = ET.parse(os.path.join(out, "codebook.qdc")).getroot()
    got = {c.get("guid"): (c.get("name"), c.get("color"), c.findtext(C + "Description")) for c in root.iter(C + "Code")}
    tap.equal(len(got), 5, "codebook.qdc: all codes, no speakers")
    same = {g: (p.codes[g].get("name"), p.codes[g].get("color"), p.codes[g].findtext(P + "Description")) for g in got}
    tap.equal(got, same, "codebook.qdc: the same codes as in project.qdpx, with colours and definitions")


def same_bytes(scratch, book):
    corpus = os.path.join(scratch, "stor")
    for i in range(48):
        write(corpus, f"{i % 5}/i{i}.txt", "".join(f"Åsa: {'hopp och förtvivlan ' * (k % 7)}{i}.\n\nB{k % 9}: 😀 hoppas.\n\n"
                                                   for k in range(900)))
    got = []
    for threads, locale in (("1", "C"), ("4", "C.UTF-8"), ("3", "tr_TR.UTF-8")):
        o = os.path.join(scratch, "t" + threads)
        tap.run("run", corpus, "--output", o, "--outputs", "qdpx", "--codebook", book, "--threads", threads,
                env={"LC_ALL": locale, "LOCPATH": os.environ.get("UTSAGA_LOCALES", "")})
        with open(os.path.join(o, "project.qdpx"), "rb") as f:
            got.append(f.read())
    tap.ok(len(got[0]) > 4 << 20 and got[0] == got[1] == got[2], "the same bytes for any number of threads and locale")
    merged = os.path.join(scratch, "t5")
    tap.run("run", corpus, "--output", merged, "--outputs", "qdpx", "--codebook", book, "--threads", "4",
            "--set", "write-qdpx.merge=" + os.path.join(scratch, "t1", "project.qdpx"))
    with open(os.path.join(merged, "project.qdpx"), "rb") as f:
        tap.ok(f.read() == got[0], "… also when they are merged with themselves by several threads")


# ---- reading ----

def ids(n=[0]):
    n[0] += 1
    return str(uuid.uuid5(uuid.NAMESPACE_URL, f"test{n[0]}"))


def foreign(scratch, name, text_file, codings, origin="NVivo 15", qde="project.qde", folder="sources/", path=None,
            form=lambda g: g, inline=None, head="", kind=zipfile.ZIP_DEFLATED, named=True):
    """A project of another program: codings are (begin, end, name)."""
    user, group, code, source = ids(), ids(), ids(), ids()
    selections = "".join(
        f'<PlainTextSelection guid="{form(ids())}"{f" name=%s" % ET_quote(n) if named else ""} startPosition="{a}" '
        f'endPosition="{b}"><Description>minne &amp; mer</Description><Coding guid="{form(ids())}" '
        f'creatingUser="{form(user)}" creationDateTime="2025-01-02T03:04:05Z"><CodeRef targetGUID="{form(code)}"/></Coding>'
        f'</PlainTextSelection>' for a, b, n in codings)
    path = path if path is not None else f'internal://{source}.txt'
    xml = (f'<?xml version="1.0" encoding="utf-8"?>{head}<Project xmlns="urn:QDA-XML:project:1.0" name="x" origin="{origin}">'
           f'<Users><User guid="{form(user)}" name="Kodare Ö"/></Users><CodeBook><Codes><Code guid="{form(group)}" name="Grupp" '
           f'isCodable="false"><Code guid="{form(code)}" name="Ord" isCodable="true" color="#123456"><Description>Def</Description>'
           f'</Code></Code></Codes></CodeBook><Sources><TextSource guid="{form(source)}" name="Källa 1"'
           + (f' plainTextPath="{path}">' if inline is None else f'><PlainTextContent>{inline}</PlainTextContent>')
           + f'{selections}</TextSource></Sources></Project>')
    to = os.path.join(scratch, name + ".qdpx")
    with zipfile.ZipFile(to, "w", kind) as z:
        z.writestr(qde, xml)
        if inline is None:
            z.writestr(folder + source + ".txt", text_file)
    return to


def ET_quote(s):
    return '"' + s.replace("&", "&amp;").replace("<", "&lt;").replace('"', "&quot;").replace("\n", "&#10;") + '"'


def places(text, words, unit):
    """Positions of words, in order, as a program counts them."""
    at, out = 0, []
    for w in words:
        at = text.index(w, at)
        out.append((unit(text[:at]), unit(text[:at + len(w)]), w))
        at += len(w)
    return out


def reading(scratch):
    lines = "Första raden å.\nAndra raden: 😀 stress här.\n\nTredje: oro & rädsla.\n"
    crlf, words = lines.replace("\n", "\r\n"), ["raden å", "stress", "oro & rädsla"]
    nfd = unicodedata.normalize("NFD", lines)
    one = lambda t: len(t.replace("\r\n", "\n"))
    utf16 = lambda t: len(t.encode("utf-16-le")) // 2
    variants = {
        "LF": dict(text_file=lines, codings=places(lines, words, len)),
        "CRLF as two": dict(text_file=crlf, codings=places(crlf, words, len)),
        "CRLF as one, told by names": dict(text_file=crlf, codings=places(crlf, words, one)),
        "CRLF as one, told by the origin": dict(text_file=crlf, codings=places(crlf, words, one), origin="ATLAS.ti 24", named=False),
        "BOM not counted": dict(text_file="\ufeff" + lines, codings=places(lines, words, len)),
        "BOM counted": dict(text_file="\ufeff" + lines, codings=places("\ufeff" + lines, words, len)),
        "UTF-16 units": dict(text_file=lines, codings=places(lines, words, utf16)),
        "CRLF as one, UTF-16 units": dict(text_file=crlf, codings=places(crlf, words, lambda t: utf16(t.replace("\r\n", "\n")))),
        "decomposed": dict(text_file=nfd, codings=places(nfd, [unicodedata.normalize("NFD", w) for w in words], len)),
        "capital Sources": dict(text_file=lines, codings=places(lines, words, len), folder="Sources/"),
        "file called after the project": dict(text_file=lines, codings=places(lines, words, len), qde="Min studie.qde"),
        "braces, capitals": dict(text_file=lines, codings=places(lines, words, len), form=lambda g: "{" + g.upper() + "}"),
        "text in the project": dict(text_file="", codings=places(lines, words, len), inline=lines.replace("&", "&amp;")),
        "path without a text": dict(text_file=lines, codings=places(lines, words, len), path=""),
        "stored": dict(text_file=lines, codings=places(lines, words, len), kind=zipfile.ZIP_STORED),
    }
    for name, how in variants.items():
        path = foreign(scratch, "f" + re.sub(r"\W", "", name), **how)
        text = tap.run("show", path, "--layer", "text")[0]
        p = Project(os.path.join(run(scratch, "r" + re.sub(r"\W", "", name), path), "project.qdpx"))
        tap.ok(text == lines and p.by("Kodare Ö") == sorted(("Källa 1", "Ord", w) for w in words) and not p.problems(),
               f"reading: {name}", f"{text!r}\n{p.by('Kodare Ö')}\n{p.problems()}")
    p = Project(os.path.join(scratch, "rLF", "project.qdpx"))
    code = next(c for c in p.codes.values() if c.get("name") == "Ord")
    old = zipfile.ZipFile(os.path.join(scratch, "fLF.qdpx")).read("project.qde").decode()
    tap.ok((code.get("color"), code.findtext(P + "Description")) == ("#123456", "Def") and code.get("guid").lower() in old,
           "reading: codes come back with identity, colour and definition")
    back = [s for s in p.selections(p.sources()["Källa 1"]) if s[3] == "Kodare Ö"]
    tap.ok(all(g.lower() in old for s in back for g in s[6]) and {s[5] for s in back} == {"minne & mer"} and
           p.xml.count(b"2025-01-02T03:04:05Z") == 6, "reading: codings come back with identity, remark and time")


def refused(scratch):
    good = foreign(scratch, "hel", "text", [(0, 4, "text")])
    with open(good, "rb") as f:
        data = f.read()
    laughs = '<!DOCTYPE Project [<!ENTITY a "ha">' + "".join(
        f'<!ENTITY {chr(97 + i)} "{f"&{chr(96 + i)};" * 10}">' for i in range(1, 10)) + "]>"
    outside = '<!DOCTYPE Project [<!ENTITY a SYSTEM "file:///etc/passwd">]>'
    with zipfile.ZipFile(os.path.join(scratch, "utan.qdpx"), "w") as z:
        z.writestr("annat.txt", "x")
    with zipfile.ZipFile(os.path.join(scratch, "bomb.qdpx"), "w", zipfile.ZIP_DEFLATED) as z:
        z.writestr("project.qde", b"<Project>" + b" " * (40 << 20) + b"</Project>")
    for name, path, says in (
            ("cut off", write(scratch, "av.qdpx", data[:len(data) // 2]), "zip archive"),
            ("no zip", write(scratch, "ej.qdpx", b"Hej hopp"), "zip archive"),
            ("no project", os.path.join(scratch, "utan.qdpx"), "no project.qde"),
            ("a bomb", os.path.join(scratch, "bomb.qdpx"), "far more"),
            ("entities that grow", foreign(scratch, "skratt", "x", [], head=laughs, inline="&j;"), "not well-formed"),
            ("a file from outside", foreign(scratch, "ute", "x", [], head=outside, inline="&a;"), "document type"),
            ("broken XML", foreign(scratch, "trasig", "x", [], inline="<a>"), "not well-formed"),
            ("a codebook", write(scratch, "k.qdc", '<?xml version="1.0"?><CodeBook xmlns="urn:QDA-XML:codebook:1.0"/>'), "codebook")):
        out, err = tap.run("show", path, "--layer", "text", status=None)
        tap.ok(not out and says in err, f"refused: {name}", err)
    path = foreign(scratch, "stig", "text", [(0, 4, "text"), (2, 99, "x"), (3, 3, ""), (3, 1, "")], path="internal://../../../etc/passwd")
    text, _ = tap.run("show", path, "--layer", "text")
    tap.equal(text, "text", "a path that leads out of the archive is only a name")


# ---- merging ----

def edited(scratch, p):
    """The project as a person leaves it in another program: everything that must survive, in lower case."""
    ET.register_namespace("", "urn:QDA-XML:project:1.0")
    root = ET.fromstring(p.xml)
    find = lambda name: next(s for s in root.iter(P + "TextSource") if s.get("name") == name)
    code = lambda name: next(c for c in root.iter(P + "Code") if c.get("name") == name)
    user, own, note, link = ids(), ids(), ids(), ids()
    ET.SubElement(root.find(P + "Users"), P + "User", guid=user, name="Eva Ek")
    codes = root.find(f"{P}CodeBook/{P}Codes")
    mine = ET.SubElement(codes, P + "Code", guid=own, name="Egen kod", isCodable="true", color="#ABCDEF")
    ET.SubElement(mine, P + "Description").text = "Min definition"
    ET.SubElement(mine, P + "NoteRef", targetGUID=note)
    code("Fri").set("name", "Fri tolkning")
    lost = code("En mycket lång rubrik som inget program tar emot hel_ hopp_för…")
    codes.remove(lost)
    for s in list(find("kanter")):
        if s.find(f"{P}Coding/{P}CodeRef") is not None and s.find(f"{P}Coding/{P}CodeRef").get("targetGUID") == lost.get("guid"):
            find("kanter").remove(s)

    def add(source, word, code_guid, by=user, about="min anteckning"):
        text = p.text(p.sources()[source])
        a = text.rindex(word)
        sel = ET.Element(P + "PlainTextSelection", guid=ids(), name=word, startPosition=str(a), endPosition=str(a + len(word)))
        if about:
            ET.SubElement(sel, P + "Description").text = about
        c = ET.SubElement(sel, P + "Coding", guid=ids(), creatingUser=by, creationDateTime="2026-02-02T02:02:02Z")
        ET.SubElement(c, P + "CodeRef", targetGUID=code_guid)
        source = find(source)
        source.insert(1, sel)
        return sel

    us = root.find(f"{P}Users/{P}User").get("guid")
    made = {"own": add("kanter", "och förtvivlan", own), "ours": add("kanter", "förtvivlan", code("Hopp").get("guid")),
            "as us": add("emoji", "på", own, by=us, about=None), "emoji": add("emoji", "👩‍👩‍👧 på hopp", own),
            "middle": add("nästlad", "hoppas inte på", own), "end": add("nästlad", "på hopp", own)}
    ours = next(s for s in find("kanter").findall(P + "PlainTextSelection") if s.findtext(P + "Description", "").startswith("utsaga: regel"))
    ET.SubElement(ours, P + "NoteRef", targetGUID=note)
    case = next(c for c in root.iter(P + "Case") if c.get("name") == "D2")
    desc = ET.Element(P + "Description")
    desc.text = "Mitt fall"
    case.insert(0, desc)
    ET.SubElement(case, P + "SelectionRef", targetGUID=ours.get("guid"))
    notes = ET.Element(P + "Notes")
    n = ET.SubElement(notes, P + "Note", guid=note, name="Memo", plainTextPath=f"internal://{note}.txt", creationDateTime="2026-02-02T02:02:02Z")
    at = list(root).index(root.find(P + "Sources")) + 1
    root.insert(at, notes)
    links = ET.Element(P + "Links")
    ET.SubElement(links, P + "Link", guid=link, originGUID=own, targetGUID=ours.get("guid"))
    root.insert(at + 1, links)
    root.find(P + "Description").text += "\nMitt projekt."
    picture = ET.SubElement(root.find(P + "Sources"), P + "PictureSource", guid=ids(), name="Bild", path="internal://bild å.JPG")
    xml = re.sub(r'(?<=")[0-9A-F]{8}-[0-9A-F-]{27}(?=")', lambda m: m[0].lower(), ET.tostring(root, encoding="unicode"))
    to = os.path.join(scratch, "redigerad.qdpx")
    with zipfile.ZipFile(to, "w", zipfile.ZIP_DEFLATED) as z:
        z.writestr("project.qde", xml)
        for i in p.zip.namelist()[1:]:
            z.writestr(i, p.zip.read(i))
        z.writestr(f"sources/{note}.txt", "Minnesanteckning")
        z.writestr("sources/bild å.JPG", b"\xff\xd8bild")
    return to, made, (own, note, link, ours.get("guid"), picture.get("guid"))


def merging(scratch, corpus, book, people, p):
    unedited = run(scratch, "sammanslagen0", corpus, "--codebook", book, "--participants", people,
                   "--set", "write-qdpx.merge=" + p.path)
    with open(p.path, "rb") as a, open(os.path.join(unedited, "project.qdpx"), "rb") as b:
        tap.ok(a.read() == b.read(), "merging a project that nobody changed gives the same bytes")
    path, made, (own, note, link, ours, picture) = edited(scratch, p)
    out = run(scratch, "sammanslagen", corpus, "--codebook", book, "--participants", people, "--set", "write-qdpx.merge=" + path)
    q = Project(os.path.join(out, "project.qdpx"))
    tap.equal(q.problems(), [], "merge: follows the rules")
    strict("merge: check_qdpx.py --strict passes", q.path)
    human = {s[6][0]: s for src in q.sources().values() for s in q.selections(src)}
    wrong = [k for k, e in made.items() if e.get("guid").upper() not in human or human[e.get("guid").upper()][4] != e.get("name")]
    tap.equal(wrong, [], "merge: codings of people stay with identity and place, also one made as our user")
    expected, got = collections.Counter(p.by("utsaga")), collections.Counter(q.by("utsaga"))
    fri = {c.get("name") for c in q.codes.values()}
    got.subtract({("emoji", "Egen kod", "på"): 1})
    tap.equal(+got, expected, "merge: ours are made anew, each once, also of a code that was deleted")
    tap.ok("Fri tolkning" in fri and "Fri" not in fri and any("hopp_för…" in n for n in fri), "merge: renamed codes keep their name", fri)
    about = q.root.findtext(P + "Description")
    tap.ok("Fri tolkning" in about and "Mitt projekt." in about and about.count("Automatiskt kodad") == 1,
           "merge: the description lists conflicts and keeps what people wrote", about)
    code = q.codes[own.upper()]
    tap.ok(code.get("color") == "#ABCDEF" and code.findtext(P + "Description") == "Min definition" and code.find(P + "NoteRef") is not None,
           "merge: codes of people stay, with notes")
    case = next(c for c in q.root.iter(P + "Case") if c.get("name") == "D2")
    tap.ok(case.findtext(P + "Description") == "Mitt fall" and case.find(P + "SelectionRef").get("targetGUID") == ours.upper() and
           len(case.findall(P + "VariableValue")) == 1 and len(case.findall(P + "SourceRef")) == 1, "merge: cases are joined")
    files = q.zip.namelist()
    tap.ok(f"sources/{note.upper()}.txt" in files and f"sources/{picture.upper()}.JPG" in files and
           any(e.get("guid") == link.upper() for e in q.root.iter(P + "Link")), "merge: notes, links, pictures and their files stay", files)
    again = run(scratch, "sammanslagen2", corpus, "--codebook", book, "--participants", people, "--set", "write-qdpx.merge=" + q.path)
    r = Project(os.path.join(again, "project.qdpx"))
    tap.equal((r.by("Eva Ek"), r.by("utsaga"), r.problems()), (q.by("Eva Ek"), q.by("utsaga"), []), "merging again changes nothing")
    renewed(scratch, corpus, book, people, q.path)
    changed(scratch, corpus, book, path, made)


def renewed(scratch, corpus, book, people, path):
    """A program that gives everything a new identity, writes a byte order mark, and says nothing of our user's codings."""
    to = os.path.join(scratch, "ny identitet.qdpx")
    new = lambda g: str(uuid.uuid5(uuid.NAMESPACE_URL, g.upper()))
    with zipfile.ZipFile(path) as old, zipfile.ZipFile(to, "w") as z:
        guid = "[0-9A-Fa-f]{8}-[0-9A-Fa-f]{4}-[0-9A-Fa-f]{4}-[0-9A-Fa-f]{4}-[0-9A-Fa-f]{12}"
        z.writestr("project.qde", re.sub(guid, lambda m: new(m[0]), old.read("project.qde").decode()))
        for name in old.namelist()[1:]:
            z.writestr(re.sub(guid, lambda m: new(m[0]), name), b"\xef\xbb\xbf" * name.endswith(".txt") + old.read(name))
    expected = Project(path)
    out = run(scratch, "ny", corpus, "--codebook", book, "--participants", people, "--set", "write-qdpx.merge=" + to)
    q = Project(os.path.join(out, "project.qdpx"))
    # Nothing tells that "Fri tolkning" was "Fri" once, so that code comes back.
    got = [q.problems(), sorted(c.get("name") for c in q.codes.values() if c.get("name") != "Fri"), sorted(q.users.values()), sorted(q.sources()),
           q.by("Eva Ek"), q.by("utsaga"), sorted(c.get("name") for c in q.root.iter(P + "Case"))]
    tap.equal(got, [[], sorted(c.get("name") for c in expected.codes.values()), sorted(expected.users.values()),
                    sorted(expected.sources()), expected.by("Eva Ek"), expected.by("utsaga"), ["D1", "D2", "D9"]],
              "merge: where another program renewed all identities, nothing is there twice")
    out = run(scratch, "ny del", os.path.join(corpus, "kant.txt"), "--codebook", book, "--set", "write-qdpx.merge=" + to)
    q = Project(os.path.join(out, "project.qdpx"))
    tap.equal([q.problems(), q.by("Eva Ek"), q.by("utsaga")], [[], expected.by("Eva Ek"), expected.by("utsaga")],
              "merge of a part: sources that are not in the run keep texts, codings and places")


def changed(scratch, corpus, book, path, made):
    other = os.path.join(scratch, "ändrad")
    shutil.copytree(corpus, other)
    write(other, "nästlad.txt", "I: Nytt i början. Hoppas du på hopp om hopp?\n\nIP1: Hopp om hopp, hoppas ej på hopp\n")
    os.remove(os.path.join(other, "emoji.txt"))
    out = run(scratch, "ändrad ut", other, "--codebook", book, "--set", "write-qdpx.merge=" + path)
    q = Project(os.path.join(out, "project.qdpx"))
    tap.equal(q.problems(), [], "merge with changed text: follows the rules")
    strict("merge with changed text: check_qdpx.py --strict passes", q.path)
    where = {s[6][0]: (n, s[4]) for n, src in q.sources().items() for s in q.selections(src)}
    tap.equal([where.get(made[k].get("guid").upper()) for k in ("middle", "end", "emoji", "own")],
              [("nästlad (tidigare text)", "hoppas inte på"), ("nästlad", "på hopp"), ("emoji", "👩‍👩‍👧 på hopp"), ("kanter", "och förtvivlan")],
              "merge with changed text: codings move with their words, or stay with the earlier text; other sources stay")
    tap.ok("texten har ändrats under en kodning i nästlad" in q.root.findtext(P + "Description"), "merge with changed text: listed")
    with open(os.path.join(out, "run.json"), encoding="utf-8") as f:
        notes = f.read()
    tap.ok("stay with the earlier text" in notes and "stay as they are" in notes, "merge with changed text: said in the remarks", notes)


def reference(scratch):
    if not os.path.isdir(os.path.join(tap.SHARED, "seeds")):
        return tap.skip("seeds", "reference data not here")
    out = run(scratch, "frön", os.path.join(tap.SHARED, "seeds"), "--codebook", os.path.join(tap.SHARED, "bench", "themes.tsv"))
    p = Project(os.path.join(out, "project.qdpx"))
    tap.equal(p.problems(), [], "seeds: follows the rules")
    strict("seeds: check_qdpx.py --strict passes", p.path)
    expected = collections.Counter((int(r["begin"]), int(r["end"]), r["text"]) for r in hits_of(out))
    got = collections.Counter(s[:2] + (s[4],) for src in p.sources().values() for s in p.selections(src) if "regel" in s[5])
    tap.ok(sum(expected.values()) > 100 and got == expected, "seeds: selections equal hits", f"{expected - got}\n{got - expected}")
    case = os.path.join(tap.SHARED, "cases", "56-refi-offsets-with-emoji-and-crlf")
    for name in ("emoji_lf.txt", "emoji_crlf.txt"):
        out = run(scratch, name, os.path.join(case, name), "--codebook", os.path.join(case, "kodbok.txt"))
        q = Project(os.path.join(out, "project.qdpx"))
        got = [list(s[:2]) for src in q.sources().values() for s in q.selections(src) if "regel" in s[5]]
        tap.equal(got, [[13, 16], [43, 46]], f"positions behind an emoji: {name}")
    path = os.path.join(tap.SHARED, "exchange", "example.qdpx")
    q = Project(os.path.join(run(scratch, "exempel", path), "project.qdpx"))
    ex = Project(path)
    tap.equal([s[:5] for s in q.selections(q.sources()["Intervju 01"]) if s[5].startswith("utsaga: regel lex")],
              [s[:5] for s in ex.selections(ex.sources()["Intervju 01"])], "the example's codings come back where they were")


def corpora(scratch):
    folder = os.path.join(tap.SOURCE, "corpora")
    out = os.path.join(scratch, "corpora")
    tap.run("run", os.path.join(folder, "utsaga.yaml"), "--output", out)
    p = Project(os.path.join(out, "project.qdpx"))
    tap.ok(os.path.exists(os.path.join(out, "codebook.qdc")), "a usual run writes project and codebook")
    tap.equal(p.problems(), [], "corpora: follows the rules")
    strict("corpora: check_qdpx.py --strict passes", p.path, os.path.join(out, "codebook.qdc"))
    first = tap.run("show", os.path.join(folder, "interviews"), "--layer", "text")[0]
    tap.equal(tap.run("show", p.path, "--layer", "text")[0], first, "corpora: texts come back exactly")
    back = Project(os.path.join(run(scratch, "tillbaka", p.path, "--codebook", os.path.join(folder, "codebook.yaml")), "project.qdpx"))
    tap.equal((back.by("utsaga"), sorted(back.users.values())), (p.by("utsaga"), ["utsaga"]),
              "corpora: read back and coded again, nothing is there twice")
    names = lambda x: sorted((c.get("name"), len(c.findall(P + "VariableValue")), len(c.findall(P + "SourceRef"))) for c in x.root.iter(P + "Case"))
    tap.equal(names(back), names(p), "corpora: cases and variables come back")


scratch_folder = tempfile.mkdtemp(prefix="utsaga-qdpx-")
try:
    made_corpus, made_book, made_people, made_out, project = awkward(scratch_folder)
    options(scratch_folder, made_corpus, made_book, made_people, made_out)
    codebook(made_out, project)
    same_bytes(scratch_folder, made_book)
    reading(scratch_folder)
    refused(scratch_folder)
    merging(scratch_folder, made_corpus, made_book, made_people, project)
    corpora(scratch_folder)
    reference(scratch_folder)
finally:
    shutil.rmtree(scratch_folder, ignore_errors=True)
tap.done()
