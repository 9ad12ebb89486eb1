/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Builders of layers: what a plugin may do, and what seal refuses. */
#include "job.h"
#include "registry.h"
#include "tap.h"

static const uts_column columns[] = {{"number", UTS_U32, 0}, {"weight", UTS_F64, 0}, {NULL, 0, 0}};
static const uts_layer_spec mark = {sizeof mark, 0, "mark", NULL, columns};
static const uts_layer_spec rider = {sizeof rider, 0, "mark.more", "mark", columns};
static const uts_layer_spec other = {sizeof other, 0, "other", NULL, columns};
static const uts_stage descriptor = {.size = sizeof descriptor,
                                     .name = "test",
                                     .gives = (const uts_layer_spec *const[]){&mark, &rider, NULL}};
static const stage giver = {.d = &descriptor};

static void fresh(uts_job *job) {
    arena_reset(&job->memory, 1 << 20);
    job_begin(job, NULL, NULL, 1);
    job->stage = &giver;
    job->doc.text = (uts_str){"0123456789", 10};
}

static void add(uts_rows *rows, uint32_t begin, uint32_t end) {
    uts_cell cells[2] = {{.u32 = begin}, {.f64 = end / 2.0}};
    layer_add(rows, begin, end, cells);
}

static void test_good(uts_job *job) {
    fresh(job);
    uts_rows *rows = layer_open(job, &mark);
    for (uint32_t i = 0; i < 1000; i++) add(rows, i / 100, 10);
    is_int(layer_seal(rows), UTS_OK, "ascending, nested and overlapping spans are sealed");
    const uts_layer *l = job_layer(job, "mark");
    is_int(l->rows, 1000, "all rows are there");
    is_int(l->begin[999], 9, "begin");
    is_close(((const double *)l->data[1])[500], 5.0, 0, "a column of doubles");
    ok(layer_seal(rows) < 0, "a layer is sealed once");
}

static void test_room(uts_job *job) {
    fresh(job);
    uts_rows *rows = layer_open(job, &mark);
    uts_room room;
    ok(layer_reserve(rows, 3, &room), "room is made");
    for (uint32_t i = 0; i < 3; i++) {
        room.begin[i] = i;
        room.end[i] = i + 1;
        ((uint32_t *)room.data[0])[i] = 7 + i;
        ((double *)room.data[1])[i] = 0.5;
    }
    layer_advance(rows, 2);
    add(rows, 5, 6);
    is_int(layer_seal(rows), UTS_OK, "rows written directly and added mix");
    is_int(job_layer(job, "mark")->rows, 3, "only what was counted is there");
    is_int(((const uint32_t *)job_layer(job, "mark")->data[0])[1], 8, "cells written directly");
}

static void refused(uts_job *job, const uint32_t (*spans)[2], size_t n, const char *why, const char *name) {
    fresh(job);
    uts_rows *rows = layer_open(job, &mark);
    for (size_t i = 0; i < n; i++) add(rows, spans[i][0], spans[i][1]);
    is_int(layer_seal(rows), UTS_E_BUG, name);
    ok(job->error_message && strstr(job->error_message, why), why);
    ok(!job_layer(job, "mark"), "nothing was sealed");
}

int main(void) {
    uts_job job = {0};
    test_good(&job);
    test_room(&job);
    refused(&job, (const uint32_t[][2]){{3, 4}, {2, 4}}, 2, "before the row ahead", "descending spans are refused");
    refused(&job, (const uint32_t[][2]){{3, 11}}, 1, "outside the text", "a span past the end is refused");
    refused(&job, (const uint32_t[][2]){{4, 3}}, 1, "ends before it begins",
            "a span that ends before it begins is refused");

    fresh(&job);
    layer_seal(layer_open(&job, &other));
    ok(job.error == UTS_E_BUG && strstr(job.error_message, "does not name"),
       "a layer that gives does not name is refused");

    fresh(&job);
    uts_rows *rows = layer_open(&job, &mark);
    add(rows, 0, 1);
    add(rows, 1, 2);
    layer_seal(rows);
    uts_rows *riding = layer_open(&job, &rider);
    add(riding, 0, 0);
    is_int(layer_seal(riding), UTS_E_BUG, "rows of another layer must be as many");
    job_end(&job);
    job_free(&job);
    return done();
}
