/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "archive.h"

#include <stdlib.h>
#include <zip.h>

/* An entry that grows more than this, and to more than BOMB_BYTES, was made to fill memory. Text shrinks to a tenth at
 * best, the XML of a project to a fiftieth. */
enum { BOMB_RATIO = 200, BOMB_BYTES = 16 << 20 };

bool archive_open(struct archive *a, uts_str bytes) {
    zip_error_t error;
    *a = (struct archive){0};
    zip_error_init(&error);
    zip_source_t *source = zip_source_buffer_create(bytes.p, bytes.n, 0, &error);
    zip_t *zip = source ? zip_open_from_source(source, ZIP_RDONLY, &error) : NULL;
    zip_error_fini(&error);
    if (!zip) {
        if (source) zip_source_free(source);
        a->why = "is not a whole zip archive: it is damaged or cut off; save or export it anew";
        return false;
    }
    a->zip = zip;
    if (zip_get_num_entries(zip, 0) <= ARCHIVE_ENTRIES) return true;
    archive_close(a);
    a->why = "holds far more entries than a document or project needs; save it anew, or leave it out";
    return false;
}

void archive_close(struct archive *a) {
    if (a->zip) zip_discard(a->zip);
    a->zip = NULL;
}

int64_t archive_find(const struct archive *a, const char *name) {
    int64_t found = zip_name_locate(a->zip, name, 0);
    return found < 0 ? zip_name_locate(a->zip, name, ZIP_FL_NOCASE) : found;
}

int64_t archive_entries(const struct archive *a) { return zip_get_num_entries(a->zip, 0); }

const char *archive_name(const struct archive *a, int64_t entry) {
    return zip_get_name(a->zip, (zip_uint64_t)entry, 0);
}

/* Opens an entry after a look at what the archive says of it. */
static zip_file_t *open_entry(struct archive *a, int64_t entry, uint64_t most, zip_stat_t *st) {
    zip_stat_init(st);
    if (entry < 0 || zip_stat_index(a->zip, (zip_uint64_t)entry, 0, st) != 0 || !(st->valid & ZIP_STAT_SIZE)) {
        a->why = "is damaged: an entry of the archive cannot be found; save or export it anew";
        return NULL;
    }
    bool packed = (st->valid & ZIP_STAT_COMP_SIZE) && st->comp_size > 0;
    if (st->size > most || (packed && st->size > BOMB_BYTES && st->size / st->comp_size > BOMB_RATIO)) {
        a->why =
            "holds an entry that unpacks to far more than a transcript or project needs; save it anew, or leave it out";
        return NULL;
    }
    zip_file_t *file = zip_fopen_index(a->zip, (zip_uint64_t)entry, 0);
    if (!file)
        a->why = "holds an entry that cannot be unpacked, encrypted or packed in a rare way; save it anew without a "
                 "password";
    return file;
}

char *archive_read(struct archive *a, int64_t entry, uint64_t most, size_t *n) {
    zip_stat_t st;
    zip_file_t *file = open_entry(a, entry, most, &st);
    char *bytes = file ? malloc(st.size + 1) : NULL;
    if (file && !bytes) a->why = "needs more memory than there is";
    zip_int64_t got = bytes ? zip_fread(file, bytes, st.size) : -1;
    int closed = file ? zip_fclose(file) : 0;
    if (bytes && (got < 0 || (zip_uint64_t)got != st.size || closed)) {
        a->why = "is damaged: an entry of the archive cannot be unpacked whole; save or export it anew";
        free(bytes);
        return NULL;
    }
    if (!bytes) return NULL;
    bytes[st.size] = '\0';
    a->unpacked += st.size;
    *n = st.size;
    return bytes;
}

struct stream {
    struct archive *archive;
    zip_file_t *file;
    uint64_t left; /* of what the archive says of the entry */
};

int archive_stream_read(void *stream, char *buffer, int n) {
    struct stream *s = stream;
    struct archive *a = s->archive;
    zip_int64_t got = zip_fread(s->file, buffer, (zip_uint64_t)n);
    if (got <= 0) {
        if (got < 0 || s->left)
            a->why = "is damaged: an entry of the archive cannot be unpacked whole; save or export it anew";
        return got < 0 || s->left ? -1 : 0;
    }
    a->unpacked += (uint64_t)got;
    if ((uint64_t)got > s->left || a->unpacked > ARCHIVE_BYTES) {
        a->why = "holds an entry that unpacks to more than the archive says; save it anew, or leave it out";
        return -1;
    }
    s->left -= (uint64_t)got;
    return (int)got;
}

int archive_stream_close(void *stream) {
    struct stream *s = stream;
    int status = zip_fclose(s->file) ? -1 : 0;
    free(s);
    return status;
}

void *archive_stream(struct archive *a, int64_t entry, uint64_t most) {
    zip_stat_t st;
    zip_file_t *file = open_entry(a, entry, most, &st);
    struct stream *s = file ? malloc(sizeof *s) : NULL;
    if (s)
        *s = (struct stream){a, file, st.size};
    else if (file) {
        zip_fclose(file);
        a->why = "needs more memory than there is";
    }
    return s;
}

xmlTextReaderPtr archive_reader(struct archive *a, int64_t entry, uint64_t most) {
    void *stream = archive_stream(a, entry, most);
    if (!stream) return NULL;
    /* No entities, no network, and libxml2's own limits stay on. */
    xmlTextReaderPtr reader =
        xmlReaderForIO(archive_stream_read, archive_stream_close, stream, NULL, NULL,
                       XML_PARSE_NONET | XML_PARSE_NOERROR | XML_PARSE_NOWARNING | XML_PARSE_NOCDATA);
    if (!reader) a->why = "needs more memory than there is";
    return reader;
}
