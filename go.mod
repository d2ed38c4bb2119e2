module jianfu

go 1.26.0

require (
	github.com/99designs/gqlgen v0.17.98 // the GraphQL server: typed resolvers from the schema
	github.com/alexedwards/argon2id v1.0.0 // hashes of passwords, with their parameters
	github.com/andybalholm/brotli v1.3.0 // Brotli for answers: maintained, and gzhttp has only gzip and zstd
	github.com/coreos/go-oidc/v3 v3.21.0 // logging in at an OpenID Connect provider: its keys, and its tokens checked
	github.com/duckdb/duckdb-go/v2 v2.10506.0 // the warehouse. Pinned to DuckDB 1.5 LTS: v2.20000.0 needs libraries that cannot be had here, and the old path marcboeker/go-duckdb ends at 1.4
	github.com/emersion/go-sasl v0.0.0-20241020182733-b788ff22d5a6 // logging in at the mail server of the tests
	github.com/emersion/go-smtp v0.26.0 // the mail server of the tests
	github.com/goccy/go-yaml v1.19.2 // contracts, catalogue and settings, strict and with line numbers
	github.com/gofrs/flock v0.13.1 // the lock file beside the warehouse, and in folders of conversions
	github.com/gorilla/websocket v1.5.3 // subscriptions over WebSocket
	github.com/jackc/pgx/v5 v5.12.0 // the messages and the types of the PostgreSQL wire; the client that tests it
	github.com/klauspost/compress v1.20.1 // inflating workbooks, faster than the standard library
	github.com/mattn/go-runewidth v0.0.31 // tables whose Chinese columns line up
	github.com/mattn/go-sqlite3 v1.14.53 // the accounts' own file: `jianfu user` works while a server runs. Two lines of go.sum; compiled once, in 40 s
	github.com/prometheus/client_golang v1.25.0 // /metrics
	github.com/richardlehane/mscfb v1.0.9 // the stored results of formulas in .xls, which LibreOffice recalculates; excelize uses it, too
	github.com/rogpeppe/go-internal v1.16.0 // testscript: the command line tested as it is typed
	github.com/rs/cors v1.11.1 // cross-origin requests, closed unless listed
	github.com/spf13/cobra v1.10.2 // commands, help, and completion for four shells
	github.com/spf13/pflag v1.0.9 // flags of cobra, for texts in two languages
	github.com/vbauerster/mpb/v8 v8.9.3 // the progress bar
	github.com/vektah/gqlparser/v2 v2.5.64 // parsing and checking GraphQL documents
	github.com/wneessen/go-mail v0.8.1 // mails: SMTP with TLS, and messages in Chinese
	github.com/xdg-go/scram v1.4.0 // logging in at the PostgreSQL wire
	github.com/xuri/excelize/v2 v2.11.1 // writing blank forms; the oracle that the reader is tested against
	golang.org/x/oauth2 v0.38.0 // the code flow with PKCE; go-oidc works on its tokens
	golang.org/x/term v0.47.0 // whether stderr is a terminal
	golang.org/x/text v0.43.0 // GB18030 and Unicode normal forms
	golang.org/x/time v0.14.0 // what a caller may ask over time
	pgregory.net/rapid v1.3.0 // property tests
)

require (
	github.com/apache/arrow-go/v18 v18.5.1 // answers as Arrow streams and Parquet
	github.com/landlock-lsm/go-landlock v0.11.0 // what a worker of free SQL may open
	github.com/peterh/liner v1.2.3 // editing lines in jianfu sql: small, maintained, and knows the width of Chinese
	golang.org/x/sys v0.49.0 // limits of a worker process
)

require (
	github.com/VividCortex/ewma v1.2.0 // indirect
	github.com/acarl005/stripansi v0.0.0-20180116102854-5a71ef0e047d // indirect
	github.com/agnivade/levenshtein v1.2.2 // indirect
	github.com/apache/thrift v0.22.0 // indirect
	github.com/beorn7/perks v1.0.1 // indirect
	github.com/cespare/xxhash/v2 v2.3.0 // indirect
	github.com/clipperhouse/uax29/v2 v2.7.0 // indirect
	github.com/duckdb/duckdb-go-bindings v0.10506.0 // indirect
	github.com/duckdb/duckdb-go-bindings/lib/darwin-amd64 v0.10506.0 // indirect
	github.com/duckdb/duckdb-go-bindings/lib/darwin-arm64 v0.10506.0 // indirect
	github.com/duckdb/duckdb-go-bindings/lib/linux-amd64 v0.10506.0 // indirect
	github.com/duckdb/duckdb-go-bindings/lib/linux-arm64 v0.10506.0 // indirect
	github.com/duckdb/duckdb-go-bindings/lib/windows-amd64 v0.10506.0 // indirect
	github.com/go-jose/go-jose/v4 v4.1.4 // indirect
	github.com/go-viper/mapstructure/v2 v2.5.0 // indirect
	github.com/goccy/go-json v0.10.5 // indirect
	github.com/golang/snappy v1.0.0 // indirect
	github.com/google/flatbuffers v25.12.19+incompatible // indirect
	github.com/google/uuid v1.6.0 // indirect
	github.com/inconshreveable/mousetrap v1.1.0 // indirect
	github.com/jackc/pgpassfile v1.0.0 // indirect
	github.com/jackc/pgservicefile v0.0.0-20240606120523-5a60cdf6a761 // indirect
	github.com/klauspost/asmfmt v1.3.2 // indirect
	github.com/klauspost/cpuid/v2 v2.3.0 // indirect
	github.com/minio/asm2plan9s v0.0.0-20200509001527-cdd76441f9d8 // indirect
	github.com/minio/c2goasm v0.0.0-20190812172519-36a3d3bbc4f3 // indirect
	github.com/munnerz/goautoneg v0.0.0-20191010083416-a7dc8b61c822 // indirect
	github.com/pierrec/lz4/v4 v4.1.25 // indirect
	github.com/prometheus/client_model v0.6.3 // indirect
	github.com/prometheus/common v0.72.0 // indirect
	github.com/prometheus/procfs v0.22.0 // indirect
	github.com/richardlehane/msoleps v1.0.6 // indirect
	github.com/rivo/uniseg v0.4.7 // indirect
	github.com/sosodev/duration v1.4.0 // indirect
	github.com/tiendc/go-deepcopy v1.7.2 // indirect
	github.com/urfave/cli/v3 v3.14.0 // indirect
	github.com/xdg-go/stringprep v1.0.4 // indirect
	github.com/xuri/efp v0.0.3-0.20260924042702-217b81952dec // indirect
	github.com/xuri/nfp v0.0.2-0.20250530014748-2ddeb826f9a9 // indirect
	github.com/zeebo/xxh3 v1.1.0 // indirect
	golang.org/x/crypto v0.58.0 // indirect
	golang.org/x/exp v0.0.0-20260112195511-716be5621a96 // indirect
	golang.org/x/mod v0.42.0 // indirect
	golang.org/x/net v0.62.0 // indirect
	golang.org/x/sync v0.24.0 // indirect
	golang.org/x/telemetry v0.0.0-20261009151841-97e8ea77aa2a // indirect
	golang.org/x/tools v0.52.0 // indirect
	golang.org/x/xerrors v0.0.0-20240903120638-7835f813f4da // indirect
	google.golang.org/genproto/googleapis/rpc v0.0.0-20251029180050-ab9386a59fda // indirect
	google.golang.org/grpc v1.78.0 // indirect
	google.golang.org/protobuf v1.36.12 // indirect
	kernel.org/pub/linux/libs/security/libcap/psx v1.2.77 // indirect
)

tool github.com/99designs/gqlgen
