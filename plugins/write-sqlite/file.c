/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "file.h"
#include "../common/temporary.h"
#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

struct file {
    sqlite3_file base;
    int fd;
    bool owned; /* a temporary file of SQLite's: closed with it */
};

/* ---- one file ---- */

static int close_file(sqlite3_file *f) {
    struct file *file = (struct file *)f;
    if (file->owned) close(file->fd);
    return SQLITE_OK;
}

static int read_file(sqlite3_file *f, void *to, int n, sqlite3_int64 at) {
    char *p = to;
    while (n > 0) {
        ssize_t done = pread(((struct file *)f)->fd, p, (size_t)n, (off_t)at);
        if (done < 0 && errno == EINTR) continue;
        if (done < 0) return SQLITE_IOERR_READ;
        if (done == 0) { /* SQLite relies on the rest being zero */
            memset(p, 0, (size_t)n);
            return SQLITE_IOERR_SHORT_READ;
        }
        p += done;
        at += done;
        n -= (int)done;
    }
    return SQLITE_OK;
}

static int write_file(sqlite3_file *f, const void *from, int n, sqlite3_int64 at) {
    const char *p = from;
    while (n > 0) {
        ssize_t done = pwrite(((struct file *)f)->fd, p, (size_t)n, (off_t)at);
        if (done < 0 && errno == EINTR) continue;
        if (done < 0) return errno == ENOSPC ? SQLITE_FULL : SQLITE_IOERR_WRITE;
        p += done;
        at += done;
        n -= (int)done;
    }
    return SQLITE_OK;
}

static int truncate_file(sqlite3_file *f, sqlite3_int64 size) {
    return ftruncate(((struct file *)f)->fd, (off_t)size) ? SQLITE_IOERR_TRUNCATE : SQLITE_OK;
}

static int size_file(sqlite3_file *f, sqlite3_int64 *size) {
    struct stat st;
    if (fstat(((struct file *)f)->fd, &st)) return SQLITE_IOERR_FSTAT;
    *size = st.st_size;
    return SQLITE_OK;
}

/* Nobody else can open the file, and it is copied before it is safe on the disk. */
static int sync_file(sqlite3_file *f, int flags) {
    (void)f, (void)flags;
    return SQLITE_OK;
}

static int lock_file(sqlite3_file *f, int level) {
    (void)f, (void)level;
    return SQLITE_OK;
}

static int check_lock(sqlite3_file *f, int *locked) {
    (void)f;
    *locked = 0;
    return SQLITE_OK;
}

static int control_file(sqlite3_file *f, int operation, void *argument) {
    (void)f, (void)operation, (void)argument;
    return SQLITE_NOTFOUND;
}

static int sector_size(sqlite3_file *f) {
    (void)f;
    return 4096;
}

static int characteristics(sqlite3_file *f) {
    (void)f;
    return 0;
}

static const sqlite3_io_methods methods = {.iVersion = 1,
                                           .xClose = close_file,
                                           .xRead = read_file,
                                           .xWrite = write_file,
                                           .xTruncate = truncate_file,
                                           .xSync = sync_file,
                                           .xFileSize = size_file,
                                           .xLock = lock_file,
                                           .xUnlock = lock_file,
                                           .xCheckReservedLock = check_lock,
                                           .xFileControl = control_file,
                                           .xSectorSize = sector_size,
                                           .xDeviceCharacteristics = characteristics};

/* ---- the file system ---- */

static int open_file(sqlite3_vfs *vfs, const char *name, sqlite3_file *f, int flags, int *out_flags) {
    struct file_system *fs = vfs->pAppData;
    struct file *file = (struct file *)f;
    (void)name;
    file->base.pMethods = NULL;
    file->owned = !(flags & SQLITE_OPEN_MAIN_DB);
    const char *folder;
    file->fd = file->owned ? temporary_open(&folder) : fs->fd;
    if (file->fd < 0) return SQLITE_CANTOPEN;
    file->base.pMethods = &methods;
    if (out_flags) *out_flags = flags;
    return SQLITE_OK;
}

static int delete_file(sqlite3_vfs *vfs, const char *name, int sync) {
    (void)vfs, (void)name, (void)sync;
    return SQLITE_OK;
}

static int access_file(sqlite3_vfs *vfs, const char *name, int flags, int *found) {
    (void)vfs, (void)name, (void)flags;
    *found = 0;
    return SQLITE_OK;
}

static int full_name(sqlite3_vfs *vfs, const char *name, int n, char *out) {
    (void)vfs;
    snprintf(out, (size_t)n, "%s", name);
    return SQLITE_OK;
}

/* The same input gives the same bytes: neither chance nor the clock has a say. */
static int no_chance(sqlite3_vfs *vfs, int n, char *out) {
    (void)vfs;
    memset(out, 0, (size_t)n);
    return n;
}

static int no_sleep(sqlite3_vfs *vfs, int microseconds) {
    (void)vfs;
    return microseconds;
}

static int no_clock(sqlite3_vfs *vfs, double *now) {
    (void)vfs;
    *now = 2451544.5; /* 2000-01-01, as a Julian day */
    return SQLITE_OK;
}

bool file_system_open(struct file_system *fs) {
    memset(fs, 0, sizeof *fs);
    fs->fd = temporary_open(&fs->folder);
    if (fs->fd < 0) return false;
    snprintf(fs->name, sizeof fs->name, "utsaga-%p", (void *)fs);
    fs->vfs = (sqlite3_vfs){.iVersion = 1,
                            .szOsFile = sizeof(struct file),
                            .mxPathname = 64,
                            .zName = fs->name,
                            .pAppData = fs,
                            .xOpen = open_file,
                            .xDelete = delete_file,
                            .xAccess = access_file,
                            .xFullPathname = full_name,
                            .xRandomness = no_chance,
                            .xSleep = no_sleep,
                            .xCurrentTime = no_clock};
    if (sqlite3_vfs_register(&fs->vfs, 0) == SQLITE_OK) return true;
    errno = ENOMEM;
    return false;
}

void file_system_close(struct file_system *fs) {
    if (fs->vfs.zName) sqlite3_vfs_unregister(&fs->vfs);
    if (fs->fd >= 0) close(fs->fd);
    memset(fs, 0, sizeof *fs);
    fs->fd = -1;
}
