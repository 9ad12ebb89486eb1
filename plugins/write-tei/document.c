/* SPDX-License-Identifier: GPL-3.0-or-later */
/* One document: gathers its layers, writes tei/ID.xml and, beside it, tei/ID.txt. */
#include "tei.h"

static void take_tokens(struct tei_doc *d) {
    d->sentence = d->host->layer(d->doc, "sentence");
    d->token = d->host->layer(d->doc, "token");
    if (!d->token) return;
    d->form = d->token->data[UTS_TOKEN_FORM];
    d->token_kind = d->token->data[UTS_TOKEN_KIND];
    d->norm = d->host->layer(d->doc, "token.norm");
    d->lemma = d->host->layer(d->doc, "token.lemma");
    d->hit = d->stage->codebook ? d->host->layer(d->doc, "hit") : NULL;
    if (d->norm) d->token_norm = d->norm->data[UTS_TOKEN_NORM];
    if (d->lemma) {
        d->token_lemma = d->lemma->data[UTS_LEMMA_LEMMA];
        d->token_upos = d->lemma->data[UTS_LEMMA_UPOS];
    }
    if (!d->hit) return;
    d->hit_code = d->hit->data[UTS_HIT_CODE];
    d->hit_rule = d->hit->data[UTS_HIT_RULE];
    d->hit_polarity = d->hit->data[UTS_HIT_POLARITY];
    d->hit_first = d->hit->data[UTS_HIT_FIRST_TOKEN];
    d->hit_last = d->hit->data[UTS_HIT_LAST_TOKEN];
    d->hit_excluded = d->hit->data[UTS_HIT_EXCLUDED_BY];
}

static void take_layers(struct tei_doc *d) {
    d->paragraph = d->host->layer(d->doc, "paragraph");
    d->zone = d->host->layer(d->doc, "zone");
    d->event = d->host->layer(d->doc, "event");
    d->turn = d->host->layer(d->doc, "turn");
    d->segment = d->turn ? d->host->layer(d->doc, "segment") : NULL;
    if (d->turn) {
        d->speaker = d->turn->data[UTS_TURN_SPEAKER];
        d->role = d->turn->data[UTS_TURN_ROLE];
        d->turn_zone = d->turn->data[UTS_TURN_ZONE];
        d->turn_flags = d->turn->data[UTS_TURN_FLAGS];
        d->start_ms = d->turn->data[UTS_TURN_START_MS];
        d->end_ms = d->turn->data[UTS_TURN_END_MS];
        d->label_begin = d->turn->data[UTS_TURN_LABEL_BEGIN];
        d->label_end = d->turn->data[UTS_TURN_LABEL_END];
    }
    take_tokens(d);
}

static bool number_notes(struct tei_doc *d) {
    d->note_number = d->host->alloc(d->job, (d->n_notes + 1) * sizeof(uint32_t), 4);
    if (!d->note_number) return false;
    for (uint32_t i = 0; i < d->local->n_pieces; i++) {
        const struct tei_piece *p = &d->local->pieces[i];
        uint32_t head = p->begin + 8 < p->end ? p->begin + 8 : p->end;
        if (p->note) d->note_number[p->note - 1] = tei_number_in(d, p->begin, head);
    }
    return true;
}

/* The last part of the document's name, as a URI reference. */
static bool name_file(struct tei_doc *d) {
    /* The file of a corpus stands above the folders of the texts. */
    const char *slash = d->id.n && !d->stage->corpus ? memrchr(d->id.p, '/', d->id.n) : NULL;
    uts_str base = slash ? uts_mkstr(slash + 1, (size_t)(d->id.p + d->id.n - slash - 1)) : d->id;
    d->file = d->host->alloc(d->job, base.n * 3 + 5, 1);
    if (!d->file) return false;
    char *escaped = d->host->alloc(d->job, base.n * 15 + 32, 1);
    if (!escaped) return false;
    size_t n = tei_uri(d->file, base);
    memcpy(d->file + n, ".txt", 4);
    /* '&' is fine in a URI but not in XML. */
    uint32_t replaced = 0;
    escaped[tei_escape_to(escaped, d->file, n + 4, true, &replaced)] = 0;
    d->file = escaped;
    return true;
}

/* Bytes of a name that stand in an identifier as they are. '.' does not: it opens an escape, and ends the prefix. */
static bool is_plain(unsigned char c) {
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '-' || c == '_';
}

/* In a corpus, "d.NAME." before each identifier: other names give other prefixes. */
static bool name_prefix(struct tei_doc *d) {
    static const char hex[] = "0123456789ABCDEF";
    bool iso = d->stage->conf->profile == TEI_PROFILE_ISO;
    char *hash = d->host->alloc(d->job, 3 * d->id.n + 8, 1), *to = hash;
    if (!hash) return false;
    *to++ = '#';
    if (d->stage->corpus) {
        *to++ = 'd';
        *to++ = '.';
        for (size_t i = 0; i < d->id.n; i++) {
            unsigned char c = (unsigned char)d->id.p[i];
            if (!is_plain(c)) *to++ = '.', *to++ = hex[c >> 4], c = (unsigned char)hex[c & 15];
            *to++ = (char)c;
        }
        *to++ = '.';
    }
    d->hash = hash;
    d->prefix = hash + 1;
    d->ref = iso ? d->prefix : d->hash;
    return true;
}

static bool prepare(struct tei_doc *d) {
    uint32_t rows = d->turn ? d->turn->rows : 0, hits = d->hit ? d->hit->rows : 0;
    d->parts = d->host->alloc(d->job, (rows + 1) * sizeof(uint32_t), 4);
    d->written = d->host->alloc(d->job, (rows + 1) * sizeof(uint32_t), 4);
    d->hit_seen = d->host->alloc(d->job, hits + 1, 1);
    d->active = d->host->alloc(d->job, (hits + 1) * sizeof(uint32_t), 4);
    if (!d->parts || !d->written || !d->hit_seen || !d->active) return false;
    if (!name_prefix(d) || !name_file(d) || !tei_make_pieces(d) || !number_notes(d) || !tei_make_persons(d) ||
        !tei_find_points(d) || !tei_find_sayings(d) || !tei_find_breaks(d) || !tei_find_unclear(d) ||
        !tei_find_spoken(d) || !tei_take_codings(d))
        return false;
    uint32_t first_hit = hits ? d->hit_first[0] : UTS_NO_ROW, first_doubt = d->n_unclear ? d->unclear[0] : UTS_NO_ROW;
    d->next_special = d->stage->conf->ids == TEI_IDS_ALWAYS ? 0 : first_hit < first_doubt ? first_hit : first_doubt;
    return tei_words_begin(&d->local->words, d->host, d->job, d->lemma != NULL);
}

static uts_io *create(struct tei_doc *d, const char *suffix) {
    char *path = d->host->alloc(d->job, d->id.n + 16, 1);
    if (!path) return NULL;
    memcpy(path, "tei/", 4);
    memcpy(path + 4, d->id.p, d->id.n);
    memcpy(path + 4 + d->id.n, suffix, strlen(suffix) + 1);
    return d->host->create(d->job, path);
}

static uts_status write_text(struct tei_doc *d) {
    uts_io *io = create(d, ".txt");
    if (!io) return UTS_E_IO;
    d->host->write(io, d->text.p, d->text.n);
    return d->host->close(io);
}

/* A corpus is put together in order, by fold. */
struct part {
    size_t n;
    char xml[];
};

static void put_document(struct tei_doc *d) {
    tei_put_header(d);
    tei_put_body(d);
    tei_put_standoff(d);
    TEI_LIT(d->out, "</TEI>\n");
}

static uts_status write_tei(struct tei_doc *d, void **part) {
    struct tei_out *o = d->out;
    uts_status status = UTS_OK;
    o->n = 0;
    o->failed = false;
    o->replaced = 0;
    if (!d->stage->corpus && !(o->io = create(d, ".xml"))) return UTS_E_IO;
    put_document(d);
    if (o->io) {
        tei_flush(o);
        status = d->host->close(o->io);
        o->io = NULL;
    } else if (!o->failed) {
        struct part *p = d->host->alloc(d->job, sizeof *p + o->n, 16);
        if (!p) return UTS_E_NOMEM;
        p->n = o->n;
        memcpy(p->xml, o->p, o->n);
        *part = p;
    }
    if (status < 0) return status;
    if (d->local->words.failed || o->failed)
        return uts_failf(d->host, d->job, UTS_E_NOMEM, UINT64_MAX, "Out of memory while writing TEI.");
    if (o->replaced)
        uts_notef(d->host, d->job, UTS_LOG_WARN, UINT64_MAX, uts_mkstr(NULL, 0),
                  "The text holds characters that XML does not allow; U+FFFD stands for them in the TEI file.");
    return UTS_OK;
}

uts_status tei_write_document(void *stage, void *local, uts_job *job, const uts_doc *doc, void **part) {
    struct tei_stage *s = stage;
    struct tei_local *l = local;
    struct tei_doc d = {.stage = s, .local = l, .out = &l->out, .host = s->host, .job = job, .doc = doc};
    d.text = d.host->doc_text(doc);
    d.id = d.host->doc_id(doc);
    take_layers(&d);
    uts_status status = UTS_OK;
    if (!prepare(&d)) status = uts_failf(d.host, job, UTS_E_NOMEM, UINT64_MAX, "Out of memory while writing TEI.");
    if (status == UTS_OK) status = write_tei(&d, part);
    if (status == UTS_OK && s->conf->text) status = write_text(&d);
    tei_ids_free(&d.person_ids);
    return status;
}

/* ---- one file for all ---- */

uts_status tei_begin_corpus(struct tei_stage *stage, uts_job *job) {
    struct tei_out o;
    stage->corpus = stage->host->create(job, "tei/corpus.xml");
    if (!stage->corpus) return UTS_E_IO;
    if (!tei_out_make(&o, stage->host))
        return uts_failf(stage->host, job, UTS_E_NOMEM, UINT64_MAX, "Out of memory while writing TEI.");
    o.io = stage->corpus;
    tei_put_corpus_header(&o, stage);
    tei_flush(&o);
    tei_out_free(&o);
    return UTS_OK;
}

uts_status tei_fold_document(void *stage, uts_job *job, const uts_doc *doc, void *part) {
    (void)job;
    (void)doc;
    const struct tei_stage *s = stage;
    const struct part *p = part;
    return p ? s->host->write(s->corpus, p->xml, p->n) : UTS_OK;
}

uts_status tei_end_corpus(struct tei_stage *stage) {
    static const char end[] = "</teiCorpus>\n";
    uts_io *io = stage->corpus;
    stage->corpus = NULL;
    stage->host->write(io, end, sizeof end - 1);
    return stage->host->close(io);
}
