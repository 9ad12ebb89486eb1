/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "annotate.h"

#include "quote.h"
#include "style.h"

#include <utsaga/layers.h>
#include <utsaga/plugin_util.h>

/* What a worker keeps from document to document. */
struct worker {
    aq_paras paras;
    struct aq_attrs attrs;
    struct aq_quotes quotes;
};

struct run {
    const uts_host *host;
    uts_job *job;
    const uts_doc *doc;
    struct worker *w;
    const char *text;
    uint32_t n;
};

uts_status aq_create(const uts_host *host, uts_job *job, const void *conf, void **stage) {
    (void)job;
    (void)conf;
    /* The stage has nothing of its own but the host, which is constant. */
    union {
        const uts_host *in;
        void *out;
    } self = {.in = host};
    *stage = self.out;
    return UTS_OK;
}

uts_status aq_enter(void *stage, uts_job *job, void **local) {
    const uts_host *host = stage;
    *local = calloc(1, sizeof(struct worker));
    return *local ? UTS_OK : host->fail(job, UTS_E_NOMEM, UINT64_MAX, uts_cstr("out of memory"));
}

void aq_leave(void *stage, void *local) {
    (void)stage;
    struct worker *w = local;
    free(w->paras.items);
    aq_attrs_free(&w->attrs);
    free(w->quotes.all.items);
    free(w);
}

static uts_status no_memory(const struct run *r) {
    return r->host->fail(r->job, UTS_E_NOMEM, UINT64_MAX, uts_cstr("out of memory"));
}

/* ---- who is quoted ---- */

static uts_sym role_of(const struct run *r, const struct aq_attr *attr) {
    const struct aq_part *part = aq_attr_part(&r->w->attrs, attr, AQ_P_ROLE);
    if (!part) {
        /* "Medarbetare 3" names a person and tells the role. */
        part = aq_attr_part(&r->w->attrs, attr, AQ_P_CODE);
        if (!part) return 0;
    }
    char role[200];
    size_t n = aq_fold(r->text + part->begin, part->end - part->begin, role, sizeof role);
    if (part->kind == AQ_P_CODE) {
        while (n > 0 && role[n - 1] >= '0' && role[n - 1] <= '9') n--;
        if (n > 2 && role[n - 2] == ' ') n--;
        while (n > 0 && role[n - 1] == ' ') n--;
        if (!aq_is_role(role, n)) return 0;
    }
    for (size_t i = 0; i < n; i++)
        if (role[i] == ' ') role[i] = '_';
    return r->host->intern(r->job, uts_mkstr(role, n));
}

static uts_sym speaker_of(const struct run *r, const struct aq_attr *attr) {
    const struct aq_part *part = aq_attr_part(&r->w->attrs, attr, AQ_P_NAME);
    if (!part) part = aq_attr_part(&r->w->attrs, attr, AQ_P_CODE);
    return part ? r->host->intern(r->job, uts_mkstr(r->text + part->begin, part->end - part->begin)) : 0;
}

/* ---- layers ---- */

static uts_status give_turns(const struct run *r) {
    const struct aq_quotes *quotes = &r->w->quotes;
    uts_rows *rows = r->host->open_layer(r->job, &uts_layer_turn);
    for (uint32_t i = 0; i < quotes->all.n; i++) {
        const struct aq_quote *q = &quotes->all.items[i];
        const struct aq_attr *attr = q->attr == AQ_NONE ? NULL : &r->w->attrs.all.items[q->attr];
        uint32_t begin = q->segments[0].begin, end = q->segments[q->n_segments - 1].end;
        uts_sym speaker = attr ? speaker_of(r, attr) : 0;
        uint32_t flags = !attr ? UTS_TURN_CANDIDATE : speaker ? 0 : UTS_TURN_ANONYMOUS;
        if (q->repeats != AQ_NONE) flags |= UTS_TURN_REPEATED;
        uts_cell cells[] = {{.sym = speaker},
                            {.sym = attr ? role_of(r, attr) : 0},
                            {.u32 = UTS_ZONE_QUOTE},
                            {.u32 = flags},
                            {.i64 = -1},
                            {.i64 = -1},
                            {.u32 = attr ? attr->begin : begin},
                            {.u32 = attr ? attr->end : begin}};
        r->host->add(rows, begin, end, cells);
    }
    uts_status status = r->host->seal(rows);
    if (status != UTS_OK) return status;
    rows = r->host->open_layer(r->job, &uts_layer_segment);
    for (uint32_t i = 0; i < quotes->all.n; i++)
        for (uint32_t k = 0; k < quotes->all.items[i].n_segments; k++) {
            uts_cell cell = {.u32 = i};
            r->host->add(rows, quotes->all.items[i].segments[k].begin, quotes->all.items[i].segments[k].end, &cell);
        }
    return r->host->seal(rows);
}

/* Spans with a zone of their own, in text order: parts of quotes and attributions. */
struct special {
    uint32_t begin, end, zone;
};

static int by_begin(const void *a, const void *b) {
    const struct special *x = a, *y = b;
    return (x->begin > y->begin) - (x->begin < y->begin);
}

static struct special *find_special(const struct run *r, uint32_t *n) {
    const struct aq_quotes *quotes = &r->w->quotes;
    uint32_t room = 1;
    for (uint32_t i = 0; i < quotes->all.n; i++) room += quotes->all.items[i].n_segments + 1;
    struct special *special = r->host->alloc(r->job, room * sizeof *special, 8);
    *n = 0;
    for (uint32_t i = 0; special && i < quotes->all.n; i++) {
        const struct aq_quote *q = &quotes->all.items[i];
        for (uint32_t k = 0; k < q->n_segments; k++)
            special[(*n)++] = (struct special){q->segments[k].begin, q->segments[k].end, UTS_ZONE_QUOTE};
        if (q->attr == AQ_NONE) continue;
        const struct aq_attr *attr = &r->w->attrs.all.items[q->attr];
        special[(*n)++] = (struct special){attr->begin, attr->end, UTS_ZONE_METADATA};
    }
    if (special && *n) qsort(special, *n, sizeof *special, by_begin);
    return special;
}

static uint32_t zone_of(const struct aq_para *para) {
    static const uint32_t zones[] = {
        [AQ_PLAIN] = UTS_ZONE_NARRATIVE,   [AQ_LIST] = UTS_ZONE_NARRATIVE,      [AQ_HEADING] = UTS_ZONE_HEADING,
        [AQ_CONTENTS] = UTS_ZONE_CONTENTS, [AQ_TITLE_PAGE] = UTS_ZONE_METADATA, [AQ_FOOTNOTE] = UTS_ZONE_FOOTNOTE,
        [AQ_GUIDE] = UTS_ZONE_GUIDE,       [AQ_FURNITURE] = UTS_ZONE_FURNITURE};
    /* What is left of the paragraph of a block quote are quotation marks and points. */
    return para->quote != AQ_NONE ? UTS_ZONE_METADATA : zones[para->kind];
}

static void add_zone(const struct run *r, uts_rows *rows, uint32_t begin, uint32_t end, uint32_t zone) {
    begin += (uint32_t)aq_blank(r->text + begin, r->text + end);
    end = aq_trim(r->text, begin, end);
    uts_cell cell = {.u32 = zone};
    if (begin < end) r->host->add(rows, begin, end, &cell);
}

static uts_status give_zones(const struct run *r) {
    uint32_t n, next = 0;
    struct special *special = find_special(r, &n);
    if (!special) return UTS_E_NOMEM;
    uts_rows *rows = r->host->open_layer(r->job, &uts_layer_zone);
    for (uint32_t i = 0; i < r->w->paras.n; i++) {
        const struct aq_para *para = &r->w->paras.items[i];
        uint32_t at = para->begin, rest = zone_of(para);
        for (; next < n && special[next].begin < para->end; next++) {
            if (special[next].begin < at) continue; /* an attribution inside its quotation marks is there once */
            add_zone(r, rows, at, special[next].begin, rest);
            add_zone(r, rows, special[next].begin, special[next].end, special[next].zone);
            at = special[next].end;
        }
        add_zone(r, rows, at, para->end, rest);
    }
    return r->host->seal(rows);
}

/* ---- remarks for the run report ---- */

struct list {
    char text[4000];
    size_t n;
};

static void list_add(struct list *list, const char *item) {
    size_t n = strlen(item);
    if (list->n + n + 8 > sizeof list->text) return;
    if (list->n) {
        memcpy(list->text + list->n, ", ", 2);
        list->n += 2;
    }
    memcpy(list->text + list->n, item, n);
    list->n += n;
}

static void note_variants(const struct run *r) {
    const struct aq_attrs *attrs = &r->w->attrs;
    struct list list = {.n = 0};
    uint32_t folded = 0;
    for (uint32_t i = 0; i < attrs->all.n; i++) {
        const struct aq_attr *attr = &attrs->all.items[i];
        for (uint32_t k = 0; attr->accepted && k < attr->n_parts; k++) {
            const struct aq_part *part = &attrs->parts.items[attr->parts[k]], *shown = &attrs->parts.items[part->shown];
            uint32_t n = part->end - part->begin, m = shown->end - shown->begin;
            if (n == m && memcmp(r->text + part->begin, r->text + shown->begin, n) == 0) continue;
            char item[300];
            int made = snprintf(item, sizeof item, "%.*s -> %.*s", (int)n, r->text + part->begin, (int)m,
                                r->text + shown->begin);
            folded++;
            if (made > 0 && !memmem(list.text, list.n, item, strlen(item))) list_add(&list, item);
        }
    }
    if (folded)
        uts_notef(r->host, r->job, UTS_LOG_INFO, UINT64_MAX, uts_mkstr(list.text, list.n),
                  "%u spellings in attributions taken as variants of a commoner one", folded);
}

static void note_quotes(const struct run *r) {
    const struct aq_quotes *quotes = &r->w->quotes;
    struct list candidates = {.n = 0};
    uint32_t unattributed = 0, anonymous = 0;
    for (uint32_t i = 0; i < quotes->all.n; i++) {
        const struct aq_quote *q = &quotes->all.items[i];
        uint32_t begin = r->host->to_chars(r->doc, q->segments[0].begin);
        if (q->attr == AQ_NONE) {
            unattributed++;
            char place[16];
            snprintf(place, sizeof place, "%u", begin);
            list_add(&candidates, place);
        } else {
            anonymous += speaker_of(r, &r->w->attrs.all.items[q->attr]) == 0;
        }
        if (q->repeats == AQ_NONE) continue;
        uint32_t first = r->host->to_chars(r->doc, quotes->all.items[q->repeats].segments[0].begin);
        uts_notef(r->host, r->job, UTS_LOG_WARN, q->segments[0].begin, uts_cstr(""),
                  "the quote at character %u repeats the one at character %u: both are counted unless repeated=once",
                  begin, first);
    }
    uts_notef(r->host, r->job, UTS_LOG_INFO, UINT64_MAX, uts_cstr(""),
              "%u quotes: %u name a person, %u only a role (these cannot be counted as persons), %u nobody",
              quotes->all.n, quotes->all.n - unattributed - anonymous, anonymous, unattributed);
    if (unattributed)
        uts_notef(r->host, r->job, UTS_LOG_WARN, UINT64_MAX, uts_mkstr(candidates.text, candidates.n),
                  "%u passages look like quotes but have no attribution: marked as candidates, for a person to decide",
                  unattributed);
    note_variants(r);
}

static void note_page_breaks(const struct run *r) {
    struct list list = {.n = 0};
    uint32_t breaks = 0;
    for (uint32_t i = 0; i < r->w->paras.n; i++) {
        const struct aq_para *para = &r->w->paras.items[i];
        if (para->continues == AQ_NONE) continue;
        breaks++;
        char place[32];
        snprintf(place, sizeof place, "%u-%u", r->host->to_chars(r->doc, para->end),
                 r->host->to_chars(r->doc, r->w->paras.items[para->continues].begin));
        list_add(&list, place);
    }
    if (breaks)
        uts_notef(r->host, r->job, UTS_LOG_INFO, UINT64_MAX, uts_mkstr(list.text, list.n),
                  "%u paragraphs are cut by a page break (characters in the detail)", breaks);
}

/* ---- the stage ---- */

/* Somebody already knows who speaks: the document is a transcript. */
static bool is_transcript(const uts_layer *turn) {
    const uts_sym *speaker = turn->data[UTS_TURN_SPEAKER];
    const uint32_t *zone = turn->data[UTS_TURN_ZONE], *from = turn->data[UTS_TURN_LABEL_BEGIN],
                   *to = turn->data[UTS_TURN_LABEL_END];
    const int64_t *start = turn->data[UTS_TURN_START_MS];
    for (uint32_t i = 0; i < turn->rows; i++)
        if (speaker[i] || start[i] >= 0 || zone[i] == UTS_ZONE_QUESTION || from[i] < to[i]) return true;
    return false;
}

/*
 * Without a single attribution, quotation marks alone do not make a report: people quote others when they speak. Then
 * the text must not sound spoken: 6.5 in 100 lies between prose (0 to 5) and interviews (8 to 20).
 */
static bool is_report(const struct run *r) {
    const struct aq_quotes *quotes = &r->w->quotes;
    for (uint32_t i = 0; i < quotes->all.n; i++)
        if (quotes->all.items[i].attr != AQ_NONE) return true;
    return quotes->all.n > 0 && aq_style_rate(r->text, r->n) < 6.5;
}

uts_status aq_annotate(void *stage, void *local, uts_job *job, const uts_doc *doc) {
    const uts_host *host = stage;
    uts_str text = host->doc_text(doc);
    struct run r = {host, job, doc, local, text.p, (uint32_t)text.n};
    const uts_layer *turn = host->layer(doc, "turn");
    if (turn && is_transcript(turn)) return UTS_OK;
    struct worker *w = local;
    if (!aq_paras_split(&w->paras, r.text, r.n)) return no_memory(&r);
    const uts_layer *zone = host->layer(doc, "zone");
    struct aq_zones zones = {zone->begin, zone->end, zone->data[UTS_ZONE_KIND], zone->rows};
    aq_paras_classify(&w->paras, r.text, &zones);
    aq_attrs_find(&w->attrs, &w->paras, r.text, r.n);
    if (w->attrs.failed) return no_memory(&r);
    if (host->cancelled(job)) return UTS_E_CANCELLED;
    aq_quotes_find(&w->quotes, &w->paras, &w->attrs, r.text);
    if (w->quotes.failed) return no_memory(&r);
    if (!is_report(&r)) {
        if (w->paras.n)
            host->note(
                job, UTS_LOG_INFO, UINT64_MAX,
                uts_cstr(
                    "no speaker labels and no quotes: the whole text is taken as speech of one unknown speaker, one "
                    "turn a paragraph"),
                uts_cstr(""));
        return UTS_OK;
    }
    if (!aq_quotes_compare(&w->quotes, r.text)) return no_memory(&r);
    uts_status status = give_turns(&r);
    if (status == UTS_OK) status = give_zones(&r);
    if (status == UTS_OK) note_quotes(&r);
    if (status == UTS_OK) note_page_breaks(&r);
    return status;
}
