#!/usr/bin/env bash
# SPDX-License-Identifier: MIT
# Installs a build into a folder of its own and lets apps ask it, each built or loaded in another way: with pkg-config
# in C and in C++, with find_package, from Python; and one that takes the sources in with add_subdirectory.
set -euo pipefail
cd "$(dirname "$0")/.."
build=$1
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT

cmake --install "$build" --prefix "$work/first" >/dev/null
mv "$work/first" "$work/usr" # what is installed may be moved
libraries=$(dirname "$(find "$work/usr" -name libmaixfit.so)")
"$build/tools/mkmodel" axmodel "$work/a.axmodel" --const 1M --input x:FP32:1x16 --output y:FP32:1x4 >/dev/null
: >"$work/empty.axmodel"

fail() {
    echo "install: FAILED: $*"
    exit 1
}

# An app judges a model that fits, and refuses one that cannot be read.
asks() {
    local status=0
    LD_LIBRARY_PATH=$libraries "$@" "$work/a.axmodel" || fail "$* on a good model: status $?"
    LD_LIBRARY_PATH=$libraries "$@" "$work/empty.axmodel" 2>/dev/null || status=$?
    [ "$status" -eq 3 ] || fail "$* on an empty model: status $status, not 3"
}

export PKG_CONFIG_PATH=$libraries/pkgconfig
read -ra flags < <(pkg-config --cflags --libs maixfit)
examples=docs/examples
cc -std=c17 -Wall -Wextra -Wpedantic -Werror -o "$work/c" $examples/ask.c "${flags[@]}"
asks "$work/c"
c++ -std=c++17 -Wall -Wextra -Wpedantic -Werror -o "$work/c++" $examples/advise.cpp "${flags[@]}"
asks "$work/c++"
asks /usr/bin/python3 $examples/ask.py
unset PKG_CONFIG_PATH

# Against a captured board: figures, advice, and what one question costs.
board=tests/boards/cmm-empty
export LD_LIBRARY_PATH=$libraries
said=$("$work/c" "$work/a.axmodel" tests/boards/cmm-4g-idle)
[[ $said =~ ^needs\ [0-9]+\ bytes$ ]] || fail "ask.c said: $said"
said=$("$work/c++" "$work/a.axmodel" $board) && fail "advise.cpp: it fits into an empty pool: $said"
grep -q '^- .' <<<"$said" || fail "advise.cpp has no advice: $said"
said=$(/usr/bin/python3 $examples/ask.py "$work/a.axmodel" $board) && fail "ask.py: it fits into an empty pool: $said"
unset LD_LIBRARY_PATH
micros=$("$build/tests/host" 10 tests/boards/cmm-4g-idle "$work/a.axmodel")
awk -v micros="$micros" 'BEGIN { exit !(micros < 1000) }' || fail "one question takes $micros µs, not less than 1 ms"
echo "install: one question to a captured board takes $micros µs"
[ "$(grep -c . $examples/ask.c)" -le 25 ] || fail "the example has more than 25 lines"

# Neither project is shown the other's way to the library.
mkdir "$work/package" "$work/sources"
cp docs/examples/ask.c "$work/app.c"
cat >"$work/package/CMakeLists.txt" <<'END'
cmake_minimum_required(VERSION 3.22)
project(app C)
find_package(maixfit 0.1 REQUIRED)
add_executable(shared ../app.c)
target_link_libraries(shared maixfit::maixfit)
if(NOT SHARED_ONLY)
    add_executable(static ../app.c)
    target_link_libraries(static maixfit::static)
endif()
END
cat >"$work/sources/CMakeLists.txt" <<END
cmake_minimum_required(VERSION 3.22)
project(app C)
add_subdirectory("$PWD" maixfit EXCLUDE_FROM_ALL)
add_executable(shared ../app.c)
target_link_libraries(shared maixfit_shared)
add_executable(static ../app.c)
target_link_libraries(static maixfit::static)
if(TARGET mkmodel OR TARGET unit OR CMAKE_BUILD_TYPE OR CMAKE_EXPORT_COMPILE_COMMANDS)
    message(FATAL_ERROR "maixfit brings more than its library")
endif()
END
for kind in package sources; do
    cmake -S "$work/$kind" -B "$work/$kind/build" -G Ninja -DCMAKE_PREFIX_PATH="$work/usr" >/dev/null
    cmake --build "$work/$kind/build" >/dev/null
    asks "$work/$kind/build/shared"
    asks "$work/$kind/build/static"
    ldd "$work/$kind/build/static" | grep -q libmaixfit && fail "static, and yet it loads libmaixfit.so"
done
cmake --install "$work/sources/build" --prefix "$work/theirs" >/dev/null
[ ! -e "$work/theirs" ] || fail "add_subdirectory installs what was not asked for"
# The shared library needs no development files of others.
PKG_CONFIG_LIBDIR=$work cmake -S "$work/package" -B "$work/package/build-shared" -G Ninja -DSHARED_ONLY=ON \
    -DCMAKE_PREFIX_PATH="$work/usr" >/dev/null
cmake --build "$work/package/build-shared" >/dev/null
asks "$work/package/build-shared/shared"

cmp LICENSE "$work/usr/share/doc/maixfit/LICENSE"
cmp README.md "$work/usr/share/doc/maixfit/README.md"
/usr/bin/python3 - "$work/usr/share/doc/maixfit" <<'END' || fail "the links above lead to nothing that is installed"
import pathlib, re, sys
pages = sorted(pathlib.Path(sys.argv[1]).rglob("*.md"))
links = [(page, link) for page in pages
         for link in re.findall(r"\]\(([^)#\s]+)[^)]*\)", re.sub(r"`[^`]*`", "", page.read_text()))]
dead = [f"{page}: {link}" for page, link in links
        if not link.startswith("https://") and not (page.parent / link).exists()]
print("\n".join(dead) or f"install: {len(links)} links of {len(pages)} documents lead to what is there")
sys.exit(bool(dead) or len(links) < 100)
END
cmp docs/maixfit.schema.json "$work/usr/share/maixfit/maixfit.schema.json"
cmp docs/maixfit-gate.schema.json "$work/usr/share/maixfit/maixfit-gate.schema.json"
[ -s "$work/usr/share/man/man1/maixfit.1" ] || fail "there is no man page"
cmp scripts/completions/maixfit.bash "$work/usr/share/bash-completion/completions/maixfit"
cmp scripts/completions/maixfit.zsh "$work/usr/share/zsh/site-functions/_maixfit"
cmp scripts/completions/maixfit.fish "$work/usr/share/fish/vendor_completions.d/maixfit.fish"
if grep -rIl "$work/first" "$work/usr"; then
    fail "the files above hold the prefix"
fi
# Nothing but the public interface is visible.
if nm -D --defined-only "$libraries/libmaixfit.so" | awk '{print $3}' | grep -vE '^(maixfit_|MAIXFIT_[0-9.]+$)'; then
    fail "the names above should be hidden"
fi
echo "install: passed"
