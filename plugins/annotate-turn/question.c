/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "question.h"

#include <utsaga/layers.h>
#include <utsaga/plugin_util.h>

struct unit {
    uint32_t first, answers, end; /* rows of turn: [first, answers) asks, [answers, end) answers */
    uint32_t turn, number;
};

/* The turn of the run that asks a question of the guide best. */
static void recognise(struct unit *unit, const uts_layer *turn, const char *text, const struct at_guide *guide) {
    unsigned best = 0, score;
    unit->turn = unit->first;
    unit->number = 0;
    for (uint32_t i = unit->first; guide && i < unit->answers; i++) {
        uint32_t number = at_guide_match(guide, text + turn->begin[i], turn->end[i] - turn->begin[i], &score);
        if (number == 0 || score <= best) continue;
        best = score;
        unit->turn = i;
        unit->number = number;
    }
}

static void note_guide(const uts_host *host, uts_job *job, const struct at_guide *guide, const unsigned char *asked,
                       uint32_t units, uint32_t matched) {
    uint32_t different = 0;
    for (uint32_t q = 1; q <= at_guide_size(guide); q++) different += asked[q];
    uts_notef(host, job, UTS_LOG_INFO, UINT64_MAX, uts_cstr(""),
              "interview guide: %u of %u stretches of the interviewer ask one of its questions, %u of its %u questions "
              "are asked",
              matched, units, different, at_guide_size(guide));
}

uts_status at_question_give(const uts_host *host, uts_job *job, const uts_doc *doc, const uts_layer *turn,
                            const struct at_guide *guide) {
    const uint32_t *zone = turn->data[UTS_TURN_ZONE];
    const char *text = host->doc_text(doc).p;
    uts_rows *rows = NULL;
    uint32_t units = 0, matched = 0, i = 0;
    unsigned char *asked = host->alloc(job, guide ? at_guide_size(guide) + 1 : 1, 1);
    if (!asked) return UTS_E_NOMEM;
    while (i < turn->rows && zone[i] != UTS_ZONE_QUESTION) i++;
    while (i < turn->rows) {
        struct unit unit = {.first = i};
        while (i < turn->rows && zone[i] == UTS_ZONE_QUESTION) i++;
        unit.answers = i;
        while (i < turn->rows && zone[i] != UTS_ZONE_QUESTION) i++;
        unit.end = i;
        recognise(&unit, turn, text, guide);
        bool answered = unit.end > unit.answers;
        uts_cell cells[] = {{.u32 = unit.number},
                            {.u32 = unit.turn},
                            {.u32 = answered ? unit.answers : UTS_NO_ROW},
                            {.u32 = answered ? unit.end - 1 : UTS_NO_ROW}};
        if (!rows) rows = host->open_layer(job, &uts_layer_question);
        host->add(rows, turn->begin[unit.turn], turn->end[unit.turn], cells);
        units++;
        matched += unit.number > 0;
        asked[unit.number] = 1;
    }
    if (!rows) return UTS_OK;
    if (guide) note_guide(host, job, guide, asked, units, matched);
    return host->seal(rows);
}
