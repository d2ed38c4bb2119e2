package metrics

import (
	"context"
	"database/sql"
	"slices"
	"time"

	"jianfu"
	"jianfu/access"
	"jianfu/warehouse"
)

// Reminding says whom to remind of what.
type Reminding struct {
	Period      jianfu.Period
	Departments []string // by code or name; there is always one, so that nobody reminds all by mistake
	Kinds       []string // nil is every kind
	Text        string   // what is said besides
	By          string
	Again       bool // remind of what its unit was reminded of already, too
	DryRun      bool // store nothing
}

// Remind reminds units of the filings that are late and missing now, each once. The error is Invalid where no unit is named,
// and otherwise as of Warehouse.Remind.
func (e *Engine) Remind(ctx context.Context, r Reminding) ([]warehouse.Reminder, error) {
	if err := access.Require(ctx, access.Remind); err != nil {
		return nil, err
	}
	if len(r.Departments) == 0 {
		return nil, jianfu.Errorf(jianfu.Invalid, "请写明催哪些单位", "name the units to remind")
	}
	named := map[string]bool{}
	err := e.w.Read(ctx, func(tx *sql.Tx) error {
		for _, name := range r.Departments {
			code, err := e.unitNamed(ctx, tx, name)
			if err != nil {
				return err
			}
			named[code] = true
		}
		return nil
	})
	if err != nil {
		return nil, err
	}
	filings, err := e.Filings(ctx, r.Period, time.Time{})
	if err != nil {
		return nil, err
	}
	var list []warehouse.Reminder
	for _, f := range filings {
		if f.Status == FilingMissing && named[f.Department] && (r.Kinds == nil || slices.Contains(r.Kinds, f.Kind)) && (f.Reminder == nil || r.Again) {
			list = append(list, warehouse.Reminder{Department: f.Department, Kind: f.Kind, Period: f.Month, Text: r.Text, By: r.By})
		}
	}
	if r.DryRun {
		return list, nil
	}
	return e.w.Remind(ctx, list, r.Text, r.By, r.Again)
}

// remindedOf gives filings the last reminder of each.
func remindedOf(ctx context.Context, tx *sql.Tx, asOf time.Time, list []Filing) error {
	reminders, err := warehouse.LastReminders(ctx, tx, asOf)
	if err != nil || len(reminders) == 0 {
		return err
	}
	type key struct {
		department, kind string
		period           jianfu.Period
	}
	of := map[key]*warehouse.Reminder{}
	for i := range reminders {
		r := &reminders[i]
		of[key{r.Department, r.Kind, r.Period}] = r
	}
	for i := range list {
		list[i].Reminder = of[key{list[i].Department, list[i].Kind, list[i].Month}]
	}
	return nil
}
