package recent

import "testing"

func TestTheOldestGoesFirst(t *testing.T) {
	t.Parallel()
	s := Store[int, string]{Size: 100}
	for i := range 10 {
		s.Put(i, "kept", 10)
	}
	if _, ok := s.Get(0); !ok {
		t.Error("what fits was not kept")
	}
	s.Put(10, "more", 10)
	if _, ok := s.Get(1); ok {
		t.Error("what was not used for longest is still there")
	}
	for _, key := range []int{0, 2, 10} {
		if _, ok := s.Get(key); !ok {
			t.Errorf("%d is gone", key)
		}
	}
	s.Put(2, "again", 10)
	if value, _ := s.Get(2); value != "kept" {
		t.Errorf("%q replaced what was there", value)
	}
	s.Put(11, "large", 25)
	if _, ok := s.Get(11); ok {
		t.Error("what takes a quarter was kept")
	}
	if len(s.known) != s.order.Len() || s.size > s.Size {
		t.Errorf("%d values in an order of %d with a size of %d", len(s.known), s.order.Len(), s.size)
	}
	var none Store[int, string]
	none.Put(1, "kept", 0)
	if _, ok := none.Get(1); ok {
		t.Error("a store without a size keeps something")
	}
}
