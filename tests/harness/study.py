# SPDX-License-Identifier: GPL-3.0-or-later
"""A small invented study for tests that care about files and statuses rather than words."""
import os

CODEBOOK = "hopp: hopp*, framtid*\noro: oro*, orolig*\nstod: stöd*, \"finns där\"\n"
LINES = ("I: Hur har det varit sedan sist?\n"
         "Siri: Jag har haft mycket oro, men det finns hopp också.\n"
         "I: Vad gav dig hopp?\n"
         "Siri: Att någon finns där. Stödet betydde allt, och framtiden känns ljusare.\n"
         "Bo: [skratt] Jag var orolig för tolv år sedan, e-posten kom kl. 8:30.\n")


def write(folder, documents=3, repeat=1):
    """Writes a.txt, b.txt … and kodbok.txt; returns (folder of interviews, codebook)."""
    interviews = os.path.join(folder, "intervjuer")
    os.makedirs(interviews, exist_ok=True)
    for i in range(documents):
        name = chr(ord("a") + i) if documents <= 26 else f"d{i:05}"
        with open(os.path.join(interviews, name + ".txt"), "w", encoding="utf-8", newline="\n") as f:
            for k in range(repeat):
                # Documents differ, and so do their parts, so that a mix-up shows.
                f.write(LINES.replace("tolv", f"{i * 1000 + k + 1}"))
    codebook = os.path.join(folder, "kodbok.txt")
    with open(codebook, "w", encoding="utf-8", newline="\n") as f:
        f.write(CODEBOOK)
    return interviews, codebook


def tree(folder):
    """{path: bytes} of all files below a folder."""
    found = {}
    for root, _, names in os.walk(folder):
        for name in names:
            path = os.path.join(root, name)
            with open(path, "rb") as f:
                found[os.path.relpath(path, folder)] = f.read()
    return found
