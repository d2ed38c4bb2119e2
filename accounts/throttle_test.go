package accounts

import (
	"fmt"
	"testing"
	"time"
)

func TestWaitsGrowAndEnd(t *testing.T) {
	t.Parallel()
	var guessed throttle
	now := time.Unix(1_800_000_000, 0)
	k := key{name: "a", source: "10.0.0.1"}
	for i := range 5 {
		if err := guessed.begin(now, k); err != nil {
			t.Fatalf("attempt %d: %v", i+1, err)
		}
	}
	for _, minutes := range []int{1, 2, 4, 8, 15, 15, 15} {
		wait := time.Duration(minutes) * time.Minute
		if guessed.begin(now.Add(wait-time.Second), k) == nil {
			t.Errorf("no wait of %s", wait)
		}
		if err := guessed.begin(now, key{name: "b", source: "10.0.0.1"}, key{name: "a", source: "10.0.0.2"}); err != nil {
			t.Errorf("others wait: %v", err)
		}
		guessed.forgive(key{name: "b", source: "10.0.0.1"}, key{name: "a", source: "10.0.0.2"})
		now = now.Add(wait)
		if err := guessed.begin(now, k); err != nil {
			t.Errorf("after %s: %v", wait, err)
		}
	}
	now = now.Add(forgetting + time.Second)
	for range 5 {
		if err := guessed.begin(now, k); err != nil {
			t.Fatalf("it was not forgotten: %v", err)
		}
	}
}

// A source that tries many names waits, a minute at most.
func TestManyNamesFromOneSource(t *testing.T) {
	t.Parallel()
	var guessed throttle
	now := time.Unix(1_800_000_000, 0)
	tried := 0
	for i := range 100 {
		if guessed.begin(now, key{name: fmt.Sprint(i), source: "s"}, key{source: "s"}) == nil {
			tried++
		}
	}
	if tried != 30 {
		t.Errorf("%d names were tried", tried)
	}
	if err := guessed.begin(now.Add(time.Minute), key{name: "x", source: "s"}, key{source: "s"}); err != nil {
		t.Errorf("a minute later: %v", err)
	}
}

func TestTheTableStaysSmall(t *testing.T) {
	t.Parallel()
	var guessed throttle
	now := time.Unix(1_800_000_000, 0)
	waiting := key{name: "a", source: "s"}
	for range 5 {
		if err := guessed.begin(now, waiting); err != nil {
			t.Fatal(err)
		}
	}
	for i := range 3 * maxTried {
		if err := guessed.begin(now, key{name: fmt.Sprint(i)}); err != nil {
			t.Fatal(err)
		}
	}
	if len(guessed.tried) > maxTried {
		t.Errorf("%d keys are kept", len(guessed.tried))
	}
	if guessed.begin(now, waiting) == nil {
		t.Error("whoever has to wait is forgotten to make room")
	}
}
