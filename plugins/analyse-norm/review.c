/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "review.h"

#include <utsaga/plugin_util.h>

enum { CONTEXT_BYTES = 40, CONTEXT_ROOM = 600, SPAN_BYTES = 200 };

static uint64_t key_hash(const struct review_key *k) {
    uint64_t h = 0x9E3779B97F4A7C15u;
    const uint32_t parts[] = {k->form, k->norm, k->reason, k->rule, k->safety};
    for (size_t i = 0; i < 5; i++) {
        h = (h ^ parts[i]) * 0xD6E8FEB86659FD93u;
        h ^= h >> 32;
    }
    return h;
}

static bool key_equal(const struct review_key *a, const struct review_key *b) {
    return a->form == b->form && a->norm == b->norm && a->reason == b->reason && a->rule == b->rule &&
           a->safety == b->safety;
}

static struct review_entry *find_place(struct review_entry *places, uint32_t room, const struct review_key *key) {
    uint32_t i = (uint32_t)key_hash(key) & (room - 1);
    while (places[i].used && !key_equal(&places[i].key, key)) i = (i + 1) & (room - 1);
    return &places[i];
}

/* ---- one document ---- */

static struct review_key row_key(const uts_host *host, uts_job *job, uts_str text, const uts_layer *norm,
                                 uint32_t row) {
    const uts_sym *norms = norm->data[UTS_NORM_NORM], *reasons = norm->data[UTS_NORM_REASON];
    const uts_sym *rules = norm->data[UTS_NORM_RULE];
    const uint32_t *safety = norm->data[UTS_NORM_SAFETY];
    uts_str form = uts_mkstr(text.p + norm->begin[row], norm->end[row] - norm->begin[row]);
    return (struct review_key){host->intern(job, form), norms[row], reasons[row], rules[row], safety[row]};
}

static void count_row(struct review_entry *entry, const uts_layer *norm, uint32_t row) {
    double confidence = ((const double *)norm->data[UTS_NORM_CONFIDENCE])[row];
    if (!entry->count || confidence < entry->confidence) entry->confidence = confidence;
    if (entry->n_contexts < REVIEW_CONTEXTS) {
        entry->begin[entry->n_contexts] = norm->begin[row];
        entry->end[entry->n_contexts++] = norm->end[row];
    }
    entry->count++;
}

uts_status review_map(void *stage, void *local, uts_job *job, const uts_doc *doc, void **part) {
    const struct review *review = stage;
    const uts_host *host = review->host;
    const uts_layer *norm = host->layer(doc, "norm");
    uts_str text = host->doc_text(doc);
    (void)local;
    uint32_t room = 64;
    while (room < norm->rows * 2) room *= 2;
    uint32_t *first = host->alloc(job, (norm->rows + 1) * sizeof *first, 4);
    struct review_entry *places = host->alloc(job, room * sizeof *places, 8);
    struct review_part *out = host->alloc(job, sizeof *out, 8);
    if (!first || !places || !out) return UTS_E_NOMEM;
    for (uint32_t row = 0; row < norm->rows; row++) {
        struct review_key key = row_key(host, job, text, norm, row);
        struct review_entry *entry = find_place(places, room, &key);
        if (!entry->used) {
            entry->used = 1;
            entry->key = key;
            first[out->count++] = (uint32_t)(entry - places);
        }
        count_row(entry, norm, row);
    }
    out->entries = host->alloc(job, (out->count + 1) * sizeof *out->entries, 8);
    if (!out->entries) return UTS_E_NOMEM;
    for (uint32_t i = 0; i < out->count; i++) out->entries[i] = places[first[i]];
    *part = out;
    return UTS_OK;
}

/* ---- the corpus ---- */

static bool grow(struct review *review) {
    if ((review->used + 1) * 2 <= review->room) return true;
    uint32_t room = review->room ? review->room * 2 : 1024;
    struct review_entry *places = calloc(room, sizeof *places);
    if (!places) return false;
    for (uint32_t i = 0; i < review->room; i++)
        if (review->places[i].used) *find_place(places, room, &review->places[i].key) = review->places[i];
    free(review->places);
    review->places = places;
    review->room = room;
    return true;
}

static bool is_continuation(char c) { return ((unsigned char)c & 0xC0) == 0x80; }

static size_t put(char *out, size_t used, size_t room, const char *p, size_t n) {
    if (used + n + 1 > room) return used;
    for (size_t i = 0; i < n; i++) out[used + i] = (unsigned char)p[i] < ' ' ? ' ' : p[i];
    return used + n;
}

size_t review_context(uts_str text, uint32_t begin, uint32_t end, uint32_t width, char *out, size_t room) {
    size_t from = begin > width ? begin - width : 0, to = text.n - end > width ? end + width : text.n, used = 0;
    while (from < begin && is_continuation(text.p[from])) from++;
    while (to > end && to < text.n && is_continuation(text.p[to])) to--;
    size_t shown = end - begin > SPAN_BYTES ? SPAN_BYTES : end - begin;
    while (shown < end - begin && shown && is_continuation(text.p[begin + shown])) shown--;
    used = put(out, used, room, text.p + from, begin - from);
    used = put(out, used, room, "[", 1);
    used = put(out, used, room, text.p + begin, shown);
    used = put(out, used, room, "…]", shown < end - begin ? 4 : 0);
    used = put(out, used, room, "]", shown < end - begin ? 0 : 1);
    used = put(out, used, room, text.p + end, to - end);
    out[used] = 0;
    return used;
}

static char *place_text(const uts_host *host, const uts_doc *doc, uint32_t begin, uint32_t end) {
    char context[CONTEXT_ROOM], number[32];
    uts_str id = host->doc_id(doc);
    size_t n = review_context(host->doc_text(doc), begin, end, CONTEXT_BYTES, context, sizeof context);
    int digits = snprintf(number, sizeof number, ":%u ", host->to_chars(doc, begin));
    char *out = malloc(id.n + (size_t)digits + n + 1);
    if (!out) return NULL;
    memcpy(out, id.p, id.n);
    memcpy(out + id.n, number, (size_t)digits);
    memcpy(out + id.n + (size_t)digits, context, n + 1);
    return out;
}

uts_status review_fold(void *stage, uts_job *job, const uts_doc *doc, void *part) {
    struct review *review = stage;
    const uts_host *host = review->host;
    const struct review_part *mine = part;
    for (uint32_t i = 0; i < mine->count; i++) {
        const struct review_entry *from = &mine->entries[i];
        if (!grow(review)) return host->fail(job, UTS_E_NOMEM, UINT64_MAX, uts_cstr("out of memory"));
        struct review_key key = {host->promote(job, from->key.form), host->promote(job, from->key.norm),
                                 host->promote(job, from->key.reason), host->promote(job, from->key.rule),
                                 from->key.safety};
        if (!key.form || !key.norm || !key.reason || !key.rule) return UTS_E_NOMEM;
        struct review_entry *to = find_place(review->places, review->room, &key);
        review->used += !to->used;
        to->used = 1;
        to->key = key;
        if (!to->count || from->confidence < to->confidence) to->confidence = from->confidence;
        to->count += from->count;
        to->documents++;
        for (uint32_t c = 0; c < from->n_contexts && to->n_contexts < REVIEW_CONTEXTS; c++) {
            char *text = place_text(host, doc, from->begin[c], from->end[c]);
            if (!text) return host->fail(job, UTS_E_NOMEM, UINT64_MAX, uts_cstr("out of memory"));
            to->contexts[to->n_contexts++] = text;
        }
    }
    return UTS_OK;
}

/* ---- the table ---- */

static const uts_column columns[] = {
    {"form", UTS_TEXT, 0},
    {"norm", UTS_TEXT, 0},
    {"applied", UTS_TEXT, 0},
    {"reason", UTS_TEXT, 0},
    {"rule", UTS_TEXT, 0},
    {"safety", UTS_TEXT, 0},
    {"confidence", UTS_F64, 0},
    {"count", UTS_I64, 0},
    {"documents", UTS_I64, 0},
    {"context_1", UTS_TEXT, 0},
    {"context_2", UTS_TEXT, 0},
    {"context_3", UTS_TEXT, 0},
    {NULL, 0, 0},
};
enum { N_COLUMNS = sizeof columns / sizeof *columns - 1 };

/* An entry with its strings, for sorting: promoted numbers depend on the order of the input. */
struct row {
    const struct review_entry *entry;
    uts_str keys[4];
};

static int compare_str(uts_str a, uts_str b) {
    int order = memcmp(a.p, b.p, a.n < b.n ? a.n : b.n);
    return order ? order : (a.n > b.n) - (a.n < b.n);
}

static int compare_rows(const void *a, const void *b) {
    const struct row *x = a, *y = b;
    int order = 0;
    for (int i = 0; i < 4 && !order; i++) order = compare_str(x->keys[i], y->keys[i]);
    return order ? order
                 : (x->entry->key.safety > y->entry->key.safety) - (x->entry->key.safety < y->entry->key.safety);
}

static uts_value count_value(uint64_t n) {
    uts_value v = {.type = UTS_I64};
    v.as.i64 = (int64_t)n;
    return v;
}

static void add_row(const uts_host *host, uts_grid *grid, const struct row *row) {
    static const char *const safeties[] = UTS_SAFETY_NAMES;
    const struct review_entry *e = row->entry;
    uts_value values[N_COLUMNS] = {0};
    values[0] = uts_text_value(row->keys[0]);
    values[1] = uts_text_value(row->keys[1]);
    values[2] = uts_text_value(uts_cstr(e->key.safety == UTS_SAFETY_SAFE ? "on" : "off"));
    values[3] = uts_text_value(row->keys[2]);
    values[4] = uts_text_value(row->keys[3]);
    values[5] = uts_text_value(uts_cstr(safeties[e->key.safety <= UTS_SAFETY_PERSON ? e->key.safety : 0]));
    values[6].type = UTS_F64;
    values[6].as.f64 = e->confidence;
    values[7] = count_value(e->count);
    values[8] = count_value(e->documents);
    for (uint32_t i = 0; i < e->n_contexts; i++) values[9 + i] = uts_text_value(uts_cstr(e->contexts[i]));
    host->add_row(grid, values);
}

uts_status review_finish(void *stage, uts_job *job) {
    const struct review *review = stage;
    const uts_host *host = review->host;
    struct row *rows = calloc(review->used + 1, sizeof *rows);
    if (!rows) return host->fail(job, UTS_E_NOMEM, UINT64_MAX, uts_cstr("out of memory"));
    uint32_t n = 0;
    for (uint32_t i = 0; i < review->room; i++) {
        const struct review_entry *e = &review->places[i];
        if (!e->used) continue;
        rows[n++] = (struct row){e,
                                 {host->spell_promoted(e->key.form), host->spell_promoted(e->key.norm),
                                  host->spell_promoted(e->key.reason), host->spell_promoted(e->key.rule)}};
    }
    qsort(rows, n, sizeof *rows, compare_rows);
    uts_grid *grid = host->open_table(job, "normalisation", columns);
    for (uint32_t i = 0; i < n; i++) add_row(host, grid, &rows[i]);
    free(rows);
    return host->seal_table(grid);
}

void review_free(struct review *review) {
    for (uint32_t i = 0; i < review->room; i++)
        for (uint32_t c = 0; c < review->places[i].n_contexts; c++) free(review->places[i].contexts[c]);
    free(review->places);
    free(review);
}
