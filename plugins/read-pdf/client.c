/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * The helper is started with posix_spawn: the host's threads are not copied, and nothing but exec happens in the new
 * process. It gets the file in memory and gives its answer through a pipe.
 */
#include "client.h"

#include <dlfcn.h>
#include <errno.h>
#include <fcntl.h>
#include <math.h>
#include <poll.h>
#include <signal.h>
#include <spawn.h>
#include <sys/mman.h>
#include <sys/wait.h>
#include <unicode/utf8.h>
#include <unistd.h>

/* ---- lists ---- */

bool pdf_room(struct pdf *d, void *items, uint32_t n, uint32_t *room, size_t size) {
    if (n < *room) return true;
    uint32_t wanted = *room ? *room * 2 : 256;
    void **list = items, *grown = wanted > *room ? realloc(*list, wanted * size) : NULL;
    d->no_memory |= !grown;
    if (!grown) return false;
    *list = grown;
    *room = wanted;
    return true;
}

void pdf_free(struct pdf *d) {
    free(d->words);
    free(d->lines);
    free(d->pages);
    free(d->text);
}

/* ---- what the helper says ---- */

static bool is_sane(const struct pdf_wire_word *w) {
    return isfinite(w->x1) && isfinite(w->x2) && isfinite(w->y1) && isfinite(w->y2) && isfinite(w->size) &&
           fabsf(w->x1) < 1e6F && fabsf(w->x2) < 1e6F && fabsf(w->y1) < 1e6F && fabsf(w->y2) < 1e6F && w->size >= 0 &&
           w->size < 1e5F;
}

static void add_word(struct pdf *d, const struct pdf_wire_word *w, const char *text) {
    if (!w->bytes || !is_sane(w) || !pdf_room(d, &d->words, d->n_words, &d->words_room, sizeof *d->words)) return;
    if (d->n_text + w->bytes > d->text_room) {
        size_t room = (d->n_text + w->bytes) * 2 + 65536;
        char *grown = room < UINT32_MAX ? realloc(d->text, room) : NULL;
        d->no_memory |= !grown;
        if (!grown) return;
        d->text = grown;
        d->text_room = room;
    }
    struct pdf_word *word = &d->words[d->n_words++];
    *word = (struct pdf_word){w->x1, w->y1, w->x2, w->y2, w->size, w->flags, w->bytes, (uint32_t)d->n_text};
    if (word->x2 < word->x1) word->x2 = word->x1;
    if (word->y2 < word->y1) word->y2 = word->y1;
    if (word->size < 0.1F) word->size = word->y2 - word->y1 > 0.1F ? word->y2 - word->y1 : 0.1F;
    memcpy(d->text + d->n_text, text, w->bytes);
    d->n_text += w->bytes;
    d->pages[d->n_pages - 1].n++;
}

static void add_page(struct pdf *d, const float box[2]) {
    if (!pdf_room(d, &d->pages, d->n_pages, &d->pages_room, sizeof *d->pages)) return;
    bool sane = isfinite(box[0]) && isfinite(box[1]) && box[0] > 1 && box[1] > 1;
    d->pages[d->n_pages++] =
        (struct pdf_page){.width = sane ? box[0] : 595, .height = sane ? box[1] : 842, .first = d->n_words};
}

static uts_status refuse(const struct pdf *d, uint32_t reason) {
    static const struct {
        uint32_t reason;
        uts_status status;
        const char *message;
    } known[] = {
        {PDF_WIRE_ENCRYPTED, UTS_E_UNSUPPORTED,
         "the PDF is locked with a password: open it and save a copy without one"},
        {PDF_WIRE_DAMAGED, UTS_E_FORMAT, "the PDF is damaged: open it in a PDF program and save it anew"},
        {PDF_WIRE_NO_MEMORY, UTS_E_LIMIT, "the PDF takes more than 2 GiB of memory: split it"},
    };
    for (size_t i = 0; i < sizeof known / sizeof *known; i++)
        if (known[i].reason == reason)
            return d->host->fail(d->job, known[i].status, UINT64_MAX, uts_cstr(known[i].message));
    return UTS_END;
}

/* A number, and bytes of that count padded to four. NULL: the answer ends too early. */
static const char *take(const char *bytes, size_t n, size_t *at, size_t count) {
    size_t padded = (count + 3) / 4 * 4;
    if (n - *at < padded) return NULL;
    const char *p = bytes + *at;
    *at += padded;
    return p;
}

uts_status pdf_take(struct pdf *d, const char *bytes, size_t n) {
    for (size_t at = 0; n - at >= 4 && !d->no_memory;) {
        uint32_t kind, number;
        memcpy(&kind, bytes + at, 4);
        at += 4;
        if (kind == PDF_WIRE_END) return UTS_OK;
        size_t fixed = kind == PDF_WIRE_PAGE ? 8 : kind == PDF_WIRE_WORD ? sizeof(struct pdf_wire_word) : 4;
        const char *p = take(bytes, n, &at, fixed);
        if (!p) return UTS_END;
        memcpy(&number, p, 4);
        if (kind == PDF_WIRE_FAILED) return refuse(d, number);
        if (kind == PDF_WIRE_PAGE) {
            float box[2];
            memcpy(box, p, sizeof box);
            add_page(d, box);
        } else if (kind == PDF_WIRE_WORD) {
            struct pdf_wire_word w;
            memcpy(&w, p, sizeof w);
            const char *text = take(bytes, n, &at, w.bytes);
            if (!text || !d->n_pages) return UTS_END;
            add_word(d, &w, text);
        } else if (kind == PDF_WIRE_TITLE) {
            const char *text = take(bytes, n, &at, number);
            if (!text) return UTS_END;
            if (number < sizeof d->title) memcpy(d->title, text, number);
            d->n_title = number < sizeof d->title ? number : 0;
        } else {
            return UTS_END;
        }
    }
    return d->no_memory ? d->host->fail(d->job, UTS_E_NOMEM, UINT64_MAX, uts_cstr("out of memory")) : UTS_END;
}

/* ---- the process ---- */

/* Beside this plugin, or in the folder where the build makes it. */
static bool find_helper(char *path, size_t room) {
    static const char *const places[] = {"utsaga-pdf-text", "read-pdf/utsaga-pdf-text"};
    Dl_info info;
    if (!dladdr((const void *)&UTS_ENTRY, &info) || !info.dli_fname) return false;
    const char *slash = strrchr(info.dli_fname, '/');
    int folder = slash ? (int)(slash - info.dli_fname) + 1 : 0;
    for (size_t i = 0; i < sizeof places / sizeof *places; i++) {
        int n = snprintf(path, room, "%.*s%s", folder, info.dli_fname, places[i]);
        if (n > 0 && (size_t)n < room && access(path, X_OK) == 0) return true;
    }
    return false;
}

/* The file as a descriptor that no name in the file system leads to; -1: failed. */
static int file_in_memory(uts_str bytes) {
    int fd = memfd_create("pdf", MFD_CLOEXEC);
    for (size_t at = 0; fd >= 0 && at < bytes.n;) {
        ssize_t n = write(fd, bytes.p + at, bytes.n - at);
        if (n < 0 && errno == EINTR) continue;
        if (n <= 0) {
            close(fd);
            return -1;
        }
        at += (size_t)n;
    }
    if (fd >= 0) lseek(fd, 0, SEEK_SET);
    return fd;
}

static int start(const char *path, int in, int out, pid_t *pid) {
    char *const arguments[] = {strdup(path), NULL};
    posix_spawn_file_actions_t actions;
    if (!arguments[0] || posix_spawn_file_actions_init(&actions) != 0) {
        free(arguments[0]);
        return ENOMEM;
    }
    int error = posix_spawn_file_actions_adddup2(&actions, in, 0);
    if (!error) error = posix_spawn_file_actions_adddup2(&actions, out, 1);
    if (!error) error = posix_spawn_file_actions_addopen(&actions, 2, "/dev/null", O_WRONLY, 0);
    if (!error) error = posix_spawn_file_actions_addclosefrom_np(&actions, 3);
    if (!error) error = posix_spawn(pid, path, &actions, NULL, arguments, environ);
    posix_spawn_file_actions_destroy(&actions);
    free(arguments[0]);
    return error;
}

/* Everything that comes out of the pipe. False: cancelled, out of memory, or nothing came for too long. */
static bool drain(const struct pdf *d, int fd, char **answer, size_t *n) {
    size_t room = 0;
    uint32_t quiet = 0;
    for (;;) {
        struct pollfd p = {.fd = fd, .events = POLLIN};
        int ready = poll(&p, 1, 100);
        if (d->host->cancelled(d->job)) return false;
        if (ready <= 0) {
            if (++quiet > (uint32_t)PDF_CPU_SECONDS * 10 * 5) return false;
            continue;
        }
        quiet = 0;
        if (*n == room) {
            room = room * 2 + 262144;
            char *grown = room < (size_t)4 << 30 ? realloc(*answer, room) : NULL;
            if (!grown) return false;
            *answer = grown;
        }
        ssize_t got = read(fd, *answer + *n, room - *n);
        if (got < 0 && errno == EINTR) continue;
        if (got <= 0) return got == 0;
        *n += (size_t)got;
    }
}

static uts_status cannot(const struct pdf *d, const char *message) {
    return d->host->fail(d->job, UTS_E_UNSUPPORTED, UINT64_MAX, uts_cstr(message));
}

static uts_status judge(struct pdf *d, bool whole, int status, const char *answer, size_t n) {
    if (d->host->cancelled(d->job)) return UTS_E_CANCELLED;
    uts_status taken = whole ? pdf_take(d, answer, n) : UTS_END;
    if (taken != UTS_END) return taken;
    if (WIFSIGNALED(status) && (WTERMSIG(status) == SIGXCPU || WTERMSIG(status) == SIGKILL))
        return uts_failf(d->host, d->job, UTS_E_LIMIT, UINT64_MAX,
                         "the PDF takes more than %d seconds to read: split it, or save it anew", PDF_CPU_SECONDS);
    return d->host->fail(d->job, UTS_E_FORMAT, UINT64_MAX,
                         uts_cstr("the PDF stopped the program that reads it (damaged, or more than 2 GiB of memory or "
                                  "20,000 pages): open it in a PDF program and save it anew, or split it"));
}

uts_status pdf_read(struct pdf *d, uts_str bytes) {
    char path[4096], *answer = NULL;
    size_t n = 0;
    int ends[2];
    pid_t pid;
    if (!find_helper(path, sizeof path))
        return cannot(d, "the program utsaga-pdf-text is not beside the plugin: install utsaga anew");
    int in = file_in_memory(bytes);
    if (in < 0) return cannot(d, "no memory for a copy of the file");
    if (pipe2(ends, O_CLOEXEC) != 0) {
        close(in);
        return cannot(d, "too many open files");
    }
    int error = start(path, in, ends[1], &pid);
    close(in);
    close(ends[1]);
    if (error) {
        close(ends[0]);
        return cannot(d, "the program utsaga-pdf-text cannot be started");
    }
    bool whole = drain(d, ends[0], &answer, &n);
    int status = 0;
    if (!whole) kill(pid, SIGKILL);
    close(ends[0]);
    while (waitpid(pid, &status, 0) < 0 && errno == EINTR) continue;
    uts_status result = judge(d, whole, status, answer, n);
    free(answer);
    return result;
}
