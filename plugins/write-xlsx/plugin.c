/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "about.h"
#include "hits.h"
#include <errno.h>

struct conf {
    int64_t context;
};

static const uts_option o_context =
    UTS_OPTION_INT(struct conf, context, "context", "60", 0, 1000,
                   "Characters of the sentence to the left and right of each hit in the sheet hits.");
static const uts_option *const options[] = {&o_context, NULL};

static const uts_layer_spec *const needs[] = {&uts_layer_turn_optional, &uts_layer_sentence_optional,
                                              &uts_layer_token_optional, &uts_layer_hit_optional, NULL};

struct stage {
    const uts_host *host;
    const struct conf *conf;
    const uts_codebook *codebook; /* NULL: no sheet of hits */
    struct book book;
    struct sheet about, hits;
    struct about_list *lists;
    uint32_t n_lists;
};

static uts_status create(const uts_host *host, uts_job *job, const void *conf, void **stage) {
    struct stage *s = calloc(1, sizeof *s);
    if (!s) return uts_failf(host, job, UTS_E_NOMEM, UINT64_MAX, "Out of memory.");
    s->host = host;
    s->conf = conf;
    s->book.fd = -1;
    *stage = s;
    return UTS_OK;
}

static void destroy(void *stage) {
    struct stage *s = stage;
    book_close(&s->book);
    free(s->lists);
    free(s);
}

static uts_status broken(const struct stage *s, uts_job *job) {
    return uts_failf(s->host, job, UTS_E_IO, UINT64_MAX,
                     "A sheet of tables.xlsx could not be written: is there room in %s, and memory?", s->book.folder);
}

static uts_status begin(void *stage, uts_job *job) {
    struct stage *s = stage;
    if (!book_open(&s->book))
        return uts_failf(s->host, job, UTS_E_IO, UINT64_MAX,
                         "No temporary file for tables.xlsx: %s. Set TMPDIR to a folder with room.", strerror(errno));
    s->about.plain = true;
    s->about.n_columns = 3;
    sheet_open(&s->about, &s->book, about_name(s->host));
    s->codebook = s->host->extension(UTS_EXT_CODEBOOK);
    if (s->codebook) {
        hits_columns(&s->hits);
        sheet_open(&s->hits, &s->book, "hits");
    }
    return s->book.failed ? broken(s, job) : UTS_OK;
}

static uts_status fold(void *stage, uts_job *job, const uts_doc *doc, void *part) {
    (void)part;
    struct stage *s = stage;
    if (s->codebook) hits_add(&s->hits, s->host, s->codebook, (uint32_t)s->conf->context, job, doc);
    return s->book.failed ? broken(s, job) : UTS_OK;
}

/* Ends a list, remembers it for the sheet about the book, and says it when it needed more than one sheet. */
static uts_status list_done(struct stage *s, uts_job *job, struct sheet *sheet) {
    sheet_close(sheet);
    struct about_list *lists = realloc(s->lists, (s->n_lists + 1) * sizeof *lists);
    if (!lists) return uts_failf(s->host, job, UTS_E_NOMEM, UINT64_MAX, "Out of memory.");
    s->lists = lists;
    struct about_list *list = &lists[s->n_lists++];
    *list = (struct about_list){.rows = sheet->rows, .pages = sheet->pages};
    memcpy(list->name, sheet->name, sizeof list->name);
    if (sheet->pages > 1)
        uts_notef(s->host, job, UTS_LOG_WARN, UINT64_MAX, uts_mkstr(NULL, 0),
                  "tables.xlsx: %s has %llu rows, more than a sheet holds; they go on in %u sheets", list->name,
                  (unsigned long long)list->rows, list->pages);
    return s->book.failed ? broken(s, job) : UTS_OK;
}

static void put_value(struct sheet *sheet, const uts_value *value) {
    if (value->type == UTS_I64)
        sheet_int(sheet, value->as.i64);
    else if (value->type == UTS_F64)
        sheet_real(sheet, value->as.f64);
    else if (value->type == UTS_TEXT)
        sheet_text(sheet, value->as.text, value->n);
    else
        sheet_empty(sheet);
}

static uts_status table(void *stage, uts_job *job, const uts_table *t) {
    struct stage *s = stage;
    struct sheet sheet = {.n_columns = t->n_columns};
    for (uint32_t c = 0; c < t->n_columns; c++) sheet.columns[c] = t->columns[c].name;
    sheet_open(&sheet, &s->book, t->name);
    for (uint64_t r = 0; r < t->rows && !s->book.failed; r++) {
        for (uint32_t c = 0; c < t->n_columns; c++) put_value(&sheet, &t->values[r * t->n_columns + c]);
        sheet_end_row(&sheet);
        if (r % 4096 == 0 && s->host->cancelled(job)) return UTS_E_CANCELLED;
    }
    return list_done(s, job, &sheet);
}

static void say_losses(const struct stage *s, uts_job *job) {
    if (s->book.cut)
        uts_notef(s->host, job, UTS_LOG_WARN, UINT64_MAX, uts_mkstr(NULL, 0),
                  "tables.xlsx: %llu texts are longer than the %u characters of a cell and are cut there",
                  (unsigned long long)s->book.cut, CELL_UNITS);
    if (s->book.replaced)
        uts_notef(s->host, job, UTS_LOG_WARN, UINT64_MAX, uts_mkstr(NULL, 0),
                  "tables.xlsx: %llu texts hold characters that the format does not allow; U+FFFD stands for them",
                  (unsigned long long)s->book.replaced);
}

static uts_status end(void *stage, uts_job *job) {
    struct stage *s = stage;
    uts_status status = s->codebook ? list_done(s, job, &s->hits) : UTS_OK;
    if (status < 0) return status;
    about_write(&s->about, s->host, s->lists, s->n_lists);
    sheet_close(&s->about);
    say_losses(s, job);
    uts_io *io = s->host->create(job, "tables.xlsx");
    if (!io) return UTS_E_IO;
    status = book_write(&s->book, s->host, job, io);
    uts_status closed = s->host->close(io);
    return status < 0 ? status : closed;
}

static const uts_writer_ops ops = {.size = sizeof ops, .begin = begin, .fold = fold, .table = table, .end = end};

static const uts_stage stage_xlsx = {.size = sizeof stage_xlsx,
                                     .kind = UTS_WRITER,
                                     .sharing = UTS_SHARED,
                                     .conf_size = sizeof(struct conf),
                                     .name = "write-xlsx",
                                     .version = "1.0.0",
                                     .summary = "Writes tables and theme hits as one Excel workbook",
                                     .options = options,
                                     .needs = needs,
                                     .create = create,
                                     .destroy = destroy,
                                     .ops = &ops};

static const uts_stage *const stages[] = {&stage_xlsx, NULL};

UTS_EXPORT const uts_plugin UTS_ENTRY = {.size = sizeof(uts_plugin),
                                         .abi_minor = UTS_ABI_MINOR,
                                         .name = "write-xlsx",
                                         .licence = "GPL-3.0-or-later",
                                         .stages = stages};
