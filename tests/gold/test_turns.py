# SPDX-License-Identifier: GPL-3.0-or-later
"""annotate-turn: one dialogue in many layouts, cases from bug reports, 68 plays, parliament, and prose without speakers."""
import io
import os
import re
import tarfile
import tempfile

import office
import tap

# Layouts of one dialogue of 19 turns: file and labels in order of appearance. None: the layout names nobody.
LAYOUTS = {
    "sv_R1_M1_focusgroup.txt": ["M1", "R1", "R2"],
    "sv_amberscript.txt": ["Talare 1", "Talare 2", "Talare 3"],
    "sv_bracket_time_before.txt": ["I", "IP", "A"],
    "sv_dash_turns.txt": [None],
    "sv_f4_timestamps_end.txt": ["I", "IP", "A"],
    "sv_full_labels.txt": ["Intervjuare", "Intervjuperson", "Örjan"],
    "sv_initial_labels.txt": ["I", "IP", "A"],
    "sv_inqscribe_export.txt": ["I", "IP", "A"],
    "sv_interview_libreoffice_export.txt": ["I", "IP", "A"],
    "sv_label_on_own_line.txt": ["INTERVJUARE", "INTERVJUPERSON", "ÖRJAN"],
    "sv_line_numbered.txt": ["I", "IP", "A"],
    "sv_names.txt": ["Anna", "Bo-Göran Ö.", "Örjan"],
    "sv_nvivo_tab.txt": ["Intervjuare", "Intervjuperson", "Örjan"],
    "sv_otter.txt": ["Anna Ek", "Unknown Speaker", "Örjan Åkerlund"],
    "sv_tab_after_label.txt": ["I", "IP", "A"],
    "sv_tab_no_colon.txt": ["I", "IP", "A"],
    "sv_word_transcribe_style.txt": ["Talare 1", "Talare 2", "Talare 3"],
    "sv_wrapped_72_hanging.txt": ["I", "IP", "A"],
}
TIMED = ["sv_amberscript.txt", "sv_bracket_time_before.txt", "sv_otter.txt", "sv_word_transcribe_style.txt",
         "sv_inqscribe_export.txt", "sv_nvivo_tab.txt"]


def turns(path, *more):
    return tap.show(path, "turn", "json", *more)


def in_order(found):
    seen = []
    for t in found:
        if t["speaker"] not in seen:
            seen.append(t["speaker"])
    return seen


def words(turn):
    """Words of a turn, free of line breaks, line numbers and hyphenation of the layout."""
    text = re.sub(r"\n +\d+ ", " ", turn["text"])
    return re.sub(r"\s+", " ", text).strip()


def layouts():
    folder = os.path.join(tap.SHARED, "samples", "plaintext")
    expected = [words(t) for t in turns(os.path.join(folder, "sv_names.txt"))]
    tap.equal(len(expected), 19, "19 turns")
    for name, speakers in LAYOUTS.items():
        found = turns(os.path.join(folder, name))
        tap.equal(in_order(found), speakers, f"{name}: speakers")
        if name == "sv_interview_libreoffice_export.txt":  # the export prints a comment mark and a deleted word
            tap.equal(len(found), 19, f"{name}: turns")
            continue
        if name == "sv_line_numbered.txt":  # its numbers lie between the parts
            tap.equal([len(t["segments"]) > 0 for t in found], [True] * 19, f"{name}: turns")
            continue
        tap.equal([words(t) for t in found], expected, f"{name}: words of every turn")
    for name in TIMED:
        starts = [t["start_s"] for t in turns(os.path.join(folder, name))]
        tap.ok(None not in starts and starts == sorted(starts) and starts[1] is not None and 6 <= starts[1] < 7,
               f"{name}: times", starts)
    ends = [t["end_s"] for t in turns(os.path.join(folder, "sv_f4_timestamps_end.txt"))]
    tap.equal(ends[:3], [6.2, 17.6, 18.1], "f4: times at the end of turns")


def cases():
    folder = os.path.join(tap.SHARED, "cases")
    expected = {
        "01-bom-crlf-offsets/bom_crlf.txt": [("Anna", "Tystnad är svårt."), ("Bo", "Jag hör tystnaden.")],
        "01-bom-crlf-offsets/cr_only.txt": [("Anna", "Tystnad är svårt."), ("Bo", "Jag hör tystnaden.")],
        "03-utf16-notepad/le_bom.txt": [("Anna", "Jag mår bättre nu. 😀")],
        "03-utf16-notepad/le_utan_bom.txt": [("Anna", "Jag mår bättre nu. 😀")],
        "18-bracket-labels-and-continuation/grupp.txt": [
            ("Anna", "Ring mig [5:00] i morgon.\nJag är hemma då."), ("Bo", "[skratt] Okej."), ("Anna", "Bra.")],
        "66-nul-bytes-do-not-end-the-text/nul.txt": [("Anna", "före oro\ufffd efter oro."), ("Bo", "oro sist.")],
        "68-turkish-and-c-locale/INTERVJU.TXT": [("ANNA", "INTERVJUN OM IDENTITET. Vi minns ISEN på ÅN.")],
    }
    for name, answer in expected.items():
        tap.equal([(t["speaker"], t["text"]) for t in turns(os.path.join(folder, name))], answer, "case " + name)
    found = turns(os.path.join(folder, "54-tei-ids-and-who", "talare.txt"))
    tap.equal([t["speaker"] for t in found], ["Åsa Öberg", "Asa Oberg", "2:a läkaren", "IP 1", "IP-1", "ÅÖ/Ek"], "case 54")
    found = turns(os.path.join(folder, "20-colon-inside-swedish-words", "kolon_ord.txt"))
    tap.equal(in_order(found), [None], "case 20: no speaker in running text")


def archive(name):
    with tarfile.open(os.path.join(tap.SHARED, "corpora", name)) as tar:
        for member in tar:
            if member.isfile():
                yield os.path.basename(member.name), tar.extractfile(member).read()


def plays(folder):
    total = right = 0
    for name, data in archive("swedracor-plain.tar.xz"):
        path = os.path.join(folder, name)
        with open(path, "wb") as f:
            f.write(data)
        total += sum(1 for line in io.BytesIO(data).read().decode().split("\n") if line.strip())
        right += sum(1 for t in turns(path) if t["speaker"])
    tap.equal(total, 35420, "68 plays hold 35,420 turns")
    tap.equal(right, total, "every one of them is found with its speaker")


def parliament(folder, most=40):
    """Lines that are not remarks in brackets are the turns; one file in five."""
    expected = found = 0
    for i, (name, data) in enumerate(archive("riksdag-plain.tar.xz")):
        if i % 5:
            continue
        path = os.path.join(folder, name)
        with open(path, "wb") as f:
            f.write(data)
        lines = [line for line in data.decode().split("\n") if line.strip() and not line.startswith("[")]
        expected += len(lines)
        found += sum(1 for t in turns(path) if t["speaker"])
    tap.equal(found, expected, f"parliament: {expected} turns in every fifth file")


def prose():
    for part in [("language", "ud", "sv_talbanken-ud-test.txt"), ("language", "ud", "sv_talbanken-ud-dev.txt"),
                 ("language", "ud", "sv_lines-ud-dev.txt"), ("seeds", "000_3c532cc4b4c9f413.txt"),
                 ("seeds", "004_b8bd941501a8e203.txt")]:
        path = os.path.join(tap.SHARED, *part)
        _, err = tap.run("show", path, "--layer", "turn", "--format", "json", "--without", "annotate-quote")
        found = turns(path, "--without", "annotate-quote")
        tap.equal(in_order(found), [None], f"no speakers in {part[-1]}")


def own(folder):
    def write(name, text):
        path = os.path.join(folder, name)
        with open(path, "w", encoding="utf-8") as f:
            f.write(text)
        return path

    path = write("huvud.txt", "Datum: 2021-03-09\nIntervjuare: Anna Ek\n\nAnna: Hur mår du?\nBo: Bra. [vissel]\n\nMer om det.\nANNA: Jaha.\n")
    found = turns(path)
    tap.equal([(t["speaker"], t["role"], t["zone"]) for t in found],
              [("Anna", "intervjuare", "question"), ("Bo", None, "speech"), ("Anna", "intervjuare", "question")],
              "the header names the interviewer; spellings fold")
    zones = [(z["kind"], z["text"]) for z in tap.show(path, "zone", "tsv")]
    tap.equal(zones[:3], [("metadata", "Datum: 2021-03-09"), ("metadata", "Intervjuare: Anna Ek"), ("metadata", "Anna:")], "header")
    events = [(e["kind"], e["text"]) for e in tap.show(path, "event", "tsv")]
    tap.equal(events, [("comment", "[vissel]")], "an unknown mark is a comment")
    table = write("deltagare.csv", "id,document,speaker,role\nP1,huvud,Bo,Peer supporter\nP2,huvud,Anna,Brukare\n")
    found = turns(path, "--participants", table)
    tap.equal([t["role"] for t in found], ["brukare", "peer_supporter", "brukare"], "the participants table gives roles")
    path = write("prosa.txt", "Det regnade hela dagen.\n\nHan sa: nu går vi. Sedan gick de hem.\n\nKlockan var 17:30.\n")
    found = turns(path)
    tap.equal([(t["speaker"], t["zone"]) for t in found], [(None, "speech")] * 3, "no labels: one turn a paragraph")


def questions(folder):
    """A question of the guide in other words is met, small talk and follow-ups are not."""
    def write(name, text):
        path = os.path.join(folder, name)
        with open(path, "w", encoding="utf-8") as f:
            f.write(text)
        return path

    path = write("samtal.txt", "I: Hej och välkommen!\nIP: Tack.\nI: Mm.\nI: Vad betyder ordet återhämtning för dig då?\nIP: Att orka.\n"
                 "IP: Och sova.\nI: Hur menar du?\nIP: Som jag säger.\nI: Vill du berätta om din väg till arbetet?\n")
    guide = write("guide.txt", "# Inledning\n1. Berätta om vägen till arbetet.\n\n# Återhämtning\n2) Vad betyder återhämtning för dig?\n"
                  "3. Hur ser samarbetet med chefen ut?\n")
    found = [(q["number"], q["turn"], q["first_turn"], q["last_turn"], q["text"])
             for q in tap.show(path, "question", "json", "--set", "annotate-turn.guide=" + guide)]
    tap.equal(found, [(None, 0, 1, 1, "Hej och välkommen!"), (2, 3, 4, 5, "Vad betyder ordet återhämtning för dig då?"),
                      (None, 6, 7, 7, "Hur menar du?"), (1, 8, None, None, "Vill du berätta om din väg till arbetet?")],
              "questions of a guide, and their answers")
    found = [(q["number"], q["turn"]) for q in tap.show(path, "question", "json")]
    tap.equal(found, [(None, 0), (None, 2), (None, 6), (None, 8)], "without a guide each run of the interviewer is a unit")
    out = os.path.join(folder, "ut")
    tap.run("run", path, "--output", out, "--outputs", "csv", "--set", "annotate-turn.guide=" + guide)
    with open(os.path.join(out, "tables", "notes.csv"), encoding="utf-8-sig") as f:
        told = f.read()
    tap.ok("2 of 4 stretches" in told and "2 of its 3 questions" in told, "what was recognised is told", told)
    empty = write("tom.txt", "# bara en rubrik\n12.\n")
    _, err = tap.run("show", path, "--layer", "question", "--set", "annotate-turn.guide=" + empty, status=None)
    tap.ok("holds no question" in err, "a guide without questions is refused", err)
    path = write("prosa2.txt", "Det regnade.\n\nVi gick hem.\n")
    tap.equal(tap.show(path, "question", "json"), [], "no interviewer, no questions")


def origin(folder):
    def notes(text, *more):
        path = os.path.join(folder, "ursprung.txt")
        with open(path, "w", encoding="utf-8") as f:
            f.write(text)
        return tap.run("show", path, "--layer", "turn", *more)[1]

    voices = "[00:00:01] Talare 1: Hej.\n[00:00:04] Talare 2: Hej hej.\n[00:00:09] Talare 1: Hur är det?\n"
    tap.ok("recognised speech" in notes(voices), "numbered voices with times: recognised speech")
    tap.ok("recognised speech" not in notes(voices, "--set", "annotate-turn.origin=typed"), "the user knows better")
    names = "[00:00:01] Anna: Hej.\n[00:00:04] Bo: Hej hej.\n[00:00:09] Anna: Hur är det?\n"
    tap.ok("recognised speech" not in notes(names), "names with times say nothing of the origin")
    tap.ok("invents" in notes(voices + "[00:00:12] Talare 2: Undertexter från Amara.org-gemenskapen\n"), "an invention is flagged")
    tap.ok("invents" not in notes("I: Vad säger ni?\nIP: Tack för att jag fick komma.\nI: Jaså?\n"), "thanks are none")
    loop = "Anna: Hej.\n" + "Bo: Vi får se.\n" * 4
    tap.ok("loop" in notes(loop) and "loop" not in notes(loop[:-len("Bo: Vi får se.\n")]), "four times the same line, not three")


LISTS = {
    "method": "Metod: Halvstrukturerade intervjuer med tolv personer.\nUrval: Strategiskt, med spridning i ålder.\nResultat: Vi fann tre teman.\nDiskussion: Resultaten stämmer.\n"
              "Analys: Tematisk analys.\n",
    "headings of two words": "Syfte: Att förstå.\nMaterial: Tolv intervjuer.\nEtiska överväganden: Alla har samtyckt.\nGenomförande: Under våren.\n",
    "glossary": "Återhämtning: En process som var och en går igenom.\n\nEgenmakt: Rätten att styra sitt liv.\n\nStigma: Andras fördomar.\n\nDelaktighet: Att vara med och besluta.\n",
    "facts": "Lokaler: Fyra rum i gatuplan.\nBudget: Två miljoner.\nÖppettider: Vardagar 8-17.\nPersonal: Tolv anställda.\n",
    "meals": "Frukost: Gröt och fil.\nLunch: Soppa.\nMiddag: Fisk med potatis.\nKvällsmat: Smörgås.\n",
}
TALK = {
    "names": "Anna: oro.\nSiri: lugn.\nEva: hopp.\n",
    "names that are also words": "Björn: Det var oro.\nSten: Mest lugn.\nStig: Och lite hopp.\nLiv: Precis så.\n",
    "roles": "Chef: Vi ska öka takten.\nMedarbetare: Det går inte.\nSjuksköterska: Sant.\n",
    "somebody asks": "Ordförande: Vad tycker ni?\nRevisor: Bra.\nKassör: Dyrt.\n",
    "they answer": "Ledningen: Det blir så.\nFacket: Nej, det vill ingen.\nKommunen: Vi får se.\n",
}
# A transcript, and what the marked line is.
LINES = {
    "a place, in the middle of a sentence": ("I: Var bodde du då?\nIP: Först i en by, sedan flyttade vi till\nStockholm: där bodde jag i tre år.\nI: Trivdes du?\nIP: Ja.\nI: Jaså?\n", None),
    "a place that is named elsewhere": ("Anna: Jag bodde länge i Göteborg.\nBo: Jaha.\nGöteborg: Bästa staden.\nAnna: Ja.\nBo: Nej.\n", None),
    "a small letter": ("Anna: Hej på dig.\nBo: Hej.\nVården: det var det värsta.\nAnna: Ja.\nBo: Nej.\n", None),
    "no blank line above": ("Anna: Hej på dig.\n\nBo: Jag sa så här.\nVården: Det värsta.\n\nAnna: Ja.\n\nBo: Nej.\n\nAnna: Jo.\n", None),
    "somebody who speaks once": ("Anna: Hej på dig.\nBo: Hej.\nSiri: Hej, jag kommer in här.\nAnna: Ja.\nBo: Nej.\n", "Siri"),
    "somebody who speaks once, in blocks": ("Anna: Hej på dig.\n\nBo: Jag sa\natt det var så.\n\nSiri: Jag med.\n\nAnna: Ja.\n\nBo: Nej.\n", "Siri"),
    "somebody who hums": ("Anna: Hej på dig.\nBo: Hej.\nSiri: mm\nAnna: Ja.\nBo: Nej.\n", "Siri"),
    "where all write small": ("Anna: hej på dig.\nBo: hej.\nSiri: jag kommer in här.\nAnna: ja.\nBo: nej.\n", "Siri"),
    "a code": ("I: Var bodde du?\nIP1: Jag bodde i\nIP2: du bodde hos mig.\nI: Jaha.\nIP1: Ja.\n", "IP2"),
}


def once(folder):
    def told(path):
        tap.run("run", path, "--output", os.path.join(folder, "en"), "--outputs", "csv")
        with open(os.path.join(folder, "en", "tables", "notes.csv"), encoding="utf-8-sig") as f:
            return f.read()

    path = os.path.join(folder, "lista.txt")

    def write(text):
        with open(path, "w", encoding="utf-8") as f:
            f.write(text)

    for name, text in LISTS.items():
        write(text)
        tap.equal(in_order(turns(path)), [None], f"no transcript: {name}")
        tap.ok("taken for a list" in told(path), f"told: {name}")
    for name, text in TALK.items():
        write(text)
        tap.equal(in_order(turns(path)), [line.split(":")[0] for line in text.splitlines()], f"a transcript: {name}")
        tap.ok("label seen once" in told(path), f"told: {name}")
    for name, (text, speaker) in LINES.items():
        write(text)
        found = turns(path)
        label = next(label for label in ("Stockholm", "Göteborg", "Vården", "Siri", "IP2") if label + ":" in text)
        tap.equal(label in in_order(found), speaker is not None, f"{'a turn' if speaker else 'no turn'}: {name}")
        said = "".join(t["text"] for t in found)
        tap.ok(speaker or label + ":" in said, f"the words stay: {name}", said)
        line = 1 + [i for i, row in enumerate(text.splitlines()) if row.startswith(label + ":")][0]
        tap.ok(label == "IP2" or f"{label} (line {line})" in told(path), f"label and line are told: {name}")


VTT = ("WEBVTT\n\n%s00:00:01.000 --> 00:00:04.000\n<v Anna>Vad betyder ordet återhämtning för dig då?</v>\n\n"
       "00:00:05.000 --> 00:00:09.000\n<v Bo>Att orka.</v>\n\n00:00:10.000 --> 00:00:12.000\n<v Anna>Hur menar du?</v>\n\n00:00:13.000 --> 00:00:15.000\n<v Bo>Som jag säger.</v>\n")
CSV = ("%sTalare;Tid;Text\nAnna;0:01;Vad betyder ordet återhämtning för dig då?\nBo;0:05;Att orka.\nAnna;0:09;Hur menar du?\nBo;0:12;Som jag säger.\n")
EAF = ('<?xml version="1.0" encoding="UTF-8"?>\n<ANNOTATION_DOCUMENT AUTHOR="" DATE="" FORMAT="3.0" VERSION="3.0"><HEADER TIME_UNITS="milliseconds"/><TIME_ORDER>'
       + "".join(f'<TIME_SLOT TIME_SLOT_ID="t{i}" TIME_VALUE="{i}000"/>' for i in range(5)) + '</TIME_ORDER>%s</ANNOTATION_DOCUMENT>')
TIER = ('<TIER TIER_ID="%s" PARTICIPANT="%s" LINGUISTIC_TYPE_REF="a">%s</TIER>')
CELL = ('<ANNOTATION><ALIGNABLE_ANNOTATION ANNOTATION_ID="a%d" TIME_SLOT_REF1="t%d" TIME_SLOT_REF2="t%d"><ANNOTATION_VALUE>%s</ANNOTATION_VALUE></ALIGNABLE_ANNOTATION></ANNOTATION>')


def given(folder):
    """Turns that a reader gives: the header tells the roles, the guide finds its questions."""
    def write(name, text):
        path = os.path.join(folder, name)
        with open(path, "w", encoding="utf-8") as f:
            f.write(text)
        return path

    def asks(path, *more):
        return sorted({t["speaker"] for t in turns(path, *more) if t["role"] == "intervjuare" and t["zone"] == "question"})

    anna = "Intervjuare: Anna Ek"
    rows = [("Anna", "Hur mår du?"), ("Bo", "Bra."), ("Anna", "Jaså?"), ("Bo", "Ja.")]
    table = office.table(*[(who, said) for who, said in rows])
    docx = os.path.join(folder, "tabell.docx")
    for what, path in [("csv", write("a.csv", CSV % f"{anna};;\nDeltagare: Bo Öst;;\n")), ("vtt", write("a.vtt", VTT % f"NOTE\n{anna}\nDatum: 2021-03-09\n\n")),
                       ("docx table", office.write(docx, office.p(office.r(anna)) + office.p(office.r("Datum: 2021-03-09")) + table))]:
        tap.equal(asks(path), ["Anna"], f"{what}: the header names the interviewer")
    tap.equal(asks(write("b.csv", CSV % "")) + asks(write("b.vtt", VTT % "")), [], "without a header nobody is taken for one")
    tap.equal(asks(write("c.csv", CSV % "Intervjuare: Eva Ek och A. E. (Anna);;\n")), ["Anna"], "several names, one in brackets")
    tap.equal(asks(write("c.vtt", VTT % "NOTE Deltagare: Anna, Bo\n\n")), [], "participants are no interviewers")
    eaf = EAF % (TIER % ("x", "Intervjuare", CELL % (1, 0, 1, "Hur mår du?")) + TIER % ("y", "Bo", CELL % (2, 1, 2, "Bra.")))
    tap.equal(asks(write("a.eaf", eaf)), ["Intervjuare"], "eaf: a tier of the interviewer")
    m = CSV.replace("Anna;", "M;").replace("Bo;", "R1;").replace("orka.", "orka!")
    tap.equal(asks(write("m.csv", m % "")), ["M"], "M asks, R1 answers: a moderator")
    tap.equal(asks(write("m.csv", m % "Deltagare: Maria Ek;;\n")), [], "M is Maria, who takes part")
    text = write("m.txt", "Datum: 2021-03-09\nDeltagare: Maria Ek, Rut\n\nM: Hur var det?\nR1: Bra.\nM: Jaså?\nR1: Ja.\n")
    tap.equal(asks(text), [], "the same with labels in the text")
    guide = write("guide2.txt", "Berätta om vägen till arbetet.\nVad betyder återhämtning för dig?\n")
    for path in (write("a.csv", CSV % f"{anna};;\n"), write("a.vtt", VTT % f"NOTE {anna}\n\n")):
        found = [(q["number"], q["turn"], q["first_turn"], q["last_turn"], q["text"])
                 for q in tap.show(path, "question", "json", "--set", "annotate-turn.guide=" + guide)]
        tap.equal(found, [(2, 0, 1, 1, "Vad betyder ordet återhämtning för dig då?"), (None, 2, 3, 3, "Hur menar du?")],
                  f"{os.path.splitext(path)[1]}: questions of a guide in turns that the reader gave")


def origin_given(folder):
    def note(path, *more):
        out = os.path.join(folder, "ursprung")
        tap.run("run", path, "--output", out, "--outputs", "csv", *more)
        return [n["message"] for n in tap.table(out, "notes") if n["message"].startswith("origin")]

    path = os.path.join(folder, "whisper.json")
    segments = ", ".join('{"id": %d, "start": %d.0, "end": %d.5, "text": " Det var en sak till."}' % (i, 2 * i, 2 * i + 1) for i in range(3))
    with open(path, "w", encoding="utf-8") as f:
        f.write('{"text": "", "segments": [%s], "language": "sv"}' % segments)
    told = note(path)
    tap.ok(len(told) == 1 and "recognised speech" in told[0] and "hesitations" in told[0], "JSON of Whisper is recognised speech", told)
    told = note(path, "--set", "annotate-turn.origin=typed")
    tap.ok(len(told) == 1 and "typed" in told[0], "the user knows better", told)
    path = os.path.join(folder, "byrå.docx")
    rows = [("Anna", "Hur mår du?"), ("Bo", "Bra, jag var hos [hör inte 0:12:03] i går."), ("Anna", "Jaså?"), ("Bo", "Hos Berit [?? 0:12:10].")]
    for what, body in [("lines", "".join(office.p(office.r(f"{who}: {said}")) for who, said in rows)), ("a table", office.table(*rows))]:
        told = note(office.write(path, body))
        tap.ok(len(told) == 1 and "bureau" in told[0], f"a bureau's docx, {what}", told)
    told = note(office.write(path, "".join(office.p(office.r(f"{who}: {said.split('[')[0]}")) for who, said in rows)))
    tap.equal(told, [], "without its marks nothing tells the origin")


with tempfile.TemporaryDirectory() as folder:
    own(folder)
    given(folder)
    origin_given(folder)
    once(folder)
    questions(folder)
    origin(folder)
    if os.path.isdir(tap.SHARED):
        layouts()
        cases()
        prose()
        plays(folder)
        parliament(folder)
    else:
        tap.skip("samples, cases, plays, parliament", "reference data not here")
tap.done()
