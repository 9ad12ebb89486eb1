/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "markup.h"

#include <libxml/HTMLparser.h>
#include <string.h>
#include <strings.h>
#include <utsaga/plugin_util.h>

enum { REFERENCE_BYTES = 10, SPEAKER_BYTES = 200 };

/* ---- character references ---- */

static uint32_t number(const char *p, size_t n) {
    bool hex = n && (*p | 0x20) == 'x';
    uint32_t c = 0;
    if (n == (size_t)hex) return 0;
    for (size_t i = hex; i < n; i++) {
        char d = (char)(p[i] | 0x20);
        uint32_t digit = d >= 'a' && d <= 'f' && hex  ? (uint32_t)(d - 'a' + 10)
                         : p[i] >= '0' && p[i] <= '9' ? (uint32_t)(p[i] - '0')
                                                      : 99;
        if (digit == 99) return 0;
        c = c * (hex ? 16 : 10) + digit;
        if (c > 0x10FFFF) return 0;
    }
    return c >= 0x20 && (c < 0xD800 || c > 0xDFFF) && c != 0xFFFE && c != 0xFFFF ? c : 0;
}

/* The character that the reference at @p p stands for; 0: it is none. Only those with a semicolon: "AT&T" is text. */
static uint32_t reference(const char *p, size_t n, size_t *length) {
    const char *end = n > 2 ? memchr(p, ';', n < REFERENCE_BYTES ? n : REFERENCE_BYTES) : NULL;
    if (!end || end == p + 1) return 0;
    *length = (size_t)(end - p) + 1;
    if (p[1] == '#') return number(p + 2, *length - 3);
    char name[REFERENCE_BYTES + 1];
    memcpy(name, p + 1, *length - 2);
    name[*length - 2] = 0;
    if (strcmp(name, "apos") == 0) return '\'';
    const htmlEntityDesc *entity = htmlEntityLookup((const xmlChar *)name);
    return entity ? entity->value : 0;
}

/* ---- tags ---- */

enum tag { TAG_NONE, TAG_OTHER, TAG_VOICE, TAG_END_VOICE };

/* "<" is a tag only when it begins one of the formats' own: "<3" and "<namn>" are what somebody wrote. */
static enum tag tag_at(const char *p, size_t n, size_t *length) {
    static const char *const known[] = {"font", "ruby", "rt", "lang"};
    const char *close = memchr(p, '>', n);
    if (!close) return TAG_NONE;
    *length = (size_t)(close - p) + 1;
    int64_t ms;
    if (*length == 3 && p[1] == '/') return TAG_OTHER; /* "</>" */
    if (pieces_time(p + 1, *length - 2, &ms) == *length - 2) return TAG_OTHER;
    size_t from = p[1] == '/' ? 2 : 1, to = from;
    while ((p[to] | 0x20) >= 'a' && (p[to] | 0x20) <= 'z') to++;
    bool ends = p[to] == '>' || p[to] == ' ' || p[to] == '.' || p[to] == '\t' || p[to] == '/' || p[to] == '\n';
    if (!ends) return TAG_NONE;
    if (to - from == 1 && (p[from] | 0x20) == 'v') return from == 2 ? TAG_END_VOICE : TAG_VOICE;
    if (to - from == 1) return strchr("cibus", p[from] | 0x20) ? TAG_OTHER : TAG_NONE;
    for (size_t i = 0; i < sizeof known / sizeof *known; i++)
        if (strlen(known[i]) == to - from && strncasecmp(known[i], p + from, to - from) == 0) return TAG_OTHER;
    return TAG_NONE;
}

/* The name in "<v.loud Anna &Ouml;st>". */
static uts_sym voice(struct captions *c, const char *p, size_t n) {
    char name[SPEAKER_BYTES + 8] = "";
    size_t at = 2, to = 0;
    while (at < n - 1 && p[at] != ' ' && p[at] != '\t') at++;
    for (; at < n - 1 && to < SPEAKER_BYTES; at++) {
        size_t length = 1;
        uint32_t ch = p[at] == '&' ? reference(p + at, n - 1 - at, &length) : 0;
        bool blank = p[at] == ' ' || p[at] == '\t' || p[at] == '\n';
        if (ch)
            to += uts_utf8_put(name + to, ch);
        else if (!blank || (to && name[to - 1] != ' '))
            name[to++] = blank ? ' ' : p[at];
        if (ch) at += length - 1;
    }
    if (to >= SPEAKER_BYTES) /* no half characters */
        while (to && ((unsigned char)name[to - 1] & 0x80)) to--;
    while (to && name[to - 1] == ' ') to--;
    c->voices = true;
    return c->pieces.host->intern(c->pieces.job, uts_mkstr(name, to));
}

/* "{\an8}", where some programs say where a cue stands on the screen. */
static size_t position_code(const char *p, size_t n) {
    if (n < 4 || p[0] != '{' || p[1] != '\\') return 0;
    const char *close = memchr(p, '}', n < 40 ? n : 40);
    return close ? (size_t)(close - p) + 1 : 0;
}

/* ---- a cue ---- */

/* Where the next sign stands that may be markup. Written for the vectoriser: one verdict over a block of bytes. */
static size_t next_sign(const char *text, size_t at, size_t end) {
    enum { BLOCK = 32 };
    for (; at + BLOCK <= end; at += BLOCK) {
        unsigned char found = 0;
        for (int i = 0; i < BLOCK; i++)
            found |= (unsigned char)((text[at + i] == '<') | (text[at + i] == '&') | (text[at + i] == '{'));
        if (found) break;
    }
    while (at < end && text[at] != '<' && text[at] != '&' && text[at] != '{') at++;
    return at;
}

static void put_stretch(struct captions *c, const struct cue *cue, size_t begin, size_t end, uts_sym speaker) {
    const char *text = c->text.text.p;
    for (size_t at = begin; at < end;) {
        size_t stop = next_sign(text, at, end), length = 0;
        if (stop > at) pieces_put_source(&c->pieces, &c->text, at, stop);
        at = stop;
        if (at == end) break;
        enum tag tag = text[at] == '<' ? tag_at(text + at, end - at, &length) : TAG_NONE;
        uint32_t ch = text[at] == '&' ? reference(text + at, end - at, &length) : 0;
        if (text[at] == '{') length = position_code(text + at, end - at);
        if (tag == TAG_VOICE || tag == TAG_END_VOICE) {
            uts_sym who = tag == TAG_VOICE ? voice(c, text + at, length) : speaker;
            struct piece *piece = c->pieces.items.n ? pieces_item(&c->pieces, c->pieces.items.n - 1) : NULL;
            if (piece && piece->n_runs == 0)
                piece->speaker = who; /* nothing was said before it */
            else
                pieces_begin(&c->pieces, who, cue->start_ms, cue->end_ms);
        } else if (ch) {
            char utf8[4];
            size_t n = uts_utf8_put(utf8, ch);
            pieces_put(&c->pieces, uts_mkstr(utf8, n), (int64_t)source_text_offset(&c->text, at),
                       (int64_t)source_text_offset(&c->text, at + length));
        } else if (tag == TAG_NONE && !(text[at] == '{' && length)) {
            pieces_put_source(&c->pieces, &c->text, at, at + 1);
            length = 1;
        }
        at += length;
    }
}

/* "- Ja." or "– Ja.": lines of different people. */
static bool begins_with_dash(const struct captions *c, struct transcript_span line) {
    const char *p = c->text.text.p + line.begin;
    size_t n = line.end - line.begin;
    return (n > 2 && p[0] == '-' && p[1] == ' ') || (n > 4 && memcmp(p, "–", 3) == 0 && p[3] == ' ');
}

void captions_put_cue(struct captions *c, const struct cue *cue, uts_sym speaker, size_t skip) {
    const struct transcript_span *lines = c->cues.lines + cue->first_line;
    bool dialogue = cue->n_lines > 1;
    for (uint32_t i = 0; i < cue->n_lines; i++) dialogue &= begins_with_dash(c, lines[i]);
    if (cue->n_lines && !dialogue) { /* in one go: a tag may end on the next line */
        struct transcript_span last = lines[cue->n_lines - 1];
        pieces_begin(&c->pieces, speaker, cue->start_ms, cue->end_ms);
        put_stretch(c, cue, lines[0].begin + skip, last.end, speaker);
        return;
    }
    for (uint32_t i = 0; i < cue->n_lines; i++) {
        pieces_begin(&c->pieces, speaker, cue->start_ms, cue->end_ms);
        put_stretch(c, cue, lines[i].begin, lines[i].end, speaker);
    }
}
