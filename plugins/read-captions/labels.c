/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "labels.h"

#include <string.h>
#include <unicode/uchar.h>

enum { LABEL_BYTES = 100, LABEL_WORDS = 5 };

static bool is_upper_or_digit(const char *p) {
    uint32_t length;
    uint32_t c = uts_utf8_at(p, &length);
    return u_isupper((UChar32)c) || u_istitle((UChar32)c) || u_isdigit((UChar32)c);
}

/* "Anna Ek: text", "[SPEAKER_00]: text": a capital, few words, no sign that ends a sentence. */
static struct transcript_span colon_label(const struct captions *c, struct transcript_span line, size_t *skip) {
    const char *p = c->text.text.p + line.begin;
    size_t n = line.end - line.begin, words = 1;
    const char *colon = memchr(p, ':', n < LABEL_BYTES ? n : LABEL_BYTES);
    if (!colon || colon == p) return (struct transcript_span){0, 0};
    size_t end = (size_t)(colon - p), begin = 0;
    if (end + 1 < n && p[end + 1] != ' ' && p[end + 1] != '\t' && (unsigned char)p[end + 1] != 0xC2)
        return (struct transcript_span){0, 0}; /* 12:30, https: */
    *skip = end + 1;
    if (p[0] == '[' && p[end - 1] == ']' && end > 2) begin++, end--;
    for (size_t i = begin; i < end; i++) {
        if (strchr("?!;<>{}[]\"", p[i])) return (struct transcript_span){0, 0};
        words += p[i] == ' ';
    }
    if (words > LABEL_WORDS || !is_upper_or_digit(p + begin)) return (struct transcript_span){0, 0};
    return (struct transcript_span){line.begin + (uint32_t)begin, line.begin + (uint32_t)end};
}

/* A name on the first of several lines. */
static struct transcript_span line_label(const struct captions *c, const struct cue *cue, size_t *skip) {
    const struct transcript_span *lines = c->cues.lines + cue->first_line;
    if (cue->n_lines < 2) return (struct transcript_span){0, 0};
    const char *p = c->text.text.p + lines[0].begin;
    size_t n = lines[0].end - lines[0].begin, words = 1;
    for (size_t i = 0; i < n; i++) {
        if (strchr(".,:?!;<>{}[]\"", p[i])) return (struct transcript_span){0, 0};
        words += p[i] == ' ';
    }
    if (n > LABEL_BYTES || words > LABEL_WORDS || !is_upper_or_digit(p)) return (struct transcript_span){0, 0};
    *skip = lines[1].begin - lines[0].begin;
    return lines[0];
}

struct transcript_span labels_of(const struct captions *c, const struct cue *cue, enum label_shape shape,
                                 size_t *skip) {
    struct transcript_span none = {0, 0};
    *skip = 0;
    if (cue->n_lines == 0 || shape == LABELS_NONE) return none;
    struct transcript_span found =
        shape == LABELS_COLON ? colon_label(c, c->cues.lines[cue->first_line], skip) : line_label(c, cue, skip);
    if (found.begin == found.end) *skip = 0;
    return found;
}

/* Cues with a label, and those whose label another cue has too. Few names are many cues: a small table is enough. */
struct tally {
    uint32_t cues, labelled, recurring;
};

static struct tally count(const struct captions *c, enum label_shape shape) {
    struct tally t = {0};
    const uts_host *host = c->pieces.host;
    enum { MANY = 4096 };
    uint8_t seen[MANY] = {0};
    for (int pass = 0; pass < 2; pass++)
        for (uint32_t i = 0; i < c->cues.n; i++) {
            size_t skip;
            struct transcript_span l = labels_of(c, &c->cues.items[i], shape, &skip);
            t.cues += pass == 0 && c->cues.items[i].n_lines > 0;
            if (l.begin == l.end) continue;
            uts_sym label = host->intern(c->pieces.job, uts_mkstr(c->text.text.p + l.begin, l.end - l.begin));
            uint8_t *n = &seen[label % MANY];
            if (pass == 0) {
                t.labelled++;
                if (*n < 2) ++*n;
            } else {
                t.recurring += *n == 2;
            }
        }
    return t;
}

enum label_shape labels_find(const struct captions *c) {
    struct tally t = count(c, LABELS_COLON);
    /* Cues that go on carry no name in some exports: a third is enough, but the names must come back. */
    if (t.labelled * 3 >= t.cues && t.recurring * 3 >= t.labelled * 2 && t.recurring) return LABELS_COLON;
    if (t.labelled && t.labelled == t.cues) return LABELS_COLON;
    t = count(c, LABELS_LINE);
    return t.cues > 2 && t.labelled == t.cues && t.recurring * 3 >= t.labelled * 2 ? LABELS_LINE : LABELS_NONE;
}

bool labels_machine(uts_str label) { return label.n > 8 && memcmp(label.p, "SPEAKER_", 8) == 0; }
