/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "guid.h"

#include <openssl/evp.h>
#include <stdlib.h>
#include <string.h>

bool guid_maker_make(struct guid_maker *m) {
    m->digest = EVP_MD_fetch(NULL, "SHA1", NULL);
    m->context = EVP_MD_CTX_new();
    return m->digest && m->context;
}

void guid_maker_free(struct guid_maker *m) {
    EVP_MD_free(m->digest);
    EVP_MD_CTX_free(m->context);
    *m = (struct guid_maker){0};
}

static void begin(const struct guid_maker *m, struct guid within, const char *kind) {
    EVP_DigestInit_ex2(m->context, m->digest, NULL);
    EVP_DigestUpdate(m->context, within.b, sizeof within.b);
    EVP_DigestUpdate(m->context, kind, strlen(kind) + 1);
}

static struct guid finish(const struct guid_maker *m) {
    unsigned char digest[EVP_MAX_MD_SIZE];
    struct guid g;
    EVP_DigestFinal_ex(m->context, digest, NULL);
    memcpy(g.b, digest, sizeof g.b);
    g.b[6] = (uint8_t)((g.b[6] & 0x0F) | 0x50);
    g.b[8] = (uint8_t)((g.b[8] & 0x3F) | 0x80);
    return g;
}

struct guid guid_of(const struct guid_maker *m, struct guid within, const char *kind, uts_str name) {
    begin(m, within, kind);
    EVP_DigestUpdate(m->context, name.p, name.n);
    return finish(m);
}

static void put_number(uint8_t *to, uint64_t value) {
    for (int i = 7; i >= 0; i--, value >>= 8) to[i] = (uint8_t)value;
}

struct guid guid_at(const struct guid_maker *m, struct guid source, const char *kind, struct guid code, uint64_t begin_,
                    uint64_t end) {
    uint8_t key[32];
    memcpy(key, code.b, 16);
    put_number(key + 16, begin_);
    put_number(key + 24, end);
    begin(m, source, kind);
    EVP_DigestUpdate(m->context, key, sizeof key);
    return finish(m);
}

struct guid guid_root(void) {
    /* UUIDv5 of "urn:utsaga:refi-qda" in the name space for URLs. */
    return (struct guid){
        {0x94, 0x4c, 0x26, 0x30, 0xe4, 0x53, 0x54, 0x9a, 0xab, 0x38, 0x88, 0x85, 0x8f, 0x9e, 0x18, 0x7c}};
}

void guid_spell(struct guid g, char out[GUID_CHARS + 1]) {
    static const char digits[] = "0123456789ABCDEF";
    char *to = out;
    for (int i = 0; i < 16; i++) {
        if (i == 4 || i == 6 || i == 8 || i == 10) *to++ = '-';
        *to++ = digits[g.b[i] >> 4];
        *to++ = digits[g.b[i] & 15];
    }
    *to = '\0';
}

static int digit(char c) {
    if (c >= '0' && c <= '9') return c - '0';
    if (c >= 'a' && c <= 'f') return c - 'a' + 10;
    return c >= 'A' && c <= 'F' ? c - 'A' + 10 : -1;
}

bool guid_parse(uts_str text, struct guid *out) {
    if (text.n == GUID_CHARS + 2 && text.p[0] == '{' && text.p[text.n - 1] == '}') text.p++, text.n -= 2;
    if (text.n != GUID_CHARS) return false;
    const char *p = text.p;
    for (int i = 0; i < 16; i++, p += 2) {
        if (i == 4 || i == 6 || i == 8 || i == 10)
            if (*p++ != '-') return false;
        int high = digit(p[0]), low = digit(p[1]);
        if (high < 0 || low < 0) return false;
        out->b[i] = (uint8_t)(high << 4 | low);
    }
    return true;
}

bool guid_equal(struct guid a, struct guid b) { return memcmp(a.b, b.b, sizeof a.b) == 0; }

/* ---- sets ---- */

static bool is_free(struct guid g) {
    static const struct guid zero;
    return guid_equal(g, zero);
}

static size_t slot_of(const struct guid_set *set, struct guid g) {
    uint64_t hash;
    memcpy(&hash, g.b, sizeof hash);
    size_t i = (size_t)(hash * 0x9E3779B97F4A7C15u >> 20) & (set->room - 1);
    while (!is_free(set->at[i]) && !guid_equal(set->at[i], g)) i = (i + 1) & (set->room - 1);
    return i;
}

bool guid_set_has(const struct guid_set *set, struct guid guid) {
    return set->room && !is_free(set->at[slot_of(set, guid)]);
}

bool guid_set_add(struct guid_set *set, struct guid guid) {
    if (2 * (set->n + 1) > set->room) {
        struct guid_set bigger = {.n = set->n, .room = set->room ? set->room * 2 : 256};
        bigger.at = calloc(bigger.room, sizeof *bigger.at);
        if (!bigger.at) return false;
        for (size_t i = 0; i < set->room; i++)
            if (!is_free(set->at[i])) bigger.at[slot_of(&bigger, set->at[i])] = set->at[i];
        free(set->at);
        *set = bigger;
    }
    size_t i = slot_of(set, guid);
    set->n += is_free(set->at[i]);
    set->at[i] = guid;
    return true;
}

void guid_set_free(struct guid_set *set) {
    free(set->at);
    *set = (struct guid_set){0};
}
