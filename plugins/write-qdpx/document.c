/* SPDX-License-Identifier: GPL-3.0-or-later */
/* One document: its text as a file, and a selection for each hit, turn and coding. */
#include "merge.h"

enum { NAME_CHARS = 60 };
static const char replacement[] = "\xEF\xBF\xBD";

struct making {
    const struct qdpx_stage *s;
    struct qdpx_local *w;
    const uts_host *host;
    uts_job *job;
    const uts_doc *doc;
    uts_str text;
    struct qdpx_part *part;
    uint32_t n_lines;
    uint32_t skipped_own, skipped_empty;
    bool anew; /* another document has the identities that this one came with */
};

struct guid qdpx_source_guid(const struct qdpx_stage *s, const struct guid_maker *m, const uts_doc *doc) {
    struct guid wanted;
    if (!guid_parse(s->host->doc_meta(doc, "refi.guid"), &wanted))
        wanted = guid_of(m, s->space, "source", s->host->doc_id(doc));
    if (!s->merge) return wanted;
    char *name = qdpx_flat_name(s, doc);
    const struct merge_source *old =
        merge_source_of(s->merge, wanted, uts_cstr(name), s->host->doc_meta(doc, "source"));
    free(name);
    return old ? old->guid : wanted;
}

bool qdpx_is_our_remark(uts_str remark) { return remark.n >= 8 && memcmp(remark.p, "utsaga: ", 8) == 0; }

bool qdpx_is_hit_remark(uts_str remark) {
    static const char *const kinds[] = {"utsaga: regel ", "utsaga: rule "};
    for (size_t i = 0; i < sizeof kinds / sizeof *kinds; i++)
        if (remark.n >= strlen(kinds[i]) && memcmp(remark.p, kinds[i], strlen(kinds[i])) == 0) return true;
    return false;
}

struct guid qdpx_speaker_guid(const struct qdpx_stage *s, const struct guid_maker *m, uts_str name) {
    struct guid merged;
    if (s->merge && merge_speaker(s->merge, name, &merged)) return merged;
    return guid_of(m, s->space, "speaker", name);
}

/* ---- the text file ---- */

/* What a character becomes in the file; NULL: itself. *n is its length. */
static const char *file_form(const unsigned char *p, const unsigned char *end, bool crlf, size_t *n) {
    *n = 1;
    if (*p == '\n') return crlf ? "\r\n" : NULL;
    if (*p == '\r') return crlf ? "\r\n" : "\n";
    if (*p < 0x20) return *p == '\t' ? NULL : replacement;
    if (*p == 0xC2 && end - p > 1 && p[1] == 0x85) return *n = 2, crlf ? "\r\n" : "\n";
    if (end - p < 3) return NULL;
    if (*p == 0xE2 && p[1] == 0x80 && (p[2] == 0xA8 || p[2] == 0xA9)) return *n = 3, crlf ? "\r\n" : "\n";
    if (*p == 0xEF && p[1] == 0xBF && p[2] >= 0xBE) return *n = 3, replacement;
    return NULL;
}

/*
 * The text as it is, unless line ends or characters that XML cannot hold must change. A character becomes one
 * character, or a line end, so that code points keep their numbers.
 */
static uts_str file_text(struct making *m) {
    bool crlf = m->s->conf->newline != NEWLINE_LF;
    const unsigned char *p = (const unsigned char *)m->text.p, *end = p + m->text.n, *from = p;
    struct xml_buf *out = &m->w->text;
    size_t changed = 0, n;
    out->n = 0;
    while (p < end) {
        unsigned char c = *p;
        bool plain = (c >= 0x20 && c != 0xC2 && c != 0xE2 && c != 0xEF) || (c == '\n' && !crlf);
        const char *instead = plain ? NULL : file_form(p, end, crlf, &n);
        if (!instead) {
            p++;
            continue;
        }
        changed += c != '\n';
        xml_bytes(out, (const char *)from, (size_t)(p - from));
        xml_put(out, instead);
        from = p += n;
    }
    if (from == (const unsigned char *)m->text.p) return m->text;
    xml_bytes(out, (const char *)from, (size_t)(end - from));
    if (changed)
        uts_notef(m->host, m->job, UTS_LOG_WARN, UINT64_MAX, uts_cstr(""),
                  "%zu control characters or rare line ends have other signs in project.qdpx", changed);
    return uts_mkstr(out->p, out->n);
}

/* ---- positions ---- */

static void find_lines(struct making *m) {
    struct qdpx_local *w = m->w;
    if (m->s->conf->newline != NEWLINE_CRLF) return;
    const char *end = m->text.p + m->text.n;
    for (const char *p = m->text.p; p < end && (p = memchr(p, '\n', (size_t)(end - p))); p++) {
        if (m->n_lines == w->lines_room) {
            uint32_t room = w->lines_room ? w->lines_room * 2 : 1024;
            uint32_t *lines = realloc(w->lines, room * sizeof *lines);
            if (!lines) {
                w->xml.failed = true;
                return;
            }
            w->lines = lines;
            w->lines_room = room;
        }
        w->lines[m->n_lines++] = (uint32_t)(p - m->text.p);
    }
}

/* The position of a byte in the file, as the other program will count it. */
static uint64_t position(const struct making *m, uint32_t offset) {
    uint32_t low = 0, high = m->n_lines;
    while (low < high) {
        uint32_t mid = low + (high - low) / 2;
        if (m->w->lines[mid] < offset)
            low = mid + 1;
        else
            high = mid;
    }
    return (uint64_t)m->host->to_chars(m->doc, offset) + low;
}

/* ---- selections ---- */

struct selection {
    uint32_t begin, end;
    struct guid code, user;
    bool ours;
    struct guid selection, coding;
    const char *kind;
    uts_str date;  /* of a coding that is not ours */
    uts_str about; /* `<Description>…</Description>`, or empty */
};

void qdpx_put_guid(struct xml_buf *b, const char *name, struct guid g) {
    char guid[GUID_CHARS + 1];
    guid_spell(g, guid);
    xml_put(b, " ");
    xml_put(b, name);
    xml_put(b, "=\"");
    xml_bytes(b, guid, GUID_CHARS);
    xml_put(b, "\"");
}

/* At most NAME_CHARS code points of the stretch. */
static uts_str quote(const struct making *m, uint32_t begin, uint32_t end) {
    uint32_t p = begin;
    if (end - begin <= NAME_CHARS) return uts_mkstr(m->text.p + begin, end - begin);
    for (uint32_t chars = 0; p < end && chars < NAME_CHARS; chars++) {
        p++;
        while (p < end && ((unsigned char)m->text.p[p] & 0xC0) == 0x80) p++;
    }
    return uts_mkstr(m->text.p + begin, p - begin);
}

static void put_by(const struct making *m, const struct selection *sel) {
    struct xml_buf *b = &m->w->xml;
    if (sel->ours) {
        xml_bytes(b, m->s->by.p, m->s->by.n);
        return;
    }
    qdpx_put_guid(b, "creatingUser", sel->user);
    xml_attribute(b, "creationDateTime", sel->date);
}

/* Keeps clear of what people have in a merged project. False: they kept this very coding. */
static bool make_room(const struct making *m, struct selection *sel) {
    if (merge_holds(m->s->merge, sel->coding)) return false;
    while (merge_holds(m->s->merge, sel->selection))
        sel->selection = guid_of(&m->w->maker, sel->selection, "again", uts_mkstr("", 0));
    return true;
}

static void put_selection(struct making *m, struct selection *sel) {
    struct xml_buf *b = &m->w->xml;
    uint64_t begin = position(m, sel->begin), end = position(m, sel->end);
    if (sel->ours) {
        sel->selection = guid_at(&m->w->maker, m->part->source, sel->kind, sel->code, begin, end);
        sel->coding = guid_at(&m->w->maker, m->part->source, "coding", sel->code, begin, end);
        if (m->s->merge && !make_room(m, sel)) return;
    }
    xml_put(b, "<PlainTextSelection");
    qdpx_put_guid(b, "guid", sel->selection);
    xml_attribute(b, "name", quote(m, sel->begin, sel->end));
    xml_put(b, " startPosition=\"");
    xml_number(b, begin);
    xml_put(b, "\" endPosition=\"");
    xml_number(b, end);
    xml_put(b, "\"");
    put_by(m, sel);
    xml_put(b, ">");
    xml_bytes(b, sel->about.p, sel->about.n);
    xml_put(b, "<Coding");
    qdpx_put_guid(b, "guid", sel->coding);
    put_by(m, sel);
    xml_put(b, "><CodeRef");
    qdpx_put_guid(b, "targetGUID", sel->code);
    xml_put(b, "/></Coding></PlainTextSelection>\n");
    m->part->n_selections++;
}

/* ---- hits ---- */

/* A row before @p i has the same code at the same place: stated and negated, say. */
static bool said_before(const uts_layer *hit, const uint32_t *code, const uint32_t *excluded, uint32_t i) {
    for (uint32_t k = i; k-- > 0 && hit->begin[k] == hit->begin[i];)
        if (hit->end[k] == hit->end[i] && code[k] == code[i] && excluded[k] == UTS_NO_ROW) return true;
    return false;
}

static void put_hits(struct making *m) {
    const uts_layer *hit = m->s->codebook ? m->host->layer(m->doc, "hit") : NULL;
    if (!hit) return;
    const uint32_t *code = hit->data[UTS_HIT_CODE], *rule = hit->data[UTS_HIT_RULE],
                   *polarity = hit->data[UTS_HIT_POLARITY], *excluded = hit->data[UTS_HIT_EXCLUDED_BY];
    struct selection sel = {.ours = true, .kind = "hit"};
    for (uint32_t i = 0; i < hit->rows; i++) {
        if (excluded[i] != UTS_NO_ROW || hit->begin[i] == hit->end[i] || said_before(hit, code, excluded, i)) continue;
        const uint32_t *about = m->s->about_at + 2 * rule[i] + (polarity[i] ? 1 : 0);
        sel.begin = hit->begin[i];
        sel.end = hit->end[i];
        sel.code = m->s->code_guids[code[i]];
        sel.about = uts_mkstr(m->s->about.p + about[0], about[1] - about[0]);
        put_selection(m, &sel);
    }
}

/* ---- speakers ---- */

/* The identity of each speaker, in the order of first speech. NULL: out of memory. */
static struct guid *list_speakers(struct making *m, const uts_layer *turn, uint32_t *index) {
    const uts_sym *speaker = turn->data[UTS_TURN_SPEAKER];
    struct guid *guids = m->host->alloc(m->job, (turn->rows + 1) * sizeof *guids, 16);
    m->part->speakers = m->host->alloc(m->job, (turn->rows + 1) * sizeof(uts_sym), sizeof(uts_sym));
    if (!guids || !m->part->speakers) return NULL;
    for (uint32_t i = 0; i < turn->rows; i++) {
        if (!speaker[i]) continue;
        /* A talk has few speakers, and the last but one is the likeliest: look from the end. */
        uint32_t k = m->part->n_speakers;
        while (k > 0 && m->part->speakers[k - 1] != speaker[i]) k--;
        if (k == 0) {
            k = ++m->part->n_speakers;
            m->part->speakers[k - 1] = speaker[i];
            guids[k - 1] = qdpx_speaker_guid(m->s, &m->w->maker, m->host->spell(m->job, speaker[i]));
        }
        index[i] = k - 1;
    }
    return guids;
}

static void put_turns(struct making *m) {
    const uts_layer *turn = m->host->layer(m->doc, "turn"), *segment = m->host->layer(m->doc, "segment");
    if (!turn || !turn->rows) return;
    const uts_sym *speaker = turn->data[UTS_TURN_SPEAKER];
    const uint32_t *owner = segment ? segment->data[UTS_SEGMENT_TURN] : NULL;
    uint32_t *index = m->host->alloc(m->job, turn->rows * sizeof *index, sizeof *index);
    struct guid *guids = index ? list_speakers(m, turn, index) : NULL;
    if (!guids || !m->s->conf->speakers) return;
    struct selection sel = {.ours = true, .kind = "turn"};
    sel.about = m->s->swedish ? uts_cstr("<Description>utsaga: talare</Description>")
                              : uts_cstr("<Description>utsaga: speaker</Description>");
    uint32_t rows = segment ? segment->rows : turn->rows;
    for (uint32_t i = 0; i < rows; i++) {
        uint32_t t = owner ? owner[i] : i;
        sel.begin = segment ? segment->begin[i] : turn->begin[i];
        sel.end = segment ? segment->end[i] : turn->end[i];
        if (t >= turn->rows || !speaker[t] || sel.begin == sel.end) continue;
        sel.code = guids[index[t]];
        put_selection(m, &sel);
    }
}

static void find_participants(struct making *m) {
    const uts_participants *p = m->s->participants;
    struct qdpx_part *part = m->part;
    if (!p || !part->n_speakers) return;
    part->participants = m->host->alloc(m->job, part->n_speakers * sizeof(uint32_t), sizeof(uint32_t));
    for (uint32_t i = 0; part->participants && i < part->n_speakers; i++) {
        uint32_t row = p->find(m->host->doc_id(m->doc), m->host->spell(m->job, part->speakers[i]));
        bool known = row == UINT32_MAX;
        for (uint32_t k = 0; k < part->n_participants && !known; k++) known = part->participants[k] == row;
        if (!known) part->participants[part->n_participants++] = row;
    }
}

/* ---- codings of people ---- */

/* The identity of a code or coder: the one it came with, else one made of its name. */
static struct guid used_guid(struct making *m, struct qdpx_used *list, uint32_t *n, uts_sym name, const char *meta,
                             const char *kind) {
    for (uint32_t i = *n; i-- > 0;)
        if (list[i].name == name) return list[i].guid;
    uts_str spelled = m->host->spell(m->job, name);
    struct guid guid;
    /* Programs give users new identities; our user is known by its name. */
    if (strcmp(kind, "user") == 0 && uts_str_eq(spelled, uts_cstr("utsaga")))
        guid = m->s->user;
    else if (!guid_parse(qdpx_meta_cell(m->host->doc_meta(m->doc, meta), spelled, 1), &guid))
        guid = guid_of(&m->w->maker, m->s->space, kind, spelled);
    list[(*n)++] = (struct qdpx_used){guid, name};
    return guid;
}

/* A time that may be written into an attribute whose type is xsd:dateTime: digits and its signs, in whole seconds. */
static bool is_time(uts_str s) {
    static const char pattern[] = "0000-00-00T00:00:00";
    if (s.n < sizeof pattern - 1 || s.n > 25) return false;
    for (size_t i = 0; i < sizeof pattern - 1; i++)
        if (pattern[i] == '0' ? s.p[i] < '0' || s.p[i] > '9' : s.p[i] != pattern[i]) return false;
    for (size_t i = sizeof pattern - 1; i < s.n; i++)
        if (!memchr("0123456789:+-Z", s.p[i], 14)) return false;
    return true;
}

/*
 * The identities and the time that a coding came with; what is missing is made. @p lines: metadata of read-qdpx, a line
 * for each coding; @p line is the one of this row, unless the layer was refined.
 */
static void take_identity(struct making *m, struct selection *sel, uts_str coding, uts_str lines, uts_str line,
                          uint32_t row) {
    bool same = uts_str_eq(qdpx_cell(line, 0), coding);
    uts_str selection = same ? qdpx_cell(line, 1) : qdpx_meta_cell(lines, coding, 1);
    uts_str time = same ? qdpx_cell(line, 2) : qdpx_meta_cell(lines, coding, 2);
    if (m->anew || !guid_parse(coding, &sel->coding))
        sel->coding = guid_at(&m->w->maker, m->part->source, "human coding", sel->code, sel->begin, row);
    if (m->anew || !guid_parse(selection, &sel->selection))
        sel->selection = guid_at(&m->w->maker, m->part->source, "human selection", sel->code, sel->begin, row);
    sel->date = is_time(time) ? time : uts_cstr(m->s->date);
}

/*
 * Made by an earlier run, and made anew by this one: without a codebook it makes no hits, so those of before stay. A
 * person may code under our user too, without our remark.
 */
static bool is_renewed(const struct making *m, const struct selection *sel, uts_str note) {
    if (!guid_equal(sel->user, m->s->user)) return false;
    if (qdpx_is_our_remark(note)) return m->s->codebook || !qdpx_is_hit_remark(note);
    return guid_equal(sel->coding, guid_at(&m->w->maker, m->part->source, "coding", sel->code, position(m, sel->begin),
                                           position(m, sel->end)));
}

static void put_codings(struct making *m) {
    const uts_layer *coding = m->host->layer(m->doc, "coding");
    struct qdpx_part *part = m->part;
    if (!coding || !coding->rows) return;
    const uts_sym *code = coding->data[UTS_CODING_CODE], *coder = coding->data[UTS_CODING_CODER],
                  *identity = coding->data[UTS_CODING_GUID], *note = coding->data[UTS_CODING_NOTE];
    part->codes = m->host->alloc(m->job, (coding->rows + 1) * sizeof *part->codes, 16);
    part->people = m->host->alloc(m->job, (coding->rows + 1) * sizeof *part->people, 16);
    uts_sym nobody = m->host->intern(m->job, m->s->swedish ? uts_cstr("okänd") : uts_cstr("unknown"));
    uts_str lines = m->host->doc_meta(m->doc, "refi.codings"), rest = lines;
    struct xml_buf about = {0};
    for (uint32_t i = 0; part->codes && part->people && i < coding->rows; i++) {
        struct selection sel = {.begin = coding->begin[i], .end = coding->end[i]};
        uts_str remark = m->host->spell(m->job, note[i]), line = qdpx_next_line(&rest);
        uint32_t n_codes = part->n_codes, n_people = part->n_people;
        if (sel.begin == sel.end || !code[i]) {
            m->skipped_empty++;
            continue;
        }
        sel.code = used_guid(m, part->codes, &part->n_codes, code[i], "refi.codes", "human code");
        sel.user = used_guid(m, part->people, &part->n_people, coder[i] ? coder[i] : nobody, "refi.users", "user");
        take_identity(m, &sel, m->host->spell(m->job, identity[i]), lines, line, i);
        bool own = is_renewed(m, &sel, remark);
        if (own || (m->s->merge && merge_holds(m->s->merge, sel.coding))) {
            m->skipped_own += own;
            part->n_codes = n_codes;
            part->n_people = n_people;
            continue;
        }
        about.n = 0;
        if (remark.n) xml_element(&about, "Description", remark);
        sel.about = uts_mkstr(about.p, about.n);
        put_selection(m, &sel);
    }
    m->w->xml.failed = m->w->xml.failed || about.failed;
    xml_free(&about);
}

/* ---- the document ---- */

static void report(const struct making *m) {
    if (m->skipped_own)
        uts_notef(m->host, m->job, UTS_LOG_INFO, UINT64_MAX, uts_cstr(""),
                  "%u codings that an earlier run made are made anew", m->skipped_own);
    if (m->skipped_empty)
        uts_notef(m->host, m->job, UTS_LOG_WARN, UINT64_MAX, uts_cstr(""),
                  "%u codings that came with the document cover no text or have no code: left out of project.qdpx",
                  m->skipped_empty);
}

/* A copy in the memory of the job, where the part must live until it is folded. */
static bool keep(const struct making *m, uts_str from, uts_str *to) {
    char *p = uts_strdup(m->host, m->job, from);
    *to = uts_mkstr(p, from.n);
    return p != NULL;
}

struct qdpx_part *qdpx_make_part(const struct qdpx_stage *s, struct qdpx_local *w, uts_job *job, const uts_doc *doc,
                                 struct guid source, bool anew) {
    struct making m = {.s = s, .w = w, .host = s->host, .job = job, .doc = doc, .anew = anew};
    m.text = s->host->doc_text(doc);
    m.part = s->host->alloc(job, sizeof *m.part, 16);
    if (!m.part) return NULL;
    m.part->source = source;
    w->xml.n = 0;
    uts_str text = file_text(&m);
    m.part->crc = pack_crc(0, text.p, text.n);
    find_lines(&m);
    put_hits(&m);
    put_turns(&m);
    find_participants(&m);
    put_codings(&m);
    report(&m);
    bool good = keep(&m, uts_mkstr(w->xml.p, w->xml.n), &m.part->xml);
    m.part->text = text;
    if (good && text.p == w->text.p && text.n) good = keep(&m, text, &m.part->text);
    if (w->xml.failed || w->text.failed)
        uts_failf(s->host, job, UTS_E_NOMEM, UINT64_MAX, "out of memory while writing project.qdpx");
    return good && !w->xml.failed && !w->text.failed ? m.part : NULL;
}
