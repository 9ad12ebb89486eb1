/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Temporary files for libraries that want a path or a descriptor of their own. */
#ifndef COMMON_TEMPORARY_H
#define COMMON_TEMPORARY_H

#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>

/*
 * A file that no folder lists: interviews never lie open in it, and a killed run leaves nothing. /var/tmp comes before
 * /tmp, which is often memory. The caller closes it. -1: failed, errno says why. *folder (may be NULL) is the last
 * folder that was tried.
 */
static inline int temporary_open(const char **folder) {
    const char *folders[] = {getenv("TMPDIR"), "/var/tmp", "/tmp"};
    for (size_t i = 0; i < sizeof folders / sizeof *folders; i++) {
        if (!folders[i] || !*folders[i]) continue;
        if (folder) *folder = folders[i];
        int fd = open(folders[i], O_TMPFILE | O_RDWR | O_EXCL | O_CLOEXEC, 0600);
        if (fd >= 0) return fd;
        char *path; /* not every file system has unnamed files */
        if (asprintf(&path, "%s/utsaga-XXXXXX", folders[i]) < 0) return -1;
        fd = mkostemp(path, O_CLOEXEC);
        if (fd >= 0) unlink(path);
        free(path);
        if (fd >= 0) return fd;
    }
    return -1;
}

#endif
