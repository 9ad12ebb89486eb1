/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Labels and role words as keys: what differs only in case or spacing is the same. */
#ifndef COMMON_FOLD_H
#define COMMON_FOLD_H

#include <string.h>
#include <unicode/uchar.h>
#include <unicode/utf8.h>

/*
 * Folds case, makes one blank of white space, drops soft hyphens, broken bytes and the ASCII signs in @p dropped (marks
 * of emphasis or doubt). Writes at most @p room bytes, whole characters; returns the bytes written.
 */
static inline size_t fold_label(const char *in, size_t n, const char *dropped, char *out, size_t room) {
    size_t made = 0;
    bool gap = false;
    for (int32_t i = 0; i < (int32_t)n;) {
        UChar32 c;
        U8_NEXT((const uint8_t *)in, i, (int32_t)n, c);
        if (c == ' ' || c == '\t' || c == '\n' || c == 0xA0 || c == 0x202F) {
            gap = made > 0;
            continue;
        }
        if (c == 0xAD || c < 0 || (c > 0 && c < 0x80 && strchr(dropped, c))) continue;
        if (made + 8 > room) break;
        if (gap) out[made++] = ' ';
        gap = false;
        c = c < 0x80 ? (c >= 'A' && c <= 'Z' ? c + 32 : c) : u_foldCase(c, U_FOLD_CASE_DEFAULT);
        int32_t at = (int32_t)made;
        UBool failed = false;
        U8_APPEND((uint8_t *)out, at, (int32_t)room, c, failed);
        made = failed ? made : (size_t)at;
    }
    return made;
}

#endif
