/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "para.h"

#include <string.h>
#include <utsaga/layers.h>

/* A heading is a line of at most so many bytes and words. */
enum { HEADING_BYTES = 200, HEADING_WORDS = 24, LONG_BYTES = 200 };

bool aq_paras_split(aq_paras *paras, const char *text, uint32_t n) {
    paras->n = 0;
    uint32_t begin = UINT32_MAX, last = 0;
    for (uint32_t line = 0; line <= n;) {
        const char *stop = line < n ? memchr(text + line, '\n', n - line) : NULL;
        uint32_t end = stop ? (uint32_t)(stop - text) : n;
        bool blank = line >= n || aq_blank(text + line, text + end) == end - line;
        if (!blank) {
            if (begin == UINT32_MAX) begin = line + (uint32_t)aq_blank(text + line, text + end);
            last = aq_trim(text, line, end);
        }
        if ((blank || end >= n) && begin != UINT32_MAX) {
            struct aq_para para = {begin,      last,  AQ_PLAIN,  aq_word_count(text + begin, last - begin),
                                   UINT32_MAX, false, UINT32_MAX};
            if (!AQ_PUSH(paras, para)) return false;
            begin = UINT32_MAX;
        }
        line = end + 1;
    }
    return true;
}

/* ---- shapes ---- */

static bool is_digit(char c) { return c >= '0' && c <= '9'; }

/* Superscript digits at p. */
static size_t superscript(const char *p, const char *end) {
    const unsigned char *u = (const unsigned char *)p;
    if (end - p >= 2 && u[0] == 0xC2 && (u[1] == 0xB9 || u[1] == 0xB2 || u[1] == 0xB3)) return 2;
    if (end - p >= 3 && u[0] == 0xE2 && u[1] == 0x81 && (u[2] == 0xB0 || (u[2] >= 0xB4 && u[2] <= 0xB9))) return 3;
    return 0;
}

/* "¹ See …", "[1] See …", "[^1]: See …". */
static bool is_footnote(const char *p, const char *end) {
    size_t n = superscript(p, end);
    if (n) {
        while (superscript(p + n, end)) n += superscript(p + n, end);
        return aq_blank(p + n, end) > 0 || aq_is_upper(p + n, end);
    }
    if (*p != '[') return false;
    const char *at = p + 1 + (p[1] == '^');
    const char *digits = at;
    while (at < end && is_digit(*at)) at++;
    return at > digits && at < end && *at == ']' && at + 1 < end;
}

/* "- item", "• item", "1. item", "a) item". */
static bool is_list_item(const char *p, const char *end) {
    if (end - p < 3) return false;
    if ((*p == '-' || *p == '*' || *p == '+') && p[1] == ' ') return true;
    if (memcmp(p, "•", 3) == 0 || memcmp(p, "–", 3) == 0) return true;
    return (unsigned char)((*p | 0x20) - 'a') < 26 && p[1] == ')';
}

static bool ends_with_leaders(const char *p, const char *end) {
    const char *at = end;
    while (at > p && is_digit(at[-1])) at--;
    if (at == end || at == p) return false;
    const char *leader = at;
    while (leader > p && (leader[-1] == '.' || leader[-1] == ' ' || leader[-1] == '\t')) leader--;
    return at - leader >= 3 || (at - leader >= 1 && at[-1] == '\t');
}

/* Half the lines or more end in dots and a page number, or are rows of a table with a number last. */
static bool is_contents(const char *text, const struct aq_para *para) {
    unsigned lines = 0, entries = 0;
    for (uint32_t line = para->begin; line < para->end;) {
        const char *stop = memchr(text + line, '\n', para->end - line);
        uint32_t end = stop ? (uint32_t)(stop - text) : para->end;
        const char *p = text + line, *last = text + aq_trim(text, line, end);
        lines++;
        if (*p == '|' && last > p && last[-1] == '|') {
            const char *at = last - 1;
            while (at > p && (at[-1] == ' ' || at[-1] == '>' || at[-1] == '<' || at[-1] == '/' || at[-1] == 'i' ||
                              at[-1] == 'b' || at[-1] == '*'))
                at--;
            entries += is_digit(at[-1]) || at[-1] == '-' || at[-1] == '|';
        } else {
            entries += ends_with_leaders(p, last);
        }
        line = end + 1;
    }
    return (lines >= 2 && entries * 2 >= lines) ||
           (lines == 1 && entries == 1 && memmem(text + para->begin, para->end - para->begin, "....", 4));
}

/* A page number alone, "Sida 3 (40)". */
static bool is_page_number(const char *text, const struct aq_para *para) {
    if (para->end - para->begin > 24) return false;
    bool digit = false;
    for (uint32_t i = para->begin; i < para->end; i++) digit |= is_digit(text[i]);
    char key[32];
    size_t n = aq_fold(text + para->begin, para->end - para->begin, key, sizeof key);
    bool word = n >= 4 && (memcmp(key, "sida", 4) == 0 || memcmp(key, "page", 4) == 0);
    if (!digit) return false;
    for (uint32_t i = para->begin; i < para->end && !word; i++)
        if (!is_digit(text[i]) && !strchr(" ()/-", text[i])) return false;
    return !word || para->words <= 4;
}

static bool is_heading(const char *text, const struct aq_para *para) {
    const char *p = text + para->begin, *end = text + para->end;
    char kind;
    if (end - p > HEADING_BYTES || para->words == 0 || para->words > HEADING_WORDS ||
        memchr(p, '\n', (size_t)(end - p)))
        return false;
    if (*p == '#' && end - p > 2) return true;
    if (*p == '(' || *p == '|' || *p == '>' || aq_mark(p, end, &kind) || is_list_item(p, end)) return false;
    if (strchr(".!?:;,\"'", end[-1]) || (end - p >= 3 && aq_mark(end - 3, end, &kind)) || end[-1] == ')') return false;
    if (end - p > 3 && memcmp(end - 3, "…", 3) == 0) return false;
    return aq_is_upper(p, end) || is_digit(*p) || *p == '*';
}

/* ---- the whole document ---- */

static uint32_t next_body(const aq_paras *paras, uint32_t i) {
    for (i++; i < paras->n; i++)
        if (paras->items[i].kind != AQ_FOOTNOTE && paras->items[i].kind != AQ_FURNITURE) break;
    return i;
}

/* What goes on in lower case below is no heading but a sentence that a page break cut. */
static void unmake_headings(aq_paras *paras, const char *text) {
    for (uint32_t i = 0; i < paras->n; i++) {
        uint32_t next = next_body(paras, i);
        if (paras->items[i].kind != AQ_HEADING || next >= paras->n || paras->items[next].kind != AQ_PLAIN) continue;
        if (aq_is_lower(text + paras->items[next].begin, text + paras->items[next].end))
            paras->items[i].kind = AQ_PLAIN;
    }
}

/* A list of short lines below the heading "Innehåll", without page numbers. */
static void find_plain_contents(aq_paras *paras, const char *text) {
    for (uint32_t i = 0; i + 1 < paras->n && i < 40; i++) {
        char key[64];
        struct aq_para *para = &paras->items[i], *next = para + 1;
        size_t n = aq_fold(text + para->begin, para->end - para->begin, key, sizeof key);
        if (para->words > 4 || !aq_is_contents_heading(key, n)) continue;
        uint32_t lines = 1, longest = 0, from = next->begin;
        for (uint32_t at = next->begin; at < next->end; at++) {
            if (text[at] != '\n') continue;
            if (at - from > longest) longest = at - from;
            from = at + 1;
            lines++;
        }
        if (lines >= 2 && longest <= HEADING_BYTES) next->kind = AQ_CONTENTS;
    }
}

/* What stands before the contents, or before the first long paragraph: the title page. */
static void find_title_page(aq_paras *paras, const char *text) {
    uint32_t contents = UINT32_MAX, first_long = paras->n;
    for (uint32_t i = 0; i < paras->n && i < 40; i++) {
        const struct aq_para *para = &paras->items[i];
        char key[64];
        size_t n = aq_fold(text + para->begin, para->end - para->begin, key, sizeof key);
        if (para->kind == AQ_CONTENTS || (para->words <= 4 && aq_is_contents_heading(key, n))) {
            contents = i;
            break;
        }
        if (para->end - para->begin >= LONG_BYTES && first_long == paras->n) first_long = i;
    }
    uint32_t end = contents != UINT32_MAX ? contents : first_long;
    if (contents == UINT32_MAX && (first_long == paras->n || first_long > 12)) return;
    for (uint32_t i = 0; i < end; i++) {
        struct aq_para *para = &paras->items[i];
        if (para->end - para->begin >= LONG_BYTES) continue;
        /* Without a title page the title is the first line, and a heading just before the text is that. */
        bool heading = contents == UINT32_MAX && para->kind == AQ_HEADING && (i == 0 || i + 1 == end);
        if (!heading) para->kind = AQ_TITLE_PAGE;
    }
}

/* From the heading of the interview guide to the next appendix. */
static void find_guide(aq_paras *paras, const char *text) {
    bool inside = false;
    for (uint32_t i = 0; i < paras->n; i++) {
        struct aq_para *para = &paras->items[i];
        char key[256];
        if (para->kind == AQ_HEADING) {
            size_t n = aq_fold(text + para->begin, para->end - para->begin, key, sizeof key);
            if (aq_is_guide_heading(key, n) && i * 2 >= paras->n)
                inside = true;
            else if (aq_is_end_heading(key, n))
                inside = false;
        } else if (inside && para->kind != AQ_FOOTNOTE) {
            para->kind = AQ_GUIDE;
        }
    }
}

/* Comments, adverts and buttons at the end of a saved web page. */
static void find_residue(aq_paras *paras, const char *text) {
    uint32_t from = paras->n;
    for (uint32_t i = paras->n; i-- > paras->n / 3;) {
        const struct aq_para *para = &paras->items[i];
        char key[200];
        size_t n = aq_fold(text + para->begin, para->end - para->begin, key, sizeof key);
        int residue = aq_residue(key, n);
        if (residue == 2 || (residue == 1 && from < paras->n)) from = i;
    }
    for (uint32_t i = from; i < paras->n; i++) paras->items[i].kind = AQ_FURNITURE;
}

/* A word processor's file says what is a heading, a footnote or the head of a page: that is surer than shapes. */
static void take_zones(aq_paras *paras, const struct aq_zones *zones) {
    static const uint8_t kinds[UTS_ZONE_COUNT_] = {[UTS_ZONE_HEADING] = AQ_HEADING,
                                                   [UTS_ZONE_CONTENTS] = AQ_CONTENTS,
                                                   [UTS_ZONE_GUIDE] = AQ_GUIDE,
                                                   [UTS_ZONE_FOOTNOTE] = AQ_FOOTNOTE,
                                                   [UTS_ZONE_FURNITURE] = AQ_FURNITURE};
    for (uint32_t i = 0, z = 0; i < paras->n; i++) {
        struct aq_para *para = &paras->items[i];
        while (z < zones->n && zones->end[z] <= para->begin) z++;
        if (z == zones->n || zones->begin[z] > para->begin || zones->end[z] < para->end) continue;
        if (kinds[zones->kind[z]] && para->kind != AQ_GUIDE) para->kind = kinds[zones->kind[z]];
    }
}

void aq_paras_classify(aq_paras *paras, const char *text, const struct aq_zones *zones) {
    for (uint32_t i = 0; i < paras->n; i++) {
        struct aq_para *para = &paras->items[i];
        const char *p = text + para->begin, *end = text + para->end;
        para->kind = is_contents(text, para)      ? AQ_CONTENTS
                     : is_footnote(p, end)        ? AQ_FOOTNOTE
                     : is_page_number(text, para) ? AQ_FURNITURE
                     : is_heading(text, para)     ? AQ_HEADING
                     : is_list_item(p, end)       ? AQ_LIST
                                                  : AQ_PLAIN;
    }
    unmake_headings(paras, text);
    find_plain_contents(paras, text);
    find_title_page(paras, text);
    find_guide(paras, text);
    find_residue(paras, text);
    take_zones(paras, zones);
}

/* The paragraph breaks off: no punctuation that could end a sentence. */
static bool breaks_off(const char *text, const struct aq_para *para) {
    char kind;
    const char *end = text + para->end;
    if (para->kind != AQ_PLAIN || para->quote != UINT32_MAX) return false;
    if (strchr(".!?:;)]\"'|", end[-1])) return false;
    return !(para->end - para->begin >= 3 && (aq_mark(end - 3, end, &kind) == 3 || memcmp(end - 3, "…", 3) == 0));
}

void aq_paras_link(aq_paras *paras, const char *text) {
    for (uint32_t i = 0; i < paras->n; i++) {
        struct aq_para *para = &paras->items[i];
        if (!breaks_off(text, para)) continue;
        uint32_t next = next_body(paras, i);
        if (next >= paras->n || paras->items[next].kind != AQ_PLAIN) continue;
        const char *p = text + paras->items[next].begin, *end = text + paras->items[next].end;
        /* A name may be cut ("Elisabeth | Argentzell"): a capital goes on only after a paragraph of prose. */
        bool prose = para->end - para->begin >= LONG_BYTES && aq_is_upper(p, end);
        if (aq_is_lower(p, end) || prose) para->continues = next;
    }
}
