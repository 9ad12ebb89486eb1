/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The project as a whole: takes up documents in order, and puts the archive together at the end. */
#include "merge.h"

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
    return !s->about.failed;
}

/* The codes of a merged project come first, and those of the codebook that it lacks go to their places among them. */
static bool join_codes(struct qdpx_stage *s) {
    const uts_codebook *book = s->codebook;
    if (!s->merge) {
        if (book) code_list_add_book(&s->codes, book, s->code_guids);
        code_list_name(&s->codes);
        return !s->codes.failed;
    }
    merge_codes(s);
    uint32_t merged = s->codes.n, missing = 0;
    for (uint32_t i = 0; book && i < book->n_codes; i++) {
        const uts_code *c = book->codes[i];
        uint32_t at = code_list_find(&s->codes, s->codes.n, s->code_guids[i]);
        if (at != UINT32_MAX) {
            s->codes.at[at].codable = s->codes.at[at].codable || c->n_rules > 0;
            continue;
        }
        uint32_t parent =
            c->parent == UINT32_MAX ? UINT32_MAX : code_list_find(&s->codes, s->codes.n, s->code_guids[c->parent]);
        bool group = c->n_rules == 0 && i + 1 < book->n_codes && book->codes[i + 1]->parent == i;
        code_list_add(&s->codes, parent, s->code_guids[i], uts_cstr(c->label), uts_cstr(c->description), c->colour,
                      !group);
        missing++;
    }
    s->merge->n_new_codes = merged && book && missing < book->n_codes ? missing : 0;
    code_list_name(&s->codes);
    return !s->codes.failed && !s->merge->no_memory;
}

/* Names of sources that are there already are taken. */
static bool take_source_names(struct qdpx_stage *s) {
    for (uint32_t i = 0; i < s->merge->n_sources; i++) {
        const char *name = s->merge->sources[i].name;
        bool changed;
        char *taken =
            name ? names_take(&s->source_names, uts_cstr(name), uts_mkstr("", 0), NAME_SOURCE_CHARS, &changed) : NULL;
        if (name && !taken) return false;
        free(taken);
    }
    return true;
}

uts_status qdpx_prepare(struct qdpx_stage *s, uts_job *job) {
    const char *language = s->host->setting("language");
    s->swedish = !language || strcmp(language, "en") != 0;
    s->codebook = s->host->extension(UTS_EXT_CODEBOOK);
    s->participants = s->host->extension(UTS_EXT_PARTICIPANTS);
    s->space = guid_of(&s->maker, guid_root(), "project", uts_cstr(s->conf->name));
    s->user = guid_of(&s->maker, guid_root(), "user", uts_cstr("utsaga"));
    bool good = take_codebook(s);
    if (good && s->conf->merge && !(s->merge = merge_open(s, job, s->conf->merge))) return UTS_E_IO;
    if (s->merge) s->user = merge_our_user(s->merge, s->user);
    qdpx_put_guid(&s->by, "creatingUser", s->user);
    xml_attribute(&s->by, "creationDateTime", uts_cstr(s->date));
    good = good && !s->by.failed && join_codes(s) && (!s->merge || take_source_names(s)) && qdpx_take_participants(s);
    return good ? UTS_OK : uts_failf(s->host, job, UTS_E_NOMEM, UINT64_MAX, "out of memory");
}

/* ---- a document ---- */

/* The same document twice, read from a transcript and from a project, say: the later one gets an identity of its own.
 */
static struct qdpx_part *make_unique(struct qdpx_stage *s, uts_job *job, const uts_doc *doc) {
    struct guid guid = guid_of(&s->maker, s->space, "source", s->host->doc_id(doc));
    while (guid_set_has(&s->used, guid) ||
           (s->merge && merge_source_of(s->merge, guid, uts_mkstr("", 0), uts_mkstr("", 0))))
        guid = guid_of(&s->maker, guid, "again", s->host->doc_id(doc));
    s->host->note(job, UTS_LOG_WARN, UINT64_MAX,
                  uts_cstr("another document came with the same identity: this one and its codings get new ones in "
                           "project.qdpx"),
                  uts_cstr(""));
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
char *qdpx_flat_name(const struct qdpx_stage *s, const uts_doc *doc) {
    uts_str id = s->host->doc_id(doc), title = s->host->doc_meta(doc, "title");
    uts_str given = s->host->doc_meta(doc, "refi.guid").n && title.n ? title : id;
    struct xml_buf plain = {0};
    for (size_t i = 0; i < given.n; i++)
        if (given.p[i] == '/')
            xml_put(&plain, " – ");
        else
            xml_bytes(&plain, given.p + i, 1);
    xml_bytes(&plain, "", 1);
    if (!plain.failed) return plain.p;
    xml_free(&plain);
    return NULL;
}

static char *source_name(struct qdpx_stage *s, uts_job *job, const uts_doc *doc) {
    char *wanted = qdpx_flat_name(s, doc);
    bool changed;
    char *name =
        wanted ? names_take(&s->source_names, uts_cstr(wanted), uts_mkstr("", 0), NAME_SOURCE_CHARS, &changed) : NULL;
    if (name && changed)
        uts_notef(s->host, job, UTS_LOG_INFO, UINT64_MAX, uts_cstr(name),
                  "the source has another name in project.qdpx, where names must differ and be fit for files");
    free(wanted);
    return name;
}

/* The source of a merged project that the document continues, once. */
static struct merge_source *continued(struct qdpx_stage *s, struct guid guid) {
    struct merge_source *old = s->merge ? merge_source_of(s->merge, guid, uts_mkstr("", 0), uts_mkstr("", 0)) : NULL;
    if (!old || old->done || !guid_equal(old->guid, guid)) return NULL;
    old->done = true;
    return old;
}

/* What people wrote about the source, or where the text came from. */
static void put_about(struct qdpx_stage *s, const uts_doc *doc, const struct merge_source *old, struct xml_buf *b) {
    char *about = old ? rq_child_text(old->node, "Description") : NULL;
    bool theirs = about && *about && !strstr(about, "; SHA-256 ");
    xml_put(b, "<Description>");
    if (theirs) {
        xml_text(b, uts_cstr(about));
    } else {
        xml_text(b, s->host->doc_meta(doc, "source"));
        xml_put(b, "; SHA-256 ");
        xml_text(b, s->host->doc_meta(doc, "sha256"));
    }
    xml_put(b, "</Description>\n");
    free(about);
}

static void put_open(struct qdpx_stage *s, struct guid source, const char *name, struct xml_buf *b) {
    char guid[GUID_CHARS + 1];
    guid_spell(source, guid);
    xml_put(b, "<TextSource guid=\"");
    xml_put(b, guid);
    xml_put(b, "\"");
    xml_attribute(b, "name", uts_cstr(name));
    xml_put(b, " plainTextPath=\"internal://");
    xml_put(b, guid);
    xml_put(b, ".txt\"");
    xml_bytes(b, s->by.p, s->by.n);
    qdpx_put_guid(b, "modifyingUser", s->user);
    xml_attribute(b, "modifiedDateTime", uts_cstr(s->date));
    xml_put(b, ">\n");
}

/* What stands behind the selections. */
static void put_close(struct qdpx_stage *s, uts_job *job, const uts_doc *doc, const struct qdpx_part *part,
                      const struct merge_source *old, struct xml_buf *b) {
    static const char *const kept[] = {"Coding", "NoteRef", "VariableValue"};
    for (size_t i = 0; old && i < sizeof kept / sizeof *kept; i++)
        for (xmlNodePtr n = rq_child(old->node, kept[i]); n; n = rq_next(n, kept[i])) merge_put_node(b, n);
    if (!old) qdpx_put_document_values(s, job, s->host->doc_meta(doc, "refi.cases"), part, b);
    xml_put(b, "</TextSource>\n");
}

static void spool_xml(struct qdpx_stage *s, const char *p, size_t n) {
    s->sources_crc = pack_crc(s->sources_crc, p, n);
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

/* Selections of people that lost their place, with the text that they were made in. */
static void put_rest(struct qdpx_stage *s, const struct merge_source *old, const struct xml_buf *rest) {
    if (!rest->n) return;
    struct xml_buf b = {0}, want = {0};
    struct guid guid = guid_of(&s->maker, old->guid, "earlier text", uts_mkstr("", 0));
    while (guid_set_has(&s->used, guid) || merge_source_of(s->merge, guid, uts_mkstr("", 0), uts_mkstr("", 0)))
        guid = guid_of(&s->maker, guid, "earlier text", uts_mkstr("", 0));
    xml_put(&want, old->name ? old->name : "");
    xml_put(&want, s->swedish ? " (tidigare text)" : " (earlier text)");
    bool changed;
    char *name = names_take(&s->source_names, uts_mkstr(want.p, want.n), uts_mkstr("", 0), NAME_SOURCE_CHARS, &changed);
    if (name && merge_copy_text(s, old->node, guid)) {
        put_open(s, guid, name, &b);
        xml_bytes(&b, rest->p, rest->n);
        xml_put(&b, "</TextSource>\n");
        spool_xml(s, b.p, b.n);
    } else
        s->failed = true;
    s->failed = s->failed || b.failed || want.failed || !guid_set_add(&s->used, guid);
    free(name);
    xml_free(&want);
    xml_free(&b);
}

static void put_document(struct qdpx_stage *s, uts_job *job, const uts_doc *doc, const struct qdpx_part *part,
                         const char *name, struct merge_source *old) {
    struct xml_buf open = {0}, close = {0}, people = {0}, rest = {0};
    put_open(s, part->source, name, &open);
    put_about(s, doc, old, &open);
    if (old) merge_put_selections(s, job, doc, old, &people, &rest);
    put_close(s, job, doc, part, old, &close);
    spool_xml(s, open.p, open.n);
    spool_xml(s, people.p, people.n);
    spool_xml(s, part->xml.p, part->xml.n);
    spool_xml(s, close.p, close.n);
    s->failed = s->failed || open.failed || close.failed || people.failed || rest.failed;
    if (old) put_rest(s, old, &rest);
    xml_free(&open);
    xml_free(&close);
    xml_free(&people);
    xml_free(&rest);
}

uts_status qdpx_fold(struct qdpx_stage *s, uts_job *job, const uts_doc *doc, struct qdpx_part *part) {
    if (guid_set_has(&s->used, part->source)) part = make_unique(s, job, doc);
    if (!part) return UTS_E_NOMEM;
    struct merge_source *old = continued(s, part->source);
    char guid[GUID_CHARS + 1], path[PACK_NAME];
    char *name = old && old->name ? strdup(old->name) : source_name(s, job, doc);
    if (!name || !guid_set_add(&s->used, part->source)) {
        free(name);
        s->failed = true;
        return check(s, job);
    }
    take_speakers(s, job, part);
    qdpx_take_people(s, job, doc, part);
    put_document(s, job, doc, part, name, old);
    guid_spell(part->source, guid);
    snprintf(path, sizeof path, "sources/%s.txt", guid);
    pack_add(&s->archive, path, part->text.p, part->text.n, part->crc);
    s->n_selections += part->n_selections;
    free(name);
    return check(s, job);
}

/* ---- after the last document ---- */

/* The group that no text is coded with; a merged project may have it. */
static uint32_t speaker_group(struct qdpx_stage *s) {
    struct guid guid = guid_of(&s->maker, s->space, "group", uts_cstr("speakers"));
    if (s->merge && s->merge->speakers != UINT32_MAX)
        guid_parse(uts_cstr(s->merge->tables.codes[s->merge->speakers].guid), &guid);
    uint32_t at = code_list_find(&s->codes, s->codes.n, guid);
    if (at != UINT32_MAX) return at;
    return code_list_add(&s->codes, UINT32_MAX, guid, uts_cstr(s->swedish ? "Talare" : "Speakers"),
                         uts_cstr(s->swedish ? "Vem som talar; gjord av utsaga." : "Who is speaking; made by utsaga."),
                         "#7F7F7F", false);
}

static void add_speakers(struct qdpx_stage *s) {
    static const char *const colours[] = {"#1F77B4", "#FF7F0E", "#2CA02C", "#D62728", "#9467BD",
                                          "#8C564B", "#E377C2", "#7F7F7F", "#BCBD22", "#17BECF"};
    uint32_t n = 0, before = s->codes.n; /* the speakers themselves differ */
    for (uint32_t i = 1; i < s->speakers_room && s->conf->speakers; i++) {
        if (!s->is_speaker[i]) continue;
        uts_str name = s->host->spell_promoted(i);
        struct guid guid = qdpx_speaker_guid(s, &s->maker, name);
        uint32_t group = speaker_group(s);
        if (code_list_find(&s->codes, before, guid) == UINT32_MAX)
            code_list_add(&s->codes, group, guid, name, uts_mkstr("", 0), colours[n % 10], true);
        n++;
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
    if (s->merge) merge_put_users(s, b);
    for (uint32_t i = 0; i < s->n_people; i++)
        if (!s->merge || !merge_has_user(s->merge, s->people[i].guid))
            put_user(b, s->people[i].guid, s->people[i].name, NULL);
    xml_put(b, "</Users>\n");
}

static void put_head(struct qdpx_stage *s, struct xml_buf *b) {
    const char *version = s->host->setting("version");
    xml_put(b, head_start);
    char *name = s->merge ? rq_attribute(s->merge->root, "name") : NULL;
    xml_attribute(b, "name", uts_cstr(name ? name : s->conf->name));
    free(name);
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
    if (s->n_variables || (s->merge && s->merge->variables)) {
        xml_put(b, "<Variables>\n");
        qdpx_put_variables(s, b);
        xml_put(b, "</Variables>\n");
    }
    if (s->n_cases || (s->merge && s->merge->cases)) {
        xml_put(b, "<Cases>\n");
        qdpx_put_cases(s, b);
        xml_put(b, "</Cases>\n");
    }
    if (s->sources.n) xml_put(b, "<Sources>\n");
}

static void put_tail(const struct qdpx_stage *s, struct xml_buf *b) {
    if (s->sources.n) xml_put(b, "</Sources>\n");
    if (s->merge) merge_put_after(s, b);
    const char *version = s->host->setting("version");
    xml_put(b, "<Description>");
    xml_put(b, s->swedish ? "Automatiskt kodad av utsaga " : "Coded automatically by utsaga ");
    xml_text(b, uts_cstr(version ? version : ""));
    if (s->codebook) {
        xml_put(b, s->swedish ? "; kodbok " : "; codebook ");
        xml_text(b, uts_cstr(s->codebook->path));
    }
    xml_put(b, s->swedish ? "; källor " : "; sources ");
    xml_number(b, s->used.n);
    xml_put(b, s->swedish ? "; markeringar " : "; selections ");
    xml_number(b, s->n_selections);
    if (s->merge) {
        xml_bytes(b, s->merge->conflicts.p, s->merge->conflicts.n);
        merge_put_about(s, b);
    }
    xml_put(b, "</Description>\n");
    for (xmlNodePtr n = s->merge ? rq_child(s->merge->root, "NoteRef") : NULL; n; n = rq_next(n, "NoteRef"))
        merge_put_node(b, n);
    xml_put(b, "</Project>\n");
}

static uts_status write_file(struct qdpx_stage *s, uts_job *job, const struct pack_first *first) {
    uint64_t entry = first->head.n + first->middle->n + first->tail.n;
    if (entry > PACK_ENTRY_BYTES || pack_size(&s->archive, first) > PACK_BYTES || s->archive.n > PACK_ENTRIES) {
        uts_notef(s->host, job, UTS_LOG_WARN, UINT64_MAX, uts_cstr(""),
                  "project.qdpx is not written: with %llu selections in %u sources it would be larger than other "
                  "programs can open; run parts of the material%s",
                  (unsigned long long)s->n_selections, s->archive.n,
                  s->conf->speakers ? ", or use --set write-qdpx.speakers=false" : "");
        return UTS_OK;
    }
    uts_io *io = s->host->create(job, "project.qdpx");
    if (!io) return UTS_E_IO;
    uts_status status = pack_write(&s->archive, first, s->host, io);
    uts_status closed = s->host->close(io);
    if (check(s, job)) return UTS_E_IO;
    return status ? status : closed;
}

uts_status qdpx_end(struct qdpx_stage *s, uts_job *job) {
    struct xml_buf head = {0}, tail = {0};
    if (s->merge) merge_put_others(s, job);
    add_speakers(s);
    code_list_name(&s->codes);
    if (s->codes.renamed)
        uts_notef(s->host, job, UTS_LOG_INFO, UINT64_MAX, uts_cstr(""),
                  "%u codes have other names in project.qdpx, where names must differ, be short and be fit for files",
                  s->codes.renamed);
    if (s->merge) merge_report(s, job);
    put_head(s, &head);
    put_tail(s, &tail);
    struct pack_first first = {.name = "project.qde",
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
