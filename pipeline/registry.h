/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Plugins: where they are looked for, how they are checked, and the stages they offer. */
#ifndef UTSAGA_REGISTRY_H
#define UTSAGA_REGISTRY_H

#include <pthread.h>
#include <stdbool.h>
#include <utsaga/plugin.h>

/* A plugin file that was found. */
typedef struct plugin {
    char *path;
    const uts_plugin *descriptor; /* NULL: refused */
    char *refused;                /* why, NULL when loaded */
} plugin;

/* A stage of a loaded plugin and what this run made of it. */
typedef struct stage {
    const uts_stage *d;
    const plugin *plugin;
    uint32_t index;        /* in the registry */
    const char **given;    /* given[i]: value of option i as the user wrote it, or NULL */
    const char **given_at; /* where: "--set" or "file:line:column" */
    void *conf;
    void *self; /* from create */
    bool created;
    void **locals; /* one a worker, from enter */
    bool *entered;
    pthread_mutex_t serial; /* UTS_SERIAL */
} stage;

typedef struct registry {
    plugin *plugins;
    uint32_t n_plugins;
    stage *stages;
    uint32_t n_stages;
} registry;

/*
 * Finds and loads every plugin below `path` (folders separated by ':', may be NULL), then UTSAGA_PLUGIN_PATH, then the
 * folder `plugins` beside a program that runs from its build folder, else the installed one. The first of two plugins
 * of one name wins. Plugins are never unloaded. False: out of memory.
 */
bool registry_load(registry *r, const char *path);
void registry_clear(registry *r);
stage *registry_find(const registry *r, const char *name);
/* The same; NULL: printed, with the nearest name. `where` is the place it was named at, or NULL. */
stage *registry_need(const registry *r, const char *name, const char *where);
/* Names of all stages, ending with NULL; the caller frees the array. */
const char **registry_names(const registry *r);

/* The folder of lexicons that belongs to this program; static storage, made by registry_load. */
const char *registry_lexicons(void);

/* What `gives` or `needs` says of the layer; NULL: it does not name it. */
const uts_layer_spec *stage_gives(const stage *s, const char *layer);
const uts_layer_spec *stage_needs(const stage *s, const char *layer);

/* What is wrong with a descriptor by the rules of the ABI, in `why`; true when nothing is. */
bool plugin_check(const uts_plugin *p, char *why, size_t size);

#endif /* UTSAGA_REGISTRY_H */
