package pgwire

import (
	"maps"
	"slices"
	"strconv"
	"strings"
	"sync"
	"time"

	"jianfu/sandbox/lexer"
)

// settings are what a session has SET, over the defaults.
type settings struct {
	now    map[string]string // by lower-case name
	before map[string]string // as they were when the transaction began; nil outside of one
	local  map[string]bool   // those of SET LOCAL, which end with the transaction
}

// setting is one of the known settings.
type setting struct{ name, value string }

// defaults are the settings that pg_settings lists, by lower-case name.
var defaults = sync.OnceValue(func() map[string]setting { return readDefaults(catalogSQL) })

func readDefaults(sql string) map[string]setting {
	list := map[string]setting{}
	for _, statement := range lexer.Split(sql) {
		words := lexer.Solid(statement)
		if len(words) < 5 || words[4].Name() != "pg_settings" {
			continue
		}
		for i := 5; i+3 < len(words); i++ {
			name, isName := words[i+1].Value()
			value, isValue := words[i+3].Value()
			if words[i].Is("(") && isName && words[i+2].Is(",") && isValue {
				list[strings.ToLower(name)] = setting{name, value}
			}
		}
	}
	return list
}

// reported are the settings whose changes are sent to clients unasked.
var reported = []string{
	"server_version", "server_encoding", "client_encoding", "application_name", "default_transaction_read_only", "in_hot_standby", "is_superuser",
	"session_authorization", "datestyle", "intervalstyle", "timezone", "integer_datetimes", "standard_conforming_strings",
}

// fixed are settings that a client may not change, since they describe the server.
var fixed = []string{
	"server_version", "server_version_num", "server_encoding", "integer_datetimes", "is_superuser", "session_authorization", "in_hot_standby", "max_identifier_length",
	"max_index_keys", "block_size", "lc_collate", "lc_ctype",
}

func newSettings() *settings { return &settings{now: map[string]string{}} }

// get returns the value of a setting.
func (s *settings) get(name string) (string, bool) {
	name = strings.ToLower(name)
	if value, ok := s.now[name]; ok {
		return value, true
	}
	d, ok := defaults()[name]
	return d.value, ok
}

// set changes a setting, for the transaction or for the session.
func (s *settings) set(name, value string, local bool) error {
	key := strings.ToLower(name)
	if key == "time zone" {
		key = "timezone"
	}
	_, known := defaults()[key]
	if !known && !strings.Contains(key, ".") {
		return faultf(undefinedObject, "没有设置项“%s”", "there is no setting %q", name)
	}
	value, err := accepted(key, value)
	if err != nil || local && s.before == nil { // outside of a transaction SET LOCAL does nothing
		return err
	}
	s.now[key] = value
	if s.before != nil {
		if s.local == nil {
			s.local = map[string]bool{}
		}
		s.local[key] = local
	}
	return nil
}

// accepted is a value as it is stored, if this server supports it.
func accepted(key, value string) (string, error) {
	refused := func(can string) error {
		return faultf(badParameter, "设置项 %s 不能改成“%s”，只支持 %s", "the setting %s cannot be %q: this server knows %s", key, value, can)
	}
	lower := strings.ToLower(value)
	switch key {
	case "client_encoding":
		if !slices.Contains([]string{"utf8", "unicode", "sqlascii"}, strings.NewReplacer("-", "", "_", "", "'", "").Replace(lower)) {
			return "", refused("UTF8")
		}
		return "UTF8", nil
	case "datestyle":
		if first, _, _ := strings.Cut(lower, ","); first != "iso" && first != "ymd" && first != "mdy" && first != "dmy" {
			return "", refused("ISO")
		}
		return "ISO, YMD", nil
	case "intervalstyle":
		if lower != "postgres" {
			return "", refused("postgres")
		}
	case "bytea_output":
		if lower != "hex" {
			return "", refused("hex")
		}
	case "standard_conforming_strings":
		if lower != "on" && lower != "true" && lower != "1" {
			return "", refused("on")
		}
		return "on", nil
	case "statement_timeout":
		if _, ok := duration(value); !ok {
			return "", refused("0, 5000, 5s, 1min")
		}
	case "role":
		if lower != "none" && lower != user {
			return "", faultf(notAllowed, "没有角色“%s”：所有人都是 %s", "there is no role %q: everybody is %s", value, user)
		}
	}
	if slices.Contains(fixed, key) && value != defaults()[key].value {
		return "", faultf("55P02", "设置项 %s 不能更改", "the setting %s cannot be changed", key)
	}
	return value, nil
}

// duration parses a time: milliseconds, or a number with a unit.
func duration(text string) (time.Duration, bool) {
	text = strings.ReplaceAll(strings.TrimSpace(text), " ", "")
	if text == "default" {
		return 0, true
	}
	if n, err := strconv.ParseInt(text, 10, 32); err == nil {
		return time.Duration(n) * time.Millisecond, n >= 0
	}
	for unit, in := range map[string]string{"min": "m", "d": ""} {
		if number, ok := strings.CutSuffix(text, unit); ok {
			if in == "" {
				n, err := strconv.ParseInt(number, 10, 16)
				return time.Duration(n) * 24 * time.Hour, err == nil && n >= 0
			}
			text = number + in
		}
	}
	d, err := time.ParseDuration(text)
	return d, err == nil && d >= 0
}

// timeout is the limit set by statement_timeout; 0 for the server's own.
func (s *settings) timeout() time.Duration {
	value, _ := s.get("statement_timeout")
	d, _ := duration(value)
	return d
}

// reset restores the default of one setting, or of all.
func (s *settings) reset(name string) error {
	if name == "" {
		s.now = map[string]string{}
		return nil
	}
	if _, known := s.get(name); !known {
		return faultf(undefinedObject, "没有设置项“%s”", "there is no setting %q", name)
	}
	delete(s.now, strings.ToLower(name))
	return nil
}

func (s *settings) begin() { s.before, s.local = maps.Clone(s.now), nil }

// finish ends a transaction: a rollback restores the settings, and SET LOCAL always ends.
func (s *settings) finish(kept bool) {
	if s.before == nil {
		return
	}
	if !kept {
		s.now = s.before
	}
	for name, local := range s.local {
		if !local {
			continue
		}
		if value, had := s.before[name]; had {
			s.now[name] = value
		} else {
			delete(s.now, name)
		}
	}
	s.before, s.local = nil, nil
}
