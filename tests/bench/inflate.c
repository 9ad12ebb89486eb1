/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The least that reading a zipped XML part can cost: libzip inflates it, libxml2's reader walks it. usage: inflate FILE
 * PART */
#include <libxml/xmlreader.h>
#include <stdio.h>
#include <zip.h>

static int read_some(void *file, char *buffer, int n) { return (int)zip_fread(file, buffer, (zip_uint64_t)n); }
static int close_file(void *file) { return zip_fclose(file); }

int main(int argc, char **argv) {
    int status;
    zip_t *zip = argc == 3 ? zip_open(argv[1], ZIP_RDONLY, &status) : NULL;
    zip_file_t *file = zip ? zip_fopen(zip, argv[2], 0) : NULL;
    xmlTextReaderPtr reader = file ? xmlReaderForIO(read_some, close_file, file, NULL, NULL, XML_PARSE_NONET) : NULL;
    size_t nodes = 0, bytes = 0;
    if (!reader) return 1;
    while ((status = xmlTextReaderRead(reader)) == 1) {
        const xmlChar *value = xmlTextReaderConstValue(reader);
        nodes++;
        bytes += value ? (size_t)xmlStrlen(value) : 0;
    }
    printf("%zu nodes, %zu bytes of text\n", nodes, bytes);
    xmlFreeTextReader(reader);
    zip_discard(zip);
    return status != 0;
}
