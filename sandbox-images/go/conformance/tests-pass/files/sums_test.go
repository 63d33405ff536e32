package sums

import "testing"

func TestAdds(t *testing.T) {
	if 1+1 != 2 {
		t.Errorf("1 + 1 is not 2")
	}
}
