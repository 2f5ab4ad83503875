#!/usr/bin/env bash
# The quick checks, the same for a hook and for a merge: style and form, types and import contracts.
# usage: .ci/check.sh [form|structure]   without a word both
set -euo pipefail
cd "$(dirname "$0")/.."
bin=.venv/bin
step() { printf '\n— %s\n' "$1"; shift; "$@"; }
if [ "${1:-form}" = form ]; then
  step '风格 ruff' "$bin/ruff" check --quiet .
  step '版式 ruff format' "$bin/ruff" format --quiet --check .
fi
if [ "${1:-structure}" = structure ]; then
  step '类型 mypy --strict' "$bin/mypy"
  step "依赖方向 import-linter" "$bin/lint-imports" --no-logo
fi
