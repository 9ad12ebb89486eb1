/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "variants.h"

#include <string.h>

/* Shorter names differ by a letter often enough; a slip is rare beside what it stands for. */
enum { LEAST_BYTES = 5, RARER = 4, KEY_BYTES = 80 };

/* The key without blanks, points and dashes. */
static size_t squeeze(const char *key, size_t n, char *out) {
    size_t made = 0;
    for (size_t i = 0; i < n; i++)
        if (!strchr(" .-_/", key[i])) out[made++] = key[i];
    return made;
}

static bool has_digit(const char *p, size_t n) {
    for (size_t i = 0; i < n; i++)
        if (p[i] >= '0' && p[i] <= '9') return true;
    return false;
}

/* One letter more, another one, or two swapped. Bytes: a letter of two bytes that is left out is not met. */
static bool is_slip(const char *a, size_t n, const char *b, size_t m) {
    if (n > m) return is_slip(b, m, a, n);
    if (m - n > 1) return false;
    size_t i = 0;
    while (i < n && a[i] == b[i]) i++;
    if (m > n) return memcmp(a + i, b + i + 1, n - i) == 0;
    if (i == n) return false;
    if (memcmp(a + i + 1, b + i + 1, n - i - 1) == 0) return true;
    return i + 1 < n && a[i] == b[i + 1] && a[i + 1] == b[i] && memcmp(a + i + 2, b + i + 2, n - i - 2) == 0;
}

static bool begins(const char *p, size_t n, const char *with, size_t m) { return n > m && memcmp(p, with, m) == 0; }

bool at_variants_may_be_one(const struct at_labels *labels, uint32_t a, uint32_t b) {
    const struct at_group *x = &labels->groups.items[a], *y = &labels->groups.items[b];
    if (x->key_length > y->key_length) {
        const struct at_group *longer = x;
        x = y;
        y = longer;
    }
    if (y->key_length > KEY_BYTES || x->key_length == 0) return false;
    const char *p = labels->keys.items + x->key, *q = labels->keys.items + y->key;
    size_t n = x->key_length, m = y->key_length;
    char short_key[KEY_BYTES], long_key[KEY_BYTES];
    size_t s = squeeze(p, n, short_key), l = squeeze(q, m, long_key);
    if (s == l && memcmp(short_key, long_key, s) == 0) return true;
    if (has_digit(p, n) || has_digit(q, m)) return false;
    if (x->word == AT_W_INTERVIEWER && y->word == AT_W_INTERVIEWER) return s >= 3 && begins(long_key, l, short_key, s);
    if (x->word != AT_W_PLAIN || y->word != AT_W_PLAIN) return false;
    if (n >= 3 && begins(q, m, p, n) && q[n] == ' ') return true;
    uint32_t rare = x->count < y->count ? x->count : y->count, common = x->count < y->count ? y->count : x->count;
    return s >= LEAST_BYTES && (uint64_t)rare * RARER <= common && is_slip(short_key, s, long_key, l);
}
