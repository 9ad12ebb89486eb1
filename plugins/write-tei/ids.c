/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "ids.h"
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static uint32_t hash(const char *s) {
    uint32_t h = 2166136261u;
    for (; *s; s++) h = (h ^ (unsigned char)*s) * 16777619u;
    return h;
}

/* The slot that holds @p s, or the free slot where it belongs. */
static char **slot_of(const struct tei_ids *ids, const char *s) {
    uint32_t i = hash(s) & (ids->room - 1);
    while (ids->slots[i] && strcmp(ids->slots[i], s) != 0) i = (i + 1) & (ids->room - 1);
    return ids->slots + i;
}

static bool grow(struct tei_ids *ids) {
    struct tei_ids bigger = {NULL, ids->room ? ids->room * 2 : 64, ids->used};
    bigger.slots = calloc(bigger.room, sizeof *bigger.slots);
    if (!bigger.slots) return false;
    for (uint32_t i = 0; i < ids->room; i++)
        if (ids->slots[i]) *slot_of(&bigger, ids->slots[i]) = ids->slots[i];
    free(ids->slots);
    *ids = bigger;
    return true;
}

static bool is_name_byte(unsigned char c) {
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '.' || c == '-' ||
           c == '_';
}

/* The letters of Latin-1 (U+00C0 to U+00FF without the two signs) are NCName characters in every edition of XML. */
static bool is_name_pair(const char *p, size_t n) {
    return n >= 2 && (unsigned char)p[0] == 0xC3 && (unsigned char)p[1] != 0x97 && (unsigned char)p[1] != 0xB7;
}

static size_t fold(char *to, uts_str name) {
    size_t n = 0;
    for (size_t i = 0; i < name.n;) {
        if (is_name_byte((unsigned char)name.p[i])) {
            to[n++] = name.p[i++];
        } else if (is_name_pair(name.p + i, name.n - i)) {
            to[n++] = name.p[i++];
            to[n++] = name.p[i++];
        } else {
            to[n++] = '_';
            do i++;
            while (i < name.n && ((unsigned char)name.p[i] & 0xC0) == 0x80);
        }
    }
    return n;
}

const char *tei_id(struct tei_ids *ids, const char *prefix, uts_str name, uint32_t number) {
    if (ids->used * 2 >= ids->room && !grow(ids)) return NULL;
    size_t before = strlen(prefix), room = before + name.n + 32;
    char *id = malloc(room);
    if (!id) return NULL;
    memcpy(id, prefix, before);
    size_t n = before + fold(id + before, name);
    id[n] = 0;
    char **slot = slot_of(ids, id);
    for (uint64_t next = number; *slot; next++) {
        snprintf(id + n, room - n, ".%llu", (unsigned long long)next);
        slot = slot_of(ids, id);
    }
    ids->used++;
    return *slot = id;
}

void tei_ids_free(struct tei_ids *ids) {
    for (uint32_t i = 0; i < ids->room; i++) free(ids->slots[i]);
    free(ids->slots);
    memset(ids, 0, sizeof *ids);
}

size_t tei_uri(char *to, uts_str name) {
    static const char hex[] = "0123456789ABCDEF", unsafe[] = "\"#%<>?[\\]^`{|}:";
    size_t n = 0;
    for (size_t i = 0; i < name.n; i++) {
        unsigned char c = (unsigned char)name.p[i];
        if (c > 0x20 && c != 0x7F && !strchr(unsafe, c)) {
            to[n++] = (char)c;
        } else {
            to[n++] = '%';
            to[n++] = hex[c >> 4];
            to[n++] = hex[c & 15];
        }
    }
    return n;
}

/* Bytes of the white space or control character at @p p, 0 when it is none: ASCII, C1, U+00A0, U+1680,
 * U+2000 to U+200F, U+2028 to U+202F, U+205F to U+206F, U+3000, U+FEFF. */
static size_t blank(const char *p, size_t n) {
    const unsigned char *u = (const unsigned char *)p;
    if (u[0] <= 0x20 || u[0] == 0x7F) return 1;
    if (n >= 2 && u[0] == 0xC2 && (u[1] <= 0xA0 || u[1] == 0xAD)) return 2;
    if (n < 3) return 0;
    if (u[0] == 0xE1 && u[1] == 0x9A && u[2] == 0x80) return 3;
    if (u[0] == 0xE2 && u[1] == 0x80 && (u[2] <= 0x8F || (u[2] >= 0xA8 && u[2] <= 0xAF))) return 3;
    if (u[0] == 0xE2 && u[1] == 0x81 && u[2] >= 0x9F && u[2] <= 0xAF) return 3;
    if (u[0] == 0xE3 && u[1] == 0x80 && u[2] == 0x80) return 3;
    if (u[0] == 0xEF && u[1] == 0xBB && u[2] == 0xBF) return 3;
    return 0;
}

size_t tei_word(char *to, uts_str name) {
    size_t n = 0;
    for (size_t i = 0; i < name.n;) {
        size_t k = blank(name.p + i, name.n - i);
        to[n++] = k ? '_' : name.p[i];
        i += k ? k : 1;
    }
    return n;
}
