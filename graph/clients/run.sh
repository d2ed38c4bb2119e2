#!/usr/bin/env bash
# Builds and runs real GraphQL clients against a server over the sample city: Apollo Client, urql with
# its normalised cache, graphql-ws, graphql-sse, Relay's compiler, graphql-codegen, gql.tada, genqlient,
# ariadne-codegen, gql, sgqlc, graphql-eslint, GraphQL Inspector. Needs Go, Node 20 and Python 3; installs the rest.
# With --release the schema becomes the released one (released.graphql), against which breaks are listed.
set -euo pipefail
cd "$(dirname "$0")"
work=$(mktemp -d)
export PYTHONDONTWRITEBYTECODE=1
server=
trap '[ -z "$server" ] || kill "$server" 2>/dev/null || true; wait 2>/dev/null || true; rm -rf "$work"' EXIT

npm ci --silent
python3 -m venv "$work/venv"
"$work/venv/bin/pip" install -q --disable-pip-version-check ariadne-codegen==0.19.0 'gql[requests]==4.0.0' sgqlc==18

(cd ../.. && go build -o "$work/jianfu" ./cmd/jianfu)
"$work/jianfu" load --warehouse "$work/city.duckdb" ../../testdata/yunzhou >"$work/load" 2>&1 || { cat "$work/load"; exit 1; }
mkfifo "$work/said"
LANG=en "$work/jianfu" serve --warehouse "$work/city.duckdb" --listen 127.0.0.1:0 --log-level warn >"$work/said" &
server=$!
read -r line <"$work/said" # the server says where it listens
JIANFU_URL=$(sed -E 's|.*(http://[^/ ]+)/.*|\1/graphql|' <<<"$line")
export JIANFU_URL

status=0
step() { # a name, and what to run; a failure lets the others run
    echo "-- $1"
    shift
    "$@" || { echo "failed: $*"; status=1; }
}
rm -rf out
mkdir -p out/relay out/schema
cp ../schema/*.graphqls out/schema/
step "the schema, and what it breaks of the released one" node schema.mjs "$@"
step "graphql-eslint" node_modules/.bin/eslint out/schema operations
step "graphql-codegen: client preset, typescript-graphql-request, typescript-urql-graphcache" node_modules/.bin/graphql-codegen --config codegen.mjs --silent
step "gql.tada" node_modules/.bin/gql.tada generate-output -c tsconfig.tada.json
step "types" node_modules/.bin/tsc -p tsconfig.json
step "Relay's compiler" node_modules/.bin/relay-compiler relay.config.json
step "Apollo Client, urql, graphql-ws, graphql-sse, the recipes" node --test --test-concurrency=1 --test-reporter=spec tests/*.test.mjs

genqlient() {
    cp -r genqlient "$work/genqlient"
    cp go.mod go.sum out/schema.graphql operations/figures.graphql "$work/genqlient"
    (cd "$work/genqlient" && go run github.com/Khan/genqlient && go run .)
}
step "genqlient" genqlient

ariadne() {
    cp -r ariadne "$work/ariadne"
    cp out/schema.graphql operations/figures.graphql "$work/ariadne"
    (cd "$work/ariadne" && "$work/venv/bin/ariadne-codegen" >"$work/generated" && "$work/venv/bin/python" ask.py) || { cat "$work/generated"; return 1; }
}
step "ariadne-codegen" ariadne

python() {
    cp -r python "$work/python"
    cp operations/figures.graphql "$work/python"
    (cd "$work/python" && "$work/venv/bin/python" -m sgqlc.introspection "$JIANFU_URL" schema.json &&
        "$work/venv/bin/sgqlc-codegen" schema --schema-name schema schema.json schema_types.py && "$work/venv/bin/python" ask.py)
}
step "gql, sgqlc" python
exit $status
