import org.apache.commons.text.WordUtils;

public class Main {
  public static void main(String[] args) {
    System.out.println(WordUtils.capitalize("hello world"));
  }
}
