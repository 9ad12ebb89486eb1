# SPDX-License-Identifier: GPL-3.0-or-later
# shellcheck shell=sh
# What the project needs on a machine, with the reason, and how to see that it is there. Sourced by pipeline/demo.sh,
# tests/run.sh and .ci/run:
#     . pipeline/setup.sh
#     setup_install build test      # groups
#     setup_build build             # configures and compiles into the folder

# group  package  how to see it  why
# "how to see it": cmd:NAME a program, pc:NAME a pkg-config module, h:FILE a header that gcc finds, f:PATH a file.
setup_table() {
    cat <<'TABLE'
build gcc                cmd:gcc                      C compiler, with OpenMP
build libc6-dev          h:stdio.h                    headers of the C library
build meson              cmd:meson                    build system
build ninja-build        cmd:ninja                    runs the build
build pkg-config         cmd:pkg-config               finds the libraries
build python3            cmd:python3                  runs Meson and the scripts of build and tests
build libicu-dev         pc:icu-uc                    Unicode: encodings, normalisation, word boundaries
build libhunspell-dev    pc:hunspell                  accepts or rejects a spelling
build hunspell-sv        f:/usr/share/hunspell/sv_SE.dic  Swedish word list for Hunspell
build libxml2-dev        pc:libxml-2.0                writes XML headers and checks XML
build libyaml-dev        pc:yaml-0.1                  codebooks and project files
build libcsv-dev         h:csv.h                      reads CSV tables
build zlib1g-dev         pc:zlib                      checksums of REFI-QDA projects
build libzip-dev         pc:libzip                    reads REFI-QDA projects, Word and OpenDocument files
build libssl-dev         pc:libcrypto                 SHA-256 of the input for the run report
build libjansson-dev     pc:jansson                   JSON of run report and listings
build libpoppler-glib-dev pc:poppler-glib             reads PDF
build libsqlite3-dev     pc:sqlite3                   databases of whole corpora
build libxlsxwriter-dev  h:xlsxwriter.h               Excel workbooks
build apertium-swe-nor   f:/usr/share/apertium/apertium-swe-nor/swe-nob.automorf.bin  Swedish morphology, compiled into the lexicon
test  libxml2-utils      cmd:xmllint                  checks TEI in the tests
test  sqlite3            cmd:sqlite3                  opens databases in the tests
test  poppler-utils      cmd:pdftotext                second opinion on PDF in the tests
test  locales            cmd:localedef                Swedish and Turkish locales for the tests
test  g++                cmd:g++                      compiles the public headers as C++ in the tests
ci    clang-14           cmd:clang-14                 second compiler, thread sanitizer
ci    clang              cmd:clang                    the same under its plain name
ci    libclang-rt-14-dev f:/usr/lib/llvm-14/lib/clang/14.0.6/lib/linux  run-time libraries of the sanitizers
ci    libomp-14-dev      f:/usr/lib/llvm-14/lib/libarcher.so  OpenMP of clang, and archer, which explains it to the thread sanitizer
ci    clang-format-14    cmd:clang-format-14          style of the C files
ci    clang-tidy         cmd:clang-tidy               static analysis
ci    cppcheck           cmd:cppcheck                 static analysis
ci    shellcheck         cmd:shellcheck               static analysis of the shell scripts
ci    mandoc             cmd:mandoc                   checks the man pages
ci    jing               cmd:jing                     second opinion on TEI
ci    valgrind           cmd:valgrind                 memory errors
TABLE
}

setup_have() {
    case $1 in
    cmd:*) command -v "${1#cmd:}" >/dev/null 2>&1 ;;
    pc:*) pkg-config --exists "${1#pc:}" 2>/dev/null ;;
    h:*) echo "#include <${1#h:}>" | gcc -fsyntax-only -xc - 2>/dev/null ;;
    f:*) [ -e "${1#f:}" ] ;;
    esac
}

# Lines "package why" of the groups given, for what is not here.
setup_missing() {
    setup_table | while read -r group package probe why; do
        case " $* " in *" $group "*) ;; *) continue ;; esac
        setup_have "$probe" || echo "$package $why"
    done
}

setup_as_root() {
    if [ "$(id -u)" = 0 ]; then "$@"; else sudo "$@"; fi
}

# Installs what is missing of the groups given. Does nothing, and needs no network, when nothing is.
setup_install() {
    setup_list=$(setup_missing "$@")
    [ -n "$setup_list" ] || return 0
    echo "Missing on this machine:"
    echo "$setup_list" | sed 's/^\([^ ]*\) */  \1: /'
    setup_packages=$(echo "$setup_list" | cut -d' ' -f1 | tr '\n' ' ')
    if ! command -v apt-get >/dev/null 2>&1; then
        echo "This system has no apt-get. Install what these Debian packages hold, then run the command again:"
        echo "  $setup_packages"
        return 1
    fi
    if [ "$(id -u)" != 0 ] && ! command -v sudo >/dev/null 2>&1; then
        echo "Run this as root, then run the command again:"
        echo "  apt-get install $setup_packages"
        return 1
    fi
    echo "Installing them with apt-get."
    setup_as_root apt-get update -q || echo "apt-get update failed: trying with the package lists that are here."
    # shellcheck disable=SC2086  # a list of words
    setup_as_root env DEBIAN_FRONTEND=noninteractive apt-get install -y -q --no-install-recommends $setup_packages || {
        echo "The packages could not be installed. Is there a network? Install them by hand: $setup_packages"
        return 1
    }
    setup_list=$(setup_missing "$@")
    [ -z "$setup_list" ] && return 0
    echo "Installed, but not found where this project looks for it:"
    echo "$setup_list" | sed 's/^\([^ ]*\) */  \1: /'
    return 1
}

# Configures (once) and compiles. More arguments go to meson setup.
setup_build() {
    setup_folder=$1
    shift
    if [ ! -f "$setup_folder/build.ninja" ]; then
        meson setup "$setup_folder" "$@" || return 1
    fi
    ninja -C "$setup_folder"
}
