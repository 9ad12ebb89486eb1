/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "io.h"

#include <errno.h>
#include <fcntl.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

static uts_status read_all(uts_job *job, int fd, char *bytes, size_t n) {
    for (size_t done = 0; done < n;) {
        ssize_t got = read(fd, bytes + done, n - done);
        if (got < 0 && errno == EINTR) continue;
        if (got < 0) return job_failf(job, UTS_E_IO, done, "cannot be read: %s", strerror(errno));
        if (got == 0)
            return job_failf(job, UTS_E_IO, done,
                             "became shorter while it was read; run again when it is not being changed");
        done += (size_t)got;
    }
    return UTS_OK;
}

uts_status io_read_file(uts_job *job, const char *path, uint64_t limit, uts_str *out) {
    /* O_NONBLOCK: a named pipe must not hang the run. */
    int fd = open(path, O_RDONLY | O_CLOEXEC | O_NONBLOCK);
    if (fd < 0) return job_failf(job, UTS_E_IO, UINT64_MAX, "cannot be opened: %s", strerror(errno));
    struct stat st;
    uts_status status = UTS_OK;
    char *bytes = NULL;
    if (fstat(fd, &st) != 0)
        status = job_failf(job, UTS_E_IO, UINT64_MAX, "cannot be read: %s", strerror(errno));
    else if (!S_ISREG(st.st_mode))
        status = job_failf(job, UTS_E_IO, UINT64_MAX, "is not a regular file");
    else if ((uint64_t)st.st_size > limit)
        status = job_failf(job, UTS_E_LIMIT, UINT64_MAX, "is larger than %llu MB; split it",
                           (unsigned long long)(limit >> 20));
    else if (!(bytes = arena_take(&job->memory, (size_t)st.st_size + 64, 64)))
        status = job_failf(job, UTS_E_NOMEM, UINT64_MAX, "out of memory");
    else
        status = read_all(job, fd, bytes, (size_t)st.st_size);
    close(fd);
    if (status) return status;
    memset(bytes + st.st_size, 0, 64);
    *out = (uts_str){bytes, (size_t)st.st_size};
    return UTS_OK;
}
