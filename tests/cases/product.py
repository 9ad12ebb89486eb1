# SPDX-License-Identifier: GPL-3.0-or-later
"""What the product makes of the inputs of one case: maps the keys of expect.txt to the output of the command."""
import csv
import glob
import io
import json
import os
import re
import shutil
import stat
import subprocess
import sys
import tempfile
import time
import xml.etree.ElementTree as ET
import zipfile

import codebook
from expectations import Key, Skip

sys.path.insert(0, os.path.join(os.path.dirname(os.path.abspath(__file__)), "..", "harness"))
import locales  # noqa: E402

TEI = "{http://www.tei-c.org/ns/1.0}"
XML_ID = "{http://www.w3.org/XML/1998/namespace}id"
# Files beside the transcripts of a case.
NO_INPUT = re.compile(r"(expect\.txt|report\.md|make\.py|kodbok.*|stopp.*|namnlista.*)$")
ENVIRONMENT = {"LC_ALL": "C.UTF-8"}
SECONDS = 300


class Run:
    """One command that ended: status, output, time, memory."""

    def __init__(self, arguments, env, folder, as_nobody=False):
        if as_nobody:
            arguments = ["setpriv", "--reuid=65534", "--regid=65534", "--clear-groups", *arguments]
        start = time.monotonic()
        with tempfile.TemporaryFile() as out, tempfile.TemporaryFile() as err:
            p = subprocess.Popen(arguments, stdin=subprocess.DEVNULL, stdout=out, stderr=err, env=env, cwd=folder)
            _, status, usage = os.wait4(p.pid, 0)
            p.returncode = os.waitstatus_to_exitcode(status)
            out.seek(0), err.seek(0)
            self.stdout, self.stderr_bytes = out.read(), err.read()
        self.exit = p.returncode
        self.seconds = time.monotonic() - start
        self.maxrss_mb = usage.ru_maxrss / 1000
        self.stderr = self.stderr_bytes.decode("utf-8", "replace")
        self.output = None


class Product:
    def __init__(self, command, case, scratch, expected):
        self.command = os.path.abspath(command)
        self.folder = os.path.join(scratch, os.path.basename(case))
        self.scratch = scratch
        self.expected = [key for key, *_ in expected]
        shutil.copytree(case, self.folder, symlinks=True)
        if os.path.exists(os.path.join(self.folder, "make.py")):
            subprocess.run([sys.executable, "make.py"], cwd=self.folder, check=True)
        self.runs, self.codebooks, self.unread = {}, {}, {}
        self.with_unreadable = False
        self.settings = self.settings_of(case)
        self.as_nobody = os.geteuid() == 0 and self.has_locked_file()
        if self.as_nobody:
            os.chmod(scratch, 0o755)
        self.paths = self.find_inputs()

    # -- inputs --

    @staticmethod
    def settings_of(case):
        """Keywords match the form as written unless the user says otherwise; cases about spelling want the normal form."""
        report = os.path.join(case, "report.md")
        if os.path.exists(report):
            with open(report, encoding="utf-8") as f:
                if re.search(r"^Area: normalisation\b", f.read(), re.M):
                    return ["annotate-theme.match=norm"]
        return []

    def has_locked_file(self):
        return any(stat.S_ISREG(os.lstat(p).st_mode) and not os.lstat(p).st_mode & 0o444
                   for p in glob.glob(self.folder + "/**", recursive=True))

    def find_inputs(self):
        """Files of the case as they would be named on the command line; a folder with links or pipes goes in whole."""
        bait = {match[1] for key in self.expected if (match := re.match(r"open\(\) of (\S+)", key.text))}
        paths = []
        for name in sorted(os.listdir(self.folder)):
            path = os.path.join(self.folder, name)
            if NO_INPUT.match(name) or name in bait:
                continue
            if not os.path.isdir(path):
                paths.append(name)
                continue
            files = [f for f in sorted(glob.glob(path + "/**", recursive=True)) if not os.path.isdir(f) or os.path.islink(f)]
            if all(stat.S_ISREG(os.lstat(f).st_mode) for f in files):
                paths += [os.path.relpath(f, self.folder) for f in files]
            else:
                paths.append(name)
        return paths

    def readable(self):
        """The inputs that some reader takes: formats to come are no fault of this run."""
        return [p for p in self.paths if not self.why_unread(p)]

    def why_unread(self, path):
        if path not in self.unread:
            self.unread[path] = ""
            if not os.path.isdir(os.path.join(self.folder, path)):
                shown = self.execute(["show", path, "--layer", "text", "--format", "text"])
                if "no reader for this kind" in shown.stderr:
                    self.unread[path] = f"no reader for {os.path.splitext(path)[1] or path} yet"
        return self.unread[path]

    def subject(self, key):
        """The file that the key is about, or None when it is about the whole case."""
        for name in [key.text, *key.args[:1]]:
            if os.path.exists(os.path.join(self.folder, name)) or name in self.paths:
                return name
        return None

    def colliding(self):
        names = [os.path.basename(p) for p in self.paths]
        return [p for p in self.paths if names.count(os.path.basename(p)) > 1]

    # -- running --

    def environment(self, params):
        if "env -i" in params:
            return {}
        chosen = {k: v for k, v in params.items() if re.fullmatch(r"LC_\w+|LANG|LANGUAGE", k)}
        env = {**os.environ, **ENVIRONMENT, **chosen}
        if any(v.startswith(locales.NAMES) for v in chosen.values()):
            made = locales.make(locales.default_folder())
            if not made:
                raise Skip("locale not here and localedef cannot make it")
            env.update(made)
        return env

    def execute(self, arguments, params=None):
        return Run([self.command, *arguments], self.environment(params or {}), self.folder, self.as_nobody)

    def codebook_path(self, params):
        name = params.get("codebook")
        if not name:
            found = sorted(n for n in os.listdir(self.folder) if n.startswith("kodbok"))
            if not found:
                return None
            name = "kodbok.txt" if "kodbok.txt" in found else found[0]
        if name not in self.codebooks:
            self.codebooks[name] = codebook.convert(os.path.join(self.folder, name), self.scratch)
        return self.codebooks[name]

    def run(self, paths, params=None, settings=()):
        """`utsaga run`; the same question is run once."""
        params = params or {}
        question = (tuple(paths), tuple(sorted(params.items())), tuple(settings))
        if question not in self.runs:
            output = tempfile.mkdtemp(dir=self.scratch)
            if self.as_nobody:
                os.chown(output, 65534, 65534)
            target = os.path.join(output, "out")
            book = self.codebook_path(params)
            arguments = ["run", *paths, "--output", target]
            arguments += ["--codebook", book] if book else []
            for setting in [*settings, *self.settings]:
                arguments += ["--set", setting]
            run = self.execute(arguments, params)
            run.output = target
            self.runs[question] = run
        return self.runs[question]

    def run_of(self, subject, params=None, settings=()):
        if subject in (None, "all"):
            paths = self.paths if self.with_unreadable else self.readable()
            if not paths:
                raise Skip(self.why_unread(self.paths[0]) if self.paths else "no inputs")
            return self.run(paths, params, settings)
        if self.why_unread(subject):
            raise Skip(self.why_unread(subject))
        return self.run([subject], params, settings)

    def show(self, path, layer, form, params=None):
        if not os.path.lexists(os.path.join(self.folder, path)):
            raise Skip(f"{path} is none of the inputs")
        if self.why_unread(path):
            raise Skip(self.why_unread(path))
        params = params or {}
        book = self.codebook_path(params) if layer == "hit" else None
        arguments = ["show", path, "--layer", layer, "--format", form] + (["--codebook", book] if book else [])
        for setting in self.settings if book else []:
            arguments += ["--set", setting]
        question = (tuple(arguments), tuple(sorted(params.items())))
        if question not in self.runs:
            self.runs[question] = self.execute(arguments, params)
        shown = self.runs[question]
        if shown.exit != 0:
            raise AssertionError(f"{' '.join(arguments)}: exit {shown.exit}: {shown.stderr.strip()}")
        text = shown.stdout.decode("utf-8")
        if form == "json":
            return json.loads(text)
        if form == "tsv":
            return list(csv.DictReader(io.StringIO(text, newline=""), delimiter="\t", quoting=csv.QUOTE_NONE))
        return text

    def table(self, run, name):
        path = os.path.join(run.output, "tables", name + ".csv")
        if not os.path.exists(path):
            raise AssertionError(f"no tables/{name}.csv; exit {run.exit}: {run.stderr.strip()}")
        with open(path, encoding="utf-8-sig", newline="") as f:
            return list(csv.DictReader(f))

    @staticmethod
    def files(run):
        found = {}
        for path in sorted(glob.glob(run.output + "/**", recursive=True)) if run.output else []:
            if os.path.isfile(path):
                name = os.path.relpath(path, run.output)
                if zipfile.is_zipfile(path):
                    # What a container holds is output; its own bytes are not text.
                    with zipfile.ZipFile(path) as z:
                        found.update((f"{name}/{member}", z.read(member)) for member in z.namelist())
                    continue
                with open(path, "rb") as f:
                    found[name] = f.read()
        return found

    def outputs_written(self, subject):
        return sorted(self.files(self.run_of(subject)))

    # -- keys --

    def value(self, key):
        method = getattr(self, "key_" + re.sub(r"\W+", "_", key.name), None)
        if not method:
            raise Skip(f"key {key.name} is not known to this adapter")
        return method(key)

    def key_text(self, key):
        turns = self.show(key.args[0], "turn", "json", key.params)
        return "\n".join(t["text"] for t in turns).strip()

    def key_lines(self, key):
        return [line for line in self.key_text(key).split("\n") if line.strip()]

    def key_turns(self, key):
        # A no-break space is compared as a space: what the cases about captions ask for.
        return [{"speaker": t["speaker"], "text": t["text"].replace("\u00a0", " "), "start": t.get("start_s"), "end": t.get("end_s")}
                for t in self.show(key.args[0], "turn", "json", key.params)]

    key_cues = lambda self, key: [t["text"] for t in self.key_turns(key)]

    def key_speakers(self, key):
        return list(dict.fromkeys(t["speaker"] for t in self.key_turns(key) if t["speaker"] is not None))

    def spoken(self, key, layer):
        """Rows of a layer that lie within turns; label and heading are no speech."""
        turns = self.show(key.args[0], "turn", "json", key.params)
        spans = [s for t in turns for s in t.get("segments", [[t["begin"], t["end"]]])]
        return [row for row in self.show(key.args[0], layer, "tsv", key.params)
                if any(b <= int(row["begin"]) and int(row["end"]) <= e for b, e in spans)]

    def key_tokens(self, key):
        return [row["form"] for row in self.spoken(key, "token")]

    def key_words(self, key):
        """Marks such as [skratt] are tokens, but not words."""
        return [row["form"] for row in self.spoken(key, "token") if row["kind"] in ("word", "number", "anonymised")]

    def key_tokens_rejoined(self, key):
        rows = self.spoken(key, "token")
        text = self.show(key.args[0], "text", "text", key.params)
        joined, at = "", None
        for row in rows:
            if at is not None:
                joined += text[at:int(row["begin"])]
            joined += row["form"]
            at = int(row["end"])
        return joined

    def key_sentences(self, key):
        text = self.show(key.args[0], "text", "text", key.params)
        return [" ".join(text[int(r["begin"]):int(r["end"])].split()) for r in self.spoken(key, "sentence")]

    def conllu(self, key):
        for line in self.show(key.args[0], "token", "conllu", key.params).splitlines():
            if line and not line.startswith("#"):
                yield line.split("\t")

    def of_word(self, key, pick):
        found = [pick(fields) for fields in self.conllu(key) if fields[1] == key.args[1]]
        if not found:
            raise AssertionError(f"no token {key.args[1]!r}")
        return found[0] if len(set(found)) == 1 else found

    def key_lemma(self, key):
        return self.of_word(key, lambda fields: fields[2])

    def key_normal(self, key):
        def norm(fields):
            match = re.search(r"(?:^|\|)Norm=([^|]*)", fields[9])
            return match[1] if match else fields[1]
        return self.of_word(key, norm)

    def key_freq(self, key):
        """What people say; the table of words must agree with the tokens."""
        word = key.args[1].lower()
        rows = [r for r in self.spoken(key, "token") if r["zone"] in ("speech", "quote")]
        shown = sum(1 for r in rows if re.sub("[\u00ad\u2060]", "", r["form"]).lower() == word)
        run = self.run_of(key.args[0], key.params)
        counted = sum(int(r["count"]) for r in self.table(run, "words") if r["form"] == word)
        if shown != counted:
            raise AssertionError(f"{shown} tokens, but tables/words.csv says {counted}")
        return counted

    def theme_hits(self, key):
        return [row for row in self.show(key.args[0], "hit", "tsv", key.params)
                if row["code"] == codebook.code_id(key.args[1]) and not row["excluded_by"]]

    def key_count(self, key):
        if len(key.args) == 2 and key.args[1] not in codebook.themes_of(self.codebook_path(key.params)):
            return self.key_freq(key)
        if key.args[0] == "all":
            rows = self.table(self.run_of("all", key.params), "themes")
            return sum(int(r["mentions"]) for r in rows if r["code"] == codebook.code_id(key.args[1]) and r["group"] == "all")
        return len(self.theme_hits(key))

    def key_hits(self, key):
        return [row["text"] for row in self.theme_hits(key)]

    def key_offsets(self, key):
        return [[int(row["begin"]), int(row["end"])] for row in self.theme_hits(key)]

    def key_counts(self, key):
        names = codebook.themes_of(self.codebook_path(key.params))
        return {name: self.key_count(Key(f"count({key.args[0]},{json.dumps(name)}; codebook={key.params['codebook']})"))
                for name in names}

    def cooccurrence(self, key):
        settings = ["analyse-cooccur.units=" + key.params.get("unit", "window")]
        settings += [f"analyse-cooccur.window={key.params['window']}"] if "window" in key.params else []
        # Removed words keep their place: positions are those of the text, whatever the stop words.
        params = {k: v for k, v in key.params.items() if k not in ("unit", "window", "stopwords")}
        rows = self.table(self.run_of(key.args[0], params, settings), "cooccurrence")
        return [r for r in rows if r["unit"] == key.params.get("unit", "window")]

    def pair(self, key, column):
        wanted = {codebook.code_id(a) for a in key.args[1:3]}
        found = [r for r in self.cooccurrence(key) if {r["code_a"], r["code_b"]} == wanted]
        return int(found[0][column]) if found else 0

    def key_pairs(self, key):
        return self.pair(key, "pairs")

    def key_units(self, key):
        return self.pair(key, "units_both")

    def key_total(self, key):
        code = codebook.code_id(key.args[1])
        return sum(int(r["units_both"]) for r in self.cooccurrence(key)
                   if r["code_a"] != r["code_b"] and code in (r["code_a"], r["code_b"]))

    def key_stat(self, key):
        name = key.args[1]
        if name == "turns":
            return len(self.key_turns(key))
        if name.startswith("turns by "):
            return sum(t["speaker"] == name[9:] for t in self.key_turns(key))
        rows = self.table(self.run_of(key.args[0], key.params), "corpus" if key.args[0] == "all" else "documents")
        column = name.replace(" ", "_")
        if not rows or column not in rows[0]:
            raise Skip(f"the tables have no {column}")
        return float(rows[0][column]) if rows[0][column] != "" else None

    def key_rows(self, key):
        if key.args[0] == "per-file table":
            return len(self.table(self.run_of(None), "documents"))
        return len(self.cells_of_csv(key))

    def key_distinct(self, key):
        return len(set(self.cells_of_csv(key)))

    def csv_run(self, key):
        mode = re.search(r"mode=([\w-]+)", key.args[0])
        return self.run_of(None, settings=[f"write-csv.dialect={mode[1]}"] if mode and mode[1] != "default" else [])

    def csv_rows(self, key):
        """Rows of every table, as lists, header first; in spreadsheet mode the separator may be another."""
        for name, data in self.files(self.csv_run(key)).items():
            if name.endswith(".csv"):
                text = data.decode("utf-8-sig")
                first = text.split("\n", 1)[0]
                yield name, list(csv.reader(io.StringIO(text, newline=""), delimiter=";" if ";" in first else ","))

    def cells_of_csv(self, key):
        wanted = key.args[1] if len(key.args) > 1 else "text"
        if wanted in ("theme", "themes"):
            for name, rows in self.csv_rows(key):
                if name == "tables/themes.csv":
                    at, group = rows[0].index("code"), rows[0].index("group")
                    return [r[at] for r in rows[1:] if r[group] == "all"]
            raise AssertionError("no tables/themes.csv")
        cells = [c for _, rows in self.csv_rows(key) for r in rows for c in r if c != ""]
        number = re.compile(r"'?-?\d+([.,]\d+)?$")
        return [c for c in cells if bool(number.match(c)) == (wanted == "numeric")]

    key_cells = cells_of_csv

    def key_column(self, key):
        return sorted(set(self.cells_of_csv(key)))

    def tei_files(self):
        found = [(n, d) for n, d in self.files(self.run_of(None)).items() if n.startswith("tei/") and n.endswith(".xml")]
        if not found:
            raise AssertionError("no TEI file")
        return found

    def key_tei(self, key):
        roots = [ET.fromstring(data) for _, data in self.tei_files()]
        what = key.args[0]
        match = re.fullmatch(r"count //tei:(\w+)", what)
        if match:
            return sum(1 for root in roots for _ in root.iter(TEI + match[1]))
        if what == "all xml:id":
            return [e.get(XML_ID) for root in roots for e in root.iter() if e.get(XML_ID)]
        if what == "person names":
            return ["".join(e.itertext()).strip() for root in roots for p in root.iter(TEI + "person")
                    for e in p.iter(TEI + "persName")]
        raise Skip(f"tei({what}) is not known to this adapter")

    def key_html(self, key):
        found = [d for n, d in self.files(self.run_of(None)).items() if n.endswith(".html")]
        if not found:
            raise AssertionError("no HTML report")
        return found[0].decode("utf-8")

    # -- REFI-QDA --

    def qdpx(self, subject=None):
        """(project.qde, text sources) of the exchange file, when some writer makes one."""
        found = self.files(self.run_of(subject))
        for name, data in found.items():
            if name.endswith(".qdpx/project.qde"):
                folder = os.path.dirname(name) + "/"
                return data, [text for path, text in found.items() if path.startswith(folder) and path.endswith(".txt")]
        raise Skip("no writer of REFI-QDA projects yet")

    def key_refi_positions(self, key):
        root = ET.fromstring(self.qdpx(key.args[0])[0])
        codes = {e.get("guid") for e in root.iter() if e.tag.endswith("}Code") and e.get("name") == key.args[1]}
        found = []
        for selection in (e for e in root.iter() if e.tag.endswith("}PlainTextSelection")):
            if any(e.get("targetGUID") in codes for e in selection.iter()):
                found.append([int(selection.get("startPosition")), int(selection.get("endPosition"))])
        return sorted(found)

    def key_qdpx_text_source(self, key):
        return "".join(data.decode("utf-8") for data in self.qdpx()[1])

    def key_qdpx_project_qde(self, key):
        return self.qdpx()[0].decode("utf-8")

    def key_any_output(self, key):
        run = self.run_of(None)
        return {**self.files(run), "standard output": run.stdout}

    def key_outputs(self, key):
        run = self.run_of(None, key.params)
        if not self.files(run):
            raise AssertionError(f"nothing was written; exit {run.exit}: {run.stderr.strip()}")
        return self.files(run)

    def key_results(self, key):
        """Everything computed from a file, the file's own name aside."""
        def aside(value):
            if isinstance(value, list):
                return [aside(v) for v in value]
            if isinstance(value, dict):
                return {k: v for k, v in value.items() if k not in ("doc", "document")}
            return value
        layers = {name: self.show(key.args[0], name, "tsv", key.params)
                  for name in ("zone", "event", "sentence", "token", "norm", "lemma", "hit") if name != "hit" or
                  self.codebook_path(key.params)}
        return {"turn": aside(self.show(key.args[0], "turn", "json", key.params)),
                "text": self.show(key.args[0], "text", "text", key.params), **{k: aside(v) for k, v in layers.items()}}

    def key_themes(self, key):
        return [c["code"] for c in self.key_codebook(key)]

    def key_codebook(self, key):
        """The codebook as the product read it, seen through the table of themes and the rules that hits name."""
        path = self.codebook_path({"codebook": key.args[0]})
        return codebook.as_read(self.command, path, self.folder)

    def key_documents(self, key):
        return len(self.table(self.run_of(None), "documents"))

    def key_per_document_outputs(self, key):
        return len(self.tei_files())

    def key_exit(self, key):
        run = self.run_of(key.args[0] if key.args else None)
        return run.exit

    def key_stderr(self, key):
        return self.run_of(key.args[0] if key.args else None).stderr

    def key_seconds(self, key):
        return self.run_of(None).seconds

    def key_maxrss_mb(self, key):
        return self.run_of(None).maxrss_mb

    def key_exists(self, key):
        return os.path.exists(key.args[0])

    def key_killed_by_signal(self, key):
        return self.run_of(None).exit < 0

    # -- valid, resolve --

    def check(self, key, operator, value):
        if key.name == "tei" and operator == "resolve":
            for _, data in self.tei_files():
                root = ET.fromstring(data)
                persons = {"#" + p.get(XML_ID, "") for p in root.iter(TEI + "person")}
                lost = [u.get("who") for u in root.iter(TEI + "u") if u.get("who") not in persons]
                if lost:
                    return False, lost
            return True, None
        if key.name == "tei":
            return self.check_tei(value)
        if key.name == "json":
            return self.check_json()
        if key.name == "qdpx":
            return self.check_qdpx()
        raise Skip(f"{key.name} {operator} is not known to this adapter")

    def check_tei(self, value):
        schema = os.path.join(os.environ.get("UTSAGA_SHARED", ""), "exchange", "tei", "tei_all.rng")
        for name, data in self.tei_files():
            ET.fromstring(data)
            if not os.path.exists(schema) or not shutil.which("xmllint"):
                raise Skip("no TEI schema or xmllint here: files are well-formed")
            path = os.path.join(self.run_of(None).output, name)
            if shutil.which("jing"):
                p = subprocess.run(["jing", schema, path], capture_output=True, text=True)
            else:
                p = subprocess.run(["xmllint", "--noout", "--nonet", "--relaxng", schema, path], capture_output=True, text=True)
            if p.returncode:
                return False, (p.stdout + p.stderr)[:400]
        return True, value

    def check_qdpx(self):
        schemas = glob.glob(os.path.join(os.environ.get("UTSAGA_SHARED", ""), "exchange", "refi", "Project*.xsd"))
        if not schemas or not shutil.which("xmllint"):
            raise Skip("no REFI-QDA schema or xmllint here")
        p = subprocess.run(["xmllint", "--noout", "--nonet", "--schema", schemas[0], "-"], input=self.qdpx()[0], capture_output=True)
        return p.returncode == 0, p.stderr.decode("utf-8", "replace")[:400]

    def check_json(self):
        def refuse(constant):
            raise ValueError(f"{constant} is not JSON")
        found = {n: d for n, d in self.files(self.run_of(None)).items() if n.endswith(".json")}
        for name, data in found.items():
            try:
                json.loads(data.decode("utf-8"), parse_constant=refuse)
            except ValueError as error:
                return False, f"{name}: {error}"
        return bool(found), sorted(found)
