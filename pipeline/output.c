/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "output.h"

#include "diag.h"
#include "io.h"
#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <jansson.h>
#include <pthread.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

enum { BUFFER = 64 << 10 };

struct output {
    char *folder;  /* as the user named it, without a slash at the end */
    char *staging; /* sibling that is being filled */
    char **files;
    size_t n_files, room;
    pthread_mutex_t lock;
    bool committed;
};

/* ---- small helpers ---- */

static char *joined(const char *folder, const char *name) {
    char *path;
    return asprintf(&path, "%s/%s", folder, name) < 0 ? NULL : path;
}

static bool is_folder(const char *path) {
    struct stat st;
    return stat(path, &st) == 0 && S_ISDIR(st.st_mode);
}

/* Makes every missing folder of a path up to its last slash. */
static bool make_parents(char *path, mode_t mode) {
    for (char *slash = strchr(path + 1, '/'); slash; slash = strchr(slash + 1, '/')) {
        *slash = '\0';
        bool good = mkdir(path, mode) == 0 || errno == EEXIST;
        *slash = '/';
        if (!good) return false;
    }
    return true;
}

/* Removes a tree that this program wrote. Symbolic links are removed, not followed. */
static void remove_tree(const char *path) {
    struct stat st;
    if (lstat(path, &st) != 0) return;
    if (!S_ISDIR(st.st_mode)) {
        unlink(path);
        return;
    }
    DIR *d = opendir(path);
    for (struct dirent *e; d && (e = readdir(d));) {
        if (strcmp(e->d_name, ".") == 0 || strcmp(e->d_name, "..") == 0) continue;
        char *child = joined(path, e->d_name);
        if (child) remove_tree(child);
        free(child);
    }
    if (d) closedir(d);
    rmdir(path);
}

static bool folder_is_empty(const char *path) {
    DIR *d = opendir(path);
    bool empty = true;
    for (struct dirent *e; d && empty && (e = readdir(d));)
        empty = strcmp(e->d_name, ".") == 0 || strcmp(e->d_name, "..") == 0;
    if (d) closedir(d);
    return empty;
}

/* ---- opening ---- */

bool output_is_ours(const char *folder) {
    char *path = joined(folder, "run.json");
    json_t *run = path ? json_load_file(path, 0, NULL) : NULL;
    bool ours = json_is_string(json_object_get(run, "utsaga"));
    json_decref(run);
    free(path);
    return ours;
}

static bool may_write_to(const char *folder) {
    struct stat st;
    if (lstat(folder, &st) != 0) return true;
    if (!is_folder(folder)) {
        diag_error("%s: is not a folder; give --output another name", folder);
        return false;
    }
    if (access(folder, W_OK) != 0) {
        diag_error("%s: cannot be written: %s", folder, strerror(errno));
        return false;
    }
    if (folder_is_empty(folder) || output_is_ours(folder)) return true;
    diag_error("%s: holds files that utsaga did not write; give --output an empty or a new folder", folder);
    return false;
}

output *output_open(const char *folder) {
    if (!may_write_to(folder)) return NULL;
    output *o = calloc(1, sizeof *o);
    if (!o) return NULL;
    pthread_mutex_init(&o->lock, NULL);
    /* The folder itself is exchanged, not a link to it. */
    o->folder = is_folder(folder) ? realpath(folder, NULL) : strdup(folder);
    for (size_t n = o->folder ? strlen(o->folder) : 0; n > 1 && o->folder[n - 1] == '/'; n--) o->folder[n - 1] = '\0';
    if (!o->folder || asprintf(&o->staging, "%s.new-XXXXXX", o->folder) < 0) {
        o->staging = NULL;
        output_close(o);
        return NULL;
    }
    if (!make_parents(o->staging, 0777) || !mkdtemp(o->staging)) {
        diag_error("%s: cannot be made: %s", folder, strerror(errno));
        free(o->staging);
        o->staging = NULL;
        output_close(o);
        return NULL;
    }
    return o;
}

void output_close(output *o) {
    if (!o) return;
    if (o->staging && !o->committed) remove_tree(o->staging);
    for (size_t i = 0; i < o->n_files; i++) free(o->files[i]);
    free(o->files);
    free(o->folder);
    free(o->staging);
    pthread_mutex_destroy(&o->lock);
    free(o);
}

/* ---- files ---- */

static bool safe_path(const char *path) {
    if (!*path || *path == '/') return false;
    for (const char *part = path; part; part = strchr(part, '/'), part = part ? part + 1 : NULL) {
        size_t n = strcspn(part, "/");
        if (n == 0 || (n == 1 && part[0] == '.') || (n == 2 && part[0] == '.' && part[1] == '.')) return false;
    }
    for (const char *c = path; *c; c++)
        if ((unsigned char)*c < 0x20) return false;
    return true;
}

uts_io *output_create(output *o, uts_job *job, const char *path) {
    if (!o) return job_failf(job, UTS_E_UNSUPPORTED, UINT64_MAX, "this command has no output folder"), NULL;
    if (!safe_path(path))
        return job_failf(job, UTS_E_BUG, UINT64_MAX, "plugin error: output path leaves the output folder or is empty"),
               NULL;
    uts_io *io = calloc(1, sizeof *io);
    job_file *file = arena_zeroed(&job->memory, sizeof *file, _Alignof(job_file));
    char *full = joined(o->staging, path);
    if (!io || !file || !full || !(io->path = strdup(path))) {
        free(io);
        free(full);
        return job_failf(job, UTS_E_NOMEM, UINT64_MAX, "out of memory"), NULL;
    }
    io->job = job;
    io->output = o;
    io->fd = open(full, O_CREAT | O_EXCL | O_WRONLY | O_CLOEXEC, 0666);
    if (io->fd < 0 && errno == ENOENT && make_parents(full, 0777))
        io->fd = open(full, O_CREAT | O_EXCL | O_WRONLY | O_CLOEXEC, 0666);
    int why = errno;
    free(full);
    if (io->fd < 0) {
        job_failf(job, UTS_E_IO, UINT64_MAX, "output file %s cannot be made: %s", path, strerror(why));
        free(io->path);
        free(io);
        return NULL;
    }
    file->io = io;
    file->next = job->files;
    job->files = file;
    return io;
}

static uts_status write_through(uts_io *io, const char *bytes, size_t n) {
    while (n && !io->error) {
        ssize_t done = write(io->fd, bytes, n);
        if (done < 0 && errno == EINTR) continue;
        if (done < 0) {
            io->error = job_failf(io->job, UTS_E_IO, UINT64_MAX, "output file %s cannot be written: %s", io->path,
                                  strerror(errno));
            break;
        }
        bytes += done;
        n -= (size_t)done;
    }
    return io->error;
}

static uts_status flush(uts_io *io) {
    size_t used = io->used;
    io->used = 0;
    return write_through(io, io->buffer, used);
}

uts_status output_write(uts_io *io, const void *bytes, size_t n) {
    if (!io || !io->output) return UTS_E_ARG;
    if (io->error) return io->error;
    if (io->fd < 0)
        return io->error =
                   job_failf(io->job, UTS_E_BUG, UINT64_MAX, "plugin error: writes to %s after closing it", io->path);
    if (n >= BUFFER / 2) return flush(io) ? io->error : write_through(io, bytes, n);
    if (!io->buffer && !(io->buffer = malloc(BUFFER)))
        return io->error = job_failf(io->job, UTS_E_NOMEM, UINT64_MAX, "out of memory");
    if (io->used + n > BUFFER && flush(io)) return io->error;
    memcpy(io->buffer + io->used, bytes, n);
    io->used += n;
    return UTS_OK;
}

uts_status output_finish(uts_io *io) {
    if (!io || !io->output || io->fd < 0) return UTS_E_ARG;
    flush(io);
    if (close(io->fd) != 0 && !io->error)
        io->error =
            job_failf(io->job, UTS_E_IO, UINT64_MAX, "output file %s cannot be written: %s", io->path, strerror(errno));
    io->fd = -1;
    free(io->buffer);
    io->buffer = NULL;
    return io->error;
}

uts_status output_keep(output *o, uts_job *job, bool all) {
    uts_status status = UTS_OK;
    pthread_mutex_lock(&o->lock);
    for (job_file *f = job->files; f && !status; f = f->next) {
        if (f->io->kept) continue;
        if (f->io->fd >= 0 && !all) continue;
        if (f->io->fd >= 0) {
            status = job_failf(job, UTS_E_BUG, UINT64_MAX, "plugin error: leaves output file %s open", f->io->path);
            break;
        }
        if (o->n_files == o->room) {
            size_t room = o->room ? o->room * 2 : 256;
            char **files = realloc(o->files, room * sizeof *files);
            if (!files) {
                status = job_failf(job, UTS_E_NOMEM, UINT64_MAX, "out of memory");
                break;
            }
            o->files = files;
            o->room = room;
        }
        o->files[o->n_files++] = f->io->path;
        f->io->path = NULL;
        f->io->kept = true;
    }
    pthread_mutex_unlock(&o->lock);
    return status;
}

void output_discard(uts_io *io) {
    if (io->fd >= 0) close(io->fd);
    if (!io->kept) {
        char *full = joined(io->output->staging, io->path);
        if (full) unlink(full);
        free(full);
    }
    free(io->buffer);
    free(io->path);
    free(io);
}

static int by_name(const void *a, const void *b) { return strcmp(*(char *const *)a, *(char *const *)b); }

const char *const *output_files(output *o, size_t *n) {
    if (o->n_files) qsort(o->files, o->n_files, sizeof *o->files, by_name);
    *n = o->n_files;
    return (const char *const *)o->files;
}

/* ---- putting in place ---- */

/* Removes from `old` what its run.json lists; what is left was put there by the user. */
static void remove_listed(const char *old) {
    char *path = joined(old, "run.json");
    json_t *run = path ? json_load_file(path, 0, NULL) : NULL;
    size_t i;
    json_t *item;
    json_array_foreach(json_object_get(run, "outputs"), i, item) {
        const char *name = json_string_value(item);
        char *file = name && safe_path(name) ? joined(old, name) : NULL;
        if (!file) continue;
        unlink(file);
        /* Folders go when they are empty. */
        for (size_t n = strlen(file); n > strlen(old); n--)
            if (file[n] == '/') {
                file[n] = '\0';
                if (rmdir(file) != 0) break;
            }
        free(file);
    }
    if (path) unlink(path);
    json_decref(run);
    free(path);
}

/* Moves what is left of the old output into the new one, where no new file has its name. */
static void carry_over(const char *from, const char *to) {
    DIR *d = opendir(from);
    for (struct dirent *e; d && (e = readdir(d));) {
        if (strcmp(e->d_name, ".") == 0 || strcmp(e->d_name, "..") == 0) continue;
        char *old = joined(from, e->d_name), *new = joined(to, e->d_name);
        struct stat st;
        if (old && new &&lstat(new, &st) != 0) {
            if (rename(old, new) != 0) diag_warn("%s: could not be moved to %s: %s", old, new, strerror(errno));
        } else if (old && new &&is_folder(old) && S_ISDIR(st.st_mode)) {
            carry_over(old, new);
        }
        free(old);
        free(new);
    }
    if (d) closedir(d);
    rmdir(from);
}

bool output_commit(output *o) {
    mode_t mask = umask(0);
    umask(mask);
    chmod(o->staging, 0777 & ~mask);
    struct stat st;
    if (lstat(o->folder, &st) != 0) {
        if (rename(o->staging, o->folder) == 0) return o->committed = true;
    } else if (renameat2(AT_FDCWD, o->staging, AT_FDCWD, o->folder, RENAME_EXCHANGE) == 0) {
        o->committed = true;
        remove_listed(o->staging);
        carry_over(o->staging, o->folder);
        if (lstat(o->staging, &st) == 0)
            diag_warn("%s: holds files of yours from the old output whose names the new output uses", o->staging);
        return true;
    }
    diag_error("%s: the new output cannot be put in place: %s", o->folder, strerror(errno));
    return false;
}
