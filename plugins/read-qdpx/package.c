/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "package.h"

#include <stdio.h>
#include <string.h>
#include <strings.h>

static bool ends_with(const char *name, const char *tail) {
    size_t n = strlen(name), k = strlen(tail);
    return n >= k && strcasecmp(name + n - k, tail) == 0;
}

/* The project file: project.qde in any case, else the only .qde at the root (ATLAS.ti gives it the project's name). */
static int64_t find_project(const struct archive *a) {
    int64_t found = archive_find(a, "project.qde");
    if (found >= 0) return found;
    for (int64_t i = 0, n = archive_entries(a); i < n; i++) {
        const char *name = archive_name(a, i);
        if (!name || strchr(name, '/') || !ends_with(name, ".qde")) continue;
        if (found >= 0) return -1;
        found = i;
    }
    return found;
}

bool rq_open(struct rq_package *p, uts_str bytes) {
    p->project = -1;
    if (!archive_open(&p->archive, bytes)) return false;
    p->project = find_project(&p->archive);
    if (p->project >= 0) return true;
    p->archive.why = "holds no project.qde, so it is no REFI-QDA project; export it anew";
    archive_close(&p->archive);
    return false;
}

int64_t rq_find(const struct rq_package *p, const char *path) {
    char name[300];
    const char *base = path;
    for (const char *c = path; *c; c++)
        if (*c == '/' || *c == '\\') base = c + 1;
    if (!*base || snprintf(name, sizeof name, "sources/%s", base) >= (int)sizeof name) return -1;
    int64_t found = archive_find(&p->archive, name);
    return found < 0 ? archive_find(&p->archive, base) : found;
}

xmlTextReaderPtr rq_reader(struct rq_package *p) { return archive_reader(&p->archive, p->project, RQ_PROJECT_BYTES); }
