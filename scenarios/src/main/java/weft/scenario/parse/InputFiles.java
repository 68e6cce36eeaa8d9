package weft.scenario.parse;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;
import weft.scenario.spec.Shape;
import weft.topology.error.Suggestion;

/** Paths of files that a scenario names; what is in them is not looked at here. */
final class InputFiles {

  private static final List<String> GRAPHS = List.of(".graphml", ".dot", ".gv", ".json");
  private static final List<String> TABLES = List.of(".csv");
  private static final List<String> ALGORITHMS = List.of(".xml", ".json");

  private InputFiles() {}

  /**
   * The path that a text stands for. In a file it begins at the folder of that file; elsewhere, as
   * on the command line, at the working directory.
   */
  static Path path(Node.Scalar scalar) throws BadValueException {
    String text = Line.checked(scalar.text());
    Position position = scalar.position();
    try {
      return position.line() == 0 ? Path.of(text) : Path.of(position.source()).resolveSibling(text);
    } catch (InvalidPathException e) {
      throw new BadValueException(
          Quote.of(text)
              + " holds characters that a path cannot have here"
              + Suggestions.oddCharacter(text)
              + ". Maybe LC_ALL=C.UTF-8.");
    }
  }

  /** Checks that there is such a graph file, and that its name tells its format. */
  static void requireGraph(Path file) throws BadValueException {
    require(file, GRAPHS, "a graph file", "graphs");
  }

  /** Checks that there is such a CSV file, and that it is called one. */
  static void requireTable(Path file) throws BadValueException {
    require(file, TABLES, "a CSV file", "tables");
  }

  /** Checks that there is such a file, and that its name tells how an algorithm is written. */
  static void requireAlgorithm(Path file) throws BadValueException {
    require(file, ALGORITHMS, "a collective algorithm", "algorithms");
  }

  /** Checks that there is such a file, and that its name ends as it should. */
  static void require(Path file, Shape.File wanted) throws BadValueException {
    require(file, List.of(wanted.ending()), "a " + wanted.ending() + " file", "that kind");
  }

  private static void require(Path file, List<String> endings, String wanted, String contents)
      throws BadValueException {
    String name = String.valueOf(file.getFileName());
    if (!Files.exists(file)) {
      throw new BadValueException(
          Files.exists(file, LinkOption.NOFOLLOW_LINKS)
              ? "the symbolic link " + shown(file) + " leads nowhere."
              : "there is no file " + shown(file) + "." + neighbour(file, name, endings));
    }
    if (!Files.isRegularFile(file)) {
      throw new BadValueException(
          shown(file)
              + (Files.isDirectory(file) ? " is a directory" : " is no regular file")
              + ", but "
              + wanted
              + " is wanted.");
    }
    if (endings.stream().noneMatch(name.toLowerCase(Locale.ROOT)::endsWith)) {
      throw new BadValueException(
          "the name of "
              + shown(file)
              + " tells no format of "
              + contents
              + "; it ends with "
              + either(endings)
              + ".");
    }
    if (!Files.isReadable(file)) {
      throw new BadValueException(shown(file) + " cannot be read: permission denied.");
    }
  }

  private static String either(List<String> endings) {
    int last = endings.size() - 1;
    return last == 0
        ? endings.get(0)
        : String.join(", ", endings.subList(0, last)) + " or " + endings.get(last);
  }

  private static String neighbour(Path file, String name, List<String> endings) {
    Path folder = file.toAbsolutePath().getParent();
    if (folder == null || !Files.isDirectory(folder)) {
      return " Its directory does not exist either.";
    }
    try (Stream<Path> files = Files.list(folder)) {
      List<String> names =
          files
              .map(path -> String.valueOf(path.getFileName()))
              .filter(other -> endings.stream().anyMatch(other::endsWith))
              .sorted()
              .toList();
      return Suggestion.nearest(name, names)
          .map(near -> " Maybe " + Quote.line(near) + ".")
          .orElse("");
    } catch (IOException e) {
      return "";
    }
  }

  private static String shown(Path file) {
    return Quote.line(file.toString());
  }
}
