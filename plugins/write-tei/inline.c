/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The text inside a paragraph: sentences, marks of the transcriber. Every character of the stretch comes out, in order.
 */
#include "tei.h"

void tei_put_raw(struct tei_doc *d, uint32_t begin, uint32_t end) {
    if (begin < end) tei_text(d->out, d->text.p + begin, end - begin);
}

/* ---- marks of the transcriber ---- */

/* The signs of U+2000 to U+206F, such as the ellipsis, are no letters. */
static bool has_letter_or_digit(const char *p, uint32_t n) {
    for (uint32_t i = 0, length; i < n; i += length) {
        uint32_t c = uts_utf8_at(p + i, &length);
        if ((c >= '0' && c <= '9') || ((c | 32) >= 'a' && (c | 32) <= 'z') || (c >= 0xC0 && (c < 0x2000 || c > 0x206F)))
            return true;
    }
    return false;
}

static void put_duration(struct tei_doc *d, int64_t ms) {
    if (ms < 0) return;
    TEI_LIT(d->out, " dur=\"PT");
    tei_put_seconds(d->out, ms);
    TEI_LIT(d->out, "S\"");
}

static void put_in(struct tei_doc *d, const char *element, const char *attributes, int64_t ms, bool desc,
                   uint32_t begin, uint32_t end) {
    TEI_LIT(d->out, "<");
    tei_puts(d->out, element);
    tei_puts(d->out, attributes);
    put_duration(d, ms);
    tei_puts(d->out, desc ? "><desc>" : ">");
    tei_put_raw(d, begin, end);
    tei_puts(d->out, desc ? "</desc></" : "</");
    tei_puts(d->out, element);
    TEI_LIT(d->out, ">");
}

/* pause is empty in TEI, so the mark itself stands after it: as pc when it is a sign such as "...", else as note.
 * Nobody pauses outside speech: the dots of a table of contents are signs only. @p marked: the transcriber's mark, not
 * dots that only the tokens take for a pause. */
static void put_pause(struct tei_doc *d, int64_t ms, bool marked, uint32_t begin, uint32_t end) {
    if (d->in_u) {
        TEI_LIT(d->out, "<pause");
        put_duration(d, ms);
        TEI_LIT(d->out, "/>");
    }
    if (has_letter_or_digit(d->text.p + begin, end - begin))
        put_in(d, "note", " type=\"pause\"", -1, false, begin, end);
    else
        put_in(d, "pc", marked ? " type=\"pause\"" : "", -1, false, begin, end);
}

/* Where speech of two begins or ceases to overlap. The anchor is empty, so the sign stands after it. ISO 24624 keeps
 * anchors for times. */
static void put_overlap(struct tei_doc *d, uint32_t begin, uint32_t end) {
    if (d->in_u && d->stage->conf->profile != TEI_PROFILE_ISO)
        tei_puts(d->out, d->text.p[begin] == ']' ? "<anchor type=\"overlap\" subtype=\"end\"/>"
                                                 : "<anchor type=\"overlap\" subtype=\"start\"/>");
    put_in(d, "pc", " type=\"overlap\"", -1, false, begin, end);
}

/* A reference to a footnote points at it when exactly one has the number. In a footnote it is the note's own number. */
static void put_note_ref(struct tei_doc *d, uint32_t begin, uint32_t end) {
    if (d->in_note) {
        tei_put_raw(d, begin, end);
        return;
    }
    uint32_t number = tei_number_in(d, begin, end), found = 0, times = 0;
    for (uint32_t i = 0; i < d->n_notes && number; i++) {
        if (d->note_number[i] != number) continue;
        found = i + 1;
        times++;
    }
    TEI_LIT(d->out, "<ref type=\"note\"");
    if (times == 1) {
        TEI_LIT(d->out, " target=\"");
        tei_puts(d->out, d->hash);
        TEI_LIT(d->out, "fn");
        tei_put_u32(d->out, found);
        TEI_LIT(d->out, "\"");
    }
    TEI_LIT(d->out, ">");
    tei_put_raw(d, begin, end);
    TEI_LIT(d->out, "</ref>");
}

void tei_put_event(struct tei_doc *d, uint32_t kind, int64_t ms, bool marked, uint32_t begin, uint32_t end) {
    switch (kind) {
    case UTS_EVENT_PAUSE:
        put_pause(d, ms, marked, begin, end);
        break;
    case UTS_EVENT_VOCAL:
        put_in(d, "vocal", "", ms, true, begin, end);
        break;
    case UTS_EVENT_INAUDIBLE:
        put_in(d, "gap", " reason=\"inaudible\"", ms, true, begin, end);
        break;
    case UTS_EVENT_OMITTED:
        put_in(d, "gap", " reason=\"editorial\"", -1, true, begin, end);
        break;
    case UTS_EVENT_INCIDENT:
        put_in(d, "incident", "", ms, true, begin, end);
        break;
    case UTS_EVENT_KINESIC:
        put_in(d, "kinesic", "", ms, true, begin, end);
        break;
    case UTS_EVENT_ANONYMISED:
        put_in(d, "gap", " reason=\"anonymised\"", -1, true, begin, end);
        break;
    case UTS_EVENT_UNCLEAR:
        put_in(d, "note", " type=\"unclear\"", -1, false, begin, end);
        break;
    case UTS_EVENT_TIME:
        put_in(d, "time", " type=\"recording\"", -1, false, begin, end);
        break;
    case UTS_EVENT_NOTE_REF:
        put_note_ref(d, begin, end);
        break;
    case UTS_EVENT_OVERLAP:
        put_overlap(d, begin, end);
        break;
    case UTS_EVENT_BACKCHANNEL:
        put_in(d, "seg", " type=\"backchannel\"", -1, false, begin, end);
        break;
    case UTS_EVENT_CUTOFF:
        put_in(d, "seg", " type=\"cutoff\"", -1, false, begin, end);
        break;
    default:
        put_in(d, "note", " type=\"comment\"", -1, false, begin, end);
    }
}

void tei_put_marked(struct tei_doc *d, uint32_t begin, uint32_t end) {
    uint32_t at = begin;
    if (d->event) {
        const uint32_t *kinds = d->event->data[UTS_EVENT_KIND];
        const int64_t *durations = d->event->data[UTS_EVENT_DURATION_MS];
        while (d->next_event < d->event->rows && d->event->begin[d->next_event] < begin) d->next_event++;
        for (uint32_t i = d->next_event; i < d->event->rows && d->event->end[i] <= end; d->next_event = ++i) {
            if (d->event->begin[i] < at || d->event->begin[i] == d->event->end[i]) continue;
            tei_put_raw(d, at, d->event->begin[i]);
            tei_put_event(d, kinds[i], durations[i], true, d->event->begin[i], d->event->end[i]);
            at = d->event->end[i];
        }
    }
    tei_put_raw(d, at, end);
}

static void put_stretch(struct tei_doc *d, uint32_t begin, uint32_t end) {
    if (begin >= end) return;
    if (d->token && d->stage->conf->tokens == TEI_TOKENS_FULL)
        tei_put_spoken(d, begin, end);
    else
        tei_put_marked(d, begin, end);
}

void tei_put_inline(struct tei_doc *d, uint32_t begin, uint32_t end) {
    /* ISO 24624 has no sentences. */
    const uts_layer *s = d->stage->conf->profile == TEI_PROFILE_ISO ? NULL : d->sentence;
    uint32_t at = begin;
    while (s && at < end) {
        uint32_t i = d->next_sentence;
        while (i < s->rows && s->end[i] <= at) i++;
        d->next_sentence = i;
        if (i == s->rows || s->begin[i] >= end) break;
        uint32_t from = s->begin[i] > at ? s->begin[i] : at, to = s->end[i] < end ? s->end[i] : end;
        put_stretch(d, at, from);
        /* part says that a sentence was cut by the end of the piece: a page break or a footnote. */
        bool before = s->begin[i]<from, after = s->end[i]> to;
        tei_puts(d->out, before && after ? "<s part=\"M\">"
                         : before        ? "<s part=\"F\">"
                         : after         ? "<s part=\"I\">"
                                         : "<s>");
        put_stretch(d, from, to);
        TEI_LIT(d->out, "</s>");
        at = to;
    }
    put_stretch(d, at, end);
}
