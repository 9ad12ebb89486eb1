/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "text.h"
#include <unicode/ucasemap.h>
#include <unicode/uchar.h>
#include <unicode/unorm2.h>
#include <unicode/ustring.h>

/* Windows-1252, 0x80 to 0x9F; the five places that it leaves open are mapped to the C1 control of the same number. */
static const uint16_t cp1252_high[32] = {0x20AC, 0x81,   0x201A, 0x0192, 0x201E, 0x2026, 0x2020, 0x2021,
                                         0x02C6, 0x2030, 0x0160, 0x2039, 0x0152, 0x8D,   0x017D, 0x8F,
                                         0x90,   0x2018, 0x2019, 0x201C, 0x201D, 0x2022, 0x2013, 0x2014,
                                         0x02DC, 0x2122, 0x0161, 0x203A, 0x0153, 0x9D,   0x017E, 0x0178};

uint32_t text_char(const char *s, uint32_t *length) {
    const unsigned char *u = (const unsigned char *)s;
    uint32_t n = u[0] < 0x80 ? 1 : u[0] < 0xE0 ? 2 : u[0] < 0xF0 ? 3 : 4;
    uint32_t c = n == 1 ? u[0] : u[0] & (0xFFu >> (n + 1));
    for (uint32_t k = 1; k < n; k++) c = c << 6 | (u[k] & 0x3Fu);
    *length = n;
    return c;
}

uint32_t text_count(const char *s, size_t n) {
    uint32_t count = 0;
    for (size_t i = 0; i < n; i++) count += ((unsigned char)s[i] & 0xC0) != 0x80;
    return count;
}

bool text_is_word_char(uint32_t c) {
    return (U_MASK(u_charType((UChar32)c)) & (U_GC_L_MASK | U_GC_N_MASK | U_GC_M_MASK)) != 0;
}

static bool is_invisible(uint32_t c) { return c == 0xAD || (c >= 0x200B && c <= 0x200D) || c == 0x2060 || c == 0xFEFF; }

const char *const text_upos_names[] = {"X",   "ADJ",  "ADP",  "ADV",   "AUX",   "CCONJ", "DET", "INTJ", "NOUN",
                                       "NUM", "PART", "PRON", "PROPN", "PUNCT", "SCONJ", "SYM", "VERB", NULL};

size_t text_clean(const char *s, size_t n, char *out, size_t room) {
    size_t used = 0;
    for (size_t i = 0; i < n;) {
        uint32_t bytes, c = text_char(s + i, &bytes);
        if (!is_invisible(c)) {
            if (used + bytes > room) return SIZE_MAX;
            memcpy(out + used, s + i, bytes);
            used += bytes;
        }
        i += bytes;
    }
    return used;
}

/* The letters of Swedish that only look like letters with accents. */
static bool is_swedish(uint32_t c) { return c == 0xE5 || c == 0xE4 || c == 0xF6; }

size_t text_bare(const char *s, size_t n, char *out, size_t room) {
    UErrorCode error = U_ZERO_ERROR;
    const UNormalizer2 *nfd = unorm2_getNFDInstance(&error);
    size_t length = text_fold(s, n, out, room), used = 0;
    if (length == SIZE_MAX || U_FAILURE(error)) return SIZE_MAX;
    for (size_t i = 0; i < length;) {
        uint32_t bytes, c = text_char(out + i, &bytes);
        UChar parts[8];
        error = U_ZERO_ERROR;
        int32_t k = is_swedish(c) ? -1 : unorm2_getDecomposition(nfd, (UChar32)c, parts, 8, &error);
        i += bytes;
        /* The base of a letter is never longer than the letter, so this may be done in place. */
        if (k > 0 && U_SUCCESS(error) && !U16_IS_SURROGATE(parts[0])) c = parts[0];
        if (U_MASK(u_charType((UChar32)c)) & U_GC_M_MASK) continue;
        U8_APPEND_UNSAFE(out, used, c);
    }
    return used;
}

bool text_number(const char *s, size_t n, double *number) {
    double value = 0, scale = 1;
    size_t i = n && *s == '-', digits = 0;
    bool point = false, minus = i > 0;
    for (; i < n; i++) {
        if (s[i] == '.' && !point && digits) {
            point = true;
            continue;
        }
        if (s[i] < '0' || s[i] > '9' || ++digits > 15) return false;
        value = value * 10 + (s[i] - '0');
        if (point) scale *= 10;
    }
    *number = (minus ? -value : value) / scale;
    return digits > 0;
}

size_t text_fold(const char *s, size_t n, char *out, size_t room) {
    bool plain = true;
    for (size_t i = 0; i < n && plain; i++) plain = (unsigned char)s[i] < 0x80;
    if (plain) {
        if (n > room) return SIZE_MAX;
        for (size_t i = 0; i < n; i++) out[i] = s[i] >= 'A' && s[i] <= 'Z' ? (char)(s[i] + 32) : s[i];
        return n;
    }
    UErrorCode error = U_ZERO_ERROR;
    UCaseMap *map = ucasemap_open("", 0, &error);
    int32_t length = ucasemap_utf8ToLower(map, out, (int32_t)room, s, (int32_t)n, &error);
    ucasemap_close(map);
    if (U_FAILURE(error) || (size_t)length > room) return SIZE_MAX;
    size_t used = 0;
    for (int32_t i = 0; i < length;) {
        uint32_t bytes, c = text_char(out + i, &bytes);
        if (!is_invisible(c)) {
            memmove(out + used, out + i, bytes);
            used += bytes;
        }
        i += (int32_t)bytes;
    }
    return used;
}

/* UTF-16 of the bytes, or NULL with error set. */
static UChar *to_utf16(const char *bytes, size_t n, int32_t *length, UErrorCode *error) {
    UChar *wide = malloc((n + 1) * sizeof *wide);
    if (!wide) {
        *error = U_MEMORY_ALLOCATION_ERROR;
        return NULL;
    }
    const unsigned char *u = (const unsigned char *)bytes;
    if (n >= 2 && ((u[0] == 0xFF && u[1] == 0xFE) || (u[0] == 0xFE && u[1] == 0xFF))) {
        size_t low = u[0] == 0xFF ? 0 : 1, k = 0;
        for (size_t i = 2; i + 1 < n; i += 2) wide[k++] = (UChar)(u[i + low] | u[i + 1 - low] << 8);
        *length = (int32_t)k;
        return wide;
    }
    size_t skip = n >= 3 && memcmp(u, "\xEF\xBB\xBF", 3) == 0 ? 3 : 0;
    u_strFromUTF8(wide, (int32_t)n + 1, length, bytes + skip, (int32_t)(n - skip), error);
    if (*error == U_INVALID_CHAR_FOUND && !skip) {
        *error = U_ZERO_ERROR;
        for (size_t i = 0; i < n; i++) wide[i] = u[i] >= 0x80 && u[i] < 0xA0 ? cp1252_high[u[i] - 0x80] : u[i];
        *length = (int32_t)n;
    }
    return wide;
}

static size_t to_lf(char *s, size_t n) {
    size_t k = 0;
    for (size_t i = 0; i < n; i++) {
        if (s[i] == '\r') {
            s[k++] = '\n';
            if (i + 1 < n && s[i + 1] == '\n') i++;
        } else
            s[k++] = s[i];
    }
    s[k] = 0;
    return k;
}

char *text_decode(struct pool *pool, const char *bytes, size_t n, size_t *out_n, const char **reason) {
    UErrorCode error = U_ZERO_ERROR;
    int32_t length = 0, composed_length = 0, utf8_length = 0;
    char *out = NULL;
    *reason = "out of memory";
    if (n > 256u * 1024 * 1024) {
        *reason = "larger than 256 MB: this is not a codebook";
        return NULL;
    }
    UChar *wide = to_utf16(bytes, n, &length, &error), *composed = NULL;
    size_t room = ((size_t)length + 1) * 3;
    if (U_SUCCESS(error)) composed = malloc(room * sizeof *composed);
    if (!composed) goto end;
    composed_length = unorm2_normalize(unorm2_getNFCInstance(&error), wide, length, composed, (int32_t)room, &error);
    if (U_SUCCESS(error)) out = pool_alloc(pool, (size_t)composed_length * 3 + 1);
    if (!out) goto end;
    u_strToUTF8(out, composed_length * 3 + 1, &utf8_length, composed, composed_length, &error);
    if (U_FAILURE(error)) {
        out = NULL;
        goto end;
    }
    if (memchr(out, 0, (size_t)utf8_length)) {
        *reason = "it holds NUL bytes: this is not a text file";
        out = NULL;
        goto end;
    }
    *out_n = to_lf(out, (size_t)utf8_length);
end:
    if (U_FAILURE(error) && error != U_MEMORY_ALLOCATION_ERROR)
        *reason = "it is neither UTF-8, UTF-16 nor Windows-1252: save it as UTF-8";
    free(wide);
    free(composed);
    return out;
}
