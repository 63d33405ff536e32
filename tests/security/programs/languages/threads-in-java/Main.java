public class Main {
  public static void main(String[] args) throws Exception {
    System.out.println("BEGUN: starts threads");
    for (int count = 0; count < 2000; count += 1) {
      new Thread(() -> {
        try {
          Thread.sleep(8_000);
        } catch (InterruptedException ignored) {
          return;
        }
      }).start();
    }
    System.out.println("ESCAPED: 2000 threads run");
    System.exit(0);
  }
}
