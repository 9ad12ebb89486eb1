/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "sax.h"

#include <libxml/parser.h>
#include <libxml/parserInternals.h>
#include <string.h>

/* Names met before, by their address in the parser's dictionary. A power of two; a clash only costs a look-up. */
enum { MEMO = 256, EVENTS_BETWEEN_QUESTIONS = 4096 };

struct memo {
    const xmlChar *name, *uri;
    uint32_t id;
};

struct sax {
    const struct sax_handler *handler;
    void *user;
    xmlParserCtxtPtr parser;
    const char *why;
    uint32_t line, depth, events;
    bool stopped;
    struct memo memo[MEMO];
};

static void stop(struct sax *s, const char *why) {
    if (!s->why) s->why = why;
    if (!s->stopped) s->line = (uint32_t)xmlSAX2GetLineNumber(s->parser);
    s->stopped = true;
    xmlStopParser(s->parser);
}

static uint32_t find(const struct sax_name *names, const xmlChar *name, const xmlChar *uri) {
    for (const struct sax_name *n = names; n->name; n++)
        if (strcmp(n->name, (const char *)name) == 0 && strcmp(n->uri, uri ? (const char *)uri : "") == 0) return n->id;
    return 0;
}

static uint32_t id_of(struct sax *s, const xmlChar *name, const xmlChar *uri) {
    uintptr_t hash = ((uintptr_t)name >> 3) ^ ((uintptr_t)name >> 11) ^ ((uintptr_t)uri >> 4);
    struct memo *m = &s->memo[hash & (MEMO - 1)];
    if (m->name != name || m->uri != uri) *m = (struct memo){name, uri, find(s->handler->names, name, uri)};
    return m->id;
}

static void start(void *user, const xmlChar *name, const xmlChar *prefix, const xmlChar *uri, int n_spaces,
                  const xmlChar **spaces, int n, int n_defaulted, const xmlChar **items) {
    (void)prefix, (void)n_spaces, (void)spaces, (void)n_defaulted;
    struct sax *s = user;
    if (s->stopped) return;
    if (++s->depth > SAX_DEPTH) {
        stop(s, "nests its elements deeper than any document does; save it anew from its program, or leave it out");
        return;
    }
    if (s->handler->cancelled && ++s->events >= EVENTS_BETWEEN_QUESTIONS) {
        s->events = 0;
        if (s->handler->cancelled(s->user)) {
            stop(s, NULL);
            return;
        }
    }
    struct sax_attributes attributes = {items, (uint32_t)n};
    if (s->handler->start) s->handler->start(s->user, id_of(s, name, uri), &attributes);
}

static void end(void *user, const xmlChar *name, const xmlChar *prefix, const xmlChar *uri) {
    (void)prefix;
    struct sax *s = user;
    if (s->stopped) return;
    s->depth--;
    if (s->handler->end) s->handler->end(s->user, id_of(s, name, uri));
}

static void text(void *user, const xmlChar *p, int n) {
    struct sax *s = user;
    if (!s->stopped && s->handler->text) s->handler->text(s->user, (uts_str){(const char *)p, (size_t)n});
}

/* Office and annotation formats have no document type: one is there to declare entities. Where a format names one, it
 * is not read, and what declares entities inside the file is still refused. */
static void doctype(void *user, const xmlChar *name, const xmlChar *external, const xmlChar *system) {
    (void)name, (void)external, (void)system;
    struct sax *s = user;
    if (!s->handler->names_doctype)
        stop(s, "declares a document type or entities, which no such file needs; save it anew from its program");
}

static void declared(void *user, const xmlChar *name, int type, const xmlChar *public, const xmlChar *system,
                     xmlChar *content) {
    (void)name, (void)type, (void)public, (void)system, (void)content;
    stop(user, "declares a document type or entities, which no such file needs; save it anew from its program");
}

static xmlEntityPtr entity(void *user, const xmlChar *name) {
    (void)user;
    return xmlGetPredefinedEntity(name);
}

static void complain(void *user, xmlErrorPtr error) {
    struct sax *s = user;
    if (s->stopped || error->level < XML_ERR_FATAL) return;
    s->line = error->line > 0 ? (uint32_t)error->line : 0;
    if (!s->why)
        s->why = error->code == XML_ERR_NO_MEMORY
                     ? "needs more memory than there is"
                     : "is damaged: its XML is not well-formed; save it anew from its program";
    s->stopped = true;
}

static bool parse(struct sax *s, xmlInputReadCallback read, xmlInputCloseCallback close, void *stream, uts_str bytes) {
    xmlSAXHandler sax = {.initialized = XML_SAX2_MAGIC,
                         .startElementNs = start,
                         .endElementNs = end,
                         .characters = text,
                         .ignorableWhitespace = text,
                         .cdataBlock = text,
                         .internalSubset = doctype,
                         .getEntity = entity,
                         .entityDecl = declared,
                         .serror = complain};
    s->parser = stream ? xmlCreateIOParserCtxt(&sax, s, read, close, stream, XML_CHAR_ENCODING_NONE)
                       : xmlCreateMemoryParserCtxt(bytes.p, (int)bytes.n);
    if (!s->parser) {
        s->why = "holds an empty part, or needs more memory than there is; save it anew from its program";
        return false;
    }
    if (!stream) {
        *s->parser->sax = sax;
        s->parser->userData = s;
    }
    xmlCtxtUseOptions(s->parser, XML_PARSE_NONET | XML_PARSE_NOERROR | XML_PARSE_NOWARNING | XML_PARSE_NOCDATA);
    s->parser->sax2 = 1;
    int status = xmlParseDocument(s->parser);
    if (status != 0 && !s->stopped && !s->why)
        s->why = "is damaged: its XML is not well-formed; save it anew from its program";
    bool good = status == 0 && !s->stopped && !s->why;
    if (s->parser->myDoc) xmlFreeDoc(s->parser->myDoc);
    xmlFreeParserCtxt(s->parser);
    return good;
}

bool sax_parse(struct archive *a, int64_t entry, uint64_t most, const struct sax_handler *handler, void *user,
               uint32_t *line) {
    struct sax s = {.handler = handler, .user = user};
    *line = 0;
    a->why = NULL;
    void *stream = archive_stream(a, entry, most);
    if (!stream) return false;
    bool good = parse(&s, archive_stream_read, archive_stream_close, stream, (uts_str){0});
    if (a->why) return false; /* the zip is at fault, and the XML broken off */
    a->why = s.why;
    *line = s.line;
    return good;
}

bool sax_parse_bytes(uts_str bytes, const struct sax_handler *handler, void *user, const char **why, uint32_t *line) {
    struct sax s = {.handler = handler, .user = user};
    bool good = bytes.n && bytes.n <= INT32_MAX && parse(&s, NULL, NULL, NULL, bytes);
    *why = bytes.n && bytes.n <= INT32_MAX ? s.why : "is empty, or larger than 2 GiB";
    *line = s.line;
    return good;
}

uts_str sax_attribute(const struct sax_attributes *attributes, const char *name) {
    for (uint32_t i = 0; i < attributes->n; i++) {
        const unsigned char **a = attributes->items + 5 * (size_t)i;
        if (strcmp((const char *)a[0], name) == 0) return (uts_str){(const char *)a[3], (size_t)(a[4] - a[3])};
    }
    return (uts_str){NULL, 0};
}

int64_t sax_number(uts_str value, int64_t otherwise) {
    size_t at = value.n && value.p[0] == '-';
    int64_t number = 0;
    if (at == value.n || value.n - at > 15) return otherwise;
    for (size_t i = at; i < value.n; i++) {
        if (value.p[i] < '0' || value.p[i] > '9') return otherwise;
        number = number * 10 + (value.p[i] - '0');
    }
    return at ? -number : number;
}

bool sax_switch(uts_str value) {
    return !(value.n == 1 && value.p[0] == '0') && !(value.n == 5 && memcmp(value.p, "false", 5) == 0) &&
           !(value.n == 3 && memcmp(value.p, "off", 3) == 0);
}
