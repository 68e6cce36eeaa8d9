package weft.scenario.parse;

import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.CharsetDecoder;
import java.nio.charset.CoderResult;
import java.nio.charset.CodingErrorAction;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import weft.topology.error.Suggestion;

/** Gets the text of a scenario file, or says why it has none. */
final class ScenarioText {

  private static final int LARGEST_BYTES = 4 << 20;
  private static final char BYTE_ORDER_MARK = '\uFEFF';

  private ScenarioText() {}

  static String read(Path file) {
    Position whole = Position.whole(file.toString());
    if (Files.isDirectory(file)) {
      throw ScenarioException.of(whole, "is a directory, but a scenario file is wanted.");
    }
    byte[] bytes;
    try (InputStream in = Files.newInputStream(file)) {
      bytes = in.readNBytes(LARGEST_BYTES + 1);
    } catch (NoSuchFileException e) {
      throw ScenarioException.of(whole, "there is no such file." + neighbour(file));
    } catch (IOException e) {
      throw ScenarioException.of(whole, "cannot be read: " + Trouble.reason(e) + ".");
    }
    return decode(whole.source(), bytes);
  }

  static String decode(String source, byte[] bytes) {
    Position whole = Position.whole(source);
    if (bytes.length > LARGEST_BYTES) {
      throw ScenarioException.of(whole, "is larger than 4 MiB, the most a scenario may have.");
    }
    return text(source, bytes);
  }

  /** The text of a file of any size. */
  static String text(String source, byte[] bytes) {
    Position whole = Position.whole(source);
    if (startsWith(bytes, 0xFE, 0xFF) || startsWith(bytes, 0xFF, 0xFE)) {
      throw ScenarioException.of(whole, "is in UTF-16, but UTF-8 is wanted.");
    }
    for (int i = 0; i < bytes.length; i++) {
      if (bytes[i] == 0) {
        throw ScenarioException.of(whole, "is binary, not text: byte " + i + " is zero.");
      }
    }
    // A UTF-8 byte never decodes to more than one char.
    CharBuffer chars = CharBuffer.allocate(bytes.length);
    ByteBuffer in = ByteBuffer.wrap(bytes);
    CharsetDecoder decoder =
        StandardCharsets.UTF_8
            .newDecoder()
            .onMalformedInput(CodingErrorAction.REPORT)
            .onUnmappableCharacter(CodingErrorAction.REPORT);
    CoderResult result = decoder.decode(in, chars, true);
    String text = chars.flip().toString();
    if (result.isError()) {
      throw ScenarioException.of(
          end(source, withoutMark(text)),
          String.format("the byte 0x%02X is not UTF-8. Maybe save the file as UTF-8.", in.get()));
    }
    text = withoutMark(text);
    if (text.isBlank()) {
      throw ScenarioException.of(whole, "is empty.");
    }
    return text;
  }

  private static String withoutMark(String text) {
    return !text.isEmpty() && text.charAt(0) == BYTE_ORDER_MARK ? text.substring(1) : text;
  }

  /** The position just behind the text. */
  private static Position end(String source, String text) {
    String lines = text.replaceAll("\r\n?", "\n");
    int lineStart = lines.lastIndexOf('\n') + 1;
    return new Position(
        source,
        1 + (int) lines.chars().filter(c -> c == '\n').count(),
        1 + lines.codePointCount(lineStart, lines.length()));
  }

  private static boolean startsWith(byte[] bytes, int first, int second) {
    return bytes.length >= 2 && (bytes[0] & 0xFF) == first && (bytes[1] & 0xFF) == second;
  }

  private static String neighbour(Path file) {
    Path directory = file.toAbsolutePath().getParent();
    Path name = file.getFileName();
    if (directory == null || name == null) {
      return "";
    }
    try (Stream<Path> files = Files.list(directory)) {
      List<String> names =
          files
              .map(path -> String.valueOf(path.getFileName()))
              .filter(other -> other.endsWith(".yaml") || other.endsWith(".yml"))
              .sorted()
              .toList();
      return Suggestion.nearest(name.toString(), names)
          .map(near -> " Maybe " + Quote.line(file.resolveSibling(near).toString()) + ".")
          .orElse("");
    } catch (IOException e) {
      return Files.exists(directory) ? "" : " Its directory does not exist either.";
    }
  }
}
