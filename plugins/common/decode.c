/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "decode.h"

#include <string.h>
#include <unicode/ucnv.h>
#include <utsaga/plugin_util.h>

const char *const rt_encoding_names[RT_ENCODINGS_ + 1] = {"auto",   "utf-8",    "utf-16le", "utf-16be", "cp1252",
                                                          "latin1", "macroman", "cp850",    "sve7",     NULL};

bool rt_tables_make(rt_tables tables) {
    static const struct {
        enum rt_encoding encoding;
        const char *icu;
    } sets[] = {{RT_CP1252, "windows-1252"},
                {RT_LATIN1, "ISO-8859-1"},
                {RT_MACROMAN, "macintosh"},
                {RT_CP850, "ibm-850"}};
    char high[128];
    for (int i = 0; i < 128; i++) high[i] = (char)(0x80 + i);
    for (size_t k = 0; k < sizeof sets / sizeof *sets; k++) {
        UErrorCode status = U_ZERO_ERROR;
        UConverter *converter = ucnv_open(sets[k].icu, &status);
        UChar wide[256];
        int32_t n = U_SUCCESS(status) ? ucnv_toUChars(converter, wide, 256, high, 128, &status) : 0;
        if (U_SUCCESS(status)) ucnv_close(converter);
        if (U_FAILURE(status) || n != 128) return false;
        memcpy(tables[sets[k].encoding], wide, 128 * sizeof *wide);
    }
    return true;
}

void rt_from_table(const char *p, size_t n, const uint16_t high[128], struct rt_out *out) {
    const unsigned char *u = (const unsigned char *)p;
    size_t at = 0;
    while (at < n && !out->out_of_memory) {
        size_t run = at;
        while (run < n && u[run] < 0x80) run++;
        rt_out_bytes(out, p + at, run - at);
        rt_out_map(out, run - at, run - at, 1, 1);
        if (run < n) {
            char bytes[4];
            size_t length = uts_utf8_put(bytes, high[u[run] - 0x80]);
            rt_out_bytes(out, bytes, length);
            rt_out_map(out, length, 1, (unsigned)length, 1);
            run++;
        }
        at = run;
    }
}

void rt_from_sve7(const char *p, size_t n, struct rt_out *out) {
    static const char from[] = "[\\]{|}@`^~$";
    static const char *const to[] = {"Ä", "Ö", "Å", "ä", "ö", "å", "É", "é", "Ü", "ü", "¤"};
    for (size_t at = 0; at < n && !out->out_of_memory; at++) {
        const char *hit = p[at] ? strchr(from, p[at]) : NULL;
        rt_out_bytes(out, hit ? to[hit - from] : p + at, hit ? 2 : 1);
        rt_out_map(out, hit ? 2 : 1, 1, hit ? 2 : 1, 1);
    }
}

/* The byte that a program took for the code point at p; -1: none. Undefined bytes of cp1252 came over as they were. */
static int misread_byte(const unsigned char *p, size_t n, const uint16_t cp1252[128], size_t *length) {
    uint32_t c;
    if (n >= 2 && p[0] >= 0xC2 && p[0] < 0xE0) {
        c = (uint32_t)(p[0] & 0x1F) << 6 | (p[1] & 0x3Fu);
        *length = 2;
    } else if (n >= 3 && p[0] >= 0xE0 && p[0] < 0xF0) {
        c = (uint32_t)(p[0] & 0x0F) << 12 | (uint32_t)(p[1] & 0x3F) << 6 | (p[2] & 0x3Fu);
        *length = 3;
    } else {
        return -1;
    }
    if (c >= 0x80 && c < 0x100) return (int)c;
    for (int i = 0; i < 32; i++) /* the rest of the set is Latin-1 */
        if (cp1252[i] == c) return 0x80 + i;
    return -1;
}

/* A whole character of UTF-8 in misread bytes: how many of them, and how long they are in the text; 0: none. */
static size_t misread_character(const unsigned char *p, size_t n, const uint16_t cp1252[128], char out[4],
                                size_t *made) {
    size_t at = 0, length;
    int lead = misread_byte(p, n, cp1252, &length);
    if (lead < 0xC2 || lead > 0xF4) return 0;
    *made = lead < 0xE0 ? 2 : lead < 0xF0 ? 3 : 4;
    out[0] = (char)lead;
    for (size_t i = 1; i < *made; i++) {
        at += length;
        int next = at < n ? misread_byte(p + at, n - at, cp1252, &length) : -1;
        if (next < 0x80 || next > 0xBF) return 0;
        out[i] = (char)next;
    }
    unsigned second = (unsigned char)out[1];
    bool whole = !(lead == 0xE0 && second < 0xA0) && !(lead == 0xED && second > 0x9F) &&
                 !(lead == 0xF0 && second < 0x90) && !(lead == 0xF4 && second > 0x8F);
    return whole ? at + length : 0;
}

size_t rt_undo_mojibake(const char *p, size_t n, const uint16_t cp1252[128], struct rt_out *out) {
    const unsigned char *u = (const unsigned char *)p;
    size_t undone = 0;
    for (size_t at = 0; at < n && !out->out_of_memory;) {
        char bytes[4];
        size_t made = 0, run = at;
        while (run < n && u[run] < 0x80) run++;
        rt_out_bytes(out, p + at, run - at);
        rt_out_map(out, run - at, run - at, 1, 1);
        if (run == n) break;
        size_t used = misread_character(u + run, n - run, cp1252, bytes, &made);
        if (used) {
            rt_out_bytes(out, bytes, made);
            rt_out_map(out, made, used, (unsigned)made, (unsigned)used);
            undone++;
        } else {
            for (used = 1; run + used < n && (u[run + used] & 0xC0) == 0x80;) used++;
            rt_out_bytes(out, p + run, used);
            rt_out_map(out, used, used, 1, 1);
        }
        at = run + used;
    }
    return undone;
}

size_t rt_from_utf16(const char *p, size_t n, bool big_endian, struct rt_out *out) {
    const unsigned char *u = (const unsigned char *)p;
    size_t whole = n / 2 * 2, hi = big_endian ? 0 : 1, lo = 1 - hi;
    for (size_t at = 0; at < whole && !out->out_of_memory;) {
        uint32_t c = (uint32_t)u[at + hi] << 8 | u[at + lo];
        size_t length = 2;
        if (c >= 0xD800 && c < 0xE000) {
            uint32_t low = at + 4 <= whole ? (uint32_t)u[at + 2 + hi] << 8 | u[at + 2 + lo] : 0;
            if (c >= 0xDC00 || low < 0xDC00 || low > 0xDFFF) return at;
            c = 0x10000 + ((c - 0xD800) << 10) + (low - 0xDC00);
            length = 4;
        }
        char bytes[4];
        size_t made = uts_utf8_put(bytes, c);
        rt_out_bytes(out, bytes, made);
        rt_out_map(out, made, length, (unsigned)made, (unsigned)length);
        at += length;
    }
    if (whole < n) {
        rt_out_bytes(out, "\xEF\xBF\xBD", 3);
        rt_out_map(out, 3, 1, 0, 0);
    }
    return SIZE_MAX;
}
