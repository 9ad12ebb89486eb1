/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The turns of a Transcriber file as pieces of speech. */
#ifndef TRANSCRIBER_TRS_H
#define TRANSCRIBER_TRS_H

#include "../common/pieces.h"

struct trs_speaker {
    uts_sym id, name;
};

struct trs {
    const uts_host *host;
    uts_job *job;
    struct pieces pieces;
    struct transcript_list speakers;
    uts_sym turn[8]; /* who speaks in the open turn, in order of their numbers */
    uint32_t n_turn;
    int64_t start_ms, end_ms, number;
    char media[256];
    uint32_t codes, together; /* signs of analysis left out; turns with more speakers than are kept */
    bool in_turn, is_trs, failed;
    const char *why; /* NULL: it was read */
    uint32_t line;   /* 0: not known */
};

/* False: why and line tell. Free it also then. */
bool trs_read(struct trs *x, uts_str bytes);
void trs_free(struct trs *x);
void trs_report(const struct trs *x);

#endif
