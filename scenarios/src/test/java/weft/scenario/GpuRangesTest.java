package weft.scenario;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import weft.scenario.cli.Invocation;

/** Lists of GPUs in which a range stands for its numbers. */
@Tag("slow")
final class GpuRangesTest {

  private static final String COLLECTIVE =
      """
      fabric: { leaf-spine: { node: dgx-h100, nodes: 4, nodes-per-unit: 2, spines: 2 } }
      workload:
        collective: { operation: all_reduce, begin: 1MiB, gpus: [%s] }
      """;

  private static final String TRAINING =
      """
      fabric: { leaf-spine: { node: dgx-h100, nodes: 4, nodes-per-unit: 2, spines: 2 } }
      workload:
        training:
          model: { hidden: 4096, layers: 4, heads: 32, vocabulary: 51200 }
          parallelism: { tensor: 4, data: 2 }
          global-batch: 8
          sequence: 2048
          gpus: [%s]
      """;

  private static final String JOBS =
      """
      fabric: { leaf-spine: { node: dgx-h100, nodes: 4, nodes-per-unit: 2, spines: 2 } }
      workload:
        jobs:
          - { name: a, gpus: [%s], workload: { collective: { operation: all_reduce, begin: 1MiB } } }
          - { name: b, first-gpu: 16, gpu-count: 8, workload: { collective: { operation: all_reduce, begin: 1MiB } } }
      """;

  @TempDir private Path folder;

  private Invocation weft(String verb, String scenario, String gpus, Object... more)
      throws IOException {
    Path file = Files.writeString(folder.resolve("my.yaml"), scenario.formatted(gpus));
    Object[] all = new Object[more.length + 2];
    all[0] = verb;
    all[1] = file;
    System.arraycopy(more, 0, all, 2, more.length);
    return Invocation.weft(all);
  }

  private void assertSame(String scenario, String ranges, String numbers) throws IOException {
    Invocation one = weft("run", scenario, ranges, "--format", "csv");
    Invocation other = weft("run", scenario, numbers, "--format", "csv");
    assertThat(one.err()).isEmpty();
    assertThat(one.out()).isEqualTo(other.out()).isNotEmpty();
  }

  @Test
  void standForTheirNumbers() throws IOException {
    assertSame(COLLECTIVE, "0-2, 9, 24-24", "0, 1, 2, 9, 24");
    assertSame(TRAINING, "8-11, 0-3", "8, 9, 10, 11, 0, 1, 2, 3");
    assertSame(JOBS, "'0-3'", "0, 1, 2, 3");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "0, 7-4     | :63: workload.collective.gpus.1: 7-4 ends before it begins. Maybe 4-7.",
        "0, 4-x     | :63: workload.collective.gpus.1: \"4-x\" is not a plain whole number.",
        "0, 4 - 8   | :63: workload.collective.gpus.1: \"4 - 8\" is not a plain range. Maybe 4-8.",
        "0, 4..8    | :63: workload.collective.gpus.1: \"4..8\" is not a plain range. Maybe 4-8.",
        "04-08      | :60: workload.collective.gpus.0: \"04-08\" is not a plain range. Maybe 4-8.",
        "0-99999999 | :60: workload.collective.gpus.0: 99999999 is too large: the most is 10000000.",
        "0-1000000  | :60: workload.collective.gpus.0: 0-1000000 makes more than 1,000,000 numbers.",
        "0-3, 2-5   | :65: workload.collective.gpus.1: is 2, which is there already.",
        "0, 20-4000 | :63: workload.collective.gpus.1: is 32, but the fabric has the GPUs 0 … 31.",
      })
  void areRefusedOnceEach(String gpus, String message) throws IOException {
    Invocation check = weft("check", COLLECTIVE, gpus);
    assertThat(check.code()).isEqualTo(2);
    assertThat(check.err()).contains(":3" + message, "1 problem, nothing was run.");
  }

  @Test
  void allThatIsWrongIsTold() throws IOException {
    assertThat(weft("check", COLLECTIVE, "0, 32, 33-40, 41").err())
        .contains("gpus.1: is 32", "gpus.2: is 33", "gpus.3: is 41", "3 problems");
    assertThat(weft("check", COLLECTIVE, "0-3, 2-40").err())
        .contains("gpus.1: is 2, which", "gpus.1: is 32, but", "2 problems");
    assertThat(weft("check", COLLECTIVE, "7-0, 9-8, 4-x, 3").err())
        .contains("gpus.0: 7-0 ends", "gpus.1: 9-8 ends", "gpus.2: \"4-x\"", "3 problems");
    assertThat(
            weft("check", COLLECTIVE, "0", "--set", "workload.collective.gpus=[0-3,30-40]").err())
        .contains("gpus.1: is 32, but", "1 problem");
  }

  @Test
  void ofJobsAreRefusedToo() throws IOException {
    assertThat(weft("check", JOBS, "30-40").err())
        .contains("workload.jobs.0.gpus.0: is 32, but the fabric has the GPUs 0", "1 problem,");
  }
}
