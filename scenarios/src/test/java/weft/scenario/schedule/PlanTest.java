package weft.scenario.schedule;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;
import weft.scenario.cli.Invocation;
import weft.scenario.parse.ScenarioException;
import weft.sim.collective.ListedSchedule;
import weft.sim.collective.Operation;
import weft.sim.collective.Schedule;

/** Execution plans of MSCCL++, right ones and wrong ones. */
@Tag("slow")
final class PlanTest {

  private static final String RELEASE = ", {\"name\": \"sem_release\", \"semaphore_ids\": [0]}";
  private static final String ACQUIRE = "{\"name\": \"sem_acquire\", \"semaphore_ids\": [0]}, ";
  private static final String BARRIER =
      "{\"name\": \"barrier\", \"barrier_id\": 0, \"num_threadblocks\": 2}";

  @TempDir private Path folder;

  private static ListedSchedule read(String plan) {
    return ScheduleFile.parse("p.json", plan, Syntax.JSON);
  }

  private static String problems(String plan) {
    ScenarioException problems = catchThrowableOfType(ScenarioException.class, () -> read(plan));
    return problems.problems().render();
  }

  /** What leaves each rank, pieces of its data. */
  private static long sent(Schedule schedule) {
    long[] pieces = new long[schedule.ranks()];
    schedule.connections(
        (phase, channel, from, lane, to, toLane, messages, carried) -> pieces[from] += carried);
    assertThat(pieces).containsOnly(pieces[0]);
    return pieces[0];
  }

  @ParameterizedTest
  @ValueSource(ints = {2, 3, 8})
  void anAllGather(int ranks) {
    ListedSchedule schedule = read(Plans.allGather(ranks));
    assertThat(schedule.operation()).isEqualTo(Operation.ALL_GATHER);
    assertThat(schedule.pieces()).isEqualTo(ranks);
    assertThat(sent(schedule)).isEqualTo(ranks - 1);
  }

  /** Each sends n − 1 chunks of n to be reduced, and its own n − 1 times: 2 (n − 1) / n. */
  @ParameterizedTest
  @ValueSource(ints = {2, 3, 8})
  void allPairsByPutsByReadsAndByPackets(int ranks) {
    assertThat(sent(read(Plans.allPairs(ranks)))).isEqualTo(2 * (ranks - 1));
    assertThat(sent(read(Plans.allPairsRead(ranks)))).isEqualTo(2 * (ranks - 1));
    ListedSchedule packets = read(Plans.packets(ranks));
    assertThat(packets.pieces()).isEqualTo(2 * ranks);
    assertThat(sent(packets)).isEqualTo(4 * (ranks - 1));
  }

  @ParameterizedTest
  @ValueSource(ints = {3, 5})
  void aRingInTheOlderFormat(int ranks) {
    ListedSchedule schedule = read(Plans.ring(ranks));
    assertThat(schedule.operation()).isEqualTo(Operation.ALL_REDUCE);
    assertThat(sent(schedule)).isEqualTo(2 * (ranks - 1));
  }

  /** Pairs of operations between the same ranks, once by a signal without data. */
  @Test
  void threadBlocksWaitForEachOther() {
    assertThat(sent(read(Plans.twoBlocks(RELEASE, ACQUIRE)))).isEqualTo(1);
    assertThat(sent(read(Plans.twoBlocks(", " + BARRIER, BARRIER + ", ")))).isEqualTo(1);
  }

  /** The signal does not say that the other thread block has put anything. */
  @Test
  void aMissingBarrierIsARace() {
    assertThat(problems(Plans.twoBlocks("", "")))
        .contains(
            "operation 2 (copy) of thread block 1 of rank 1 reads scratch, chunk 0, of rank 1")
        .contains(
            ", to which nothing has been written, in one order of the lanes but not in another.");
  }

  @Test
  void aPipelineIsGoneThroughOnce() {
    String put = "{\"name\": \"put\"";
    String plan = Plans.allGather(2);
    int begin = plan.indexOf(put);
    int end = plan.indexOf("},\n{\"name\": \"nop\"");
    String piped =
        plan.substring(0, begin)
            + "{\"name\": \"pipeline\", \"iter_context\": {\"unit_size\": 1024, \"num_chunks\": 1},"
            + " \"ops\": ["
            + plan.substring(begin, end + 1)
            + "]}"
            + plan.substring(end + 1);
    assertThat(sent(read(piped))).isEqualTo(1);
    assertThat(problems(piped.replace("\"put\"", "\"putt\"")))
        .contains("name: \"putt\" is no operation. Maybe put.");
  }

  @Test
  void aWrongResultNamesRankAndChunk() {
    String plan = Plans.allGather(3);
    String wrong =
        plan.replaceFirst("\\{\"buffer_id\": 0, \"index\": 0", "{\"buffer_id\": 0, \"index\": 1");
    assertThat(problems(wrong))
        .contains(
            "\"mine\": rank 1 ends with a wrong chunk 0 of its output: nothing was written to it.");
    String lacking =
        Plans.allPairs(3).replaceFirst(", \\{\"type\": \"s\", \"index\": 1, [^}]*}", "");
    assertThat(problems(lacking))
        .contains(
            "\"mine\": rank 0 ends with a wrong chunk 0 of its output: the sum lacks rank 2.");
    assertThat(problems(Plans.allPairs(3).replaceFirst("\"res\"", "\"re\"")))
        .contains("operation 4 (re) has 3 targets, but writes to 1.");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "\"put\" | \"glres\" | glres goes over the multicast of NVSwitches",
        "\"put\" | \"rspkt\" | \"rspkt\" is no operation. Maybe rppkt.",
        "{\"type\": \"o\", \"index\": 0 | {\"type\": \"x\", \"index\": 0 | \"x\" is no buffer."
            + " Maybe i, o or s.",
        "{\"type\": \"o\", \"index\": 0 | {\"type\": \"o\", \"index\": 2 | the chunks 2 … 2 are"
            + " beyond the output buffer of rank 0, which has 2.",
        "{\"buffer_id\": 0, \"index\": 0 | {\"buffer_id\": 0, \"index\": 9 | the chunks 9 … 9 are"
            + " beyond the output buffer of rank 1, which has 2.",
        "{\"buffer_id\": 0 | {\"buffer_id\": 1 | buffer_id: is 1, but the thread block has 1 remote"
            + " buffers of kind memory.",
        "\"remote_buffer_ids\": [0] | \"remote_buffer_ids\": [3] | is 3, but rank 0 has 1"
            + " remote_buffers.",
        "\"channel_ids\": [0] | \"channel_ids\": [1] | names channel 1 of kind memory, but the"
            + " thread block has 1 of these.",
        "\"connected_to\": [1] | \"connected_to\": [] | leads to channel 0 of kind memory, but rank"
            + " 0 has 0 of these.",
        "\"connected_to\": [1] | \"connected_to\": [0] | joins rank 0 to itself.",
        "\"connected_to\": [1] | \"connected_to\": [7] | is \"7\", but a whole number from 0 to 1"
            + " is wanted.",
        "{\"name\": \"nop\"} | {\"name\": \"nop\", \"dep\": 1} | unknown key \"dep\" of an"
            + " operation.",
        "\"collective\": \"allgather\" | \"collective\": \"allgater\" | collective: \"allgater\" is"
            + " not known. Maybe all_gather.",
        "\"input_chunks\": 1, \"output_chunks\": 2 | \"input_chunks\": 1, \"output_chunks\": 3 |"
            + " cuts the data into 2 chunks, but gpu 0 into 3.",
        "{\"id\": 1 | {\"id\": 2 | id: is 2, but this is gpu 1 of the list.",
        "\"size\": 1}], \"dst | \"size\": 2}], \"dst | moves 2 chunks to 1.",
      })
  void mistakes(String right, String wrong, String message) {
    String plan = Plans.allGather(2);
    assertThat(plan).contains(right);
    String broken = plan.replace("\"size\": 1}], \"dst", "\"size\": 1}], \"dst");
    int at = broken.indexOf(right);
    assertThat(problems(broken.substring(0, at) + wrong + broken.substring(at + right.length())))
        .contains(message)
        .doesNotContain("Exception");
  }

  @Test
  void whatWaitsForEverIsNamed() {
    String signal = "{\"name\": \"signal\", \"channel_ids\": [0], \"channel_type\": \"memory\"},\n";
    assertThat(
            problems(
                Plans.allGather(2).replaceFirst(signal.replaceAll("[{\\[\\]}]", "\\\\$0"), "")))
        .contains(
            "operation 5 (wait) of thread block 0 of rank 1 waits for ever: for signal 2 of rank 0"
                + " on channel 0 of kind memory, which gives 1.");
    assertThat(problems(Plans.twoBlocks("", ACQUIRE)))
        .contains("semaphore 0 begins with 0 and is released 0 times.");
    assertThat(problems(Plans.twoBlocks("", BARRIER + ", ")))
        .contains("barrier 0 of rank 0 is for 2 thread blocks, but 1 come to it the 1. time");
    assertThat(problems(Plans.packets(2).replace("\"ppkt\"", "\"put\"")))
        .contains(
            "waits for ever: for packets in scratch, chunk 1, of rank 0, where nobody puts any.");
  }

  /** Both wait for the other to signal first. */
  @Test
  void aDeadlockNamesWhatEachWaitsFor() {
    String plan = Plans.allGather(2);
    String sync = "\"channel_ids\": [0], \"channel_type\": \"memory\"}";
    String first = "{\"name\": \"signal\", " + sync + ",\n{\"name\": \"wait\", " + sync;
    String turned = "{\"name\": \"wait\", " + sync + ",\n{\"name\": \"signal\", " + sync;
    assertThat(problems(plan.replace(first, turned)))
        .contains(
            "operation 0 (wait) of thread block 0 of rank 0 waits for ever: for signal 1 of rank"
                + " 1.")
        .contains(
            "operation 0 (wait) of thread block 0 of rank 1 waits for ever: for signal 1 of rank"
                + " 0.")
        .doesNotContain("of another rank at");
  }

  /**
   * Of 64 MiB, each rank sends 2 · 7/8 over a link of 400 Gb/s: 2.35 ms without latencies. In the
   * plan of all pairs all send to rank 0 first, then to rank 1 …, so that up to seven share a link.
   */
  @ParameterizedTest
  @ValueSource(strings = {"analytic", "flow", "packet"})
  void aPlanRunsOnEveryModel(String model) throws IOException {
    Path scenario =
        Files.writeString(
            folder.resolve("my.yaml"),
            """
            fabric: { single-switch: { gpus: 8, gpu: h100, rate: 400Gbps, latency: 1us } }
            workload: { collective: { operation: all_reduce, algorithm-file: plan.json, begin: 64MiB } }
            """);
    for (String plan : List.of(Plans.allPairs(8), Plans.ring(8))) {
      Files.writeString(folder.resolve("plan.json"), plan);
      Invocation check = Invocation.weft("check", folder.resolve("plan.json"));
      assertThat(check.out()).contains(": mine is a valid schedule: all_reduce of 8 ranks");
      Invocation run =
          Invocation.weft("run", scenario, "--format", "json", "--set", "network.model=" + model);
      assertThat(run.code()).isZero();
      JsonNode collective = run.json().get("collectives").get(0);
      assertThat(collective.get("algorithm").asString()).isEqualTo("mine");
      double most = plan.contains("inputChunks") ? 1.6 : 7;
      double wire = 2 * 7.0 / 8 * (64 << 20) * 8 / 400e9;
      assertThat(collective.get("timeSeconds").asDouble()).isBetween(0.9 * wire, most * wire);
    }
  }

  @Test
  void whatIsNoPlanIsRefused() {
    for (String text :
        List.of(
            "{ \"threadblocks\": 1 }",
            "[ \"threadblocks\" ]",
            "{ \"threadblocks\": [",
            "{ \"name\": \"a\", \"collective\": \"allreduce\", \"gpus\": [ 3, \"threadblocks\" ] }",
            "{ \"name\": \"a\", \"collective\": \"allreduce\", \"gpus\": [ {\"id\": 0,"
                + " \"threadblocks\": [ 1 ] } ] }",
            "{ \"name\": {}, \"collective\": [], \"gpus\": {}, \"threadblocks\": null }",
            Plans.allGather(2) + "x",
            "{ \"threadblocks\": " + "[".repeat(100_000))) {
      assertThatThrownBy(() -> read(text)).isInstanceOf(ScenarioException.class);
    }
  }

  /** A value of each kind in place of each value of a plan: never anything but a report. */
  @Test
  void nothingThatIsReplacedBreaksTheReader() {
    for (String plan :
        List.of(Plans.packets(2), Plans.ring(2), Plans.twoBlocks(RELEASE, ACQUIRE))) {
      List<String> pieces = List.of(plan.split("(?<=[:,\\[])(?= ?[\"0-9{\\[])"));
      for (int i = 1; i < pieces.size(); i += 3) {
        for (String other : List.of("-1", "999999999", "\"x\"", "{}", "[]", "null", "1e99")) {
          String text =
              String.join("", pieces.subList(0, i))
                  + pieces.get(i).replaceFirst("\"[a-z_A-Z]*\"|[0-9]+", other)
                  + String.join("", pieces.subList(i + 1, pieces.size()));
          try {
            read(text);
          } catch (ScenarioException e) {
            assertThat(e.problems().errors().isEmpty()).isFalse();
          }
        }
      }
    }
  }
}
