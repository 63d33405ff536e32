import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import org.junit.jupiter.api.Test;

class WarmTest {
  @Test
  void finds() {
    assertEquals(3, Warm.largest(java.util.List.of(1, 3, 2)));
  }

  @Test
  void refuses() {
    assertThrows(NullPointerException.class, () -> Warm.sizeOf(null));
  }
}
