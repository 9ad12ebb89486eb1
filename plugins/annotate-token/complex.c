/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "complex.h"

#include "chars.h"

#include <unicode/ubrk.h>
#include <unicode/utext.h>

/* The root locale: the answer must not depend on where the program runs. */
static UBreakIterator *iterator(struct complex *complex) {
    UErrorCode status = U_ZERO_ERROR;
    if (!complex->iterator) complex->iterator = ubrk_open(UBRK_WORD, "root", NULL, 0, &status);
    return U_FAILURE(status) ? NULL : (UBreakIterator *)complex->iterator;
}

uint32_t complex_words(struct complex *complex, const char *text, uint32_t at, uint32_t end, struct spans *out) {
    uint32_t stop = at;
    for (struct ch c = chars_at(text, stop, end); c.cls == CH_COMPLEX || (c.cls == CH_MARK && stop > at);
         c = chars_at(text, stop, end))
        stop += c.length;
    UErrorCode status = U_ZERO_ERROR;
    UBreakIterator *words = iterator(complex);
    UText utf8 = UTEXT_INITIALIZER;
    utext_openUTF8(&utf8, text + at, stop - at, &status);
    if (words && U_SUCCESS(status)) ubrk_setUText(words, &utf8, &status);
    if (!words || U_FAILURE(status)) { /* without dictionaries the run is one word */
        spans_add(out, at, stop);
        utext_close(&utf8);
        return stop;
    }
    int32_t from = 0;
    for (int32_t to = ubrk_next(words); to != UBRK_DONE; to = ubrk_next(words)) {
        spans_add(out, at + (uint32_t)from, at + (uint32_t)to);
        from = to;
    }
    utext_close(&utf8);
    return stop;
}

void complex_close(struct complex *complex) {
    if (complex->iterator) ubrk_close((UBreakIterator *)complex->iterator);
    complex->iterator = NULL;
}
