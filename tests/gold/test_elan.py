# SPDX-License-Identifier: GPL-3.0-or-later
"""read-elan: the dialogue, the order of tiers, dependent tiers, times that are not there."""
import os
import tempfile

import dialogue
import tap

SLOTS = [0, None, 1500, 3000, None, 5000]


def annotation(i, begin, end, text):
    return (f'<ANNOTATION><ALIGNABLE_ANNOTATION ANNOTATION_ID="a{i}" TIME_SLOT_REF1="t{begin}" TIME_SLOT_REF2="t{end}">'
            f"<ANNOTATION_VALUE>{text}</ANNOTATION_VALUE></ALIGNABLE_ANNOTATION></ANNOTATION>")


def eaf(tiers):
    slots = "".join(f'<TIME_SLOT TIME_SLOT_ID="t{i}"' + (f' TIME_VALUE="{ms}"/>' if ms is not None else "/>") for i, ms in enumerate(SLOTS))
    return ('<?xml version="1.0" encoding="UTF-8"?><ANNOTATION_DOCUMENT DATE="2024-01-01"><HEADER><MEDIA_DESCRIPTOR MEDIA_URL="file:///C:/Eva/i.wav"/>'
            f"</HEADER><TIME_ORDER>{slots}</TIME_ORDER>" + "".join(f"<TIER {attributes}>{''.join(a)}</TIER>" for attributes, a in tiers)
            + "</ANNOTATION_DOCUMENT>")


def turns(path, *more):
    return [(t["speaker"], t["start_s"], t["end_s"], t["text"])
            for t in tap.show(path, "turn", "json", "--without", "annotate-turn,annotate-quote", *more)]


TIERS = [('TIER_ID="IP" PARTICIPANT="Anna Öst"', [annotation(1, 3, 4, "Sist &amp; bäst"), annotation(2, 1, 2, "I\n mitten"), annotation(3, 4, 5, " ")]),
         ('TIER_ID="en" PARENT_REF="IP"', ['<ANNOTATION><REF_ANNOTATION ANNOTATION_ID="r" ANNOTATION_REF="a1"><ANNOTATION_VALUE>last'
                                           "</ANNOTATION_VALUE></REF_ANNOTATION></ANNOTATION>"]),
         ('TIER_ID="tx@Bo"', [annotation(4, 0, 3, "Först"), annotation(5, 3, 5, "Samtidigt")])]

with tempfile.TemporaryDirectory() as scratch:
    path = os.path.join(scratch, "a.eaf")

    def write(text):
        with open(path, "w", encoding="utf-8") as f:
            f.write(text)

    write(eaf(TIERS))
    tap.equal(turns(path), [("Bo", 0, 3, "Först"), ("Anna Öst", None, 1.5, "I mitten"), ("Anna Öst", 3, None, "Sist & bäst"), ("Bo", 3, 5, "Samtidigt")],
              "by start, then tier; unknown times stay unknown; blanks say nothing")
    tap.equal([t[3] for t in turns(path, "--set", "read-elan.tiers=en, tx@Bo")], ["last", "Först", "Samtidigt"], "tiers that the user names")
    _, err = tap.run("show", path, "--layer", "turn", "--format", "tsv", "--set", "read-elan.tiers=fel", status=None)
    tap.ok("read-elan.tiers" in err, "a tier that is not there", err)
    write(eaf([('TIER_ID="a" PARENT_REF="b"', [annotation(1, 0, 1, "x")]), ('TIER_ID="b" PARENT_REF="a"', [annotation(2, 1, 2, "y")])]))
    _, err = tap.run("show", path, "--layer", "turn", "--format", "tsv", status=None)
    tap.ok("circle" in err and "read-elan.tiers" in err, "tiers that depend on each other, and no other: refused", err)
    write(eaf([*TIERS, ('TIER_ID="p" PARENT_REF="q"', [annotation(8, 0, 1, "x")]), ('TIER_ID="q" PARENT_REF="p"', []), ('TIER_ID="r" PARENT_REF="ingen"', [])]))
    _, err = tap.run("show", path, "--layer", "turn", "--format", "tsv")
    tap.ok("3 tiers depend on each other in a circle, or on a tier that is not there" in err, "beside good ones they are told", err)
    for title, text in (("cut off", eaf(TIERS)[:-40]), ("other XML", "<a>Hemligt</a>"), ("an entity", '<!DOCTYPE a [<!ENTITY b "c">]>' + eaf(TIERS)[38:])):
        write(text)
        out, err = tap.run("show", path, "--layer", "turn", "--format", "tsv", status=None)
        tap.ok(len(out.splitlines()) < 2 and ("line" in err or "does not begin with ANNOTATION_DOCUMENT" in err) and "Hemligt" not in err, f"{title}: refused", err)
if os.path.isdir(os.path.join(tap.SHARED, "samples", "elan")):
    dialogue.check_all("elan")
else:
    tap.skip("the dialogue", "no samples/elan below UTSAGA_SHARED")
tap.done()
