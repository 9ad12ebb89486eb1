/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The open source: a document for each TEI in it. */
#include "tei_in.h"

struct tei_frame *tei_parent(struct tei_cursor *c) {
    static struct tei_frame none;
    return c->depth > 1 ? &c->stack[c->depth - 2] : &none;
}

/* ---- a document begins and ends ---- */

static void forget(struct tei_cursor *c) {
    struct tei_list *own[] = {&c->places, &c->us, &c->labels, &c->spans, &c->breaks, &c->ranges};
    for (size_t i = 0; i < sizeof own / sizeof *own; i++) own[i]->n = own[i]->n_order = 0;
    c->persons.n = c->level.persons;
    c->categories.n = c->level.categories;
    c->coders.n = c->level.coders;
    c->whens.n = c->level.whens;
    c->persons.n_order = c->categories.n_order = c->coders.n_order = c->whens.n_order = 0;
    c->names.n = c->level.names;
    c->title = c->n = 0;
    c->own = c->level.own;
    c->verbatim = c->by_line = c->space = c->space_line = c->new_line = c->glue = c->after_mark = c->after_token =
        false;
    c->is_waiting = c->speaks = c->zone_cut = c->after_pause = c->token_joins = false;
    c->label_begin = c->label_end = c->token_end = c->tokens = 0;
    c->block_who = c->block_start = c->block_end = c->waiting_label = 0;
    c->left_out = c->corrected = c->includes = c->soft = 0;
    c->time_unit = 1000;
    c->category = UTS_NO_ROW;
}

void tei_begin_document(struct tei_cursor *c, const struct tei_attributes *a) {
    if (!c->documents++)
        c->level = (struct tei_level){c->persons.n, c->categories.n, c->coders.n, c->whens.n, c->names.n, c->own};
    forget(c);
    c->n = tei_keep_attribute(c, a, "n");
    if (!c->n) c->n = tei_keep_attribute(c, a, "id");
    transcript_start(&c->t, c->host, c->job);
}

static struct tei_frame *push(struct tei_cursor *c, enum tei_element element) {
    static const struct tei_frame outside = {.mode = TEI_IGNORE};
    const struct tei_frame *parent = c->depth ? &c->stack[c->depth - 1] : &outside;
    struct tei_frame *f = &c->stack[c->depth++];
    *f = (struct tei_frame){.element = element,
                            .mode = parent->mode,
                            .zone = parent->zone,
                            .begin = transcript_at(&c->t),
                            .place = UTS_NO_ROW,
                            .row = UTS_NO_ROW,
                            .ms = -1,
                            .speech = parent->speech};
    return f;
}

static void start_text(struct tei_cursor *c, const struct tei_attributes *a, struct tei_frame *f) {
    f->mode = TEI_IN_TEXT;
    f->zone = UTS_ZONE_NARRATIVE;
    if (f->element != EL_BODY || !c->own || c->verbatim) return;
    c->verbatim = tei_is(tei_attribute(a, "space"), "preserve");
    c->by_line = tei_is(tei_attribute(a, "rend"), "lines");
    c->t.verbatim = c->t.knows_turns = c->verbatim;
    if (c->verbatim) f->zone = 0;
}

static void note_place(struct tei_cursor *c, const struct tei_attributes *a, struct tei_frame *f) {
    uts_str id = a->n ? tei_attribute(a, "id") : uts_mkstr("", 0);
    struct tei_place *place = id.n ? tei_add(c, &c->places, sizeof *place) : NULL;
    if (!place) return;
    place->id = tei_keep(c, id);
    place->begin = place->end = transcript_at(&c->t);
    f->place = c->places.n - 1;
}

void tei_start_element(struct tei_cursor *c, const char *local, enum tei_element element,
                       const struct tei_attributes *a) {
    struct tei_frame *f = push(c, element);
    if (c->depth == 1 && element != EL_TEI && element != EL_CORPUS) {
        tei_stop(c, UTS_E_FORMAT, "is XML, but no TEI: its root is neither TEI nor teiCorpus");
        return;
    }
    if (f->mode == TEI_SKIP) return;
    if (element == EL_CORPUS && !c->documents) {
        c->corpus = true;
    } else if (element == EL_TEI && f->mode == TEI_IGNORE && (c->depth == 1 || c->corpus)) {
        if (c->depth > 1 && c->stack[c->depth - 2].element != EL_CORPUS) return;
        tei_begin_document(c, a);
    } else if (f->mode == TEI_IGNORE && element == EL_BODY && c->t.host) {
        start_text(c, a, f);
    } else if (!tei_open_header(c, a, f) && f->mode == TEI_IN_TEXT) {
        note_place(c, a, f);
        f->kind = element == EL_EVENT ? tei_event_kind(c, local) : 0;
        if (c->verbatim)
            tei_open_own(c, a, f);
        else
            tei_open_body(c, a, f);
    }
}

void tei_end_element(struct tei_cursor *c) {
    struct tei_frame *f = &c->stack[c->depth - 1];
    bool is_document = f->element == EL_TEI && f->mode == TEI_IGNORE && c->t.host &&
                       (c->depth == 1 || c->stack[c->depth - 2].element == EL_CORPUS);
    if (f->mark || (!tei_close_header(c, f) && f->mode != TEI_SKIP)) {
        if (c->verbatim)
            tei_close_own(c, f);
        else
            tei_close_body(c, f);
    }
    if (f->place != UTS_NO_ROW) ((struct tei_place *)(void *)c->places.items)[f->place].end = transcript_at(&c->t);
    c->depth--;
    if (is_document) c->complete = true;
}

void tei_characters(struct tei_cursor *c, uts_str text, int64_t end) {
    if (c->t.text.n + text.n > TEI_MOST_TEXT) {
        tei_stop(c, UTS_E_LIMIT, "holds a document of more than 1 GiB of text: split it");
        return;
    }
    if (c->verbatim)
        tei_put_own(c, text, end);
    else
        tei_put_folded(c, text, end);
}

/* ---- the source ---- */

void tei_close(void *stage, void *cursor) {
    (void)stage;
    struct tei_cursor *c = cursor;
    struct tei_list *lists[] = {&c->persons, &c->categories, &c->coders, &c->whens,  &c->places,
                                &c->us,      &c->labels,     &c->spans,  &c->breaks, &c->ranges};
    for (size_t i = 0; i < sizeof lists / sizeof *lists; i++) tei_list_free(lists[i]);
    if (c->xml && c->xml->myDoc) xmlFreeDoc(c->xml->myDoc);
    if (c->xml) xmlFreeParserCtxt(c->xml);
    transcript_free(&c->t);
    rt_out_free(&c->recoded);
    free(c->names.p);
    free(c->gathered.p);
    free(c);
}

static uts_status refuse(const struct tei_cursor *c, uts_job *job) {
    if (c->where == UINT64_MAX && c->new_line)
        return uts_failf(c->host, job, c->why, UINT64_MAX, "line %u: %s", c->line, c->message);
    return uts_failf(c->host, job, c->why, c->where, "%s", c->message);
}

uts_status tei_open(void *stage, uts_job *job, uts_io *source, void **cursor) {
    const struct tei_in_stage *s = stage;
    struct tei_cursor *c = calloc(1, sizeof *c);
    if (!c) return uts_failf(s->host, job, UTS_E_NOMEM, UINT64_MAX, "out of memory");
    const char *language = s->host->setting("language");
    c->host = s->host;
    c->job = job;
    c->english = language && strcmp(language, "en") == 0;
    c->category = UTS_NO_ROW;
    c->time_unit = 1000;
    uts_status status = s->host->source_bytes(job, source, &c->source);
    if (status == UTS_OK && !tei_xml_start(c)) status = refuse(c, job);
    if (status < 0)
        tei_close(stage, c);
    else
        *cursor = c;
    return status;
}

uts_status tei_next(void *stage, void *cursor, uts_job *job) {
    (void)stage;
    struct tei_cursor *c = cursor;
    bool first = c->documents == 0;
    c->job = job;
    tei_xml_walk(c);
    bool found = c->complete;
    /* A file that breaks off behind its only document is not whole either. */
    if (found && !c->corpus) {
        c->complete = false;
        tei_xml_walk(c);
    }
    c->complete = false;
    if (c->stopped) return refuse(c, job);
    if (!found)
        return first ? uts_failf(c->host, job, UTS_E_FORMAT, UINT64_MAX, "there is no TEI document in the file")
                     : UTS_END;
    uts_status status = tei_give(c);
    transcript_free(&c->t);
    return status;
}
