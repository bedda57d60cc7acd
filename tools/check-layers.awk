# tools/check-layers.awk: reads layers.txt, then every source file; used by check-layers.sh.
FNR == NR {
	if ($0 ~ /^#/ || NF == 0) next
	if ($1 == "lib") { for (i = 3; i <= NF; i++) lib[$2] = lib[$2] " " $i; next }
	name = $1; sub(/:$/, "", name); known[name] = 1; may[name, name] = 1
	for (i = 2; i <= NF; i++) may[name, $i] = 1
	next
}
FNR == 1 {
	path = FILENAME; sub(/^src\//, "", path)
	folder = path ~ /\// ? substr(path, 1, index(path, "/") - 1) : ""
	if (folder != "" && !(folder in known)) { print FILENAME ": a folder that layers.txt does not know"; bad = 1 }
}
/^#include "/ {
	split($0, part, "\"")
	if (part[2] !~ /\//) { print FILENAME ":" FNR ": include by the path below src/"; bad = 1; next }
	to = substr(part[2], 1, index(part[2], "/") - 1)
	if (folder != "" && !((folder, to) in may)) {
		print FILENAME ":" FNR ": " folder "/ may not include " to "/"; bad = 1
	}
	if (part[2] ~ /_private\.h$/ && to != folder) { print FILENAME ":" FNR ": private to " to "/"; bad = 1 }
}
/^#include </ {
	split($0, part, "[<>]")
	if (part[2] in lib) {
		ok = 0
		n = split(lib[part[2]], where, " ")
		for (i = 1; i <= n; i++) if (index(path, where[i]) == 1) ok = 1
		if (!ok) { print FILENAME ":" FNR ": <" part[2] "> belongs in" lib[part[2]]; bad = 1 }
	}
}
END { exit bad }
