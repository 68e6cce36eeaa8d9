package weft.scenario.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;

/** {@code weft … | head} is no failure, a full disk is one. */
final class PipeStreamTest {

  private final ByteArrayOutputStream err = new ByteArrayOutputStream();

  private int codeWhenWritingFailsWith(String message) {
    OutputStream failing =
        new OutputStream() {
          @Override
          public void write(int one) throws IOException {
            throw new IOException(message);
          }
        };
    PrintStream errors = new PrintStream(err, false, StandardCharsets.UTF_8);
    return Main.run(new Console(new PipeStream(failing), errors, false), "catalog", "gpu");
  }

  @Test
  void aReaderThatHasGoneEndsItQuietly() {
    assertThat(codeWhenWritingFailsWith("Broken pipe")).isEqualTo(ExitCode.CLOSED_PIPE);
    assertThat(err.toString(StandardCharsets.UTF_8)).isEmpty();
  }

  @Test
  void aFullDiskIsAnError() {
    assertThat(codeWhenWritingFailsWith("No space left on device")).isEqualTo(ExitCode.BAD_INPUT);
    assertThat(err.toString(StandardCharsets.UTF_8)).contains("the output is full or closed");
  }
}
