import static org.junit.jupiter.api.Assertions.assertEquals;

import org.junit.jupiter.api.Test;
import shop.model.Answer;

class AnswerTest {
  @Test
  void isKnown() {
    assertEquals(42, new Answer().value());
  }
}
