# SPDX-License-Identifier: GPL-3.0-or-later
"""Codebooks of the cases, in the neutral notation `tema NAME: kw, kw*, "a phrase" (mode)`, made into the product's."""
import csv
import io
import json
import os
import re
import subprocess
import tempfile

# Notes in brackets name how a keyword is matched; the product says it by a prefix of the word.
MODES = ((re.compile(r"\s*\((?:även )?i sammansättning\)"), "part:"),
         (re.compile(r"\s*\((?:bara )?(?:som )?lemma\)"), "lemma:"))
NEUTRAL = re.compile(r"\s*tema\s+([^:]+):(.*)")


def code_id(theme):
    return theme


def neutral_line(line):
    """`tema MAT: mat (även i sammansättning)` -> `MAT: part:mat`"""
    match = NEUTRAL.fullmatch(line)
    if not match:
        return line
    rules = []
    for rule in re.findall(r'(?:"[^"]*"|[^,])+', match[2]):
        rule = rule.strip()
        for note, prefix in MODES:
            rule, found = note.subn("", rule)
            if found:
                rule = prefix + rule
        rules.append(rule)
    return f"{match[1].strip()}: {', '.join(rules)}"


def convert(path, scratch):
    """Writes the codebook as the product reads it; returns the path."""
    with open(path, encoding="utf-8", newline="") as f:
        text = f.read()
    if path.endswith(".json"):
        text = json.dumps({"codes": json.loads(text)}, ensure_ascii=False)
    elif path.endswith(".txt"):
        text = "\n".join(map(neutral_line, text.splitlines())) + "\n"
    target = os.path.join(scratch, os.path.basename(path))
    with open(target, "w", encoding="utf-8", newline="") as f:
        f.write(text)
    return target


def themes_of(path):
    """Names of the themes in a converted codebook, in order."""
    if path is None:
        return []
    with open(path, encoding="utf-8-sig", newline="") as f:
        text = f.read()
    if path.endswith(".json"):
        return list(json.loads(text)["codes"])
    if path.endswith(".csv"):
        delimiter = ";" if ";" in text.split("\n", 1)[0] else ","
        return [row[0] for row in list(csv.reader(io.StringIO(text, newline=""), delimiter=delimiter))[1:] if row]
    return [line.split(":", 1)[0].strip() for line in text.splitlines() if line.strip() and not line.startswith("#")]


def as_read(command, path, folder):
    """What the product read: codes with label and description, from the report of a run without a hit."""
    with tempfile.TemporaryDirectory() as scratch:
        text = os.path.join(scratch, "tom.txt")
        with open(text, "w", encoding="utf-8") as f:
            f.write("Xyzzy.\n")
        output = os.path.join(scratch, "out")
        p = subprocess.run([command, "run", text, "--codebook", path, "--output", output], cwd=folder, capture_output=True)
        if p.returncode != 0:
            raise AssertionError(p.stderr.decode("utf-8", "replace"))
        return codes_of(output)


def codes_of(output):
    with open(os.path.join(output, "tables", "codebook.csv"), encoding="utf-8", newline="") as f:
        return list(csv.DictReader(f))
