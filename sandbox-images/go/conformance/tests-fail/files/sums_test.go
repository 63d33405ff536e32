package sums

import "testing"

func TestAdds(t *testing.T) {
	if 1+1 != 3 {
		t.Errorf("1 + 1 is not 3")
	}
}
