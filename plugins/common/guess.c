/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What a file is, by evidence: magic numbers, where NULs stand, how well each encoding explains the bytes. */
#include "decode.h"

#include <string.h>
#include <unicode/utf8.h>

const char *rt_magic(const char *p, size_t n, const char **way_out) {
    static const struct {
        const char *name, *way_out, *bytes;
        unsigned char length, at;
    } known[] = {
        {"a zip archive or Office document (docx, odt, xlsx)",
         "give it its own suffix so that its reader takes it, or save it as text from the word processor", "PK\3\4", 4,
         0},
        {"an old Word or Excel file (.doc, .xls)", "open it in Word or LibreOffice and save it as .docx or .txt",
         "\xD0\xCF\x11\xE0", 4, 0},
        {"a PDF file", "give it the suffix .pdf, or export it as text", "%PDF", 4, 0},
        {"an RTF file", "give it the suffix .rtf, or save it as text from the word processor", "{\\rtf", 5, 0},
        {"a program", "leave it out of the folder",
         "\x7F"
         "ELF",
         4, 0},
        {"a program", "leave it out of the folder", "MZ\x90", 3, 0},
        {"a PNG image", "text must be typed or recognised first", "\x89PNG", 4, 0},
        {"a JPEG image", "text must be typed or recognised first", "\xFF\xD8\xFF", 3, 0},
        {"a GIF image", "text must be typed or recognised first", "GIF8", 4, 0},
        {"a recording (RIFF: wav, avi)", "transcribe it first", "RIFF", 4, 0},
        {"a recording (Ogg)", "transcribe it first", "OggS", 4, 0},
        {"a recording (MP3)", "transcribe it first", "ID3", 3, 0},
        {"a recording (MP4, M4A)", "transcribe it first", "ftyp", 4, 4},
        {"a recording (FLAC)", "transcribe it first", "fLaC", 4, 0},
        {"a gzip archive", "unpack it first", "\x1F\x8B", 2, 0},
        {"an xz archive", "unpack it first",
         "\xFD"
         "7zXZ",
         5, 0},
        {"a bzip2 archive", "unpack it first", "BZh9", 4, 0},
        {"a 7-Zip archive", "unpack it first", "7z\xBC\xAF", 4, 0},
        {"a RAR archive", "unpack it first", "Rar!\x1A", 5, 0},
        {"an SQLite database", "export the text first", "SQLite format 3", 16, 0},
        {"UTF-32 text", "save it as UTF-8", "\xFF\xFE\0\0", 4, 0},
        {"UTF-32 text", "save it as UTF-8", "\0\0\xFE\xFF", 4, 0},
    };
    for (size_t i = 0; i < sizeof known / sizeof *known; i++) {
        size_t end = (size_t)known[i].at + known[i].length;
        if (n >= end && memcmp(p + known[i].at, known[i].bytes, known[i].length) == 0) {
            *way_out = known[i].way_out;
            return known[i].name;
        }
    }
    return NULL;
}

enum rt_encoding rt_utf16_by_nuls(const char *p, size_t n) {
    size_t pairs = n / 2 < 32768 ? n / 2 : 32768, even = 0, odd = 0;
    for (size_t i = 0; i < pairs; i++) {
        even += p[2 * i] == 0;
        odd += p[2 * i + 1] == 0;
    }
    /* Western text has a zero high byte in almost every unit; a NUL character itself would be zero in both. */
    if (pairs >= 2 && odd * 10 >= pairs * 7 && even * 20 <= pairs) return RT_UTF16LE;
    if (pairs >= 2 && even * 10 >= pairs * 7 && odd * 20 <= pairs) return RT_UTF16BE;
    return RT_AUTO;
}

static bool is_ascii_letter(unsigned char c) { return (unsigned char)((c | 0x20) - 'a') < 26; }

/* Signs that transcripts hold besides letters: quotation marks, dashes, ellipsis, section, degree, no-break space … */
static bool is_common_sign(unsigned c) {
    static const uint16_t signs[] = {0xA0,   0xA7,   0xAB,   0xAD,   0xB0,   0xB4,   0xB7,   0xBB,   0xBD,  0x2013,
                                     0x2014, 0x2018, 0x2019, 0x201C, 0x201D, 0x2020, 0x2022, 0x2026, 0x20AC};
    for (size_t i = 0; i < sizeof signs / sizeof *signs; i++)
        if (signs[i] == c) return true;
    return false;
}

static bool is_swedish_letter(unsigned c) {
    return c == 0xE5 || c == 0xE4 || c == 0xF6 || c == 0xC5 || c == 0xC4 || c == 0xD6 || c == 0xE9;
}

/* High bytes that read as Swedish letters beside letters, less two for each that reads as nothing a person types. */
static long score(const unsigned char *p, size_t n, const uint16_t high[128]) {
    long sum = 0;
    for (size_t i = 0; i < n; i++) {
        if (p[i] < 0x80) continue;
        unsigned c = high[p[i] - 0x80];
        bool beside = (i > 0 && (is_ascii_letter(p[i - 1]) || p[i - 1] >= 0x80)) ||
                      (i + 1 < n && (is_ascii_letter(p[i + 1]) || p[i + 1] >= 0x80));
        bool alone = !beside && (c == 0xE5 || c == 0xC5 || c == 0xF6 || c == 0xD6); /* the words å and ö */
        if (is_swedish_letter(c) && (beside || alone))
            sum += 1;
        else if (!is_common_sign(c))
            sum -= 2;
    }
    return sum;
}

static void count_utf8(const char *p, size_t n, struct rt_evidence *evidence) {
    const uint8_t *u = (const uint8_t *)p;
    size_t at = 0;
    evidence->first_bad = SIZE_MAX;
    while (at < n) {
        if (u[at] < 0x80) {
            at++;
            continue;
        }
        int32_t next = 0;
        UChar32 c;
        size_t left = n - at;
        U8_NEXT(u + at, next, (int32_t)(left > 8 ? 8 : left), c);
        if (c >= 0) {
            evidence->utf8_sequences++;
            at += (size_t)next;
            continue;
        }
        if (evidence->first_bad == SIZE_MAX) {
            evidence->first_bad = at;
            static const uint8_t least[] = {0xC2, 0xE0, 0xF0};
            bool unfinished = left < 4 && u[at] >= least[left - 1];
            for (size_t k = 1; k < left && unfinished; k++) unfinished = (u[at + k] & 0xC0) == 0x80;
            evidence->cut_off = unfinished;
        }
        evidence->bad_bytes++;
        at++;
    }
}

enum rt_guess rt_guess(const char *p, size_t n, const rt_tables tables, struct rt_evidence *evidence) {
    memset(evidence, 0, sizeof *evidence);
    count_utf8(p, n, evidence);
    const unsigned char *u = (const unsigned char *)p;
    size_t controls = 0;
    for (size_t i = 0; i < n; i++) controls += (u[i] < 0x20 && u[i] != '\n' && u[i] != '\r' && u[i] != '\t');
    if (controls >= 4 && controls * 20 > n) return RT_GUESS_BINARY;
    evidence->encoding = RT_UTF8;
    if (evidence->bad_bytes == 0) return RT_GUESS_KNOWN;
    if (evidence->cut_off && evidence->utf8_sequences > 0) return RT_GUESS_KNOWN;
    /* Eight-bit Swedish holds a valid sequence by accident at most once in a long while. */
    if (evidence->utf8_sequences * 50 > evidence->bad_bytes && evidence->utf8_sequences > 0) return RT_GUESS_MIXED;
    static const enum rt_encoding candidates[] = {RT_CP1252, RT_MACROMAN, RT_CP850};
    long best = -1;
    for (size_t i = 0; i < 3; i++) {
        long points = score(u, n, tables[candidates[i]]);
        if (points > best) {
            best = points;
            evidence->encoding = candidates[i];
        }
    }
    return best >= 0 ? RT_GUESS_KNOWN : RT_GUESS_UNKNOWN;
}

/* "Ã" in UTF-8 before a third byte. Vectorised: å, ä and ö begin with the same byte, so memchr would stop at each. */
static bool holds_a_tilde(const unsigned char *u, size_t n) {
    size_t at = 0;
    for (; at + 65 <= n; at += 64) {
        unsigned char any = 0;
        for (size_t i = 0; i < 64; i++) any |= (unsigned char)((u[at + i] == 0xC3) & (u[at + i + 1] == 0x83));
        if (any) return true;
    }
    for (; at + 1 < n; at++)
        if (u[at] == 0xC3 && u[at + 1] == 0x83) return true;
    return false;
}

size_t rt_mojibake(const char *p, size_t n) {
    const unsigned char *u = (const unsigned char *)p;
    if (!holds_a_tilde(u, n)) return 0;
    size_t found = 0;
    for (size_t i = 0; i + 3 < n; i++) {
        if (u[i] != 0xC3 || u[i + 1] != 0x83) continue;
        /* "Ã" before the second byte of å ä ö é Ä Ö Å, as Latin-1 or as cp1252 shows it. */
        unsigned char c = u[i + 3];
        found += (u[i + 2] == 0xC2 && (c == 0xA5 || c == 0xA4 || c == 0xB6 || c == 0xA9 || (c >= 0x83 && c <= 0x96))) ||
                 u[i + 2] == 0xE2 || u[i + 2] == 0xC6 || u[i + 2] == 0xC3;
    }
    return found;
}

size_t rt_seven_bit(const char *p, size_t n) {
    if (!n || (!memchr(p, '{', n) && !memchr(p, '|', n))) return 0;
    size_t found = 0;
    for (size_t i = 0; i + 1 < n; i++) {
        if ((unsigned char)p[i] >= 0x80) return 0;
        if (p[i] != '{' && p[i] != '|' && p[i] != '}') continue;
        found += i > 0 && is_ascii_letter((unsigned char)p[i - 1]) && is_ascii_letter((unsigned char)p[i + 1]);
    }
    return found;
}
