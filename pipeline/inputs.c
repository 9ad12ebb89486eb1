/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "inputs.h"

#include "diag.h"
#include "limits.h"
#include "output.h"
#include "text.h"
#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>
#include <sys/stat.h>
#include <unistd.h>

struct seen_file {
    dev_t device;
    ino_t inode;
    bool used;
};

/* Where the file is in the table, or the free place where it belongs. Devices are few: the inode tells files apart. */
static struct seen_file *seen_at(struct seen_file *seen, uint32_t room, dev_t device, ino_t inode) {
    uint64_t hash = ((uint64_t)inode ^ (uint64_t)device << 40) * 0x9E3779B97F4A7C15u;
    uint32_t at = (uint32_t)(hash >> 32) & (room - 1);
    while (seen[at].used && (seen[at].device != device || seen[at].inode != inode)) at = (at + 1) & (room - 1);
    return &seen[at];
}

/* Doubles the table when it is half full; its room is a power of two. */
static bool seen_grow(inputs *in) {
    uint32_t room = in->room_seen ? in->room_seen * 2 : 512;
    struct seen_file *seen = calloc(room, sizeof *seen);
    if (!seen) return false;
    for (uint32_t i = 0; i < in->room_seen; i++)
        if (in->seen[i].used) *seen_at(seen, room, in->seen[i].device, in->seen[i].inode) = in->seen[i];
    free(in->seen);
    in->seen = seen;
    in->room_seen = room;
    return true;
}

static bool seen_before(inputs *in, const struct stat *st) {
    if (in->n_seen * 2 >= in->room_seen && !seen_grow(in)) return false;
    struct seen_file *at = seen_at(in->seen, in->room_seen, st->st_dev, st->st_ino);
    if (at->used) return true;
    *at = (struct seen_file){st->st_dev, st->st_ino, true};
    in->n_seen++;
    return false;
}

void inputs_exclude(inputs *in, const char *path) {
    struct stat st;
    if (path && stat(path, &st) == 0) seen_before(in, &st);
}

static input_file *add(inputs *in, const char *path, const char *source, bool named) {
    if (in->n == LIMIT_INPUT_FILES) {
        diag_error("more than %u input files; run them in parts", LIMIT_INPUT_FILES);
        return NULL;
    }
    if (in->n == in->room) {
        uint32_t room = in->room ? in->room * 2 : 256;
        input_file *files = realloc(in->files, room * sizeof *files);
        if (!files) return NULL;
        in->files = files;
        in->room = room;
    }
    input_file *f = &in->files[in->n];
    *f = (input_file){.path = strdup(path), .source = strdup(source), .named = named};
    if (!f->path || !f->source) return NULL;
    in->n++;
    return f;
}

static bool add_refused(inputs *in, const char *path, const char *source, bool named, const char *why) {
    input_file *f = add(in, path, source, named);
    return f && (f->error = strdup(why)) != NULL;
}

static int visible(const struct dirent *e) { return e->d_name[0] != '.' && e->d_name[0] != '~'; }
static int by_name(const struct dirent **a, const struct dirent **b) { return strcmp((*a)->d_name, (*b)->d_name); }

static bool walk(inputs *in, const char *path, const char *source, int depth, bool named);

static bool walk_folder(inputs *in, const char *path, const char *source, int depth) {
    if (depth > LIMIT_FOLDER_DEPTH) return add_refused(in, path, source, false, "lies too deep in folders");
    /* Results of an earlier run lie beside the transcripts: tables of quotes would be read as talk. */
    if (depth > 0 && output_is_ours(path)) {
        diag_debug("%s: set aside: results of utsaga", path);
        return true;
    }
    struct dirent **names;
    int n = scandir(path, &names, visible, by_name);
    if (n < 0) return add_refused(in, path, *source ? source : path, false, strerror(errno));
    bool good = true;
    for (int i = 0; i < n; i++) {
        char *child, *child_source;
        if (asprintf(&child, "%s/%s", path, names[i]->d_name) < 0) child = NULL;
        if (asprintf(&child_source, "%s%s%s", source, *source ? "/" : "", names[i]->d_name) < 0) child_source = NULL;
        good = good && child && child_source && walk(in, child, child_source, depth + 1, false);
        free(child);
        free(child_source);
        free(names[i]);
    }
    free(names);
    return good;
}

static bool walk(inputs *in, const char *path, const char *source, int depth, bool named) {
    struct stat st;
    if (stat(path, &st) != 0) {
        if (errno == ENOENT && !named)
            return add_refused(in, path, source, named, "is a link to a file that is not there");
        return add_refused(in, path, source, named,
                           errno == ELOOP ? "is a link that leads to itself" : strerror(errno));
    }
    /* A folder or file that was met before, through another link, is the same one. */
    if (seen_before(in, &st)) return true;
    if (S_ISDIR(st.st_mode)) return walk_folder(in, path, named ? "" : source, depth);
    if (!S_ISREG(st.st_mode)) return add_refused(in, path, source, named, "is not a regular file");
    input_file *f = add(in, path, source, named);
    if (!f) return false;
    f->bytes = (uint64_t)st.st_size;
    return true;
}

bool inputs_add(inputs *in, const char *path) {
    char *clean = strdup(path);
    if (!clean) return false;
    for (size_t n = strlen(clean); n > 1 && clean[n - 1] == '/'; n--) clean[n - 1] = '\0';
    const char *slash = strrchr(clean, '/');
    bool good = walk(in, clean, slash ? slash + 1 : clean, 0, true);
    free(clean);
    return good;
}

/* ---- readers ---- */

/* Formats that carry transcripts: without a reader such a file is refused, not set aside. */
static const char *const transcript_suffixes[] = {".docx", ".doc",  ".odt",      ".rtf",  ".pdf",   ".vtt",  ".srt",
                                                  ".eaf",  ".exb",  ".textgrid", ".cha",  ".trs",   ".html", ".htm",
                                                  ".otr",  ".xlsx", ".ods",      ".qdpx", ".pages", NULL};

static const char *suffix_of(const char *name) {
    const char *slash = strrchr(name, '/'), *dot = strrchr(name, '.');
    return dot && dot != name && (!slash || dot > slash + 1) ? dot : name + strlen(name);
}

static bool is_transcript_name(const char *name) {
    for (const char *const *s = transcript_suffixes; *s; s++)
        if (strcasecmp(suffix_of(name), *s) == 0) return true;
    return false;
}

/* A reader this unsure takes a file only when the user named it. */
enum { SURE_ENOUGH_IN_FOLDER = 50 };

static bool choose_reader(input_file *f, const registry *r) {
    char head[4096], why[200];
    int fd = open(f->path, O_RDONLY | O_CLOEXEC | O_NONBLOCK);
    ssize_t n = fd >= 0 ? read(fd, head, sizeof head) : -1;
    if (n < 0) {
        f->error = strdup(strerror(errno));
        if (fd >= 0) close(fd);
        return f->error != NULL;
    }
    close(fd);
    static const char mark[] = "<name type=\"software\">utsaga "; /* of the header that write-tei writes */
    f->own_tei = memmem(head, (size_t)n, mark, sizeof mark - 1) != NULL;
    int32_t best = 0;
    for (uint32_t i = 0; i < r->n_stages; i++) {
        const uts_reader_ops *ops = r->stages[i].d->kind == UTS_READER ? r->stages[i].d->ops : NULL;
        int32_t sure = ops ? ops->probe(f->source, head, (size_t)n) : 0;
        if (sure > best) {
            best = sure;
            f->reader = &r->stages[i];
        }
    }
    if (f->named ? best > 0 : best >= SURE_ENOUGH_IN_FOLDER) return true;
    f->reader = NULL;
    if (!f->named && !is_transcript_name(f->source)) return true; /* set aside */
    snprintf(why, sizeof why, "no reader for this kind of file (%s); save it as plain text, UTF-8",
             *suffix_of(f->source) ? suffix_of(f->source) : "no suffix");
    return (f->error = strdup(why)) != NULL;
}

/* Beside X.xml write-tei leaves X.txt, the text that its references count in. X.xml holds that text whole: a folder of
 * both would give every document twice. In a folder names with the same stem follow on each other. */
static bool is_text_of_tei(const inputs *in, uint32_t i) {
    const char *path = in->files[i].path, *suffix = suffix_of(path);
    size_t stem = (size_t)(suffix - path);
    if (in->files[i].named || strcmp(suffix, ".txt") != 0) return false;
    for (uint32_t k = i + 1; k < in->n && strncmp(in->files[k].path, path, stem + 1) == 0; k++)
        if (in->files[k].own_tei && strcmp(in->files[k].path + stem, ".xml") == 0) return true;
    return false;
}

static void drop_set_aside(inputs *in) {
    uint32_t kept = 0;
    for (uint32_t i = 0; i < in->n; i++) {
        input_file *f = &in->files[i];
        bool twin = is_text_of_tei(in, i);
        if ((f->reader || f->error) && !twin) {
            in->files[kept++] = *f;
            continue;
        }
        diag_debug("%s: set aside: %s", f->source, twin ? "the TEI file beside it holds its text" : "no transcript");
        in->texts_of_tei += twin;
        free(f->path);
        free(f->source);
        free(f->error);
        in->set_aside++;
    }
    in->n = kept;
    if (in->texts_of_tei)
        diag_info(
            "%u .txt file%s set aside: the TEI file of the same name beside it, by utsaga, holds the same text; name "
            "a file to read it all the same",
            in->texts_of_tei, in->texts_of_tei == 1 ? "" : "s");
}

/* ---- ids ---- */

/* Characters that some file system or tool would not take. */
static char *id_from(const char *source, bool with_suffix) {
    char *id = strdup(source);
    if (!id) return NULL;
    if (!with_suffix) id[suffix_of(id) - id] = '\0';
    for (size_t i = 0, n = strlen(id); i < n; i++)
        if ((unsigned char)id[i] < 0x20 || id[i] == 0x7F || strchr("\\:*?\"<>|#%", id[i])) id[i] = '_';
    for (size_t n = strlen(id), at; (at = text_valid_prefix(id, n, true)) < n;) id[at] = '_';
    if (!*id) {
        free(id);
        id = strdup("_");
    }
    return id;
}

static const inputs *sorting; /* qsort has no argument; inputs are prepared by one thread */
static int by_id(const void *a, const void *b) {
    const input_file *x = &sorting->files[*(const uint32_t *)a], *y = &sorting->files[*(const uint32_t *)b];
    int d = strcmp(x->id, y->id);
    return d ? d : x < y ? -1 : 1;
}

/* Calls `mend` for every input whose id an input before it has as well. */
static bool mend_equal_ids(inputs *in, bool (*mend)(input_file *f, uint32_t nth)) {
    uint32_t *order = malloc((in->n + 1) * sizeof *order);
    if (!order) return false;
    for (uint32_t i = 0; i < in->n; i++) order[i] = i;
    sorting = in;
    if (in->n) qsort(order, in->n, sizeof *order, by_id);
    bool good = true;
    for (uint32_t i = 0; i < in->n && good;) {
        uint32_t k = i + 1;
        while (k < in->n && strcmp(in->files[order[k]].id, in->files[order[i]].id) == 0) k++;
        for (uint32_t m = i; k - i > 1 && m < k && good; m++) good = mend(&in->files[order[m]], m - i);
        i = k;
    }
    free(order);
    return good;
}

static bool add_suffix(input_file *f, uint32_t nth) {
    (void)nth;
    free(f->id);
    return (f->id = id_from(f->source, true)) != NULL;
}

/* The folder above, as it stands in the path: two folders of transcripts with files of the same names. */
static bool add_folder(input_file *f, uint32_t nth) {
    (void)nth;
    size_t tail = strlen(f->source), n = strlen(f->path);
    const char *end = n > tail ? f->path + (n - tail - 1) : f->path, *start = end;
    while (start > f->path && start[-1] != '/') start--;
    if (start == end) return true;
    char *source;
    if (asprintf(&source, "%.*s/%s", (int)(end - start), start, f->source) < 0) return false;
    free(f->id);
    f->id = id_from(source, true);
    free(source);
    return f->id != NULL;
}

static bool add_number(input_file *f, uint32_t nth) {
    if (nth == 0) return true;
    char *id;
    if (asprintf(&id, "%s_%u", f->id, nth + 1) < 0) return false;
    free(f->id);
    f->id = id;
    return true;
}

bool inputs_prepare(inputs *in, const registry *r) {
    for (uint32_t i = 0; i < in->n; i++)
        if (!in->files[i].error && !choose_reader(&in->files[i], r)) return false;
    drop_set_aside(in);
    for (uint32_t i = 0; i < in->n; i++) {
        if (!in->files[i].error) in->bytes += in->files[i].bytes;
        if (!(in->files[i].id = id_from(in->files[i].source, false))) return false;
    }
    return mend_equal_ids(in, add_suffix) && mend_equal_ids(in, add_folder) && mend_equal_ids(in, add_number) &&
           mend_equal_ids(in, add_number);
}

void inputs_clear(inputs *in) {
    for (uint32_t i = 0; i < in->n; i++) {
        free(in->files[i].path);
        free(in->files[i].source);
        free(in->files[i].id);
        free(in->files[i].error);
    }
    free(in->files);
    free(in->seen);
    *in = (inputs){0};
}
