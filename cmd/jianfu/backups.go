package main

import (
	"context"
	"errors"
	"fmt"
	"io/fs"
	"log/slog"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"time"

	"jianfu"
	"jianfu/accounts"
	"jianfu/warehouse"
)

// backups are copies that a server makes by itself, in the file of settings alone.
type backups struct {
	Folder string `yaml:"folder"`
	At     string `yaml:"at"`   // the time of day in China, such as 02:30
	Keep   int    `yaml:"keep"` // how many are kept, 14 if it is not said
}

// check refuses what cannot be done. The error is Invalid.
func (b *backups) check() error {
	if b == nil {
		return nil
	}
	if _, err := time.Parse("15:04", b.At); err != nil {
		return misused("backup：at“%s”写法不对，应为一天里的时刻，如 \"02:30\"", "backup: at %q is malformed: write a time of day, such as \"02:30\"", b.At)
	}
	if b.Keep == 0 {
		b.Keep = 14
	}
	if info, err := os.Stat(b.Folder); err != nil || !info.IsDir() || b.Keep < 1 {
		return misused("backup：文件夹 folder“%s”不存在，或 keep 小于 1", "backup: there is no folder %q, or keep is below 1", b.Folder)
	}
	return nil
}

// next is when the next copy is made after a moment.
func (b *backups) next(now time.Time) time.Time {
	at, _ := time.Parse("15:04", b.At) // checked
	now = now.In(jianfu.China)
	next := time.Date(now.Year(), now.Month(), now.Day(), at.Hour(), at.Minute(), 0, 0, jianfu.China)
	if !next.After(now) {
		next = next.AddDate(0, 0, 1)
	}
	return next
}

// run makes copies until ctx ends. One that fails is logged, and the next is made a day later.
func (b *backups) run(ctx context.Context, w *warehouse.Warehouse, who *accounts.Store, log *slog.Logger) {
	for {
		wait := time.NewTimer(time.Until(b.next(time.Now())))
		select {
		case <-ctx.Done():
			wait.Stop()
			return
		case <-wait.C:
		}
		if to, err := b.make(ctx, w, who, time.Now()); err != nil && ctx.Err() == nil {
			log.Error("the backup was not made", "error", err)
		} else if err == nil {
			log.Info("backup", "file", to)
		}
	}
}

var backupName = regexp.MustCompile(`^jianfu-\d{8}-\d{6}\.duckdb(\.accounts)?$`)

// make makes one copy, reads it through, and removes those beyond the number that is kept: only when the new one is in order.
func (b *backups) make(ctx context.Context, w *warehouse.Warehouse, who *accounts.Store, now time.Time) (to string, err error) {
	snapshot, err := w.Snapshot(ctx)
	if err != nil {
		return "", err
	}
	to = filepath.Join(b.Folder, "jianfu-"+now.In(jianfu.China).Format("20060102-150405")+".duckdb")
	found, err := snapshot.Backup(ctx, to)
	if err != nil {
		return "", err
	}
	if len(found.Faults) > 0 {
		return "", fmt.Errorf("%s has %d faults: %s", to, len(found.Faults), found.Faults[0].EN)
	}
	if active, err := who.Active(ctx); err != nil {
		return "", err
	} else if active {
		if err := who.Backup(ctx, accounts.Path(to)); err != nil {
			return "", err
		}
	}
	return to, b.prune()
}

// prune removes the oldest copies. Files with other names are not ours.
func (b *backups) prune() error {
	entries, err := os.ReadDir(b.Folder)
	if err != nil {
		return err
	}
	var copies []string
	for _, entry := range entries {
		if backupName.MatchString(entry.Name()) && filepath.Ext(entry.Name()) == ".duckdb" {
			copies = append(copies, entry.Name())
		}
	}
	slices.Sort(copies)
	var problems []error
	for _, name := range copies[:max(0, len(copies)-b.Keep)] {
		for _, file := range []string{name, accounts.Path(name)} {
			if err := os.Remove(filepath.Join(b.Folder, file)); err != nil && !errors.Is(err, fs.ErrNotExist) {
				problems = append(problems, err)
			}
		}
	}
	return errors.Join(problems...)
}
