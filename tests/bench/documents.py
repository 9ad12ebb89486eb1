#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""How fast documents are read: Word and OpenDocument files as a ratio to bare libzip and libxml2's reader over the same part, see
inflate.c; HTML to libxml2's own parser (xmllint --html), PDF to pdftotext, and RTF, which has no library, to the same text as
plain text. Rounds and ratios as in run.py; the whole process with the text as output is measured.

usage: documents.py [BUILD-FOLDER] [--rounds N]"""
import argparse
import os
import random
import shutil
import subprocess
import sys
import tempfile

sys.path[:0] = [os.path.join(os.path.dirname(os.path.abspath(__file__)), *p) for p in ([], ["..", "gold"], ["..", "harness"])]
import office  # noqa: E402
import pdf  # noqa: E402
from run import SOURCE, Program, line, ratio, rounds  # noqa: E402

WORDS = "jag var ju inlagd på avdelning femtiotre i två omgångar och där träffade vi en peer som hette Åsa fast det var alltid medicinen först".split()


def sentence(chance):
    return " ".join(chance.choice(WORDS) for _ in range(chance.randrange(5, 40))).capitalize() + "."


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
    import zipfile
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


def compare(name, path, bare, build, n, goal=2):
    ours = Program("ours", [os.path.join(build, "utsaga"), "show", path, "--layer", "text"])
    rounds([bare, ours], n)
    print(f"\n{os.path.basename(path)}: {os.path.getsize(path) / 1e6:.1f} MB, bare {min(bare.cpu):.2f} s, utsaga {min(ours.cpu):.2f} s, {max(ours.rss):.0f} MiB")
    line(f"reading it / {name}", ratio(ours.cpu, bare.cpu), goal)


def others(folder, build, n):
    path = os.path.join(folder, "a.html")
    make_html(path, 60000)
    if shutil.which("xmllint"):
        compare("libxml2's HTML parser", path, Program("bare", ["xmllint", "--html", "--noout", "--nowarning", path]), build, n)
    path = os.path.join(folder, "a.pdf")
    make_pdf(path, 8000)
    if shutil.which("pdftotext"):
        compare("pdftotext", path, Program("bare", ["pdftotext", path, "-"]), build, n)
    path, plain = os.path.join(folder, "a.rtf"), os.path.join(folder, "a.txt")
    make_rtf(path, 60000)
    with open(plain, "wb") as f:
        f.write(subprocess.run([os.path.join(build, "utsaga"), "show", path, "--layer", "text"], capture_output=True, check=True).stdout)
    compare("the same text as plain text", path, Program("bare", [os.path.join(build, "utsaga"), "show", plain, "--layer", "text"]), build, n, None)


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("build", nargs="?", default=os.path.join(SOURCE, "build"))
    parser.add_argument("--rounds", type=int, default=7)
    args = parser.parse_args()
    build = os.path.abspath(args.build)
    subprocess.run(["ninja", "-C", build, "all", "tests/bench/inflate"], check=True, stdout=subprocess.DEVNULL)
    with tempfile.TemporaryDirectory(prefix="utsaga-bench-") as folder:
        for make, name, turns in ((make_docx, "a.docx", 30000), (make_odt, "a.odt", 90000)):
            path = os.path.join(folder, name)
            part = make(path, turns)
            bare = Program("bare", [os.path.join(build, "tests", "bench", "inflate"), path, part])
            ours = Program("ours", [os.path.join(build, "utsaga"), "show", path, "--layer", "text"])
            rounds([bare, ours], args.rounds)
            print(f"\n{name}: {os.path.getsize(path) / 1e6:.1f} MB zipped, bare {min(bare.cpu):.2f} s, utsaga {min(ours.cpu):.2f} s, {max(ours.rss):.0f} MiB")
            line("reading it / bare libzip and libxml2 reader", ratio(ours.cpu, bare.cpu), 2)
        others(folder, build, args.rounds)


if __name__ == "__main__":
    main()
