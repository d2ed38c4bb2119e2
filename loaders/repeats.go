package loaders

import (
	"strings"

	"jianfu"
	"jianfu/warehouse"
)

// repeats blames the rows whose key an earlier row has.
func (f *filing) repeats(load *warehouse.Load) error {
	done := map[string]bool{}
	for _, t := range f.tables {
		c := t.contract
		if done[c.Kind] || len(c.Key) == 0 || len(t.missing) > 0 {
			continue
		}
		done[c.Kind] = true
		key := c.Key
		if c.Kind == totals {
			key = totalKey
		}
		rows, err := load.Repeats(c.Kind, key...)
		if err != nil {
			return err
		}
		if f.options.Quarantine {
			if err := load.Retract(c.Kind, rows); err != nil {
				return err
			}
		}
		for i, row := range rows {
			if i > 0 && row.Sheet == rows[i-1].Sheet && row.Row == rows[i-1].Row { // another total of the same row
				continue
			}
			if err := f.blameRepeat(load, c, row); err != nil {
				return err
			}
		}
	}
	return nil
}

func (f *filing) blameRepeat(load *warehouse.Load, c *Contract, row warehouse.Repeated) error {
	var in *found
	pad, above := 0, 0
	for _, t := range f.tables {
		if t.sheet.Name != row.Sheet || t.last >= row.Row && row.Row > 0 && t.last > 0 {
			continue
		}
		if in == nil || t.last > in.last {
			in, pad = t, above
		}
		above += len(t.kept)
	}
	source := in.sources[c.Column(c.Key[0])]
	header := source.header
	if header == "" { // the unit that --department named
		header = c.Columns[c.Column(c.Key[0])].Header
	}
	value := ""
	for i, at := range in.kept {
		if at == source.at && pad+i < len(row.Cells) {
			value = row.Cells[pad+i]
		}
	}
	fault := jianfu.Fault{File: f.name, Sheet: row.Sheet, Row: row.Row, Column: header, Value: value, Code: jianfu.DuplicateKey,
		Text: jianfu.Say("“%s”在本文件里重复出现，每个只能报一行，请改正或删去重复的行",
			"%q stands in this file more than once: correct it, or delete the repeated row", strings.TrimSpace(value))}
	f.blame(in.index, source.at, fault)
	f.showFaulty(in, row.Row, row.Cells[pad:])
	if f.options.Quarantine {
		return load.Reject(warehouse.Reject{Slice: row.Slice, Fault: fault, Kind: c.Kind, Cells: strings.Join(row.Cells, warehouse.CellSeparator)})
	}
	return nil
}
