# Builds loket.
#   make              the program, ./loket
#   make check        every test under the sanitizers, layers, messages, manual (minutes)
#   make check-long   the same with clang and at full size
#   make check-lan    desks on real shares, where LANLAB= names a laboratory
#   make lint         format, clang-tidy, cppcheck, mandoc, shellcheck, layers, unused externals
#   make install      DESTDIR= PREFIX=/usr/local
#   make manual       rewrites man/loket-catalogue.7 from the catalogue, the guide and README from the screens
#   make fuzz         RUNS=1000000 of each fuzz target, with clang
#   make format coverage bench clean dist-clean
# V=1 shows each command whole.
VERSION := 0.1.0
ifeq ($(origin CC),default)
CC := gcc
endif
PREFIX := /usr/local
B := build
PROGRAM := loket
# Rooms to build, lowest first; a subset builds the tests of a half-moved house.
ROOMS := base catalogue records identity store exchange actions tui cli

PKG := ncursesw panelw sqlite3 libsodium libutf8proc inih jansson
# What loket-paper needs besides; loket itself is not linked with it.
PAPER_PKG := libxml-2.0 libical cairo-pdf pangocairo libqrencode
MEND := clean dist-clean format
ifneq ($(filter-out $(MEND),$(or $(MAKECMDGOALS),all)),)
PKG_CFLAGS := $(filter -I%,$(shell pkg-config --cflags $(PKG) 2>/dev/null))
PKG_LIBS := $(shell pkg-config --libs $(PKG) 2>/dev/null)
PAPER_CFLAGS := $(filter -I%,$(shell pkg-config --cflags $(PAPER_PKG) 2>/dev/null))
PAPER_LIBS := $(shell pkg-config --libs $(PAPER_PKG) 2>/dev/null)
ifeq ($(and $(PKG_LIBS),$(PAPER_LIBS)),)
$(error Libraries are missing ($(PKG) $(PAPER_PKG)). Run `./bootstrap build`, which installs them)
endif
endif

WARN := -Wall -Wextra -Wpedantic -Werror
DEFINE := -D_XOPEN_SOURCE=700 -D_DEFAULT_SOURCE -DNCURSES_WIDECHAR=1 \
  -DLOKET_VERSION='"$(VERSION)"'
override CPPFLAGS := -Iinclude $(DEFINE) $(PKG_CFLAGS) $(CPPFLAGS)
override LDLIBS := $(PKG_LIBS) -lpthread $(LDLIBS)
BASE_CFLAGS := -std=c17 -g $(WARN) $(CFLAGS)
RELEASE := -O2 -D_FORTIFY_SOURCE=2 -fstack-protector-strong
SANITIZE := -O1 -fno-omit-frame-pointer -fsanitize=address,undefined -fno-sanitize-recover=all
TEST_LIBS := -lcmocka -lvterm -lutil

# Country names, taken into the program as they are.
ISO_CODES := /usr/share/iso-codes/json/iso_3166-1.json \
  /usr/share/locale/id/LC_MESSAGES/iso_3166-1.mo

O := $(B)/release
T := $(B)/check
LIB_SRC := $(foreach r,$(ROOMS),$(sort $(wildcard src/$(r)/*.c)))
SRC := src/main.c $(LIB_SRC)
# desks: many of them on one file.
TEST_ROOMS := $(ROOMS) desks
TEST_SRC := $(foreach r,$(TEST_ROOMS),$(sort $(wildcard tests/$(r)/test_*.c)))
TEST_SH := $(sort $(wildcard tests/test_*.sh)) $(foreach r,$(ROOMS),$(sort $(wildcard tests/$(r)/test_*.sh)))
TEST_HELP := $(filter-out $(TEST_SRC) tests/desks/main.c,$(foreach r,$(TEST_ROOMS),$(sort $(wildcard tests/$(r)/*.c))))
TEST_BIN := $(TEST_SRC:%.c=$(T)/%)
PAPER := $(PROGRAM)-paper
PAPER_SRC := $(sort $(wildcard src/papers/*.c))
PAPER_TEST_SRC := $(sort $(wildcard tests/papers/test_*.c))
PAPER_TEST_BIN := $(PAPER_TEST_SRC:%.c=$(T)/%)
TOOL_CHECKS := tests/tools/layers tests/tools/messages tests/tools/glossary tests/tools/drift
PO := $(sort $(wildcard data/po/*.po))
MO := $(B)/id.mo
MAN := man/loket.1 man/loket.conf.5 man/loket-layout.5 man/loket-catalogue.7 man/loket-guide.7 \
  man/loket-security.7 man/loket-share.7
MAN_ID := man/id/loket-guide.7
SHELL_FILES := bootstrap .ci/run tests/run tests/bench/run tests/lan/run tests/desks/without tests/tools/externals \
  tests/tools/fresh-root tests/fuzz/test_seeds.sh tests/office.sh $(TOOL_CHECKS) $(TEST_SH)
C_FILES := $(wildcard src/*.c src/*/*.[ch] include/loket/*.h tests/*/*.[ch])

Q := $(if $(V),,@)

all: $(PROGRAM) $(PAPER)

# ---- The program ----

$(PROGRAM): $(SRC:%.c=$(O)/%.o)
	@echo "  LD $@"
	$(Q)$(CC) $(CFLAGS) $(LDFLAGS) -o $@ $^ $(LDLIBS)

$(PAPER): $(O)/src/paper.o $(PAPER_SRC:%.c=$(O)/%.o) $(O)/libloket.a
	@echo "  LD $@"
	$(Q)$(CC) $(CFLAGS) $(LDFLAGS) -o $@ $^ $(LDLIBS) $(PAPER_LIBS)

$(T)/loket-paper: $(T)/src/paper.o $(PAPER_SRC:%.c=$(T)/%.o) $(T)/libloket.a
	@echo "  LD $@"
	$(Q)$(CC) $(SANITIZE) $(LDFLAGS) -o $@ $^ $(LDLIBS) $(PAPER_LIBS)

$(PAPER_TEST_BIN): $(T)/%: $(T)/%.o $(PAPER_SRC:%.c=$(T)/%.o) $(T)/libloket.a
	@echo "  LD $@"
	$(Q)$(CC) $(SANITIZE) $(LDFLAGS) -o $@ $^ $(LDLIBS) $(PAPER_LIBS) $(TEST_LIBS)

$(O)/src/exchange/paper.o $(T)/src/exchange/paper.o: override CPPFLAGS += \
  -DLOKET_LIBEXEC='"$(PREFIX)/libexec/loket"'
$(PAPER_SRC:%.c=$(O)/%.o) $(PAPER_SRC:%.c=$(T)/%.o): override CPPFLAGS += $(PAPER_CFLAGS)

# The same under the sanitizers, for tests that start it.
$(T)/loket: $(T)/src/main.o $(T)/libloket.a
	@echo "  LD $@"
	$(Q)$(CC) $(SANITIZE) $(LDFLAGS) -o $@ $^ $(LDLIBS)

$(O)/%.o: %.c $(B)/flags
	@mkdir -p $(@D)
	@echo "  CC $<"
	$(Q)$(CC) $(CPPFLAGS) $(BASE_CFLAGS) $(RELEASE) -MMD -MP -c -o $@ $<

$(T)/%.o: %.c $(B)/flags
	@mkdir -p $(@D)
	@echo "  CC $<"
	$(Q)$(CC) $(CPPFLAGS) -Itests $(BASE_CFLAGS) $(SANITIZE) -MMD -MP -c -o $@ $<

# Changes when the compiler or its flags do, so that no object of another compiler is kept.
$(B)/flags: .FORCE
	$(shell mkdir -p $(B))$(file >$@.new,$(CC) $(CPPFLAGS) $(BASE_CFLAGS) $(RELEASE) $(SANITIZE))
	@if cmp -s $@.new $@; then rm $@.new; else mv $@.new $@; fi

$(MO): $(PO)
	@mkdir -p $(@D)
	@echo "  MO $@"
	$(Q)msgcat --use-first -o $(B)/id.po $^
	$(Q)msgfmt --check-format -o $@ $(B)/id.po

# The assets are taken in by the assembler, which -MMD does not see.
$(O)/src/base/asset.o $(T)/src/base/asset.o: override CPPFLAGS += -DLOKET_MO='"$(B)/id.mo"'
$(O)/src/base/asset.o $(T)/src/base/asset.o: $(MO) $(ISO_CODES) $(wildcard data/*.csv data/*.map data/papers/*.layout)

$(ISO_CODES):
	@echo '$@ is missing. Run `./bootstrap build`, which installs it (package iso-codes).' >&2
	@false

# ---- Tests ----

$(O)/libloket.a: $(LIB_SRC:%.c=$(O)/%.o)
	@rm -f $@ && ar rcs $@ $^

$(T)/libloket.a: $(LIB_SRC:%.c=$(T)/%.o)
	@rm -f $@ && ar rcs $@ $^

# What tests share; a test takes from it only what it uses.
$(T)/libhelp.a: $(TEST_HELP:%.c=$(T)/%.o)
	@rm -f $@ && ar rcs $@ $^

$(TEST_BIN): $(T)/%: $(T)/%.o $(T)/libhelp.a $(T)/libloket.a
	@echo "  LD $@"
	$(Q)$(CC) $(SANITIZE) $(LDFLAGS) -o $@ $^ $(LDLIBS) $(TEST_LIBS)

$(T)/manual: $(T)/tests/tools/manual.o $(T)/libloket.a
	@echo "  LD $@"
	$(Q)$(CC) $(SANITIZE) $(LDFLAGS) -o $@ $^ $(LDLIBS)

# Fuzz targets: with seeds in every check, with libFuzzer and clang in `make fuzz RUNS=1000000`.
FUZZ := $(sort $(notdir $(wildcard tests/fuzz/seeds/*)))
RUNS := 1000000

$(FUZZ:%=$(T)/fuzz_%): $(T)/fuzz_%: $(T)/tests/fuzz/%.o $(T)/tests/fuzz/replay.o $(T)/libloket.a
	@echo "  LD $@"
	$(Q)$(CC) $(SANITIZE) $(LDFLAGS) -o $@ $^ $(LDLIBS)

$(FUZZ:%=$(B)/fuzz/%): $(B)/fuzz/%: tests/fuzz/%.c $(LIB_SRC) $(MO)
	@mkdir -p $(@D)
	@echo "  CLANG $@"
	$(Q)clang -std=c17 -g -O1 $(CPPFLAGS) -Itests/fuzz -DLOKET_MO='"$(MO)"' \
	  -fsanitize=fuzzer,address,undefined -fno-sanitize-recover=all \
	  -o $@ $< $(LIB_SRC) $(LDLIBS)

# What it finds beyond the seeds is kept in $(B)/fuzz/TARGET.found.
fuzz: $(FUZZ:%=$(B)/fuzz/%)
	for target in $(FUZZ); do \
	  mkdir -p $(B)/fuzz/$$target.found && \
	  $(B)/fuzz/$$target -runs=$(RUNS) -max_len=2048 -timeout=20 -rss_limit_mb=1024 -print_final_stats=1 \
	    -artifact_prefix=$(B)/fuzz/ $(B)/fuzz/$$target.found tests/fuzz/seeds/$$target || exit 1; \
	done

tests: $(TEST_BIN)

# Everything the tests need, built but not run.
check-build: $(TEST_BIN) $(PAPER_TEST_BIN) $(PROGRAM) $(PAPER) $(T)/loket $(T)/loket-paper $(FUZZ:%=$(T)/fuzz_%) $(T)/manual $(B)/id.po $(B)/desks

check: check-build
	@B=$(B) LOKET=$(abspath $(T)/loket) tests/run $(TEST_BIN) $(PAPER_TEST_BIN) tests/fuzz/test_seeds.sh $(TEST_SH) $(TOOL_CHECKS)

# LOKET_LONG asks the tests for their full size: minutes of desks, a million rows.
check-long:
	$(MAKE) check B=$(B)
	LOKET_LONG=1 LOKET_TEST_SECONDS=7200 $(MAKE) check B=$(B)/clang PROGRAM=$(B)/clang/loket CC=clang
	B=$(B) tests/desks/without
	$(MAKE) $(B)/million B=$(B)
	$(B)/million --check $(B)/million.db

# Desks on real mounts; LANLAB= names the laboratory (tests/lan/run).
check-lan: $(B)/desks $(PROGRAM)
	@B=$(B) LOKET=$(abspath $(PROGRAM)) tests/lan/run

$(B)/id.po: $(MO)

manual: $(T)/manual $(T)/tests/tui/test_guide
	$(T)/manual >man/loket-catalogue.7.new
	mv man/loket-catalogue.7.new man/loket-catalogue.7
	GUIDE=write $(T)/tests/tui/test_guide

# ---- Habits ----

LINT := lint-format lint-tidy lint-cppcheck lint-manual lint-shell lint-house
lint: $(LINT)

lint-format:
	@clang-format --dry-run -Werror $(C_FILES)

lint-tidy: $(MO)
	@printf '%s\n' -std=c17 -I$(CURDIR)/include -I$(CURDIR)/tests $(CPPFLAGS) $(PAPER_CFLAGS) \
	  -DLOKET_MO='"$(B)/id.mo"' >$(B)/compile_flags.txt
	@printf '%s\n' $(filter %.c,$(C_FILES)) | \
	  xargs -P 2 -n 4 clang-tidy --quiet --warnings-as-errors='*' -p $(B)

lint-cppcheck:
	cppcheck --quiet --std=c11 --error-exitcode=1 --inline-suppr --enable=warning,portability \
	  --suppress=missingIncludeSystem -Iinclude $(DEFINE) src

lint-manual:
	mandoc -T lint -W warning $(MAN) $(MAN_ID)

lint-shell:
	shellcheck $(SHELL_FILES)

lint-house: check-build
	B=$(B) tests/tools/layers
	B=$(B) tests/tools/messages --strict
	tests/tools/glossary
	B=$(B) PROGRAM=$(PROGRAM) tests/tools/externals

format:
	@clang-format -i $(C_FILES)

coverage:
	$(MAKE) tests B=$(B)/coverage SANITIZE='-O0 --coverage'
	B=$(B)/coverage tests/run $(TEST_SRC:%.c=$(B)/coverage/check/%)
	gcovr --root . --filter 'src/' --object-directory $(B)/coverage --print-summary \
	  --html-details $(B)/coverage/index.html

$(B)/pty: $(O)/tests/bench/pty.o
	@echo "  LD $@"
	$(Q)$(CC) $(LDFLAGS) -o $@ $^ -lvterm -lutil

$(addprefix $(B)/,million turns cost verify): $(B)/%: $(O)/tests/bench/%.o $(O)/libloket.a
	@echo "  LD $@"
	$(Q)$(CC) $(LDFLAGS) -o $@ $^ $(LDLIBS)

# One desk as a program of its own, for other hosts.
$(O)/tests/%.o: override CPPFLAGS += -Itests
$(B)/desks: $(patsubst %,$(O)/tests/%.o,$(addprefix desks/,main driver work sit watch judge log) store/faults) \
  $(O)/libloket.a
	@echo "  LD $@"
	$(Q)$(CC) $(LDFLAGS) -o $@ $^ $(LDLIBS)

# libcsv (libcsv-dev) is only measured against.
$(B)/read: $(O)/tests/bench/read.o $(O)/libloket.a
	@echo "  LD $@"
	$(Q)$(CC) $(LDFLAGS) -o $@ $^ $(LDLIBS) -lcsv

$(B)/timed: $(O)/tests/bench/timed.o
	@echo "  LD $@"
	$(Q)$(CC) $(LDFLAGS) -o $@ $^

bench: $(PROGRAM) $(addprefix $(B)/,pty million timed turns cost verify read)
	@B=$(B) LOKET=$(abspath $(PROGRAM)) tests/bench/run

# ---- Moving in and out ----

install: $(PROGRAM) $(PAPER)
	install -d $(DESTDIR)$(PREFIX)/bin
	install -m 755 $(PROGRAM) $(DESTDIR)$(PREFIX)/bin/loket
	install -d $(DESTDIR)$(PREFIX)/libexec/loket
	install -m 755 $(PAPER) $(DESTDIR)$(PREFIX)/libexec/loket/loket-paper
	for page in $(MAN); do \
	  folder=$(DESTDIR)$(PREFIX)/share/man/man$${page##*.}; \
	  install -d "$$folder" && install -m 644 "$$page" "$$folder" || exit 1; \
	done
	install -d $(DESTDIR)$(PREFIX)/share/man/id/man7
	install -m 644 $(MAN_ID) $(DESTDIR)$(PREFIX)/share/man/id/man7
	ln -sf ../id/man7/loket-guide.7 $(DESTDIR)$(PREFIX)/share/man/man7/loket-panduan.7

clean:
	rm -rf $(B) $(PROGRAM) $(PAPER)

dist-clean: clean
	rm -f man/*.new tags compile_commands.json

-include $(shell find $(B) -name '*.d' 2>/dev/null)
.FORCE:
.PHONY: .FORCE all tests check-build check check-long check-lan manual lint $(LINT) format coverage bench fuzz install \
  clean dist-clean
.DELETE_ON_ERROR:
.SECONDARY:
