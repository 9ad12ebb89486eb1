/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "shapes.h"

#include <string.h>

static const char header[] = "start\tend\ttext";

bool asr_is_table(const char *p, size_t n) {
    size_t length = sizeof header - 1;
    return n >= length && memcmp(p, header, length) == 0 && (n == length || p[length] == '\n' || p[length] == '\r');
}

/* A number of milliseconds with its tab; 0: none. */
static size_t milliseconds(const char *p, size_t n, int64_t *ms) {
    size_t i = 0;
    for (*ms = 0; i < n && i < 13 && p[i] >= '0' && p[i] <= '9'; i++) *ms = *ms * 10 + (p[i] - '0');
    return i && i < n && p[i] == '\t' ? i + 1 : 0;
}

bool asr_put_table(struct asr *a, struct source_text *w, size_t *at) {
    const char *text = w->text.p;
    const char *first = memchr(text, '\n', w->text.n);
    *at = first ? (size_t)(first - text) + 1 : w->text.n;
    while (*at < w->text.n) {
        const char *stop = memchr(text + *at, '\n', w->text.n - *at);
        size_t end = stop ? (size_t)(stop - text) : w->text.n, i = *at, n;
        int64_t start_ms, end_ms;
        if (end > i) {
            n = milliseconds(text + i, end - i, &start_ms);
            if (!n) return false;
            i += n;
            n = milliseconds(text + i, end - i, &end_ms);
            if (!n) return false;
            pieces_begin(&a->pieces, 0, start_ms, end_ms);
            pieces_put_source(&a->pieces, w, i + n, end);
        }
        *at = end + 1;
    }
    a->format = "whisper-tsv";
    return true;
}
