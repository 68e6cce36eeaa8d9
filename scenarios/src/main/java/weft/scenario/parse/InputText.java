package weft.scenario.parse;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;

/** The text of a file that is no scenario, or why it has none. */
public final class InputText {

  private InputText() {}

  /**
   * Reads a file.
   *
   * @param most how large it may be, MiB
   * @param kind what it should be, such as "a schedule"
   * @throws ScenarioException if it is no file, too large, unreadable or not UTF-8
   */
  public static String read(Path file, int most, String kind) {
    Position whole = Position.whole(file.toString());
    if (Files.isDirectory(file)) {
      throw ScenarioException.of(whole, "is a directory, but " + kind + " is wanted.");
    }
    byte[] bytes;
    try (InputStream in = Files.newInputStream(file)) {
      bytes = in.readNBytes((most << 20) + 1);
    } catch (IOException e) {
      throw ScenarioException.of(whole, "cannot be read: " + Trouble.reason(e) + ".");
    }
    if (bytes.length > most << 20) {
      throw ScenarioException.of(
          whole, "is larger than " + most + " MiB, the most " + kind + " may have.");
    }
    return ScenarioText.text(whole.source(), bytes);
  }
}
