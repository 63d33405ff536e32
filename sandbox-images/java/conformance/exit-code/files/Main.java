public class Main {
  public static void main(String[] args) {
    System.err.println("bad");
    System.exit(7);
  }
}
