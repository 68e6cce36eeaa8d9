package weft.scenario.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static weft.scenario.cli.Invocation.weft;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** `weft check` of a collective schedule. */
final class CheckScheduleTest {

  private static final String SWAP =
      """
      { "schema": "weft-schedule/1", "name": "swap", "operation": "all_gather", "ranks": 2,
        "chunks": 2, "in-place": 1,
        "gpus": [
          { "rank": 0, "lanes": [ { "send": 1, "receive": 1, "steps": [
            { "do": "send", "source": "input", "source-chunk": 0 },
            { "do": "receive", "target": "output", "target-chunk": 1 } ] } ] },
          { "rank": 1, "lanes": [ { "send": 0, "receive": 0, "steps": [
            { "do": "send", "source": "input", "source-chunk": 0 },
            { "do": "receive", "target": "output", "target-chunk": 0 } ] } ] } ] }
      """;

  @TempDir private Path folder;

  @Test
  void saysWhatItIs() throws IOException {
    Path file = Files.writeString(folder.resolve("swap.json"), SWAP);
    Invocation check = weft("check", file);
    assertThat(check.err()).isEmpty();
    assertThat(check.code()).isZero();
    assertThat(check.out())
        .endsWith(
            ": swap is a valid schedule: all_gather of 2 ranks on 1 channel, 1 messages in a row;"
                + " no rank sends more than 0.500 times its data.\n");
  }

  @Test
  void saysWhatIsWrongAndEndsWithTwo() throws IOException {
    String wrong = SWAP.replaceFirst("\"target-chunk\": 1", "\"target-chunk\": 0");
    Path file = Files.writeString(folder.resolve("swap.json"), wrong);
    Invocation check = weft("check", file);
    assertThat(check.code()).isEqualTo(ExitCode.BAD_INPUT);
    assertThat(check.err())
        .contains("swap.json:4:5: \"swap\": rank 0 ends with a wrong chunk 0 of its output: it is")
        .contains("rank 0 ends with a wrong chunk 1 of its output: nothing was written to it");
    assertThat(weft("check", file, "--seed", "3").err()).contains("replace nothing");
  }
}
