/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Cases, variables, and the codes and coders that came with documents. */
#include "merge.h"

/* ---- metadata: lines of cells with tabs between them ---- */

uts_str qdpx_next_line(uts_str *rest) {
    const char *stop = rest->n ? memchr(rest->p, '\n', rest->n) : NULL;
    uts_str line = uts_mkstr(rest->p, stop ? (size_t)(stop - rest->p) : rest->n);
    *rest = uts_mkstr(rest->p + line.n + (stop != NULL), rest->n - line.n - (stop != NULL));
    return line;
}

uts_str qdpx_cell(uts_str line, unsigned column) {
    for (;; column--) {
        const char *stop = line.n ? memchr(line.p, '\t', line.n) : NULL;
        size_t n = stop ? (size_t)(stop - line.p) : line.n;
        if (column == 0) return uts_mkstr(line.p, n);
        if (!stop) return uts_mkstr("", 0);
        line = uts_mkstr(stop + 1, line.n - n - 1);
    }
}

uts_str qdpx_meta_cell(uts_str text, uts_str key, unsigned column) {
    while (text.n) {
        uts_str line = qdpx_next_line(&text);
        if (uts_str_eq(qdpx_cell(line, 0), key)) return qdpx_cell(line, column);
    }
    return uts_mkstr("", 0);
}

/* ---- variables and cases ---- */

static char *copy(struct qdpx_stage *s, uts_str text) {
    char *p = malloc(text.n + 1);
    if (!p) {
        s->failed = true;
        return NULL;
    }
    if (text.n) memcpy(p, text.p, text.n);
    p[text.n] = '\0';
    return p;
}

/* Room for one more item of a list that grows by doubling from 1. */
static bool room_for(struct qdpx_stage *s, void *list, uint32_t n, size_t item) {
    void **at = list;
    if (n & (n - 1)) return true;
    void *p = realloc(*at, (n ? 2 * (size_t)n : 1) * item);
    if (p)
        *at = p;
    else
        s->failed = true;
    return p != NULL;
}

static uint32_t variable(struct qdpx_stage *s, uts_str name) {
    for (uint32_t i = 0; i < s->n_variables; i++)
        if (uts_str_eq(uts_cstr(s->variables[i]), name)) return i;
    if (!room_for(s, &s->variables, s->n_variables, sizeof *s->variables)) return UINT32_MAX;
    s->variables[s->n_variables] = copy(s, name);
    return s->failed ? UINT32_MAX : s->n_variables++;
}

static uint32_t find_case(struct qdpx_stage *s, struct guid guid, uts_str name) {
    for (uint32_t i = 0; i < s->n_cases; i++)
        if (guid_equal(s->cases[i].guid, guid)) return i;
    if (!room_for(s, &s->cases, s->n_cases, sizeof *s->cases)) return UINT32_MAX;
    s->cases[s->n_cases] = (struct qdpx_case){.guid = guid, .name = copy(s, name)};
    return s->failed ? UINT32_MAX : s->n_cases++;
}

/* True when a list of values, joined by "; ", holds the value. */
static bool holds(const char *list, uts_str value) {
    for (const char *p = list; p; p = strstr(p, "; "), p = p ? p + 2 : NULL) {
        const char *stop = strstr(p, "; ");
        if (uts_str_eq(uts_mkstr(p, stop ? (size_t)(stop - p) : strlen(p)), value)) return true;
    }
    return false;
}

/* Adds a value: a participant with several rows may have several, such as the waves of a study. */
static void add_value(struct qdpx_stage *s, char **to, uts_str value) {
    if (!value.n || (*to && holds(*to, value))) return;
    if (!*to) {
        *to = copy(s, value);
        return;
    }
    size_t n = strlen(*to);
    char *p = realloc(*to, n + value.n + 3);
    if (!p) {
        s->failed = true;
        return;
    }
    memcpy(p + n, "; ", 2);
    memcpy(p + n + 2, value.p, value.n);
    p[n + 2 + value.n] = '\0';
    *to = p;
}

static void case_value(struct qdpx_stage *s, uint32_t c, uint32_t v, uts_str value) {
    if (c == UINT32_MAX || v == UINT32_MAX || !value.n) return;
    struct qdpx_case *at = &s->cases[c];
    if (v >= at->n_values) {
        char **values = realloc(at->values, (v + 1) * sizeof *values);
        if (!values) {
            s->failed = true;
            return;
        }
        memset(values + at->n_values, 0, (v + 1 - at->n_values) * sizeof *values);
        at->values = values;
        at->n_values = v + 1;
    }
    add_value(s, &at->values[v], value);
}

bool qdpx_take_participants(struct qdpx_stage *s) {
    const uts_participants *p = s->participants;
    if (!p) return true;
    s->case_of = malloc((p->n_participants + 1) * sizeof *s->case_of);
    if (!s->case_of) return false;
    for (uint32_t i = 0; i < p->n_participants; i++) {
        uts_str id = uts_cstr(p->ids[i]);
        uint32_t c = s->case_of[i] = find_case(s, guid_of(&s->maker, s->space, "case", id), id);
        for (uint32_t v = 0; v < p->n_variables; v++)
            case_value(s, c, variable(s, uts_cstr(p->variables[v])), uts_cstr(p->values[i * p->n_variables + v]));
    }
    return !s->failed;
}

void qdpx_case_source(struct qdpx_stage *s, uint32_t c, struct guid source) {
    if (c == UINT32_MAX) return;
    struct qdpx_case *at = &s->cases[c];
    if (at->n_sources && guid_equal(at->sources[at->n_sources - 1], source)) return;
    if (room_for(s, &at->sources, at->n_sources, sizeof *at->sources)) at->sources[at->n_sources++] = source;
}

void qdpx_free_people(struct qdpx_stage *s) {
    for (uint32_t i = 0; i < s->n_cases; i++) {
        for (uint32_t v = 0; v < s->cases[i].n_values; v++) free(s->cases[i].values[v]);
        free(s->cases[i].values);
        free(s->cases[i].sources);
        free(s->cases[i].name);
    }
    for (uint32_t i = 0; i < s->n_variables; i++) free(s->variables[i]);
    for (uint32_t i = 0; i < s->n_people; i++) free(s->people[i].name);
    free(s->cases);
    free(s->variables);
    free(s->people);
    free(s->case_of);
}

/* ---- what came with documents ---- */

/* Adds a code with the groups above it. Its index. */
static uint32_t take_code(struct qdpx_stage *s, uts_str meta, uts_str path, struct guid guid) {
    uint32_t at = code_list_find(&s->codes, s->codes.n, guid), parent = UINT32_MAX;
    if (at != UINT32_MAX) return at;
    size_t cut = path.n;
    while (cut > 0 && path.p[cut - 1] != '/') cut--;
    if (cut > 0) {
        uts_str above = uts_mkstr(path.p, cut - 1);
        struct guid above_guid;
        if (!guid_parse(qdpx_meta_cell(meta, above, 1), &above_guid))
            above_guid = guid_of(&s->maker, s->space, "human code", above);
        parent = take_code(s, meta, above, above_guid);
    }
    uts_str colour = qdpx_meta_cell(meta, path, 2), codable = qdpx_meta_cell(meta, path, 3);
    char code_colour[8] = "#7F7F7F";
    if (colour.n == 7) memcpy(code_colour, colour.p, 7);
    return code_list_add(&s->codes, parent, guid, uts_mkstr(path.p + cut, path.n - cut), qdpx_meta_cell(meta, path, 4),
                         code_colour, codable.n && *codable.p == '1');
}

static void take_person(struct qdpx_stage *s, struct guid guid, uts_str name) {
    if (guid_equal(guid, s->user)) return;
    for (uint32_t i = 0; i < s->n_people; i++)
        if (guid_equal(s->people[i].guid, guid)) return;
    if (!room_for(s, &s->people, s->n_people, sizeof *s->people)) return;
    s->people[s->n_people] = (struct qdpx_person){guid, copy(s, name)};
    if (!s->failed) s->n_people++;
}

static void take_cases(struct qdpx_stage *s, uts_str meta, struct guid source) {
    while (meta.n) {
        uts_str line = qdpx_next_line(&meta), name = qdpx_cell(line, 0);
        struct guid guid;
        if (!name.n || !guid_parse(qdpx_cell(line, 1), &guid)) continue;
        uint32_t c = find_case(s, guid, name);
        qdpx_case_source(s, c, source);
        if (qdpx_cell(line, 2).n) case_value(s, c, variable(s, qdpx_cell(line, 2)), qdpx_cell(line, 3));
    }
}

void qdpx_take_people(struct qdpx_stage *s, uts_job *job, const uts_doc *doc, const struct qdpx_part *part) {
    uts_str meta = s->host->doc_meta(doc, "refi.codes");
    for (uint32_t i = 0; i < part->n_codes; i++) {
        uint32_t at = take_code(s, meta, s->host->spell(job, part->codes[i].name), part->codes[i].guid);
        /* Importers drop codings with a code that may not be used. */
        if (at != UINT32_MAX) s->codes.at[at].codable = true;
    }
    for (uint32_t i = 0; i < part->n_people; i++)
        take_person(s, part->people[i].guid, s->host->spell(job, part->people[i].name));
    for (uint32_t i = 0; i < part->n_participants; i++)
        qdpx_case_source(s, s->case_of[part->participants[i]], part->source);
    take_cases(s, s->host->doc_meta(doc, "refi.cases"), part->source);
}

/* ---- writing ---- */

/* A variable of text that a merged project has under the same name is the same variable. */
static bool merged_variable(const struct qdpx_stage *s, const char *name, bool text, struct guid *out) {
    const xmlNode *list = s->merge ? s->merge->variables : NULL;
    bool found = false;
    for (xmlNodePtr n = list ? rq_child(list, "Variable") : NULL; n && !found; n = rq_next(n, "Variable")) {
        char *given = rq_attribute(n, "name"), *guid = rq_attribute(n, "guid"),
             *type = rq_attribute(n, "typeOfVariable");
        found = given && guid && type && strcmp(given, name) == 0 && (strcmp(type, "Text") == 0) == text &&
                guid_parse(uts_cstr(guid), out);
        free(given);
        free(guid);
        free(type);
    }
    return found;
}

struct guid qdpx_variable_guid(const struct qdpx_stage *s, const char *name) {
    struct guid guid;
    return merged_variable(s, name, true, &guid) ? guid : guid_of(&s->maker, s->space, "variable", uts_cstr(name));
}

static void put_value(const struct qdpx_stage *s, struct xml_buf *b, uint32_t v, const char *value) {
    xml_put(b, "<VariableValue><VariableRef");
    qdpx_put_guid(b, "targetGUID", qdpx_variable_guid(s, s->variables[v]));
    xml_put(b, "/>");
    xml_element(b, "TextValue", uts_cstr(value));
    xml_put(b, "</VariableValue>");
}

void qdpx_put_variables(const struct qdpx_stage *s, struct xml_buf *b) {
    struct guid guid;
    if (s->merge) merge_put_variables(s, b);
    for (uint32_t i = 0; i < s->n_variables; i++) {
        const char *name = s->variables[i];
        if (merged_variable(s, name, true, &guid)) continue;
        xml_put(b, "<Variable");
        qdpx_put_guid(b, "guid", qdpx_variable_guid(s, name));
        xml_put(b, " name=\"");
        xml_text(b, uts_cstr(name));
        /* A variable of another type has this name. */
        if (merged_variable(s, name, false, &guid)) xml_put(b, " (utsaga)");
        xml_put(b, "\" typeOfVariable=\"Text\"/>\n");
    }
}

void qdpx_put_case_values(const struct qdpx_stage *s, const struct qdpx_case *c, struct xml_buf *b) {
    for (uint32_t v = 0; v < c->n_values && s->conf->variables == VARIABLES_CASE; v++)
        if (c->values[v]) put_value(s, b, v, c->values[v]);
}

void qdpx_put_cases(struct qdpx_stage *s, struct xml_buf *b) {
    if (s->merge) merge_put_cases(s, b);
    for (uint32_t i = 0; i < s->n_cases; i++) {
        const struct qdpx_case *c = &s->cases[i];
        if (c->written) continue;
        xml_put(b, "<Case");
        qdpx_put_guid(b, "guid", c->guid);
        xml_attribute(b, "name", uts_cstr(c->name));
        xml_put(b, ">");
        qdpx_put_case_values(s, c, b);
        for (uint32_t k = 0; k < c->n_sources; k++) {
            xml_put(b, "<SourceRef");
            qdpx_put_guid(b, "targetGUID", c->sources[k]);
            xml_put(b, "/>");
        }
        xml_put(b, "</Case>\n");
    }
}

void qdpx_put_document_values(struct qdpx_stage *s, uts_job *job, uts_str meta, const struct qdpx_part *part,
                              struct xml_buf *b) {
    const uts_participants *p = s->participants;
    uint32_t several = 0;
    for (uint32_t v = 0; p && s->conf->variables == VARIABLES_DOCUMENT && v < p->n_variables; v++) {
        char *value = NULL;
        for (uint32_t i = 0; i < part->n_participants; i++)
            add_value(s, &value, uts_cstr(p->values[part->participants[i] * p->n_variables + v]));
        several += value && strstr(value, "; ");
        if (value) put_value(s, b, variable(s, uts_cstr(p->variables[v])), value);
        free(value);
    }
    if (several)
        uts_notef(s->host, job, UTS_LOG_INFO, UINT64_MAX, uts_cstr(""),
                  "%u variables have several values in this document, joined by semicolons in project.qdpx: its "
                  "participants differ",
                  several);
    while (meta.n) {
        uts_str line = qdpx_next_line(&meta), value = qdpx_cell(line, 3);
        if (qdpx_cell(line, 0).n || !qdpx_cell(line, 2).n || !value.n) continue;
        char *text = copy(s, value);
        uint32_t v = variable(s, qdpx_cell(line, 2));
        if (text && v != UINT32_MAX) put_value(s, b, v, text);
        free(text);
    }
}
