/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "fuzz.h"
FUZZ_READER("intervju.trs")
