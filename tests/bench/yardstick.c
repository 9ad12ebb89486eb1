/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * The yardstick of the bench: ICU word iteration (locale sv) over the bytes of the files given, and nothing else.
 *     yardstick utf16 FILE...   each file converted to UTF-16, then iterated: ICU's fast way, and the one ratios refer
 * to yardstick utext FILE...   iterated as UTF-8 through UText: no conversion, slower Prints the number of words, so
 * that the work is not optimised away and the two ways can be compared.
 */
#include <stdbool.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unicode/ubrk.h>
#include <unicode/ustring.h>

struct buffer {
    char *p;
    size_t n, room;
    UChar *wide;
};

static bool read_file(const char *path, struct buffer *b) {
    FILE *f = fopen(path, "rb");
    if (!f) return false;
    b->n = 0;
    for (size_t got = 1; got > 0; b->n += got) {
        if (b->room - b->n < 1 << 16) {
            b->room = b->room * 2 + (1 << 20);
            char *p = realloc(b->p, b->room);
            UChar *wide = realloc(b->wide, b->room * sizeof *wide);
            if (p) b->p = p;
            if (wide) b->wide = wide;
            if (!p || !wide) {
                fclose(f);
                return false;
            }
        }
        got = fread(b->p + b->n, 1, b->room - b->n, f);
    }
    bool good = !ferror(f);
    return fclose(f) == 0 && good;
}

static uint64_t words(UBreakIterator *it) {
    uint64_t n = 0;
    for (ubrk_first(it); ubrk_next(it) != UBRK_DONE;) n += ubrk_getRuleStatus(it) >= UBRK_WORD_NUMBER;
    return n;
}

static uint64_t words_utf16(UBreakIterator *it, struct buffer *b, UErrorCode *error) {
    int32_t n = 0;
    u_strFromUTF8(b->wide, (int32_t)b->room, &n, b->p, (int32_t)b->n, error);
    ubrk_setText(it, b->wide, n, error);
    return U_SUCCESS(*error) ? words(it) : 0;
}

static uint64_t words_utext(UBreakIterator *it, const struct buffer *b, UErrorCode *error) {
    UText text = UTEXT_INITIALIZER;
    utext_openUTF8(&text, b->p, (int64_t)b->n, error);
    ubrk_setUText(it, &text, error);
    uint64_t n = U_SUCCESS(*error) ? words(it) : 0;
    utext_close(&text);
    return n;
}

int main(int argc, char **argv) {
    if (argc < 3 || (strcmp(argv[1], "utf16") != 0 && strcmp(argv[1], "utext") != 0)) {
        fprintf(stderr, "usage: yardstick utf16|utext FILE...\n");
        return 2;
    }
    bool wide = strcmp(argv[1], "utf16") == 0;
    UErrorCode error = U_ZERO_ERROR;
    UBreakIterator *it = ubrk_open(UBRK_WORD, "sv", NULL, 0, &error);
    struct buffer b = {0};
    uint64_t total = 0, bytes = 0;
    for (int i = 2; i < argc && U_SUCCESS(error); i++) {
        if (!read_file(argv[i], &b)) {
            perror(argv[i]);
            return 1;
        }
        bytes += b.n;
        total += wide ? words_utf16(it, &b, &error) : words_utext(it, &b, &error);
    }
    ubrk_close(it);
    free(b.p);
    free(b.wide);
    if (U_FAILURE(error)) {
        fprintf(stderr, "yardstick: %s\n", u_errorName(error));
        return 1;
    }
    printf("%llu words in %llu bytes\n", (unsigned long long)total, (unsigned long long)bytes);
    return 0;
}
