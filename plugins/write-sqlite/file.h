/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The files of a database under construction. None has a name: interviews never lie open in a folder for temporary
 * files, and a killed run leaves nothing. SQLite reaches them through a VFS of its own. */
#ifndef WRITE_SQLITE_FILE_H
#define WRITE_SQLITE_FILE_H

#include <sqlite3.h>
#include <stdbool.h>

struct file_system {
    sqlite3_vfs vfs;
    int fd;             /* of the database; -1: none */
    const char *folder; /* where it is */
    char name[48];
};

/* Opens the file of the database and registers the VFS. False: see errno. */
bool file_system_open(struct file_system *fs);
void file_system_close(struct file_system *fs);

#endif
