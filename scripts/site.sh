#!/usr/bin/env bash
# SPDX-License-Identifier: MIT
# site.sh [FOLDER]: puts the page, the documents and the schema into FOLDER (dist/site), as a web server shows them. The
# npm package stands ready in bindings/js: scripts/release.sh has put its module and its library there.
set -euo pipefail
root=$(cd "$(dirname "$0")/.." && pwd)
site=${1:-$root/dist/site}
package=$root/bindings/js
library=node_modules/@bjorn3/browser_wasi_shim

if [ ! -f "$package/maixfit.wasm" ] || [ ! -d "$package/$library" ]; then
    echo "site.sh: bindings/js has no maixfit.wasm or no $library; run scripts/release.sh first" >&2
    exit 1
fi
rm -rf "$site"
mkdir -p "$site/maixfit/$library" "$site/docs" "$site/schema"
find "$package/page" -maxdepth 1 -type f -not -name README.md -exec cp {} "$site/" \;
(cd "$package" && cp browser*.js api.js given.js module.js fds.js wasi.js remote*.js sentences.js http.js hub*.js maixfit.wasm \
    "$site/maixfit/")
cp -r "$package/$library/dist" "$site/maixfit/$library/"
[ ! -f "$package/LICENSES.txt" ] || cp "$package/LICENSES.txt" "$site/"
/usr/bin/python3 "$root/scripts/site_docs.py" "$site/docs"
cp "$root"/docs/*.schema.json "$site/schema/"
touch "$site/.nojekyll" # names that begin with an underscore, and node_modules, are served too

# What the page needs offline, and one hash of all of it: a browser takes the new page when that changes.
cd "$site"
mapfile -t files < <(find . -type f -not -path './docs/*' -not -path './schema/*' -not -name '.nojekyll' -not -name sw.js \
    -not -name '*.d.ts' -not -name LICENSES.txt | sort)
hash=$(cat "${files[@]}" sw.js | sha256sum | cut -c 1-16)
list=$(printf "'%s', " './' "${files[@]}")
sed -i -e "s|@HASH@|$hash|" -e "s|'@FILES@'|${list%, }|" sw.js
echo "site.sh: $site, $(du -sh "$site" | cut -f 1)"
