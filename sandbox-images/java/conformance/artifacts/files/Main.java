import java.nio.file.Files;
import java.nio.file.Path;

public class Main {
  public static void main(String[] args) throws Exception {
    Files.createDirectories(Path.of("output/deep"));
    Files.writeString(Path.of("output/table.csv"), "a,b\n1,2\n");
    Files.writeString(Path.of("output/deep/page.html"), "<p>hi</p>\n");
  }
}
