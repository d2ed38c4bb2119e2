package loaders

import (
	"bytes"
	"cmp"
	"crypto/sha256"
	"embed"
	"encoding/hex"
	"errors"
	"fmt"
	"hash"
	"io/fs"
	"math"
	"reflect"
	"slices"
	"strings"
	"sync"

	"jianfu"
	"jianfu/yamlfile"
)

//go:embed contracts/*.yml
var embedded embed.FS

// Contracts are the kinds of filing that this office takes.
type Contracts struct {
	kinds   []*Contract
	byKind  map[string]*Contract
	version string
	headers headerIndex
}

// Kinds lists the contracts in the usual order of the kinds: by Order.
func (c *Contracts) Kinds() []*Contract { return c.kinds }

// Kind finds a contract by its kind; nil if there is none.
func (c *Contracts) Kind(kind string) *Contract { return c.byKind[kind] }

// Find finds a contract by its kind, ignoring case, or by its name. The error is jianfu.Invalid and lists the
// nearest kinds.
func (c *Contracts) Find(kind string) (*Contract, error) {
	if contract := c.byKind[strings.ToLower(kind)]; contract != nil {
		return contract, nil
	}
	var known []jianfu.Named
	for _, contract := range c.kinds {
		if kind == contract.Name.ZH {
			return contract, nil
		}
		known = append(known, jianfu.Named{Name: contract.Kind, Others: []string{contract.Name.ZH, contract.Name.EN}})
	}
	return nil, jianfu.Unknown(jianfu.Say("报表种类", "kind"), kind, known)
}

// Version is the hash of the contents of all contracts, including an office's own words: it is
// recorded with each submission.
func (c *Contracts) Version() string { return c.version }

// ReadContracts reads the contracts of this program and adds an office's own: overlay has
// contracts/<kind>.yml files. One for a known kind adds title words, whole columns, and to known
// columns aliases, values, and words for yes, no and none; one for another kind is that kind's
// contract. A nil overlay adds nothing. Unknown keys and contradictions are refused with file and
// line; the error is jianfu.Invalid.
func ReadContracts(overlay fs.FS) (*Contracts, error) {
	if overlay == nil {
		return carried()
	}
	return readContracts(overlay)
}

// carried are the program's own contracts, which are never changed after they are read.
var carried = sync.OnceValues(func() (*Contracts, error) { return readContracts(nil) })

func readContracts(overlay fs.FS) (*Contracts, error) {
	c := &Contracts{byKind: map[string]*Contract{}}
	sum := sha256.New()
	names, err := fs.Glob(embedded, "contracts/*.yml")
	if err != nil {
		return nil, err
	}
	for _, name := range names {
		text, err := embedded.ReadFile(name)
		if err != nil {
			return nil, err
		}
		if err := c.define(name, text); err != nil {
			return nil, err
		}
		sum.Write(text)
	}
	if err := c.lay(overlay, sum); err != nil {
		return nil, err
	}
	slices.SortFunc(c.kinds, func(a, b *Contract) int {
		return cmp.Or(cmp.Compare(a.place(), b.place()), cmp.Compare(a.Kind, b.Kind))
	})
	for _, contract := range c.kinds {
		if err := contract.check(c); err != nil {
			return nil, err
		}
	}
	c.version = hex.EncodeToString(sum.Sum(nil))[:16]
	c.headers = indexHeaders(c.kinds)
	return c, nil
}

// define adds the contract of a new kind.
func (c *Contracts) define(name string, text []byte) error {
	contract := &Contract{file: name, text: text}
	if err := decode(name, text, contract); err != nil {
		return err
	}
	contract.complete()
	c.kinds = append(c.kinds, contract)
	c.byKind[contract.Kind] = contract
	return nil
}

// place is Order, with kinds without one after all others.
func (c *Contract) place() int {
	if c.Order == 0 {
		return math.MaxInt
	}
	return c.Order
}

// complete fills in the defaults of a contract.
func (c *Contract) complete() {
	if c.Plural == "" {
		c.Plural = c.Kind + "s"
	}
	if c.Speaks == "" {
		c.Speaks = All
		if c.Grain == PerMonth && !c.Central {
			c.Speaks = Listed
		}
	}
	c.titles, c.plain = nil, nil
	for _, word := range c.Titles {
		c.titles = append(c.titles, foldWord(word))
	}
	for _, word := range c.Plain {
		c.plain = append(c.plain, foldWord(arabic(word)))
	}
	if c.Day == "" {
		c.Day = c.Date
	}
	for i := range c.Columns {
		column := &c.Columns[i]
		if column.Label.ZH == "" {
			column.Label.ZH = column.Header
		}
		if column.Type == YearType && c.Day == "" {
			c.Day = column.Name
		}
	}
}

// lay adds the office's own contracts and words.
func (c *Contracts) lay(overlay fs.FS, sum hash.Hash) error {
	if overlay == nil {
		return nil
	}
	names, err := fs.Glob(overlay, "contracts/*.yml")
	if err != nil {
		return err
	}
	for _, name := range names {
		text, err := fs.ReadFile(overlay, name)
		if err != nil {
			return fmt.Errorf("read %s: %w", name, err)
		}
		var more Contract
		if err := decode(name, text, &more); err != nil {
			return err
		}
		switch contract := c.byKind[more.Kind]; {
		case reflect.DeepEqual(more, Contract{}): // an empty file adds nothing
			continue
		case contract != nil && contract.own:
			return contractError(name, yamlfile.LineOf(text, "$.kind"), "报表 %[1]s 在 %[2]s 里已经约定", "the kind %[1]s is defined in %[2]s already", more.Kind, contract.file)
		case contract != nil:
			if err = contract.add(name, text, more); err == nil {
				err = contract.check(c)
			}
		default:
			err = c.defineOwn(name, text, more)
		}
		if err != nil {
			return err
		}
		sum.Write([]byte(name))
		sum.Write(text)
	}
	return nil
}

// defineOwn adds an office's own kind.
func (c *Contracts) defineOwn(name string, text []byte, contract Contract) error {
	contract.file, contract.text, contract.own = name, text, true
	if err := contract.checkOwn(c); err != nil {
		return err
	}
	contract.complete()
	c.kinds = append(c.kinds, &contract)
	c.byKind[contract.Kind] = &contract
	return nil
}

// add adds an office's words and columns to the contract of a known kind.
func (c *Contract) add(file string, text []byte, more Contract) error {
	fault := func(place, zh, en string, args ...any) error {
		return contractError(file, yamlfile.LineOf(text, place), zh, en, args...)
	}
	rest := more
	rest.Kind, rest.Titles, rest.Plain, rest.Columns = "", nil, nil, nil
	if !reflect.DeepEqual(rest, Contract{}) {
		return fault("$.kind", "“%[1]s”是程序已有的报表：只能增补 titles、plain 和 columns；自己的报表请另起标识", "%[1]q is a kind of the program: only titles, plain and columns can be added; give your own kind another name", more.Kind)
	}
	c.file, c.text = file, text // faults from here on are in this file
	c.Titles = append(c.Titles, more.Titles...)
	c.Plain = append(c.Plain, more.Plain...)
	c.complete()
	for i, extra := range more.Columns {
		place := fmt.Sprintf("$.columns[%d]", i)
		at := c.Column(extra.Name)
		if at < 0 && extra.Header == "" && extra.Type == "" {
			near := jianfu.Unknown(jianfu.Say("列", "column"), extra.Name, jianfu.Names(c.names()...)).Text
			return fault(place+".name", "“%[1]s”：%[3]s；要新增一列，请写明 header、type、label、describe", "kind %[1]q: %[4]s; a new column needs header, type, label and describe",
				c.Kind, extra.Name, near.ZH, near.EN)
		}
		if at < 0 {
			if len(c.ByHand) > 0 && !(c.Kind == totals && (extra.Type == IntegerType || extra.Type == NumberType)) { // another count is not a column of its table
				return fault(place+".name", "“%[1]s”的表由程序定死，不能新增列", "no columns can be added to the kind %[1]q", c.Kind)
			}
			if err := extra.checkOwn(fault, place); err != nil {
				return err
			}
			c.Columns = append(c.Columns, extra)
			c.complete()
			continue
		}
		column := &c.Columns[at]
		if len(extra.Values) > 0 && column.Type != ChoiceType {
			return fault(place+".values", "“%[1]s”的 %[2]s 列不是选项，不能加值", "column %[2]s of kind %[1]q is not a choice and takes no values", c.Kind, extra.Name)
		}
		column.Aliases = append(column.Aliases, extra.Aliases...)
		column.Values = mergeValues(column.Values, extra.Values)
		column.Yes = append(column.Yes, extra.Yes...)
		column.No = append(column.No, extra.No...)
		column.None = append(column.None, extra.None...)
		extra.Aliases, extra.Values, extra.Yes, extra.No, extra.None, extra.Name = nil, nil, nil, nil, nil, ""
		if !reflect.DeepEqual(extra, Column{}) {
			return fault(place+".name", "“%[1]s”已有 %[2]s 列：只能增补 aliases、values、yes、no、none", "kind %[1]q has the column %[2]s already: only aliases, values, yes, no and none can be added", c.Kind, column.Name)
		}
	}
	return nil
}

func (c *Contract) names() []string {
	var names []string
	for i := range c.Columns {
		names = append(names, c.Columns[i].Name)
	}
	return names
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

// decode decodes a file of contracts.
func decode(file string, text []byte, into any) error {
	err := yamlfile.Decode(text, into)
	var wrong *yamlfile.Fault
	if errors.As(err, &wrong) {
		return contractError(file, wrong.Line, "%[1]s", "%[2]s", wrong.Text.ZH, wrong.Text.EN)
	}
	return err
}

// contractError describes a fault in a file of contracts; line is 0 if it is not known.
func contractError(file string, line int, zh, en string, args ...any) error {
	what, at := jianfu.Say(zh, en, args...), jianfu.Text{ZH: file, EN: file}
	if line > 0 {
		at = jianfu.Say("%s 第 %d 行", "%s line %d", file, line)
	}
	return &jianfu.Error{Code: jianfu.Invalid, Text: jianfu.Text{ZH: at.ZH + "：" + what.ZH, EN: at.EN + ": " + what.EN}}
}

// lineWith is the last line of a text that contains a word: additions come last.
func lineWith(text []byte, word string) int {
	at := bytes.LastIndex(text, []byte(word))
	if at < 0 || word == "" {
		return 0
	}
	return 1 + bytes.Count(text[:at], []byte("\n"))
}

// check checks a contract by itself and against the others: the names it uses exist, and no header
// belongs to two columns. Faults are reported in the file that was read last.
func (c *Contract) check(all *Contracts) error {
	bad := func(word, zh, en string, args ...any) error {
		return contractError(c.file, lineWith(c.text, word), zh, en, args...)
	}
	names := append([]string{c.Date, c.Stream}, c.Key...)
	if c.Split != nil {
		names = append(names, c.Split.Column)
		if all.byKind[c.Split.Kind] == nil {
			return bad(c.Split.Kind, "没有“%s”这种报表", "there is no kind %q", c.Split.Kind)
		}
	}
	headers := map[string]string{}
	for i := range c.Columns {
		column := &c.Columns[i]
		names = append(names, column.After, column.Before, column.Until, column.Beside, column.Refers)
		for _, header := range append([]string{column.Header}, column.Aliases...) {
			key := foldHeader(header)
			if other, taken := headers[key]; taken && other != column.Name {
				return bad(header, "列名“%s”同时指 %s 和 %s", "the header %q means both %s and %s", header, other, column.Name)
			}
			headers[key] = column.Name
		}
		if column.Type == ChoiceType && len(column.Values) == 0 {
			return bad(column.Name, "选项列 %s 没有值", "the choice %s has no values", column.Name)
		}
		if err := column.checkValues(bad); err != nil {
			return err
		}
	}
	if c.Day != "" && c.storedColumn(c.Day) == nil {
		names = append(names, c.Day)
	}
	for _, name := range names {
		if name != "" && c.Column(name) < 0 {
			return bad(name, "没有 %s 这一列", "there is no column %s", name)
		}
	}
	return nil
}

func (c *Column) checkValues(bad func(word, zh, en string, args ...any) error) error {
	taken := map[string]string{}
	for _, v := range c.Values {
		for _, word := range append([]string{v.Value}, v.Aliases...) {
			key := foldWord(word)
			if other, twice := taken[key]; twice && other != v.Value {
				return bad(word, "%s 列的“%s”同时指 %s 和 %s", "in column %s %q means both %s and %s",
					c.Name, word, other, v.Value)
			}
			taken[key] = v.Value
		}
	}
	return nil
}
