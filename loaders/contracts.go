package loaders

import (
	"crypto/sha256"
	"embed"
	"encoding/hex"
	"errors"
	"fmt"
	"hash"
	"io/fs"
	"path"
	"sort"
	"strings"

	"github.com/goccy/go-yaml"

	"jianfu"
)

//go:embed contracts/*.yml
var embedded embed.FS

// order is how people list the kinds: the directory first, each plan before what it plans.
var order = []string{
	"department", "document_plan", "document", "meeting_plan", "meeting", "meeting_report",
	"inspection_plan", "inspection", "message", "app", "group", "body", "body_event", "visit",
	"rectification", "notice", "spot_check", "reported_total",
}

// Contracts are the kinds of filing that this office takes.
type Contracts struct {
	kinds   []*Contract
	byKind  map[string]*Contract
	version string
	headers headerIndex
}

// Kinds lists the contracts as people list the kinds: see order.
func (c *Contracts) Kinds() []*Contract { return c.kinds }

// Kind finds a contract by its kind; nil where there is none.
func (c *Contracts) Kind(kind string) *Contract { return c.byKind[kind] }

// Version is the hash of everything the contracts say, an office's own words included:
// it is recorded with each submission.
func (c *Contracts) Version() string { return c.version }

// ReadContracts reads the contracts of this program and lays an office's own words over
// them: overlay holds contracts/<kind>.yml files that name a kind, further title words,
// and for its columns further aliases, values, and words for yes, no and none. A nil
// overlay adds nothing. Unknown keys, columns and contradictions are refused with file and
// line; the error is jianfu.Invalid.
func ReadContracts(overlay fs.FS) (*Contracts, error) {
	c := &Contracts{byKind: map[string]*Contract{}}
	sum := sha256.New()
	for _, kind := range order {
		name := "contracts/" + kind + ".yml"
		text, err := embedded.ReadFile(name)
		if err != nil {
			return nil, fmt.Errorf("contract of %s: %w", kind, err)
		}
		contract := new(Contract)
		if err := decode(name, text, contract); err != nil {
			return nil, err
		}
		sum.Write(text)
		c.kinds = append(c.kinds, contract)
		c.byKind[contract.Kind] = contract
	}
	if err := c.lay(overlay, sum); err != nil {
		return nil, err
	}
	for _, contract := range c.kinds {
		if err := contract.check(c); err != nil {
			return nil, err
		}
	}
	c.version = hex.EncodeToString(sum.Sum(nil))[:16]
	c.headers = indexHeaders(c.kinds)
	return c, nil
}

// addition is an overlay file: only words can be added, the tables stay as they are.
type addition struct {
	Kind    string           `yaml:"kind"`
	Titles  []string         `yaml:"titles"`
	Columns []columnAddition `yaml:"columns"`
}

type columnAddition struct {
	Name    string   `yaml:"name"`
	Aliases []string `yaml:"aliases"`
	Values  []Value  `yaml:"values"`
	Yes     []string `yaml:"yes"`
	No      []string `yaml:"no"`
	None    []string `yaml:"none"`
}

func (c *Contracts) lay(overlay fs.FS, sum hash.Hash) error {
	if overlay == nil {
		return nil
	}
	names, err := fs.Glob(overlay, "contracts/*.yml")
	if err != nil {
		return err
	}
	sort.Strings(names)
	for _, name := range names {
		text, err := fs.ReadFile(overlay, name)
		if err != nil {
			return fmt.Errorf("read %s: %w", name, err)
		}
		var a addition
		if err := decode(name, text, &a); err != nil {
			return err
		}
		if a.Kind == "" && len(a.Titles) == 0 && len(a.Columns) == 0 { // an empty file says nothing
			continue
		}
		if err := c.add(name, text, a); err != nil {
			return err
		}
		sum.Write([]byte(name))
		sum.Write(text)
	}
	return nil
}

func (c *Contracts) add(file string, text []byte, a addition) error {
	contract := c.byKind[a.Kind]
	if contract == nil {
		return contractError(file, lineOf(text, "$.kind"), "没有“%s”这种报表", "there is no kind %q", a.Kind)
	}
	contract.Titles = append(contract.Titles, a.Titles...)
	for i, more := range a.Columns {
		at := contract.Column(more.Name)
		if at < 0 {
			return contractError(file, lineOf(text, fmt.Sprintf("$.columns[%d].name", i)),
				"“%s”没有 %s 这一列", "kind %q has no column %s", a.Kind, more.Name)
		}
		column := &contract.Columns[at]
		if len(more.Values) > 0 && column.Type != ChoiceType {
			return contractError(file, lineOf(text, fmt.Sprintf("$.columns[%d].values", i)),
				"“%s”的 %s 列不是选项，不能加值", "column %[2]s of kind %[1]q is no choice and takes no values", a.Kind, more.Name)
		}
		column.Aliases = append(column.Aliases, more.Aliases...)
		column.Values = mergeValues(column.Values, more.Values)
		column.Yes = append(column.Yes, more.Yes...)
		column.No = append(column.No, more.No...)
		column.None = append(column.None, more.None...)
	}
	return nil
}

func mergeValues(values, more []Value) []Value {
next:
	for _, v := range more {
		for i := range values {
			if values[i].Value == v.Value {
				values[i].Aliases = append(values[i].Aliases, v.Aliases...)
				continue next
			}
		}
		values = append(values, v)
	}
	return values
}

// decode reads YAML strictly.
func decode(file string, text []byte, into any) error {
	err := yaml.UnmarshalWithOptions(text, into, yaml.Strict())
	if err == nil {
		return nil
	}
	line, message := 0, err.Error()
	var positioned yaml.Error
	if errors.As(err, &positioned) {
		message = positioned.GetMessage()
		if token := positioned.GetToken(); token != nil {
			line = token.Position.Line
		}
	}
	return contractError(file, line, "%s", "%s", message)
}

func lineOf(text []byte, place string) int {
	at, err := yaml.PathString(place)
	if err != nil {
		return 0
	}
	node, err := at.ReadNode(strings.NewReader(string(text)))
	if err != nil || node == nil || node.GetToken() == nil {
		return 0
	}
	return node.GetToken().Position.Line
}

func contractError(file string, line int, zh, en string, args ...any) error {
	args = append([]any{file, line}, args...)
	return jianfu.Errorf(jianfu.Invalid, "%s 第 %d 行："+renumber(zh), "%s line %d: "+renumber(en), args...)
}

// renumber keeps explicit argument numbers right behind the two that contractError
// puts in front.
func renumber(format string) string {
	return strings.NewReplacer("%[1]", "%[3]", "%[2]", "%[4]", "%[3]", "%[5]").Replace(format)
}

// check holds a contract against itself: names that are used exist, and no header
// stands for two columns.
func (c *Contract) check(all *Contracts) error {
	file := path.Join("contracts", c.Kind+".yml")
	bad := func(zh, en string, args ...any) error {
		return contractError(file, 0, zh, en, args...)
	}
	names := append([]string{c.Date, c.Stream}, c.Key...)
	if c.Split != nil {
		names = append(names, c.Split.Column)
		if all.byKind[c.Split.Kind] == nil {
			return bad("没有“%s”这种报表", "there is no kind %q", c.Split.Kind)
		}
	}
	headers := map[string]string{}
	for i := range c.Columns {
		column := &c.Columns[i]
		names = append(names, column.After, column.Before, column.Until)
		for _, header := range append([]string{column.Header}, column.Aliases...) {
			key := foldHeader(header)
			if other, taken := headers[key]; taken && other != column.Name {
				return bad("列名“%s”同时指 %s 和 %s", "the header %q stands for both %s and %s", header, other, column.Name)
			}
			headers[key] = column.Name
		}
		if column.Type == ChoiceType && len(column.Values) == 0 {
			return bad("选项列 %s 没有值", "the choice %s has no values", column.Name)
		}
		if err := column.checkValues(bad); err != nil {
			return err
		}
	}
	for _, name := range names {
		if name != "" && c.Column(name) < 0 {
			return bad("没有 %s 这一列", "there is no column %s", name)
		}
	}
	return nil
}

func (c *Column) checkValues(bad func(zh, en string, args ...any) error) error {
	taken := map[string]string{}
	for _, v := range c.Values {
		for _, word := range append([]string{v.Value}, v.Aliases...) {
			key := foldWord(word)
			if other, twice := taken[key]; twice && other != v.Value {
				return bad("%s 列的“%s”同时指 %s 和 %s", "in column %s %q stands for both %s and %s",
					c.Name, word, other, v.Value)
			}
			taken[key] = v.Value
		}
	}
	return nil
}
