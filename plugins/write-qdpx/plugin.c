/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "codebook.h"
#include "merge.h"

static const char *const newlines[] = {"lf", "crlf", "crlf1", NULL};
static const char *const placements[] = {"case", "document", NULL};

#define O(type, field, ...) UTS_OPTION_##type(struct qdpx_conf, field, __VA_ARGS__)
static const uts_option o_newline =
    O(CHOICE, newline, "newline", "lf", newlines,
      "Line ends of the texts: lf; crlf, counted as two characters; crlf1, counted as one. Try them in this order when "
      "codings drift by one a line in another program.");
static const uts_option o_variables =
    O(CHOICE, variables, "variables", "case", placements,
      "Where the variables of participants go: to a case for each participant, or to each document.");
static const uts_option o_speakers =
    O(BOOL, speakers, "speakers", "true", "Make a code for each speaker, with a selection for each turn.");
static const uts_option o_name =
    O(TEXT, name, "name", "utsaga",
      "Name of the project. Identities depend on it: keep it from run to run, and give each study its own.");
static const uts_option o_date =
    O(TEXT, date, "date", "1980-01-01T00:00:00Z",
      "When everything was coded, as YYYY-MM-DD or YYYY-MM-DDThh:mm:ssZ; the clock is never asked, so that equal runs "
      "give equal files.");
static const uts_option o_merge =
    O(PATH, merge, "merge", NULL,
      "A project.qdpx that people went on with in another program: their codings, codes and notes stay, ours are made "
      "anew, and conflicts are listed.");
static const uts_option *const options[] = {&o_newline, &o_variables, &o_speakers, &o_name, &o_date, &o_merge, NULL};

static const uts_layer_spec *const needs[] = {&uts_layer_turn_optional, &uts_layer_segment_optional,
                                              &uts_layer_hit_optional, &uts_layer_coding_optional, NULL};

/* A time as the schema wants it, or NULL. @p out has room for 21 bytes. */
static const char *whole_date(const char *date, char *out) {
    static const char pattern[] = "0000-00-00T00:00:00Z";
    size_t n = strlen(date);
    if (n != 10 && n != 20) return NULL;
    strcpy(out, "1980-01-01T00:00:00Z");
    memcpy(out, date, n);
    for (size_t i = 0; i < 20; i++)
        if (pattern[i] == '0' ? out[i] < '0' || out[i] > '9' : out[i] != pattern[i]) return NULL;
    int month = (out[5] - '0') * 10 + out[6] - '0', day = (out[8] - '0') * 10 + out[9] - '0';
    bool in_range = month >= 1 && month <= 12 && day >= 1 && day <= 31 && out[11] <= '2' &&
                    (out[11] < '2' || out[12] <= '3') && out[14] <= '5' && out[17] <= '5';
    return in_range ? out : NULL;
}

static void free_local(struct qdpx_local *w) {
    if (!w) return;
    xml_free(&w->xml);
    xml_free(&w->text);
    guid_maker_free(&w->maker);
    free(w->lines);
    free(w);
}

static struct qdpx_local *make_local(void) {
    struct qdpx_local *w = calloc(1, sizeof *w);
    if (!w || guid_maker_make(&w->maker)) return w;
    free_local(w);
    return NULL;
}

static uts_status out_of_memory(const uts_host *host, uts_job *job) {
    return uts_failf(host, job, UTS_E_NOMEM, UINT64_MAX, "out of memory");
}

static void destroy(void *stage) {
    struct qdpx_stage *s = stage;
    free_local(s->spare);
    pack_close(&s->archive);
    spool_close(&s->sources);
    merge_close(s->merge);
    names_free(&s->source_names);
    code_list_free(&s->codes);
    qdpx_free_people(s);
    guid_maker_free(&s->maker);
    xml_free(&s->by);
    xml_free(&s->about);
    free(s->about_at);
    free(s->code_guids);
    guid_set_free(&s->used);
    free(s->is_speaker);
    free(s);
}

static uts_status create(const uts_host *host, uts_job *job, const void *conf, void **stage) {
    struct qdpx_stage *s = calloc(1, sizeof *s);
    if (!s) return out_of_memory(host, job);
    s->host = host;
    s->conf = conf;
    s->sources.fd = s->archive.spool.fd = -1;
    s->date = whole_date(s->conf->date, s->date_text);
    bool good = guid_maker_make(&s->maker) && (s->spare = make_local());
    uts_status status = UTS_OK;
    if (!good)
        status = out_of_memory(host, job);
    else if (!s->date)
        status =
            uts_failf(host, job, UTS_E_ARG, UINT64_MAX,
                      "option date: \"%.40s\" is not a date; write YYYY-MM-DD or YYYY-MM-DDThh:mm:ssZ", s->conf->date);
    if (status)
        destroy(s);
    else
        *stage = s;
    return status;
}

static uts_status begin(void *stage, uts_job *job) {
    struct qdpx_stage *s = stage;
    if (!pack_open(&s->archive) || !spool_open(&s->sources)) {
        int error = s->archive.spool.error ? s->archive.spool.error : s->sources.error;
        return uts_failf(s->host, job, UTS_E_IO, UINT64_MAX,
                         "no temporary file can be made (%s): set TMPDIR to a folder with room", strerror(error));
    }
    return qdpx_prepare(s, job);
}

static uts_status enter(void *stage, uts_job *job, void **local) {
    const struct qdpx_stage *s = stage;
    return (*local = make_local()) ? UTS_OK : out_of_memory(s->host, job);
}

static void leave(void *stage, void *local) {
    (void)stage;
    free_local(local);
}

static uts_status document(void *stage, void *local, uts_job *job, const uts_doc *doc, void **part) {
    const struct qdpx_stage *s = stage;
    struct qdpx_local *w = local;
    *part = qdpx_make_part(s, w, job, doc, qdpx_source_guid(s, &w->maker, doc), false);
    return *part ? UTS_OK : UTS_E_NOMEM;
}

static uts_status fold(void *stage, uts_job *job, const uts_doc *doc, void *part) {
    return qdpx_fold(stage, job, doc, part);
}

static uts_status end(void *stage, uts_job *job) { return qdpx_end(stage, job); }

static const uts_writer_ops ops = {.size = sizeof ops, .begin = begin, .document = document, .fold = fold, .end = end};

static const uts_stage stage_qdpx = {.size = sizeof stage_qdpx,
                                     .kind = UTS_WRITER,
                                     .sharing = UTS_SHARED,
                                     .conf_size = sizeof(struct qdpx_conf),
                                     .name = "write-qdpx",
                                     .version = "1.0.0",
                                     .summary = "Writes a REFI-QDA project for NVivo, ATLAS.ti, MAXQDA and QualCoder",
                                     .options = options,
                                     .needs = needs,
                                     .create = create,
                                     .destroy = destroy,
                                     .enter = enter,
                                     .leave = leave,
                                     .ops = &ops};

static const uts_option o_qdc_name = UTS_OPTION_TEXT(
    struct qdc_conf, name, "name", "utsaga",
    "Name of the project that the codes belong to: as for write-qdpx, so that both have the same codes.");
static const uts_option *const qdc_options[] = {&o_qdc_name, NULL};
static const uts_writer_ops qdc_ops = {.size = sizeof qdc_ops, .end = qdc_end};
static const uts_stage stage_qdc = {.size = sizeof stage_qdc,
                                    .kind = UTS_WRITER,
                                    .sharing = UTS_SHARED,
                                    .conf_size = sizeof(struct qdc_conf),
                                    .name = "write-qdc",
                                    .version = "1.0.0",
                                    .summary = "Writes the codebook for other programs, as REFI-QDA",
                                    .options = qdc_options,
                                    .create = qdc_create,
                                    .destroy = qdc_destroy,
                                    .ops = &qdc_ops};

static const uts_stage *const stages[] = {&stage_qdpx, &stage_qdc, NULL};

UTS_EXPORT const uts_plugin UTS_ENTRY = {.size = sizeof(uts_plugin),
                                         .abi_minor = UTS_ABI_MINOR,
                                         .name = "write-qdpx",
                                         .licence = "GPL-3.0-or-later",
                                         .stages = stages};
