package main

import (
	"net/http/httptest"
	"strings"
	"testing"
	"time"

	"jianfu"
	"jianfu/sandbox"
)

// Whoever is told to come back is told when, and every class of error has a status.
func TestSQLRefusals(t *testing.T) {
	t.Parallel()
	for class, status := range map[sandbox.Class]int{
		sandbox.Busy: 503, sandbox.NotAllowed: 403, sandbox.Timeout: 504, sandbox.OutOfMemory: 422, sandbox.Failed: 500,
		sandbox.Syntax: 400, sandbox.UndefinedTable: 400, sandbox.BadValue: 400,
	} {
		w := httptest.NewRecorder()
		e := &sandbox.Error{Class: class, Err: jianfu.Errorf(jianfu.Invalid, "不行", "no"), RetryAfter: 2 * time.Second}
		sqlHandler{}.refuse(w, jianfu.English, e, 0)
		if w.Code != status || w.Header().Get("Retry-After") != "2" || !strings.Contains(w.Body.String(), `{"error":{"code":"`+string(class)+`","message":"no"}}`) {
			t.Errorf("%s: %d %v %s", class, w.Code, w.Header(), w.Body)
		}
	}
}
