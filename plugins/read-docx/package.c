/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "package.h"

#include "../common/sax.h"
#include "words.h"

#include <stdio.h>
#include <string.h>

#define RELATIONSHIPS "http://schemas.openxmlformats.org/package/2006/relationships"

static const struct sax_name names[] = {{RELATIONSHIPS, "Relationship", X_RELATIONSHIP}, {NULL, NULL, 0}};

struct reading {
    struct docx_package *package;
    struct archive *archive;
    const char *folder; /* that targets are relative to */
};

/*
 * The entry that a target means: relative to @p folder, or from the root. Only looked up in the list of entries, so a
 * path that climbs out finds nothing.
 */
static int64_t resolve(struct archive *a, const char *folder, uts_str target) {
    char path[1024], *to = path, *end = path + sizeof path - 1;
    if (target.n > 512) return -1;
    bool rooted = target.n && target.p[0] == '/';
    if (!rooted)
        for (const char *p = folder; *p && to < end; p++) *to++ = *p;
    for (size_t i = rooted; i < target.n && to < end;) {
        size_t left = target.n - i;
        if (left >= 3 && memcmp(target.p + i, "../", 3) == 0) {
            if (to > path) to--;
            while (to > path && to[-1] != '/') to--;
            i += 3;
        } else if (left >= 2 && memcmp(target.p + i, "./", 2) == 0) {
            i += 2;
        } else {
            do *to++ = target.p[i];
            while (target.p[i++] != '/' && i < target.n && to < end);
        }
    }
    *to = '\0';
    return archive_find(a, path);
}

/* Types differ between the generations of the format, and between makers, before the last word. */
static void take(void *user, uint32_t id, const struct sax_attributes *attributes) {
    static const struct {
        const char *type;
        enum docx_part part;
    } known[] = {{"officeDocument", DOCX_BODY},       {"styles", DOCX_STYLES},     {"numbering", DOCX_NUMBERING},
                 {"footnotes", DOCX_FOOTNOTES},       {"endnotes", DOCX_ENDNOTES}, {"comments", DOCX_COMMENTS},
                 {"core-properties", DOCX_PROPERTIES}};
    struct reading *r = user;
    uts_str mode = sax_attribute(attributes, "TargetMode"), type = sax_attribute(attributes, "Type");
    if (id != X_RELATIONSHIP || (mode.n == 8 && memcmp(mode.p, "External", 8) == 0)) return;
    const char *last = type.n ? memrchr(type.p, '/', type.n) : NULL;
    size_t n = last ? (size_t)(type.p + type.n - last) - 1 : 0;
    for (size_t i = 0; i < sizeof known / sizeof *known; i++) {
        if (n != strlen(known[i].type) || memcmp(last + 1, known[i].type, n) != 0) continue;
        int64_t *part = &r->package->parts[known[i].part];
        if (*part < 0) *part = resolve(r->archive, r->folder, sax_attribute(attributes, "Target"));
        return;
    }
    bool margin = n == 6 && (memcmp(last + 1, "header", 6) == 0 || memcmp(last + 1, "footer", 6) == 0);
    if (!margin || r->package->n_margins == DOCX_MARGINS) return;
    int64_t entry = resolve(r->archive, r->folder, sax_attribute(attributes, "Target"));
    if (entry >= 0) r->package->margins[r->package->n_margins++] = entry;
}

static bool read_relationships(struct docx_package *p, struct archive *a, const char *path, const char *folder,
                               uint32_t *line) {
    static const struct sax_handler handler = {.names = names, .start = take};
    struct reading r = {p, a, folder};
    int64_t entry = archive_find(a, path);
    return entry < 0 || sax_parse(a, entry, DOCX_PART_BYTES, &handler, &r, line);
}

/* What the parts are called by every program there is; for archives without relationships. */
static void find_by_name(struct docx_package *p, struct archive *a) {
    static const char *const usual[DOCX_PARTS] = {[DOCX_STYLES] = "styles.xml",
                                                  [DOCX_NUMBERING] = "numbering.xml",
                                                  [DOCX_FOOTNOTES] = "footnotes.xml",
                                                  [DOCX_ENDNOTES] = "endnotes.xml",
                                                  [DOCX_COMMENTS] = "comments.xml"};
    for (int i = 0; i < DOCX_PARTS; i++)
        if (usual[i] && p->parts[i] < 0) p->parts[i] = resolve(a, p->folder, (uts_str){usual[i], strlen(usual[i])});
}

static bool refuse(struct archive *a, const char *why) {
    a->why = why;
    return false;
}

bool docx_package_read(struct docx_package *p, struct archive *a, uint32_t *line) {
    for (int i = 0; i < DOCX_PARTS; i++) p->parts[i] = -1;
    p->n_margins = 0;
    if (!read_relationships(p, a, "_rels/.rels", "", line)) return false;
    if (p->parts[DOCX_BODY] < 0) p->parts[DOCX_BODY] = archive_find(a, "word/document.xml");
    if (archive_find(a, "xl/workbook.xml") >= 0)
        return refuse(a, "is an Excel workbook, not a Word document; give it the suffix .xlsx");
    if (archive_find(a, "ppt/presentation.xml") >= 0)
        return refuse(a, "is a PowerPoint presentation, not a Word document; save its text as .docx or .txt");
    if (archive_find(a, "content.xml") >= 0)
        return refuse(a, "is an OpenDocument file, not a Word document; give it the suffix .odt");
    if (p->parts[DOCX_BODY] < 0)
        return refuse(a, "is a zip archive without the text of a Word document (word/document.xml); save it anew from "
                         "Word or LibreOffice as .docx");
    const char *body = archive_name(a, p->parts[DOCX_BODY]), *slash = body ? strrchr(body, '/') : NULL;
    size_t n = slash ? (size_t)(slash - body) + 1 : 0;
    if (!body || n >= sizeof p->folder || strlen(body) > 500) return refuse(a, "has a part with an impossible name");
    memcpy(p->folder, body, n);
    p->folder[n] = '\0';
    char path[1024];
    snprintf(path, sizeof path, "%s_rels/%s.rels", p->folder, body + n);
    bool related = archive_find(a, path) >= 0;
    if (!read_relationships(p, a, path, p->folder, line)) return false;
    if (!related) find_by_name(p, a);
    return true;
}
