/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "merge.h"

#include <strings.h>

/* ---- nodes as XML ---- */

static bool guid_attribute(const xmlNode *node, const char *name, struct guid *out) {
    char *text = rq_attribute(node, name);
    bool good = text && guid_parse(uts_cstr(text), out);
    free(text);
    return good;
}

/* The name of a file of the project here: the identity of its element, and the suffix that it had. False: no file. */
static bool file_name(const xmlNode *node, const char *path, char out[60]) {
    struct guid guid;
    const char *dot = strrchr(path, '.');
    if (strncmp(path, "internal://", 11) != 0 || !guid_attribute(node, "guid", &guid)) return false;
    guid_spell(guid, out);
    size_t n = dot ? strlen(dot) : 0;
    bool plain = n > 1 && n < 8;
    for (size_t i = 1; plain && i < n; i++)
        plain = (dot[i] >= '0' && dot[i] <= '9') || ((dot[i] | 32) >= 'a' && (dot[i] | 32) <= 'z');
    strcat(out, plain ? dot : ".txt");
    return true;
}

static void put_attribute(struct xml_buf *b, const xmlNode *node, const char *name) {
    char *value = rq_attribute(node, name), file[60];
    struct guid guid;
    if (!value) return;
    if (guid_parse(uts_cstr(value), &guid))
        qdpx_put_guid(b, name, guid);
    else if (file_name(node, value, file)) {
        xml_put(b, " ");
        xml_put(b, name);
        xml_put(b, "=\"internal://");
        xml_put(b, file);
        xml_put(b, "\"");
    } else
        xml_attribute(b, name, uts_cstr(value));
    free(value);
}

static void put_children(struct xml_buf *b, const xmlNode *node) {
    bool nested = false;
    for (const xmlNode *c = node->children; c && !nested; c = c->next) nested = c->type == XML_ELEMENT_NODE;
    for (const xmlNode *c = node->children; c; c = c->next) {
        /* No element of a project has both; beside elements there is only white space. */
        if (!nested && (c->type == XML_TEXT_NODE || c->type == XML_CDATA_SECTION_NODE))
            xml_text(b, uts_cstr((const char *)c->content));
        else if (c->type == XML_ELEMENT_NODE)
            merge_put_node(b, c);
    }
}

void merge_put_node(struct xml_buf *b, const xmlNode *node) {
    const char *name = (const char *)node->name;
    xml_put(b, "<");
    xml_put(b, name);
    for (const xmlAttr *a = node->properties; a; a = a->next)
        if (!a->ns) put_attribute(b, node, (const char *)a->name);
    if (!node->children) {
        xml_put(b, "/>");
        return;
    }
    xml_put(b, ">");
    put_children(b, node);
    xml_put(b, "</");
    xml_put(b, name);
    xml_put(b, ">");
}

/* ---- files ---- */

static bool copy_file(struct qdpx_stage *s, const xmlNode *node, const char *attribute, const char *as) {
    struct merge *m = s->merge;
    char *path = rq_attribute(node, attribute), name[80], file[60];
    bool good = path && (as || file_name(node, path, file));
    int64_t entry = good ? rq_find(&m->package, path) : -1;
    size_t n = 0;
    char *bytes = entry >= 0 ? archive_read(&m->package.archive, entry, RQ_TEXT_BYTES, &n) : NULL;
    m->package.archive.why = NULL;
    if (bytes) {
        snprintf(name, sizeof name, "sources/%s", as ? as : file);
        pack_add(&s->archive, name, bytes, n, pack_crc(0, bytes, n));
    }
    free(bytes);
    free(path);
    return bytes != NULL;
}

static void copy_files(struct qdpx_stage *s, const xmlNode *node) {
    static const char *const attributes[] = {"plainTextPath", "richTextPath", "path"};
    for (size_t i = 0; i < sizeof attributes / sizeof *attributes; i++)
        if (node->type == XML_ELEMENT_NODE) copy_file(s, node, attributes[i], NULL);
    for (const xmlNode *c = node->children; c; c = c->next) copy_files(s, c);
}

/* The text of a source as we write texts: without BOM, lines and characters in one form. */
static void add_text(struct qdpx_stage *s, const struct rq_text *text, struct guid as) {
    char name[60] = "sources/";
    guid_spell(as, name + 8);
    strcat(name, ".txt");
    pack_add(&s->archive, name, text->p, text->n, pack_crc(0, text->p, text->n));
}

bool merge_copy_text(struct qdpx_stage *s, const xmlNode *node, struct guid as) {
    struct rq_source old;
    rq_source_open(&old, &s->merge->package, &s->merge->tables, node);
    bool good = !old.no_memory;
    if (good) add_text(s, &old.text, as);
    rq_source_free(&old);
    return good;
}

/* ---- selections ---- */

/* Where the text changed: the same before `same_begin` and from `old_end`, which is `new_end` now. */
struct change {
    uts_str before, now;
    size_t same_begin, old_end, new_end;
};

static struct change compare(uts_str before, uts_str now) {
    struct change c = {.before = before, .now = now};
    size_t least = before.n < now.n ? before.n : now.n, tail = 0;
    while (c.same_begin < least && before.p[c.same_begin] == now.p[c.same_begin]) c.same_begin++;
    while (tail < least - c.same_begin && before.p[before.n - 1 - tail] == now.p[now.n - 1 - tail]) tail++;
    c.old_end = before.n - tail;
    c.new_end = now.n - tail;
    return c;
}

/* The one place of a stretch in a text; SIZE_MAX: there is none, or several. */
static size_t only_place(uts_str text, const char *p, size_t n) {
    const char *first = memmem(text.p, text.n, p, n);
    if (!first) return SIZE_MAX;
    size_t after = (size_t)(first - text.p) + 1;
    return memmem(text.p + after, text.n - after, p, n) ? SIZE_MAX : (size_t)(first - text.p);
}

/* Finds a selection in the new text. False: its words are not there any more, or in several places. */
static bool replace(const struct change *c, uint32_t *begin, uint32_t *end) {
    if (*begin >= *end || *end > c->before.n) return false;
    uint32_t n = *end - *begin;
    if (*end <= c->same_begin) return true;
    size_t place = SIZE_MAX;
    if (*begin >= c->old_end)
        place = *begin - c->old_end + c->new_end;
    else if (only_place(c->before, c->before.p + *begin, n) != SIZE_MAX)
        place = only_place(c->now, c->before.p + *begin, n);
    if (place == SIZE_MAX) return false;
    *begin = (uint32_t)place;
    *end = (uint32_t)place + n;
    return true;
}

static void set_number(xmlNodePtr node, const char *name, uint64_t value) {
    char text[24];
    snprintf(text, sizeof text, "%llu", (unsigned long long)value);
    xmlSetProp(node, (const xmlChar *)name, (const xmlChar *)text);
}

static uint64_t count_chars(const char *p, size_t n) {
    uint64_t chars = 0;
    for (size_t i = 0; i < n; i++) chars += ((unsigned char)p[i] & 0xC0) != 0x80;
    return chars;
}

/* A position in the file that is written. */
static uint64_t position(const struct qdpx_stage *s, const uts_doc *doc, uts_str text, uint32_t offset) {
    uint64_t chars = s->host->to_chars(doc, offset);
    for (uint32_t i = 0; i < offset && s->conf->newline == NEWLINE_CRLF; i++) chars += text.p[i] == '\n';
    return chars;
}

static void say_lost(struct qdpx_stage *s, const struct merge_source *source, const xmlNode *selection) {
    struct xml_buf *b = &s->merge->conflicts;
    char *from = rq_attribute(selection, "startPosition"), *to = rq_attribute(selection, "endPosition");
    xml_put(b, s->swedish ? "\nutsaga: texten har ändrats under en kodning i "
                          : "\nutsaga: the text changed under a coding in ");
    xml_text(b, uts_cstr(source->name ? source->name : ""));
    xml_put(b, s->swedish ? ", tecken " : ", characters ");
    xml_text(b, uts_cstr(from ? from : "?"));
    xml_put(b, "–");
    xml_text(b, uts_cstr(to ? to : "?"));
    free(from);
    free(to);
}

void merge_put_selections(struct qdpx_stage *s, uts_job *job, const uts_doc *doc, struct merge_source *source,
                          struct xml_buf *b, struct xml_buf *rest) {
    struct rq_source old;
    rq_source_open(&old, &s->merge->package, &s->merge->tables, source->node);
    uts_str text = s->host->doc_text(doc);
    struct change c = compare(uts_mkstr(old.text.p, old.text.n), text);
    bool changed = c.before.n != text.n || c.same_begin != text.n;
    uint32_t lost = 0, moved = 0;
    for (uint32_t i = 0; i < source->n_selections; i++) {
        struct merge_selection *sel = &source->selections[i];
        uint32_t begin = sel->begin, end = sel->end;
        if (!replace(&c, &begin, &end)) {
            if (sel->begin < sel->end) {
                set_number(sel->node, "startPosition", count_chars(c.before.p, sel->begin));
                set_number(sel->node, "endPosition", count_chars(c.before.p, sel->end));
            }
            merge_put_node(rest, sel->node);
            say_lost(s, source, sel->node);
            lost++;
            continue;
        }
        moved += begin != sel->begin;
        set_number(sel->node, "startPosition", position(s, doc, text, begin));
        set_number(sel->node, "endPosition", position(s, doc, text, end));
        merge_put_node(b, sel->node);
        xml_put(b, "\n");
    }
    char *twin = rq_attribute(source->node, "richTextPath");
    if (twin && strcasestr(twin, ".docx"))
        s->host->note(job, UTS_LOG_INFO, UINT64_MAX,
                      uts_cstr(
                          "the formatted twin of the text in the merged project is left out: the plain text is newer"),
                      uts_cstr(""));
    free(twin);
    s->merge->n_moved += moved;
    s->merge->n_lost += lost;
    if (changed && (lost || moved))
        uts_notef(s->host, job, lost ? UTS_LOG_WARN : UTS_LOG_INFO, UINT64_MAX, uts_cstr(""),
                  "the text changed since the project was coded: %u codings of people moved with their words, %u whose "
                  "words changed stay with the earlier text, in a source of their own",
                  moved, lost);
    s->failed = s->failed || old.no_memory;
    rq_source_free(&old);
}

/* ---- sources that no document continues ---- */

/* Importers take a twin for formatted text, and lose all when it is not. */
static void drop_plain_twin(xmlNodePtr node) {
    char *path = rq_attribute(node, "richTextPath");
    size_t n = path ? strlen(path) : 0;
    if (path && (n < 5 || strcasecmp(path + n - 5, ".docx") != 0)) xmlUnsetProp(node, (const xmlChar *)"richTextPath");
    free(path);
}

/* Text and positions in the form that we write, so that other programs read them as this one did. False: no text. */
static bool settle_text(struct qdpx_stage *s, xmlNodePtr node) {
    struct rq_source old;
    struct guid guid;
    rq_source_open(&old, &s->merge->package, &s->merge->tables, node);
    s->failed = s->failed || old.no_memory;
    bool here = !old.missing && !old.oversize;
    uint32_t begin, end, last = 0;
    uint64_t chars = 0;
    for (xmlNodePtr sel = rq_child(node, "PlainTextSelection"); sel && here && !s->failed;
         sel = rq_next(sel, "PlainTextSelection")) {
        if (!rq_source_span(&old, sel, &begin, &end)) continue;
        /* Selections mostly go forward: count from the last one on. */
        chars = begin >= last ? chars + count_chars(old.text.p + last, begin - last) : count_chars(old.text.p, begin);
        last = begin;
        set_number(sel, "startPosition", chars);
        set_number(sel, "endPosition", chars + count_chars(old.text.p + begin, end - begin));
    }
    drop_plain_twin(node);
    xmlNodePtr inline_text = rq_child(node, "PlainTextContent");
    if (here && !s->failed && guid_attribute(node, "guid", &guid)) {
        char path[64] = "internal://";
        guid_spell(guid, path + 11);
        strcat(path, ".txt");
        add_text(s, &old.text, guid);
        xmlSetProp(node, (const xmlChar *)"plainTextPath", (const xmlChar *)path);
        if (inline_text) {
            xmlUnlinkNode(inline_text);
            xmlFreeNode(inline_text);
        }
    }
    rq_source_free(&old);
    return here;
}

static void put_other(struct qdpx_stage *s, const xmlNode *node) {
    struct xml_buf b = {0};
    xmlNodePtr copy = xmlDocCopyNode((xmlNodePtr)(uintptr_t)node, s->merge->kept, 1);
    bool text = copy && rq_is(node, "TextSource") && settle_text(s, copy);
    if (copy) merge_put_node(&b, copy);
    xml_put(&b, "\n");
    s->sources_crc = pack_crc(s->sources_crc, b.p, b.n);
    spool_add(&s->sources, b.p, b.n);
    s->failed = s->failed || b.failed || !copy;
    if (text)
        copy_file(s, copy, "richTextPath", NULL);
    else
        copy_files(s, node);
    xmlFreeNode(copy);
    xml_free(&b);
}

void merge_put_others(struct qdpx_stage *s, uts_job *job) {
    struct merge *m = s->merge;
    uint32_t text = 0, others = 0;
    xmlTextReaderPtr r = rq_reader(&m->package);
    for (int more = r ? xmlTextReaderRead(r) : 0; more == 1;) {
        bool element = xmlTextReaderNodeType(r) == XML_READER_TYPE_ELEMENT;
        int depth = xmlTextReaderDepth(r);
        const char *name = (const char *)xmlTextReaderConstLocalName(r);
        if (element && depth == 2) {
            bool done = strcmp(name, "TextSource") == 0 && m->sources[text++].done;
            xmlNodePtr node = done ? NULL : xmlTextReaderExpand(r);
            if (node) put_other(s, node);
            others += node != NULL;
        }
        bool pass = element && (depth == 2 || (depth == 1 && strcmp(name, "Sources") != 0));
        more = pass ? xmlTextReaderNext(r) : xmlTextReaderRead(r);
    }
    if (r) xmlFreeTextReader(r);
    if (m->notes) copy_files(s, m->notes);
    if (others)
        uts_notef(s->host, job, UTS_LOG_INFO, UINT64_MAX, uts_cstr(""),
                  "%u sources of the merged project are not in this run: they stay as they are, with all their codings",
                  others);
}

/* ---- other parts ---- */

void merge_put_users(const struct qdpx_stage *s, struct xml_buf *b) {
    struct guid g;
    if (!s->merge->users) return;
    for (xmlNodePtr n = rq_child(s->merge->users, "User"); n; n = rq_next(n, "User"))
        if (!guid_attribute(n, "guid", &g) || !guid_equal(g, s->user)) merge_put_node(b, n), xml_put(b, "\n");
}

void merge_put_variables(const struct qdpx_stage *s, struct xml_buf *b) {
    for (xmlNodePtr n = s->merge->variables ? rq_child(s->merge->variables, "Variable") : NULL; n;
         n = rq_next(n, "Variable"))
        merge_put_node(b, n), xml_put(b, "\n");
}

static bool is_our_variable(const struct qdpx_stage *s, const xmlNode *value) {
    xmlNodePtr ref = rq_child(value, "VariableRef");
    struct guid g;
    if (!ref || !guid_attribute(ref, "targetGUID", &g)) return false;
    for (uint32_t v = 0; v < s->n_variables; v++)
        if (guid_equal(g, qdpx_variable_guid(s, s->variables[v]))) return true;
    return false;
}

static void put_named(struct xml_buf *b, const xmlNode *node, const char *name) {
    for (xmlNodePtr n = rq_child(node, name); n; n = rq_next(n, name)) merge_put_node(b, n);
}

static bool refers_to(const xmlNode *node, struct guid source) {
    struct guid g;
    for (xmlNodePtr n = rq_child(node, "SourceRef"); n; n = rq_next(n, "SourceRef"))
        if (guid_attribute(n, "targetGUID", &g) && guid_equal(g, source)) return true;
    return false;
}

/* A case that the participants table speaks of too: our values are renewed, all else stays. */
static void put_joined_case(const struct qdpx_stage *s, const xmlNode *node, const struct qdpx_case *c,
                            struct xml_buf *b) {
    xml_put(b, "<Case");
    put_attribute(b, node, "guid");
    put_attribute(b, node, "name");
    xml_put(b, ">");
    put_named(b, node, "Description");
    put_named(b, node, "CodeRef");
    bool renew = s->conf->variables == VARIABLES_CASE;
    for (xmlNodePtr n = rq_child(node, "VariableValue"); n; n = rq_next(n, "VariableValue"))
        if (!renew || !is_our_variable(s, n)) merge_put_node(b, n);
    qdpx_put_case_values(s, c, b);
    put_named(b, node, "SourceRef");
    for (uint32_t i = 0; i < c->n_sources; i++) {
        if (refers_to(node, c->sources[i])) continue;
        xml_put(b, "<SourceRef");
        qdpx_put_guid(b, "targetGUID", c->sources[i]);
        xml_put(b, "/>");
    }
    put_named(b, node, "SelectionRef");
    xml_put(b, "</Case>\n");
}

void merge_put_cases(struct qdpx_stage *s, struct xml_buf *b) {
    struct guid g;
    if (!s->merge->cases) return;
    for (xmlNodePtr n = rq_child(s->merge->cases, "Case"); n; n = rq_next(n, "Case")) {
        char *name = rq_attribute(n, "name");
        struct qdpx_case *same = NULL;
        for (uint32_t i = 0; i < s->n_cases && !same; i++)
            if ((guid_attribute(n, "guid", &g) && guid_equal(g, s->cases[i].guid)) ||
                (name && strcmp(name, s->cases[i].name) == 0 && !s->cases[i].written))
                same = &s->cases[i];
        free(name);
        if (same && !same->written) {
            put_joined_case(s, n, same, b);
            same->written = true;
        } else {
            merge_put_node(b, n);
            xml_put(b, "\n");
        }
    }
}

void merge_put_after(const struct qdpx_stage *s, struct xml_buf *b) {
    const xmlNode *parts[] = {s->merge->notes, s->merge->links, s->merge->sets, s->merge->graphs};
    for (size_t i = 0; i < sizeof parts / sizeof *parts; i++)
        if (parts[i]) merge_put_node(b, parts[i]), xml_put(b, "\n");
}

/* Lines that an earlier run wrote are left out. */
void merge_put_about(const struct qdpx_stage *s, struct xml_buf *b) {
    static const char *const ours[] = {"Automatiskt kodad av utsaga ", "Coded automatically by utsaga ", "utsaga: "};
    xmlChar *text = s->merge->about ? xmlNodeGetContent(s->merge->about) : NULL;
    for (const char *line = (const char *)text; line && *line;) {
        size_t n = strcspn(line, "\n");
        bool skip = n == 0;
        for (size_t i = 0; i < sizeof ours / sizeof *ours; i++)
            skip = skip || strncmp(line, ours[i], strlen(ours[i])) == 0;
        if (!skip) {
            xml_put(b, "\n");
            xml_text(b, uts_mkstr(line, n));
        }
        line += n + (line[n] == '\n');
    }
    xmlFree(text);
}

void merge_report(const struct qdpx_stage *s, uts_job *job) {
    const struct merge *m = s->merge;
    uts_notef(s->host, job, UTS_LOG_INFO, UINT64_MAX, uts_cstr(""),
              "merged: %u selections of people stay, %u of them moved with changed text; ours are made anew", m->n_kept,
              m->n_moved);
    if (m->n_lost)
        uts_notef(s->host, job, UTS_LOG_WARN, UINT64_MAX, uts_cstr(""),
                  "merged: %u selections of people lie in text that changed; they are in sources called \"… (%s)\"",
                  m->n_lost, s->swedish ? "tidigare text" : "earlier text");
    if (m->n_renamed_codes)
        uts_notef(s->host, job, UTS_LOG_WARN, UINT64_MAX, uts_cstr(""),
                  "merged: %u codes have another name in the project than in the codebook; they keep the project's",
                  m->n_renamed_codes);
    if (m->n_new_codes)
        uts_notef(
            s->host, job, UTS_LOG_WARN, UINT64_MAX, uts_cstr(""),
            "merged: %u codes of the codebook were not in the project, being new or deleted there; they are added",
            m->n_new_codes);
}
