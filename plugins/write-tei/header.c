/* SPDX-License-Identifier: GPL-3.0-or-later */
/* teiHeader. What does not depend on the document is made once, before the first one. */
#include "tei.h"

/* Prose of the header, in English and Swedish. */
enum {
    SUBTITLE,
    RESPONSIBLE,
    UTTERANCES,
    WORDS,
    UNPUBLISHED,
    RESTRICTED,
    TEXT_NOTE,
    NORMALIZATION,
    HYPHENATION,
    SEGMENTATION,
    NO_TOKENS,
    INTERPRETATION,
    RULES,
    STEPS,
    SWEDISH,
    PROSE_COUNT
};
static const char *const prose[PROSE_COUNT][2] = {
    [SUBTITLE] = {"automatically annotated", "automatiskt annoterad"},
    [RESPONSIBLE] = {"automatic annotation", "automatisk annotering"},
    [UTTERANCES] = {" utterances", " yttranden"},
    [WORDS] = {" words", " ord"},
    [UNPUBLISHED] = {"Not published. Research material that may hold personal data.",
                     "Ej publicerat. Forskningsmaterial som kan innehålla personuppgifter."},
    [RESTRICTED] = {"Research material that may hold personal data.",
                    "Forskningsmaterial som kan innehålla personuppgifter."},
    [TEXT_NOTE] = {"Positions (char=a,b) count Unicode code points from 0, end exclusive, in the document text: UTF-8, "
                   "NFC, LF. It stands beside this file when the run wrote it.",
                   "Positioner (char=a,b) räknar Unicode-kodpunkter från 0, slutet ej medräknat, i dokumentets text: "
                   "UTF-8, NFC, LF. Den ligger bredvid denna fil om körningen skrev den."},
    [NORMALIZATION] = {"The text is as written; a normal form stands in norm on w where it differs.",
                       "Texten står som den skrevs; en normaliserad form står i norm på w där den skiljer sig."},
    [HYPHENATION] = {"Hyphens and line ends are those of the source.", "Bindestreck och radslut är källans."},
    [SEGMENTATION] = {"u: utterance, or the part of one that a page break left; seg: paragraph; s: sentence; w and pc: "
                      "token. The text inside u is the transcript's, to the space. A speaker's label stands before "
                      "its u, an attribution after its quote, both outside u. A transcriber's mark keeps its wording: "
                      "in desc inside vocal, kinesic, incident or gap, in pc or note after pause, in note, time or "
                      "ref.",
                      "u: yttrande, eller den del av ett som en sidbrytning lämnade; seg: stycke; s: mening; w och pc: "
                      "token. Texten i u är utskriftens, på blanksteget när. Talarens etikett står före u och "
                      "hänvisningen efter citatet, båda utanför u. Utskriftens markeringar behåller sin ordalydelse: i "
                      "desc inuti vocal, kinesic, incident eller gap, i pc eller note efter pause, i note, time eller "
                      "ref."},
    [NO_TOKENS] = {"Tokens are not marked up in this file.", "Token är inte uppmärkta i denna fil."},
    [INTERPRETATION] =
        {"lemma, pos (Universal Dependencies) and themes are made by machine and not reviewed. The spans "
         "in standOff count; ana on w repeats their codes. In the group theme-excluded, source names "
         "the rule that matched and the rule that removed the hit.",
         "lemma, pos (Universal Dependencies) och teman är maskinella och ogranskade. Det som gäller "
         "är span i standOff; ana på w upprepar koderna. I gruppen theme-excluded anger source regeln "
         "som träffade och regeln som tog bort träffen."},
    [RULES] = {"Rules", "Regler"},
    [STEPS] = {"Steps", "Steg"},
    [SWEDISH] = {"Swedish", "svenska"},
};

static const char *say(const struct tei_stage *stage, int what) { return prose[what][stage->swedish]; }

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
        tei_puts(o, say(stage, RULES));
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
        tei_puts(o, say(stage, STEPS));
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
    TEI_LIT(o, "<ptr target=\"#transcript\"/></application></appInfo>\n");
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
    TEI_LIT(&o, "<encodingDesc>\n<editorialDecl>\n");
    put_paragraph(&o, "normalization method=\"markup\"", say(stage, NORMALIZATION));
    put_paragraph(&o, "hyphenation eol=\"all\"", say(stage, HYPHENATION));
    put_paragraph(&o, "segmentation", say(stage, SEGMENTATION));
    if (stage->conf->tokens == TEI_TOKENS_NONE) put_paragraph(&o, "segmentation", say(stage, NO_TOKENS));
    put_paragraph(&o, "interpretation", say(stage, INTERPRETATION));
    TEI_LIT(&o, "</editorialDecl>\n");
    if (stage->codebook && stage->codebook->n_codes) put_taxonomies(&o, stage);
    put_application(&o, stage);
    TEI_LIT(&o, "</encodingDesc>\n");
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

static void put_measure(struct tei_doc *d, const char *unit, uint32_t count, int what) {
    TEI_LIT(d->out, "<measure unit=\"");
    tei_puts(d->out, unit);
    TEI_LIT(d->out, "\" quantity=\"");
    tei_put_u32(d->out, count);
    TEI_LIT(d->out, "\">");
    tei_put_u32(d->out, count);
    tei_puts(d->out, say(d->stage, what));
    TEI_LIT(d->out, "</measure>");
}

static void put_publication(struct tei_doc *d) {
    const char *authority = d->stage->conf->authority;
    TEI_LIT(d->out, "<publicationStmt>");
    if (authority && *authority) {
        TEI_LIT(d->out, "<authority>");
        tei_text(d->out, authority, strlen(authority));
        TEI_LIT(d->out, "</authority><idno type=\"local\">");
        tei_text(d->out, d->id.p, d->id.n);
        TEI_LIT(d->out, "</idno><availability status=\"restricted\"><p>");
        tei_puts(d->out, say(d->stage, RESTRICTED));
        TEI_LIT(d->out, "</p></availability>");
    } else {
        TEI_LIT(d->out, "<p>");
        tei_puts(d->out, say(d->stage, UNPUBLISHED));
        TEI_LIT(d->out, "</p>");
    }
    TEI_LIT(d->out, "</publicationStmt>\n");
}

static void put_source(struct tei_doc *d) {
    uts_str source = d->host->doc_meta(d->doc, "source"), sum = d->host->doc_meta(d->doc, "sha256");
    if (!source.n) source = d->id;
    TEI_LIT(d->out, "<sourceDesc>\n<scriptStmt xml:id=\"transcript\"><bibl><title>");
    tei_text(d->out, source.p, source.n);
    TEI_LIT(d->out, "</title>");
    if (sum.n) {
        TEI_LIT(d->out, "<idno type=\"SHA-256\">");
        tei_text(d->out, sum.p, sum.n);
        TEI_LIT(d->out, "</idno>");
    }
    TEI_LIT(d->out, "<note>");
    tei_puts(d->out, say(d->stage, TEXT_NOTE));
    TEI_LIT(d->out, "</note></bibl></scriptStmt>\n</sourceDesc>\n</fileDesc>\n");
}

static void put_file_desc(struct tei_doc *d) {
    uts_str title = d->host->doc_meta(d->doc, "title");
    if (!title.n) title = d->id;
    TEI_LIT(d->out, "<fileDesc>\n<titleStmt><title type=\"main\">");
    tei_text(d->out, title.p, title.n);
    TEI_LIT(d->out, "</title><title type=\"sub\">");
    tei_puts(d->out, say(d->stage, SUBTITLE));
    TEI_LIT(d->out, "</title>\n<respStmt><resp>");
    tei_puts(d->out, say(d->stage, RESPONSIBLE));
    TEI_LIT(d->out, "</resp><name type=\"software\">utsaga");
    const char *version = d->host->setting("version");
    if (version) {
        TEI_LIT(d->out, " ");
        tei_text(d->out, version, strlen(version));
    }
    TEI_LIT(d->out, "</name></respStmt></titleStmt>\n<extent>");
    put_measure(d, "u", d->turn ? d->turn->rows : 0, UTTERANCES);
    if (d->token) put_measure(d, "w", count_words(d), WORDS);
    TEI_LIT(d->out, "</extent>\n");
    put_publication(d);
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

void tei_put_header(struct tei_doc *d) {
    const char *language = d->stage->swedish ? "sv" : "en";
    TEI_LIT(d->out, "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<TEI xmlns=\"http://www.tei-c.org/ns/1.0\" n=\"");
    tei_attribute(d->out, d->id.p, d->id.n);
    TEI_LIT(d->out, "\" xml:lang=\"sv\">\n<teiHeader xml:lang=\"");
    tei_puts(d->out, language);
    TEI_LIT(d->out, "\">\n");
    put_file_desc(d);
    tei_put(d->out, d->stage->encoding, d->stage->n_encoding);
    TEI_LIT(d->out, "<profileDesc>\n<langUsage><language ident=\"sv\">");
    tei_puts(d->out, say(d->stage, SWEDISH));
    TEI_LIT(d->out, "</language></langUsage>\n");
    tei_put_persons(d);
    put_text_class(d);
    TEI_LIT(d->out, "</profileDesc>\n</teiHeader>\n");
}
