package loaders

import (
	"slices"
	"strings"

	"jianfu"
	"jianfu/warehouse"
)

// repeats reports the rows whose key an earlier row has.
func (f *filing) repeats(load *warehouse.Load) error {
	done := map[string]bool{}
	for _, t := range f.tables {
		c := t.contract
		if done[c.Kind] || len(c.Key) == 0 || c.Kind == totals || // see readFigures
			len(t.missing) > 0 {
			continue
		}
		done[c.Kind] = true
		repeats := load.Repeats
		if c.Columns[c.Column(c.Key[0])].Type == KeyType {
			repeats = load.RepeatedKeys
		}
		rows, err := repeats(c.Kind, c.Key...)
		if err != nil {
			return err
		}
		if f.options.Quarantine {
			if err := load.Retract(c.Kind, rows); err != nil {
				return err
			}
		}
		for _, row := range rows {
			if err := f.blameRepeat(load, c, row); err != nil {
				return err
			}
		}
	}
	return nil
}

// alike warns of records that have a name and no key, and repeat an earlier row in every cell. A bulk
// load is not searched for them.
func (f *filing) alike(load *warehouse.Load) error {
	if f.rowsRead() > mostExamined {
		return nil
	}
	done := map[string]bool{}
	for _, t := range f.tables {
		c := t.contract
		if len(c.Key) > 0 {
			key := &c.Columns[c.Column(c.Key[0])]
			done[c.Kind] = done[c.Kind] || c.Kind == totals || key.Required && len(key.None) == 0
		}
		named := slices.ContainsFunc(c.Columns, func(column Column) bool {
			return column.Required && (column.Type == TextType || column.Type == KeyType)
		})
		done[c.Kind] = done[c.Kind] || !named
		if done[c.Kind] || len(t.missing) > 0 {
			continue
		}
		done[c.Kind] = true
		rows, err := load.Repeats(c.Kind, "cells", "slice_id")
		if err != nil {
			return err
		}
		sheets, bySheet := []string{}, map[string]*rowList{}
		for _, row := range rows {
			if bySheet[row.Sheet] == nil {
				sheets, bySheet[row.Sheet] = append(sheets, row.Sheet), &rowList{}
			}
			bySheet[row.Sheet].add(row.Row)
		}
		for _, sheet := range sheets {
			list := bySheet[sheet]
			f.warnings.add(Warning{Sheet: sheet, Text: jianfu.Say("有 %[1]d 行与前面的行各栏都相同（第 %[2]s 行），都计入；重复填写的请删去",
				"%[1]d rows repeat an earlier row in every cell (%[2]s) and count as well: delete what was written twice", list.count, list)})
		}
	}
	return nil
}

func (f *filing) blameRepeat(load *warehouse.Load, c *Contract, row warehouse.Repeated) error {
	var in *placedTable
	for _, t := range f.tables { // of tables above one another the nearest; side by side they have other cells
		if t.sheet.Name == row.Sheet && t.last < max(row.Row, 1) && t.pad+len(t.kept) == len(row.Cells) && (in == nil || t.last > in.last) {
			in = t
		}
	}
	pad := in.pad
	source := in.sources[c.Column(c.Key[0])]
	header := source.header
	if header == "" { // the unit given by --department
		header = c.Columns[c.Column(c.Key[0])].Header
	}
	value := ""
	for i, at := range in.kept {
		if at == source.at && pad+i < len(row.Cells) {
			value = row.Cells[pad+i]
		}
	}
	fault := jianfu.Fault{File: f.name, Sheet: row.Sheet, Row: row.Row, Column: header, Value: value, Code: jianfu.DuplicateKey,
		Text: jianfu.Say("“%s”在本文件里重复出现（括号和空格的写法不同也是同一个），每个只能报一行，请改正或删去重复的行",
			"%q is in this file more than once (spaces and kinds of brackets do not count): correct it, or delete the repeated row", strings.TrimSpace(value))}
	f.blame(in.index, source.at, fault)
	f.showFaulty(in, row.Row, row.Cells[pad:])
	if f.options.Quarantine {
		return load.Reject(warehouse.Reject{Slice: row.Slice, Fault: fault, Kind: c.Kind, Cells: strings.Join(row.Cells, warehouse.CellSeparator)})
	}
	return nil
}
