/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "init.h"

#include "diag.h"
#include <errno.h>
#include <fcntl.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

/* Most variables of surveys that become columns. */
enum { MOST_VARIABLES = 100 };

static bool equal(uts_str a, uts_str b) { return a.n == b.n && (a.n == 0 || memcmp(a.p, b.p, a.n) == 0); }

/* ---- participants.csv ---- */

/* A cell for spreadsheets: quoted where it must be, and never a formula. Numbers stay numbers. */
static void put_cell(FILE *f, uts_str s, bool last) {
    bool quote = false, number = s.n > 0, formula = s.n && strchr("=+-@\t", s.p[0]);
    for (size_t i = 0; i < s.n; i++) {
        quote |= strchr(";\"\n\r", s.p[i]) != NULL;
        number &= (s.p[i] >= '0' && s.p[i] <= '9') || strchr("+-.,", s.p[i]) != NULL;
    }
    if (quote) fputc('"', f);
    if (formula && !number) fputc('\'', f);
    for (size_t i = 0; i < s.n; i++) {
        if (s.p[i] == '"') fputc('"', f);
        fputc(s.p[i], f);
    }
    if (quote) fputc('"', f);
    fputc(last ? '\n' : ';', f);
}

typedef struct variables {
    uts_str names[MOST_VARIABLES];
    uint32_t n;
} variables;

static void find_variables(const uts_table *t, variables *v) {
    for (uint64_t r = 0; t && r < t->rows; r++) {
        uts_str name = init_text(t, r, VARIABLE_NAME);
        uint32_t i = 0;
        while (i < v->n && !equal(v->names[i], name)) i++;
        if (i == v->n && v->n < MOST_VARIABLES) v->names[v->n++] = name;
    }
}

/* "…_v2", "… t1", "…-våg 3" at the end of a document's name: the round of interviews. Empty: not said. */
static uts_str wave_of(uts_str document) {
    static const char *const words[] = {"v", "t", "våg", "vag", "wave", "omgång", NULL};
    size_t end = document.n, digits = 0;
    while (digits < 2 && end > 0 && document.p[end - 1] >= '0' && document.p[end - 1] <= '9') end--, digits++;
    uts_str number = {document.p + end, digits};
    if (!digits) return (uts_str){"", 0};
    if (end && (document.p[end - 1] == ' ' || document.p[end - 1] == '_' || document.p[end - 1] == '-')) end--;
    for (const char *const *word = words; *word; word++) {
        size_t n = strlen(*word);
        if (end > n && memcmp(document.p + end - n, *word, n) == 0 && strchr(" _-", document.p[end - n - 1]))
            return number;
    }
    return (uts_str){"", 0};
}

/* Is the same name spoken under in another document? Then the name alone tells nobody apart. */
typedef struct named {
    uts_str name;
    uint64_t row;
} named;

static int by_name(const void *a, const void *b) {
    const named *x = a, *y = b;
    size_t n = x->name.n < y->name.n ? x->name.n : y->name.n;
    int d = n ? memcmp(x->name.p, y->name.p, n) : 0;
    if (d == 0 && x->name.n != y->name.n) d = x->name.n < y->name.n ? -1 : 1;
    return d ? d : x->row < y->row ? -1 : x->row > y->row;
}

/* shared[row]: true when the name of that row stands in several documents. NULL: out of memory. */
static bool *shared_names(const uts_table *t) {
    named *list = malloc((t->rows + 1) * sizeof *list);
    bool *shared = calloc(t->rows + 1, sizeof *shared);
    if (!list || !shared) {
        free(list);
        free(shared);
        return NULL;
    }
    for (uint64_t r = 0; r < t->rows; r++) list[r] = (named){init_text(t, r, SPEAKER_NAME), r};
    if (t->rows) qsort(list, t->rows, sizeof *list, by_name);
    for (uint64_t i = 0, k; i < t->rows; i = k) {
        bool several = false;
        for (k = i; k < t->rows && equal(list[k].name, list[i].name); k++)
            several |= !equal(init_text(t, list[k].row, SPEAKER_DOCUMENT), init_text(t, list[i].row, SPEAKER_DOCUMENT));
        for (uint64_t m = i; m < k; m++) shared[list[m].row] = several;
    }
    free(list);
    return shared;
}

static bool same_person(const uts_table *t, uint64_t a, uint64_t b) {
    return equal(init_text(t, a, SPEAKER_NAME), init_text(t, b, SPEAKER_NAME)) &&
           equal(init_text(t, a, SPEAKER_DOCUMENT), init_text(t, b, SPEAKER_DOCUMENT));
}

static bool tells_of(const init *in, uint64_t variable, uint64_t speaker) {
    return equal(init_text(in->variables, variable, VARIABLE_SPEAKER),
                 init_text(in->speakers, speaker, SPEAKER_NAME)) &&
           equal(init_text(in->variables, variable, VARIABLE_DOCUMENT),
                 init_text(in->speakers, speaker, SPEAKER_DOCUMENT));
}

/* Variables come in the order of the speakers of their file, so the search goes on where it ended. */
static void put_variables(FILE *f, const init *in, const variables *v, uint64_t row, uint64_t *from) {
    uts_str values[MOST_VARIABLES] = {{NULL, 0}};
    const uts_table *t = in->variables;
    uint64_t at = *from, tried = 0;
    for (; tried < t->rows && !tells_of(in, at, row); tried++) at = at + 1 < t->rows ? at + 1 : 0;
    if (tried < t->rows) {
        for (; at < t->rows && tells_of(in, at, row); at++)
            for (uint32_t i = 0; i < v->n; i++)
                if (equal(v->names[i], init_text(t, at, VARIABLE_NAME))) values[i] = init_text(t, at, VARIABLE_VALUE);
        *from = at < t->rows ? at : 0;
    }
    for (uint32_t i = 0; i < v->n; i++) put_cell(f, values[i], i + 1 == v->n);
}

/* Columns: id, document, speaker, role, wave, then what the files tell. Rows that `only_missing` leaves out are known.
 */
static bool put_participants(FILE *f, const init *in, bool only_missing, uint64_t *rows) {
    const uts_table *t = in->speakers;
    bool *shared = shared_names(t);
    variables v = {.n = 0};
    uint64_t from = 0;
    if (!shared) return false;
    find_variables(in->variables, &v);
    *rows = 0;
    fputs("id;document;speaker;role;wave", f);
    fputc(v.n ? ';' : '\n', f);
    for (uint32_t i = 0; i < v.n; i++) put_cell(f, v.names[i], i + 1 == v.n);
    for (uint64_t r = 0; r < t->rows; r++) {
        uts_str document = init_text(t, r, SPEAKER_DOCUMENT), name = init_text(t, r, SPEAKER_NAME);
        if (!name.n || (r && same_person(t, r, r - 1)) || (only_missing && init_text(t, r, SPEAKER_ROW).n)) continue;
        char *id = NULL;
        if (shared[r] && asprintf(&id, "%.*s %.*s", (int)document.n, document.p, (int)name.n, name.p) < 0) break;
        put_cell(f, id ? (uts_str){id, strlen(id)} : name, false);
        put_cell(f, document, false);
        put_cell(f, name, false);
        put_cell(f, init_text(t, r, SPEAKER_ROLE), false);
        put_cell(f, wave_of(document), v.n == 0);
        if (v.n) put_variables(f, in, &v, r, &from);
        free(id);
        ++*rows;
    }
    free(shared);
    return true;
}

/* ---- utsaga.yaml ---- */

static void put_quoted(FILE *f, const char *s) {
    fputc('"', f);
    for (; *s; s++) {
        if (*s == '"' || *s == '\\') fputc('\\', f);
        fputc(*s, f);
    }
    fputc('"', f);
}

static const char *last_part(const char *path) {
    const char *slash = strrchr(path, '/');
    return slash ? slash + 1 : path;
}

static void put_project(FILE *f, const init *in) {
    fputs("# A study for utsaga. Paths start at the folder of this file. Run it: utsaga run utsaga.yaml\n"
          "input: .\nparticipants: ",
          f);
    put_quoted(f, in->participants ? last_part(in->participants) : "participants.csv");
    if (in->codebook) {
        fputs("\ncodebook: ", f);
        put_quoted(f, last_part(in->codebook));
        fputc('\n', f);
    } else {
        fputs("\n# codebook: kodbok.yaml\n", f);
    }
    fputs("output: utsaga-output\nlanguage: sv\n# outputs: [tei, csv, html]\n", f);
}

/* ---- writing ---- */

/* A new file, never over an old one. */
static bool write_new(const char *folder, const char *name, const char *text, size_t n) {
    char *path;
    if (asprintf(&path, "%s/%s", folder, name) < 0) return false;
    int fd = open(path, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0666);
    FILE *f = fd >= 0 ? fdopen(fd, "wb") : NULL;
    bool good = f && fwrite(text, 1, n, f) == n;
    if (f && fclose(f) != 0) good = false;
    if (!good) diag_error("%s: cannot be written: %s", path, strerror(errno));
    if (good) printf("\nwrote %s\n", path);
    free(path);
    return good;
}

static bool is_there(const char *folder, const char *name) {
    char *path;
    if (asprintf(&path, "%s/%s", folder, name) < 0) return true;
    bool there = access(path, F_OK) == 0;
    free(path);
    return there;
}

static bool propose_participants(const init *in) {
    char *text = NULL;
    size_t n = 0;
    uint64_t rows;
    FILE *f = open_memstream(&text, &n);
    bool good = f != NULL;
    /* Excel takes a file for UTF-8 only with a mark. */
    if (good && !in->dry_run && !in->participants) fputs("\xEF\xBB\xBF", f);
    good = good && put_participants(f, in, in->participants != NULL, &rows);
    if (f && fclose(f) != 0) good = false;
    if (!good)
        diag_error("out of memory");
    else if (in->participants && rows)
        printf("\n%s was left as it is; rows it does not have:\n%s", in->participants, text);
    else if (in->participants)
        printf("\n%s was left as it is; it has every speaker\n", in->participants);
    else if (in->dry_run)
        printf("\nwould write participants.csv:\n%s", text);
    else
        good = write_new(in->folder, "participants.csv", text, n);
    free(text);
    return good;
}

bool init_write(const init *in) {
    if (!propose_participants(in)) return false;
    char *text = NULL;
    size_t n = 0;
    FILE *f = open_memstream(&text, &n);
    if (!f) return false;
    put_project(f, in);
    bool good = fclose(f) == 0;
    if (good && is_there(in->folder, "utsaga.yaml"))
        printf("\n%s/utsaga.yaml was left as it is; a new one would say:\n%s", in->folder, text);
    else if (good && in->dry_run)
        printf("\nwould write utsaga.yaml:\n%s", text);
    else if (good)
        good = write_new(in->folder, "utsaga.yaml", text, n);
    if (good && !in->dry_run)
        printf(
            "\nLook at the participants table (one id for rows that are one person), then: utsaga run %s/utsaga.yaml\n",
            in->folder);
    free(text);
    return good;
}
