/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "tables.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>

enum { MOST_DEPTH = 200 };

/* ---- nodes ---- */

bool rq_is(const xmlNode *node, const char *name) {
    return node->type == XML_ELEMENT_NODE && strcmp((const char *)node->name, name) == 0;
}

xmlNodePtr rq_next(const xmlNode *node, const char *name) {
    xmlNodePtr n = node->next;
    while (n && !rq_is(n, name)) n = n->next;
    return n;
}

xmlNodePtr rq_child(const xmlNode *node, const char *name) {
    xmlNodePtr n = node->children;
    while (n && !rq_is(n, name)) n = n->next;
    return n;
}

const char *rq_value(const xmlNode *node, const char *name) {
    for (const xmlAttr *a = node->properties; a; a = a->next) {
        if (a->ns || strcmp((const char *)a->name, name) != 0) continue;
        const xmlNode *text = a->children;
        return !text ? "" : text->next || text->type != XML_TEXT_NODE ? NULL : (const char *)text->content;
    }
    return NULL;
}

/* libxml2's own allocator may be another one. */
static char *take(xmlChar *s) {
    char *p = s ? strdup((const char *)s) : NULL;
    xmlFree(s);
    return p;
}

char *rq_attribute(const xmlNode *node, const char *name) {
    const char *value = rq_value(node, name);
    char *p = value ? strdup(value) : take(xmlGetNoNsProp(node, (const xmlChar *)name));
    for (char *c = p; c && *c; c++)
        if (*c == '\t' || *c == '\n' || *c == '\r') *c = ' ';
    return p;
}

char *rq_child_text(const xmlNode *node, const char *name) {
    xmlNodePtr child = rq_child(node, name);
    return child ? take(xmlNodeGetContent(child)) : NULL;
}

bool rq_same_guid(const char *a, const char *b) {
    size_t n = a ? strlen(a) : 0, k = b ? strlen(b) : 0;
    if (n > 2 && *a == '{') a++, n -= 2;
    if (k > 2 && *b == '{') b++, k -= 2;
    return n == k && n > 0 && strncasecmp(a, b, n) == 0;
}

/* ---- tables ---- */

/* Room for one more item, zeroed; lists grow by doubling from 1. NULL: out of memory. */
static void *more(struct rq_tables *t, void *list, uint32_t n, size_t item) {
    char **at = list;
    if ((n & (n - 1)) == 0) {
        char *p = realloc(*at, (n ? 2 * (size_t)n : 1) * item);
        if (!p) {
            t->no_memory = true;
            return NULL;
        }
        *at = p;
    }
    return memset(*at + n * item, 0, item);
}

/* Codings name their coder, so two people of one name get a number. */
static void make_distinct(const struct rq_tables *t, struct rq_user *u) {
    unsigned alike = 1;
    for (uint32_t i = 0; i < t->n_users && u->name; i++) {
        const char *other = t->users[i].name;
        alike += other && strncmp(other, u->name, strlen(u->name)) == 0 &&
                 (!other[strlen(u->name)] || strncmp(other + strlen(u->name), " (", 2) == 0);
    }
    char *numbered = NULL;
    if (alike < 2 || asprintf(&numbered, "%s (%u)", u->name, alike) < 0) return;
    free(u->name);
    u->name = numbered;
}

static void read_users(struct rq_tables *t, const xmlNode *node) {
    for (xmlNodePtr n = rq_child(node, "User"); n; n = rq_next(n, "User")) {
        struct rq_user *u = more(t, &t->users, t->n_users, sizeof *u);
        if (!u) return;
        u->guid = rq_attribute(n, "guid");
        u->name = rq_attribute(n, "name");
        if (!u->name || !*u->name) {
            free(u->name);
            u->name = rq_attribute(n, "id");
        }
        make_distinct(t, u);
        t->n_users++;
    }
}

/* Names joined by '/', which is therefore no part of a name here. */
static char *path_of(const struct rq_tables *t, uint32_t parent, const char *name) {
    const char *above = parent == UINT32_MAX ? NULL : t->codes[parent].path;
    size_t n = above ? strlen(above) + 1 : 0, room = n + 3 * strlen(name) + 1;
    char *path = malloc(room);
    if (!path) return NULL;
    if (above) {
        memcpy(path, above, n - 1);
        path[n - 1] = '/';
    }
    for (; *name; name++)
        if (*name == '/') {
            memcpy(path + n, "∕", 3);
            n += 3;
        } else
            path[n++] = *name;
    path[n] = '\0';
    return path;
}

static void read_codes(struct rq_tables *t, const xmlNode *node, uint32_t parent, int depth) {
    for (xmlNodePtr n = rq_child(node, "Code"); n && depth < MOST_DEPTH && !t->no_memory; n = rq_next(n, "Code")) {
        struct rq_code *c = more(t, &t->codes, t->n_codes, sizeof *c);
        if (!c) return;
        uint32_t at = t->n_codes++;
        char *codable = rq_attribute(n, "isCodable");
        c->guid = rq_attribute(n, "guid");
        c->name = rq_attribute(n, "name");
        if (!c->name) c->name = strdup("");
        c->colour = rq_attribute(n, "color");
        c->about = rq_child_text(n, "Description");
        c->parent = parent;
        c->codable = !codable || strcmp(codable, "true") == 0 || strcmp(codable, "1") == 0;
        c->path = c->name ? path_of(t, parent, *c->name ? c->name : "_") : NULL;
        free(codable);
        if (!c->path) t->no_memory = true;
        read_codes(t, n, at, depth + 1);
    }
}

static void read_variables(struct rq_tables *t, const xmlNode *node) {
    for (xmlNodePtr n = rq_child(node, "Variable"); n; n = rq_next(n, "Variable")) {
        struct rq_variable *v = more(t, &t->variables, t->n_variables, sizeof *v);
        if (!v) return;
        v->guid = rq_attribute(n, "guid");
        v->name = rq_attribute(n, "name");
        t->n_variables++;
    }
}

static void read_cases(struct rq_tables *t, const xmlNode *node) {
    if (!t->kept) t->kept = xmlNewDoc(NULL);
    xmlNodePtr root = t->kept ? xmlDocCopyNode((xmlNodePtr)(uintptr_t)node, t->kept, 1) : NULL;
    if (!root) {
        t->no_memory = true;
        return;
    }
    xmlNodePtr last = xmlDocGetRootElement(t->kept);
    if (last)
        xmlAddSibling(last, root);
    else
        xmlDocSetRootElement(t->kept, root);
    for (xmlNodePtr n = rq_child(root, "Case"); n; n = rq_next(n, "Case")) {
        struct rq_case *c = more(t, &t->cases, t->n_cases, sizeof *c);
        if (!c) return;
        *c = (struct rq_case){rq_attribute(n, "guid"), rq_attribute(n, "name"), n};
        t->n_cases++;
    }
}

/* Takes up a part of the project that is at hand as a tree. */
static void take_part(struct rq_tables *t, const xmlNode *node) {
    if (rq_is(node, "Users")) read_users(t, node);
    if (rq_is(node, "CodeBook") && rq_child(node, "Codes")) read_codes(t, rq_child(node, "Codes"), UINT32_MAX, 0);
    if (rq_is(node, "Variables")) read_variables(t, node);
    if (rq_is(node, "Cases")) read_cases(t, node);
}

static void count_source(struct rq_tables *t, const char *name) {
    size_t n = strlen(name);
    if (strcmp(name, "TextSource") == 0)
        t->n_texts++;
    else if (n > 6 && strcmp(name + n - 6, "Source") == 0)
        t->n_others++;
}

bool rq_tables_read(struct rq_tables *t, struct rq_package *package) {
    xmlTextReaderPtr r = rq_reader(package);
    if (!r) return false;
    int more_ = xmlTextReaderRead(r);
    while (more_ == 1 && !t->no_memory && !package->archive.why) {
        int type = xmlTextReaderNodeType(r), depth = xmlTextReaderDepth(r);
        const char *name = (const char *)xmlTextReaderConstLocalName(r);
        bool element = type == XML_READER_TYPE_ELEMENT, step = true;
        if (type == XML_READER_TYPE_DOCUMENT_TYPE)
            package->archive.why =
                "has a document type declaration, which a REFI-QDA project never has; export it anew";
        else if (element && depth == 0) {
            if (strcmp(name, "Project") != 0) package->archive.why = "holds a project.qde that is no REFI-QDA project";
            xmlNodePtr root = xmlTextReaderCurrentNode(r);
            if (root) t->origin = rq_attribute(root, "origin");
        } else if (element && depth == 1 && strcmp(name, "Sources") != 0) {
            xmlNodePtr part = xmlTextReaderExpand(r);
            if (part) take_part(t, part);
            step = false;
        } else if (element && depth == 2) {
            count_source(t, name);
            step = false;
        }
        more_ = step ? xmlTextReaderRead(r) : xmlTextReaderNext(r);
    }
    xmlFreeTextReader(r);
    if (t->no_memory) package->archive.why = "needs more memory than there is";
    if (more_ < 0 && !package->archive.why)
        package->archive.why = "holds a project.qde that is not well-formed XML; export it anew";
    return !package->archive.why;
}

void rq_tables_free(struct rq_tables *t) {
    for (uint32_t i = 0; i < t->n_users; i++) free(t->users[i].guid), free(t->users[i].name);
    for (uint32_t i = 0; i < t->n_variables; i++) free(t->variables[i].guid), free(t->variables[i].name);
    for (uint32_t i = 0; i < t->n_cases; i++) free(t->cases[i].guid), free(t->cases[i].name);
    for (uint32_t i = 0; i < t->n_codes; i++) {
        struct rq_code *c = &t->codes[i];
        free(c->guid), free(c->name), free(c->path), free(c->colour), free(c->about);
    }
    free(t->users);
    free(t->variables);
    free(t->cases);
    free(t->codes);
    free(t->origin);
    xmlFreeDoc(t->kept);
    *t = (struct rq_tables){0};
}

const struct rq_user *rq_user_of(const struct rq_tables *t, const char *guid) {
    for (uint32_t i = 0; i < t->n_users; i++)
        if (rq_same_guid(t->users[i].guid, guid)) return &t->users[i];
    return NULL;
}

uint32_t rq_code_of(const struct rq_tables *t, const char *guid) {
    for (uint32_t i = 0; i < t->n_codes; i++)
        if (rq_same_guid(t->codes[i].guid, guid)) return i;
    return UINT32_MAX;
}

const struct rq_variable *rq_variable_of(const struct rq_tables *t, const char *guid) {
    for (uint32_t i = 0; i < t->n_variables; i++)
        if (rq_same_guid(t->variables[i].guid, guid)) return &t->variables[i];
    return NULL;
}
