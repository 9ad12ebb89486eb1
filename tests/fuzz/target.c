/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The entry of libFuzzer. */
#include "fuzz.h"
#include "host.h"

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t n);

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t n) {
    static struct fuzz_reader *reader; /* making it is dear: character sets, dictionaries */
    if (!reader) reader = fuzz_reader_make(&UTS_ENTRY);
    fuzz_read(reader, fuzz_file_name, bytes, n);
    return 0;
}
