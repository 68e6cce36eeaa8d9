package weft.scenario.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Reports have the same digits everywhere; in a process of its own, whose locale it is. */
@Tag("slow")
@Timeout(120)
final class LocaleTest {

  @Test
  void digitsAreAsciiInEgyptToo() throws IOException, InterruptedException {
    Path file = Invocation.REPOSITORY.resolve("scenarios/tour/A01-two-gpus.yaml");
    Process process =
        new ProcessBuilder(
                ProcessHandle.current().info().command().orElseThrow(),
                "-Duser.language=ar",
                "-Duser.country=EG",
                "-cp",
                System.getProperty("java.class.path"),
                "weft.scenario.cli.Main",
                "run",
                file.toString())
            .redirectErrorStream(true)
            .start();
    String report = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    assertThat(process.waitFor()).isZero();
    assertThat(report).startsWith("A01-two-gpus · ");
    assertThat(report.codePoints().filter(c -> Character.isDigit(c) && c > '9')).isEmpty();
  }
}
