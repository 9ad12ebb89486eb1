/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "cases.h"
#include <stdlib.h>
#include <string.h>

static const char *const zone_names[] = UTS_ZONE_NAMES;
static const char *const variable_names[] = {"all", "zone", "role", "speaker", "document", "question"};

void cases_init(struct cases *c, const uts_host *host) {
    memset(c, 0, sizeof *c);
    c->host = host;
    c->table = host->extension(UTS_EXT_PARTICIPANTS);
}

void cases_free(struct cases *c) {
    texts_free(&c->texts);
    free(c->rows);
    free(c->entries);
    free(c->person_of);
    free(c->cluster_of);
    free(c->cluster_names);
    memset(c, 0, sizeof *c);
}

/* The dense number that goes with a text in @p list. CASES_NONE: out of memory. */
static uint32_t dense(uint32_t **list, uint32_t *room, uint32_t text, uint32_t *n) {
    uint32_t before = *room;
    if (!room_for((void **)list, room, text + 1, sizeof **list)) return CASES_NONE;
    memset(*list + before, 0, (*room - before) * sizeof **list);
    if (!(*list)[text]) (*list)[text] = ++*n;
    return (*list)[text] - 1;
}

/* ---- adding ---- */

/* The person and the cluster of a voice. A person of the table is one person wherever they speak. */
static bool find_person(struct cases *c, struct case_row *row, uts_str doc, uts_str speaker, bool unnamed) {
    row->person = row->row = CASES_NONE;
    uint32_t name;
    if (unnamed)
        name = texts_number_of_two(&c->texts, uts_cstr("interview"), doc);
    else {
        if (c->table) row->row = c->table->find(doc, speaker);
        name = row->row == CASES_NONE
                   ? texts_number_of_two(&c->texts, doc, speaker)
                   : texts_number_of_two(&c->texts, uts_cstr("participant"), uts_cstr(c->table->ids[row->row]));
    }
    if (name == CASES_NONE) return false;
    if (!unnamed && (row->person = dense(&c->person_of, &c->names_room, name, &c->n_persons)) == CASES_NONE)
        return false;
    uint32_t known = c->n_clusters;
    row->cluster = dense(&c->cluster_of, &c->clusters_room, name, &c->n_clusters);
    if (row->cluster == CASES_NONE) return false;
    if (row->cluster < known) return true;
    if (!room_for((void **)&c->cluster_names, &c->cluster_names_room, c->n_clusters, sizeof *c->cluster_names))
        return false;
    c->cluster_names[row->cluster] = c->texts.items[unnamed ? row->document : row->speaker];
    return true;
}

/* The words of a question, with single blanks between. */
static uint32_t question_text(struct cases *c, uts_job *job, const uts_doc *doc, uint32_t turn_row) {
    const uts_layer *turn = c->host->layer(doc, "turn");
    if (turn_row == UTS_NO_ROW || !turn || turn_row >= turn->rows) return texts_number(&c->texts, uts_mkstr("", 0));
    uts_str text = c->host->doc_text(doc);
    uint32_t begin = turn->begin[turn_row], end = turn->end[turn_row], n = 0;
    char *flat = c->host->alloc(job, end - begin + 1, 1);
    if (!flat) return CASES_NONE;
    for (uint32_t i = begin; i < end; i++) {
        bool blank = text.p[i] == ' ' || (text.p[i] >= '\t' && text.p[i] <= '\r');
        if (!blank)
            flat[n++] = text.p[i];
        else if (n && flat[n - 1] != ' ')
            flat[n++] = ' ';
    }
    return texts_number(&c->texts, uts_mkstr(flat, n));
}

static bool add_case(struct cases *c, uts_job *job, const uts_doc *doc, const struct voice *v) {
    if (!room_for((void **)&c->rows, &c->room, c->n + 1, sizeof *c->rows)) return false;
    struct case_row *row = &c->rows[c->n];
    uts_str none = uts_mkstr("", 0), id = c->host->doc_id(doc);
    uts_str speaker = v->speaker ? c->host->spell(job, v->speaker) : none;
    uts_str role = v->role ? c->host->spell(job, v->role) : none;
    *row = (struct case_row){.document = texts_number(&c->texts, id),
                             .speaker = texts_number(&c->texts, speaker),
                             .role = texts_number(&c->texts, role),
                             .question = question_text(c, job, doc, v->asked_in),
                             .zone = v->zone,
                             .words = v->words,
                             .units = v->units,
                             .asked = v->asked};
    if (row->document == CASES_NONE || row->speaker == CASES_NONE || row->role == CASES_NONE ||
        row->question == CASES_NONE)
        return false;
    if (!find_person(c, row, id, speaker, v->unnamed)) return false;
    c->n++;
    return true;
}

bool cases_add_entry(struct cases *c, uint32_t item, uint32_t at, const struct voice_code *n) {
    if (!room_for((void **)&c->entries, &c->entries_room, c->n_entries + 1, sizeof *c->entries)) return false;
    c->entries[c->n_entries++] = (struct case_entry){item, at, *n};
    return true;
}

bool cases_add(struct cases *c, uts_job *job, const uts_doc *doc, const struct voice *voices, uint32_t n,
               const struct voices_hits *hits, uint32_t *first) {
    *first = c->n;
    for (uint32_t v = 0; v < n; v++) {
        if (!add_case(c, job, doc, &voices[v])) return false;
        for (uint32_t i = 0; i < hits->n_codes && hits->cells; i++) {
            const struct voice_code *cell = &hits->cells[v * hits->n_codes + i];
            if (cell->mentions && !cases_add_entry(c, hits->codes[i], c->n - 1, cell)) return false;
        }
    }
    return true;
}

static int compare_entries(const void *x, const void *y) {
    const struct case_entry *a = x, *b = y;
    if (a->item != b->item) return a->item < b->item ? -1 : 1;
    return a->at < b->at ? -1 : a->at > b->at;
}

void cases_sort(struct cases *c) {
    if (c->n_entries) qsort(c->entries, c->n_entries, sizeof *c->entries, compare_entries);
}

uint32_t cases_find(const struct cases *c, uint32_t item) {
    uint32_t low = 0, high = c->n_entries;
    while (low < high) {
        uint32_t middle = low + (high - low) / 2;
        if (c->entries[middle].item < item)
            low = middle + 1;
        else
            high = middle;
    }
    return low;
}

uint32_t cases_end(const struct cases *c, uint32_t from) {
    uint32_t to = from;
    while (to < c->n_entries && c->entries[to].item == c->entries[from].item) to++;
    return to;
}

/* ---- variables ---- */

uint32_t cases_variable(const struct cases *c, uts_str name) {
    for (uint32_t i = CASES_ZONE; i < CASES_VARIABLE; i++)
        if (uts_str_eq(name, uts_cstr(variable_names[i]))) return i;
    for (uint32_t i = 0; c->table && i < c->table->n_variables; i++)
        if (uts_str_eq(name, uts_cstr(c->table->variables[i]))) return CASES_VARIABLE + i;
    /* A column that is called as a variable of ours has the longer name, as in the table of themes. */
    static const char prefix[] = "participant_";
    size_t n = sizeof prefix - 1;
    for (uint32_t i = 0; c->table && i < c->table->n_variables; i++)
        if (name.n > n && !memcmp(name.p, prefix, n) &&
            uts_str_eq(uts_mkstr(name.p + n, name.n - n), uts_cstr(c->table->variables[i])))
            return CASES_VARIABLE + i;
    return CASES_NONE;
}

const char *cases_variable_name(const struct cases *c, uint32_t variable) {
    return variable < CASES_VARIABLE ? variable_names[variable] : c->table->variables[variable - CASES_VARIABLE];
}

void cases_list_variables(const struct cases *c, char *to, size_t room) {
    size_t n = 0;
    uint32_t all = CASES_VARIABLE + (c->table ? c->table->n_variables : 0);
    for (uint32_t i = CASES_ZONE; i < all && n < room; i++) {
        int more = snprintf(to + n, room - n, "%s%s", i > CASES_ZONE ? ", " : "", cases_variable_name(c, i));
        n += more > 0 ? (size_t)more : 0;
    }
}

const char *cases_value(const struct cases *c, const struct case_row *row, uint32_t variable) {
    switch (variable) {
    case CASES_ALL:
        return "";
    case CASES_ZONE:
        return zone_names[row->zone];
    case CASES_ROLE:
        return c->texts.items[row->role];
    case CASES_SPEAKER:
        return c->texts.items[row->speaker];
    case CASES_DOCUMENT:
        return c->texts.items[row->document];
    case CASES_QUESTION:
        return c->texts.items[row->question];
    default:
        return row->row == CASES_NONE
                   ? ""
                   : c->table->values[(size_t)row->row * c->table->n_variables + variable - CASES_VARIABLE];
    }
}

/* ---- groups ---- */

struct keyed {
    const char *a, *b;
    uint32_t at;
};

static bool is_number(const char *s) {
    size_t n = strspn(s, "0123456789");
    return n > 0 && n < 10 && !s[n];
}

/* The empty value, then numbers by size (wave 2 before wave 10), then the others by bytes. */
static int compare_values(const char *x, const char *y) {
    bool p = *x <= '9' && is_number(x), q = *y <= '9' && is_number(y);
    if (!*x || !*y || (!p && !q)) return strcmp(x, y);
    if (p != q) return p ? -1 : 1;
    const char *a = x + strspn(x, "0"), *b = y + strspn(y, "0");
    if (strlen(a) != strlen(b)) return strlen(a) < strlen(b) ? -1 : 1;
    int order = strcmp(a, b);
    return order ? order : strcmp(x, y);
}

static int compare_keyed(const void *x, const void *y) {
    const struct keyed *a = x, *b = y;
    int order = compare_values(a->a, b->a);
    if (!order) order = compare_values(a->b, b->b);
    return order ? order : a->at < b->at ? -1 : a->at > b->at;
}

static int compare_u64(const void *x, const void *y) {
    uint64_t a = *(const uint64_t *)x, b = *(const uint64_t *)y;
    return a < b ? -1 : a > b;
}

/* People of each group, once each. */
static bool count_persons(const struct cases *c, struct case_groups *g) {
    uint64_t *pairs = malloc(((size_t)c->n + 1) * sizeof *pairs);
    uint32_t n = 0;
    for (uint32_t i = 0; pairs && i < c->n; i++)
        if (g->of[i] != CASES_NONE && c->rows[i].person != CASES_NONE && c->rows[i].units)
            pairs[n++] = (uint64_t)g->of[i] << 32 | c->rows[i].person;
    if (pairs) qsort(pairs, n, sizeof *pairs, compare_u64);
    for (uint32_t i = 0; pairs && i < n; i++)
        if (i == 0 || pairs[i] != pairs[i - 1]) g->items[pairs[i] >> 32].persons++;
    free(pairs);
    return pairs != NULL;
}

bool cases_group(const struct cases *c, uint32_t a, uint32_t b, struct case_groups *out) {
    *out = (struct case_groups){.items = calloc((size_t)c->n + 1, sizeof *out->items),
                                .of = malloc(((size_t)c->n + 1) * sizeof *out->of)};
    struct keyed *keys = malloc(((size_t)c->n + 1) * sizeof *keys);
    uint32_t n = 0;
    bool zones = a == CASES_ZONE || b == CASES_ZONE, good = out->items && out->of && keys;
    for (uint32_t i = 0; good && i < c->n; i++) {
        const struct case_row *row = &c->rows[i];
        out->of[i] = CASES_NONE;
        if (zones || zone_is_speech(row->zone))
            keys[n++] = (struct keyed){cases_value(c, row, a), b == CASES_NONE ? "" : cases_value(c, row, b), i};
    }
    if (good && n) qsort(keys, n, sizeof *keys, compare_keyed);
    for (uint32_t i = 0; good && i < n; i++) {
        const struct case_row *row = &c->rows[keys[i].at];
        if (i == 0 || strcmp(keys[i].a, keys[i - 1].a) != 0 || strcmp(keys[i].b, keys[i - 1].b) != 0)
            out->items[out->n++] = (struct case_group){.a = keys[i].a, .b = keys[i].b};
        struct case_group *group = &out->items[out->n - 1];
        out->of[keys[i].at] = out->n - 1;
        group->words += row->words;
        group->units += row->units;
        group->asked += row->asked;
        group->unspoken = group->unspoken || !zone_is_speech(row->zone);
        group->unnamed = group->unnamed || (row->person == CASES_NONE && row->units);
    }
    free(keys);
    if (good && count_persons(c, out)) return true;
    cases_groups_free(out);
    return false;
}

void cases_groups_free(struct case_groups *g) {
    free(g->items);
    free(g->of);
    memset(g, 0, sizeof *g);
}

void cases_sum(const struct cases *c, const struct case_groups *g, uint32_t from, uint32_t to, struct case_sum *sums,
               uint64_t *scratch) {
    uint32_t n = 0;
    memset(sums, 0, g->n * sizeof *sums);
    for (uint32_t i = from; i < to; i++) {
        const struct case_entry *e = &c->entries[i];
        uint32_t group = g->of[e->at];
        if (group == CASES_NONE) continue;
        sums[group].n.mentions += e->n.mentions;
        sums[group].n.units_with += e->n.units_with;
        sums[group].n.own += e->n.own;
        sums[group].n.negated += e->n.negated;
        sums[group].n.prompted += e->n.prompted;
        sums[group].n.weight += e->n.weight;
        sums[group].n.weight_negated += e->n.weight_negated;
        if (c->rows[e->at].person != CASES_NONE && e->n.units_with)
            scratch[n++] = (uint64_t)group << 32 | c->rows[e->at].person;
    }
    qsort(scratch, n, sizeof *scratch, compare_u64);
    for (uint32_t i = 0; i < n; i++)
        if (i == 0 || scratch[i] != scratch[i - 1]) sums[scratch[i] >> 32].persons++;
}
