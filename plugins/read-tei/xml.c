/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * The XML as events, by libxml2's push parser: it stops where a document of a corpus ends, knows the byte it stands at,
 * and a long text takes no node. Nothing but the file itself is ever read: no entity is replaced, no DTD is loaded,
 * XInclude is not followed, there is no network, and libxml2's own limits stay on.
 */
#include "tei_in.h"

#include <libxml/parserInternals.h>

/* Bytes given to the parser at a time; bytes of a longest tag that ends a document. */
enum { CHUNK = 1 << 16, TAG = 256 };

static int64_t position(const struct tei_cursor *c) {
    const xmlParserInput *in = c->xml ? c->xml->input : NULL;
    if (!in || c->converted || (in->buf && in->buf->encoder)) return -1;
    return (int64_t)in->consumed + (in->cur - in->base);
}

void tei_stop(struct tei_cursor *c, uts_status why, const char *message) {
    if (c->stopped) return;
    int64_t at = position(c);
    c->stopped = true;
    c->why = why;
    c->where = at < 0 ? UINT64_MAX : (uint64_t)at;
    c->line = c->xml && c->xml->input ? (uint32_t)c->xml->input->line : 0;
    snprintf(c->message, sizeof c->message, "%s", message);
    if (c->xml) xmlStopParser(c->xml);
}

/* ---- attributes ---- */

uts_str tei_attribute(const struct tei_attributes *a, const char *name) {
    for (int i = 0; i < a->n; i++) {
        const xmlChar **item = a->items + 5 * (size_t)i;
        if (strcmp((const char *)item[0], name) == 0)
            return uts_mkstr((const char *)item[3], (size_t)(item[4] - item[3]));
    }
    return uts_mkstr("", 0);
}

/* libxml2 gives an ampersand in an attribute as a reference, for those who look entities up later. */
tei_name tei_keep_attribute(struct tei_cursor *c, const struct tei_attributes *a, const char *name) {
    static const char ampersand[] = "&#38;";
    uts_str value = tei_attribute(a, name);
    tei_name kept = tei_keep(c, value);
    if (!kept || !memchr(value.p, '&', value.n)) return kept;
    char *to = c->names.p + kept;
    for (const char *from = to; *from;) {
        bool reference = strncmp(from, ampersand, sizeof ampersand - 1) == 0;
        *to++ = *from;
        from += reference ? sizeof ampersand - 1 : 1;
    }
    *to = 0;
    return kept;
}

int64_t tei_duration(uts_str s) {
    int64_t ms = 0, part = 0;
    if (s.n < 4 || memcmp(s.p, "PT", 2) != 0) return -1;
    for (size_t i = 2; i < s.n; i++) {
        if (s.p[i] >= '0' && s.p[i] <= '9') {
            part = part * 10 + (s.p[i] - '0') * 1000;
            if (part > INT64_C(1000000000000)) return -1;
        } else if (s.p[i] == '.' || s.p[i] == ',') {
            for (int64_t unit = 100; i + 1 < s.n && s.p[i + 1] >= '0' && s.p[i + 1] <= '9'; unit /= 10)
                part += unit * (s.p[++i] - '0');
        } else if (s.p[i] == 'H' || s.p[i] == 'M' || s.p[i] == 'S') {
            ms += part * (s.p[i] == 'H' ? 3600 : s.p[i] == 'M' ? 60 : 1);
            part = 0;
        } else {
            return -1;
        }
    }
    return part ? -1 : ms;
}

/* ---- callbacks ---- */

static enum tei_element element_of(struct tei_cursor *c, const xmlChar *name) {
    size_t slot = ((uintptr_t)name >> 3 ^ (uintptr_t)name >> 11) % TEI_MEMO;
    if (c->memo[slot].name != name) {
        c->memo[slot].name = name;
        c->memo[slot].element = tei_element_of((const char *)name);
    }
    return c->memo[slot].element;
}

static void start(void *user, const xmlChar *name, const xmlChar *prefix, const xmlChar *uri, int n_spaces,
                  const xmlChar **spaces, int n, int n_defaulted, const xmlChar **items) {
    (void)prefix, (void)uri, (void)n_spaces, (void)spaces, (void)n_defaulted;
    struct tei_cursor *c = user;
    struct tei_attributes a = {items, n};
    if (c->stopped) return;
    if (c->depth == TEI_MOST_DEPTH) {
        tei_stop(c, UTS_E_LIMIT, "nests its elements deeper than 256, which no TEI does; leave it out");
        return;
    }
    tei_start_element(c, (const char *)name, element_of(c, name), &a);
}

static void end(void *user, const xmlChar *name, const xmlChar *prefix, const xmlChar *uri) {
    (void)name, (void)prefix, (void)uri;
    struct tei_cursor *c = user;
    if (!c->stopped && c->depth) tei_end_element(c);
}

static void text(void *user, const xmlChar *p, int n) {
    struct tei_cursor *c = user;
    if (c->stopped || !c->depth) return;
    enum tei_mode mode = c->stack[c->depth - 1].mode;
    if (mode == TEI_IN_TEXT) tei_characters(c, uts_mkstr((const char *)p, (size_t)n), position(c));
    if (mode == TEI_COLLECT) tei_append(c, &c->gathered, (const char *)p, (size_t)n);
}

static void entity_declared(void *user, const xmlChar *name, int type, const xmlChar *public, const xmlChar *system,
                            xmlChar *content) {
    (void)name, (void)type, (void)public, (void)system, (void)content;
    tei_stop(user, UTS_E_UNSUPPORTED,
             "declares entities, which this reader never replaces; save it with the text in their place");
}

static void entity_met(struct tei_cursor *c) {
    tei_stop(c, UTS_E_UNSUPPORTED,
             "uses an entity that the file itself does not explain; save it with the text in its place");
}

static void reference(void *user, const xmlChar *name) {
    (void)name;
    entity_met(user);
}

static xmlEntityPtr entity(void *user, const xmlChar *name) {
    xmlEntityPtr known = xmlGetPredefinedEntity(name);
    if (!known) entity_met(user);
    return known;
}

static void complain(void *user, xmlErrorPtr error) {
    struct tei_cursor *c = user;
    char message[120];
    /* Two hyphens in a comment hurt nobody. */
    if (c->stopped || error->level < XML_ERR_FATAL || error->code == XML_ERR_HYPHEN_IN_COMMENT) return;
    if (error->code == XML_ERR_NO_MEMORY) {
        tei_stop(c, UTS_E_NOMEM, "out of memory");
        return;
    }
    const char *what = error->code == XML_ERR_DOCUMENT_END && !c->depth ? "holds something behind its end"
                       : error->code == XML_ERR_DOCUMENT_END || error->code == XML_ERR_TAG_NOT_FINISHED
                           ? "is not whole: it ends inside an element"
                       : error->code == XML_ERR_INVALID_CHAR || error->code == XML_ERR_INVALID_CHARREF
                           ? "holds a character that XML does not allow"
                       : error->code == XML_ERR_INVALID_ENCODING || error->code == XML_ERR_UNKNOWN_ENCODING ||
                               error->code == XML_ERR_UNSUPPORTED_ENCODING || error->code == XML_I18N_CONV_FAILED
                           ? "is not in the encoding that it names"
                           : "is not well-formed XML";
    snprintf(message, sizeof message, "%s (libxml2 error %d); repair it, or save it anew", what, error->code);
    tei_stop(c, UTS_E_FORMAT, message);
    if (error->line > 0) c->line = (uint32_t)error->line;
}

/* ---- feeding ---- */

/* UTF-16 is recoded beforehand, so that the end of a document can be seen in the bytes. */
static bool recode(struct tei_cursor *c) {
    const unsigned char *u = (const unsigned char *)c->source.p;
    c->bytes = c->source;
    bool little = c->source.n >= 4 && ((u[0] == 0xFF && u[1] == 0xFE) || (u[0] == '<' && !u[1])),
         big = c->source.n >= 4 && ((u[0] == 0xFE && u[1] == 0xFF) || (!u[0] && u[1] == '<'));
    if (!little && !big) return true;
    bool mark = u[0] >= 0xFE;
    size_t bad = rt_from_utf16(c->source.p + 2 * mark, c->source.n - 2 * mark, big, &c->recoded);
    if (bad != SIZE_MAX || c->recoded.out_of_memory) {
        tei_stop(c, c->recoded.out_of_memory ? UTS_E_NOMEM : UTS_E_FORMAT, "is broken UTF-16; save it as UTF-8");
        return false;
    }
    c->converted = true;
    c->bytes = uts_mkstr(c->recoded.p, c->recoded.n);
    return true;
}

bool tei_xml_start(struct tei_cursor *c) {
    static const xmlSAXHandler callbacks = {.initialized = XML_SAX2_MAGIC,
                                            .startElementNs = start,
                                            .endElementNs = end,
                                            .characters = text,
                                            .ignorableWhitespace = text,
                                            .cdataBlock = text,
                                            .reference = reference,
                                            .getEntity = entity,
                                            .entityDecl = entity_declared,
                                            .serror = complain};
    xmlSAXHandler sax = callbacks;
    if (!recode(c)) return false;
    if (c->bytes.n < 4) {
        tei_stop(c, UTS_E_FORMAT, "holds no TEI");
        return false;
    }
    c->xml = xmlCreatePushParserCtxt(&sax, c, c->bytes.p, 4, NULL);
    if (!c->xml) {
        tei_stop(c, UTS_E_NOMEM, "out of memory");
        return false;
    }
    /* RECOVER lets the parser go on after that; every other error stops it, in complain. */
    xmlCtxtUseOptions(c->xml, XML_PARSE_NONET | XML_PARSE_NOWARNING | XML_PARSE_RECOVER |
                                  (c->converted ? XML_PARSE_IGNORE_ENC : 0));
    c->fed = 4;
    return true;
}

/* Where the next piece ends: behind a tag that may end a document, so that nothing of the next one is seen. */
static size_t piece_end(const struct tei_cursor *c) {
    size_t end = c->bytes.n - c->fed > CHUNK ? c->fed + CHUNK : c->bytes.n;
    /* A name that the last piece cut, and a tag that this one would. */
    const char *from = c->bytes.p + c->fed - 2, *stop = c->bytes.p + end;
    for (const char *p = from; (p = memmem(p, (size_t)(stop - p), "TEI", 3)) != NULL; p += 3) {
        size_t left = (size_t)(c->bytes.p + c->bytes.n - p);
        const char *shut = memchr(p, '>', left < TAG ? left : TAG);
        if (shut) return (size_t)(shut + 1 - c->bytes.p);
    }
    return end;
}

void tei_xml_walk(struct tei_cursor *c) {
    while (!c->complete && !c->stopped && c->fed < c->bytes.n) {
        size_t to = piece_end(c), from = c->fed;
        c->fed = to;
        xmlParseChunk(c->xml, c->bytes.p + from, (int)(to - from), 0);
        if (c->host->cancelled(c->job)) tei_stop(c, UTS_E_CANCELLED, "stopped");
    }
    if (c->complete || c->stopped || c->ended) return;
    c->ended = true;
    xmlParseChunk(c->xml, NULL, 0, 1);
}
