/* SPDX-License-Identifier: GPL-3.0-or-later */
/* kwic: what a rule finds, with the words on both sides. The rule is an option of annotate-theme, which knows the
 * language. */
#include "command.h"

#include "diag.h"
#include "kwic.h"
#include "number.h"
#include <errno.h>
#include <stdlib.h>
#include <string.h>
#include <utsaga/layers.h>

typedef struct concordance {
    kwic_lines lines;
    uint32_t context;
    bool characters; /* context is counted in them, not in words */
    const char *format;
    int sort;
    bool excel;
    bool failed;
} concordance;

enum { MOST_CONTEXT = 10000 };

/* ---- context ---- */

static bool is_blank(char c) { return c == ' ' || (c >= '\t' && c <= '\r'); }
static bool continues(char c) { return ((unsigned char)c & 0xC0) == 0x80; }

/* Where the context before the hit begins: so many words or characters back, not before `from`. */
static uint32_t context_begin(const concordance *c, const uts_doc *doc, const uts_layer *token, uint32_t first,
                              uint32_t from) {
    const uint32_t *kind = token->data[UTS_TOKEN_KIND];
    uint32_t at = token->begin[first], n = 0;
    if (c->characters) {
        for (; at > from && n < c->context; n++) do
                at--;
            while (at > from && continues(doc->text.p[at]));
        return at;
    }
    for (uint32_t k = first; k-- > 0 && token->begin[k] >= from && n < c->context;) {
        at = token->begin[k];
        n += UTS_TOKEN_IS_WORD(kind[k]);
    }
    return at;
}

static uint32_t context_end(const concordance *c, const uts_doc *doc, const uts_layer *token, uint32_t last,
                            uint32_t to) {
    const uint32_t *kind = token->data[UTS_TOKEN_KIND];
    uint32_t at = token->end[last], n = 0;
    if (c->characters) {
        for (; at < to && n < c->context; n++) do
                at++;
            while (at < to && continues(doc->text.p[at]));
        return at;
    }
    for (uint32_t k = last + 1; k < token->rows && token->end[k] <= to && n < c->context; k++) {
        at = token->end[k];
        n += UTS_TOKEN_IS_WORD(kind[k]);
    }
    return at;
}

/* The stretch that context is taken from: the turn, or else the paragraph. */
static void stretch_of(const uts_doc *doc, const uts_layer *token, uint32_t first, uint32_t last, uint32_t *from,
                       uint32_t *to) {
    const uts_layer *turn = job_layer(doc->job, "turn"), *paragraph = job_layer(doc->job, "paragraph");
    uint32_t row = ((const uint32_t *)token->data[UTS_TOKEN_TURN])[first];
    *from = token->begin[first];
    *to = token->end[last];
    const uts_layer *rows = turn && row < turn->rows ? turn : paragraph;
    if (rows == paragraph) {
        for (row = 0; paragraph && row < paragraph->rows && paragraph->end[row] <= *from;) row++;
        if (!paragraph || row == paragraph->rows) return;
    }
    if (rows->begin[row] < *from) *from = rows->begin[row];
    if (rows->end[row] > *to) *to = rows->end[row];
}

/* A copy on one line, without blanks at its ends. */
static uts_str copy_flat(concordance *c, const char *p, size_t n) {
    while (n && is_blank(*p)) p++, n--;
    while (n && is_blank(p[n - 1])) n--;
    char *out = arena_take(&c->lines.memory, n + 1, 1);
    if (!out) {
        c->failed = true;
        return (uts_str){"", 0};
    }
    size_t k = 0;
    for (size_t i = 0; i < n; i++)
        if (!is_blank(p[i]))
            out[k++] = p[i];
        else if (k && out[k - 1] != ' ')
            out[k++] = ' ';
    return (uts_str){out, k};
}

static uts_str copy_symbol(concordance *c, const uts_doc *doc, uts_sym s) {
    if (!s) return (uts_str){"", 0};
    uts_str text = symtab_spell(doc->job->symbols, s);
    return copy_flat(c, text.p, text.n);
}

/* ---- lines ---- */

static void add_line(concordance *c, const uts_doc *doc, const uts_layer *token, uint32_t first, uint32_t last,
                     bool negated) {
    static const char *const zones[] = UTS_ZONE_NAMES;
    const uts_layer *turn = job_layer(doc->job, "turn");
    uint32_t row = ((const uint32_t *)token->data[UTS_TOKEN_TURN])[first], from, to;
    uint32_t zone = ((const uint32_t *)token->data[UTS_TOKEN_ZONE])[first];
    uint32_t begin = token->begin[first], end = token->end[last];
    kwic_lines *lines = &c->lines;
    if (lines->n == lines->room) {
        uint64_t room = lines->room ? lines->room * 2 : 256;
        kwic_line *more = realloc(lines->items, room * sizeof *more);
        if (!more) {
            c->failed = true;
            return;
        }
        lines->items = more;
        lines->room = room;
    }
    kwic_line *l = &lines->items[lines->n];
    *l = (kwic_line){.begin = job_chars(doc, begin), .end = job_chars(doc, end), .negated = negated, .order = lines->n};
    stretch_of(doc, token, first, last, &from, &to);
    uint32_t left = context_begin(c, doc, token, first, from), right = context_end(c, doc, token, last, to);
    l->doc = copy_flat(c, doc->id.p, doc->id.n);
    l->left = copy_flat(c, doc->text.p + left, begin - left);
    l->hit = copy_flat(c, doc->text.p + begin, end - begin);
    l->right = copy_flat(c, doc->text.p + end, right - end);
    if (zone < UTS_ZONE_COUNT_) l->zone = (uts_str){zones[zone], strlen(zones[zone])};
    if (turn && row < turn->rows) {
        l->turn = row + 1;
        l->speaker = copy_symbol(c, doc, ((const uts_sym *)turn->data[UTS_TURN_SPEAKER])[row]);
        l->role = copy_symbol(c, doc, ((const uts_sym *)turn->data[UTS_TURN_ROLE])[row]);
    }
    lines->n++;
}

static void visit(run *r, const uts_doc *doc, void *arg) {
    (void)r;
    concordance *c = arg;
    const uts_codebook *book = run_extension(UTS_EXT_CODEBOOK);
    const uts_layer *hit = job_layer(doc->job, "hit"), *token = job_layer(doc->job, "token");
    if (!hit || !token || !book) return;
    const uint32_t *code = hit->data[UTS_HIT_CODE], *first = hit->data[UTS_HIT_FIRST_TOKEN],
                   *last = hit->data[UTS_HIT_LAST_TOKEN], *excluded = hit->data[UTS_HIT_EXCLUDED_BY],
                   *polarity = hit->data[UTS_HIT_POLARITY];
    /* The query is the code behind those of the codebook. */
    for (uint32_t i = 0; i < hit->rows && !c->failed; i++)
        if (code[i] + 1 == book->n_codes && excluded[i] == UTS_NO_ROW)
            add_line(c, doc, token, first[i], last[i], polarity[i] != 0);
}

/* ---- command ---- */

static bool take_context(concordance *c, const char *text) {
    int64_t n = 8;
    char digits[16] = "";
    size_t length = text ? strlen(text) : 0;
    c->characters = length && text[length - 1] == 'c';
    if (text && length < sizeof digits) memcpy(digits, text, length - c->characters);
    if (text && (!number_parse_int(digits, &n) || n < 0 || n > MOST_CONTEXT)) {
        diag_error("--context: \"%s\" is not a number of words, such as 8, or of characters, such as 60c", text);
        return false;
    }
    c->context = (uint32_t)n;
    return true;
}

static bool take_choices(concordance *c, const cli *given) {
    static const char *const sorts[] = {"corpus", "left", "right", "speaker", NULL};
    const char *sort = given->sort ? given->sort : "corpus";
    while (sorts[c->sort] && strcmp(sorts[c->sort], sort) != 0) c->sort++;
    if (!sorts[c->sort]) {
        diag_error("--sort: \"%s\" is not corpus, left, right or speaker", sort);
        return false;
    }
    c->format = given->format ? given->format : "text";
    for (const char *const *f = kwic_formats; *f; f++)
        if (strcmp(*f, c->format) == 0) return take_context(c, given->context);
    diag_error("--format: \"%s\" is not text, csv, tsv or html", c->format);
    return false;
}

static int print_lines(concordance *c, const cli *given, const char *language) {
    FILE *to = given->output ? fopen(given->output, "wb") : stdout;
    if (!to) {
        diag_error("%s: %s", given->output, strerror(errno));
        return EXIT_FAILED;
    }
    kwic_print(to, c->format, &c->lines, given->query, language, c->excel);
    bool good = !ferror(to);
    if (fflush(to) != 0 || (given->output && fclose(to) != 0)) good = false;
    if (!good) diag_error("%s cannot be written", given->output ? given->output : "standard output");
    return good ? EXIT_OK : EXIT_FAILED;
}

static int search(setup *s, const cli *c, concordance *found) {
    int status;
    selection_add_layer(&s->selection, &s->run.registry, "hit");
    selection_add_layer(&s->selection, &s->run.registry, "turn");
    selection_add_layer(&s->selection, &s->run.registry, "zone");
    if (s->run.inputs.n == 0) {
        diag_error("nothing to look in: give a transcript or a folder behind the query");
        return EXIT_USAGE;
    }
    if (!setup_stages(s, c, &status)) return status;
    s->run.visit = visit;
    s->run.visit_arg = found;
    if (!run_documents(&s->run) || s->run.n_skipped == s->run.n_docs) return EXIT_FAILED;
    if (found->failed || !kwic_sort(&found->lines, found->sort)) {
        diag_error("out of memory");
        return EXIT_FAILED;
    }
    status = print_lines(found, c, s->run.language);
    return status == EXIT_OK && s->run.n_skipped ? EXIT_SKIPPED : status;
}

int command_kwic(const cli *given) {
    cli c = *given;
    concordance found = {0};
    if (c.n_paths == 0) {
        diag_error("give a rule to look for: utsaga kwic \"hopp* NEAR/5 framtid*\" intervjuer");
        return EXIT_USAGE;
    }
    c.query = *c.paths++;
    c.n_paths--;
    found.excel = c.excel_sv;
    c.excel_sv = false; /* not meant for the stage that writes CSV */
    if (!take_choices(&found, &c)) return EXIT_USAGE;
    setup s;
    int status;
    if (setup_begin(&s, &c, &status)) status = search(&s, &c, &found);
    setup_clear(&s);
    free(found.lines.items);
    arena_free(&found.lines.memory);
    return status;
}
