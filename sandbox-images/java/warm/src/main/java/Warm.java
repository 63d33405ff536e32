import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/** Compiled while the image is made, so that the compiler has been through what programs usually consist of. */
class Warm {
  enum Kind { SMALL, LARGE }

  sealed interface Item permits Box, Bag {}

  record Box(String name, int size) implements Item {}

  record Bag(List<Item> items) implements Item {}

  interface Visitor<T> {
    T visit(Item item);
  }

  static int sizeOf(Item item) {
    return switch (item) {
      case Box(String name, int size) when size > 0 -> size;
      case Box box -> 0;
      case Bag(List<Item> items) -> items.stream().mapToInt(Warm::sizeOf).sum();
    };
  }

  static <T extends Comparable<T>> T largest(List<? extends T> values) {
    T found = null;
    for (T value : values) {
      if (found == null || value.compareTo(found) > 0) found = value;
    }
    return found;
  }

  public static void main(String[] items) throws Exception {
    Map<Kind, List<Item>> kinds = new HashMap<>();
    for (String name : items) {
      var box = new Box(name, name.length());
      kinds.computeIfAbsent(box.size() > 3 ? Kind.LARGE : Kind.SMALL, kind -> new java.util.ArrayList<>()).add(box);
    }
    Visitor<String> visitor = new Visitor<>() {
      @Override
      public String visit(Item item) {
        return item + " of " + sizeOf(item);
      }
    };
    try (var input = new java.util.Scanner(System.in)) {
      while (input.hasNextInt()) System.out.printf("%d%n", input.nextInt());
    } catch (IllegalStateException error) {
      System.err.println(error.getMessage());
    }
    String text = kinds.values().stream().flatMap(List::stream).map(visitor::visit).sorted()
        .collect(Collectors.joining(", "));
    System.out.println(text + """
        end %s
        """.formatted(largest(List.of(1, 2, 3))));
  }
}
