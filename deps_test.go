package jianfu_test

import (
	"go/ast"
	"go/parser"
	"go/token"
	"io/fs"
	"os"
	"path"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"testing"
)

// mayImport is the direction of imports: data comes in at the left, numbers go out at the right,
// nothing flows back. A package may import the root, the standard library, what is listed here, and
// packages below itself. Tests follow the same table, except those of e2e and bench, which test the
// parts together.
var mayImport = map[string][]string{
	".":      {}, // what everybody shares: standard library only
	"gate":   {}, // turns
	"access": {}, // who asks, and what each role may
	"accounts": { // who may use the server; never figures
		"access", "recent",
		"github.com/mattn/go-sqlite3", // a file that several processes use
		"github.com/alexedwards/argon2id", "github.com/xdg-go/scram",
	},
	"post": { // mails to people with accounts
		"access", "accounts", "warehouse",
		"github.com/wneessen/go-mail",
	},
	"signon": { // logging in at an identity provider; never accounts
		"access", "recent",
		"github.com/coreos/go-oidc/v3", "golang.org/x/oauth2",
	},
	"warehouse": {
		"access",                         // who loads, withdraws and explains
		"github.com/duckdb/duckdb-go/v2", // the only package that knows the engine, so that it can be replaced
		"github.com/gofrs/flock",         // says who holds the file, without opening it
	},
	"warehouse/warehousetest": {"warehouse"},
	"loaders/loaderstest":     {"loaders", "warehouse", "warehouse/warehousetest"},
	"sandbox/lexer":           {},
	"sandbox": { // free SQL, in separate processes
		"warehouse", "gate",
		"github.com/landlock-lsm/go-landlock", // what a worker may open
		"golang.org/x/sys",                    // limits of a process
	},
	"encode": {
		"sandbox",
		"github.com/apache/arrow-go/v18", // answers as Arrow streams and Parquet
	},
	"yamlfile": {"github.com/goccy/go-yaml"}, // the one strict reader
	"loaders": { // never metrics: the two meet only in the tables
		"access", "warehouse", "yamlfile", "recent",
		"github.com/xuri/excelize/v2", // writes the blank forms
		"golang.org/x/text",           // folds full-width letters
	},
	"recent": {},
	"libreoffice": { // loaders and reports both run it, and may not import each other
		"github.com/gofrs/flock", // whose folder is still in use
	},
	"loaders/sheet": {
		"libreoffice",
		"golang.org/x/text",                   // GB18030
		"github.com/klauspost/compress/flate", // unpacks faster than the standard library
		"github.com/richardlehane/mscfb",      // the streams of an old workbook
	},
	"metrics": { // never loaders
		"access", "warehouse", "yamlfile", "recent",
		"github.com/goccy/go-yaml", // keeps the order of the catalogue
	},
	"proof": { // reads documents written elsewhere; never loaders
		"access", "metrics", "yamlfile",
		"golang.org/x/text", // GB18030
	},
	"reports": {
		"access", "metrics", "libreoffice",
		"github.com/xuri/excelize/v2", // the workbooks
	},
	"reports/docx": { // knows nothing of figures
		"github.com/xuri/excelize/v2", // the workbook behind a chart
	},
	"graph": {
		"access", "accounts", "post", "reports", "proof", "metrics", "loaders", "warehouse", "gate", "recent",
		"github.com/99designs/gqlgen", "github.com/vektah/gqlparser/v2", "github.com/gorilla/websocket",
		"golang.org/x/time/rate", // what a caller may ask over time
	},
	"graph/gen": { // generated: the types of the schema and the resolvers they ask for
		"graph/model", "accounts", "loaders", "reports", "proof", "metrics", "warehouse",
		"github.com/99designs/gqlgen", "github.com/vektah/gqlparser/v2",
	},
	"graph/model": {"accounts", "loaders", "metrics", "reports", "warehouse", "github.com/99designs/gqlgen"},
	"pgwire": { // PostgreSQL's clients
		"access", "accounts", "sandbox", "sandbox/lexer", "warehouse", "gate",
		"github.com/jackc/pgx/v5", // messages and types of the wire
		"github.com/xdg-go/scram", // ties a login to the certificate
	},
	"server": { // HTTP: every route, and the guards before them
		"access", "accounts", "graph", "reports", "proof", "loaders", "metrics", "warehouse", "encode", "post", "sandbox", "signon", "web", "gate",
		"github.com/rs/cors", "github.com/prometheus/client_golang",
		"github.com/klauspost/compress/gzhttp", "github.com/andybalholm/brotli", // answers, compressed as the client takes them
	},
	"cmd/jianfu": {
		"access", "accounts", "server", "graph", "pgwire", "encode", "reports", "proof", "loaders", "metrics", "warehouse", "post", "sandbox", "signon", "testdata", "web", "yamlfile",
		"github.com/spf13/cobra", "github.com/spf13/pflag", "github.com/vbauerster/mpb/v8", "golang.org/x/term", "github.com/mattn/go-runewidth", "github.com/peterh/liner",
		"github.com/xuri/excelize/v2", "golang.org/x/text", // the sample city's tables, month by month
	},
	"e2e":      {},
	"e2e/city": {"loaders", "metrics", "reports", "testdata", "warehouse"}, // the sample city, for tests
	"web":      {},                                                         // the dashboard, built and embedded
	"testdata": {},                                                         // the sample city, embedded for jianfu demo
	"bench":    {},
}

// testsMayImport is what tests may import in addition. A library that only one package may import
// is not here: other packages' tests may not import it either, apart from the exceptions below.
var testsMayImport = []string{
	"pgregory.net/rapid", "github.com/rogpeppe/go-internal", "github.com/goccy/go-yaml", "github.com/gorilla/websocket", "github.com/vektah/gqlparser/v2",
}

// testsMayImportToo names the tests of single packages that need a library themselves.
var testsMayImportToo = map[string][]string{
	"e2e":           {"golang.org/x/text", "github.com/xuri/excelize/v2", "github.com/jackc/pgx/v5"}, // reads filed texts as the loaders do, opens workbooks, and asks over PostgreSQL's wire
	"bench":         {"github.com/duckdb/duckdb-go/v2", "github.com/xuri/excelize/v2"},               // the yardsticks
	"loaders/sheet": {"github.com/xuri/excelize/v2"},                                                 // the oracle
	"post":          {"github.com/emersion/go-smtp", "github.com/emersion/go-sasl"},                  // the mail server
	"graph":         {"github.com/xuri/excelize/v2"},                                                 // makes a file to upload
	"server":        {"github.com/xuri/excelize/v2"},                                                 // opens the workbooks
}

// onlyCommand are the names by which a program reads its environment and exits: packages below cmd
// are passed what they need, and return errors.
var onlyCommand = map[string][]string{
	"os":  {"Exit", "Getenv", "LookupEnv", "Environ", "Args", "Stdin", "Stdout", "Stderr"},
	"log": {"Fatal", "Fatalf", "Fatalln", "Panic", "Panicf", "Panicln"},
}

const module = "jianfu"

type source struct {
	path   string // from the top of the module
	folder string // "." for the root
	test   bool
	file   *ast.File
}

func sources(t *testing.T) []source {
	t.Helper()
	var list []source
	err := filepath.WalkDir(".", func(name string, entry fs.DirEntry, err error) error {
		if err != nil {
			return err
		}
		hidden := strings.HasPrefix(entry.Name(), ".") && name != "."
		if entry.IsDir() && (hidden || entry.Name() == "node_modules") {
			return filepath.SkipDir
		}
		if _, err := os.Stat(filepath.Join(name, "go.mod")); entry.IsDir() && name != "." && err == nil { // a module of its own
			return filepath.SkipDir
		}
		if hidden || !strings.HasSuffix(name, ".go") {
			return nil
		}
		file, err := parser.ParseFile(token.NewFileSet(), name, nil, parser.SkipObjectResolution)
		if err != nil {
			return err
		}
		name = filepath.ToSlash(name)
		list = append(list, source{name, path.Dir(name), strings.HasSuffix(name, "_test.go"), file})
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
	return list
}

func TestImportsFollowTheTable(t *testing.T) {
	t.Parallel()
	present := map[string]bool{}
	for _, s := range sources(t) {
		present[s.folder] = true
		if _, known := mayImport[s.folder]; !known {
			t.Errorf("%s: the table does not say what package %s may import", s.path, s.folder)
			continue
		}
		for _, spec := range s.file.Imports {
			imported, err := strconv.Unquote(spec.Path.Value)
			if err != nil {
				t.Fatal(err)
			}
			if !s.mayImport(imported) {
				t.Errorf("%s: package %s may not import %s", s.path, s.folder, imported)
			}
		}
	}
	for folder := range mayImport {
		if !present[folder] {
			t.Errorf("package %s is in the table and does not exist", folder)
		}
	}
}

func (s source) mayImport(imported string) bool {
	if imported == "flag" && s.folder != "cmd/jianfu" {
		return s.test
	}
	if imported == module || !strings.Contains(strings.SplitN(imported, "/", 2)[0], ".") && !strings.HasPrefix(imported, module+"/") {
		return true // the root and the standard library
	}
	ours, isOurs := strings.CutPrefix(imported, module+"/")
	if isOurs && s.test && (ours == s.folder || s.folder == "e2e" || s.folder == "bench" || ours == "warehouse/warehousetest" || ours == "loaders/loaderstest" || ours == "e2e/city") {
		return true
	}
	if isOurs {
		return slices.Contains(mayImport[s.folder], ours) || s.folder != "." && strings.HasPrefix(ours, s.folder+"/")
	}
	allowed := mayImport[s.folder]
	if s.test {
		allowed = slices.Concat(allowed, testsMayImport, testsMayImportToo[s.folder])
	}
	return slices.ContainsFunc(allowed, func(library string) bool {
		return imported == library || strings.HasPrefix(imported, library+"/")
	})
}

// Each library of the table is used where the table allows it: a permission that nobody needs will
// be used by mistake.
func TestEveryPermissionIsUsed(t *testing.T) {
	t.Parallel()
	used := map[string]bool{}
	for _, s := range sources(t) {
		for _, spec := range s.file.Imports {
			if s.test {
				continue
			}
			used[s.folder+" "+strings.TrimPrefix(strings.Trim(spec.Path.Value, `"`), module+"/")] = true
		}
	}
	for folder, allowed := range mayImport {
		for _, library := range allowed {
			isUsed := false
			for use := range used {
				isUsed = isUsed || use == folder+" "+library || strings.HasPrefix(use, folder+" "+library+"/")
			}
			if !isUsed {
				t.Errorf("package %s may import %s and does not: take it out of the table", folder, library)
			}
		}
	}
}

func TestOnlyTheCommandTouchesItsSurroundings(t *testing.T) {
	t.Parallel()
	for _, s := range sources(t) {
		if s.test || s.folder == "cmd/jianfu" {
			continue
		}
		ast.Inspect(s.file, func(node ast.Node) bool {
			selector, ok := node.(*ast.SelectorExpr)
			if !ok {
				return true
			}
			if name, ok := selector.X.(*ast.Ident); ok && slices.Contains(onlyCommand[name.Name], selector.Sel.Name) {
				t.Errorf("%s uses %s.%s: only cmd/jianfu may", s.path, name.Name, selector.Sel.Name)
			}
			return true
		})
	}
}
