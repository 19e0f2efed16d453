#!/usr/bin/env bash
# Resolves the ranges of pyproject.toml in a fresh environment and writes the exact versions to constraints.txt.
# Run it with the oldest Python that must work, which is Debian 12's 3.11.2 (PYTHON=/usr/bin/python3.11): a package may
# ask for a later patch release, and pip would then take a version that cannot be installed there.
set -euo pipefail
cd "$(dirname "$0")/.."

folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT

"${PYTHON:-python3}" -m venv "$folder/environment"
"$folder/environment/bin/python" -m pip install --quiet --disable-pip-version-check --editable '.[dev,redis]'
{
    echo "# Exact versions of every package, direct and indirect, also of the extras. Written by \`make constraints\`."
    "$folder/environment/bin/python" -m pip freeze --exclude-editable
} > "$folder/constraints.txt"
mv "$folder/constraints.txt" constraints.txt
echo "constraints.txt: $(grep -c == constraints.txt) packages" >&2
