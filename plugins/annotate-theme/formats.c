/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "formats.h"
#include "text.h"
#include <stdarg.h>
#include <stdio.h>
#include <strings.h>

/* ---- bytes ------------------------------------------------------------------------------------------------------ */

void blob_put(struct blob *b, const char *p, size_t n) {
    if (b->n + n + 1 > b->room) {
        size_t room = (b->n + n + 1) * 2 + 4096;
        char *more = realloc(b->p, room);
        if (!more) {
            b->failed = true;
            return;
        }
        b->p = more;
        b->room = room;
    }
    if (n) memcpy(b->p + b->n, p, n);
    b->n += n;
    b->p[b->n] = 0;
}

void blob_puts(struct blob *b, const char *s) { blob_put(b, s, strlen(s)); }

void blob_xml(struct blob *b, const char *s) {
    static const struct {
        char sign;
        const char *entity;
    } entities[] = {{'&', "&amp;"}, {'<', "&lt;"}, {'>', "&gt;"}, {'"', "&quot;"}};
    for (; *s; s++) {
        size_t i = 0;
        while (i < 4 && entities[i].sign != *s) i++;
        if (i < 4)
            blob_puts(b, entities[i].entity);
        else if ((unsigned char)*s >= 0x20 || *s == '\n' || *s == '\t')
            blob_put(b, s, 1);
    }
}

/* ---- remarks ---------------------------------------------------------------------------------------------------- */

void saving_remark(struct saving *s, uint32_t line, const char *format, ...) {
    char text[600];
    va_list args;
    va_start(args, format);
    vsnprintf(text, sizeof text, format, args);
    va_end(args);
    s->remark(s->to, line, text);
}

void saving_remark_extras(struct saving *s, bool descriptions) {
    const struct codebook *book = s->book;
    for (uint32_t i = 0; i < book->n_codes; i++) {
        const struct code *c = &book->codes[i];
        if (!descriptions && *c->description)
            saving_remark(s, c->place.line, "%.80s: the definition is left out", c->id);
        if (*c->include || *c->exclude)
            saving_remark(s, c->place.line, "%.80s: what to include and exclude is left out", c->id);
        if (*c->polarity) saving_remark(s, c->place.line, "%.80s: the polarity is left out", c->id);
        if (*c->where) saving_remark(s, c->place.line, "%.80s: the conditions are left out", c->id);
    }
    for (uint32_t i = 0; i < book->n_examples; i++)
        saving_remark(s, book->examples[i].place.line, "%.80s: an example is left out",
                      book->codes[book->examples[i].code].id);
    for (uint32_t i = 0; i < book->n_sets; i++)
        saving_remark(s, book->sets[i].place.line, "the set %.80s is left out", book->sets[i].name);
    for (uint32_t i = 0; i < book->n_negations; i++)
        if (book->negations[i].place.line)
            saving_remark(s, book->negations[i].place.line, "the negators %.80s are left out", book->negations[i].name);
    if (book->match > LAYER_FORM)
        saving_remark(s, 0, "words are compared with forms there, not with lemmas or normal forms");
    if (book->overlap > OVERLAP_MERGE) saving_remark(s, 0, "the policy of overlap is left out");
}

/* ---- escapes ---------------------------------------------------------------------------------------------------- */

static const char *const meaningful[] = {"AND",   "OR",     "NOT",  "EXCEPT", "WHERE", "NEAR",  "BEFORE", "AFTER",
                                         "MIN",   "WEIGHT", "NEG",  "POL",    "form:", "norm:", "lemma:", "word:",
                                         "part:", "head:",  "mod:", "upos:",  "case:", "bare:", "re:/",   NULL};

static bool begins_like_syntax(const char *s) {
    for (const char *const *m = meaningful; *m; m++) {
        size_t n = strlen(*m);
        if (strncmp(s, *m, n) == 0 && ((*m)[n - 1] < 'A' || strchr("/~: )", s[n]))) return true;
    }
    return *s && strchr("~@(!+-", *s);
}

const char *codebook_escape(struct codebook *book, const char *s, size_t n, bool wildcards) {
    char *out = pool_alloc(&book->pool, 2 * n + 2);
    size_t k = 0;
    if (!out) {
        book->out_of_memory = true;
        return "";
    }
    for (size_t i = 0; i < n; i++) {
        bool start = i == 0 || s[i - 1] == ' ', end = i + 1 == n || s[i + 1] == ' ';
        bool escaped = strchr("\\|\"&", s[i]) || (start && begins_like_syntax(s + i)) || (end && s[i] == ')');
        if ((s[i] == '*' || s[i] == '?') && !wildcards) escaped = true;
        if (escaped) out[k++] = '\\';
        out[k++] = s[i];
    }
    return out;
}

const char *codebook_plain_rule(struct codebook *book, const char *rule, bool question) {
    size_t n = strlen(rule), k = 0;
    char *out = pool_alloc(&book->pool, n + 1);
    if (!out) {
        book->out_of_memory = true;
        return NULL;
    }
    bool quoted = n > 2 && *rule == '"' && rule[n - 1] == '"';
    for (size_t i = quoted; i < n - quoted; i++) {
        if (i == 0 || rule[i - 1] == ' ')
            if (begins_like_syntax(rule + i)) return NULL;
        if (rule[i] == '\\' && i + 1 < n) {
            i++;
            if (rule[i] == '*' || rule[i] == '?') return NULL; /* a sign there, a wildcard elsewhere */
        } else if (strchr("|\"&", rule[i]) || (rule[i] == '?' && !question))
            return NULL;
        out[k++] = rule[i];
    }
    return out;
}

bool codebook_plain_words(struct codebook *book, const char *rule, bool question, void *to,
                          void (*each)(void *to, const char *word)) {
    for (int pass = 0; pass < 2; pass++) {
        const char *s = rule;
        do {
            size_t n = strcspn(s, "|");
            const char *part = pool_copy(&book->pool, s, n), *plain = NULL;
            if (part && n) plain = codebook_plain_rule(book, part, question);
            /* Alternatives inside a phrase are no list of words. */
            if (!plain || (strchr(rule, '|') && strchr(rule, ' '))) return false;
            if (pass) each(to, plain);
            s += n;
        } while (*s++ == '|');
    }
    return true;
}

/* ---- the table of formats --------------------------------------------------------------------------------------- */

static const struct format {
    const char *suffix;
    void (*read)(struct codebook *, const char *, size_t);
    bool (*read_bytes)(struct codebook *, const char *, size_t, const char **);
    void (*write)(struct saving *);
} formats[] = {{".quanteda.yaml", codebook_read_yaml, NULL, codebook_write_quanteda},
               {".quanteda.yml", codebook_read_yaml, NULL, codebook_write_quanteda},
               {".yaml", codebook_read_yaml, NULL, codebook_write_yaml},
               {".yml", codebook_read_yaml, NULL, codebook_write_yaml},
               {".json", codebook_read_yaml, NULL, NULL},
               {".tsv", codebook_read_table, NULL, codebook_write_tsv},
               {".tab", codebook_read_table, NULL, codebook_write_tsv},
               {".csv", codebook_read_table, NULL, codebook_write_csv},
               {".txt", codebook_read_list, NULL, NULL},
               {".xlsx", NULL, codebook_read_xlsx, codebook_write_xlsx},
               {".qdc", NULL, codebook_read_qdc, codebook_write_qdc},
               {".dic", codebook_read_liwc, NULL, codebook_write_liwc},
               {".cat", codebook_read_wordstat, NULL, codebook_write_wordstat},
               {".cod", codebook_read_khcoder, NULL, codebook_write_khcoder}};
enum { FORMATS = sizeof formats / sizeof *formats };

static const struct format *find_format(const char *name) {
    size_t n = strlen(name);
    for (size_t i = 0; i < FORMATS; i++) {
        size_t k = strlen(formats[i].suffix);
        if (n > k && strcasecmp(name + n - k, formats[i].suffix) == 0) return &formats[i];
    }
    return NULL;
}

void codebook_read(struct codebook *book, const char *text, size_t n) {
    const struct format *format = find_format(book->name);
    if (!format || !format->read) {
        codebook_error(book, (struct place){0, 0},
                       "the name of a codebook ends in .yaml, .tsv, .csv, .xlsx, .txt, .qdc, .dic, .cat or .cod, which "
                       "tells its format");
        return;
    }
    format->read(book, text, n);
    codebook_finish(book);
}

bool codebook_load(struct codebook *book, const char *bytes, size_t n, const char **reason) {
    const struct format *format = find_format(book->name);
    if (format && format->read_bytes) {
        if (!format->read_bytes(book, bytes, n, reason)) return false;
        codebook_finish(book);
        return true;
    }
    const char *text = text_decode(&book->pool, bytes, n, &n, reason);
    if (text) codebook_read(book, text, n);
    return text != NULL;
}

bool codebook_save(struct saving *s, const char *name) {
    const struct format *format = find_format(name);
    if (!format || !format->write) {
        saving_remark(s, 0,
                      "a codebook is written as .yaml, .tsv, .csv, .xlsx, .qdc, .quanteda.yaml, .dic, .cat or .cod");
        return false;
    }
    format->write(s);
    if (s->out.failed) saving_remark(s, 0, "out of memory");
    return !s->out.failed;
}
