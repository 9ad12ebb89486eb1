# SPDX-License-Identifier: GPL-3.0-or-later
"""read-inqscribe: the dialogue, and a file worked out by hand."""
import os
import tempfile

import dialogue
import tap

with tempfile.TemporaryDirectory() as scratch:
    path = os.path.join(scratch, "a.inqscr")
    with open(path, "w", encoding="utf-8") as f:
        f.write("app=InqScribe\ntext=[00:00:01.00]\\rÅsa: Hej\\tdu.\\rOch du.\\r[00:00:02.15] Bo: Ja [skratt] 12:30.\\r[00:01:03.29]\\r\n")
    got = [(t["speaker"], t["start_s"], t["end_s"], t["text"]) for t in tap.show(path, "turn", "json", "--without", "annotate-turn,annotate-quote")]
    tap.equal(got, [("Åsa", 1, 2.5, "Hej du. Och du."), ("Bo", 2.5, 63.966, "Ja [skratt] 12:30.")], "names, frames of 30 a second, ends")
if os.path.isdir(os.path.join(tap.SHARED, "samples", "plaintext")):
    dialogue.check("plaintext/sv_inqscribe.inqscr")
else:
    tap.skip("the dialogue", "no samples below UTSAGA_SHARED")
tap.done()
