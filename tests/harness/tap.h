/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A small TAP harness: ok(), is_int(), is_str(), is_close(), skip(), done(). Prints both values and the line on
 * failure. */
#ifndef UTSAGA_TAP_H
#define UTSAGA_TAP_H

#include <inttypes.h>
#include <math.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static int tap_count, tap_failed;

__attribute__((unused)) static bool tap_result(bool good, const char *name, const char *file, int line) {
    printf("%sok %d - %s\n", good ? "" : "not ", ++tap_count, name);
    if (!good) {
        tap_failed++;
        printf("# failed at %s:%d\n", file, line);
    }
    fflush(stdout);
    return good;
}

#define ok(condition, name) tap_result((condition), (name), __FILE__, __LINE__)

#define is_int(got, expected, name)                                                                                    \
    do {                                                                                                               \
        int64_t got_ = (int64_t)(got), expected_ = (int64_t)(expected);                                                \
        if (!tap_result(got_ == expected_, (name), __FILE__, __LINE__))                                                \
            printf("#      got %" PRId64 "\n# expected %" PRId64 "\n", got_, expected_);                               \
    } while (0)

#define is_str(got, expected, name)                                                                                    \
    do {                                                                                                               \
        const char *got_ = (got), *expected_ = (expected);                                                             \
        if (!tap_result(got_ && strcmp(got_, expected_) == 0, (name), __FILE__, __LINE__))                             \
            printf("#      got \"%s\"\n# expected \"%s\"\n", got_ ? got_ : "(null)", expected_);                       \
    } while (0)

#define is_close(got, expected, tolerance, name)                                                                       \
    do {                                                                                                               \
        double got_ = (got), expected_ = (expected);                                                                   \
        if (!tap_result(fabs(got_ - expected_) <= (tolerance)*fmax(1.0, fabs(expected_)), (name), __FILE__, __LINE__)) \
            printf("#      got %.17g\n# expected %.17g\n", got_, expected_);                                           \
    } while (0)

#define skip(name, why) printf("ok %d - %s # SKIP %s\n", ++tap_count, (name), (why))

/* The last statement of main. */
__attribute__((unused)) static int done(void) {
    printf("1..%d\n", tap_count);
    return tap_failed ? 1 : 0;
}

#endif /* UTSAGA_TAP_H */
