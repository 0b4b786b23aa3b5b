# The portal's commands; `make help` lists them. Every step is stamped and does nothing twice.
ifndef PYTHON
PYTHON := $(shell for p in python3 python3.13 python3.12 python3.11; do $$p -c 'import sys; sys.exit(not (3, 11) <= sys.version_info[:2] < (3, 14))' 2>/dev/null && echo $$p && break; done)
endif
V := .venv
RUN := $(V)/bin/python
INSTALL = $(or $(PYTHON),$(error 需要 Python 3.11、3.12 或 3.13)) -m config.install
# Whatever the stamps say, an environment whose Python was removed is made anew.
ANEW := $(shell test -x $(RUN) || echo python-has-gone)
ARGS ?=
PORT ?= 8000

export PORT
unexport FONTCONFIG_FILE

.DEFAULT_GOAL := help
.PHONY: help run release rehearse audit-packages test test-days nightly check format bench bench-pages bench-deadlines bench-backlog bench-audit bench-confidentiality bench-migrations bench-papers bench-start soak rooms reset lock browser coverage coverage-figures diagram pictures schema check-format check-rules check-types check-rooms check-templates check-tables check-server python-has-gone

help: ## 列出命令
	@grep -hE '^[a-z-]+:.*##' $(MAKEFILE_LIST) | sed -E 's/:.*## /\t/' | expand -t 14

run: $(V)/local ## 启动演示门户（PORT=8000），Ctrl-C 停止
	@set -e; e=$$($(RUN) -m config.typesetting); exec env $$e PORTAL_MODE=demo $(RUN) manage.py portal

test: $(V)/dev browser ## 运行测试；一部分：make test ARGS=tests/workflow
	@$(RUN) -m config.assets
	@set -e; e=$$($(RUN) -m config.typesetting); env $$e $(RUN) -m pytest $(if $(findstring -n,$(ARGS)),,-n 2 --dist loadgroup) $(ARGS)

test-days: $(V)/dev ## 在年末、节前、调休、闰日等十几天各跑一遍与日期有关的测试
	@$(RUN) -m config.assets
	@set -e; e=$$($(RUN) -m config.typesetting); env $$e $(RUN) -m tests.days $(ARGS)

nightly: $(V)/dev ## 每晚：以新的随机数据跑性质测试和闯入者（失败时打印复现码），谁看到什么逐个地址逐个岗位问一遍，每页两种宽度走一遍，再跑 test-days
	@failed=0; e=$$($(RUN) -m config.typesetting) || exit 1; \
	 env $$e $(RUN) -m pytest -m hypothesis --hypothesis-profile nightly || failed=1; \
	 env $$e PORTAL_LOOKS=1 $(RUN) -m pytest -n 0 tests/workflow/test_histories.py || failed=1; \
	 env $$e PORTAL_LEAKS=all $(RUN) -m pytest -n 0 tests/leaks/test_leaks.py || failed=1; \
	 env $$e PORTAL_ALBUM=all $(RUN) -m pytest -n 0 tests/papers/test_golden.py || failed=1; \
	 env $$e PORTAL_KILLS=12 $(RUN) -m pytest -n 0 tests/faults/test_random_kills.py || failed=1; \
	 env $$e PORTAL_WIDTHS=all $(RUN) -m pytest -n 0 tests/browser/test_keyboard.py tests/browser/test_every_page.py || failed=1; \
	 $(MAKE) test-days || failed=1; \
	 exit $$failed

check: check-format check-rules check-types check-rooms check-templates check-tables check-server ## 全部检查

check-format: $(V)/dev
	$(RUN) -m ruff format --check .

HOUSE := config confidentiality web departments deadlines disputes papers workflow reports

check-rules: $(V)/dev
	$(RUN) -m ruff check .
	$(RUN) -m bandit -q -c pyproject.toml -r $(HOUSE)

# Asks a register of known weaknesses outside, so it is no part of `make check`.
audit-packages: $(V)/dev ## 依赖里有没有已公布的漏洞（要联网；每次发布前、每月一次，见 docs/security.md）
	$(RUN) -m pip_audit --disable-pip --require-hashes -r requirements.lock
	$(RUN) -m pip_audit --disable-pip --require-hashes -r requirements-dev.lock

check-types: $(V)/dev
	$(RUN) -m mypy

check-rooms: $(V)/dev
	$(V)/bin/lint-imports --no-logo
	$(RUN) -m tests.rooms.drawing --check

# Lint only: djlint's own line breaks would change how inline parts look.
check-templates: $(V)/dev
	$(V)/bin/djlint templates --lint --quiet

check-tables: $(V)/dev
	$(RUN) manage.py makemigrations --check --dry-run
	$(RUN) manage.py draw_procedure --check

check-server: $(V)/dev
	$(RUN) -m config.deployment

format: $(V)/dev ## 按规则排版
	$(RUN) -m ruff check --fix .
	$(RUN) -m ruff format .

diagram: $(V)/dev ## 由流程表重画 docs/procedure.md，由导入约定重画 docs/architecture.md
	$(RUN) manage.py draw_procedure
	$(RUN) -m tests.rooms.drawing

pictures: $(V)/dev browser ## 由测试重拍手册截图 docs/manual/pictures 和文书样张 docs/manual/papers
	@set -e; e=$$($(RUN) -m config.typesetting); env $$e PORTAL_PICTURES=docs/manual/pictures $(RUN) -m pytest tests/browser/test_every_page.py
	$(RUN) -m tests.browser.album
	@set -e; e=$$($(RUN) -m config.typesetting); env $$e $(RUN) -m tests.papers.album

schema: $(V)/dev ## 由代码重写接口说明 docs/api-schema.yml（测试会比对）
	$(RUN) manage.py spectacular --validate --file docs/api-schema.yml

# The rooms with rules, a line each; each must reach 95 by itself (files of one room: commas).
RULES := deadlines/* papers/* workflow/procedure/* workflow/clocks/* $(wildcard workflow/*/actions.py)

# Journeys, faults, upgrades, rehearsals and measurements drive the portal from outside, in processes
# that nobody measures; the figures of the house and the leaks walk the same pages once more.
UNMEASURED := browser faults upgrade rehearsal bench rooms leaks
# What a whole run reached, in per cent: it is raised, never lowered.
REACHED ?= 0

# A part at a time: make coverage ARGS=tests/deadlines, then make coverage ARGS=tests/papers KEEP=1.
coverage: $(V)/dev ## 覆盖率（分支和模板；有规则的模块各不低于 95%；一部分：ARGS=tests/deadlines，累加：KEEP=1）
	@$(RUN) -m config.assets
	@$(if $(KEEP),,$(RUN) -m coverage erase)
	@set -e; e=$$($(RUN) -m config.typesetting); env $$e $(RUN) -m coverage run -m pytest $(if $(findstring -n,$(ARGS)),,-n 2 --dist loadgroup) $(UNMEASURED:%=--ignore=tests/%) $(ARGS)
	@$(RUN) -m coverage combine -q --append
	@$(MAKE) --no-print-directory coverage-figures

# Every figure is shown before any of them fails.
coverage-figures:
	@$(RUN) -m coverage report --fail-under=$(REACHED); low=$$?; set -f; \
	 for room in $(RULES); do \
	   printf '%s\t' "$$room"; $(RUN) -m coverage report --include="$$room" --format=total --precision=1 --fail-under=95 || low=1; \
	 done; exit $$low

bench: bench-pages ## 性能测量，写入 docs/performance.md；百万件：make bench ARGS="--disputes 1000000"；期限：make bench-deadlines；文书积压：make bench-backlog；文书和信息包：make bench-papers；审计留痕：make bench-audit；保密：make bench-confidentiality；升级：make bench-migrations；再次启动：make bench-start

bench-pages: $(V)/local
	$(RUN) -m tests.bench $(ARGS)

bench-deadlines: $(V)/local
	$(RUN) -m tests.bench.deadlines $(ARGS)

bench-backlog: $(V)/local
	$(RUN) -m tests.bench.backlog $(ARGS)

bench-audit: $(V)/local
	$(RUN) -m tests.bench.audit $(ARGS)

bench-confidentiality: $(V)/local
	$(RUN) -m tests.bench.confidentiality $(ARGS)

bench-papers: $(V)/local
	@set -e; e=$$($(RUN) -m config.typesetting); env $$e $(RUN) -m tests.bench.papers $(ARGS)

bench-start: $(V)/local
	$(RUN) -m tests.bench.start $(ARGS)

bench-migrations: $(V)/local
	$(RUN) -m tests.upgrade.grown $(ARGS)

soak: $(V)/dev ## 期限经得起 200 次随机 kill -9（KILLS=…）、Valkey 停 10 分钟；三个人和一个用 psql 的闯入者走 20 万步
	PORTAL_SOAK=1 PORTAL_KILLS=$(or $(KILLS),200) PORTAL_AWAY=$(or $(AWAY),600) $(RUN) -m pytest -n 0 tests/faults/test_random_kills.py tests/faults/test_broker_away.py $(ARGS)
	@set -e; e=$$($(RUN) -m config.typesetting); env $$e PORTAL_SOAK=1 $(RUN) -m pytest -n 0 tests/leaks/test_intruder_at_random.py $(ARGS)

release: $(V)/local ## 做出服务器用的发布包 var/release/portal.tar.gz（代码、样式、图标、字体）
	@$(RUN) -m config.release $(ARGS)

rehearse: $(V)/dev ## 在一个新的 Debian 里照 docs/operations/start.md 装一遍、走到一份文书（要 root、debootstrap；不在 CI 里）
	@set -e; e=$$($(RUN) -m config.typesetting); env $$e $(RUN) -m tests.rehearsal

rooms: $(V)/dev ## 打印代码结构的指标（房间、层数、箭头、一次点击经过的文件）
	@$(RUN) -m config.assets
	@$(RUN) -m pytest tests/rooms -n 0 -s -q $(ARGS)

reset: ## 清空演示数据（先问）
	@$(or $(wildcard $(RUN)),$(PYTHON)) -m config.reset

lock: ## 重新解析依赖并写锁
	@$(INSTALL) lock

browser:
	@$(RUN) -m config.chromium

# A development environment serves `make run` as well, so one never replaces the other.
$(V)/local: requirements.lock requirements-local.lock $(ANEW)
	@$(INSTALL) local

$(V)/dev: requirements-dev.lock $(ANEW)
	@$(INSTALL) dev

python-has-gone:
