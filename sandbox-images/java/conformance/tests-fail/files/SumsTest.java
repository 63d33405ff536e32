import static org.junit.jupiter.api.Assertions.assertEquals;

import org.junit.jupiter.api.Test;

class SumsTest {
  @Test
  void adds() {
    assertEquals(3, 1 + 1);
  }
}
