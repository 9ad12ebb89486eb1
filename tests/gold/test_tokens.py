# SPDX-License-Identifier: GPL-3.0-or-later
"""annotate-token: cuts decided by hand, two treebanks scored from raw text, and what must not matter."""
import csv
import os
import subprocess
import sys
import tempfile

import tap

NOT_WORDS = {"punct", "sentence_end", "pause", "omitted", "event", "note_ref", "symbol"}
# Without them the whole text is one stretch of speech, as the treebanks are; the other tests take the default stages.
ALONE = ["--without", "annotate-turn,annotate-quote"]


def rows(path):
    with open(path, encoding="utf-8") as f:
        return list(csv.DictReader(f, delimiter="\t", quoting=csv.QUOTE_NONE))


class Texts:
    """Each text in a file of its own; shown one by one."""

    def __init__(self, folder):
        self.folder = folder

    def show(self, text, layer, *more, env=None):
        path = os.path.join(self.folder, "text.txt")
        with open(path, "w", encoding="utf-8", newline="") as f:
            f.write(text)
        out, _ = tap.run("show", path, "--layer", layer, "--format", "tsv", *more, env=env)
        head, *lines = out.split("\n")[:-1]
        return [dict(zip(head.split("\t"), line.split("\t"))) for line in lines]

    def tokens(self, text):
        return [text[int(r["begin"]):int(r["end"])] for r in self.show(text, "token")]

    def sentences(self, text):
        return [text[int(r["begin"]):int(r["end"])] for r in self.show(text, "sentence")]


def token_gold(texts, *more):
    path = tap.need_shared("domain", "tokenisation_gold.tsv")
    cuts = counts = total = 0
    wrong = []
    for r in rows(path):
        total += 1
        found = texts.show(r["text"], "token", *more)
        forms = [r["text"][int(t["begin"]):int(t["end"])] for t in found]
        words = sum(t["kind"] not in NOT_WORDS for t in found)
        words += "&" in forms  # its note says no word, its number counts it
        cuts += forms == r["tokens"].split("¦")
        counts += words == int(r["word_count"])
        if forms != r["tokens"].split("¦") or words != int(r["word_count"]):
            wrong.append(f"{r['text']}: {'¦'.join(forms)}, {words} words")
    tap.equal(cuts, total, "tokens of all decided texts " + " ".join(more))
    tap.ok(counts == total, "words of all decided texts " + " ".join(more), "\n".join(wrong))


def sentence_gold(texts):
    for r in rows(tap.need_shared("domain", "sentence_gold.tsv")):
        tap.equal(texts.sentences(r["text"]), r["sentences"].split("¦"), "sentences: " + r["text"][:40])


def treebanks():
    """From raw text, by span: CoNLL-U out of the command against the treebank."""
    scorer = tap.need_shared("language", "score.py")
    for name, tokens, sentences in [("sv_talbanken-ud-test", 99.95, 95), ("sv_talbanken-ud-dev", 99.9, 95),
                                    ("sv_lines-ud-dev", 99.9, 88)]:
        raw, gold = (tap.need_shared("language", "ud", name + ending) for ending in (".txt", ".conllu"))
        for more in [], ALONE:
            with tempfile.NamedTemporaryFile("w", suffix=".conllu", encoding="utf-8") as f:
                f.write(tap.run("show", raw, "--layer", "token", "--format", "conllu", *more)[0])
                f.flush()
                out = subprocess.run([sys.executable, scorer, gold, f.name], capture_output=True, text=True)
            words = out.stdout.split()
            said = " ".join([name, *more])
            if tap.ok(len(words) > 3, said + ": scored", out.stderr):
                tap.ok(float(words[1]) >= tokens, f"{said}: tokens at least {tokens}", out.stdout)
                tap.ok(float(words[3]) >= sentences, f"{said}: sentences at least {sentences}", out.stdout)


def cover(texts):
    """Every character that is no blank lies in one token, in every zone; tokens and sentences have order."""
    path = tap.need_shared("seeds", "004_b8bd941501a8e203.txt")
    text, _ = tap.run("show", path, "--layer", "text")
    found = tap.show(path, "token", "tsv")
    at, good = 0, True
    for t in found:
        begin, end = int(t["begin"]), int(t["end"])
        good = good and at <= begin < end and not text[at:begin].strip()
        at = end
    tap.ok(good and not text[at:].strip(), "tokens cover the report")
    numbers = [int(t["sentence"]) for t in found]
    tap.equal(numbers, sorted(numbers), "sentences are in order")
    tap.equal(sorted(set(numbers)), list(range(len(tap.show(path, "sentence", "tsv")))), "each sentence has tokens")
    by_sentence = {}
    for t in found:
        by_sentence.setdefault(t["sentence"], set()).add((t["zone"], t["turn"]))
    tap.equal([s for s, edges in by_sentence.items() if len(edges) > 1], [], "no sentence crosses a zone or a turn")


def surroundings(texts):
    text = "IDA SA: EU:s t ex 10 000 kr i Åmål… Kl. 8:30. [skratt] Sen… gick İ och ΣΑΣ.\n"
    plain = texts.show(text, "token", env={"LC_ALL": "C"})
    for locale in ["sv_SE.UTF-8", "tr_TR.UTF-8"]:
        tap.equal(texts.show(text, "token", env={"LC_ALL": locale}), plain, "same tokens under " + locale)


def main():
    with tempfile.TemporaryDirectory() as folder:
        texts = Texts(folder)
        surroundings(texts)
        token_gold(texts)
        token_gold(texts, *ALONE)
        sentence_gold(texts)
        treebanks()
        cover(texts)
    tap.done()


main()
