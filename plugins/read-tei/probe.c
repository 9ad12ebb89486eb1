/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "tei_in.h"

/* The bytes of @p head that are ASCII, in order: UTF-16 loses its zero bytes. */
static void ascii_of(const unsigned char *head, size_t n, char *to) {
    for (size_t i = 0; i < n; i++)
        if (head[i] && head[i] < 0x80) *to++ = (char)head[i];
    *to = 0;
}

/* The first start tag, behind declaration, comments, instructions and document type; NULL: not in the head. */
static const char *root_of(const char *p) {
    static const struct { const char *open, *shut; } passed[] = {{"<?", "?>"}, {"<!--", "-->"}, {"<!", ">"}};
    for (;;) {
        p += strspn(p, " \t\r\n");
        size_t i = 0, kinds = sizeof passed / sizeof *passed;
        while (i < kinds && strncmp(p, passed[i].open, strlen(passed[i].open)) != 0) i++;
        if (i == kinds) return *p == '<' ? p + 1 : NULL;
        /* The end of an internal subset. */
        const char *subset = i == 2 ? strpbrk(p, "[>") : NULL;
        p = strstr(p, subset && *subset == '[' ? "]>" : passed[i].shut);
        if (!p) return NULL;
        p += subset && *subset == '[' ? 2 : strlen(passed[i].shut);
    }
}

int32_t tei_probe(const char *name, const void *head, size_t n) {
    (void)name;
    char text[4097];
    ascii_of(head, n < 4096 ? n : 4096, text);
    const char *root = root_of(text);
    if (!root) return 0;
    size_t length = strcspn(root, " \t\r\n/>");
    const char *colon = memchr(root, ':', length), *local = colon ? colon + 1 : root;
    length -= (size_t)(local - root);
    bool p4 = length == 5 && strncmp(local, "TEI.2", 5) == 0;
    bool p5 = (length == 3 && strncmp(local, "TEI", 3) == 0) || (length == 9 && strncmp(local, "teiCorpus", 9) == 0);
    if (p5 && strstr(root, "http://www.tei-c.org/ns/1.0")) return 95;
    return p4 || p5 ? 80 : 0;
}
