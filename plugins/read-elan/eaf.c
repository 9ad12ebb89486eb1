/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "eaf.h"

#include "../common/sax.h"

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

/* ---- time ---- */

static void add_slot(struct eaf *e, const struct sax_attributes *a) {
    if (e->n_slots == e->slots_room) {
        uint32_t room = e->slots_room ? e->slots_room * 2 : 1024;
        void *grown = room > e->slots_room ? realloc(e->slots, room * sizeof *e->slots) : NULL;
        e->failed |= !grown;
        if (!grown) return;
        e->slots = grown;
        e->slots_room = room;
    }
    int64_t ms = sax_number(sax_attribute(a, "TIME_VALUE"), -1);
    if (ms < 0 || ms > INT64_C(36000000000)) ms = -1;
    e->slots[e->n_slots++] = (struct eaf_slot){e->host->intern(e->job, sax_attribute(a, "TIME_SLOT_ID")), ms, 0};
}

/*
 * The order of the slots is their order in time, also of those without a time: they lie evenly between their
 * neighbours. ELAN does not promise that later slots have later times, so a slot is placed by its own time when it has
 * one.
 */
static void place_slots(struct eaf *e) {
    int64_t before = 0;
    for (uint32_t i = 0; i < e->n_slots;) {
        uint32_t next = i;
        while (next < e->n_slots && e->slots[next].ms < 0) next++;
        int64_t after = next < e->n_slots ? e->slots[next].ms * 1000 : before;
        uint32_t gaps = next - i + 1;
        for (uint32_t k = i; k < next; k++)
            e->slots[k].place = after > before ? before + (after - before) / gaps * (k - i + 1) : before;
        if (next < e->n_slots) e->slots[next].place = before = after;
        i = next + 1;
    }
    uint32_t most = 0;
    for (uint32_t i = 0; i < e->n_slots; i++) most = e->slots[i].id > most ? e->slots[i].id : most;
    e->slot_of_n = most + 1;
    e->slot_of = calloc(e->slot_of_n, sizeof *e->slot_of);
    if (!e->slot_of) {
        e->failed = true;
        e->slot_of_n = 0;
    }
    for (uint32_t i = 0; i < e->n_slots && e->slot_of; i++) e->slot_of[e->slots[i].id] = i + 1;
}

static const struct eaf_slot *slot(struct eaf *e, uts_str id) {
    uts_sym symbol = e->host->intern(e->job, id);
    uint32_t at = symbol && symbol < e->slot_of_n ? e->slot_of[symbol] : 0;
    if (!at) e->bad_slots++;
    return at ? &e->slots[at - 1] : NULL;
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
    uts_str id = sax_attribute(a, "TIER_ID"), who = sax_attribute(a, "PARTICIPANT");
    e->tier_speaks = e->asked ? asked_for(e->asked, id) : sax_attribute(a, "PARENT_REF").n == 0;
    e->asked_found += e->asked && e->tier_speaks;
    e->tiers_left_out += !e->tier_speaks;
    e->tiers++;
    uts_str name = who.n ? who : id;
    const char *at = who.n || !id.n || !id.p ? NULL : memrchr(id.p, '@', id.n); /* "tx@Anna": type and person */
    if (at && at > id.p && at + 1 < id.p + id.n) name = uts_mkstr(at + 1, (size_t)(id.p + id.n - at - 1));
    e->speaker = e->host->intern(e->job, name);
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
    struct piece *piece = pieces_begin(&e->pieces, e->speaker, from ? from->ms : -1, to ? to->ms : -1);
    if (!piece) return;
    piece->order = e->tiers;
    /* Without a place of its own it stays behind the one before it. */
    uint32_t n = e->pieces.items.n;
    bool follows = n > 1 && pieces_item(&e->pieces, n - 2)->order == e->tiers;
    piece->place = from ? from->place : follows ? pieces_item(&e->pieces, n - 2)->place : 0;
}

/* ---- events ---- */

static void start(void *user, uint32_t id, const struct sax_attributes *a) {
    struct eaf *e = user;
    if (id == DOCUMENT) {
        e->is_eaf = true;
        copy(e->date, sizeof e->date, sax_attribute(a, "DATE"));
    } else if (id == MEDIA && !*e->media) {
        uts_str url = sax_attribute(a, "MEDIA_URL");
        const char *slash = url.n ? memrchr(url.p, '/', url.n) : NULL; /* a path tells names of people's computers */
        if (slash) url = uts_mkstr(slash + 1, (size_t)(url.p + url.n - slash - 1));
        copy(e->media, sizeof e->media, url);
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
    if (e->in_value) pieces_put(&e->pieces, s, e->number - 1, e->number);
}

static bool cancelled(void *user) {
    const struct eaf *e = user;
    return e->host->cancelled(e->job);
}

bool eaf_read(struct eaf *e, uts_str bytes) {
    static const struct sax_handler handler = {
        .names = names, .start = start, .end = end, .text = text, .cancelled = cancelled};
    bool good = sax_parse_bytes(bytes, &handler, e, &e->why, &e->line);
    if (good && !e->is_eaf) e->why = "is XML, but no ELAN file: it does not begin with ANNOTATION_DOCUMENT";
    if (good) pieces_sort(&e->pieces);
    return good && e->is_eaf;
}

void eaf_free(struct eaf *e) {
    pieces_free(&e->pieces);
    free(e->slots);
    free(e->slot_of);
}
