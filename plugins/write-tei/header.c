/* SPDX-License-Identifier: GPL-3.0-or-later */
/* teiHeader. What does not depend on the document is made once, before the first one. */
#include "tei.h"

/* ---- the part that all documents share ---- */

static void put_paragraph(struct tei_out *o, const char *element, const char *text) {
    TEI_LIT(o, "<");
    tei_puts(o, element);
    TEI_LIT(o, "><p>");
    tei_puts(o, text);
    TEI_LIT(o, "</p></");
    tei_put(o, element, strcspn(element, " "));
    TEI_LIT(o, ">\n");
}

static bool name_codes(struct tei_stage *stage) {
    const uts_codebook *b = stage->codebook;
    stage->code_id = calloc(b->n_codes + 1, sizeof *stage->code_id);
    if (!stage->code_id) return false;
    for (uint32_t i = 0; i < b->n_codes; i++)
        if (!(stage->code_id[i] = tei_id(&stage->code_ids, "code.", uts_cstr(b->codes[i]->id), i + 1))) return false;
    return true;
}

static void put_attribute(struct tei_out *o, const char *name, const char *value) {
    TEI_LIT(o, " ");
    tei_puts(o, name);
    TEI_LIT(o, "=\"");
    tei_attribute(o, value, strlen(value));
    TEI_LIT(o, "\"");
}

/* A code and, nested in it, the codes below it. Parents come first, so the children are found after it. */
static void put_category(struct tei_out *o, const struct tei_stage *stage, uint32_t code) {
    const uts_code *c = stage->codebook->codes[code];
    TEI_LIT(o, "<category");
    put_attribute(o, "xml:id", stage->code_id[code]);
    put_attribute(o, "n", c->id);
    TEI_LIT(o, "><catDesc><term>");
    const char *label = *c->label ? c->label : c->id;
    tei_text(o, label, strlen(label));
    TEI_LIT(o, "</term>");
    if (*c->description) {
        TEI_LIT(o, ": <gloss>");
        tei_text(o, c->description, strlen(c->description));
        TEI_LIT(o, "</gloss>");
    }
    TEI_LIT(o, "</catDesc>");
    for (uint32_t i = code + 1; i < stage->codebook->n_codes; i++)
        if (stage->codebook->codes[i]->parent == code) put_category(o, stage, i);
    TEI_LIT(o, "</category>\n");
}

static void put_taxonomies(struct tei_out *o, const struct tei_stage *stage) {
    const uts_codebook *b = stage->codebook;
    TEI_LIT(o, "<classDecl><taxonomy xml:id=\"codebook\"><bibl><title>");
    tei_text(o, b->path, strlen(b->path));
    TEI_LIT(o, "</title></bibl>\n");
    for (uint32_t i = 0; i < b->n_codes; i++)
        if (b->codes[i]->parent == UINT32_MAX) put_category(o, stage, i);
    TEI_LIT(o, "</taxonomy>\n");
    if (b->n_rules) {
        TEI_LIT(o, "<taxonomy xml:id=\"rules\"><bibl><title>");
        tei_puts(o, tei_say(stage, TEI_RULES));
        TEI_LIT(o, "</title></bibl>\n");
    }
    for (uint32_t i = 0; i < b->n_rules; i++) {
        TEI_LIT(o, "<category xml:id=\"rule.");
        tei_put_u32(o, i + 1);
        TEI_LIT(o, "\"><catDesc>");
        tei_text(o, b->rules[i]->text, strlen(b->rules[i]->text));
        TEI_LIT(o, "</catDesc></category>\n");
    }
    if (b->n_rules) TEI_LIT(o, "</taxonomy>");
    TEI_LIT(o, "</classDecl>\n");
}

/* The longest head of @p version that TEI takes as a version number: up to four groups of digits with dots. */
static size_t version_head(const char *version) {
    size_t n = strspn(version, "0123456789");
    for (int group = 1; n && group < 4 && version[n] == '.'; group++) {
        size_t digits = strspn(version + n + 1, "0123456789");
        if (!digits) break;
        n += 1 + digits;
    }
    return n;
}

static void put_application(struct tei_out *o, const struct tei_stage *stage) {
    const char *version = stage->host->setting("version");
    const uts_run *run = stage->host->extension(UTS_EXT_RUN);
    size_t n = version ? version_head(version) : 0;
    TEI_LIT(o, "<appInfo><application ident=\"utsaga\" version=\"");
    tei_put(o, n ? version : "0", n ? n : 1);
    TEI_LIT(o, "\" xml:id=\"utsaga\"><label>utsaga</label>");
    if (run && run->n_stages) {
        TEI_LIT(o, "<desc>");
        tei_puts(o, tei_say(stage, TEI_STEPS));
        TEI_LIT(o, ": <list>");
        for (uint32_t i = 0; i < run->n_stages; i++) {
            TEI_LIT(o, "<item>");
            tei_text(o, run->stages[i]->name, strlen(run->stages[i]->name));
            TEI_LIT(o, " ");
            tei_text(o, run->stages[i]->version, strlen(run->stages[i]->version));
            TEI_LIT(o, "</item>");
        }
        TEI_LIT(o, "</list></desc>");
    }
    if (!stage->conf->corpus) TEI_LIT(o, "<ptr target=\"#transcript\"/>");
    TEI_LIT(o, "</application></appInfo>\n");
}

bool tei_prepare_header(struct tei_stage *stage) {
    const char *language = stage->host->setting("language");
    stage->swedish = !language || strcmp(language, "en") != 0;
    stage->codebook = stage->host->extension(UTS_EXT_CODEBOOK);
    struct tei_out o;
    if (!tei_out_make(&o, stage->host)) return false;
    if (stage->codebook && !name_codes(stage)) {
        tei_out_free(&o);
        return false;
    }
    TEI_LIT(&o, "<encodingDesc>\n");
    if (stage->conf->project && *stage->conf->project) {
        TEI_LIT(&o, "<projectDesc><p>");
        tei_text(&o, stage->conf->project, strlen(stage->conf->project));
        TEI_LIT(&o, "</p></projectDesc>\n");
    }
    TEI_LIT(&o, "<editorialDecl>\n");
    put_paragraph(&o, "normalization method=\"markup\"", tei_say(stage, TEI_NORMALIZATION));
    put_paragraph(&o, "hyphenation eol=\"all\"", tei_say(stage, TEI_HYPHENATION));
    put_paragraph(&o, "segmentation", tei_say(stage, TEI_SEGMENTATION));
    put_paragraph(&o, "segmentation", tei_say(stage, TEI_WHITE_SPACE));
    if (stage->conf->tokens == TEI_TOKENS_NONE || stage->conf->profile == TEI_PROFILE_PLAIN)
        put_paragraph(&o, "segmentation", tei_say(stage, TEI_NO_TOKENS));
    put_paragraph(&o, "interpretation", tei_say(stage, TEI_INTERPRETATION));
    TEI_LIT(&o, "</editorialDecl>\n");
    if (stage->codebook && stage->codebook->n_codes) put_taxonomies(&o, stage);
    put_application(&o, stage);
    stage->encoding = o.failed ? NULL : malloc(o.n + 1);
    stage->n_encoding = o.n;
    if (stage->encoding) memcpy(stage->encoding, o.p, o.n);
    tei_out_free(&o);
    return stage->encoding != NULL;
}

/* ---- the part of one document ---- */

static uint32_t count_words(const struct tei_doc *d) {
    uint32_t words = 0;
    if (!d->token) return 0;
    const uint32_t *turn = d->token->data[UTS_TOKEN_TURN];
    for (uint32_t i = 0; i < d->token->rows; i++)
        words += (uint32_t)(turn[i] != UTS_NO_ROW) & (uint32_t)UTS_TOKEN_IS_WORD(d->token_kind[i]);
    return words;
}

static void put_measure(struct tei_doc *d, const char *unit, uint32_t count, enum tei_prose what) {
    TEI_LIT(d->out, "<measure unit=\"");
    tei_puts(d->out, unit);
    TEI_LIT(d->out, "\" quantity=\"");
    tei_put_u32(d->out, count);
    TEI_LIT(d->out, "\">");
    tei_put_u32(d->out, count);
    tei_puts(d->out, tei_say(d->stage, what));
    TEI_LIT(d->out, "</measure>");
}

/* Which terms the material may be used on; a licence that is an address is pointed at, too. */
static void put_availability(struct tei_out *o, const struct tei_stage *stage) {
    const char *licence = stage->conf->licence;
    if (!licence || !*licence) {
        TEI_LIT(o, "<availability status=\"restricted\"><p>");
        tei_puts(o, tei_say(stage, TEI_RESTRICTED));
        TEI_LIT(o, "</p></availability>");
        return;
    }
    bool address = strncmp(licence, "http", 4) == 0 && !strpbrk(licence, " \t\n");
    TEI_LIT(o, "<availability><licence");
    if (address) put_attribute(o, "target", licence);
    TEI_LIT(o, ">");
    tei_text(o, licence, strlen(licence));
    TEI_LIT(o, "</licence></availability>");
}

/* @p id: of the document, empty for the corpus. */
static void put_publication(struct tei_out *o, const struct tei_stage *stage, uts_str id) {
    const char *authority = stage->conf->authority, *date = stage->conf->date;
    TEI_LIT(o, "<publicationStmt>");
    if (authority && *authority) {
        TEI_LIT(o, "<authority>");
        tei_text(o, authority, strlen(authority));
        TEI_LIT(o, "</authority>");
        if (date && *date) {
            TEI_LIT(o, "<date>");
            tei_text(o, date, strlen(date));
            TEI_LIT(o, "</date>");
        }
        if (id.n) {
            TEI_LIT(o, "<idno type=\"local\">");
            tei_text(o, id.p, id.n);
            TEI_LIT(o, "</idno>");
        }
        put_availability(o, stage);
    } else {
        TEI_LIT(o, "<p>");
        tei_puts(o, tei_say(stage, TEI_UNPUBLISHED));
        TEI_LIT(o, "</p>");
    }
    TEI_LIT(o, "</publicationStmt>\n");
}

static void put_source(struct tei_doc *d) {
    uts_str source = d->host->doc_meta(d->doc, "source"), sum = d->host->doc_meta(d->doc, "sha256");
    if (!source.n) source = d->id;
    TEI_LIT(d->out, "<sourceDesc>\n");
    if (d->stage->conf->profile == TEI_PROFILE_ISO) {
        TEI_LIT(d->out, "<recordingStmt><p>");
        tei_puts(d->out, tei_say(d->stage, TEI_NO_RECORDING));
        TEI_LIT(d->out, "</p></recordingStmt>");
    }
    TEI_LIT(d->out, "<scriptStmt xml:id=\"");
    tei_puts(d->out, d->prefix);
    TEI_LIT(d->out, "transcript\"><bibl><title>");
    tei_text(d->out, source.p, source.n);
    TEI_LIT(d->out, "</title>");
    if (sum.n) {
        TEI_LIT(d->out, "<idno type=\"SHA-256\">");
        tei_text(d->out, sum.p, sum.n);
        TEI_LIT(d->out, "</idno>");
    }
    TEI_LIT(d->out, "<note>");
    tei_puts(d->out, tei_say(d->stage, TEI_TEXT_NOTE));
    TEI_LIT(d->out, "</note></bibl></scriptStmt>\n</sourceDesc>\n</fileDesc>\n");
}

static void put_software(struct tei_out *o, const struct tei_stage *stage) {
    TEI_LIT(o, "\n<respStmt><resp>");
    tei_puts(o, tei_say(stage, TEI_RESPONSIBLE));
    TEI_LIT(o, "</resp><name type=\"software\">utsaga");
    const char *version = stage->host->setting("version");
    if (version) {
        TEI_LIT(o, " ");
        tei_text(o, version, strlen(version));
    }
    TEI_LIT(o, "</name></respStmt>");
}

static void put_file_desc(struct tei_doc *d) {
    uts_str title = d->host->doc_meta(d->doc, "title");
    if (!title.n) title = d->id;
    TEI_LIT(d->out, "<fileDesc>\n<titleStmt><title type=\"main\">");
    tei_text(d->out, title.p, title.n);
    TEI_LIT(d->out, "</title><title type=\"sub\">");
    tei_puts(d->out, tei_say(d->stage, TEI_SUBTITLE));
    TEI_LIT(d->out, "</title>");
    put_software(d->out, d->stage);
    tei_put_coders(d);
    TEI_LIT(d->out, "</titleStmt>\n<extent>");
    put_measure(d, "u", d->turn ? d->turn->rows : 0, TEI_UTTERANCES);
    if (d->token) put_measure(d, "w", count_words(d), TEI_WORDS);
    TEI_LIT(d->out, "</extent>\n");
    put_publication(d->out, d->stage, d->id);
    put_source(d);
}

/* The codes that occur in the document, in the order of the codebook. */
static void put_text_class(struct tei_doc *d) {
    if (!d->hit || !d->hit->rows || !d->stage->codebook) return;
    uint32_t n = d->stage->codebook->n_codes, any = 0;
    unsigned char *there = d->host->alloc(d->job, n + 1, 1);
    if (!there) return;
    for (uint32_t i = 0; i < d->hit->rows; i++)
        if (d->hit_excluded[i] == UTS_NO_ROW && d->hit_code[i] < n) any = there[d->hit_code[i]] = 1;
    if (!any) return;
    TEI_LIT(d->out, "<textClass><catRef scheme=\"#codebook\" target=\"");
    bool first = true;
    for (uint32_t i = 0; i < n; i++) {
        if (!there[i]) continue;
        tei_puts(d->out, first ? "#" : " #");
        tei_puts(d->out, d->stage->code_id[i]);
        first = false;
    }
    TEI_LIT(d->out, "\"/></textClass>\n");
}

/* What describes the encoding of one document: of a corpus only what its own header does not say. */
static void put_encoding(struct tei_doc *d) {
    bool own = d->said || d->n_said_roles || d->n_given;
    if (d->stage->corpus && !own) return;
    if (d->stage->corpus)
        TEI_LIT(d->out, "<encodingDesc>\n");
    else
        tei_put(d->out, d->stage->encoding, d->stage->n_encoding);
    tei_put_sayings(d);
    tei_put_given_codes(d);
    TEI_LIT(d->out, "</encodingDesc>\n");
}

void tei_put_header(struct tei_doc *d) {
    const char *language = d->stage->swedish ? "sv" : "en";
    if (!d->stage->corpus) TEI_LIT(d->out, "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n");
    TEI_LIT(d->out, "<TEI xmlns=\"http://www.tei-c.org/ns/1.0\" n=\"");
    tei_attribute(d->out, d->id.p, d->id.n);
    TEI_LIT(d->out, "\" xml:lang=\"sv\">\n<teiHeader xml:lang=\"");
    tei_puts(d->out, language);
    TEI_LIT(d->out, "\">\n");
    put_file_desc(d);
    put_encoding(d);
    TEI_LIT(d->out, "<profileDesc>\n<langUsage><language ident=\"sv\">");
    tei_puts(d->out, tei_say(d->stage, TEI_SWEDISH));
    TEI_LIT(d->out, "</language></langUsage>\n");
    tei_put_persons(d);
    put_text_class(d);
    TEI_LIT(d->out, "</profileDesc>\n</teiHeader>\n");
}

void tei_put_corpus_header(struct tei_out *o, const struct tei_stage *stage) {
    const char *project = stage->conf->project;
    TEI_LIT(o, "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<teiCorpus xmlns=\"http://www.tei-c.org/ns/1.0\" "
               "xml:lang=\"sv\">\n<teiHeader xml:lang=\"");
    tei_puts(o, stage->swedish ? "sv" : "en");
    TEI_LIT(o, "\">\n<fileDesc>\n<titleStmt><title>");
    if (!project || !*project) project = tei_say(stage, TEI_CORPUS_TITLE);
    tei_text(o, project, strlen(project));
    TEI_LIT(o, "</title>");
    put_software(o, stage);
    TEI_LIT(o, "</titleStmt>\n");
    put_publication(o, stage, uts_mkstr(NULL, 0));
    TEI_LIT(o, "<sourceDesc><p>");
    tei_puts(o, tei_say(stage, TEI_CORPUS_TITLE));
    TEI_LIT(o, "</p></sourceDesc>\n</fileDesc>\n");
    tei_put(o, stage->encoding, stage->n_encoding);
    TEI_LIT(o, "</encodingDesc>\n</teiHeader>\n");
}
