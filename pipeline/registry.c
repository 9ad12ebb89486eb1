/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "registry.h"

#include "diag.h"
#include <dirent.h>
#include <dlfcn.h>
#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <link.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#define SYMBOL_TEXT_(x) #x
#define SYMBOL_TEXT(x)  SYMBOL_TEXT_(x)

static char lexicons_[PATH_MAX];

const char *registry_lexicons(void) { return lexicons_; }

/* A file that somebody else can change would run their code with the user's rights. */
static const char *unsafe(const struct stat *st) {
    if (st->st_mode & S_IWOTH) return "everybody can write to it (chmod o-w)";
    if (st->st_uid != 0 && st->st_uid != geteuid()) return "it belongs to another user";
    return NULL;
}

static bool add_plugin(registry *r, const char *path, const uts_plugin *descriptor, const char *refused) {
    plugin *plugins = realloc(r->plugins, (r->n_plugins + 1) * sizeof *plugins);
    if (!plugins) return false;
    r->plugins = plugins;
    plugin *p = &plugins[r->n_plugins];
    *p = (plugin){strdup(path), descriptor, refused ? strdup(refused) : NULL};
    if (!p->path || (refused && !p->refused)) return false;
    r->n_plugins++;
    return true;
}

/* The loader maps what the header promises; behind the end of a file that was cut off waits a bus error, not a message.
 */
static const char *cut_off(const char *path, uint64_t size) {
    int fd = open(path, O_RDONLY | O_CLOEXEC);
    if (fd < 0) return strerror(errno);
    ElfW(Ehdr) head;
    const char *why = NULL;
    if (pread(fd, &head, sizeof head, 0) != (ssize_t)sizeof head || memcmp(head.e_ident, ELFMAG, SELFMAG) != 0)
        why = "it is no shared object, or is cut off";
    for (unsigned i = 0; !why && i < head.e_phnum; i++) {
        ElfW(Phdr) segment;
        if (pread(fd, &segment, sizeof segment, (off_t)(head.e_phoff + i * sizeof segment)) !=
                (ssize_t)sizeof segment ||
            segment.p_offset > size || segment.p_filesz > size - segment.p_offset)
            why = "the file is cut off";
    }
    close(fd);
    return why;
}

static bool load_file(registry *r, const char *path) {
    char why[1024];
    struct stat st;
    if (stat(path, &st) != 0) return add_plugin(r, path, NULL, strerror(errno));
    const char *danger = unsafe(&st);
    if (danger) {
        snprintf(why, sizeof why, "refused: %s", danger);
        return add_plugin(r, path, NULL, why);
    }
    const char *damage = cut_off(path, (uint64_t)st.st_size);
    if (damage) {
        snprintf(why, sizeof why, "cannot be loaded: %s", damage);
        return add_plugin(r, path, NULL, why);
    }
    /* NODELETE and no dlclose: a library's threads and key destructors may outlive any moment of unloading. */
    void *handle = dlopen(path, RTLD_NOW | RTLD_LOCAL | RTLD_NODELETE);
    if (!handle) {
        snprintf(why, sizeof why, "cannot be loaded: %s", dlerror());
        return add_plugin(r, path, NULL, why);
    }
    const uts_plugin *p = dlsym(handle, SYMBOL_TEXT(UTS_ENTRY));
    if (!p)
        return add_plugin(r, path, NULL,
                          "is not a plugin for this version: it does not export " SYMBOL_TEXT(UTS_ENTRY));
    char what[900];
    if (!plugin_check(p, what, sizeof what)) {
        snprintf(why, sizeof why, "breaks the plugin interface: %s", what);
        return add_plugin(r, path, NULL, why);
    }
    return add_plugin(r, path, p, NULL);
}

static bool has_file(const registry *r, const char *name) {
    for (uint32_t i = 0; i < r->n_plugins; i++) {
        const char *slash = strrchr(r->plugins[i].path, '/');
        if (strcmp(slash ? slash + 1 : r->plugins[i].path, name) == 0) return true;
    }
    return false;
}

static int is_module(const struct dirent *e) {
    size_t n = strlen(e->d_name);
    return n > 3 && strcmp(e->d_name + n - 3, ".so") == 0;
}

static int by_name(const struct dirent **a, const struct dirent **b) { return strcmp((*a)->d_name, (*b)->d_name); }

static bool load_folder(registry *r, const char *folder) {
    struct stat st;
    if (stat(folder, &st) != 0) {
        diag_warn("plugin folder %s: %s", folder, strerror(errno));
        return true;
    }
    const char *danger = unsafe(&st);
    if (danger) {
        diag_warn("plugin folder %s: refused: %s", folder, danger);
        return true;
    }
    struct dirent **names;
    int n = scandir(folder, &names, is_module, by_name);
    bool good = true;
    for (int i = 0; i < n; i++) {
        char path[PATH_MAX];
        if (good && !has_file(r, names[i]->d_name) &&
            snprintf(path, sizeof path, "%s/%s", folder, names[i]->d_name) < (int)sizeof path)
            good = load_file(r, path);
        free(names[i]);
    }
    if (n >= 0) free(names);
    return good;
}

static bool load_path(registry *r, const char *path) {
    if (!path || !*path) return true;
    char *copy = strdup(path), *rest = copy;
    bool good = copy != NULL;
    for (char *folder; good && (folder = strsep(&rest, ":"));)
        if (*folder) good = load_folder(r, folder);
    free(copy);
    return good;
}

/* In the build folder the program stands beside `plugins` and `lexicons`. */
static bool load_own(registry *r) {
    char program[PATH_MAX], folder[PATH_MAX + 16];
    ssize_t n = readlink("/proc/self/exe", program, sizeof program - 1);
    struct stat st;
    if (n > 0) {
        program[n] = '\0';
        char *slash = strrchr(program, '/');
        if (slash) *slash = '\0';
        snprintf(folder, sizeof folder, "%s/meson-info", program);
        if (stat(folder, &st) == 0) {
            if (snprintf(lexicons_, sizeof lexicons_, "%s/lexicons", program) >= (int)sizeof lexicons_) return false;
            snprintf(folder, sizeof folder, "%s/plugins", program);
            return load_folder(r, folder);
        }
    }
    snprintf(lexicons_, sizeof lexicons_, "%s", UTSAGA_LEXICONDIR);
    return stat(UTSAGA_PLUGINDIR, &st) != 0 || load_folder(r, UTSAGA_PLUGINDIR);
}

static bool collect_stages(registry *r) {
    uint32_t n = 0;
    for (uint32_t i = 0; i < r->n_plugins; i++)
        for (const uts_stage *const *s = r->plugins[i].descriptor ? r->plugins[i].descriptor->stages : NULL; s && *s;
             s++)
            n++;
    r->stages = calloc(n + 1, sizeof *r->stages);
    if (!r->stages) return false;
    for (uint32_t i = 0; i < r->n_plugins; i++)
        for (const uts_stage *const *s = r->plugins[i].descriptor ? r->plugins[i].descriptor->stages : NULL; s && *s;
             s++) {
            if (registry_find(r, (*s)->name)) {
                diag_warn("%s: stage %s is there already; the first one is used", r->plugins[i].path, (*s)->name);
                continue;
            }
            stage *st = &r->stages[r->n_stages];
            size_t options = 0;
            while ((*s)->options && (*s)->options[options]) options++;
            *st = (stage){.d = *s, .plugin = &r->plugins[i], .index = r->n_stages};
            st->given = calloc(options + 1, sizeof *st->given);
            st->given_at = calloc(options + 1, sizeof *st->given_at);
            if (!st->given || !st->given_at) return false;
            pthread_mutex_init(&st->serial, NULL);
            r->n_stages++;
        }
    return true;
}

bool registry_load(registry *r, const char *path) {
    *r = (registry){0};
    return load_path(r, path) && load_path(r, getenv("UTSAGA_PLUGIN_PATH")) && load_own(r) && collect_stages(r);
}

void registry_clear(registry *r) {
    for (uint32_t i = 0; i < r->n_stages; i++) {
        free(r->stages[i].given);
        free(r->stages[i].given_at);
        free(r->stages[i].conf);
        pthread_mutex_destroy(&r->stages[i].serial);
    }
    for (uint32_t i = 0; i < r->n_plugins; i++) {
        free(r->plugins[i].path);
        free(r->plugins[i].refused);
    }
    free(r->stages);
    free(r->plugins);
    *r = (registry){0};
}

stage *registry_find(const registry *r, const char *name) {
    for (uint32_t i = 0; i < r->n_stages; i++)
        if (strcmp(r->stages[i].d->name, name) == 0) return &r->stages[i];
    return NULL;
}

const char **registry_names(const registry *r) {
    const char **names = calloc(r->n_stages + 1, sizeof *names);
    for (uint32_t i = 0; names && i < r->n_stages; i++) names[i] = r->stages[i].d->name;
    return names;
}

stage *registry_need(const registry *r, const char *name, const char *where) {
    stage *s = registry_find(r, name);
    if (s) return s;
    const char **names = registry_names(r);
    const char *near = names ? diag_nearest(name, names) : NULL, *colon = where ? ": " : "";
    if (!where) where = "";
    if (near)
        diag_error("%s%sno stage is called \"%s\"; did you mean \"%s\"?", where, colon, name, near);
    else
        diag_error("%s%sno stage is called \"%s\"; see: utsaga plugins", where, colon, name);
    free(names);
    return NULL;
}

static const uts_layer_spec *named(const uts_layer_spec *const *specs, const char *layer) {
    for (; specs && *specs; specs++)
        if (strcmp((*specs)->name, layer) == 0) return *specs;
    return NULL;
}

const uts_layer_spec *stage_gives(const stage *s, const char *layer) { return s ? named(s->d->gives, layer) : NULL; }
const uts_layer_spec *stage_needs(const stage *s, const char *layer) { return s ? named(s->d->needs, layer) : NULL; }
