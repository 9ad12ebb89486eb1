/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Codings that came with the document, by people and other programs: beside the hits, never mixed with them. */
#include "tei.h"

static bool begins(uts_str s, const char *with) { return s.n >= strlen(with) && memcmp(s.p, with, strlen(with)) == 0; }

/* Made by an earlier run and made anew by this one: with a codebook, its hits take their place. */
static bool is_renewed(const struct tei_doc *d, uint32_t row) {
    if (!d->stage->codebook) return false;
    uts_str coder = d->host->spell(d->job, ((const uts_sym *)d->coding->data[UTS_CODING_CODER])[row]);
    uts_str note = d->host->spell(d->job, ((const uts_sym *)d->coding->data[UTS_CODING_NOTE])[row]);
    return uts_str_eq(coder, uts_cstr("utsaga")) && (begins(note, "utsaga: regel ") || begins(note, "utsaga: rule "));
}

/* Numbers the distinct symbols of a column from 1, in order of the rows that are written. */
static bool number(struct tei_doc *d, const uts_sym *column, uint32_t **numbers, uts_sym **distinct, uint32_t *n) {
    uint32_t rows = d->coding->rows;
    uint32_t *of = d->host->alloc(d->job, (d->host->symbol_count(d->job) + 1) * sizeof *of, 4);
    *numbers = d->host->alloc(d->job, (rows + 1) * sizeof **numbers, 4);
    *distinct = d->host->alloc(d->job, (rows + 1) * sizeof **distinct, 4);
    if (!of || !*numbers || !*distinct) return false;
    for (uint32_t i = 0; i < rows; i++) {
        if (!column[i] || d->coding_renewed[i]) continue;
        if (!of[column[i]]) {
            (*distinct)[(*n)++] = column[i];
            of[column[i]] = *n;
        }
        (*numbers)[i] = of[column[i]];
    }
    return true;
}

bool tei_take_codings(struct tei_doc *d) {
    d->coding = d->host->layer(d->doc, "coding");
    if (!d->coding || !d->coding->rows) {
        d->coding = NULL;
        return true;
    }
    uint32_t renewed = 0;
    d->coding_renewed = d->host->alloc(d->job, d->coding->rows, 1);
    if (!d->coding_renewed) return false;
    for (uint32_t i = 0; i < d->coding->rows; i++) renewed += d->coding_renewed[i] = is_renewed(d, i);
    if (renewed)
        uts_notef(d->host, d->job, UTS_LOG_INFO, UINT64_MAX, uts_mkstr(NULL, 0),
                  "TEI: %u codings that an earlier run made are made anew", renewed);
    d->n_codings = d->coding->rows - renewed;
    return number(d, d->coding->data[UTS_CODING_CODE], &d->given_of, &d->given, &d->n_given) &&
           number(d, d->coding->data[UTS_CODING_CODER], &d->coder_of, &d->coders, &d->n_coders);
}

static void put_numbered(struct tei_doc *d, const char *before, const char *mark, const char *name, uint32_t i) {
    tei_puts(d->out, before);
    tei_puts(d->out, mark);
    tei_puts(d->out, name);
    tei_put_u32(d->out, i);
    TEI_LIT(d->out, "\"");
}

void tei_put_coders(struct tei_doc *d) {
    for (uint32_t i = 0; i < d->n_coders; i++) {
        uts_str name = d->host->spell(d->job, d->coders[i]);
        put_numbered(d, "\n<respStmt xml:id=\"", d->prefix, "coder.", i + 1);
        TEI_LIT(d->out, "><resp>");
        tei_puts(d->out, tei_say(d->stage, TEI_CODING));
        TEI_LIT(d->out, "</resp><name>");
        tei_text(d->out, name.p, name.n);
        TEI_LIT(d->out, "</name></respStmt>");
    }
}

/* n is the whole path, as the document names the code; term is its last part. */
void tei_put_given_codes(struct tei_doc *d) {
    if (!d->n_given) return;
    TEI_LIT(d->out, "<classDecl><taxonomy xml:id=\"");
    tei_puts(d->out, d->prefix);
    TEI_LIT(d->out, "given\"><bibl><title>");
    tei_puts(d->out, tei_say(d->stage, TEI_GIVEN_CODES));
    TEI_LIT(d->out, "</title></bibl>\n");
    for (uint32_t i = 0; i < d->n_given; i++) {
        uts_str path = d->host->spell(d->job, d->given[i]);
        const char *slash = memrchr(path.p, '/', path.n), *last = slash ? slash + 1 : path.p;
        put_numbered(d, "<category xml:id=\"", d->prefix, "given.", i + 1);
        TEI_LIT(d->out, " n=\"");
        tei_attribute(d->out, path.p, path.n);
        TEI_LIT(d->out, "\"><catDesc><term>");
        tei_text(d->out, last, (size_t)(path.p + path.n - last));
        TEI_LIT(d->out, "</term></catDesc></category>\n");
    }
    TEI_LIT(d->out, "</taxonomy></classDecl>\n");
}

/* The remark of the coder is the text of the span, the identity in the source its n. */
static void put_coding(struct tei_doc *d, uint32_t i) {
    uts_str guid = d->host->spell(d->job, ((const uts_sym *)d->coding->data[UTS_CODING_GUID])[i]);
    uts_str note = d->host->spell(d->job, ((const uts_sym *)d->coding->data[UTS_CODING_NOTE])[i]);
    put_numbered(d, "<span xml:id=\"", d->prefix, "coding", i + 1);
    if (guid.n) {
        TEI_LIT(d->out, " n=\"");
        tei_attribute(d->out, guid.p, guid.n);
        TEI_LIT(d->out, "\"");
    }
    tei_put_range(d, "target", d->coding->begin[i], d->coding->end[i]);
    if (d->given_of[i]) put_numbered(d, " ana=\"", d->hash, "given.", d->given_of[i]);
    if (d->coder_of[i]) put_numbered(d, " resp=\"", d->hash, "coder.", d->coder_of[i]);
    TEI_LIT(d->out, ">");
    tei_text(d->out, note.p, note.n);
    TEI_LIT(d->out, "</span>\n");
}

void tei_put_codings(struct tei_doc *d) {
    if (!d->n_codings) return;
    TEI_LIT(d->out, "<spanGrp type=\"coding\">\n");
    for (uint32_t i = 0; i < d->coding->rows; i++)
        if (!d->coding_renewed[i]) put_coding(d, i);
    TEI_LIT(d->out, "</spanGrp>\n");
}
