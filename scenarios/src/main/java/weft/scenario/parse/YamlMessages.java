package weft.scenario.parse;

import java.util.Optional;
import org.snakeyaml.engine.v2.exceptions.Mark;
import org.snakeyaml.engine.v2.exceptions.MarkedYamlEngineException;
import org.snakeyaml.engine.v2.exceptions.ReaderException;
import org.snakeyaml.engine.v2.exceptions.YamlEngineException;

/** Says in plain words what the YAML parser says in those of its grammar. */
final class YamlMessages {

  private YamlMessages() {}

  /** What is wrong and where: line and column from 1, or both 0 if that is unknown. */
  record Sentence(int line, int column, String text) {}

  static Sentence sentence(YamlEngineException e, String text) {
    if (e instanceof MarkedYamlEngineException marked) {
      String problem = String.valueOf(marked.getProblem());
      String context = String.valueOf(marked.getContext());
      Optional<Mark> at = marked.getProblemMark();
      Optional<Mark> begun = marked.getContextMark();
      String sentence = aboutBeginning(problem, context);
      if (sentence.isEmpty()) {
        sentence = aboutHere(problem, context, begun.map(YamlMessages::brief).orElse("above"));
      } else {
        at = begun;
      }
      return new Sentence(
          at.map(m -> m.getLine() + 1).orElse(0),
          at.map(m -> m.getColumn() + 1).orElse(0),
          sentence);
    }
    if (e instanceof ReaderException reader) {
      return forbidden(text, reader.getCodePoint());
    }
    return new Sentence(0, 0, "is not valid YAML: " + Quote.bare(messageOf(e)) + ".");
  }

  private static Sentence forbidden(String text, int codePoint) {
    // The parser's own position is that of a buffer; this code point is nowhere allowed.
    String before = text.substring(0, Math.max(0, text.indexOf(codePoint)));
    int lineStart = Math.max(before.lastIndexOf('\n'), before.lastIndexOf('\r')) + 1;
    return new Sentence(
        1 + (int) before.replaceAll("\r\n?", "\n").chars().filter(c -> c == '\n').count(),
        1 + before.codePointCount(lineStart, before.length()),
        "the character " + Quote.codePoint(codePoint) + " may not stand in a scenario file.");
  }

  /** What is wrong with something whose beginning is the place to look at; else nothing. */
  private static String aboutBeginning(String problem, String context) {
    if (problem.contains("could not find expected ':'")) {
      return "a \"key: value\" is wanted, but no colon follows.";
    }
    if (problem.contains("unexpected end of stream") && context.contains("quoted scalar")) {
      return "this quote is never closed.";
    }
    return "";
  }

  private static String aboutHere(String problem, String context, String begun) {
    if (problem.contains("TAB")) {
      return "a tab stands where only spaces may: indent with spaces.";
    }
    if (problem.contains("mapping values are not allowed here")) {
      return "this colon starts a second value on the line. Maybe the line above is indented"
          + " differently, or the text needs quotes.";
    }
    if (problem.contains("expected ',' or '}'")) {
      return "the { opened at " + begun + " needs a comma or } here.";
    }
    if (problem.contains("expected ',' or ']'")) {
      return "the [ opened at " + begun + " needs a comma or ] here.";
    }
    if (problem.contains("expected <block end>") || context.contains("block collection")) {
      return "the indentation fits neither the line above nor the mapping begun at " + begun + ".";
    }
    if (problem.contains("expected '<document start>'")) {
      return "this line is indented less than the first one, but belongs to the same mapping.";
    }
    if (problem.contains("expected the node content")) {
      return "a key or a value is missing before this.";
    }
    if (problem.contains("sequence entries are not allowed here")) {
      return "a \"- \" may not stand here. Maybe it belongs on a line of its own.";
    }
    if (problem.contains("that cannot start any token")) {
      return "a value may not begin with this character. Maybe it needs quotes.";
    }
    if (problem.contains("unknown escape character")) {
      return "the \\ in this quoted text starts no known escape. Maybe use single quotes.";
    }
    return "is not valid YAML: " + Quote.bare(problem) + ".";
  }

  private static String brief(Mark mark) {
    return (mark.getLine() + 1) + ":" + (mark.getColumn() + 1);
  }

  private static String messageOf(Exception e) {
    return String.valueOf(e.getMessage()).lines().findFirst().orElse("");
  }
}
