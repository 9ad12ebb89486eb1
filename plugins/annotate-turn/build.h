/* SPDX-License-Identifier: GPL-3.0-or-later */
/* From accepted labels to turns, their parts, and the zones of the text. */
#ifndef AT_BUILD_H
#define AT_BUILD_H

#include "accept.h"
#include "event.h"
#include "header.h"

struct at_turn {
    uint32_t begin, end;
    uint32_t group; /* of labels; AT_NONE: nobody says who */
    uint32_t label_begin, label_end;
    int64_t start_ms, end_ms;
    bool question; /* an interviewer's, by layout or label */
};

struct at_segment {
    uint32_t begin, end, turn;
};

struct at_zone {
    uint32_t begin, end, kind;
    uint32_t turn; /* speech of this turn, or AT_NONE */
};

struct at_built {
    AT_VEC(struct at_turn) turns;
    AT_VEC(struct at_segment) segments;
    AT_VEC(struct at_zone) zones;
    AT_VEC(struct at_span) closed; /* labels and remarks that are not marks in speech; ascending */
    struct at_header header;       /* who interviews, who takes part */
    AT_VEC(uint32_t) label_of;     /* candidate of each line, or AT_NONE */
    bool failed;
};

/* Turns of a document whose labels were accepted. built->failed: out of memory. */
void at_build(struct at_built *built, const struct at_labels *labels, const char *text);
/* A document without labels: one turn a paragraph. */
void at_build_plain(struct at_built *built, const struct at_labels *labels, const char *text);
/* Forgets all, keeps the memory. */
void at_built_clear(struct at_built *built);
void at_built_free(struct at_built *built);

#endif
