package weft.scenario.parse;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assumptions.assumeThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Files that are no text: each is one problem in one line. */
final class ScenarioTextTest {

  @TempDir private Path directory;

  @Test
  void missing() {
    Path file = directory.resolve("nothing.yaml");
    assertProblem(file, file + ": there is no such file.");
  }

  @Test
  void missingButThereIsOneOfAlmostThatName() throws IOException {
    Files.createFile(directory.resolve("allreduce.yaml"));
    Files.createFile(directory.resolve("allreduce.txt"));
    Path file = directory.resolve("all_reduce.yml");
    assertProblem(
        file,
        file
            + ": there is no such file. Maybe "
            + Quote.bare(directory.resolve("allreduce.yaml").toString())
            + ".");
  }

  @Test
  void missingWithItsDirectory() {
    Path file = directory.resolve("nowhere/nothing.yaml");
    assertProblem(file, file + ": there is no such file. Its directory does not exist either.");
  }

  @Test
  void directory() {
    assertProblem(directory, directory + ": is a directory, but a scenario file is wanted.");
  }

  @Test
  void unreadable() throws IOException {
    Path file = Files.createFile(directory.resolve("secret.yaml"));
    assertThat(file.toFile().setReadable(false)).isTrue();
    // The superuser may read everything.
    assumeThat(Files.isReadable(file)).isFalse();
    assertProblem(file, file + ": cannot be read: permission denied.");
  }

  @Test
  void empty() throws IOException {
    assertContent(bytes(""), ": is empty.");
    assertContent(bytes(" \n\t\n"), ": is empty.");
    assertContent(new byte[] {(byte) 0xEF, (byte) 0xBB, (byte) 0xBF}, ": is empty.");
  }

  @Test
  void binary() throws IOException {
    assertContent(new byte[] {'P', 'K', 3, 4, 0, 0}, ": is binary, not text: byte 4 is zero.");
  }

  @Test
  void otherEncodings() throws IOException {
    String text = "name: é\n";
    assertContent(text.getBytes(StandardCharsets.UTF_16), ": is in UTF-16, but UTF-8 is wanted.");
    assertContent(
        ("\uFEFF" + text).getBytes(StandardCharsets.UTF_16LE),
        ": is in UTF-16, but UTF-8 is wanted.");
    assertContent(
        ("seed: 1\r\n" + text).getBytes(StandardCharsets.ISO_8859_1),
        ":2:7: the byte 0xE9 is not UTF-8. Maybe save the file as UTF-8.");
  }

  @Test
  void cutInsideACharacter() throws IOException {
    byte[] whole = bytes("a: €");
    assertContent(
        Arrays.copyOf(whole, whole.length - 1),
        ":1:4: the byte 0xE2 is not UTF-8. Maybe save the file as UTF-8.");
  }

  @Test
  void tooLarge() throws IOException {
    byte[] large = new byte[(4 << 20) + 1];
    Arrays.fill(large, (byte) '#');
    assertContent(large, ": is larger than 4 MiB, the most a scenario may have.");
  }

  @Test
  void aByteOrderMarkOfUtf8IsNoProblemAndNoColumn() throws IOException {
    Path file = directory.resolve("mark.yaml");
    Files.write(file, bytes("\uFEFFname: x"));
    assertThat(ScenarioText.read(file)).isEqualTo("name: x");
  }

  private void assertContent(byte[] content, String expected) throws IOException {
    Path file = directory.resolve("content.yaml");
    Files.write(file, content);
    assertProblem(file, file + expected);
  }

  private static void assertProblem(Path file, String expected) {
    assertThatThrownBy(() -> ScenarioText.read(file))
        .isInstanceOfSatisfying(
            ScenarioException.class,
            e ->
                assertThat(e.problems().render())
                    .isEqualTo(expected + "\n1 problem, nothing was run.\n"));
  }

  private static byte[] bytes(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }
}
