/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * A reader's fuzz.c is two lines: this header, and FUZZ_READER with the name that the bytes are given as a file (its
 * suffix matters to probe only). The plugin's entry is renamed by the build, see plugins/meson.build.
 */
#ifndef FUZZ_FUZZ_H
#define FUZZ_FUZZ_H

extern const char *const fuzz_file_name;
#define FUZZ_READER(name) const char *const fuzz_file_name = name;

#endif
