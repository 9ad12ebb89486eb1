# SPDX-License-Identifier: GPL-3.0-or-later
"""read-text: one dialogue in many encodings gives one text; what cannot be read is refused with its place."""
import os
import tempfile

import tap

DIALOGUE = "I: Ja, då är det i gång. Åsa?\nIP: Nä, ”så” är det – inte… öh.\n"


def write(folder, name, data):
    path = os.path.join(folder, name)
    with open(path, "wb") as f:
        f.write(data)
    return path


def text_of(path, *more):
    return tap.show(path, "text", "text", *more).rstrip("\n")


def own(folder):
    same = {
        "utf8": DIALOGUE.encode(),
        "utf8_bom_crlf": b"\xef\xbb\xbf" + DIALOGUE.replace("\n", "\r\n").encode(),
        "cr": DIALOGUE.replace("\n", "\r").encode(),
        "utf16le": b"\xff\xfe" + DIALOGUE.encode("utf-16-le"),
        "utf16be": b"\xfe\xff" + DIALOGUE.encode("utf-16-be"),
        "utf16le_nobom": DIALOGUE.encode("utf-16-le"),
        "utf16be_nobom": DIALOGUE.encode("utf-16-be"),
        "cp1252": DIALOGUE.encode("cp1252"),
        "macroman": DIALOGUE.encode("mac-roman"),
        "nfd": __import__("unicodedata").normalize("NFD", DIALOGUE).encode(),
        "u2028": DIALOGUE.replace("\n", "\u2028").encode(),
        "padded": DIALOGUE.encode() + b"\0" * 64,
    }
    for name, data in same.items():
        tap.equal(text_of(write(folder, name + ".txt", data)), DIALOGUE.rstrip("\n"), name)
    simple = DIALOGUE.replace("”", '"').replace("–", "-").replace("…", "...")
    tap.equal(text_of(write(folder, "cp850.txt", simple.encode("cp850"))), simple.rstrip("\n"), "cp850")
    latin = write(folder, "latin1.txt", simple.encode("latin-1"))
    tap.equal(text_of(latin), simple.rstrip("\n"), "latin1")
    tap.equal(text_of(latin, "--set", "read-text.encoding=latin1"), simple.rstrip("\n"), "latin1 by option")
    for wrong, times in [("cp1252", 1), ("latin-1", 1), ("latin-1", 2)]:
        garbled = simple if wrong == "cp1252" else DIALOGUE
        right = garbled
        for _ in range(times):
            garbled = garbled.encode().decode(wrong)
        path = write(folder, f"{wrong}-{times}.txt", garbled.encode())
        name = f"read as {wrong} {times} times"
        if wrong == "cp1252":
            tap.equal(text_of(path), garbled.rstrip("\n"), name + ": left as it is")
        tap.equal(text_of(path, "--set", "read-text.mojibake=repair"), right.rstrip("\n"), name + ": repaired when asked")
        source = tap.show(path, "turn", "json", "--set", "read-text.mojibake=repair")
        tap.equal([t["speaker"] for t in source], ["I", "IP"], name + ": turns")
    whole = write(folder, "hel.txt", DIALOGUE.encode())
    tap.equal(text_of(whole, "--set", "read-text.mojibake=repair"), DIALOGUE.rstrip("\n"), "right text is not repaired")
    seven = write(folder, "sve7.txt", b"I: Ja, d} {r det b|rjan.\n")
    tap.equal(text_of(seven, "--set", "read-text.encoding=sve7"), "I: Ja, då är det början.", "7-bit Swedish by option")


def refused(folder):
    bad = {
        "broken.txt": (b"Anna: f\xc3\xb6rst\n" * 3 + b"Bo: h\xffr \xc3\xa4r det\n", "line 4"),
        "mixed.txt": ("Anna: får jag\n".encode() + "Bo: då går vi\n".encode("cp1252"), "line 2"),
        "zip.txt": (b"PK\3\4" + bytes(range(200)), "zip"),
        "pdf.txt": (b"%PDF-1.4\n%\xe2\xe3", "PDF"),
        "binary.txt": (bytes(range(1, 32)) * 40, "not a text file"),
    }
    for name, (data, words) in bad.items():
        path = write(folder, name, data)
        _, err = tap.run("show", path, "--layer", "text", status=None)
        tap.ok(name in err and words in err, f"{name} is refused with its reason", err)


def empty(folder):
    for name, data in {"tom.txt": b"", "blank.txt": b" \n\t\r\n", "bom.txt": b"\xef\xbb\xbf"}.items():
        _, err = tap.run("show", write(folder, name, data), "--layer", "turn", "--format", "json")
        tap.ok("empty" in err, f"{name}: said to be empty, not failed", err)


def samples():
    folder = tap.need_shared("samples", "encodings")
    texts = {}
    for name in sorted(os.listdir(folder)):
        out, err = tap.run("show", os.path.join(folder, name), "--layer", "text", status=None)
        texts[name] = (out, err)
    full = texts["utf8_nobom_lf.txt"][0]
    for name in ["utf8_bom_crlf.txt", "utf16le_bom_notepad.txt", "utf16be_bom.txt", "utf16le_nobom.txt", "nfd_macos.txt",
                 "u2028_lines.txt", "cp1252_crlf.txt", "macroman_cr_only.txt", "nul_bytes_tail.txt"]:
        tap.equal(texts[name][0].rstrip("\n"), full.rstrip("\n"), "sample " + name)
    plain = full.replace("”", '"').replace("–", "-").replace("…", "...").replace("’", "'")
    for name in ["iso8859_1_lf.txt", "cp850_dos.txt"]:
        tap.equal(texts[name][0].rstrip("\n"), plain.rstrip("\n"), "sample " + name)
    for name in ["short_cp1252_one_word.txt", "short_cp850.txt", "short_macroman.txt"]:
        tap.ok("Nä" in texts[name][0], "sample " + name, texts[name])
    for name in ["mojibake_utf8_as_cp1252.txt", "mojibake_utf8_as_latin1.txt", "mojibake_double.txt"]:
        tap.ok("read as another encoding" in texts[name][1], f"sample {name}: reported", texts[name][1])
        out, err = tap.run("show", os.path.join(folder, name), "--layer", "text", "--set", "read-text.mojibake=repair")
        # A program that reads cp1252 loses the byte of the closing quotation mark: it cannot come back.
        tap.equal(out.replace("â€\ufffd", "”"), full, f"sample {name}: repaired when asked")
        tap.ok("repaired" in err, f"sample {name}: the repair is reported", err)
    tap.ok("line 8" in texts["mixed_utf8_and_cp1252.txt"][1], "sample mixed: refused with its line", texts["mixed_utf8_and_cp1252.txt"][1])
    tap.ok("cut off" in texts["truncated_utf8.txt"][1] and texts["truncated_utf8.txt"][0], "sample truncated: read and reported")
    tap.ok("7-bit" in texts["sve7_iso646se.txt"][1], "sample 7-bit Swedish: reported")


with tempfile.TemporaryDirectory() as folder:
    own(folder)
    refused(folder)
    empty(folder)
    if os.path.isdir(tap.SHARED):
        samples()
    else:
        tap.skip("samples", "reference data not here")
tap.done()
