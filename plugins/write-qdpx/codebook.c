/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "codebook.h"

#include "codes.h"
#include <utsaga/plugin_util.h>

struct stage {
    const uts_host *host;
    const struct qdc_conf *conf;
};

static const char head[] =
    "<?xml version=\"1.0\" encoding=\"utf-8\"?>\n<CodeBook xmlns=\"urn:QDA-XML:codebook:1.0\" "
    "xmlns:xsi=\"http://www.w3.org/2001/XMLSchema-instance\" xsi:schemaLocation=\"urn:QDA-XML:codebook:1.0 "
    "http://schema.qdasoftware.org/versions/Codebook/v1.0/Codebook.xsd\" origin=\"utsaga ";

uts_status qdc_create(const uts_host *host, uts_job *job, const void *conf, void **stage) {
    struct stage *s = calloc(1, sizeof *s);
    if (!s) return uts_failf(host, job, UTS_E_NOMEM, UINT64_MAX, "out of memory");
    *s = (struct stage){host, conf};
    *stage = s;
    return UTS_OK;
}

void qdc_destroy(void *stage) { free(stage); }

static bool make(const struct stage *s, const uts_codebook *book, struct xml_buf *b) {
    struct guid_maker maker = {0};
    struct code_list codes = {0};
    const char *version = s->host->setting("version");
    struct guid *guids = malloc((book->n_codes + 1) * sizeof *guids);
    bool good = guids && guid_maker_make(&maker);
    if (good) {
        code_guids(book, &maker, guid_of(&maker, guid_root(), "project", uts_cstr(s->conf->name)), guids);
        code_list_add_book(&codes, book, guids);
        code_list_name(&codes);
        xml_put(b, head);
        xml_text(b, uts_cstr(version ? version : ""));
        xml_put(b, "\">\n<Codes>\n");
        code_list_write(&codes, b);
        xml_put(b, "</Codes>\n</CodeBook>\n");
        good = !b->failed && !codes.failed;
    }
    code_list_free(&codes);
    guid_maker_free(&maker);
    free(guids);
    return good;
}

uts_status qdc_end(void *stage, uts_job *job) {
    const struct stage *s = stage;
    const uts_codebook *book = s->host->extension(UTS_EXT_CODEBOOK);
    if (!book || !book->n_codes) return UTS_OK;
    struct xml_buf b = {0};
    uts_status status;
    uts_io *io = NULL;
    if (!make(s, book, &b))
        status = uts_failf(s->host, job, UTS_E_NOMEM, UINT64_MAX, "out of memory while writing codebook.qdc");
    else if (!(io = s->host->create(job, "codebook.qdc")))
        status = UTS_E_IO;
    else {
        status = s->host->write(io, b.p, b.n);
        uts_status closed = s->host->close(io);
        if (!status) status = closed;
    }
    xml_free(&b);
    return status;
}
