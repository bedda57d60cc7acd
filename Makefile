# Makefile: builds build/tact, its tests and its benchmarks. `make help` says what there is.
# One hand-written file: sources are found, headers are tracked, nothing generated is committed.

MODE  ?= release
Q     := $(if $(V),,@)
BUILD := build/$(MODE)
PKGS  := libseccomp igraph expat sqlite3 libpq libarchive libutf8proc libsodium libmicrohttpd zlib libexif libcrypto libcurl libqrencode

WARN := -Wall -Wextra -Wpedantic -Wshadow -Wstrict-prototypes -Wmissing-prototypes -Wwrite-strings \
        -Wpointer-arith -Wcast-qual -Wvla -Wundef -Wformat=2 -Wconversion -Wsign-conversion \
        -Wswitch-enum -Wnull-dereference -Wimplicit-fallthrough
# no fused multiply-add: the check's numbers are the same on every machine
CFLAGS_ALL := -std=c17 -D_GNU_SOURCE -g -ffp-contract=off -Isrc -Ibuild/gen $(WARN) $(shell pkg-config --cflags $(PKGS)) -pthread
LIBS       := $(shell pkg-config --libs $(PKGS)) -lm -pthread

HARDEN := -D_FORTIFY_SOURCE=3 -fstack-protector-strong -fstack-clash-protection -fcf-protection \
          -ftrivial-auto-var-init=zero -Wduplicated-cond -Wlogical-op

ifeq ($(MODE),release)
CFLAGS_ALL += -O2 -Werror -fPIE $(HARDEN)
LIBS       += -pie -Wl,-z,relro,-z,now
else ifeq ($(MODE),asan)
# what overruns or leaks, also inside arenas, stops the test
CFLAGS_ALL += -O1 -fno-omit-frame-pointer -fsanitize=address,undefined -fno-sanitize-recover=all \
              -DARENA_MALLOC -Wno-null-dereference
LIBS       += -fsanitize=address,undefined
else ifeq ($(MODE),cov)
CFLAGS_ALL += -O0 --coverage -Wno-null-dereference
LIBS       += --coverage
else ifeq ($(MODE),fuzz)
CC         := clang
CFLAGS_ALL += -O1 -fsanitize=fuzzer-no-link,address,undefined -fno-sanitize-recover=all
LIBS       += -fsanitize=fuzzer,address,undefined
else
$(error MODE is release, asan, cov or fuzz)
endif

SRCS  := $(sort $(shell find src -name '*.c' -not -path 'src/pictures/*'))
PICTURE_SRCS := $(sort $(wildcard src/pictures/*.c))
PAGES := $(sort $(wildcard src/web/templates/*.html))
OBJS  := $(SRCS:src/%.c=$(BUILD)/%.o) $(BUILD)/embed.o $(BUILD)/demo_archives.o \
         $(BUILD)/templates.o $(BUILD)/assets.o
LIB   := $(filter-out $(BUILD)/main.o,$(OBJS))
CHECK := $(filter-out %/places.o,$(filter $(BUILD)/context/%,$(OBJS))) $(BUILD)/embed.o
BASE  := $(filter $(BUILD)/core/% $(BUILD)/text/% $(BUILD)/model/%,$(OBJS))
UNITS := $(sort $(wildcard tests/unit/test_*.c))
FUZZS := $(sort $(wildcard tests/fuzz/fuzz_*.c))
FUZZ_HEADERS := $(wildcard tests/fuzz/*.h)

SAMPLE_SRCS := $(sort $(wildcard tools/sample/*.c))
BOOK_SRCS   := $(sort $(wildcard tools/addressbook/*.c)) \
               $(addprefix tools/sample/,archive_out.c dates.c put.c random.c)
TRAIN_SRCS  := $(sort $(wildcard classifier/*.c))

.PHONY: check-who-may all help tools test-unit test-specs test-postgres test-postgres-unit test-postgres-e2e test-e2e test-browser test-fuzz fuzz checks check-format cppcheck tidy format coverage headers model measure \
        bench clean compile_commands

all: $(BUILD)/tact $(BUILD)/tact-pictures build/tact.1 $(if $(filter release,$(MODE)),build/bench-people)

help:
	@echo "make            build/release/tact, its man page and the demo's archives"
	@echo "make test-unit  unit and golden tests (MODE=asan for sanitizers; T=csv for one)"
	@echo "make test-specs their requests, by the networks' own specifications"
	@echo "make test-e2e   end-to-end tests on the real binary"
	@echo "make test-postgres what is kept, and end to end, on PostgreSQL (TACT_TEST_DB=postgres://…)"
	@echo "make test-browser the pages in Chromium"
	@echo "make test-fuzz  replays the fuzz corpora; make fuzz FUZZ_SECONDS=60 goes on searching"
	@echo "make checks     layers, style, format, clang-tidy, cppcheck, headers"
	@echo "make coverage   line coverage of src/"
	@echo "make model      trains classifier/tact.model anew (CORPORA=DIR)"
	@echo "make bench      the figures of docs/performance.md"

$(BUILD)/tact: $(OBJS)
	@echo "  LD    $@"
	$(Q)$(CC) $(OBJS) -o $@ $(LIBS)

$(BUILD)/%.o: src/%.c Makefile
	@mkdir -p $(@D)
	@echo "  CC    $<"
	$(Q)$(CC) $(CFLAGS_ALL) -MMD -MP -c $< -o $@

$(BUILD)/embed.o: src/embed.S src/store/migrations/*.sql src/context/rules.txt src/web/guides.txt \
                  classifier/tact.model LICENSE THIRD-PARTY.md
	@mkdir -p $(@D)
	$(Q)$(CC) -c $< -o $@

# the matcher's inner loops: a tenth faster
$(BUILD)/people/match%.o: CFLAGS_ALL += $(if $(filter release,$(MODE)),-O3)

# The page: templates become C that always escapes, assets one file each, compressed
build/tmplc: tools/tmplc.c src/core/buf.c src/core/str.c src/core/mem.c
	@mkdir -p $(@D)
	$(Q)gcc -std=c17 -D_GNU_SOURCE -O1 -Isrc $^ -o $@

build/gen/web/templates.h: build/tmplc $(PAGES)
	@mkdir -p $(@D)
	$(Q)build/tmplc header $(PAGES) > $@.new && mv $@.new $@
build/gen/web/templates.c: build/tmplc $(PAGES)
	@mkdir -p $(@D)
	$(Q)build/tmplc source $(PAGES) > $@.new && mv $@.new $@

$(BUILD)/templates.o: build/gen/web/templates.c build/gen/web/templates.h
	@echo "  CC    templates"
	@mkdir -p $(@D)
	$(Q)$(CC) $(CFLAGS_ALL) -MMD -MP -c $< -o $@
$(filter $(BUILD)/web/%,$(OBJS)): | build/gen/web/templates.h

ASSETS := $(addprefix build/assets/,app.css.gz app.js.gz htmx.js.gz charts.js.gz)
$(ASSETS): build/assets/done ;
build/assets/done: $(wildcard assets/*.css assets/*.js assets/*.json assets/*.sh assets/.npmrc)
	@echo "  ASSETS"
	$(Q)assets/build.sh && for f in $(notdir $(ASSETS:.gz=)); do \
	    gzip -9nc build/assets/$$f > build/assets/$$f.gz || exit 1; done && touch $@
$(BUILD)/assets.o: src/web/assets.S $(ASSETS) assets/favicon.svg docs/openapi.json
	@mkdir -p $(@D)
	$(Q)$(CC) -c $< -o $@

# pictures are decoded by a program of its own: libvips, and what it loads, is in no other
$(BUILD)/pictures/%.o: CFLAGS_ALL += $(shell pkg-config --cflags vips libexif)
$(BUILD)/tact-pictures: $(PICTURE_SRCS:src/%.c=$(BUILD)/%.o) $(BUILD)/sandbox/frame.o $(BUILD)/sandbox/lock.o $(BUILD)/archives/media_type.o \
                         $(BUILD)/context/picture.o $(BASE)
	@echo "  LD    $@"
	$(Q)$(CC) $^ -o $@ $(LIBS) $(shell pkg-config --libs vips libexif libseccomp)

build/tact.1: $(BUILD)/tact
	$< help --mdoc > $@.new && mv $@.new $@

# The sample lives: archives of an invented person; those of seed 1 are the demo's
$(BUILD)/tact-sample: $(SAMPLE_SRCS) $(BASE)
	@echo "  LD    $@"
	$(Q)$(CC) $(CFLAGS_ALL) -Itools $^ -o $@ $(LIBS)

# The address-book set: invented people over five networks, the truth known
$(BUILD)/tact-addressbook: $(BOOK_SRCS) $(BASE)
	@echo "  LD    $@"
	$(Q)$(CC) $(CFLAGS_ALL) -Itools $^ -o $@ $(LIBS)

# a fuzz target brings its own main: its demo is made by the program of another mode
DEMO_BY := $(if $(filter fuzz,$(MODE)),build/release/tact-sample,$(BUILD)/tact-sample)
.PHONY: release-sample
release-sample:
	$(Q)$(MAKE) MODE=release build/release/tact-sample

$(BUILD)/demo/done: $(if $(filter fuzz,$(MODE)),release-sample,$(BUILD)/tact-sample)
	$(Q)rm -rf $(@D) && mkdir -p $(@D)
	$(Q)$(DEMO_BY) --seed 1 --out $(@D) && touch $@

$(BUILD)/demo_archives.o: src/cli/demo_archives.S $(BUILD)/demo/done
	$(Q)$(CC) -Wa,-I$(BUILD) -c $< -o $@

# The classifier's trainer and its measurements
$(BUILD)/tact-train: $(TRAIN_SRCS) $(BASE) $(CHECK)
	@echo "  LD    $@"
	$(Q)$(CC) $(CFLAGS_ALL) -O3 -I. $^ -o $@ $(LIBS)

# Tests; the double plays recorded exchanges of other servers to those that ask it
DOUBLE := $(patsubst tests/unit/%.c,$(BUILD)/tests/%.o,$(sort $(wildcard tests/unit/double*.c)))
$(DOUBLE): $(BUILD)/tests/%.o: tests/unit/%.c
	@mkdir -p $(@D)
	@echo "  CC    $<"
	$(Q)$(CC) $(CFLAGS_ALL) -Itests/unit -MMD -MP -c $< -o $@
$(BUILD)/tests/%: tests/unit/%.c $(LIB) $(DOUBLE)
	@mkdir -p $(@D)
	@echo "  LD    $@"
	$(Q)$(CC) $(CFLAGS_ALL) -Itests/unit -Wno-missing-prototypes -MMD -MP $< $(LIB) $(DOUBLE) -o $@ -lcmocka $(LIBS)

# what some targets need beside all others: the HTML5 parser that markup is held against
FUZZ_LIBS = $(if $(filter %/fuzz_safe_html %/fuzz_page,$@),-lgumbo)

$(BUILD)/fuzz/%: tests/fuzz/%.c $(LIB) $(FUZZ_HEADERS)
	@mkdir -p $(@D)
	@echo "  LD    $@"
	$(Q)$(CC) $(CFLAGS_ALL) -Itests/unit -Itests/fuzz -Wno-missing-prototypes $< $(LIB) -o $@ $(FUZZ_LIBS) $(LIBS)

# the same targets without libFuzzer, over their corpora
$(BUILD)/replay/%: tests/fuzz/%.c tests/fuzz/replay.c $(LIB) $(FUZZ_HEADERS)
	@mkdir -p $(@D)
	@echo "  LD    $@"
	$(Q)$(CC) $(CFLAGS_ALL) -Itests/unit -Itests/fuzz -Wno-missing-prototypes $(filter-out %.h,$^) -o $@ $(FUZZ_LIBS) $(LIBS)

UNIT_BINS   := $(UNITS:tests/unit/%.c=$(BUILD)/tests/%)
FUZZ_BINS   := $(FUZZS:tests/fuzz/%.c=$(BUILD)/fuzz/%)
REPLAY_BINS := $(FUZZS:tests/fuzz/%.c=$(BUILD)/replay/%)

test-unit: $(BUILD)/tact-pictures $(if $(T),$(BUILD)/tests/test_$(T),$(UNIT_BINS))
	$(Q)tests/tap.sh $(filter-out $<,$^)

# what these send to their doubles, by the networks' own specifications (tests/specs)
test-specs: $(BUILD)/tests/test_network_mastodon $(BUILD)/tests/test_network_bluesky
	$(Q)rm -f build/specs.txt; DOUBLES="$(abspath $^)" tests/tap.sh tests/specs/run.sh
	$(Q)[ ! -f build/specs.txt ] || cat build/specs.txt

test-postgres: test-postgres-unit test-postgres-e2e
# the same tests of what is kept, on PostgreSQL (TACT_TEST_DB=postgres://…; tests/postgres.sh)
STORED := $(shell grep -lE '"(home|place).h"' tests/unit/test_*.c)
test-postgres-unit: $(BUILD)/tact-pictures $(STORED:tests/unit/%.c=$(BUILD)/tests/%)
	$(Q)tests/tap.sh $(filter-out $<,$^)
test-postgres-e2e: $(BUILD)/tact $(BUILD)/tact-pictures $(BUILD)/tact-sample $(BUILD)/tact-addressbook build/tmplc
	$(Q)TACT_REAL=$(abspath $(BUILD)/tact) TACT=$(abspath tests/postgres-tact.sh) \
	    SAMPLE=$(abspath $(BUILD)/tact-sample) tests/tap.sh tests/e2e/T*.sh

test-e2e: $(BUILD)/tact $(BUILD)/tact-pictures $(BUILD)/tact-sample $(BUILD)/tact-addressbook build/tmplc
	$(Q)TACT=$(abspath $(BUILD)/tact) SAMPLE=$(abspath $(BUILD)/tact-sample) tests/tap.sh tests/e2e/T*.sh

# in Debian's Chromium, on the real binary
test-browser: $(BUILD)/tact $(BUILD)/tact-pictures $(BUILD)/tact-addressbook $(ASSETS)
	$(Q)TACT=$(abspath $(BUILD)/tact) SAMPLE=$(abspath $(BUILD)/tact-sample) tests/tap.sh tests/browser/run.sh

test-fuzz: $(REPLAY_BINS)
	$(Q)tests/replay.sh $^

FUZZ_SECONDS ?= 60
fuzz:
	$(MAKE) MODE=fuzz fuzz-bins
	for f in $(notdir $(FUZZS:.c=)); do \
	    mkdir -p build/fuzz-found/$$f tests/fuzz/corpus/$${f#fuzz_}; \
	    build/fuzz/fuzz/$$f -max_total_time=$(FUZZ_SECONDS) -timeout=10 -rss_limit_mb=2048 \
	        -max_len=65536 -artifact_prefix=build/fuzz-found/$$f/ build/fuzz-found/$$f \
	        tests/fuzz/corpus/$${f#fuzz_} 2> build/fuzz-found/$$f.log || exit 1; \
	    tail -1 build/fuzz-found/$$f.log; \
	done
.PHONY: fuzz-bins
fuzz-bins: $(FUZZ_BINS)

# Checks
# who may call which address, from the table of routes
$(BUILD)/who-may: tools/who-may.c $(LIB)
	@echo "  LD    $@"
	$(Q)$(CC) $(CFLAGS_ALL) $^ -o $@ $(LIBS)
docs/who-may-do-what.md: $(BUILD)/who-may
	$< > $@.new && mv $@.new $@
check-who-may: $(BUILD)/who-may
	@$< | cmp - docs/who-may-do-what.md || { echo "make docs/who-may-do-what.md makes it anew"; exit 1; }

checks: headers check-format cppcheck tidy check-who-may
	tools/check-layers.sh
	tools/check-distribution.sh
	tools/check-style.sh
	tools/check-docs.sh

check-format:
	clang-format --dry-run -Werror $(shell git ls-files '*.c' '*.h')

cppcheck:
	cppcheck --quiet --error-exitcode=1 --inline-suppr --suppressions-list=tools/cppcheck.txt \
	    --std=c11 --enable=warning,performance,portability -D_GNU_SOURCE -Isrc -Ibuild/gen src

headers: build/gen/web/templates.h
	$(Q)for h in $(shell find src -name '*.h'); do \
	    $(CC) $(CFLAGS_ALL) -Wno-pedantic -fsyntax-only -x c -include $$h /dev/null || exit 1; done

# one stamp a file, so that only what changed is looked at again
TIDY := $(SRCS:src/%.c=build/tidy/%.ok)
tidy: $(TIDY)
build/tidy/%.ok: src/%.c .clang-tidy | build/gen/web/templates.h
	@mkdir -p $(@D)
	$(Q)clang-tidy --quiet $< -- -std=c17 -D_GNU_SOURCE -Isrc -Ibuild/gen $(shell pkg-config --cflags libpq vips) > $@.log 2>&1 || { cat $@.log; false; }
	@touch $@

format:
	clang-format -i $(shell git ls-files '*.c' '*.h')

# with what is kept on PostgreSQL where TACT_TEST_DB says where
coverage:
	$(MAKE) MODE=cov TACT_TEST_DB= test-unit test-e2e test-fuzz
	$(if $(TACT_TEST_DB),$(MAKE) MODE=cov test-postgres-unit)
	gcovr -r . --filter 'src/' --object-directory build/cov --print-summary \
	    --fail-under-line $(shell cat tools/coverage.txt) -o build/coverage.txt

compile_commands:
	bear --output build/compile_commands.json -- $(MAKE) -B all

# Two minutes; the same bytes every time (classifier/README.md)
CORPORA ?= ../shared/corpora
REDDIT  := $(CORPORA)/reddit_top2013/reddit_titles.tsv.xz
model: $(BUILD)/tact-train
	xz -dc $(REDDIT) | $< words build/words.bin
	xz -dc $(REDDIT) | $< heads $(CORPORA) build/words.bin classifier/posts.tsv \
	    classifier/tact.model

measure: $(BUILD)/tact-train
	$< measure $(CORPORA) classifier/tact.model src/context/rules.txt

$(BUILD)/bench-%: bench/%.c $(LIB)
	@echo "  LD    $@"
	$(Q)$(CC) $(CFLAGS_ALL) $^ -o $@ $(LIBS)

build/bench-people: build/release/bench-people
	$(Q)ln -sf release/bench-people $@

bench: $(BUILD)/tact $(BUILD)/tact-sample $(BUILD)/tact-addressbook $(BUILD)/bench-search $(BUILD)/bench-check build/bench-people
	bench/run.sh

clean:
	rm -rf build

-include $(shell find build/$(MODE) -name '*.d' 2>/dev/null)
