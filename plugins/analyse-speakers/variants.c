/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "census.h"

/* Lower case for ASCII and Latin-1 letters; words divided by one blank; points and brackets gone. */
void variants_fold(const char *label, struct variants_name *name) {
    size_t n = 0;
    char *out = name->folded;
    name->as_written = label;
    for (const char *s = label; *s && n + 2 < VARIANTS_MOST; s++) {
        unsigned char c = (unsigned char)*s;
        bool after_c3 = n && (unsigned char)out[n - 1] == 0xC3;
        if (c >= 'A' && c <= 'Z') c += 32;
        if (after_c3 && c >= 0x80 && c <= 0x9E && c != 0x97) c += 32;
        if (c < 0x80 && !((c >= 'a' && c <= 'z') || (c >= '0' && c <= '9'))) {
            if (c != '.' && n && out[n - 1] != ' ') out[n++] = ' ';
            continue;
        }
        out[n++] = (char)c;
    }
    while (n && out[n - 1] == ' ') n--;
    out[n] = '\0';
    name->n = n;
}

bool variants_alike(const struct variants_name *a, const struct variants_name *b) {
    const char *x = a->folded, *y = b->folded;
    size_t n = a->n, k = b->n;
    /* Most pairs part at the first letter. */
    if (!n || !k || x[0] != y[0] || strcmp(a->as_written, b->as_written) == 0) return false;
    if (n == k) return memcmp(x, y, n) == 0;
    const char *longer = n > k ? x : y, *shorter = n > k ? y : x;
    size_t less = n > k ? k : n;
    /* "Anna" and "Anna Ek"; but "IP 1" and "IP" are not: numbers tell people apart. */
    if (less < 3 || longer[less] != ' ' || strncmp(longer, shorter, less) != 0) return false;
    for (const char *p = longer + less; *p; p++)
        if (*p >= '0' && *p <= '9') return false;
    return true;
}
