/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "package.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>
#include <zip.h>

/* An entry that grows more than this, and to more than BOMB_BYTES, was made to fill memory. Text shrinks to a tenth at
 * best, the XML of a project to a fiftieth. */
enum { BOMB_RATIO = 200, BOMB_BYTES = 16 << 20 };

static bool ends_with(const char *name, const char *tail) {
    size_t n = strlen(name), k = strlen(tail);
    return n >= k && strcasecmp(name + n - k, tail) == 0;
}

/* The project file: project.qde in any case, else the only .qde at the root (ATLAS.ti gives it the project's name). */
static int64_t find_project(zip_t *zip) {
    int64_t found = zip_name_locate(zip, "project.qde", ZIP_FL_NOCASE);
    if (found >= 0) return found;
    for (zip_int64_t i = 0, n = zip_get_num_entries(zip, 0); i < n; i++) {
        const char *name = zip_get_name(zip, (zip_uint64_t)i, 0);
        if (!name || strchr(name, '/') || !ends_with(name, ".qde")) continue;
        if (found >= 0) return -1;
        found = i;
    }
    return found;
}

bool rq_open(struct rq_package *p, uts_str bytes) {
    zip_error_t error;
    *p = (struct rq_package){.project = -1};
    zip_error_init(&error);
    zip_source_t *source = zip_source_buffer_create(bytes.p, bytes.n, 0, &error);
    zip_t *zip = source ? zip_open_from_source(source, ZIP_RDONLY, &error) : NULL;
    zip_error_fini(&error);
    if (!zip) {
        if (source) zip_source_free(source);
        p->why = "is not a whole zip archive, so no REFI-QDA project; export it anew";
        return false;
    }
    p->zip = zip;
    p->project = find_project(zip);
    if (p->project >= 0) return true;
    p->why = "holds no project.qde, so it is no REFI-QDA project; export it anew";
    rq_close(p);
    return false;
}

void rq_close(struct rq_package *p) {
    if (p->zip) zip_discard(p->zip);
    p->zip = NULL;
}

int64_t rq_find(const struct rq_package *p, const char *path) {
    char name[300];
    const char *base = path;
    for (const char *c = path; *c; c++)
        if (*c == '/' || *c == '\\') base = c + 1;
    if (!*base || snprintf(name, sizeof name, "sources/%s", base) >= (int)sizeof name) return -1;
    int64_t found = zip_name_locate(p->zip, name, 0);
    if (found < 0) found = zip_name_locate(p->zip, name, ZIP_FL_NOCASE);
    return found < 0 ? zip_name_locate(p->zip, base, ZIP_FL_NOCASE) : found;
}

/* Opens an entry after a look at what the archive says of it. */
static zip_file_t *open_entry(struct rq_package *p, int64_t entry, uint64_t most, zip_stat_t *st) {
    zip_stat_init(st);
    if (entry < 0 || zip_stat_index(p->zip, (zip_uint64_t)entry, 0, st) != 0 || !(st->valid & ZIP_STAT_SIZE)) {
        p->why = "is damaged: an entry of the archive cannot be found";
        return NULL;
    }
    bool packed = (st->valid & ZIP_STAT_COMP_SIZE) && st->comp_size > 0;
    if (st->size > most || (packed && st->size > BOMB_BYTES && st->size / st->comp_size > BOMB_RATIO)) {
        p->why = "holds an entry that unpacks to far more than a transcript or project needs";
        return NULL;
    }
    zip_file_t *file = zip_fopen_index(p->zip, (zip_uint64_t)entry, 0);
    if (!file) p->why = "holds an entry that cannot be unpacked: it is encrypted, or packed in a rare way";
    return file;
}

char *rq_read(struct rq_package *p, int64_t entry, uint64_t most, size_t *n) {
    zip_stat_t st;
    zip_file_t *file = open_entry(p, entry, most, &st);
    char *bytes = file ? malloc(st.size + 1) : NULL;
    if (file && !bytes) p->why = "needs more memory than there is";
    zip_int64_t got = bytes ? zip_fread(file, bytes, st.size) : -1;
    int closed = file ? zip_fclose(file) : 0;
    if (bytes && (got < 0 || (zip_uint64_t)got != st.size || closed)) {
        p->why = "is damaged: an entry of the archive cannot be unpacked whole";
        free(bytes);
        return NULL;
    }
    if (!bytes) return NULL;
    bytes[st.size] = '\0';
    *n = st.size;
    return bytes;
}

static int read_some(void *file, char *buffer, int n) { return (int)zip_fread(file, buffer, (zip_uint64_t)n); }
static int close_file(void *file) { return zip_fclose(file) ? -1 : 0; }

xmlTextReaderPtr rq_reader(struct rq_package *p) {
    zip_stat_t st;
    zip_file_t *file = open_entry(p, p->project, RQ_PROJECT_BYTES, &st);
    if (!file) return NULL;
    /* No entities, no network, and libxml2's own limits stay on. */
    xmlTextReaderPtr reader =
        xmlReaderForIO(read_some, close_file, file, NULL, NULL,
                       XML_PARSE_NONET | XML_PARSE_NOERROR | XML_PARSE_NOWARNING | XML_PARSE_NOCDATA);
    if (!reader) p->why = "needs more memory than there is";
    return reader;
}
