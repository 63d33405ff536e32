import com.sun.source.tree.ClassTree;
import com.sun.source.tree.CompilationUnitTree;
import com.sun.source.tree.MethodTree;
import com.sun.source.tree.Tree;
import com.sun.source.util.JavacTask;
import com.sun.source.util.TaskEvent;
import com.sun.source.util.TaskListener;
import java.io.IOException;
import java.io.OutputStreamWriter;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import javax.tools.ToolProvider;

/**
 * Compile &lt;target folder&gt; &lt;class path&gt; [entry]: compiles every source below the working folder into the
 * target. Where an entry is given, the name of the class to start is written to `main-class` beside the target.
 */
class Compile {
  private static final List<String> LEFT_OUT = List.of("output", "target");

  private static boolean isLookedInto(Path folder) {
    String name = folder.getFileName().toString();
    return name.isEmpty() || !(name.startsWith(".") || LEFT_OUT.contains(name));
  }

  private static void collect(Path folder, List<Path> sources) throws IOException {
    List<Path> inside;
    try (Stream<Path> entries = Files.list(folder)) {
      inside = entries.sorted().toList();
    }
    for (Path path : inside) {
      if (Files.isDirectory(path) && !Files.isSymbolicLink(path)) {
        if (isLookedInto(path)) collect(path, sources);
      } else if (path.toString().endsWith(".java")) {
        sources.add(path.normalize());
      }
    }
  }

  private static boolean hasMain(ClassTree type) {
    return type.getMembers().stream()
        .anyMatch(member -> member instanceof MethodTree method && method.getName().contentEquals("main"));
  }

  private static String simpleName(Path source) {
    return source.getFileName().toString().replaceFirst("\\.java$", "");
  }

  /** Of the entry's classes: the one with a `main` and, of several, the one named as the file. */
  private static String mainClass(CompilationUnitTree unit, Path entry) {
    List<ClassTree> types = new ArrayList<>();
    for (Tree tree : unit.getTypeDecls()) {
      if (tree instanceof ClassTree type) types.add(type);
    }
    List<ClassTree> starting = types.stream().filter(Compile::hasMain).toList();
    List<ClassTree> candidates = starting.isEmpty() ? types : starting;
    if (candidates.isEmpty()) return null;
    ClassTree found = candidates.stream()
        .filter(type -> type.getSimpleName().contentEquals(simpleName(entry)))
        .findFirst()
        .orElse(candidates.getFirst());
    String folder = unit.getPackageName() == null ? "" : unit.getPackageName() + ".";
    return folder + found.getSimpleName();
  }

  /** Hears of every parsed source and notes the entry's main class. */
  private static TaskListener noting(Path entry, Path noteFile) {
    return new TaskListener() {
      @Override
      public void finished(TaskEvent event) {
        if (event.getKind() != TaskEvent.Kind.PARSE) return;
        if (!Path.of(event.getSourceFile().getName()).normalize().equals(entry)) return;
        String name = mainClass(event.getCompilationUnit(), entry);
        if (name == null) return;
        try {
          Files.writeString(noteFile, name);
        } catch (IOException cause) {
          throw new IllegalStateException(cause);
        }
      }
    };
  }

  public static void main(String[] items) throws IOException {
    Path target = Path.of(items[0]);
    Files.createDirectories(target);
    List<Path> sources = new ArrayList<>();
    collect(Path.of(""), sources);
    var compiler = ToolProvider.getSystemJavaCompiler();
    var files = compiler.getStandardFileManager(null, null, StandardCharsets.UTF_8);
    var options = List.of("-d", target.toString(), "-cp", items[1], "-encoding", "UTF-8", "-g", "-Xlint:-options");
    var messages = new PrintWriter(new OutputStreamWriter(System.err, StandardCharsets.UTF_8), true);
    var task = (JavacTask) compiler.getTask(
        messages, files, null, options, null, files.getJavaFileObjectsFromPaths(sources));
    if (items.length > 2) {
      task.addTaskListener(noting(Path.of(items[2]).normalize(), target.resolveSibling("main-class")));
    }
    boolean isCompiled = task.call();
    messages.flush();
    System.exit(isCompiled ? 0 : 1);
  }
}
