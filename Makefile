# make            build/mtl, the runnable distribution
# make demo       builds, then runs the main job on embedded real data
# make test       all tests; make test-long adds those that take minutes
# make dl4j       the engine for images and GPUs into build/mtl/engines; make dist both archives
# make help       all targets

MVN ?= mvn
MVNFLAGS ?=
PREFIX ?= /usr/local
DESTDIR ?=

dist := build/mtl
maven := $(MVN) -B -ntp $(MVNFLAGS)
home := $(CURDIR)/$(dist)

version = $(shell sed -n 's|^  <version>\(.*\)</version>|\1|p' pom.xml)

sources := $(shell find lib cli -name target -prune -o -path lib/dl4j -prune -o -type f -path '*/src/main/*' -print | LC_ALL=C sort)
dl4j_sources := lib/dl4j/pom.xml $(shell find lib/dl4j/src -type f -print | LC_ALL=C sort)
poms := pom.xml lib/pom.xml lib/core/pom.xml cli/pom.xml
pages := $(sort $(wildcard man/*.[157]) $(wildcard completions/*))
manual := $(sort $(wildcard man/*.md)) $(shell find cli/src/test/java/org/mtl/cli/manual -name '*.java' | LC_ALL=C sort)

.PHONY: all help html dl4j archive dist deb test-packages test test-dl4j test-long bench bench-jmh bench-processes experiments demo cases-accept man install uninstall clean FORCE
.DELETE_ON_ERROR:

all: build/made

help:
	@echo 'all (default)    build/mtl, the runnable distribution'
	@echo 'dl4j             the engine for images and GPUs, into build/mtl/engines/dl4j; CUDA=1 for GPUs'
	@echo 'archive          build/mtl-VERSION.tar.gz; dist makes that of the engine too, and says their sizes'
	@echo 'deb              build/mtl_VERSION_ARCHITECTURE.deb'
	@echo 'demo             builds, then runs the main job on embedded real data'
	@echo 'test             all tests but the long ones'
	@echo 'test-packages    builds archive and package twice, compares them; installs, upgrades, uninstalls'
	@echo 'test-dl4j        the tests of that engine'
	@echo 'test-long        all tests'
	@echo 'bench            benchmarks, JMH and runs of the whole program; BENCH=PATTERN, BENCH=processes choose'
	@echo 'experiments      repeats the experiments that the README reports; DATA, EXPERIMENT, SCALE'
	@echo 'cases-accept     rewrites the golden cases from what mtl prints now; review the diff'
	@echo 'man              rewrites man/ and completions/ from the command model and the Markdown in man/'
	@echo 'html             build/html, the manual for browsers; archive, deb and install have it too'
	@echo 'install          to $$(DESTDIR)$$(PREFIX), $(PREFIX) by default; uninstall takes it away'
	@echo 'clean            removes what was built'

# The list of sources changes when one is added or removed, which times alone would not show. What was compiled from
# a removed one must not stay in a jar.
build/sources: FORCE
	@mkdir -p build
	@echo '$(sources) $(pages)' | cmp -s - $@ || { \
	    rm -rf lib/*/target/classes cli/target/classes && echo '$(sources) $(pages)' >$@; }

# The distribution is put together aside and moved into place, so that build/mtl is never half of one.
build/made: build/sources $(sources) $(poms) $(pages) Makefile
	rm -rf cli/target/dist build/mtl.new
	$(maven) -q package -Dmaven.test.skip=true </dev/null
	mkdir -p build/mtl.new/lib build/mtl.new/natives
	cp -R cli/src/main/dist/. build/mtl.new/
	cp -p cli/target/dist/lib/*.jar cli/target/mtl-cli-*.jar build/mtl.new/lib/
	cp -p cli/target/dist/natives/* build/mtl.new/natives/
	# JavaCPP looks for the BLAS-only build under this name; it is the same library.
	cd build/mtl.new/natives && ln -s libopenblas.so.0 libopenblas_nolapack.so.0
	cd build/mtl.new/share && mkdir -p man/man1 man/man5 man/man7 bash-completion/completions zsh/site-functions
	cp man/*.1 build/mtl.new/share/man/man1/
	cp man/*.5 build/mtl.new/share/man/man5/
	cp man/*.7 build/mtl.new/share/man/man7/
	cp completions/mtl.bash build/mtl.new/share/bash-completion/completions/mtl
	cp completions/_mtl build/mtl.new/share/zsh/site-functions/
	rm -rf $(dist)
	mv build/mtl.new $(dist)
	$(dist)/share/mtl/make-archive
	@touch $@

# The engine, with its libraries unpacked as the class loader of its own takes them. CUDA itself comes from the machine.
CUDA ?=
comma := ,
engine := build/dl4j$(if $(CUDA),-cuda)
$(engine)/made: build/made $(dl4j_sources)
	rm -rf lib/dl4j/target $(engine)
	$(maven) -q -Pdl4j$(if $(CUDA),$(comma)cuda -Djavacpp.platform=linux-x86_64) -pl lib/core,lib/dl4j package \
	    -Dmaven.test.skip=true </dev/null
	mkdir -p $(engine)
	mv lib/dl4j/target/engine $(engine)/dl4j
	cp -p lib/dl4j/target/mtl-dl4j-*.jar $(engine)/dl4j/
	@touch $@

dl4j: $(engine)/made
	rm -rf $(dist)/engines
	mkdir -p $(dist)/engines
	cp -Rpl $(engine)/dl4j $(dist)/engines/ 2>/dev/null || cp -Rp $(engine)/dl4j $(dist)/engines/

# What is unpacked over each other: mtl-VERSION/…, and in it engines/dl4j. Equal sources give equal bytes with GNU tar,
# whatever the folder, the user, the umask, the locale or the time.
date := $(shell sed -n 's|.*<release.date>\(.*\)</.*|\1|p' pom.xml)
archive = LC_ALL=C tar --sort=name --owner=0 --group=0 --numeric-owner --mode=a+rX,u+w,go-w --format=gnu --mtime='$(date) 00:00Z' \
    --transform='s|^\./|mtl-$(version)/$(1)|S' -cf - -C
engine_archive = mtl-dl4j$(if $(CUDA),-cuda)-$(version).tar.gz
core_archive = mtl-$(version).tar.gz

archive: build/made html
	mkdir -p $(dist)/share/doc/mtl
	rm -rf $(dist)/share/doc/mtl/html
	cp -R build/html $(dist)/share/doc/mtl/
	$(call archive) $(dist) --exclude=./engines --exclude='./lib/mtl.jsa*' ./README ./bin ./lib ./natives ./share \
	    | gzip -9n >build/$(core_archive)

dist: archive $(engine)/made
	$(call archive,engines/) $(engine) ./dl4j | gzip -9n >build/$(engine_archive)
	@cd build && ls -l $(core_archive) $(engine_archive) | awk '{ printf "%s %.1f MB\n", $$NF, $$5 / 1e6 }'

# The package is what make install makes of the build, without the class-data archive, which its post-install step writes.
architecture := $(if $(filter aarch64,$(shell uname -m)),arm64,amd64)
package = mtl_$(version)_$(architecture).deb
# Whoever gives the package to others sets this; a name under .invalid belongs to nobody (RFC 2606).
MAINTAINER ?= mtl built from source <nobody@mtl.invalid>
deb: build/made
	rm -rf build/deb
	$(MAKE) -s install DESTDIR='$(CURDIR)/build/deb' PREFIX=/usr
	rm -rf build/deb/usr/lib/mtl/engines
	gzip -9n build/deb/usr/share/man/man*/*
	mkdir -p build/deb/DEBIAN
	sed -e 's/@VERSION@/$(version)/' -e 's/@ARCHITECTURE@/$(architecture)/' -e 's|@MAINTAINER@|$(MAINTAINER)|' \
	    -e "s/@SIZE@/$$(du -sk --apparent-size build/deb/usr | cut -f1)/" cli/src/main/deb/control >build/deb/DEBIAN/control
	cp cli/src/main/deb/postinst cli/src/main/deb/prerm build/deb/DEBIAN/
	cd build/deb && find usr -type f -print0 | LC_ALL=C sort -z | xargs -0 md5sum >DEBIAN/md5sums
	chmod -R a+rX,u+w,go-w build/deb
	SOURCE_DATE_EPOCH=$$(date -ud '$(date)' +%s) dpkg-deb --root-owner-group -Zxz --build build/deb build/$(package) >/dev/null
	@ls -l build/$(package) | awk '{ printf "%s %.1f MB\n", $$NF, $$5 / 1e6 }'

# As a stranger would, in folders of its own; as root, the package is installed too, in a root folder of its own.
test-packages:
	test-data/packages/check.sh

demo: all
	test-data/demo/run.sh $(dist)/bin/mtl

# DATA=FOLDER has the shared data sets; EXPERIMENT=NAME runs one, EXPERIMENT=report none; SCALE=full takes every seed and row. At the end
# build/experiments/report.html has the papers' numbers beside ours.
experiments: all
	DATA='$(DATA)' SCALE='$(or $(SCALE),small)' RESULTS=build/experiments \
	    test-data/experiments/run.sh $(dist)/bin/mtl $(EXPERIMENT)

# Tests of the command line run the real launcher, hence the distribution first.
test: all
	$(maven) test '-Dmtl.home=$(home)' </dev/null

# The engine's tests as it is installed; they fetch it first, 130 MB, which is why make test has none of them.
test-dl4j: dl4j
	$(maven) test '-Dmtl.home=$(home)' '-Dmtl.engines=$(home)/engines' -Dgroups=dl4j -DexcludedGroups=none </dev/null

test-long: all
	$(maven) test '-Dmtl.home=$(home)' -DexcludedGroups=dl4j </dev/null
	$(MAKE) test-dl4j

cases-accept: all
	$(maven) test '-Dmtl.home=$(home)' -Dmtl.cases.accept=true \
	    -Dtest=GoldenCasesTest -Dsurefire.failIfNoSpecifiedTests=false </dev/null

# BENCH=PATTERN takes the JMH benchmarks that it matches, with options of JMH where some follow it, BENCH=processes the runs of
# the whole program alone, of which ONLY=PATTERN takes some.
BENCH ?=
ONLY ?=
bench: $(if $(filter processes,$(BENCH)),,bench-jmh) $(if $(filter-out processes,$(BENCH)),,bench-processes)

bench-jmh:
	$(maven) -q -Pbench test -pl lib/core -am -DskipTests '-Dbench.pattern=$(or $(BENCH),.*)' </dev/null

bench-processes: all
	test-data/benchmarks/processes.sh $(dist)/bin/mtl build/benchmarks '$(ONLY)'

# The tests that compare the pages with the command model and the Markdown also write them; Asciidoctor makes roff of AsciiDoc.
man:
	rm -rf cli/target/man
	$(maven) -q -Pman test -Dmtl.man.accept=true \
	    -Dtest='DocumentationTest,ManualTest#roffIsWhatTheMarkdownSays' -Dsurefire.failIfNoSpecifiedTests=false </dev/null
	cp cli/target/man/*.1 man/

# So does the test of the HTML.
html: build/html.made
build/html.made: build/sources $(sources) $(manual) Makefile
	rm -rf build/html build/html.new
	$(maven) -q test '-Dmtl.manual.html=$(CURDIR)/build/html.new' \
	    -Dtest='ManualTest#htmlIsSoundAndNeedsNothing' -Dsurefire.failIfNoSpecifiedTests=false </dev/null
	mv build/html.new build/html
	@touch $@

to := $(DESTDIR)$(PREFIX)

# The class-data archive is made at its final place; under DESTDIR the package's post-install step calls make-archive.
install: all html
	rm -rf '$(to)/lib/mtl' '$(to)/share/doc/mtl/html'
	mkdir -p '$(to)/bin' '$(to)/lib/mtl/share' '$(to)/share/doc/mtl'
	cp -R build/html '$(to)/share/doc/mtl/'
	cp -R $(dist)/bin $(dist)/lib $(dist)/natives $(wildcard $(dist)/engines) '$(to)/lib/mtl/'
	cp -R $(dist)/share/mtl '$(to)/lib/mtl/share/'
	cp -R $(dist)/share/man $(dist)/share/bash-completion $(dist)/share/zsh '$(to)/share/'
	rm -f '$(to)/lib/mtl/lib/mtl.jsa' '$(to)/lib/mtl/lib/mtl.jsa.jdk'
	ln -sf ../lib/mtl/bin/mtl '$(to)/bin/mtl'
	test -n '$(DESTDIR)' || '$(to)/lib/mtl/share/mtl/make-archive'

uninstall:
	rm -rf '$(to)/lib/mtl'
	rm -rf '$(to)/share/doc/mtl'
	rm -f '$(to)/bin/mtl' '$(to)/share/man/man1/mtl.1' '$(to)'/share/man/man[157]/mtl-*.[157] \
	    '$(to)/share/bash-completion/completions/mtl' '$(to)/share/zsh/site-functions/_mtl'

# Not mvn clean: a clean tree should need no Maven, and no network.
clean:
	rm -rf build cli/target lib/target lib/*/target target
