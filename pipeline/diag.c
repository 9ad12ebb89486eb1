/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "diag.h"

#include <stdarg.h>
#include <stddef.h>
#include <stdio.h>
#include <string.h>

static bool quiet_, verbose_;

void diag_quiet(bool quiet) { quiet_ = quiet; }
void diag_verbose(bool verbose) { verbose_ = verbose; }

/* One write a message, so that messages of several threads do not mix. */
__attribute__((format(printf, 2, 0))) static void print(const char *level, const char *format, va_list args) {
    char text[4096];
    int n = snprintf(text, sizeof text, "utsaga: %s", level);
    int m = vsnprintf(text + n, sizeof text - (size_t)n - 1, format, args);
    size_t used = (size_t)n + (m < 0 ? 0 : (size_t)m);
    if (used > sizeof text - 2) used = sizeof text - 2;
    text[used] = '\n';
    fwrite(text, 1, used + 1, stderr);
}

#define PRINT(level)                                                                                                   \
    do {                                                                                                               \
        va_list args;                                                                                                  \
        va_start(args, format);                                                                                        \
        print(level, format, args);                                                                                    \
        va_end(args);                                                                                                  \
    } while (0)

void diag_error(const char *format, ...) { PRINT("error: "); }
void diag_warn(const char *format, ...) { PRINT("warning: "); }

void diag_info(const char *format, ...) {
    if (!quiet_) PRINT("");
}

void diag_debug(const char *format, ...) {
    if (verbose_) PRINT("debug: ");
}

static size_t edit_distance(const char *a, const char *b) {
    enum { LONGEST = 64 };
    size_t n = strlen(a), m = strlen(b), row[LONGEST + 1];
    if (n > LONGEST || m > LONGEST) return LONGEST;
    for (size_t j = 0; j <= m; j++) row[j] = j;
    for (size_t i = 1; i <= n; i++) {
        size_t diagonal = row[0];
        row[0] = i;
        for (size_t j = 1; j <= m; j++) {
            size_t best = diagonal + (a[i - 1] != b[j - 1]);
            diagonal = row[j];
            if (row[j] + 1 < best) best = row[j] + 1;
            if (row[j - 1] + 1 < best) best = row[j - 1] + 1;
            row[j] = best;
        }
    }
    return row[m];
}

const char *diag_nearest(const char *word, const char *const *candidates) {
    const char *nearest = NULL;
    size_t best = strlen(word) / 3 + 2;
    for (; *candidates; candidates++) {
        size_t d = edit_distance(word, *candidates);
        if (d < best) {
            best = d;
            nearest = *candidates;
        }
    }
    return nearest;
}
