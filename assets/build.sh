#!/bin/sh
# assets/build.sh: bundles what the pages load into build/assets. use: assets/build.sh [OUT]
# Needs node (18 or later) and npm; fetches what package-lock.json names where it is not here yet.
set -eu
here=$(CDPATH='' cd -- "$(dirname -- "$0")" && pwd)
out=${1:-$here/../build/assets}
mkdir -p "$out"
out=$(CDPATH='' cd -- "$out" && pwd)
cd "$here"

# node_modules is made anew where the lock file is another one than it was made by
if ! cmp -s package-lock.json node_modules/.made-by; then
	npm ci --loglevel=error >&2
	cp package-lock.json node_modules/.made-by
fi

bundle() { # ENTRY OUT: one file, small, for browsers of 2020 and later
	node_modules/.bin/esbuild "$1" --bundle --minify --format=iife --target=es2020 --charset=utf8 \
		--legal-comments=eof --log-level=warning --outfile="$out/$2.new"
	mv "$out/$2.new" "$out/$2"
}
bundle app.js app.js
bundle charts.js charts.js
node_modules/.bin/esbuild app.css --minify --charset=utf8 --log-level=warning --outfile="$out/app.css.new"
mv "$out/app.css.new" "$out/app.css"
cp node_modules/htmx.org/dist/htmx.min.js "$out/htmx.js"
