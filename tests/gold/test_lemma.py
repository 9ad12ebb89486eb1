#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""Lemmas and parts of speech through the command: worked cases, then treebanks from raw text."""
import os
import re
import subprocess
import sys
import tempfile

import tap

# (sentence, form, part of speech or None, lemma): answers by hand.
CASES = [
    ("Vår peer hjälpte mig.", "peer", "NOUN", "peer"),
    ("Alla supportrarna kom.", "supportrarna", "NOUN", "supporter"),
    ("Supportern ringde mig.", "Supportern", "NOUN", "supporter"),
    ("Två supportrar var där.", "supportrar", "NOUN", "supporter"),
    ("Hen sa ingenting.", "Hen", "PRON", "hen"),
    ("Det är NSPH:s möte.", "NSPH:s", None, "NSPH"),
    ("Det är EU:s regler.", "EU:s", None, "EU"),
    ("Det var på 1990-talet.", "1990-talet", "NOUN", "1990-tal"),
    ("Vi träffade boendestödjarna igår.", "boendestödjarna", "NOUN", "boendestödjare"),
    ("Det handlar om återhämtningsperspektivet.", "återhämtningsperspektivet", "NOUN", "återhämtningsperspektiv"),
    ("Hon läste böckerna.", "böckerna", "NOUN", "bok"),
    ("Han har skrivit två brev.", "skrivit", "VERB", "skriva"),
    ("Det fungerar t.ex. i dag.", "t.ex.", "ADV", "till_exempel"),
    ("Jag hoppades på dem.", "hoppades", "VERB", "hoppas"),
    ("Vi har brukar- och anhörigstöd.", "brukar-", "NOUN", "brukarstöd"),
    ("Hon bor i Stockholms innerstad.", "Stockholms", "PROPN", "Stockholm"),
    ("De gamla husen såldes.", "såldes", "VERB", "sälja"),
    ("Jag satt och väntade.", "satt", "VERB", "sitta"),
    ("De har inte satt upp något mål.", "satt", "VERB", "sätta"),
    ("Det blev mycket bättre.", "bättre", None, "bra"),
    ("Hon frågade mig en gång till.", "frågade", "VERB", "fråga"),
    # A name is one throughout the document: at the start of a sentence the capital alone says nothing.
    ("Jag ringde Zorbin igår.\n\nZorbin lovade att hjälpa till.", "Zorbin", "PROPN", "Zorbin"),
    # Once in lower case, so no name.
    ("Vi har en Florbistik här.\n\nFlorbistiken är bra. En florbistik till.", "Florbistiken", "NOUN", "florbistik"),
]


# Readings that only Apertium's morphology has.
NEEDS_APERTIUM = {"hoppades"}


def cases(full):
    with tempfile.TemporaryDirectory() as folder:
        path = os.path.join(folder, "fall.txt")
        for sentence, form, upos, lemma in CASES:
            if form in NEEDS_APERTIUM and not full:
                tap.ok(True, f"{form} # SKIP the lexicon was built without Apertium")
                continue
            with open(path, "w", encoding="utf-8") as f:
                f.write(sentence + "\n")
            rows = [r for r in tap.show(path, "lemma", "tsv") if r["form"] == form]
            tap.equal(len(rows), len(re.findall(rf"(?<!\w){re.escape(form)}(?!\w)", sentence)), f"tokens {form}")
            for row in rows:
                tap.equal(row["lemma"], lemma, f"lemma of {form}")
                if upos:
                    tap.equal(row["upos"], upos, f"part of speech of {form}")


def has_apertium():
    tool = os.path.join(os.path.dirname(tap.UTSAGA), "lexicons", "query-lexicon")
    lexicon = os.path.join(os.path.dirname(tap.UTSAGA), "lexicons", "sv", "sv.lex")
    if not os.path.exists(tool):
        return True
    out = subprocess.run([tool, "--check", lexicon], capture_output=True, text=True, check=True).stdout
    tap.ok(", whole" in out, "the lexicon is whole")
    return "without Apertium" not in out


def score(name, scorer):
    text = os.path.join(tap.SHARED, "language", "ud", name + ".txt")
    out, _ = tap.run("show", text, "--layer", "lemma", "--format", "conllu")
    with tempfile.NamedTemporaryFile("w", suffix=".conllu", encoding="utf-8") as f:
        f.write(out)
        f.flush()
        line = subprocess.run([sys.executable, scorer, text[:-4] + ".conllu", f.name], capture_output=True, text=True,
                              check=True).stdout
    print(f"# {name}: {line.strip()}")
    return {k: float(v) for k, v in re.findall(r"(\w+) ([\d.]+)", line)}


def treebanks(full):
    scorer = os.path.join(tap.SHARED, "language", "score.py")
    if not os.path.exists(scorer):
        tap.ok(True, "treebanks # SKIP reference data not here: language/score.py below UTSAGA_SHARED")
        return
    test, lines = score("sv_talbanken-ud-test", scorer), score("sv_lines-ud-dev", scorer)
    tap.ok(test["upos"] >= (97 if full else 95.5), "parts of speech of Talbanken test", test)
    tap.ok(test["lemma"] >= (98.6 if full else 98.0), "lemmas of Talbanken test", test)
    tap.ok(lines["lemma"] >= (95.4 if full else 94.0), "lemmas of LinES dev", lines)


full_lexicon = has_apertium()
cases(full_lexicon)
treebanks(full_lexicon)
tap.done()
