/* SPDX-License-Identifier: GPL-3.0-or-later */
/* From the bytes of a text file to clean UTF-8 (NFC, LF, XML characters only), with a map back to the bytes. */
#ifndef COMMON_DECODE_H
#define COMMON_DECODE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

enum rt_encoding {
    RT_AUTO = 0,
    RT_UTF8,
    RT_UTF16LE,
    RT_UTF16BE,
    RT_CP1252,
    RT_LATIN1,
    RT_MACROMAN,
    RT_CP850,
    RT_SVE7, /* ISO 646-SE, the 7-bit Swedish of terminals before 1995 */
    RT_ENCODINGS_
};
/* As the user writes them. Indexed by rt_encoding; ends with NULL. */
extern const char *const rt_encoding_names[RT_ENCODINGS_ + 1];

/* Upper halves of the 8-bit character sets as BMP code points; made once, by ICU. [RT_CP1252] and on are filled. */
typedef uint16_t rt_tables[RT_ENCODINGS_][128];
bool rt_tables_make(rt_tables tables);

/*
 * A stretch that came from a stretch of the source; both begin where the former ended. Within a run the two sides are
 * proportional: 1 to 1 where bytes were taken over, 1 to 2 for ASCII from UTF-16.
 */
struct rt_run {
    uint32_t text, source; /* lengths in bytes */
    uint16_t text_unit, source_unit;
};

struct rt_out {
    char *p;
    size_t n, room;
    struct rt_run *runs;
    size_t n_runs, runs_room;
    bool out_of_memory;
};

void rt_out_free(struct rt_out *out);
/* Makes room for @p n bytes more. False: out of memory. */
bool rt_out_reserve(struct rt_out *out, size_t n);
void rt_out_bytes(struct rt_out *out, const char *p, size_t n);
void rt_out_map(struct rt_out *out, size_t text, size_t source, unsigned text_unit, unsigned source_unit);

/* What cleaning met. */
struct rt_report {
    size_t bad;      /* offset of the first byte that is not UTF-8, SIZE_MAX: none */
    size_t controls; /* characters illegal in XML, now U+FFFD */
    size_t nuls;     /* how many of them were NUL */
    size_t composed; /* stretches that were not NFC */
    size_t lf, crlf, cr, other_breaks;
    bool changed; /* false: the input is the text and `out` is empty */
};

/* Length of the longest prefix that is UTF-8 below U+0300 or common punctuation, without controls but TAB, LF, CR. */
size_t rt_plain_prefix(const char *p, size_t n);

/*
 * Cleans UTF-8. Stops at the first bad byte. When the input is clean already, out stays empty and report->changed
 * false, which costs one pass and no copy.
 */
void rt_clean(const char *p, size_t n, struct rt_out *out, struct rt_report *report);

/* Decodes an 8-bit character set, or UTF-16 (returns the offset of the first unpaired surrogate, else SIZE_MAX). */
void rt_from_table(const char *p, size_t n, const uint16_t high[128], struct rt_out *out);
size_t rt_from_utf16(const char *p, size_t n, bool big_endian, struct rt_out *out);
void rt_from_sve7(const char *p, size_t n, struct rt_out *out);

/*
 * Undoes that UTF-8 was read as cp1252 or Latin-1 and saved again ("Ã¥" for "å"), once. Other text stays as it is.
 * Returns how many characters were put right.
 */
size_t rt_undo_mojibake(const char *p, size_t n, const uint16_t cp1252[128], struct rt_out *out);

/* The map of a text made in two steps: source -> first -> second. False: out of memory. */
bool rt_compose(const struct rt_out *first, struct rt_out *second);

/* What a file without a usable BOM is, by evidence. */
enum rt_guess { RT_GUESS_KNOWN, RT_GUESS_BINARY, RT_GUESS_MIXED, RT_GUESS_UNKNOWN };
struct rt_evidence {
    enum rt_encoding encoding; /* when KNOWN */
    size_t utf8_sequences, bad_bytes, first_bad;
    bool cut_off; /* the one bad place is an unfinished character at the very end */
};
/* The format that the first bytes name ("a PDF file"), or NULL; *way_out says what to do. */
const char *rt_magic(const char *p, size_t n, const char **way_out);
/* UTF-16 without BOM by where the NULs stand: RT_UTF16LE, RT_UTF16BE or RT_AUTO. */
enum rt_encoding rt_utf16_by_nuls(const char *p, size_t n);
enum rt_guess rt_guess(const char *p, size_t n, const rt_tables tables, struct rt_evidence *evidence);
/* Bytes of UTF-8 text that was decoded as cp1252 or Latin-1 and saved again ("Ã¥"): how many such pairs. */
size_t rt_mojibake(const char *p, size_t n);
/* Braces and bars between letters in text that is all ASCII: 7-bit Swedish. Stops counting at the first other byte. */
size_t rt_seven_bit(const char *p, size_t n);

#endif
