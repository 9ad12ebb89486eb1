# SPDX-License-Identifier: GPL-3.0-or-later
"""Property: every cell of themes and themes_by is the count of rows of hits.csv, joined with turns and participants."""
import csv
import os
import random
import tempfile

import tap

WORDS = ["oro", "sömn", "arbete", "chef", "och", "men", "jag", "inte", "nu", "då"]
BOOK = """codes:
  - id: må
    label: Mående
    rules: [men]
    children:
      - {id: oro, rules: [oro, -oro nu]}
      - {id: sömn, rules: [sömn]}
  - id: jobb
    children:
      - {id: arbete, rules: [arbete]}
      - {id: chef, rules: [chef]}
"""
PARENT = {"oro": "må", "sömn": "må", "arbete": "jobb", "chef": "jobb", "må": None, "jobb": None}


def write(path, content):
    os.makedirs(os.path.dirname(path), exist_ok=True)
    with open(path, "w", encoding="utf-8") as f:
        f.write(content)
    return path


def draw_study(draw, folder):
    """Interviews in which some questions and some answers are repeated word by word."""
    questions = ["Hur är det med oro?", "Vad gör en chef?", "Och arbete, sömn?", "Jaha?"]
    for d in range(draw.randint(2, 5)):
        lines, said = [], []
        for _ in range(draw.randint(2, 9)):
            if draw.random() < 0.7:
                lines.append("I: " + draw.choice(questions))
            for _ in range(draw.randint(1, 2)):
                words = [draw.choice(WORDS) for _ in range(draw.randint(3, 16))]
                if said and draw.random() < 0.2:
                    words = draw.choice(said)
                said.append(words)
                lines.append(f"{draw.choice(['Siri', 'Kim', 'Bo'])}: " + " ".join(words).capitalize() + ".")
        write(os.path.join(folder, f"d{d}.txt"), "\n".join(lines) + "\n")


def codes_of(code):
    while code:
        yield code
        code = PARENT[code]


class Study:
    """What the rows of hits.csv and of `show --layer turn` say by themselves."""

    def __init__(self, out, study, people, once):
        with open(people, encoding="utf-8") as f:
            self.people = {(r["document"], r["speaker"]): r for r in csv.DictReader(f, delimiter=";")}
        turns = tap.show(study, "turn", "json")
        self.once, self.turns, number = once, [], {}
        question, asking, last = 0, False, None
        for t in turns:
            if t["doc"] != last:
                question, asking, last = 0, False, t["doc"]
            if t["zone"] == "question" and not asking:
                question, wording = question + 1, t["text"]
            asking = t["zone"] == "question"
            number[t["doc"]] = number.get(t["doc"], 0) + 1
            t.update(turn=number[t["doc"]], question=question, wording=wording if question else "")
            if not (once and t.get("repeated")):
                self.turns.append(t)
        self.by_turn = {(t["doc"], str(t["turn"])): t for t in self.turns}
        self.hits = [h for h in tap.table(out, "hits") if not h["excluded_by"] and not (once and h["repeated"] == "1")]
        self.asked = {(h["document"], h["question"], c) for h in self.hits if h["zone"] == "question"
                      for c in codes_of(h["code"])}

    def value(self, turn, variable):
        if variable in ("zone", "role", "speaker"):
            return turn[variable] or ""
        if variable == "document":
            return turn["doc"]
        if variable == "question":
            return turn["wording"]
        return "" if variable == "all" else self.person_row(turn).get(variable, "")

    def person_row(self, turn):
        return self.people.get((turn["doc"], turn["speaker"]), {})

    def person(self, turn):
        return self.person_row(turn).get("id") or (turn["doc"], turn["speaker"])

    def cell(self, code, conditions):
        zones = any(v == "zone" for v, _ in conditions)

        def belongs(turn):
            return (zones or turn["zone"] == "speech") and all(self.value(turn, v) == x for v, x in conditions)

        hits = [h for h in self.hits if code in codes_of(h["code"]) and (h["document"], h["turn"]) in self.by_turn and
                belongs(self.by_turn[h["document"], h["turn"]])]
        units = {(h["document"], h["turn"]) for h in hits}
        turns = [t for t in self.turns if belongs(t)]
        prompted = [h for h in hits if h["zone"] == "speech" and (h["document"], h["question"], code) in self.asked]
        return {"mentions": len(hits), "own_mentions": sum(h["code"] == code for h in hits),
                "negated": sum(h["polarity"] == "negated" for h in hits), "units_with": len(units), "units": len(turns),
                "participants_with": len({self.person(self.by_turn[u]) for u in units}),
                "participants": len({self.person(t) for t in turns}), "prompted": len(prompted)}


def wrong_cells(study, rows, conditions_of):
    wrong, cells = [], 0
    for row in rows:
        conditions = conditions_of(row)
        if ("zone", "metadata") in conditions:
            continue
        for name, value in study.cell(row["code"], conditions).items():
            if row.get(name, "") == "":
                wrong += [(row, name, "empty without a reason")] if name in row and not row["reason"] else []
                continue
            cells += 1
            wrong += [] if row[name] == str(value) else [(conditions, row["code"], name, row[name], value)]
        empty = [k for k, v in row.items() if v == "" and k not in ("reason", "group_value", "value", "by_2", "value_2")]
        wrong += [(row, empty, "no reason")] if empty and not row["reason"] else []
    return wrong, cells


def pairs(row):
    return [(row["by"], row["value"])] + ([(row["by_2"], row["value_2"])] if row["by_2"] else [])


with tempfile.TemporaryDirectory() as folder:
    draw = random.Random(11)
    for number in range(6):
        study, once = os.path.join(folder, f"study{number}"), number % 2 == 1
        draw_study(draw, study)
        book = write(os.path.join(folder, "kodbok.yaml"), BOOK)
        people = write(os.path.join(folder, "deltagare.csv"), "id;document;speaker;wave;kön\nP1;d0;Siri;1;k\nP1;d1;Siri;2;k\n"
                       "P2;d0;Kim;1;m\nP3;d1;Bo;10;m\nP4;d2;Kim;2;\n")
        out = os.path.join(folder, f"out{number}")
        tap.run("run", study, "--codebook", book, "--participants", people, "--output", out, "--set",
                "analyse-freq.by=role,speaker*wave,kön*zone,question,question*speaker", "--set",
                f"analyse-freq.repeated={'once' if once else 'count'}")
        counted = Study(out, study, people, once)
        wrong, cells = wrong_cells(counted, tap.table(out, "themes"), lambda r: [(r["group"], r["group_value"])])
        tap.ok(cells > 100 and not wrong, f"study {number}: {cells} cells of themes counted again", wrong[:3])
        wrong, cells = wrong_cells(counted, tap.table(out, "themes_by"), pairs)
        tap.ok(cells > 100 and not wrong, f"study {number}: {cells} cells of themes_by counted again", wrong[:3])
tap.done()
