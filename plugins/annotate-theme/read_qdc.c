/* SPDX-License-Identifier: GPL-3.0-or-later */
/* REFI-QDA codebooks (.qdc): codes with names, colours and descriptions, but without rules. */
#include "formats.h"
#include <libxml/parser.h>
#include <stdio.h>

static const char *attribute(const xmlNode *node, const char *name) {
    for (const xmlAttr *a = node->properties; a; a = a->next)
        if (strcmp((const char *)a->name, name) == 0 && a->children && a->children->content)
            return (const char *)a->children->content;
    return "";
}

/* Names stand twice in trees of others: then the id is the path. */
static const char *make_id(struct codebook *book, const char *name, const char *parent) {
    bool taken = false;
    for (uint32_t i = 0; i < book->n_codes && !taken; i++) taken = strcmp(book->codes[i].id, name) == 0;
    if (!taken || !parent) return name;
    size_t n = strlen(parent) + strlen(name) + 2;
    char *id = pool_alloc(&book->pool, n);
    if (!id) return name;
    snprintf(id, n, "%s/%s", parent, name);
    return id;
}

static const char *description_of(struct codebook *book, const xmlNode *node) {
    for (const xmlNode *c = node->children; c; c = c->next)
        if (c->type == XML_ELEMENT_NODE && strcmp((const char *)c->name, "Description") == 0) {
            xmlChar *text = xmlNodeGetContent(c);
            const char *copy = codebook_copy(book, (const char *)text);
            xmlFree(text);
            return copy;
        }
    return "";
}

static void read_codes(struct codebook *book, const xmlNode *parent_node, const char *parent, int depth) {
    for (const xmlNode *node = parent_node->children; node; node = node->next) {
        if (node->type != XML_ELEMENT_NODE) continue;
        struct place place = {(uint32_t)xmlGetLineNo(node), 1};
        if (strcmp((const char *)node->name, "Code") != 0) {
            if (strcmp((const char *)node->name, "Sets") == 0)
                codebook_remark(book, place, "sets of codes are left out");
            continue;
        }
        if (depth > 64) {
            codebook_error(book, place, "codes nested deeper than 64 levels");
            return;
        }
        const char *name = attribute(node, "name"), *id = make_id(book, name, parent);
        uint32_t code =
            codebook_add_code(book, place, id, name, description_of(book, node), attribute(node, "color"), parent);
        if (code == NO_CODE) return;
        read_codes(book, node, book->codes[code].id, depth + 1);
    }
}

bool codebook_read_qdc(struct codebook *book, const char *bytes, size_t n, const char **reason) {
    xmlParserCtxtPtr parser = n < INT32_MAX ? xmlNewParserCtxt() : NULL;
    *reason = "out of memory";
    if (!parser) return false;
    xmlDocPtr document =
        xmlCtxtReadMemory(parser, bytes, (int)n, NULL, NULL, XML_PARSE_NONET | XML_PARSE_NOERROR | XML_PARSE_NOWARNING);
    if (!document) {
        struct place place = {parser->lastError.line > 0 ? (uint32_t)parser->lastError.line : 1, 1};
        codebook_error(book, place, "not well-formed XML: %.200s",
                       parser->lastError.message ? parser->lastError.message : "cannot be read");
    } else {
        const xmlNode *root = xmlDocGetRootElement(document);
        bool is_book = root && strcmp((const char *)root->name, "CodeBook") == 0;
        if (!is_book) codebook_error(book, (struct place){1, 1}, "expected the element CodeBook of REFI-QDA");
        for (const xmlNode *node = is_book ? root->children : NULL; node; node = node->next) {
            if (node->type != XML_ELEMENT_NODE) continue;
            if (strcmp((const char *)node->name, "Codes") == 0)
                read_codes(book, node, NULL, 0);
            else
                codebook_remark(book, (struct place){(uint32_t)xmlGetLineNo(node), 1}, "%.40s are left out",
                                (const char *)node->name);
        }
        codebook_remark(book, (struct place){0, 0},
                        "REFI-QDA codebooks have no rules: add them before you look for hits");
        xmlFreeDoc(document);
    }
    xmlFreeParserCtxt(parser);
    return true;
}

/* ---- writing ---------------------------------------------------------------------------------------------------- */

/* A name-based number (FNV-1a twice), shaped as the GUID that the format wants: the same code gets the same one. */
static void put_guid(struct blob *out, const char *id) {
    uint64_t h[2] = {0xCBF29CE484222325u, 0x84222325CBF29CE4u};
    char text[40];
    for (int k = 0; k < 2; k++)
        for (const char *s = id; *s; s++) h[k] = (h[k] ^ (unsigned char)*s) * 0x100000001B3u;
    snprintf(text, sizeof text, "%08X-%04X-8%03X-8%03X-%012llX", (unsigned)(h[0] >> 32),
             (unsigned)(h[0] >> 16 & 0xFFFF), (unsigned)(h[0] & 0xFFF), (unsigned)(h[1] >> 52),
             (unsigned long long)(h[1] & 0xFFFFFFFFFFFFu));
    blob_puts(out, text);
}

static void write_code(struct saving *s, uint32_t code) {
    const struct code *c = &s->book->codes[code];
    blob_puts(&s->out, "<Code guid=\"");
    put_guid(&s->out, c->id);
    blob_puts(&s->out, "\" name=\"");
    blob_xml(&s->out, c->label);
    blob_puts(&s->out, "\" isCodable=\"");
    blob_puts(&s->out, c->n_rules ? "true" : "false");
    blob_puts(&s->out, "\" color=\"");
    blob_xml(&s->out, c->colour);
    blob_puts(&s->out, "\">");
    if (*c->description) {
        blob_puts(&s->out, "<Description>");
        blob_xml(&s->out, c->description);
        blob_puts(&s->out, "</Description>");
    }
    for (uint32_t i = code + 1; i < s->book->n_codes; i++)
        if (s->book->codes[i].parent == code) write_code(s, i);
    blob_puts(&s->out, "</Code>\n");
}

void codebook_write_qdc(struct saving *s) {
    blob_puts(&s->out, "<?xml version=\"1.0\" encoding=\"utf-8\"?>\n<CodeBook xmlns=\"urn:QDA-XML:codebook:1.0\" "
                       "origin=\"utsaga\">\n<Codes>\n");
    for (uint32_t i = 0; i < s->book->n_codes; i++)
        if (s->book->codes[i].parent == NO_CODE) write_code(s, i);
    blob_puts(&s->out, "</Codes>\n</CodeBook>\n");
    for (uint32_t r = 0; r < s->book->n_rules; r++)
        saving_remark(s, s->book->rules[r].place.line, "the rule %.200s is left out: REFI-QDA has no rules",
                      s->book->rules[r].text);
    saving_remark_extras(s, true);
}
