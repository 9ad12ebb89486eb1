/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "merge.h"

#include <errno.h>
#include <stdio.h>
#include <sys/stat.h>

bool merge_holds(const struct merge *m, struct guid guid) { return guid_set_has(&m->held, guid); }

static void hold(struct merge *m, struct guid guid) {
    if (!guid_set_add(&m->held, guid)) m->no_memory = true;
}

static bool guid_attribute(const xmlNode *node, const char *name, struct guid *out) {
    char *text = rq_attribute(node, name);
    bool good = text && guid_parse(uts_cstr(text), out);
    free(text);
    return good;
}

/* ---- what is ours ---- */

static bool is_our_user(const struct qdpx_stage *s, const struct merge *m, const char *guid) {
    struct guid g;
    if (!guid) return false;
    if (guid_parse(uts_cstr(guid), &g) && guid_equal(g, s->user)) return true;
    /* A program that gives users new identities keeps their names. */
    const struct rq_user *user = rq_user_of(&m->tables, guid);
    return user && user->name && strcmp(user->name, "utsaga") == 0;
}

static uint64_t number_attribute(const xmlNode *node, const char *name) {
    char *text = rq_attribute(node, name);
    uint64_t value = text ? strtoull(text, NULL, 10) : 0;
    free(text);
    return value;
}

/*
 * A coding by our user is made anew when it says that it is ours or has the identity that we give; else a person made
 * it as our user.
 */
static bool is_ours(const struct qdpx_stage *s, const struct merge *m, struct guid source, const xmlNode *selection,
                    const xmlNode *coding) {
    struct guid code, self;
    char *user = rq_attribute(coding, "creatingUser");
    if (!user) user = rq_attribute(selection, "creatingUser");
    bool by_us = is_our_user(s, m, user);
    free(user);
    if (!by_us) return false;
    char *about = rq_child_text(selection, "Description");
    uts_str remark = uts_cstr(about ? about : "");
    bool says = qdpx_is_our_remark(remark), hit = qdpx_is_hit_remark(remark);
    free(about);
    /* Without a codebook this run makes no hits, so those of before stay. */
    if (says) return s->codebook || !hit;
    xmlNodePtr ref = rq_child(coding, "CodeRef");
    if (!ref || !guid_attribute(ref, "targetGUID", &code) || !guid_attribute(coding, "guid", &self)) return false;
    return guid_equal(self, guid_at(&s->maker, source, "coding", code, number_attribute(selection, "startPosition"),
                                    number_attribute(selection, "endPosition")));
}

struct guid merge_our_user(const struct merge *m, struct guid user) {
    struct guid named;
    if (merge_has_user(m, user)) return user;
    for (uint32_t i = 0; i < m->tables.n_users; i++) {
        const struct rq_user *u = &m->tables.users[i];
        if (u->name && strcmp(u->name, "utsaga") == 0 && guid_parse(uts_cstr(u->guid), &named)) return named;
    }
    return user;
}

bool merge_has_user(const struct merge *m, struct guid guid) {
    char text[GUID_CHARS + 1];
    guid_spell(guid, text);
    return rq_user_of(&m->tables, text) != NULL;
}

/* ---- sources ---- */

static xmlNodePtr keep(struct merge *m, const xmlNode *node) {
    xmlNodePtr copy = xmlDocCopyNode((xmlNodePtr)(uintptr_t)node, m->kept, 1);
    xmlNodePtr root = copy ? xmlDocGetRootElement(m->kept) : NULL;
    if (!copy)
        m->no_memory = true;
    else
        xmlAddChild(root, copy);
    return copy;
}

static void drop(xmlNodePtr node) {
    xmlUnlinkNode(node);
    xmlFreeNode(node);
}

/* Identities of a selection and of what is in it. */
static void hold_selection(struct merge *m, const xmlNode *selection) {
    struct guid g;
    if (guid_attribute(selection, "guid", &g)) hold(m, g);
    for (xmlNodePtr c = rq_child(selection, "Coding"); c; c = rq_next(c, "Coding"))
        if (guid_attribute(c, "guid", &g)) hold(m, g);
}

/* A place in the text as this run will write it. */
static uint64_t place(const struct qdpx_stage *s, const struct rq_text *text, uint32_t offset) {
    uint64_t chars = 0;
    for (uint32_t i = 0; i < offset; i++) {
        chars += ((unsigned char)text->p[i] & 0xC0) != 0x80;
        chars += text->p[i] == '\n' && s->conf->newline == NEWLINE_CRLF;
    }
    return chars;
}

/* Programs keep one coding of a code by a user at a place: where a kept one is by our user, this run makes none. */
static void hold_place(const struct qdpx_stage *s, struct merge *m, const struct merge_source *source,
                       const struct merge_selection *sel, const struct rq_text *text) {
    for (xmlNodePtr c = rq_child(sel->node, "Coding"); c; c = rq_next(c, "Coding")) {
        xmlNodePtr ref = rq_child(c, "CodeRef");
        struct guid code;
        char *user = rq_attribute(c, "creatingUser");
        if (!user) user = rq_attribute(sel->node, "creatingUser");
        if (is_our_user(s, m, user) && ref && guid_attribute(ref, "targetGUID", &code))
            hold(m, guid_at(&s->maker, source->guid, "coding", code, place(s, text, sel->begin),
                            place(s, text, sel->end)));
        free(user);
    }
}

/*
 * Keeps what people made of a selection: their codings and notes, or the whole of it when something of theirs refers to
 * it.
 */
static void take_selection(const struct qdpx_stage *s, struct merge *m, struct merge_source *to, const xmlNode *node,
                           const struct rq_source *text) {
    struct guid self;
    bool referred = guid_attribute(node, "guid", &self) && merge_holds(m, self);
    uint32_t ours = 0, theirs = 0;
    for (xmlNodePtr c = rq_child(node, "Coding"); c; c = rq_next(c, "Coding"))
        *(is_ours(s, m, to->guid, node, c) ? &ours : &theirs) += 1;
    bool noted = rq_child(node, "NoteRef") != NULL;
    if (!referred && !noted && ours && !theirs) return;
    if ((to->n_selections & (to->n_selections - 1)) == 0) {
        size_t room = to->n_selections ? 2 * (size_t)to->n_selections : 1;
        struct merge_selection *more = realloc(to->selections, room * sizeof *more);
        if (!more) {
            m->no_memory = true;
            return;
        }
        to->selections = more;
    }
    struct merge_selection *sel = &to->selections[to->n_selections];
    *sel = (struct merge_selection){.node = keep(m, node)};
    if (!sel->node) return;
    to->n_selections++;
    for (xmlNodePtr c = rq_child(node, "Coding"), k = rq_child(sel->node, "Coding"); c && k && !referred && theirs;) {
        xmlNodePtr next = rq_next(k, "Coding");
        if (is_ours(s, m, to->guid, node, c)) drop(k);
        c = rq_next(c, "Coding");
        k = next;
    }
    if (!rq_source_span(text, node, &sel->begin, &sel->end)) sel->begin = sel->end = 0;
    hold_selection(m, sel->node);
    hold_place(s, m, to, sel, &text->text);
    m->n_kept++;
}

static void take_source(const struct qdpx_stage *s, struct merge *m, const xmlNode *node) {
    struct rq_source text;
    if ((m->n_sources & (m->n_sources - 1)) == 0) {
        size_t room = m->n_sources ? 2 * (size_t)m->n_sources : 1;
        struct merge_source *more = realloc(m->sources, room * sizeof *more);
        if (!more) {
            m->no_memory = true;
            return;
        }
        m->sources = more;
    }
    struct merge_source *to = &m->sources[m->n_sources++];
    *to = (struct merge_source){.name = rq_attribute(node, "name"), .about = rq_child_text(node, "Description")};
    guid_attribute(node, "guid", &to->guid);
    rq_source_open(&text, &m->package, &m->tables, node);
    m->no_memory = m->no_memory || text.no_memory;
    for (xmlNodePtr sel = rq_child(node, "PlainTextSelection"); sel && !m->no_memory;
         sel = rq_next(sel, "PlainTextSelection"))
        take_selection(s, m, to, sel, &text);
    rq_source_free(&text);
    to->node = keep(m, node);
    for (xmlNodePtr c = to->node ? to->node->children : NULL, next; c; c = next) {
        next = c->next;
        if (rq_is(c, "PlainTextSelection")) drop(c);
    }
}

/* The description that we gave the source begins with the name of the file. */
static bool is_of_file(const struct merge_source *source, uts_str file) {
    const char *about = source->about;
    return file.n && about && strncmp(about, file.p, file.n) == 0 && strncmp(about + file.n, "; SHA-256 ", 10) == 0;
}

struct merge_source *merge_source_of(const struct merge *m, struct guid guid, uts_str name, uts_str file) {
    for (uint32_t i = 0; i < m->n_sources; i++)
        if (guid_equal(m->sources[i].guid, guid)) return &m->sources[i];
    for (uint32_t i = 0; i < m->n_sources; i++)
        if (is_of_file(&m->sources[i], file)) return &m->sources[i];
    for (uint32_t i = 0; i < m->n_sources && name.n; i++)
        if (m->sources[i].name && uts_str_eq(uts_cstr(m->sources[i].name), name)) return &m->sources[i];
    return NULL;
}

/* ---- the project ---- */

/* Everything that a part refers to must go on being there. */
static void hold_references(struct merge *m, const xmlNode *node) {
    static const char *const names[] = {"targetGUID", "originGUID", "representedGUID"};
    struct guid g;
    for (size_t i = 0; i < sizeof names / sizeof *names; i++)
        if (node->type == XML_ELEMENT_NODE && guid_attribute(node, names[i], &g)) hold(m, g);
    for (const xmlNode *c = node->children; c; c = c->next) hold_references(m, c);
}

static void take_part(struct merge *m, const xmlNode *node) {
    static const char *const names[] = {"Users", "CodeBook", "Variables", "Cases",      "Notes",
                                        "Links", "Sets",     "Graphs",    "Description"};
    xmlNodePtr *to[] = {&m->users, &m->codes, &m->variables, &m->cases, &m->notes,
                        &m->links, &m->sets,  &m->graphs,    &m->about};
    for (size_t i = 0; i < sizeof names / sizeof *names; i++)
        if (rq_is(node, names[i])) {
            *to[i] = keep(m, node);
            /* Cases, links, sets and graphs may refer to a selection. */
            if (*to[i] && i >= 3 && i < 8) hold_references(m, *to[i]);
        }
    if (rq_is(node, "NoteRef")) keep(m, node);
}

/* One pass over the project; with @p sources over the sources, else over all but them. */
static bool pass(const struct qdpx_stage *s, struct merge *m, bool sources) {
    xmlTextReaderPtr r = rq_reader(&m->package);
    if (!r) return false;
    int more = xmlTextReaderRead(r);
    while (more == 1 && !m->no_memory) {
        int depth = xmlTextReaderDepth(r);
        bool element = xmlTextReaderNodeType(r) == XML_READER_TYPE_ELEMENT, step = true;
        const char *name = (const char *)xmlTextReaderConstLocalName(r);
        if (element && depth == 0 && !sources) {
            xmlNodePtr root = xmlTextReaderCurrentNode(r);
            m->root = root ? xmlDocCopyNode(root, m->kept, 2) : NULL;
            if (m->root) xmlDocSetRootElement(m->kept, m->root);
            m->no_memory = !m->root;
        } else if (element && depth == 1 && strcmp(name, "Sources") != 0) {
            xmlNodePtr part = sources ? NULL : xmlTextReaderExpand(r);
            if (part) take_part(m, part);
            step = false;
        } else if (element && depth == 2) {
            xmlNodePtr source = sources && strcmp(name, "TextSource") == 0 ? xmlTextReaderExpand(r) : NULL;
            if (source) take_source(s, m, source);
            step = false;
        }
        more = step ? xmlTextReaderRead(r) : xmlTextReaderNext(r);
    }
    xmlFreeTextReader(r);
    return more == 0 && !m->no_memory;
}

static char *read_file(const char *path, size_t *n) {
    struct stat st;
    FILE *f = fopen(path, "rbe");
    char *bytes = NULL;
    if (f && fstat(fileno(f), &st) == 0 && S_ISREG(st.st_mode) && st.st_size < INT32_MAX)
        bytes = malloc((size_t)st.st_size + 1);
    else if (f)
        errno = EFBIG;
    if (bytes) *n = fread(bytes, 1, (size_t)st.st_size, f);
    if (f) fclose(f);
    return bytes;
}

struct merge *merge_open(const struct qdpx_stage *s, uts_job *job, const char *path) {
    struct merge *m = calloc(1, sizeof *m);
    size_t n = 0;
    if (!m) return NULL;
    m->speakers = UINT32_MAX;
    m->bytes = read_file(path, &n);
    if (!m->bytes) {
        uts_failf(s->host, job, UTS_E_IO, UINT64_MAX, "option merge: %.200s cannot be read: %s", path, strerror(errno));
        merge_close(m);
        return NULL;
    }
    xmlInitParser();
    m->kept = xmlNewDoc(NULL);
    bool good = m->kept && rq_open(&m->package, uts_mkstr(m->bytes, n)) && rq_tables_read(&m->tables, &m->package) &&
                pass(s, m, false) && pass(s, m, true);
    if (good) return m;
    uts_failf(s->host, job, UTS_E_FORMAT, UINT64_MAX, "option merge: %.200s %s", path,
              m->package.archive.why ? m->package.archive.why : "cannot be read");
    merge_close(m);
    return NULL;
}

void merge_close(struct merge *m) {
    if (!m) return;
    for (uint32_t i = 0; i < m->n_sources; i++) {
        free(m->sources[i].name);
        free(m->sources[i].about);
        free(m->sources[i].selections);
    }
    free(m->sources);
    guid_set_free(&m->held);
    xml_free(&m->conflicts);
    rq_tables_free(&m->tables);
    archive_close(&m->package.archive);
    xmlFreeDoc(m->kept);
    free(m->bytes);
    free(m);
}

/* ---- codes ---- */

/* A code of the codebook that people gave another name keeps it. @p expected: the codebook with the names we give. */
static void compare_names(struct qdpx_stage *s, struct merge *m, const struct code_list *expected,
                          const struct code_node *c) {
    uint32_t at = code_list_find(expected, expected->n, c->guid);
    if (at == UINT32_MAX || strcmp(expected->at[at].name, c->name) == 0) return;
    m->n_renamed_codes++;
    xml_put(&m->conflicts, s->swedish ? "\nutsaga: koden " : "\nutsaga: the code ");
    xml_text(&m->conflicts, uts_cstr(expected->at[at].name));
    xml_put(&m->conflicts, s->swedish ? " heter i projektet " : " is called in the project ");
    xml_text(&m->conflicts, uts_cstr(c->name));
}

/* The same names from here to the root. */
static bool same_place(const struct rq_tables *t, uint32_t code, const struct code_list *expected, uint32_t at) {
    while (code != UINT32_MAX && at != UINT32_MAX) {
        if (strcmp(t->codes[code].name, expected->at[at].name) != 0) return false;
        code = t->codes[code].parent;
        at = expected->at[at].parent;
    }
    return code == at;
}

/* A program that gives codes new identities keeps their names: a code of the codebook is the one in its place. */
static void adopt_codes(struct qdpx_stage *s, const struct rq_tables *t, struct code_list *expected) {
    char guid[GUID_CHARS + 1];
    for (uint32_t i = 0; i < expected->n; i++) {
        guid_spell(expected->at[i].guid, guid);
        if (rq_code_of(t, guid) != UINT32_MAX) continue;
        for (uint32_t k = 0; k < t->n_codes; k++)
            if (same_place(t, k, expected, i) && guid_parse(uts_cstr(t->codes[k].guid), &s->code_guids[i])) break;
    }
    for (uint32_t i = 0; i < expected->n; i++) expected->at[i].guid = s->code_guids[i];
}

/* The group of speakers of an earlier run: ours by identity, else by its names. */
static void find_speakers(const struct qdpx_stage *s, struct merge *m) {
    char guid[GUID_CHARS + 1];
    guid_spell(guid_of(&s->maker, s->space, "group", uts_cstr("speakers")), guid);
    m->speakers = rq_code_of(&m->tables, guid);
    for (uint32_t i = 0; i < m->tables.n_codes && m->speakers == UINT32_MAX; i++) {
        const struct rq_code *c = &m->tables.codes[i];
        bool ours = c->about && (strstr(c->about, "gjord av utsaga") || strstr(c->about, "made by utsaga"));
        if (c->parent == UINT32_MAX && !c->codable && ours) m->speakers = i;
    }
}

bool merge_speaker(const struct merge *m, uts_str name, struct guid *out) {
    for (uint32_t i = 0; i < m->tables.n_codes && m->speakers != UINT32_MAX; i++) {
        const struct rq_code *c = &m->tables.codes[i];
        if (c->parent == m->speakers && uts_str_eq(uts_cstr(c->name), name) && guid_parse(uts_cstr(c->guid), out))
            return true;
    }
    return false;
}

static void keep_notes(struct merge *m, struct code_node *to, const xmlNode *codes, const char *guid) {
    for (const xmlNode *n = codes->children; n; n = n->next) {
        if (!rq_is(n, "Code")) continue;
        char *self = rq_attribute(n, "guid");
        bool same = rq_same_guid(self, guid);
        free(self);
        if (!same) {
            keep_notes(m, to, n, guid);
            continue;
        }
        struct xml_buf b = {0};
        for (xmlNodePtr ref = rq_child(n, "NoteRef"); ref; ref = rq_next(ref, "NoteRef")) merge_put_node(&b, ref);
        xml_bytes(&b, "", 1);
        to->extra = b.p;
        m->no_memory = m->no_memory || b.failed;
    }
}

void merge_codes(struct qdpx_stage *s) {
    struct merge *m = s->merge;
    const struct rq_tables *t = &m->tables;
    struct code_list expected = {0};
    uint32_t before = s->codes.n;
    if (s->codebook) code_list_add_book(&expected, s->codebook, s->code_guids);
    code_list_name(&expected);
    if (s->codebook && !expected.failed) adopt_codes(s, t, &expected);
    find_speakers(s, m);
    m->no_memory = m->no_memory || expected.failed;
    for (uint32_t i = 0; i < t->n_codes && !m->no_memory; i++) {
        const struct rq_code *c = &t->codes[i];
        struct guid guid;
        bool changed;
        if (!guid_parse(uts_cstr(c->guid), &guid)) guid = guid_of(&s->maker, s->space, "code of", uts_cstr(c->path));
        uint32_t parent = c->parent == UINT32_MAX ? UINT32_MAX : before + c->parent;
        uint32_t at = code_list_add(&s->codes, parent, guid, uts_cstr(c->name), uts_cstr(c->about ? c->about : ""),
                                    c->colour ? c->colour : "#7F7F7F", c->codable);
        if (at == UINT32_MAX) break;
        struct code_node *node = &s->codes.at[at];
        /* Taken names stay as they are, even where they break our rules. */
        node->named = true;
        free(names_take(&s->codes.names, uts_cstr(c->name), uts_mkstr("", 0), NAME_CODE_CHARS, &changed));
        compare_names(s, m, &expected, node);
        if (m->codes) keep_notes(m, node, rq_child(m->codes, "Codes"), c->guid);
    }
    code_list_free(&expected);
}
