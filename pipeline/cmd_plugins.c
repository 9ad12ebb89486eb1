/* SPDX-License-Identifier: GPL-3.0-or-later */
/* plugins and describe: what there is, from the descriptors alone. */
#include "command.h"

#include "diag.h"
#include "number.h"
#include "options.h"
#include <jansson.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static const char *const kinds[] = {"", "reader", "annotator", "analysis", "writer"};
static const char *const sharings[] = {"", "shared", "serial", "ordered"};

static json_t *layer_list(const uts_layer_spec *const *specs) {
    json_t *list = json_array();
    for (; specs && *specs; specs++) {
        json_t *columns = json_array();
        for (const uts_column *c = (*specs)->columns; c && c->name; c++)
            json_array_append_new(columns, json_string(c->name));
        json_array_append_new(list, json_pack("{s:s, s:b, s:o}", "layer", (*specs)->name, "optional",
                                              (int)(*specs)->optional, "columns", columns));
    }
    return list;
}

static json_t *option_entry(const uts_option *o) {
    json_t *entry = json_pack("{s:s, s:s, s:s?, s:b, s:s}", "name", o->name, "type", options_type_name(o->type),
                              "preset", o->preset, "required", (int)o->required, "help", o->help);
    if (o->min < o->max && o->type != UTS_OPT_CHOICE) {
        json_object_set_new(entry, "min", json_real(o->min));
        json_object_set_new(entry, "max", json_real(o->max));
    }
    if (o->type == UTS_OPT_CHOICE) {
        json_t *choices = json_array();
        for (const char *const *c = o->choices; *c; c++) json_array_append_new(choices, json_string(*c));
        json_object_set_new(entry, "choices", choices);
    }
    return entry;
}

static json_t *stage_entry(const stage *s) {
    json_t *options = json_array();
    for (const uts_option *const *o = s->d->options; o && *o; o++) json_array_append_new(options, option_entry(*o));
    return json_pack("{s:s, s:s, s:s, s:s, s:s, s:s, s:o, s:o, s:o}", "name", s->d->name, "kind", kinds[s->d->kind],
                     "version", s->d->version, "summary", s->d->summary, "sharing", sharings[s->d->sharing], "licence",
                     s->plugin->descriptor->licence, "needs", layer_list(s->d->needs), "gives", layer_list(s->d->gives),
                     "options", options);
}

static void print_json(json_t *value) {
    char *text = value ? json_dumps(value, JSON_INDENT(1) | JSON_PRESERVE_ORDER) : NULL;
    if (text) puts(text);
    free(text);
    json_decref(value);
}

static void plugins_as_json(const registry *r) {
    json_t *list = json_array();
    for (uint32_t i = 0; i < r->n_plugins; i++) {
        const plugin *p = &r->plugins[i];
        json_t *entry = json_pack("{s:s}", "path", p->path);
        if (p->refused) json_object_set_new(entry, "refused", json_string(p->refused));
        json_t *stages = json_array();
        for (uint32_t k = 0; k < r->n_stages; k++)
            if (r->stages[k].plugin == p) json_array_append_new(stages, stage_entry(&r->stages[k]));
        json_object_set_new(entry, "stages", stages);
        json_array_append_new(list, entry);
    }
    print_json(list);
}

int command_plugins(const cli *c) {
    registry r;
    if (!registry_load(&r, c->plugin_path)) return EXIT_FAILED;
    if (c->json) plugins_as_json(&r);
    for (int kind = UTS_READER; kind <= UTS_WRITER && !c->json; kind++)
        for (uint32_t i = 0; i < r.n_stages; i++)
            if (r.stages[i].d->kind == kind)
                printf("%-16s %-9s %-7s %s\n", r.stages[i].d->name, kinds[kind], r.stages[i].d->version,
                       r.stages[i].d->summary);
    int status = EXIT_OK;
    for (uint32_t i = 0; i < r.n_plugins; i++)
        if (r.plugins[i].refused) {
            diag_error("plugin %s: %s", r.plugins[i].path, r.plugins[i].refused);
            status = EXIT_FAILED;
        }
    if (r.n_plugins == 0) diag_warn("no plugins were found; give --plugin-path or set UTSAGA_PLUGIN_PATH");
    registry_clear(&r);
    return status;
}

/* ---- describe ---- */

/* What values an option takes, for people. */
static void option_values(const uts_option *o, char *text, size_t size) {
    size_t n = (size_t)snprintf(text, size, "%s", options_type_name(o->type));
    if (o->type == UTS_OPT_CHOICE) {
        n = 0;
        for (const char *const *ch = o->choices; *ch && n < size; ch++)
            n += (size_t)snprintf(text + n, size - n, "%s%s", n ? ", " : "", *ch);
    } else if (o->min < o->max && n < size) {
        char low[32], high[32];
        number_format(low, o->min);
        number_format(high, o->max);
        snprintf(text + n, size - n, " %s to %s", low, high);
    }
}

static void print_layers(const char *title, const uts_layer_spec *const *specs) {
    printf("%s:", title);
    if (!specs || !*specs) fputs(" nothing", stdout);
    for (; specs && *specs; specs++) printf(" %s%s", (*specs)->name, (*specs)->optional ? " (optional)" : "");
    putchar('\n');
}

static void describe_as_text(const stage *s) {
    printf("%s %s: %s\n\nkind: %s\nplugin: %s\nlicence: %s\nworkers: %s\n", s->d->name, s->d->version, s->d->summary,
           kinds[s->d->kind], s->plugin->path, s->plugin->descriptor->licence, sharings[s->d->sharing]);
    print_layers("needs", s->d->needs);
    print_layers("gives", s->d->gives);
    if (!s->d->options || !s->d->options[0]) {
        puts("\nno options");
        return;
    }
    puts("\noptions:");
    for (const uts_option *const *o = s->d->options; *o; o++) {
        char values[400];
        option_values(*o, values, sizeof values);
        printf("  --set %s.%s=VALUE\n      %s\n      %s", s->d->name, (*o)->name, (*o)->help, values);
        if ((*o)->preset) printf("; default %s", (*o)->preset);
        puts((*o)->required ? "; required" : "");
    }
}

static void describe_as_markdown(const stage *s) {
    if (!s->d->options || !s->d->options[0]) {
        puts("No options.");
        return;
    }
    puts("| option | values | default | meaning |\n|---|---|---|---|");
    for (const uts_option *const *o = s->d->options; *o; o++) {
        char values[400];
        option_values(*o, values, sizeof values);
        for (char *bar = values; *bar; bar++)
            if (*bar == '|') *bar = '/';
        printf("| `%s` | %s | %s%s%s | %s%s |\n", (*o)->name, values, (*o)->preset ? "`" : "",
               (*o)->preset ? (*o)->preset : "–", (*o)->preset ? "`" : "", (*o)->help,
               (*o)->required ? " Required." : "");
    }
}

int command_describe(const cli *c) {
    if (c->n_paths != 1) {
        diag_error("describe needs the name of one stage; see: utsaga plugins");
        return EXIT_USAGE;
    }
    registry r;
    if (!registry_load(&r, c->plugin_path)) return EXIT_FAILED;
    const stage *s = registry_need(&r, c->paths[0], NULL);
    int status = s ? EXIT_OK : EXIT_USAGE;
    if (s && c->json)
        print_json(stage_entry(s));
    else if (s && c->markdown)
        describe_as_markdown(s);
    else if (s)
        describe_as_text(s);
    registry_clear(&r);
    return status;
}
