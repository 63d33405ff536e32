import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

public class Main {
  public static void main(String[] args) {
    System.out.println("BEGUN: takes memory");
    List<byte[]> blocks = new ArrayList<>();
    while (true) {
      byte[] block = new byte[10_000_000];
      Arrays.fill(block, (byte) 'x');
      blocks.add(block);
    }
  }
}
