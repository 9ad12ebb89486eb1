/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Codebooks in spreadsheets (.xlsx): the first sheet, with the columns of a table. */
#include "../common/archive.h"
#include "formats.h"
#include <libxml/xmlreader.h>
#include <stdio.h>
#include <zip.h>

enum { MOST_BYTES = 64 << 20, MOST_COLUMNS = 64 };

struct strings {
    char **items;
    uint32_t n, room;
};

static bool is_element(xmlTextReaderPtr r, const char *name, int type) {
    const char *local = (const char *)xmlTextReaderConstLocalName(r);
    return xmlTextReaderNodeType(r) == type && local && strcmp(local, name) == 0;
}

/* The text inside the element @p name that is open now: all of its <t>, but for phonetic guides. */
static void read_text(xmlTextReaderPtr r, const char *name, struct blob *out) {
    bool inside = false;
    int guide = 0;
    out->n = 0;
    blob_put(out, "", 0);
    if (xmlTextReaderIsEmptyElement(r)) return;
    while (xmlTextReaderRead(r) == 1 && !is_element(r, name, XML_READER_TYPE_END_ELEMENT)) {
        if (is_element(r, "rPh", XML_READER_TYPE_ELEMENT)) guide++;
        if (is_element(r, "rPh", XML_READER_TYPE_END_ELEMENT)) guide--;
        if (is_element(r, "t", XML_READER_TYPE_ELEMENT)) inside = !xmlTextReaderIsEmptyElement(r);
        if (is_element(r, "t", XML_READER_TYPE_END_ELEMENT)) inside = false;
        int type = xmlTextReaderNodeType(r);
        bool text = type == XML_READER_TYPE_TEXT || type == XML_READER_TYPE_SIGNIFICANT_WHITESPACE ||
                    type == XML_READER_TYPE_WHITESPACE || type == XML_READER_TYPE_CDATA;
        if (inside && !guide && text) blob_puts(out, (const char *)xmlTextReaderConstValue(r));
    }
}

static bool read_strings(struct codebook *book, struct archive *a, struct strings *strings) {
    int64_t entry = archive_find(a, "xl/sharedStrings.xml");
    if (entry < 0) return true;
    xmlTextReaderPtr r = archive_reader(a, entry, MOST_BYTES);
    struct blob text = {0};
    if (!r) return false;
    while (xmlTextReaderRead(r) == 1) {
        if (!is_element(r, "si", XML_READER_TYPE_ELEMENT)) continue;
        read_text(r, "si", &text);
        char *copy = text.p ? pool_copy(&book->pool, text.p, text.n) : NULL;
        if (!copy || !GROW(strings->items, strings->room, strings->n + 1)) {
            book->out_of_memory = true;
            break;
        }
        strings->items[strings->n++] = copy;
    }
    free(text.p);
    xmlFreeTextReader(r);
    return true;
}

/* "C7": column 3, row 7. */
static struct place cell_place(const char *reference) {
    struct place p = {0, 0};
    for (; *reference >= 'A' && *reference <= 'Z' && p.column < 10000; reference++)
        p.column = p.column * 26 + (uint32_t)(*reference - 'A' + 1);
    for (; *reference >= '0' && *reference <= '9' && p.line < 100000000; reference++)
        p.line = p.line * 10 + (uint32_t)(*reference - '0');
    return p;
}

/* The value in <v>, which for shared strings is their number. */
static void read_value(xmlTextReaderPtr r, const char *type, const struct strings *strings, struct blob *out) {
    bool value = false;
    out->n = 0;
    blob_put(out, "", 0);
    while (xmlTextReaderRead(r) == 1 && !is_element(r, "c", XML_READER_TYPE_END_ELEMENT)) {
        if (is_element(r, "v", XML_READER_TYPE_ELEMENT)) value = true;
        if (is_element(r, "v", XML_READER_TYPE_END_ELEMENT)) value = false;
        if (value && xmlTextReaderNodeType(r) == XML_READER_TYPE_TEXT)
            blob_puts(out, (const char *)xmlTextReaderConstValue(r));
    }
    if (strcmp(type, "s") != 0 || !out->p) return;
    unsigned long i =
        strspn(out->p, "0123456789") == out->n && out->n && out->n < 10 ? strtoul(out->p, NULL, 10) : UINT32_MAX;
    out->n = 0;
    if (i < strings->n) blob_puts(out, strings->items[i]);
}

static void read_cells(struct codebook *book, xmlTextReaderPtr r, const struct strings *strings) {
    struct table *t = table_begin(book);
    struct blob text = {0};
    uint32_t column = 0, row = 0;
    while (t && xmlTextReaderRead(r) == 1 && !codebook_hopeless(book)) {
        if (is_element(r, "row", XML_READER_TYPE_ELEMENT)) {
            column = 0;
            row++;
        }
        if (is_element(r, "row", XML_READER_TYPE_END_ELEMENT)) table_row(t);
        if (!is_element(r, "c", XML_READER_TYPE_ELEMENT)) continue;
        xmlChar *reference = xmlTextReaderGetAttribute(r, (const xmlChar *)"r");
        xmlChar *type = xmlTextReaderGetAttribute(r, (const xmlChar *)"t");
        struct place place = reference ? cell_place((const char *)reference) : (struct place){row, column + 1};
        for (; column + 1 < place.column && column < MOST_COLUMNS; column++)
            table_cell(t, (struct place){place.line, column + 1}, "", 0);
        text.n = 0;
        if (type && strcmp((const char *)type, "inlineStr") == 0)
            read_text(r, "c", &text);
        else if (!xmlTextReaderIsEmptyElement(r))
            read_value(r, type ? (const char *)type : "", strings, &text);
        table_cell(t, place, text.p ? text.p : "", text.p ? text.n : 0);
        column++;
        xmlFree(reference);
        xmlFree(type);
    }
    if (text.failed) book->out_of_memory = true;
    free(text.p);
}

bool codebook_read_xlsx(struct codebook *book, const char *bytes, size_t n, const char **reason) {
    struct archive a;
    struct strings strings = {0};
    *reason = "is no spreadsheet";
    if (!archive_open(&a, (uts_str){bytes, n})) {
        *reason = a.why;
        return false;
    }
    int64_t entry = archive_find(&a, "xl/worksheets/sheet1.xml");
    bool good = entry >= 0 && read_strings(book, &a, &strings);
    xmlTextReaderPtr r = good ? archive_reader(&a, entry, MOST_BYTES) : NULL;
    if (r) {
        read_cells(book, r, &strings);
        xmlFreeTextReader(r);
    }
    if (archive_find(&a, "xl/worksheets/sheet2.xml") >= 0)
        codebook_remark(book, (struct place){0, 0}, "only the first sheet is read");
    if (a.why) *reason = a.why;
    good = r && !a.why;
    archive_close(&a);
    free(strings.items);
    return good;
}

/* ---- writing ---------------------------------------------------------------------------------------------------- */

static const char types[] =
    "<?xml version=\"1.0\" encoding=\"UTF-8\" standalone=\"yes\"?>\n<Types "
    "xmlns=\"http://schemas.openxmlformats.org/package/2006/content-types\"><Default Extension=\"rels\" "
    "ContentType=\"application/vnd.openxmlformats-package.relationships+xml\"/><Override PartName=\"/xl/workbook.xml\" "
    "ContentType=\"application/vnd.openxmlformats-officedocument.spreadsheetml.sheet.main+xml\"/><Override "
    "PartName=\"/xl/worksheets/sheet1.xml\" "
    "ContentType=\"application/vnd.openxmlformats-officedocument.spreadsheetml.worksheet+xml\"/></Types>";
static const char root_rels[] =
    "<?xml version=\"1.0\" encoding=\"UTF-8\" standalone=\"yes\"?>\n<Relationships "
    "xmlns=\"http://schemas.openxmlformats.org/package/2006/relationships\"><Relationship Id=\"rId1\" "
    "Type=\"http://schemas.openxmlformats.org/officeDocument/2006/relationships/officeDocument\" "
    "Target=\"xl/workbook.xml\"/></Relationships>";
static const char workbook[] =
    "<?xml version=\"1.0\" encoding=\"UTF-8\" standalone=\"yes\"?>\n<workbook "
    "xmlns=\"http://schemas.openxmlformats.org/spreadsheetml/2006/main\" "
    "xmlns:r=\"http://schemas.openxmlformats.org/officeDocument/2006/relationships\"><sheets><sheet name=\"Kodbok\" "
    "sheetId=\"1\" r:id=\"rId1\"/></sheets></workbook>";
static const char workbook_rels[] =
    "<?xml version=\"1.0\" encoding=\"UTF-8\" standalone=\"yes\"?>\n<Relationships "
    "xmlns=\"http://schemas.openxmlformats.org/package/2006/relationships\"><Relationship Id=\"rId1\" "
    "Type=\"http://schemas.openxmlformats.org/officeDocument/2006/relationships/worksheet\" "
    "Target=\"worksheets/sheet1.xml\"/></Relationships>";

static void put_row(struct saving *s, uint32_t row, uint32_t code) {
    char reference[100];
    snprintf(reference, sizeof reference, "<row r=\"%u\">", row);
    blob_puts(&s->out, reference);
    for (uint32_t k = 0; table_columns[k]; k++) {
        snprintf(reference, sizeof reference, "<c r=\"%c%u\" t=\"inlineStr\"><is><t xml:space=\"preserve\">",
                 (char)('A' + k), row);
        blob_puts(&s->out, reference);
        blob_xml(&s->out, row == 1 ? table_columns[k] : table_value(s->book, code, k));
        blob_puts(&s->out, "</t></is></c>");
    }
    blob_puts(&s->out, "</row>\n");
}

static bool add_entry(zip_t *zip, const char *name, const char *p, size_t n) {
    zip_source_t *source = zip_source_buffer(zip, p, n, 0);
    zip_int64_t entry = source ? zip_file_add(zip, name, source, ZIP_FL_ENC_UTF_8) : -1;
    if (entry < 0 && source) zip_source_free(source);
    /* The same bytes whenever it is written: the first moment of the format. */
    return entry >= 0 && zip_file_set_dostime(zip, (zip_uint64_t)entry, 0, 0x21, 0) == 0;
}

/* Packs the sheet into b. */
static bool pack(const struct blob *sheet, struct blob *b) {
    zip_error_t error;
    zip_error_init(&error);
    zip_source_t *source = zip_source_buffer_create(NULL, 0, 0, &error);
    zip_t *zip = source ? zip_open_from_source(source, ZIP_CREATE | ZIP_TRUNCATE, &error) : NULL;
    zip_error_fini(&error);
    if (!zip) {
        if (source) zip_source_free(source);
        return false;
    }
    zip_source_keep(source);
    bool good = add_entry(zip, "[Content_Types].xml", types, sizeof types - 1) &&
                add_entry(zip, "_rels/.rels", root_rels, sizeof root_rels - 1) &&
                add_entry(zip, "xl/workbook.xml", workbook, sizeof workbook - 1) &&
                add_entry(zip, "xl/_rels/workbook.xml.rels", workbook_rels, sizeof workbook_rels - 1) &&
                add_entry(zip, "xl/worksheets/sheet1.xml", sheet->p, sheet->n);
    if (!good)
        zip_discard(zip);
    else
        good = zip_close(zip) == 0;
    if (good && zip_source_open(source) == 0) {
        char piece[4096];
        for (zip_int64_t k; (k = zip_source_read(source, piece, sizeof piece)) > 0;) blob_put(b, piece, (size_t)k);
        zip_source_close(source);
    }
    zip_source_free(source);
    return good && b->n && !b->failed;
}

void codebook_write_xlsx(struct saving *s) {
    struct blob packed = {0};
    blob_puts(&s->out, "<?xml version=\"1.0\" encoding=\"UTF-8\" standalone=\"yes\"?>\n<worksheet "
                       "xmlns=\"http://schemas.openxmlformats.org/spreadsheetml/2006/main\"><sheetData>\n");
    put_row(s, 1, 0);
    for (uint32_t i = 0; i < s->book->n_codes; i++) put_row(s, i + 2, i);
    blob_puts(&s->out, "</sheetData></worksheet>");
    if (!pack(&s->out, &packed)) packed.failed = true;
    free(s->out.p);
    s->out = packed;
    for (uint32_t i = 0; i < s->book->n_sets; i++)
        saving_remark(s, s->book->sets[i].place.line, "the set %.80s is left out", s->book->sets[i].name);
    for (uint32_t i = 0; i < s->book->n_negations; i++)
        if (s->book->negations[i].place.line)
            saving_remark(s, s->book->negations[i].place.line, "the negators %.80s are left out",
                          s->book->negations[i].name);
}
