/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * The least that reading a file can cost, with the bare library of its kind.
 *     bare xml FILE           libxml2's reader walks the file
 *     bare zip FILE PART...   libzip inflates each part; libxml2's reader walks it, but for .txt
 *     bare json FILE          jansson makes its tree
 *     bare text FILE          ICU converts to UTF-16 and back, and the lines are found
 * Prints what it saw, so that nothing is optimised away.
 */
#include <jansson.h>
#include <libxml/xmlreader.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unicode/ustring.h>
#include <zip.h>

static bool walk(xmlTextReaderPtr reader) {
    size_t nodes = 0, bytes = 0;
    int status = -1;
    while (reader && (status = xmlTextReaderRead(reader)) == 1) {
        const xmlChar *value = xmlTextReaderConstValue(reader);
        nodes++;
        bytes += value ? (size_t)xmlStrlen(value) : 0;
    }
    printf("%zu nodes, %zu bytes of text\n", nodes, bytes);
    xmlFreeTextReader(reader);
    return status == 0;
}

static int read_some(void *file, char *buffer, int n) { return (int)zip_fread(file, buffer, (zip_uint64_t)n); }
static int close_file(void *file) { return zip_fclose(file); }

static bool unzip(zip_t *zip, const char *part) {
    zip_file_t *file = zip_fopen(zip, part, 0);
    size_t length = strlen(part);
    if (!file) return false;
    if (length < 4 || strcmp(part + length - 4, ".txt") != 0)
        return walk(xmlReaderForIO(read_some, close_file, file, NULL, NULL, XML_PARSE_NONET));
    char buffer[8192];
    zip_int64_t n, all = 0;
    while ((n = zip_fread(file, buffer, sizeof buffer)) > 0) all += n;
    printf("%lld bytes\n", (long long)all);
    return zip_fclose(file) == 0 && n == 0;
}

static bool unzip_all(const char *path, char **parts, int n) {
    int status;
    zip_t *zip = zip_open(path, ZIP_RDONLY, &status);
    bool good = zip != NULL;
    for (int i = 0; i < n && good; i++) good = unzip(zip, parts[i]);
    if (zip) zip_discard(zip);
    return good;
}

static bool tree(const char *path) {
    json_t *root = json_load_file(path, 0, NULL);
    printf("%zu members\n", json_is_array(root) ? json_array_size(root) : json_object_size(root));
    json_decref(root);
    return root != NULL;
}

static bool text(const char *path) {
    FILE *f = fopen(path, "rb");
    if (!f || fseek(f, 0, SEEK_END) != 0) return false;
    size_t room = (size_t)ftell(f), lines = 0;
    char *bytes = malloc(room + 1), *again = malloc(3 * room + 1);
    UChar *wide = malloc((room + 1) * sizeof *wide);
    UErrorCode error = U_ZERO_ERROR;
    int32_t n = 0, back = 0;
    rewind(f);
    bool good = bytes && again && wide && fread(bytes, 1, room, f) == room;
    if (good) {
        u_strFromUTF8(wide, (int32_t)room, &n, bytes, (int32_t)room, &error);
        u_strToUTF8(again, (int32_t)(3 * room), &back, wide, n, &error);
        for (const char *p = again, *end = again + back; (p = memchr(p, '\n', (size_t)(end - p))) != NULL; p++) lines++;
        fwrite(again, 1, (size_t)back, stdout);
        fprintf(stderr, "%zu lines\n", lines);
    }
    free(bytes);
    free(again);
    free(wide);
    return fclose(f) == 0 && good && U_SUCCESS(error);
}

int main(int argc, char **argv) {
    const char *kind = argc > 2 ? argv[1] : "", *path = argc > 2 ? argv[2] : "";
    bool good = false;
    if (strcmp(kind, "xml") == 0) good = walk(xmlReaderForFile(path, NULL, XML_PARSE_NONET | XML_PARSE_HUGE));
    if (strcmp(kind, "zip") == 0) good = unzip_all(path, argv + 3, argc - 3);
    if (strcmp(kind, "json") == 0) good = tree(path);
    if (strcmp(kind, "text") == 0) good = text(path);
    if (!good) fprintf(stderr, "usage: bare xml FILE | zip FILE PART... | json FILE | text FILE\n");
    return good ? 0 : 1;
}
