# SPDX-License-Identifier: GPL-3.0-or-later
"""Writes small PDF files for tests: words at places, in Helvetica, whose widths every reader knows."""

# Helvetica, thousandths of the size, for what the tests set; other signs count as 556.
WIDTHS = {" ": 278, ".": 278, ",": 278, ":": 278, "-": 333, "i": 222, "j": 222, "l": 222, "f": 278, "t": 278, "r": 333, "I": 278,
          "m": 833, "w": 722, "c": 500, "k": 500, "s": 500, "v": 500, "x": 500, "y": 500, "z": 500, "\u00ad": 333}


def width(text, size):
    return sum(WIDTHS.get(c, 556) for c in text) * size / 1000


def wrap(text, size, most, first=0, rest=0):
    """Lines as a word processor breaks them: a word goes to the next line when it has no room. Indents of first and other lines."""
    lines = [""]
    for word in text.split():
        longer = (lines[-1] + " " + word).strip()
        if lines[-1] and width(longer, size) > most - (rest if len(lines) > 1 else first):
            lines.append(word)
        else:
            lines[-1] = longer
    return lines


def escape(text):
    data = text.encode("cp1252")
    return b"(" + data.replace(b"\\", b"\\\\").replace(b"(", b"\\(").replace(b")", b"\\)") + b")"


def assemble(objects, trailer):
    """The file of numbered objects, with the table of their places."""
    out, places = bytearray(b"%PDF-1.4\n"), []
    for i, body in enumerate(objects, 1):
        places.append(len(out))
        out += b"%d 0 obj\n" % i + body + b"\nendobj\n"
    start = len(out)
    out += b"xref\n0 %d\n0000000000 65535 f \n" % (len(objects) + 1) + b"".join(b"%010d 00000 n \n" % p for p in places)
    return bytes(out + b"trailer<</Size %d%b>>\nstartxref\n%d\n%%%%EOF\n" % (len(objects) + 1, trailer, start))


def build(pages, title="", encrypted=False, height=842):
    """@p pages: lists of (x, y from the top, size, text) or (x, y, size, text, "bold")."""
    objects = [b"<</Type/Catalog/Pages 2 0 R>>", None]
    for name in (b"Helvetica", b"Helvetica-Bold"):
        objects.append(b"<</Type/Font/Subtype/Type1/BaseFont/" + name + b"/Encoding/WinAnsiEncoding>>")
    kids = []
    for items in pages:
        content = b""
        for x, y, size, text, *bold in items:
            font = b"/B" if bold else b"/R"
            content += b"BT %b %g Tf %g %g Td %b Tj ET\n" % (font, size, x, height - y, escape(text))
        objects.append(b"<</Length %d>>stream\n" % len(content) + content + b"endstream")
        kids.append(len(objects) + 1)
        objects.append(b"<</Type/Page/Parent 2 0 R/MediaBox[0 0 595 %d]/Contents %d 0 R/Resources<</Font<</R 3 0 R/B 4 0 R>>>>>>"
                       % (height, len(objects)))
    objects[1] = b"<</Type/Pages/Kids[%b]/Count %d>>" % (b" ".join(b"%d 0 R" % k for k in kids), len(kids))
    objects.append(b"<</Title %b>>" % escape(title))
    lock = b"/Encrypt<</Filter/Standard/V 1/R 2/P -4/O<%b>/U<%b>>>/ID[<00><00>]" % (b"41" * 32, b"42" * 32) if encrypted else b""
    return assemble(objects, b"/Root 1 0 R/Info %d 0 R%b" % (len(objects), lock))
