/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "eaf.h"

#include <stdlib.h>
#include <string.h>

enum { DOCUMENT = 1, MEDIA, SLOT, TIER, ALIGNABLE, REFERRING, VALUE };

static const struct sax_name names[] = {{"", "ANNOTATION_DOCUMENT", DOCUMENT},
                                        {"", "MEDIA_DESCRIPTOR", MEDIA},
                                        {"", "TIME_SLOT", SLOT},
                                        {"", "TIER", TIER},
                                        {"", "ALIGNABLE_ANNOTATION", ALIGNABLE},
                                        {"", "REF_ANNOTATION", REFERRING},
                                        {"", "ANNOTATION_VALUE", VALUE},
                                        {NULL, NULL, 0}};

static void copy(char *to, size_t room, uts_str from) {
    size_t n = from.n < room ? from.n : 0;
    if (n) memcpy(to, from.p, n);
    to[n] = 0;
}

static uts_sym intern(const struct eaf *e, uts_str text) { return e->file.host->intern(e->file.job, text); }

/* ---- time ---- */

static void add_slot(struct eaf *e, const struct sax_attributes *a) {
    struct eaf_slot *slot = tier_file_push(&e->file, &e->slots, sizeof *slot);
    int64_t ms = sax_number(sax_attribute(a, "TIME_VALUE"), -1);
    if (ms < 0 || ms > INT64_C(36000000000)) ms = -1;
    if (slot) *slot = (struct eaf_slot){intern(e, sax_attribute(a, "TIME_SLOT_ID")), ms, 0};
}

/*
 * The order of the slots is their order in time, also of those without a time: they lie evenly between their
 * neighbours. ELAN does not promise that later slots have later times, so a slot is placed by its own time when it has
 * one.
 */
static void place_slots(struct eaf *e) {
    struct eaf_slot *slots = e->slots.items;
    uint32_t n = e->slots.n, most = 0;
    int64_t before = 0;
    for (uint32_t i = 0; i < n;) {
        uint32_t next = i;
        while (next < n && slots[next].ms < 0) next++;
        int64_t after = next < n ? slots[next].ms * 1000 : before;
        uint32_t gaps = next - i + 1;
        for (uint32_t k = i; k < next; k++)
            slots[k].place = after > before ? before + (after - before) / gaps * (k - i + 1) : before;
        if (next < n) slots[next].place = before = after;
        i = next + 1;
    }
    for (uint32_t i = 0; i < n; i++) most = slots[i].id > most ? slots[i].id : most;
    e->slot_of_n = most + 1;
    e->slot_of = calloc(e->slot_of_n, sizeof *e->slot_of);
    e->file.failed |= !e->slot_of;
    if (!e->slot_of) e->slot_of_n = 0;
    for (uint32_t i = 0; i < n && e->slot_of; i++) e->slot_of[slots[i].id] = i + 1;
}

static const struct eaf_slot *slot(struct eaf *e, uts_str id) {
    uts_sym symbol = intern(e, id);
    uint32_t at = symbol && symbol < e->slot_of_n ? e->slot_of[symbol] : 0;
    if (!at) e->bad_slots++;
    return at ? (const struct eaf_slot *)e->slots.items + at - 1 : NULL;
}

/* ---- tiers ---- */

/* Whether the user named a tier, in the list with commas. */
static bool asked_for(const char *list, uts_str name) {
    while (*list) {
        const char *stop = strchr(list, ',');
        size_t n = stop ? (size_t)(stop - list) : strlen(list);
        const char *p = list;
        list += n + (stop != NULL);
        while (n && *p == ' ') p++, n--;
        while (n && p[n - 1] == ' ') n--;
        if (n == name.n && memcmp(p, name.p, n) == 0) return true;
    }
    return false;
}

static void begin_tier(struct eaf *e, const struct sax_attributes *a) {
    if (!e->slot_of) place_slots(e);
    uts_str id = sax_attribute(a, "TIER_ID"), who = sax_attribute(a, "PARTICIPANT"),
            parent = sax_attribute(a, "PARENT_REF");
    struct eaf_tier *tier = tier_file_push(&e->file, &e->all_tiers, sizeof *tier);
    if (tier) *tier = (struct eaf_tier){intern(e, id), intern(e, parent)};
    e->tier_speaks = e->asked ? asked_for(e->asked, id) : parent.n == 0;
    e->asked_found += e->asked && e->tier_speaks;
    e->tiers_left_out += !e->tier_speaks;
    e->tiers++;
    uts_str name = who.n ? who : id;
    const char *at = who.n || !id.n || !id.p ? NULL : memrchr(id.p, '@', id.n); /* "tx@Anna": type and person */
    if (at && at > id.p && at + 1 < id.p + id.n) name = uts_mkstr(at + 1, (size_t)(id.p + id.n - at - 1));
    e->speaker = intern(e, name);
}

static void begin_annotation(struct eaf *e, uint32_t id, const struct sax_attributes *a) {
    e->number++;
    e->left_out += !e->tier_speaks;
    if (!e->tier_speaks) return;
    const struct eaf_slot *from = NULL, *to = NULL;
    if (id == ALIGNABLE) {
        from = slot(e, sax_attribute(a, "TIME_SLOT_REF1"));
        to = slot(e, sax_attribute(a, "TIME_SLOT_REF2"));
    }
    struct piece *piece = pieces_begin(&e->file.pieces, e->speaker, from ? from->ms : -1, to ? to->ms : -1);
    if (!piece) return;
    piece->order = e->tiers;
    /* Without a place of its own it stays behind the one before it. */
    uint32_t n = e->file.pieces.items.n;
    bool follows = n > 1 && pieces_item(&e->file.pieces, n - 2)->order == e->tiers;
    piece->place = from ? from->place : follows ? pieces_item(&e->file.pieces, n - 2)->place : 0;
}

/* ---- events ---- */

static void start(void *user, uint32_t id, const struct sax_attributes *a) {
    struct eaf *e = user;
    if (id == DOCUMENT) {
        e->is_eaf = true;
        copy(e->file.date, sizeof e->file.date, sax_attribute(a, "DATE"));
    } else if (id == MEDIA && !*e->file.media) {
        tier_file_media(&e->file, sax_attribute(a, "MEDIA_URL"));
        e->origin_ms = sax_number(sax_attribute(a, "TIME_ORIGIN"), 0);
    } else if (id == SLOT && !e->slot_of) {
        add_slot(e, a);
    } else if (id == TIER) {
        begin_tier(e, a);
    } else if (id == ALIGNABLE || id == REFERRING) {
        begin_annotation(e, id, a);
    }
    e->in_value = id == VALUE && e->tier_speaks && e->number;
}

static void end(void *user, uint32_t id) {
    struct eaf *e = user;
    e->in_value = false;
    if (id == TIER) e->tier_speaks = false;
}

static void text(void *user, uts_str s) {
    struct eaf *e = user;
    if (e->in_value) pieces_put(&e->file.pieces, s, e->number - 1, e->number);
}

/* ---- the whole ---- */

static int by_name(const void *a, const void *b) {
    const struct eaf_tier *x = a, *y = b;
    return (x->id > y->id) - (x->id < y->id);
}

/* Follows each tier to one that depends on none; each link is gone once, so that circles and long chains are no harm.
 */
static void count_lost(struct eaf *e) {
    enum { UNKNOWN, ON_THE_WAY, GOOD, LOST };
    struct eaf_tier *tiers = e->all_tiers.items;
    uint32_t n = e->all_tiers.n;
    uint8_t *state = calloc((size_t)n + 1, 1);
    uint32_t *way = calloc((size_t)n + 1, sizeof *way);
    e->file.failed |= !state || !way;
    if (n && state && way) qsort(tiers, n, sizeof *tiers, by_name);
    for (uint32_t i = 0; i < n && state && way; i++) {
        uint32_t length = 0, at = i;
        uint8_t end = UNKNOWN;
        while (!end) {
            if (state[at]) {
                end = state[at] == GOOD ? GOOD : LOST;
                break;
            }
            state[at] = ON_THE_WAY;
            way[length++] = at;
            struct eaf_tier key = {.id = tiers[at].parent};
            const struct eaf_tier *parent = key.id ? bsearch(&key, tiers, n, sizeof key, by_name) : NULL;
            if (!key.id || !parent) end = key.id ? LOST : GOOD;
            if (parent) at = (uint32_t)(parent - tiers);
        }
        for (uint32_t k = 0; k < length; k++) state[way[k]] = end;
        e->lost += end == LOST;
    }
    free(state);
    free(way);
}

static void finish(struct tier_file *file) {
    struct eaf *e = (struct eaf *)file;
    count_lost(e);
    if (!e->is_eaf)
        file->why = "is XML, but no ELAN file: it does not begin with ANNOTATION_DOCUMENT; give it the suffix of its "
                    "format, or leave it out";
    else if (e->asked && !e->asked_found)
        file->why = "has no tier of the names in read-elan.tiers: look up their names in ELAN";
    else if (e->tiers && e->left_out && e->tiers == e->tiers_left_out && !e->asked)
        file->why = "has no tier for itself: each depends on another, in a circle or on one that is not there; repair "
                    "the tiers in ELAN, or name those that hold speech with --set read-elan.tiers=NAME,NAME";
    pieces_sort(&file->pieces);
}

static void remark(const struct tier_file *f, int32_t level, uint32_t n, const char *what) {
    if (n) uts_notef(f->host, f->job, level, UINT64_MAX, uts_cstr(""), "%u %s", n, what);
}

static void report(const struct tier_file *file) {
    const struct eaf *e = (const struct eaf *)file;
    if (e->tiers_left_out)
        uts_notef(file->host, file->job, UTS_LOG_INFO, UINT64_MAX, uts_cstr(""),
                  "%u annotations of %u tiers are left out: %s", e->left_out, e->tiers_left_out,
                  e->asked ? "read-elan.tiers does not name them"
                           : "tiers that depend on others are no speech (see read-elan.tiers)");
    remark(file, UTS_LOG_WARN, e->lost,
           "tiers depend on each other in a circle, or on a tier that is not there: look at them in ELAN");
    remark(file, UTS_LOG_WARN, e->bad_slots, "places in time are named but not in the file: these times are not known");
    if (e->origin_ms > 0)
        uts_notef(file->host, file->job, UTS_LOG_INFO, UINT64_MAX, uts_cstr(""),
                  "the recording begins %lld ms before the times of the file", (long long)e->origin_ms);
}

static void release(struct tier_file *file) {
    struct eaf *e = (struct eaf *)file;
    free(e->slots.items);
    free(e->all_tiers.items);
    free(e->slot_of);
}

const struct tier_format eaf_format = {
    .name = "elan",
    .unit = "annotation",
    .handler = {.names = names, .start = start, .end = end, .text = text, .cancelled = tier_file_cancelled},
    .finish = finish,
    .report = report,
    .free = release};
