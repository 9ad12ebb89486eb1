/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "label.h"

#include "mark.h"
#include "words.h"

#include <string.h>

/* Bytes in which a separator is looked for. Parliament writes "Herr Olsson i Gävle, som på begäran …, anförde:". */
enum { LABEL_BYTES = 240 };

size_t at_blank(const char *p, const char *end) {
    const char *at = p;
    for (;;) {
        if (at < end && (*at == ' ' || *at == '\t'))
            at++;
        else if (end - at >= 2 && (unsigned char)at[0] == 0xC2 && (unsigned char)at[1] == 0xA0)
            at += 2;
        else if (end - at >= 3 && memcmp(at, "\xE2\x80\xAF", 3) == 0)
            at += 3;
        else
            return (size_t)(at - p);
    }
}

static bool is_digit(char c) { return c >= '0' && c <= '9'; }

static size_t digits(const char *p, const char *end, int64_t *value) {
    size_t n = 0;
    *value = 0;
    while (p + n < end && is_digit(p[n]) && n < 6) *value = *value * 10 + (p[n++] - '0');
    return n;
}

size_t at_clock(const char *p, const char *end, int64_t *ms) {
    const char *at = p;
    int64_t part, total = 0;
    size_t n = digits(at, end, &part), parts = 1;
    if (n < 1 || n > 3) return 0;
    total = part;
    at += n;
    while (parts < 3 && end - at >= 3 && *at == ':' && is_digit(at[1]) && is_digit(at[2])) {
        part = (at[1] - '0') * 10 + (at[2] - '0');
        if (part > 59) return 0;
        total = total * 60 + part;
        at += 3;
        parts++;
    }
    if (parts < 2 || (at < end && is_digit(*at))) return 0;
    total *= 1000;
    /* A fraction: ".5" and ",500" everywhere, "-5" in f4. */
    if (end - at >= 2 && (*at == '.' || *at == ',' || *at == '-') && is_digit(at[1])) {
        int64_t fraction;
        n = digits(at + 1, end, &fraction);
        if (n <= 3) {
            for (size_t i = n; i < 3; i++) fraction *= 10;
            total += fraction;
            at += n + 1;
        }
    }
    *ms = total;
    return (size_t)(at - p);
}

/* " - " or " --> " or "–" between two times. */
static size_t range_sign(const char *p, const char *end) {
    const char *at = p + at_blank(p, end);
    if (end - at >= 3 && memcmp(at, "-->", 3) == 0)
        at += 3;
    else if (end - at >= 3 && memcmp(at, "\xE2\x80\x93", 3) == 0)
        at += 3;
    else if (at < end && *at == '-' && at > p)
        at += 1;
    else
        return 0;
    return (size_t)(at - p) + at_blank(at, end);
}

size_t at_stamp(const char *p, const char *end, int64_t *start_ms, int64_t *end_ms, bool *marked) {
    static const char open[] = "[(#{", close[] = "])#}";
    *end_ms = -1;
    *marked = false;
    if (p >= end) return 0;
    const char *kind = *p ? strchr(open, *p) : NULL;
    const char *at = p + (kind != NULL);
    if (kind) at += at_blank(at, end);
    size_t n = at_clock(at, end, start_ms);
    if (!n) return 0;
    at += n;
    size_t sign = range_sign(at, end);
    if (sign && (n = at_clock(at + sign, end, end_ms)))
        at += sign + n;
    else
        *end_ms = -1;
    if (kind) {
        at += at_blank(at, end);
        if (at >= end || *at != close[kind - open]) return 0;
        at++;
        *marked = true;
    }
    return (size_t)(at - p);
}

static const char *trim_back(const char *begin, const char *end) {
    for (;;) {
        if (end > begin && (end[-1] == ' ' || end[-1] == '\t' || end[-1] == '\n'))
            end--;
        else if (end - begin >= 2 && (unsigned char)end[-2] == 0xC2 && (unsigned char)end[-1] == 0xA0)
            end -= 2;
        else
            return end;
    }
}

/* "**" or "__" at p. */
static bool is_bold_mark(const char *p, const char *end) {
    return end - p >= 2 && ((p[0] == '*' && p[1] == '*') || (p[0] == '_' && p[1] == '_'));
}

/* Length of an en or em dash at p. */
static size_t dash(const char *p, const char *end) {
    return end - p >= 3 && memcmp(p, "\xE2\x80", 2) == 0 && ((unsigned char)p[2] == 0x93 || (unsigned char)p[2] == 0x94)
               ? 3
               : 0;
}

/* What stands before a name: list mark, bold, time stamp, the $ of the Göteborg standard. */
struct lead {
    const char *at;
    int64_t start_ms, end_ms;
    bool timed, marked, bold, gts;
};

static struct lead take_lead(const char *p, const char *end) {
    struct lead lead = {.at = p + at_blank(p, end), .start_ms = -1, .end_ms = -1};
    if (is_bold_mark(lead.at, end)) {
        lead.bold = true;
        lead.at += 2;
    }
    int64_t start, stop;
    bool marked;
    size_t n = at_stamp(lead.at, end, &start, &stop, &marked);
    if (n) {
        const char *after = lead.at + n;
        size_t gap = at_blank(after, end);
        if (marked || gap || after == end) {
            lead.timed = true;
            lead.marked = marked;
            lead.start_ms = start;
            lead.end_ms = stop;
            lead.at = after + gap;
            size_t line =
                lead.at < end && *lead.at == '-' && lead.at + 1 < end && lead.at[1] == ' ' ? 1 : dash(lead.at, end);
            if (line && lead.at + line < end && at_blank(lead.at + line, end))
                lead.at += line + at_blank(lead.at + line, end);
        }
    }
    if (!lead.bold && is_bold_mark(lead.at, end)) {
        lead.bold = true;
        lead.at += 2;
    }
    if (lead.at < end && *lead.at == '$') {
        lead.gts = true;
        lead.at++;
    }
    return lead;
}

/* A bracket at the end of the name that is no part of it: a time, "(skrattar)". Returns where the name ends. */
static const char *cut_bracket(const char *begin, const char *end, struct at_candidate *c) {
    if (end == begin || (end[-1] != ')' && end[-1] != ']')) return end;
    char open = end[-1] == ')' ? '(' : '[';
    const char *at = end - 1;
    while (at > begin && *at != open) at--;
    if (*at != open || at == begin) return end;
    int64_t start, stop;
    bool marked;
    if (at_stamp(at, end, &start, &stop, &marked) == (size_t)(end - at)) {
        c->start_ms = start;
        c->end_ms = stop;
        return trim_back(begin, at);
    }
    char key[128];
    size_t n = at_fold(at + 1, (size_t)(end - at) - 2, key, sizeof key);
    return at_mark_is_known(key, n) ? trim_back(begin, at) : end;
}

/* The name without bold marks, trailing blanks and a bracket that is no part of it. */
static const char *name_end(const char *begin, const char *end, struct at_candidate *c) {
    end = trim_back(begin, end);
    if (end - begin > 2 && is_bold_mark(end - 2, end)) end = trim_back(begin, end - 2);
    return cut_bracket(begin, end, c);
}

/* After the separator: blanks, the rest of bold, a time stamp. */
static const char *text_start(const char *p, const char *end, struct at_candidate *c) {
    const char *at = p;
    if (is_bold_mark(at, end)) at += 2;
    at += at_blank(at, end);
    if (c->start_ms < 0) {
        int64_t start, stop;
        bool marked;
        size_t n = at_stamp(at, end, &start, &stop, &marked);
        bool cell = n && at + n < end && at[n] == '\t'; /* name TAB time TAB text */
        if (n && (marked || cell)) {
            c->start_ms = start;
            c->end_ms = stop;
            at += n;
            if (at < end && *at == ':') at++;
            at += at_blank(at, end);
        }
    }
    return at;
}

static bool is_colon(const char *p, const char *end) {
    const char *after = p + 1;
    return after == end || *after == ' ' || *after == '\t' || is_bold_mark(after, end) || at_blank(after, end);
}

/* The colon that ends a label, or NULL. Skips "2:a läkaren", "M:LLE" and clock times. */
static const char *find_colon(const char *p, const char *end) {
    const char *limit = end - p > LABEL_BYTES ? p + LABEL_BYTES : end;
    for (const char *at = p; at < limit && (at = memchr(at, ':', (size_t)(limit - at))); at++)
        if (at > p && is_colon(at, end)) return at;
    return NULL;
}

static bool has_letter(const char *p, const char *end) {
    for (; p < end; p++)
        if ((unsigned char)((*p | 0x20) - 'a') < 26 || (unsigned char)*p >= 0xC3) return true;
    return false;
}

static bool fill(struct at_candidate *c, const char *text, const struct lead *lead, const char *name, const char *stop,
                 const char *body) {
    stop = name_end(name, stop, c);
    if (stop <= name || !has_letter(name, stop)) return false;
    if (c->start_ms < 0) {
        c->start_ms = lead->start_ms;
        c->end_ms = lead->end_ms;
    }
    c->name_begin = (uint32_t)(name - text);
    c->name_end = (uint32_t)(stop - text);
    c->text = (uint32_t)(body - text);
    return true;
}

static bool parse_bracket(const char *text, const struct lead *lead, const char *end, struct at_candidate *c) {
    if (lead->at >= end || *lead->at != '[') return false;
    const char *limit = end - lead->at > LABEL_BYTES ? lead->at + LABEL_BYTES : end;
    const char *stop = memchr(lead->at, ']', (size_t)(limit - lead->at));
    if (!stop) return false;
    const char *after = stop + 1;
    bool colon = after < end && *after == ':';
    if (colon) after++;
    size_t gap = at_blank(after, end);
    /* A bracket alone on its line is a remark unless a colon says otherwise. */
    if (after + gap == end ? !colon : !gap && !colon) return false;
    c->layout = AT_BRACKET;
    return fill(c, text, lead, lead->at + 1, stop, text_start(after, end, c));
}

static bool parse_colon(const char *text, const struct lead *lead, const char *end, struct at_candidate *c) {
    const char *colon = find_colon(lead->at, end);
    if (!colon) return false;
    if (memchr(lead->at, '\t', (size_t)(colon - lead->at))) return false;
    c->layout = AT_COLON;
    return fill(c, text, lead, lead->at, colon, text_start(colon + 1, end, c));
}

static bool parse_tab(const char *text, const struct lead *lead, const char *end, struct at_candidate *c) {
    const char *limit = end - lead->at > LABEL_BYTES ? lead->at + LABEL_BYTES : end;
    const char *tab = lead->at < limit ? memchr(lead->at, '\t', (size_t)(limit - lead->at)) : NULL;
    if (!tab || tab == lead->at) return false;
    c->layout = AT_TAB;
    return fill(c, text, lead, lead->at, tab, text_start(tab, end, c));
}

/* time TAB text TAB name: the name comes last. */
static bool parse_table(const char *text, const struct lead *lead, const char *end, struct at_candidate *c) {
    if (!lead->timed || lead->at == text || lead->at[-1] != '\t') return false;
    const char *at = end;
    while (at > lead->at && at[-1] != '\t') at--;
    if (at == lead->at || end - at > LABEL_BYTES) return false;
    c->layout = AT_TABLE;
    if (!fill(c, text, lead, at + at_blank(at, end), end, lead->at)) return false;
    c->text_end = (uint32_t)(at - text);
    return true;
}

static bool parse_name_dash(const char *text, const struct lead *lead, const char *end, struct at_candidate *c) {
    const char *limit = end - lead->at > 80 ? lead->at + 80 : end;
    for (const char *at = lead->at; at + 4 < limit; at++) {
        if (*at != ' ') continue;
        size_t n = at[1] == '-' ? 1 : dash(at + 1, end);
        if (!n || at_blank(at + 1 + n, end) == 0) continue;
        c->layout = AT_NAME_DASH;
        return fill(c, text, lead, lead->at, at, text_start(at + 1 + n, end, c));
    }
    return false;
}

/* A short line with nothing but a name, perhaps with a time beside it. */
static bool parse_alone(const char *text, const struct lead *lead, const char *end, struct at_candidate *c) {
    const char *stop = trim_back(lead->at, end);
    if (stop == lead->at || stop - lead->at > 80) return false;
    c->layout = lead->timed ? AT_TIMED : AT_ALONE;
    /* "Anna Ek  0:06": a time at the end, after two blanks or in brackets. */
    const char *at = stop;
    while (at > lead->at && (is_digit(at[-1]) || at[-1] == ':' || at[-1] == '.')) at--;
    int64_t ms;
    if (!lead->timed && at < stop && at - lead->at > 2 && at_clock(at, stop, &ms) == (size_t)(stop - at) &&
        at_blank(at - 1, stop) >= 1) {
        c->layout = AT_TIMED;
        c->start_ms = ms;
        stop = at;
    } else if (memchr(".!?", stop[-1], 3) && !lead->timed) {
        return false;
    }
    const char *before = stop;
    bool good = fill(c, text, lead, lead->at, stop, end);
    if (good && c->layout == AT_ALONE && (uint32_t)(before - text) != c->name_end && c->start_ms >= 0)
        c->layout = AT_TIMED;
    return good;
}

/* "**A question?**" as a whole line. */
static bool parse_bold(const char *text, const struct lead *lead, const char *end, struct at_candidate *c) {
    const char *stop = trim_back(lead->at, end);
    if (!lead->bold || stop - lead->at < 3 || !is_bold_mark(stop - 2, stop)) return false;
    if (memchr(lead->at, '*', (size_t)(stop - 2 - lead->at))) return false;
    c->layout = AT_BOLD;
    c->name_begin = c->name_end = c->text = (uint32_t)(lead->at - text);
    c->text_end = (uint32_t)(stop - 2 - text);
    return true;
}

static bool parse_dash(const char *text, const char *p, const char *end, struct at_candidate *c) {
    size_t n = p < end && *p == '-' ? 1 : dash(p, end);
    if (!n || p + n >= end) return false;
    size_t gap = at_blank(p + n, end);
    if (!gap || p + n + gap == end) return false;
    c->layout = AT_DASH;
    c->name_begin = c->name_end = (uint32_t)(p + n - text);
    c->text = (uint32_t)(p + n + gap - text);
    return true;
}

int at_parse_line(const char *text, uint32_t begin, uint32_t end_offset, uint32_t line, struct at_candidate out[2]) {
    const char *end = text + end_offset, *start = text + begin;
    struct lead lead = take_lead(start, end);
    int n = 0;
    struct at_candidate blank = {.line = line,
                                 .begin = (uint32_t)(start + at_blank(start, end) - text),
                                 .text_end = UINT32_MAX,
                                 .start_ms = -1,
                                 .end_ms = -1};
    out[0] = out[1] = blank;
    if (lead.at >= end) return 0;
    if (parse_bracket(text, &lead, end, &out[0])) return 1;
    out[0] = blank;
    if (parse_table(text, &lead, end, &out[0]))
        n = 1;
    else if (out[0] = blank, parse_colon(text, &lead, end, &out[0]))
        n = 1;
    else
        out[0] = blank;
    /* Only a long "label" is doubtful enough to look for another reading. */
    bool dashed = text[blank.begin] == '-' || dash(text + blank.begin, end);
    if (n == 1 && out[0].layout == AT_COLON && out[0].name_end - out[0].name_begin < 40 && !dashed && !lead.bold)
        return 1;
    struct at_candidate *second = &out[n];
    if (parse_bold(text, &lead, end, second) ||
        (*second = blank, parse_dash(text, start + at_blank(start, end), end, second)) ||
        (*second = blank, parse_tab(text, &lead, end, second)) ||
        (*second = blank, n == 0 && parse_alone(text, &lead, end, second)) ||
        (*second = blank, parse_name_dash(text, &lead, end, second)))
        n++;
    return n;
}
