#!/bin/sh
# tests/e2e/T110-templates.sh: what would be a hole in a page does not compile.
# shellcheck source=tests/e2e/lib.sh
. "$(dirname "$0")/lib.sh"

TMPLC=${TMPLC:-build/tmplc}
compile() { # the template's text
	printf '{{template t(struct str x)}}%s' "$1" >"$work/t.html"
	"$TMPLC" source "$work/t.html"
}
refused() { # refused "sentence" TEMPLATE "what it says"
	fails 1 "$1" compile "$2"
	has "and says what to write" "$3"
}

ok "text, attributes, addresses, blocks" \
	compile '<p class="a {{x}}" title="{{name x}}"><a href="{{url x}}">{{x}}</a><a href="/p/{{part x}}?q={{part x}}">b</a>{{if x.n}}<b>{{else if 1}}<b>{{else}}<b>{{end}}</b>{{each c in x.p, x.n}}{{*c}}{{end}}</p>'
has "text is escaped" "show_value(out, x)"
has "an address is checked" "show_url(out, x)"
refused "an address from outside" '<a href="{{x}}">' 'write {{url'
refused "a piece of an address" '<a href="/p/{{x}}">' 'write {{part'
refused "an address elsewhere" '<p>{{url x}}</p>' 'for addresses only'
refused "a handler of events" '<p onclick="go()">' 'has no place'
refused "an inline style" '<p style="color: red">' 'has no place'
refused "an inline script" '<script>go()</script>' 'a script is a file'
refused "a style sheet in the page" '<style>p { }</style>' 'has no place'
refused "a frame" '<iframe src="/"></iframe>' 'has no place'
refused "a value without quotes" '<p class={{x}}>' 'a value may stand'
refused "a value as an attribute's name" '<p {{x}}="a">' 'a value may stand'
refused "a value in a comment" '<!-- {{x}} -->' 'a value may stand'
refused "markup in an attribute" '<p title="{{html x}}">' 'no place in an attribute'
refused "a block that ends inside another tag" '{{if x.n}}<p class="{{end}}">' 'another place'
refused "a block without an end" '{{if x.n}}<p>' 'no {{end}}'
refused "a template that ends inside a tag" '<p ' 'ends inside a tag'
done_testing
