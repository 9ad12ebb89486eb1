# SPDX-License-Identifier: GPL-3.0-or-later
"""read-asr: the dialogue from every program's file, and constructs with right answers by hand."""
import json
import os
import re
import tempfile

import dialogue
import tap

WORDS = [{"word": "Vi", "start": 0, "end": 0.5, "speaker": "A"}, {"word": "var", "start": 0.5, "end": 1, "speaker": "B"}, {"word": "112."},
         {"word": "Ja", "start": 2, "end": 2.5, "speaker": "A"}]
# File name, content, (speaker, start, end, text) of each turn.
CONSTRUCTS = {
    "Whisper": ("a.json", {"text": "x", "segments": [{"start": 0.0, "end": 1.5, "text": " Hej då,"}, {"start": 1.5, "end": 2.25, "text": " sa hon."},
                                                     {"start": 3, "end": 4, "text": " Nu."}]}, [("", 0, 2.25, "Hej då, sa hon."), ("", 3, 4, "Nu.")]),
    "whisperX: words of two speakers, digits without a time": ("a.json", {"segments": [{"start": 0, "end": 2.5, "text": "Vi var 112. Ja", "words": WORDS}]},
                                                               [("A", 0, 0.5, "Vi"), ("B", 0.5, 1, "var 112."), ("A", 2, 2.5, "Ja")]),
    "one speaker in segments that follow": ("a.json", [{"start": i, "end": i + 1, "text": f"Ord {i}.", "speaker": "S"} for i in range(3)],
                                            [("S", 0, 3, "Ord 0. Ord 1. Ord 2.")]),
    "NaN": ("a.json", '{"segments":[{"start":0,"end":NaN,"text":"Tal om NaN.","avg_logprob":-Infinity}]}', [("", 0, None, "Tal om NaN.")]),
    "tsv": ("a.tsv", "start\tend\ttext\n0\t1500\tHej\tdu.\n2000\t2500\tJa.\n", [("", 0, 1.5, "Hej du."), ("", 2, 2.5, "Ja.")]),
}


def write(folder, name, data):
    path = os.path.join(folder, name)
    with open(path, "w", encoding="utf-8") as f:
        f.write(data if isinstance(data, str) else json.dumps(data))
    return path


def turns(path):
    return [(t["speaker"] or "", t["start_s"], t["end_s"], " ".join(t["text"].split()))
            for t in tap.show(path, "turn", "json", "--without", "annotate-turn,annotate-quote")]


def strings(value):
    """All texts of speech in a file, in order, whatever its shape."""
    if isinstance(value, list):
        for item in value:
            yield from strings(item)
    elif isinstance(value, dict):
        text = next((value[k] for k in ("text", "transcript", "words_str", "value") if isinstance(value.get(k), str)), None)
        if text is not None and not isinstance(value.get("segments"), list):
            yield text
        else:
            for item in value.values():
                yield from strings(item)


with tempfile.TemporaryDirectory() as scratch:
    for title, (name, content, expected) in CONSTRUCTS.items():
        tap.equal(turns(write(scratch, name, content)), expected, title)
    for title, name, content in (("broken", "a.json", '{"segments":[{"start":0,'), ("of another program", "a.json", {"a": ["Hemligt"]}),
                                 ("a row without times", "a.tsv", "start\tend\ttext\nHemligt\n")):
        out, err = tap.run("show", write(scratch, name, content), "--layer", "turn", "--format", "tsv", status=None)
        tap.ok(len(out.splitlines()) < 2 and "error" in err and "Hemligt" not in err, f"{title}: refused", err)
samples = os.path.join(tap.SHARED, "samples", "asr_json")
if os.path.isdir(samples):
    dialogue.check_all("asr_json")
    for file in sorted(os.listdir(samples)):
        if file.startswith("transcriptx_") and file.endswith(".json"):
            with open(os.path.join(samples, file), encoding="utf-8") as f:
                said = re.findall(r"\w+", " ".join(strings(json.load(f))))
            got = re.findall(r"\w+", " ".join(t[3] for t in turns(os.path.join(samples, file))))
            tap.ok(" ".join(got) in " ".join(said) and len(got) > 5, f"{file}: every word in order", f"{got}\n{said}")
else:
    tap.skip("samples", "no samples/asr_json below UTSAGA_SHARED")
tap.done()
