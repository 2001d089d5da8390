# Builds loket. Targets: all check check-long lint format coverage bench install clean.
CC ?= gcc
PKG := ncursesw panelw sqlite3 libsodium libutf8proc inih jansson
VERSION := 0.1.0
WARN := -Wall -Wextra -Wpedantic -Werror
CPPFLAGS += -Iinclude -D_XOPEN_SOURCE=700 -D_DEFAULT_SOURCE -DNCURSES_WIDECHAR=1 \
  -DLOKET_VERSION='"$(VERSION)"' $(filter -I%,$(shell pkg-config --cflags $(PKG)))
LDLIBS += $(shell pkg-config --libs $(PKG)) -lcsv -lpthread
BASE_CFLAGS := -std=c17 -g $(WARN) $(CFLAGS)
B := build
PROGRAM := loket
# Rooms to build, lowest first; a subset builds the tests of a half-moved house.
ROOMS := base catalogue records identity store exchange actions tui cli
O := $(B)/release
T := $(B)/check
RELEASE := -O2 -D_FORTIFY_SOURCE=2
SANITIZE := -O1 -fno-omit-frame-pointer -fsanitize=address,undefined -fno-sanitize-recover=all
LIB_SRC := $(foreach r,$(ROOMS),$(sort $(wildcard src/$(r)/*.c)))
SRC := src/main.c $(LIB_SRC)
TEST_SRC := $(foreach r,$(ROOMS),$(sort $(wildcard tests/$(r)/test_*.c)))
TEST_HELP := $(filter-out $(TEST_SRC),$(foreach r,$(ROOMS),$(sort $(wildcard tests/$(r)/*.c))))
TEST_BIN := $(TEST_SRC:%.c=$(T)/%)
PO := $(sort $(wildcard data/po/*.po))
MO := $(B)/id.mo

all: $(PROGRAM)

$(PROGRAM): $(SRC:%.c=$(O)/%.o)
	$(CC) $(LDFLAGS) -o $@ $^ $(LDLIBS)

$(O)/%.o: %.c
	@mkdir -p $(@D)
	$(CC) $(CPPFLAGS) $(BASE_CFLAGS) $(RELEASE) -MMD -MP -c -o $@ $<

$(T)/%.o: %.c
	@mkdir -p $(@D)
	$(CC) $(CPPFLAGS) -Itests $(BASE_CFLAGS) $(SANITIZE) -MMD -MP -c -o $@ $<

$(MO): $(PO)
	@mkdir -p $(@D)
	msgcat --use-first -o $(B)/id.po $^
	msgfmt --check-format -o $@ $(B)/id.po

# The assets are taken in by the assembler, which -MMD does not see.
ASSET_O := $(O)/src/base/asset.o $(T)/src/base/asset.o
$(ASSET_O): CPPFLAGS += -DLOKET_MO='"$(MO)"'
$(ASSET_O): $(MO) $(wildcard data/*.csv)

$(T)/libloket.a: $(LIB_SRC:%.c=$(T)/%.o)
	rm -f $@ && ar rcs $@ $^

$(TEST_BIN): $(T)/%: $(T)/%.o $(TEST_HELP:%.c=$(T)/%.o) $(T)/libloket.a
	$(CC) $(SANITIZE) $(LDFLAGS) -o $@ $^ $(LDLIBS) -lcmocka -lvterm

tests: $(TEST_BIN)

check: tests $(PROGRAM)
	tests/run $(TEST_BIN)

clean:
	rm -rf $(B) $(PROGRAM)

-include $(shell find $(B) -name '*.d' 2>/dev/null)
.PHONY: all tests check clean
.SECONDARY:
