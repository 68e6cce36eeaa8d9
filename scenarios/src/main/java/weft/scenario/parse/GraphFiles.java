package weft.scenario.parse;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;
import weft.topology.error.Suggestion;

/** Paths of graph files that a scenario names; what is in them is not looked at here. */
final class GraphFiles {

  private static final List<String> ENDINGS = List.of(".graphml", ".dot", ".gv", ".json");

  private GraphFiles() {}

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

  /** Checks that there is such a file, and that its name tells its format. */
  static void require(Path file) throws BadValueException {
    String name = String.valueOf(file.getFileName());
    if (!Files.exists(file)) {
      throw new BadValueException(
          Files.exists(file, LinkOption.NOFOLLOW_LINKS)
              ? "the symbolic link " + shown(file) + " leads nowhere."
              : "there is no file " + shown(file) + "." + neighbour(file, name));
    }
    if (!Files.isRegularFile(file)) {
      throw new BadValueException(
          shown(file)
              + (Files.isDirectory(file) ? " is a directory" : " is no regular file")
              + ", but a graph file is wanted.");
    }
    if (ENDINGS.stream().noneMatch(name.toLowerCase(Locale.ROOT)::endsWith)) {
      throw new BadValueException(
          "the name of "
              + shown(file)
              + " tells no format of graphs; it ends with "
              + String.join(", ", ENDINGS.subList(0, ENDINGS.size() - 1))
              + " or "
              + ENDINGS.get(ENDINGS.size() - 1)
              + ".");
    }
    if (!Files.isReadable(file)) {
      throw new BadValueException(shown(file) + " cannot be read: permission denied.");
    }
  }

  private static String neighbour(Path file, String name) {
    Path folder = file.toAbsolutePath().getParent();
    if (folder == null || !Files.isDirectory(folder)) {
      return " Its directory does not exist either.";
    }
    try (Stream<Path> files = Files.list(folder)) {
      List<String> names =
          files
              .map(path -> String.valueOf(path.getFileName()))
              .filter(other -> ENDINGS.stream().anyMatch(other::endsWith))
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
