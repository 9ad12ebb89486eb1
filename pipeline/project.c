/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "project.h"

#include "diag.h"
#include <errno.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <yaml.h>

typedef struct reading {
    project *p;
    arena *memory;
    const char *path;
    yaml_document_t *document;
} reading;

__attribute__((format(printf, 3, 4))) static bool wrong(const reading *r, const yaml_node_t *n, const char *format,
                                                        ...) {
    char what[500];
    va_list args;
    va_start(args, format);
    vsnprintf(what, sizeof what, format, args);
    va_end(args);
    diag_error("%s:%zu:%zu: %s", r->path, n->start_mark.line + 1, n->start_mark.column + 1, what);
    return false;
}

static const char *scalar(const yaml_node_t *n) {
    return n->type == YAML_SCALAR_NODE ? (const char *)n->data.scalar.value : NULL;
}

static bool take_text(const reading *r, const yaml_node_t *n, const char *key, const char **out) {
    if (!scalar(n)) return wrong(r, n, "%s: expected one value", key);
    return (*out = arena_copy(r->memory, scalar(n), n->data.scalar.length)) != NULL;
}

/* One value or a list of values. */
static bool take_list(const reading *r, const yaml_node_t *n, const char *key, const char ***out) {
    size_t count =
        n->type == YAML_SEQUENCE_NODE ? (size_t)(n->data.sequence.items.top - n->data.sequence.items.start) : 1;
    *out = arena_zeroed(r->memory, (count + 1) * sizeof **out, sizeof(char *));
    if (!*out) return false;
    if (n->type != YAML_SEQUENCE_NODE) return take_text(r, n, key, &(*out)[0]);
    for (size_t i = 0; i < count; i++)
        if (!take_text(r, yaml_document_get_node(r->document, n->data.sequence.items.start[i]), key, &(*out)[i]))
            return false;
    return true;
}

static char *where(const reading *r, const yaml_node_t *n) {
    size_t size = strlen(r->path) + 48;
    char *text = arena_take(r->memory, size, 1);
    if (text) snprintf(text, size, "%s:%zu:%zu", r->path, n->start_mark.line + 1, n->start_mark.column + 1);
    return text;
}

/* stages: {annotate-theme: {match: lemma}} */
static bool take_stages(const reading *r, const yaml_node_t *n) {
    if (n->type != YAML_MAPPING_NODE) return wrong(r, n, "stages: expected stage names with their options");
    project *p = r->p;
    for (yaml_node_pair_t *s = n->data.mapping.pairs.start; s < n->data.mapping.pairs.top; s++) {
        const yaml_node_t *name = yaml_document_get_node(r->document, s->key),
                          *options = yaml_document_get_node(r->document, s->value);
        if (!scalar(name) || options->type != YAML_MAPPING_NODE)
            return wrong(r, options, "stages: expected `option: value` lines below the stage's name");
        for (yaml_node_pair_t *o = options->data.mapping.pairs.start; o < options->data.mapping.pairs.top; o++) {
            const yaml_node_t *key = yaml_document_get_node(r->document, o->key),
                              *value = yaml_document_get_node(r->document, o->value);
            if (!scalar(key) || !scalar(value)) return wrong(r, value, "stages: expected one value");
            project_setting *settings = arena_zeroed(r->memory, (p->n_settings + 1) * sizeof *settings, sizeof(void *));
            if (!settings) return false;
            if (p->n_settings) memcpy(settings, p->settings, p->n_settings * sizeof *settings);
            settings[p->n_settings++] =
                (project_setting){arena_copy(r->memory, scalar(name), name->data.scalar.length),
                                  arena_copy(r->memory, scalar(key), key->data.scalar.length),
                                  arena_copy(r->memory, scalar(value), value->data.scalar.length), where(r, value)};
            p->settings = settings;
        }
    }
    return true;
}

static bool take_key(const reading *r, const yaml_node_t *key, const yaml_node_t *value) {
    project *p = r->p;
    const char *name = scalar(key);
    if (!name) return wrong(r, key, "expected a key");
    if (strcmp(name, "stages") == 0) return take_stages(r, value);
    if (strcmp(name, "codebook") == 0 && !(p->codebook_where = where(r, value))) return false;
    const struct {
        const char *name;
        const char **text;
        const char ***list;
    } keys[] = {{"input", NULL, &p->input},       {"participants", &p->participants, NULL},
                {"codebook", &p->codebook, NULL}, {"output", &p->output, NULL},
                {"language", &p->language, NULL}, {"with", NULL, &p->with},
                {"without", NULL, &p->without},   {"outputs", NULL, &p->outputs}};
    const char *names[sizeof keys / sizeof *keys + 2] = {"stages"};
    for (size_t i = 0; i < sizeof keys / sizeof *keys; i++) {
        names[i + 1] = keys[i].name;
        if (strcmp(name, keys[i].name) == 0)
            return keys[i].text ? take_text(r, value, name, keys[i].text) : take_list(r, value, name, keys[i].list);
    }
    const char *near = diag_nearest(name, names);
    if (near) return wrong(r, key, "unknown key \"%s\"; did you mean \"%s\"?", name, near);
    return wrong(r, key,
                 "unknown key \"%s\"; expected input, participants, codebook, output, outputs, language, with, without "
                 "or stages",
                 name);
}

static bool take_root(const reading *r) {
    const yaml_node_t *root = yaml_document_get_root_node(r->document);
    if (!root) {
        diag_error("%s: is empty; expected at least `input: FOLDER`", r->path);
        return false;
    }
    if (root->type != YAML_MAPPING_NODE) return wrong(r, root, "expected `key: value` lines");
    for (yaml_node_pair_t *k = root->data.mapping.pairs.start; k < root->data.mapping.pairs.top; k++)
        if (!take_key(r, yaml_document_get_node(r->document, k->key), yaml_document_get_node(r->document, k->value)))
            return false;
    return true;
}

static const char *folder_of(arena *memory, const char *path) {
    const char *slash = strrchr(path, '/');
    return slash ? arena_copy(memory, path, slash == path ? 1 : (size_t)(slash - path)) : ".";
}

bool project_read(project *p, arena *memory, const char *path) {
    *p = (project){.path = path, .base = folder_of(memory, path)};
    FILE *f = fopen(path, "rb");
    if (!f) {
        diag_error("%s: cannot be opened: %s", path, strerror(errno));
        return false;
    }
    yaml_parser_t parser;
    yaml_document_t document;
    bool good = yaml_parser_initialize(&parser);
    if (good) yaml_parser_set_input_file(&parser, f);
    if (good && !yaml_parser_load(&parser, &document)) {
        diag_error("%s:%zu:%zu: %s", path, parser.problem_mark.line + 1, parser.problem_mark.column + 1,
                   parser.problem ? parser.problem : "cannot be read as YAML");
        good = false;
    } else if (good) {
        good = take_root(&(reading){p, memory, path, &document});
        yaml_document_delete(&document);
    }
    yaml_parser_delete(&parser);
    fclose(f);
    return good;
}

const char *project_path(const project *p, arena *memory, const char *path) {
    if (!path || *path == '/' || !p->base || strcmp(p->base, ".") == 0) return path;
    size_t n = strlen(p->base) + strlen(path) + 2;
    char *joined = arena_take(memory, n, 1);
    if (joined) snprintf(joined, n, "%s/%s", p->base, path);
    return joined;
}
