# SPDX-License-Identifier: GPL-3.0-or-later
"""read-rtf: the dialogue, constructs of the format with right answers by hand, and every word of real
files in order against an independent stripper of markup."""
import glob
import os
import re
import tempfile

import dialogue
import tap

HEAD = rb"{\rtf1\ansi\ansicpg1252\deff0{\fonttbl{\f0\fswiss\fcharset0 Arial;}{\f1\fcharset77 Geneva;}{\f2\fcharset255 Terminal;}" \
       rb"{\f3\fcharset2 Symbol;}{\f4\fcharset2 Wingdings;}{\f5\fcharset204 Arial Cyr;}{\f6\fcharset238 Arial CE;}}"


def write(folder, name, data):
    path = os.path.join(folder, name)
    with open(path, "wb") as f:
        f.write(data)
    return path


def text_of(path):
    return tap.show(path, "text", "text").rstrip("\n")


# Body of the document, text. Paragraphs of prose have a blank line between them, rows of a table none.
CONSTRUCTS = {
    "escapes": (rb"\'e5\'E4\'f6\par", "åäö"),
    "fallback of two": (rb"\uc2\u246\'c3\'b6re", "öre"),
    "fallback of none": (rb"tv\uc0\u229  ord", "två ord"),
    "fallback is scoped": (rb"{\uc0\u229}\u228?r", "åär"),
    "fallback is a character word": (rb"\u8212\emdash x\u160\~y", "—x\u00a0y"),
    "no fallback where a paragraph ends": (rb"s\u229\par \'e4r", "så\n\när"),
    "surrogates": (rb"\u-10179?\u-8704?\u55357?\u56832?", "😀😀"),
    "half a surrogate": (rb"a\u-10179?b", "a\ufffdb"),
    "cp1252": (rb"\'93hej\'94 \'96 \'85 \'80", "“hej” – … €"),
    "mac font": (rb"\f1 \'8c\'8a\'9a\f0 \'e5", "åäöå"),
    "DOS font": (rb"{\f2 \'86\'84\'94}\'e5", "åäöå"),
    "Cyrillic and Polish": (rb"{\f5\'ec\'e8\'f0} {\f6 \'b3\'f3d\'9f}", "мир łódź"),
    "signs": (rb"{\f3\'b7} {\f4 J\'e0} \u61623?", "• ☺→ •"),
    "quotation words": (rb"\lquote a\rquote\~\ldblquote b\rdblquote \emdash\endash\bullet", "‘a’\u00a0“b”—–•"),
    "hyphens": (rb"e\_post sam\-h\'e4lle", "e-post samhälle"),
    "breaks": (rb"a\line b\tab c\par d\page e\sect f\
g", "a\nb\tc\n\nd\n\ne\n\nf\n\ng"),
    "line ends of the file": (b"a\r\nb\nc", "abc"),
    "unknown destination": (rb"a{\*\okant dold {djupt}}b", "ab"),
    "unknown word": (rb"a\okant5 b\annat-3 c", "abc"),
    "escaped signs": (rb"\{a\\b\}", r"{a\b}"),
    "binary": (rb"a{\pict\bin4 }{\'}b\bin2 }}c", "abc"),
    "field": (rb"{\field{\*\fldinst HYPERLINK x}{\fldrslt l\'e4nk}}!", "länk!"),
    "hidden and deleted": (rb"a{\v dold}{\deleted bort}b", "ab"),
    "a deleted break": (rb"a{\deleted\par }b\par c", "ab\n\nc"),
    "Unicode twin": (rb"{\upr{P?r}{\*\ud{P\u228?r}}}", "Pär"),
    "object": (rb"a{\object{\*\objdata 0102}{\result visad}}b", "avisadb"),
    "picture": (rb"a{\*\shppict{\pict 0102}}{\nonshppict{\pict 0102}}b", "ab"),
    "list": (rb"{\listtext\f3\'b7\tab}ett\par{\pntext 2.\tab}tv\'e5\par", "•\tett\n\n2.\ttvå"),
    "table": (rb"a\par\trowd\cellx1\cellx2\intbl 0:01\cell Bo\cell Ja.\par Nej.\cell\row\intbl 0:02\cell Eva\cell Jo.\cell\row\pard b",
              "a\n\n0:01\tBo\tJa.\nNej.\n0:02\tEva\tJo.\n\nb"),
    "note": (rb"a\chftn{\footnote\pard\chftn F\'f6rst.}b{\super\chftn}{\*\footnote\chftn  Sedan.}\par c",
             "a1b2\n\nc\n\n1 Först.\n\n2 Sedan."),
    "comment": (rb"a{\*\atnid x}{\*\atnauthor y}\chatn{\*\annotation nej}b", "ab"),
    "header": (rb"{\header Sidhuvud\par}a{\header Sidhuvud\par}{\footer Fot}", "a\n\nSidhuvud\n\nFot"),
    "text box": (rb"a{\shp{\*\shpinst{\sp{\sn n}{\sv 1}}{\shptxt Ruta\par}}{\shprslt nej}}b", "ab\n\nRuta"),
    "style sheet": (rb"{\stylesheet{\s1 heading 1;}{\s2 Brev;}}{\colortbl;\red0;}a", "a"),
    "index entry": (rb"a{\xe ord}{\tc rubrik}b", "ab"),
    "raw bytes": (b"h\xe4r", "här"),
}


def constructs(folder):
    for name, (body, expected) in CONSTRUCTS.items():
        path = write(folder, "a.rtf", HEAD + body + b"}")
        tap.equal(text_of(path), expected, name)
    mac = rb"{\rtf1\mac\deff0{\fonttbl{\f0\fswiss Geneva;}}\f0 p\'8c \'9arat}"
    tap.equal(text_of(write(folder, "a.rtf", mac)), "på örat", "\\mac without a charset")
    dos = rb"{\rtf1\pc{\fonttbl{\f0 x;}}\f0 p\'86 \'94rat}"
    tap.equal(text_of(write(folder, "a.rtf", dos)), "på örat", "\\pc")
    utf8 = rb"{\rtf1\ansi\ansicpg65001 p\'c3\'a5}"
    tap.equal(text_of(write(folder, "a.rtf", utf8)), "på", "code page 65001")
    raw = "{\\rtf1\\ansi på \\'e4r \\u246ö!}".encode()
    tap.equal(text_of(write(folder, "a.rtf", raw)), "på är ö!", "raw UTF-8 between escapes")
    tap.equal(text_of(write(folder, "fel.txt", HEAD + b"Hej}")), "Hej", "the content counts, not the suffix")


def zones(folder):
    body = rb"{\stylesheet{\s1 heading 1;}}\pard\s1 Rubrik\par\pard\b Fr\'e5ga?\b0\par Svar\chftn{\footnote\chftn Not}\par"
    path = write(folder, "z.rtf", HEAD + rb"{\info{\title Studie \'e5tta}{\author Nils Nilsson}}" + body + rb"{\footer Sida}}")
    kinds = {z["text"]: z["kind"] for z in dialogue.as_read(path, "zone")}
    for text, kind in {"Rubrik": "heading", "1 Not": "footnote", "Sida": "furniture"}.items():
        tap.equal(kinds.get(text), kind, f"zone of {text}")
    events = [(e["kind"], e["text"]) for e in dialogue.as_read(path, "event")]
    tap.equal(events, [("note_ref", "1")], "the number of the note is a reference")
    out = os.path.join(folder, "ut")
    tap.run("run", path, "--output", out, "--quiet")
    every = "".join(open(f, encoding="utf-8", errors="replace").read() for f in glob.glob(out + "/**/*", recursive=True) if os.path.isfile(f))
    tap.ok("Studie åtta" in every and "Nils" not in every, "the title is told, the author is not")


def remarks(folder):
    body = rb"a{\deleted xyz}{\v dold}{\pict 00}{\*\annotation nej}\'81b"
    _, err = tap.run("show", write(folder, "r.rtf", HEAD + body), "--layer", "text")
    for part in ["3 characters are deleted", "1 characters are not in their code page", "cut off"]:
        tap.ok(part in err, "remark: " + part, err)
    _, err = tap.run("show", write(folder, "r.rtf", HEAD + b"a}}\n\0\0"), "--layer", "text")
    tap.ok("bytes follow" in err, "remark: bytes behind the end", err)


def refused(folder):
    deep = HEAD + b"{" * 100000 + b"a" + b"}" * 100000
    nested = HEAD + rb"{\footnote " * 9 + b"a" + b"}" * 9 + b"}"
    bad = {"tom.rtf": (b"", "empty"), "text.rtf": (b"Bara text.\n", "{\\rtf"), "word.rtf": (b"PK\3\4" + b"x" * 50, "zip"),
           "djup.rtf": (deep, "1000 groups"), "noter.rtf": (nested, "")}
    for name, (data, words) in bad.items():
        _, err = tap.run("show", write(folder, name, data), "--layer", "text", status=None)
        tap.ok(words in err and (not words or name in err), f"{name}: refused with its reason", err)


def pieces(data):
    """An independent stripper: (text, offset) of what a reader sees. Knows only what the samples hold."""
    skip = {b"fonttbl", b"colortbl", b"stylesheet", b"info", b"pict", b"header", b"footer", b"footnote", b"annotation", b"fldinst"}
    breaks = {b"par", b"line", b"tab", b"cell", b"row", b"sect", b"page"}
    token = re.compile(rb"\\([a-z]+)(-?\d+)? ?|\\'([0-9a-fA-F]{2})|\\([^a-z])|([{}])|[\r\n]+|([^\\{}\r\n]+)", re.S)
    stack, hidden, uc, left = [], False, 1, 0
    for m in token.finditer(data):
        word, number, code, sign, brace, plain = m.groups()
        if brace == b"{":
            stack.append((hidden, uc))
        elif brace:
            hidden, uc = stack.pop()
        elif sign == b"*" or word in skip:
            hidden = True
        elif word == b"deleted" and number != b"0":
            hidden = True
        elif word == b"uc":
            uc = int(number)
        elif word == b"u" and not hidden:
            yield chr(int(number) % 65536), m.start()
            left = uc
        elif hidden:
            continue
        elif code or plain:
            for c in [bytes([int(code, 16)])] if code else [plain[i:i + 1] for i in range(len(plain))]:
                if left:
                    left -= 1
                else:
                    yield c.decode("cp1252", "replace"), m.start()
        elif word in breaks or sign in (b"\n", b"\r"):
            yield "\n", m.start()
        elif sign in (b"~", b"_"):
            yield " -"[sign == b"_"], m.start()


def every_word():
    for path in sorted(glob.glob(os.path.join(tap.SHARED, "samples", "rtf", "*.rtf"))):
        with open(path, "rb") as f:
            data = f.read()
        name = os.path.basename(path)
        expected = re.findall(r"\w+", "".join(text for text, _ in pieces(data)))
        notes = [(int(e["begin"]), int(e["end"])) for e in dialogue.as_read(path, "event") if e["kind"] == "note_ref"]
        text = tap.show(path, "text", "text")
        for begin, end in reversed(notes):
            text = text[:begin] + text[end:]
        got = re.findall(r"\w+", text)
        # What stands beside the body comes after it.
        first = next((i for i, (g, e) in enumerate(zip(got, expected)) if g != e), min(len(got), len(expected)))
        tap.ok(first == len(expected), f"{name}: {len(expected)} words of the body in order",
               f"word {first}: {got[first - 3:first + 3]} is not {expected[first - 3:first + 3]}")


with tempfile.TemporaryDirectory() as folder:
    constructs(folder)
    zones(folder)
    remarks(folder)
    refused(folder)
    if os.path.isdir(tap.SHARED):
        dialogue.check_all("rtf")
        every_word()
    else:
        tap.skip("samples", "reference data not here")
tap.done()
