# SPDX-License-Identifier: GPL-3.0-or-later
"""expect.txt of a case: keys, operators, and how a value is judged. Knows nothing of the product."""
import json
import math
import re


class Skip(Exception):
    """The key or operator cannot be judged here; the text says why."""


class Key:
    """A key such as count(F,T; codebook=K): name, arguments in order, parameters."""

    def __init__(self, text):
        self.text = text.strip()
        match = re.fullmatch(r"([^()]*)\((.*)\)", self.text, re.S)
        self.name = match[1].strip() if match else self.text
        self.args, self.params = [], {}
        for part in split(match[2], ";") if match else []:
            part = part.strip()
            if part == "env -i" or re.match(r"[A-Za-z_]+=", part):
                name, _, value = part.partition("=")
                self.params[name.strip()] = unquote(value)
            else:
                self.args += [unquote(a) for a in split(part, ",")]

    def __repr__(self):
        return self.text


def unquote(text):
    text = text.strip()
    return json.loads(text) if text.startswith('"') else text


def split(text, sign):
    """Splits at a sign outside quotation marks and brackets."""
    parts, depth, quoted, start = [], 0, False, 0
    for i, c in enumerate(text):
        if c == '"' and (i == 0 or text[i - 1] != "\\"):
            quoted = not quoted
        elif not quoted:
            depth += (c in "([") - (c in ")]")
            if c == sign and depth == 0:
                parts.append(text[start:i])
                start = i + 1
    parts.append(text[start:])
    return [p for p in parts if p.strip()]


def read(path):
    """Yields (key, operator, value, soft) of each line."""
    with open(path, encoding="utf-8", newline="\n") as f:
        for number, line in enumerate(f, 1):
            line = line.rstrip("\r\n")
            if not line.strip() or line.startswith("#"):
                continue
            fields = line.split("\t")
            if len(fields) != 3:
                raise ValueError(f"{path}:{number}: expected key, operator and value with tabs between")
            soft = fields[1].startswith("soft:")
            yield Key(fields[0]), fields[1].removeprefix("soft:"), json.loads(fields[2]), soft


def plain(value):
    """Soft hyphens and zero-width signs are no part of a word as it is read."""
    if isinstance(value, str):
        return re.sub("[\u00ad\u2060\ufeff]", "", value)
    if isinstance(value, list):
        return [plain(v) for v in value]
    return value


def equal(got, expected):
    if isinstance(expected, dict) and isinstance(got, dict):
        return all(k in got and equal(got[k], v) for k, v in expected.items())
    if isinstance(expected, list) and isinstance(got, (list, tuple)):
        return len(got) == len(expected) and all(map(equal, got, expected))
    if isinstance(expected, (int, float)) and isinstance(got, (int, float)) and not isinstance(expected, bool):
        return math.isclose(got, expected, rel_tol=1e-9, abs_tol=1e-9)
    return plain(got) == plain(expected)


def holds(got, what):
    """Does a text, a list or a set of output files hold `what`?"""
    if isinstance(got, dict):
        return any(what.encode() in data for data in got.values())
    return what in got


def each(got):
    return got if isinstance(got, (list, tuple)) else [got]


def regex(pattern):
    """Patterns may name Unicode properties, which Python spells otherwise."""
    return re.compile(pattern.replace(r"[\p{L}_]", r"[^\W\d]").replace(r"[\p{L}\p{N}._-]", r"[\w.-]")
                      .replace(r"\p{L}", r"[^\W\d_]").replace(r"\p{N}", r"\d"))


OPERATORS = {
    "==": equal,
    "!=": lambda got, value: not equal(got, value),
    "<=": lambda got, value: got <= value,
    "approx": lambda got, value: got is not None and abs(got - value) <= 1e-4,
    "contains": holds,
    "not-contains": lambda got, value: not holds(got, value),
    "contains-all": lambda got, value: all(holds(got, v) for v in value),
    "set==": lambda got, value: sorted(map(str, got)) == sorted(map(str, value)),
    "sum==": lambda got, value: equal(sum(got), value),
    "matches": lambda got, value: len(each(got)) > 0 and all(regex(value).search(str(g)) for g in each(got)),
    "not-matches": lambda got, value: not any(regex(value).search(str(g)) for g in each(got)),
    "starts-with": lambda got, value: got.startswith(value.encode() if isinstance(got, bytes) else value),
    "starts-with-bytes": lambda got, value: got.startswith(bytes.fromhex(value)),
    "not-starts-with-bytes": lambda got, value: not got.startswith(bytes.fromhex(value)),
    "constant": lambda got, value: (len(set(map(str, got))) == 1) == value,
    "unique": lambda got, value: (len(got) > 0 and len(set(got)) == len(got)) == value,
}


def judge(product, key, operator, value):
    """(good, what was got). May raise Skip."""
    if operator in ("one-of", "not"):
        return judge_alternatives(product, key, operator, value)
    if operator in ("same-as", "same-bytes"):
        got, other = product.value(key), product.value(Key(value))
        return got == other, differing(got, other)
    if operator in ("valid", "resolve"):
        return product.check(key, operator, value)
    if operator not in OPERATORS:
        raise Skip(f"operator {operator} is not known")
    got = product.value(key)
    return bool(OPERATORS[operator](got, value)), got


def differing(got, other):
    if isinstance(got, dict) and isinstance(other, dict):
        return "differing: " + ", ".join(sorted(k for k in got.keys() | other.keys() if got.get(k) != other.get(k)))
    return f"{got!r} and {other!r}"


def judge_alternatives(product, key, operator, value):
    said, skipped = [], []
    for alternative in [value] if isinstance(value, str) else value:
        try:
            good, why = judge_sentence(product, key, alternative)
        except Skip as skip:
            skipped.append(str(skip))
            continue
        said.append(why)
        if good:
            return operator == "one-of", "; ".join(said)
    if skipped and (operator == "one-of" or not said):
        raise Skip("; ".join(skipped))
    return operator == "not", "; ".join(said)


def judge_sentence(product, key, sentence):
    """Clauses joined by "and", such as: exit != 0 and stderr names a.txt."""
    for clause in sentence.split(" and "):
        good, got = judge_clause(product, key, clause.strip())
        if not good:
            return False, f"{clause}: got {shorten(got)}"
    return True, sentence


def judge_clause(product, key, clause):
    subject = product.subject(key)
    if clause == "no output written":
        written = product.outputs_written(subject)
        return not written, written
    match = re.fullmatch(r"stderr names (.*)", clause)
    if match:
        stderr = product.run_of(subject).stderr
        names = product.colliding() if match[1] == "both colliding inputs" else [match[1]]
        return all(n in stderr for n in names), stderr
    match = re.fullmatch(r"(.+?) (same-as|same-bytes) (.+)", clause)
    if match:
        left = Key(match[1] if "(" in match[1] or not subject else f"{match[1]}({subject})")
        return judge(product, left, match[2], match[3])
    match = re.fullmatch(r"(.+?) (==|!=|<=) (.+)", clause)
    if not match:
        raise Skip(f'"{clause}" is not understood')
    left = Key(match[1])
    if subject and left.name in ("exit", "stderr"):
        left.args = [subject]
    return judge(product, left, match[2], json.loads(match[3]))


def shorten(got):
    text = repr(got)
    return text if len(text) < 300 else text[:300] + " …"
