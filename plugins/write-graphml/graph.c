/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "graph.h"
#include "../common/out.h"
#include "../common/real.h"

/* What an edge carries, by the names of the table's columns; the first is its weight. */
static const struct {
    const char *name, *type;
} measures[] = {{"units_both", "long"}, {"pairs", "long"}, {"jaccard", "double"},  {"log_dice", "double"},
                {"npmi", "double"},     {"g2", "double"},  {"expected", "double"}, {"documents_both", "long"}};
enum { MEASURES = sizeof measures / sizeof *measures, NO_COLUMN = -1 };

struct graph {
    const uts_host *host;
    uts_job *job;
    const uts_table *t;
    const uts_codebook *book;
    int unit, a, b, both, measure[MEASURES];
    int64_t min_units;
    const char *kind; /* of unit, under way */
    uint32_t kind_n;
    struct out o;
};

static int column(const uts_table *t, const char *name) {
    for (uint32_t c = 0; c < t->n_columns; c++)
        if (strcmp(t->columns[c].name, name) == 0) return (int)c;
    return NO_COLUMN;
}

static const uts_value *at(const struct graph *g, uint64_t row, int c) {
    return &g->t->values[row * g->t->n_columns + (uint32_t)c];
}

static bool same(const uts_value *v, const char *p, size_t n) { return v->n == n && memcmp(v->as.text, p, n) == 0; }

static const uts_code *code_of(const struct graph *g, const uts_value *id) {
    for (uint32_t i = 0; i < g->book->n_codes; i++)
        if (same(id, g->book->codes[i]->id, strlen(g->book->codes[i]->id))) return g->book->codes[i];
    return NULL;
}

static void put_number(struct out *o, const uts_value *v) {
    char text[32];
    if (v->type == UTS_F64) out_put(o, text, real_format(text, v->as.f64, '.'));
    if (v->type != UTS_I64) return;
    if (v->as.i64 < 0) out_puts(o, "-");
    out_u64(o, v->as.i64 < 0 ? 0 - (uint64_t)v->as.i64 : (uint64_t)v->as.i64);
}

/* XML 1.0 has no way to write most control characters: a blank stands for them. */
static void put_xml(struct out *o, const char *p, size_t n) {
    for (size_t i = 0; i < n; i++) switch (p[i]) {
        case '&':
            out_puts(o, "&amp;");
            break;
        case '<':
            out_puts(o, "&lt;");
            break;
        case '>':
            out_puts(o, "&gt;");
            break;
        case '"':
            out_puts(o, "&quot;");
            break;
        default:
            out_put(o, (unsigned char)p[i] < 0x20 ? " " : p + i, 1);
        }
}

static void put_cell(struct out *o, const char *p, size_t n) {
    bool quote = false;
    for (size_t i = 0; i < n; i++) quote = quote || strchr(",\"\n\r", p[i]);
    if (quote) out_puts(o, "\"");
    for (size_t i = 0; i < n; i++) {
        if (p[i] == '"') out_puts(o, "\"");
        out_put(o, p + i, 1);
    }
    if (quote) out_puts(o, "\"");
}

static bool is_node(const struct graph *g, uint64_t r) {
    const uts_value *a = at(g, r, g->a);
    return same(at(g, r, g->unit), g->kind, g->kind_n) && same(at(g, r, g->b), a->as.text, a->n);
}

static bool is_edge(const struct graph *g, uint64_t r) {
    return same(at(g, r, g->unit), g->kind, g->kind_n) && !is_node(g, r) && at(g, r, g->both)->as.i64 >= g->min_units;
}

static bool open_file(struct graph *g, const char *suffix) {
    char name[100];
    int n = snprintf(name, sizeof name, "cooccurrence_%.*s", (int)g->kind_n, g->kind);
    return out_open(&g->o, g->job, "graphs", uts_mkstr(name, (size_t)n), suffix);
}

/* ---- GraphML (Brandes and others 2002) ---- */

static void put_key(struct out *o, const char *name, const char *of, const char *type) {
    out_puts(o, "  <key id=\"");
    out_puts(o, of[0] == 'n' ? "n_" : "e_");
    out_puts(o, name);
    out_puts(o, "\" for=\"");
    out_puts(o, of);
    out_puts(o, "\" attr.name=\"");
    out_puts(o, name);
    out_puts(o, "\" attr.type=\"");
    out_puts(o, type);
    out_puts(o, "\"/>\n");
}

static void put_data(struct out *o, const char *key, const char *p, size_t n) {
    out_puts(o, "<data key=\"");
    out_puts(o, key);
    out_puts(o, "\">");
    put_xml(o, p, n);
    out_puts(o, "</data>");
}

static void put_node(struct graph *g, uint64_t r) {
    const uts_value *id = at(g, r, g->a);
    const uts_code *code = code_of(g, id);
    struct out *o = &g->o;
    out_puts(o, "    <node id=\"");
    put_xml(o, id->as.text, id->n);
    out_puts(o, "\">");
    if (code) put_data(o, "n_label", code->label, strlen(code->label));
    if (code) put_data(o, "n_colour", code->colour, strlen(code->colour));
    out_puts(o, "<data key=\"n_units\">");
    put_number(o, at(g, r, column(g->t, "units_a")));
    out_puts(o, "</data></node>\n");
}

static void put_edge(struct graph *g, uint64_t r) {
    struct out *o = &g->o;
    out_puts(o, "    <edge source=\"");
    put_xml(o, at(g, r, g->a)->as.text, at(g, r, g->a)->n);
    out_puts(o, "\" target=\"");
    put_xml(o, at(g, r, g->b)->as.text, at(g, r, g->b)->n);
    out_puts(o, "\"><data key=\"e_weight\">");
    put_number(o, at(g, r, g->both));
    out_puts(o, "</data>");
    for (int i = 0; i < MEASURES; i++) {
        if (g->measure[i] == NO_COLUMN || !at(g, r, g->measure[i])->type) continue;
        out_puts(o, "<data key=\"e_");
        out_puts(o, measures[i].name);
        out_puts(o, "\">");
        put_number(o, at(g, r, g->measure[i]));
        out_puts(o, "</data>");
    }
    out_puts(o, "</edge>\n");
}

static uts_status write_graphml(struct graph *g) {
    struct out *o = &g->o;
    if (!open_file(g, ".graphml")) return UTS_E_IO;
    out_puts(o,
             "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<graphml xmlns=\"http://graphml.graphdrawing.org/xmlns\">\n");
    put_key(o, "label", "node", "string");
    put_key(o, "colour", "node", "string");
    put_key(o, "units", "node", "long");
    put_key(o, "weight", "edge", "double");
    for (int i = 0; i < MEASURES; i++) put_key(o, measures[i].name, "edge", measures[i].type);
    out_puts(o, "  <graph id=\"");
    put_xml(o, g->kind, g->kind_n);
    out_puts(o, "\" edgedefault=\"undirected\">\n");
    for (uint64_t r = 0; r < g->t->rows; r++)
        if (is_node(g, r)) put_node(g, r);
    for (uint64_t r = 0; r < g->t->rows; r++)
        if (is_edge(g, r)) put_edge(g, r);
    out_puts(o, "  </graph>\n</graphml>\n");
    return out_close(o, g->job);
}

/* ---- lists, with the names of columns that Gephi looks for ---- */

static uts_status write_nodes(struct graph *g) {
    struct out *o = &g->o;
    if (!open_file(g, "_nodes.csv")) return UTS_E_IO;
    out_puts(o, "Id,Label,colour,units\n");
    for (uint64_t r = 0; r < g->t->rows; r++) {
        if (!is_node(g, r)) continue;
        const uts_value *id = at(g, r, g->a);
        const uts_code *code = code_of(g, id);
        put_cell(o, id->as.text, id->n);
        out_puts(o, ",");
        if (code) put_cell(o, code->label, strlen(code->label));
        out_puts(o, ",");
        if (code) put_cell(o, code->colour, strlen(code->colour));
        out_puts(o, ",");
        put_number(o, at(g, r, column(g->t, "units_a")));
        out_puts(o, "\n");
    }
    return out_close(o, g->job);
}

static uts_status write_edges(struct graph *g) {
    struct out *o = &g->o;
    if (!open_file(g, "_edges.csv")) return UTS_E_IO;
    out_puts(o, "Source,Target,Type,Weight");
    for (int i = 1; i < MEASURES; i++) {
        out_puts(o, ",");
        out_puts(o, measures[i].name);
    }
    out_puts(o, "\n");
    for (uint64_t r = 0; r < g->t->rows; r++) {
        if (!is_edge(g, r)) continue;
        put_cell(o, at(g, r, g->a)->as.text, at(g, r, g->a)->n);
        out_puts(o, ",");
        put_cell(o, at(g, r, g->b)->as.text, at(g, r, g->b)->n);
        out_puts(o, ",Undirected,");
        put_number(o, at(g, r, g->both));
        for (int i = 1; i < MEASURES; i++) {
            out_puts(o, ",");
            if (g->measure[i] != NO_COLUMN) put_number(o, at(g, r, g->measure[i]));
        }
        out_puts(o, "\n");
    }
    return out_close(o, g->job);
}

uts_status graph_write(const uts_host *host, uts_job *job, const uts_table *t, const uts_codebook *book,
                       int64_t min_units) {
    struct graph g = {.host = host, .job = job, .t = t, .book = book, .min_units = min_units, .o = {.host = host}};
    g.unit = column(t, "unit");
    g.a = column(t, "code_a");
    g.b = column(t, "code_b");
    g.both = column(t, "units_both");
    if (g.unit == NO_COLUMN || g.a == NO_COLUMN || g.b == NO_COLUMN || g.both == NO_COLUMN ||
        column(t, "units_a") == NO_COLUMN)
        return UTS_OK;
    for (int i = 0; i < MEASURES; i++) g.measure[i] = column(t, measures[i].name);
    uts_status status = UTS_OK;
    for (uint64_t r = 0; r < t->rows && status >= 0; r++) { /* rows of one kind stand together */
        const uts_value *kind = at(&g, r, g.unit);
        if (g.kind && same(kind, g.kind, g.kind_n)) continue;
        g.kind = kind->as.text;
        g.kind_n = kind->n;
        status = write_graphml(&g);
        if (status >= 0) status = write_nodes(&g);
        if (status >= 0) status = write_edges(&g);
    }
    free(g.o.p);
    return status;
}
