/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The project as a whole: takes up documents in order, and puts the archive together at the end. */
#include "project.h"

static const char head_start[] =
    "<?xml version=\"1.0\" encoding=\"utf-8\" standalone=\"yes\"?>\n<Project xmlns=\"urn:QDA-XML:project:1.0\" "
    "xmlns:xsi=\"http://www.w3.org/2001/XMLSchema-instance\" xsi:schemaLocation=\"urn:QDA-XML:project:1.0 "
    "http://schema.qdasoftware.org/versions/Project/v1.0/Project.xsd\"";

/* ---- before the first document ---- */

/* What the description of a hit says: the rule, and that the rule found it negated. */
static void describe_rules(struct qdpx_stage *s) {
    const uts_codebook *book = s->codebook;
    for (uint32_t i = 0; i < 2 * book->n_rules; i++) {
        const char *rule = book->rules[i / 2]->text;
        s->about_at[i] = (uint32_t)s->about.n;
        xml_put(&s->about, s->swedish ? "<Description>utsaga: regel " : "<Description>utsaga: rule ");
        xml_text(&s->about, uts_cstr(rule));
        if (i % 2) xml_put(&s->about, s->swedish ? "; nekad" : "; negated");
        xml_put(&s->about, "</Description>");
    }
    s->about_at[2 * book->n_rules] = (uint32_t)s->about.n;
}

static bool take_codebook(struct qdpx_stage *s) {
    const uts_codebook *book = s->codebook;
    if (!book) return true;
    s->code_guids = malloc((book->n_codes + 1) * sizeof *s->code_guids);
    s->about_at = malloc((2 * (size_t)book->n_rules + 1) * sizeof *s->about_at);
    if (!s->code_guids || !s->about_at) return false;
    code_guids(book, &s->maker, s->space, s->code_guids);
    describe_rules(s);
    code_list_add_book(&s->codes, book, s->code_guids);
    code_list_name(&s->codes);
    s->n_book = s->codes.n;
    return !s->codes.failed && !s->about.failed;
}

bool qdpx_prepare(struct qdpx_stage *s) {
    const char *language = s->host->setting("language");
    s->swedish = !language || strcmp(language, "en") != 0;
    s->codebook = s->host->extension(UTS_EXT_CODEBOOK);
    s->participants = s->host->extension(UTS_EXT_PARTICIPANTS);
    s->space = guid_of(&s->maker, guid_root(), "project", uts_cstr(s->conf->name));
    s->user = guid_of(&s->maker, guid_root(), "user", uts_cstr("utsaga"));
    qdpx_put_guid(&s->by, "creatingUser", s->user);
    xml_attribute(&s->by, "creationDateTime", uts_cstr(s->date));
    return !s->by.failed && take_codebook(s) && qdpx_take_participants(s);
}

/* ---- a document ---- */

static bool is_used(const struct qdpx_stage *s, struct guid guid) {
    for (uint32_t i = s->n_used; i-- > 0;)
        if (guid_equal(s->used[i], guid)) return true;
    return false;
}

static bool use(struct qdpx_stage *s, struct guid guid) {
    if (s->n_used == s->used_room) {
        uint32_t room = s->used_room ? s->used_room * 2 : 64;
        struct guid *used = realloc(s->used, room * sizeof *used);
        if (!used) return false;
        s->used = used;
        s->used_room = room;
    }
    s->used[s->n_used++] = guid;
    return true;
}

/* The same document twice, read from a transcript and from a project, say: the later one gets an identity of its own.
 */
static struct qdpx_part *make_unique(struct qdpx_stage *s, uts_job *job, const uts_doc *doc, struct qdpx_part *part) {
    struct guid guid = guid_of(&s->maker, s->space, "source", s->host->doc_id(doc));
    while (is_used(s, guid)) guid = guid_of(&s->maker, guid, "again", s->host->doc_id(doc));
    s->host->note(job, UTS_LOG_WARN, UINT64_MAX,
                  uts_cstr("another document came with the same identity: this one and its codings get new ones in "
                           "project.qdpx"),
                  uts_cstr(""));
    (void)part;
    return qdpx_make_part(s, s->spare, job, doc, guid, true);
}

static void take_speakers(struct qdpx_stage *s, uts_job *job, const struct qdpx_part *part) {
    for (uint32_t i = 0; i < part->n_speakers; i++) {
        uint32_t number = s->host->promote(job, part->speakers[i]);
        if (number >= s->speakers_room) {
            uint32_t room = number * 2 + 64;
            uint8_t *speakers = realloc(s->is_speaker, room);
            if (!speakers) {
                s->failed = true;
                return;
            }
            memset(speakers + s->speakers_room, 0, room - s->speakers_room);
            s->is_speaker = speakers;
            s->speakers_room = room;
        }
        if (number) s->is_speaker[number] = 1;
    }
}

/* Folders of the document's id stay in the name, but not as folders. */
static char *source_name(struct qdpx_stage *s, uts_job *job, const uts_doc *doc) {
    uts_str id = s->host->doc_id(doc), title = s->host->doc_meta(doc, "title");
    uts_str given = s->host->doc_meta(doc, "refi.guid").n && title.n ? title : id;
    struct xml_buf plain = {0};
    for (size_t i = 0; i < given.n; i++)
        if (given.p[i] == '/')
            xml_put(&plain, " – ");
        else
            xml_bytes(&plain, given.p + i, 1);
    bool changed;
    char *name = plain.failed ? NULL
                              : names_take(&s->source_names, uts_mkstr(plain.p, plain.n), uts_mkstr("", 0),
                                           NAME_SOURCE_CHARS, &changed);
    if (name && changed)
        uts_notef(s->host, job, UTS_LOG_INFO, UINT64_MAX, uts_cstr(name),
                  "the source has another name in project.qdpx, where names must differ and be fit for files");
    xml_free(&plain);
    return name;
}

static void put_source(struct qdpx_stage *s, uts_job *job, const uts_doc *doc, const struct qdpx_part *part,
                       const char *name, struct xml_buf *open, struct xml_buf *close) {
    char guid[GUID_CHARS + 1];
    guid_spell(part->source, guid);
    xml_put(open, "<TextSource guid=\"");
    xml_put(open, guid);
    xml_put(open, "\"");
    xml_attribute(open, "name", uts_cstr(name));
    xml_put(open, " plainTextPath=\"internal://");
    xml_put(open, guid);
    xml_put(open, ".txt\"");
    xml_bytes(open, s->by.p, s->by.n);
    qdpx_put_guid(open, "modifyingUser", s->user);
    xml_attribute(open, "modifiedDateTime", uts_cstr(s->date));
    xml_put(open, ">\n<Description>");
    xml_text(open, s->host->doc_meta(doc, "source"));
    xml_put(open, "; SHA-256 ");
    xml_text(open, s->host->doc_meta(doc, "sha256"));
    xml_put(open, "</Description>\n");
    qdpx_put_document_values(s, job, s->host->doc_meta(doc, "refi.cases"), part, close);
    xml_put(close, "</TextSource>\n");
}

static void spool_xml(struct qdpx_stage *s, const char *p, size_t n) {
    s->sources_crc = archive_crc(s->sources_crc, p, n);
    spool_add(&s->sources, p, n);
}

static uts_status check(struct qdpx_stage *s, uts_job *job) {
    if (s->failed || s->codes.failed || s->archive.failed)
        return uts_failf(s->host, job, UTS_E_NOMEM, UINT64_MAX, "out of memory while writing project.qdpx");
    int error = s->sources.error ? s->sources.error : s->archive.spool.error;
    if (error)
        return uts_failf(s->host, job, UTS_E_IO, UINT64_MAX,
                         "project.qdpx waits in a temporary file that cannot be written (%s): make room, or set TMPDIR "
                         "to a folder with room",
                         strerror(error));
    return UTS_OK;
}

uts_status qdpx_fold(struct qdpx_stage *s, uts_job *job, const uts_doc *doc, struct qdpx_part *part) {
    if (is_used(s, part->source)) part = make_unique(s, job, doc, part);
    if (!part) return UTS_E_NOMEM;
    char guid[GUID_CHARS + 1], path[ARCHIVE_NAME], *name = source_name(s, job, doc);
    struct xml_buf open = {0}, close = {0};
    if (!name || !use(s, part->source)) {
        free(name);
        s->failed = true;
        return check(s, job);
    }
    take_speakers(s, job, part);
    qdpx_take_people(s, job, doc, part);
    put_source(s, job, doc, part, name, &open, &close);
    spool_xml(s, open.p, open.n);
    spool_xml(s, part->xml.p, part->xml.n);
    spool_xml(s, close.p, close.n);
    guid_spell(part->source, guid);
    snprintf(path, sizeof path, "sources/%s.txt", guid);
    archive_add(&s->archive, path, part->text.p, part->text.n, part->crc);
    s->n_selections += part->n_selections;
    s->failed = s->failed || open.failed || close.failed;
    xml_free(&open);
    xml_free(&close);
    free(name);
    return check(s, job);
}

/* ---- after the last document ---- */

/* A code for each speaker, in a group that no text is coded with. */
static void add_speakers(struct qdpx_stage *s) {
    static const char *const colours[] = {"#1F77B4", "#FF7F0E", "#2CA02C", "#D62728", "#9467BD",
                                          "#8C564B", "#E377C2", "#7F7F7F", "#BCBD22", "#17BECF"};
    uint32_t group = UINT32_MAX, n = 0;
    for (uint32_t i = 1; i < s->speakers_room && s->conf->speakers; i++) {
        if (!s->is_speaker[i]) continue;
        if (group == UINT32_MAX)
            group = code_list_add(&s->codes, UINT32_MAX, guid_of(&s->maker, s->space, "group", uts_cstr("speakers")),
                                  uts_cstr(s->swedish ? "Talare" : "Speakers"),
                                  uts_cstr(s->swedish ? "Vem som talar; gjord av utsaga."
                                                      : "Who is speaking; made by utsaga."),
                                  "#7F7F7F", false);
        uts_str name = s->host->spell_promoted(i);
        struct guid guid = qdpx_speaker_guid(s, &s->maker, name);
        if (code_list_find(&s->codes, guid) == UINT32_MAX)
            code_list_add(&s->codes, group, guid, name, uts_mkstr("", 0), colours[n++ % 10], true);
    }
}

static void put_user(struct xml_buf *b, struct guid guid, const char *name, const char *id) {
    xml_put(b, "<User");
    qdpx_put_guid(b, "guid", guid);
    xml_attribute(b, "name", uts_cstr(name));
    if (id) xml_attribute(b, "id", uts_cstr(id));
    xml_put(b, "/>\n");
}

/* Our user comes first: programs make the first one the active coder. */
static void put_users(const struct qdpx_stage *s, struct xml_buf *b) {
    xml_put(b, "<Users>\n");
    put_user(b, s->user, "utsaga", "UTS");
    for (uint32_t i = 0; i < s->n_people; i++) put_user(b, s->people[i].guid, s->people[i].name, NULL);
    xml_put(b, "</Users>\n");
}

static void put_head(const struct qdpx_stage *s, struct xml_buf *b) {
    const char *version = s->host->setting("version");
    xml_put(b, head_start);
    xml_attribute(b, "name", uts_cstr(s->conf->name));
    xml_put(b, " origin=\"utsaga ");
    xml_text(b, uts_cstr(version ? version : ""));
    xml_put(b, "\"");
    qdpx_put_guid(b, "creatingUserGUID", s->user);
    xml_attribute(b, "creationDateTime", uts_cstr(s->date));
    qdpx_put_guid(b, "modifyingUserGUID", s->user);
    xml_attribute(b, "modifiedDateTime", uts_cstr(s->date));
    xml_put(b, ">\n");
    put_users(s, b);
    if (s->codes.n) {
        xml_put(b, "<CodeBook><Codes>\n");
        code_list_write(&s->codes, b);
        xml_put(b, "</Codes></CodeBook>\n");
    }
    if (s->n_variables) {
        xml_put(b, "<Variables>\n");
        qdpx_put_variables(s, b);
        xml_put(b, "</Variables>\n");
    }
    if (s->n_cases) {
        xml_put(b, "<Cases>\n");
        qdpx_put_cases(s, b);
        xml_put(b, "</Cases>\n");
    }
    if (s->sources.n) xml_put(b, "<Sources>\n");
}

static void put_tail(const struct qdpx_stage *s, struct xml_buf *b) {
    if (s->sources.n) xml_put(b, "</Sources>\n");
    const char *version = s->host->setting("version");
    xml_put(b, "<Description>");
    xml_put(b, s->swedish ? "Automatiskt kodad av utsaga " : "Coded automatically by utsaga ");
    xml_text(b, uts_cstr(version ? version : ""));
    if (s->codebook) {
        xml_put(b, s->swedish ? "; kodbok " : "; codebook ");
        xml_text(b, uts_cstr(s->codebook->path));
    }
    xml_put(b, s->swedish ? "; källor " : "; sources ");
    xml_number(b, s->n_used);
    xml_put(b, s->swedish ? "; markeringar " : "; selections ");
    xml_number(b, s->n_selections);
    xml_put(b, "</Description>\n</Project>\n");
}

static uts_status write_file(struct qdpx_stage *s, uts_job *job, const struct archive_first *first) {
    uint64_t entry = first->head.n + first->middle->n + first->tail.n;
    if (entry > ARCHIVE_ENTRY_BYTES || archive_size(&s->archive, first) > ARCHIVE_BYTES ||
        s->archive.n > ARCHIVE_ENTRIES) {
        uts_notef(s->host, job, UTS_LOG_WARN, UINT64_MAX, uts_cstr(""),
                  "project.qdpx is not written: with %llu selections in %u sources it would be larger than other "
                  "programs can open; run parts of the material%s",
                  (unsigned long long)s->n_selections, s->archive.n,
                  s->conf->speakers ? ", or use --set write-qdpx.speakers=false" : "");
        return UTS_OK;
    }
    uts_io *io = s->host->create(job, "project.qdpx");
    if (!io) return UTS_E_IO;
    uts_status status = archive_write(&s->archive, first, s->host, io);
    uts_status closed = s->host->close(io);
    if (check(s, job)) return UTS_E_IO;
    return status ? status : closed;
}

uts_status qdpx_end(struct qdpx_stage *s, uts_job *job) {
    struct xml_buf head = {0}, tail = {0};
    add_speakers(s);
    code_list_name(&s->codes);
    if (s->codes.renamed)
        uts_notef(s->host, job, UTS_LOG_INFO, UINT64_MAX, uts_cstr(""),
                  "%u codes have other names in project.qdpx, where names must differ, be short and be fit for files",
                  s->codes.renamed);
    put_head(s, &head);
    put_tail(s, &tail);
    struct archive_first first = {.name = "project.qde",
                                  .head = {head.p, head.n},
                                  .tail = {tail.p, tail.n},
                                  .middle = &s->sources,
                                  .middle_crc = s->sources_crc};
    s->failed = s->failed || head.failed || tail.failed;
    uts_status status = check(s, job);
    if (!status) status = write_file(s, job, &first);
    xml_free(&head);
    xml_free(&tail);
    return status;
}
