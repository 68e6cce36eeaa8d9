package weft.scenario;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;
import static weft.scenario.cli.Invocation.REPOSITORY;
import static weft.scenario.cli.Invocation.weft;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;
import weft.scenario.cli.Invocation;

/** Several jobs on one fabric, from the file to the report. */
@Tag("slow")
final class JobsTest {

  private static final Path SHIPPED = REPOSITORY.resolve("scenarios/jobs/two-trainings.yaml");

  private static final String FABRIC =
      """
      fabric:
        leaf-spine: { node: dgx-h100, nodes: 16, nodes-per-unit: 4, spines: 4, links-per-pair: 2 }
      network: { routing: { policy: spray } }
      """;

  private static final String TRAINING =
      """
      training:
        model: { hidden: 1024, layers: 8, heads: 16, vocabulary: 1024 }
        parallelism: { tensor: 8, pipeline: 2, data: 4 }
        global-batch: 32
        sequence: 512
      """;

  private static final String TWO =
      FABRIC
          + """
          workload:
            jobs:
              - { name: one, repeat: 2, workload: %s }
              - { name: other, workload: %s }
          """;

  @TempDir private Path folder;

  /** The two trainings are spread over the same leaf switches, and nobody is on the others'. */
  @Test
  void jobsThatMeetLoseTime() {
    JsonNode result = weft("run", SHIPPED, "--format", "json").json();
    JsonNode pretraining = time(result, 0, "step");
    assertThat(pretraining.get("lostShare").asDouble()).isBetween(0.2, 1.0);
    assertThat(time(result, 1, "step").get("lostShare").asDouble()).isBetween(0.2, 1.0);
    assertThat(time(result, 2, "ttft").get("lostShare").asDouble()).isPositive();
    assertThat(pretraining.get("lostSeconds").asDouble())
        .isCloseTo(
            pretraining.get("togetherSeconds").asDouble()
                - pretraining.get("aloneSeconds").asDouble(),
            within(1e-9));
    JsonNode meeting = result.get("meetings").get(0);
    assertThat(meeting.get("tier").asString()).isEqualTo("leaf-spine");
    assertThat(meeting.get("links").asInt()).isBetween(1, 64);
    assertThat(meeting.get("bytes").get("pretraining").asLong()).isPositive();
    assertThat(meeting.get("bytes").get("finetuning").asLong()).isPositive();
  }

  /** In a row from the first node on, each has leaf switches of its own. */
  @Test
  void jobsThatDoNotMeetLoseNothingAtAll() {
    List<Object> arguments = new ArrayList<>(List.of("run", SHIPPED, "--format", "json"));
    for (int job = 0; job < 3; job++) {
      arguments.addAll(List.of("--set", "workload.jobs." + job + ".allocation=in-order"));
    }
    JsonNode result = weft(arguments.toArray()).json();
    for (JsonNode job : result.get("jobs")) {
      for (JsonNode time : job.get("times")) {
        assertThat(time.get("lostSeconds").asDouble()).as(job.toString()).isZero();
      }
    }
    assertThat(result.get("meetings")).isEmpty();
  }

  /** What a job does alone is what a scenario of its own does on these GPUs. */
  @Test
  void aloneIsAsInAFileOfItsOwn() throws IOException {
    String second = TRAINING.replace("sequence: 512", "sequence: 1024").replace("zero-1", "zero-3");
    JsonNode jobs = json(TWO.formatted(flow(TRAINING), flow(second))).get("jobs");
    String list = "[64";
    for (int gpu = 65; gpu < 128; gpu++) {
      list += ", " + gpu;
    }
    String own =
        FABRIC
            + "workload: { training: "
            + flow(second.replace("sequence: 1024", "sequence: 1024\n  gpus: " + list + "]"))
                .substring("{ training: ".length());
    JsonNode step = json(own).get("step");
    assertThat(jobs.get(1).get("times").get(0).get("aloneSeconds").asDouble())
        .isEqualTo(step.get("timeSeconds").asDouble());
    assertThat(jobs.get(0).get("repeat").asInt()).isEqualTo(2);
  }

  /** To the letter the same, folded and not. */
  @ParameterizedTest(name = "{0}")
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          side by side | first-gpu | 0  | 64
          interleaved  | gpus      | 0  | 8
          """)
  void foldingChangesNothing(String what, String key, int first, int stride) throws IOException {
    String text = TWO.formatted(flow(TRAINING), flow(TRAINING));
    if (key.equals("gpus")) {
      text =
          text.replace("name: one", "name: one, gpus: " + everySecondNode(0))
              .replace("name: other", "name: other, gpus: " + everySecondNode(1));
    } else {
      text =
          text.replace("name: one", "name: one, first-gpu: " + first)
              .replace("name: other", "name: other, first-gpu: " + stride);
    }
    ObjectNode folded = (ObjectNode) json(text);
    ObjectNode plain = (ObjectNode) json(text + "seed: 1\n", "network.flow.folding=off");
    JsonNode folding = FoldedResults.assertAlike(folded, plain, what);
    assertThat(folding.get("ranks").asInt()).isEqualTo(128);
    assertThat(folding.get("classes").asInt()).as(folding.toString()).isLessThanOrEqualTo(32);
  }

  @ParameterizedTest
  @CsvSource({"analytic", "packet"})
  void otherModelsKnowJobsToo(String model) throws IOException {
    String collective = "{ collective: { operation: all_reduce, begin: 1MiB, ranks: 4 } }";
    String text =
        """
        fabric: { single-switch: { gpus: 8, rate: 400Gbps, gpu: h100, latency: 1us } }
        network: { model: %s }
        workload:
          jobs:
            - { name: one, workload: %s }
            - { name: other, gpus: [7, 6, 5, 4], workload: %s }
        """
            .formatted(model, collective, collective);
    JsonNode result = json(text);
    for (int job = 0; job < 2; job++) {
      assertThat(time(result, job, "time").get("lostSeconds").asDouble()).isZero();
      assertThat(time(result, job, "time").get("aloneSeconds").asDouble()).isPositive();
    }
  }

  /** All forms of the report, and the explanation. */
  @Test
  void everyReportNamesTheJobs() throws IOException {
    Path file = write(TWO.formatted(flow(TRAINING), flow(TRAINING)));
    String text = weft("run", file).out();
    assertThat(text).contains("Jobs", "with others", "alone", "lost", "Job one, 2 times");
    assertThat(text).contains("The job other is done at", "Maybe repeat: ");
    assertThat(text.lines().mapToInt(String::length).max().orElse(0)).isLessThanOrEqualTo(100);
    assertThat(weft("run", file, "--format", "csv").out())
        .contains("job,one,step,", "job,one,step-alone,", "job,other,step-lost,");
    Invocation explained = weft("explain", file, "--format", "json");
    assertThat(explained.code()).isZero();
    assertThat(explained.json().get("criticalPath").get("seconds").asDouble()).isPositive();
  }

  /**
   * Of six steps the second training is there for the first only: what they lose is diluted in the
   * mean of the six, but not in what is lost while it is there.
   */
  @Test
  void lossesOfALongJobAreNotDiluted() {
    String[] lone = {"workload.jobs.0.repeat=6", "workload.jobs.1.repeat=1"};
    String[] whole = {"workload.jobs.0.repeat=6", "workload.jobs.1.repeat=6"};
    JsonNode diluted = trainings("json", lone).json().get("jobs").get(0);
    JsonNode plain = trainings("json", whole).json().get("jobs").get(0);
    double mean = diluted.get("times").get(0).get("lostShare").asDouble();
    double shared = diluted.get("sharedShare").asDouble();
    double whileShared = diluted.get("sharedLostShare").asDouble();
    double always = plain.get("sharedLostShare").asDouble();
    assertThat(shared).isLessThan(0.3);
    assertThat(mean).isLessThan(0.3 * always);
    assertThat(whileShared).isCloseTo(always, within(0.15 * always));
    assertThat(trainings("text", lone).out().replaceAll("\\s+", " "))
        .contains("The job pretraining has others beside it for ", " of its run: while it has");
  }

  /**
   * Whoever starts when the other is done loses nothing, and takes what it takes from 0 on; halfway
   * it loses less than from the beginning.
   */
  @Test
  void jobsStartWhenTheyAreTo() throws IOException {
    double whole = startOfFinetuning(0).get("endSeconds").asDouble();
    JsonNode early = startOfFinetuning(0);
    JsonNode halfway = startOfFinetuning(300);
    JsonNode late = startOfFinetuning(2_000);
    assertThat(late.get("startSeconds").asDouble()).isEqualTo(2.0);
    double alone = early.get("times").get(0).get("aloneSeconds").asDouble();
    for (JsonNode job : List.of(halfway, late)) {
      assertThat(job.get("times").get(0).get("aloneSeconds").asDouble())
          .isCloseTo(alone, within(1e-9));
    }
    assertThat(late.get("times").get(0).get("lostSeconds").asDouble()).isZero();
    assertThat(late.get("endSeconds").asDouble()).isCloseTo(2 + alone, within(1e-9));
    assertThat(whole).isGreaterThan(alone);
    assertThat(halfway.get("times").get(0).get("lostSeconds").asDouble())
        .isPositive()
        .isLessThan(early.get("times").get(0).get("lostSeconds").asDouble());
    assertThat(halfway.get("sharedShare").asDouble()).isLessThan(1);
  }

  private static JsonNode startOfFinetuning(int milliseconds) {
    return trainings(
            "json",
            "workload.jobs.0.repeat=1",
            "workload.jobs.1.repeat=1",
            "workload.jobs.1.start=" + milliseconds + "ms")
        .json()
        .get("jobs")
        .get(1);
  }

  /** Time to first token and per token are those from the start of the service on. */
  @Test
  void aServiceThatStartsLaterIsAsFast() {
    JsonNode late =
        trainings(
                "json",
                "workload.jobs.0.allocation=in-order",
                "workload.jobs.1.allocation=in-order",
                "workload.jobs.2.allocation=in-order",
                "workload.jobs.2.start=5ms")
            .json()
            .get("jobs")
            .get(2);
    JsonNode early =
        trainings(
                "json",
                "workload.jobs.0.allocation=in-order",
                "workload.jobs.1.allocation=in-order",
                "workload.jobs.2.allocation=in-order")
            .json()
            .get("jobs")
            .get(2);
    for (int time = 0; time < 2; time++) {
      assertThat(late.get("times").get(time).get("togetherSeconds").asDouble())
          .isCloseTo(early.get("times").get(time).get("togetherSeconds").asDouble(), within(1e-9));
    }
    assertThat(late.get("endSeconds").asDouble())
        .isCloseTo(early.get("endSeconds").asDouble() + 0.005, within(1e-9));
    assertThat(late.toString()).contains("not started yet");
  }

  /** Nodes one after the other in a word, parts of a node GPU by GPU; nothing twice. */
  @Test
  void theGpusOfJobsAreListed() throws IOException {
    String collective = "{ collective: { operation: all_reduce, begin: 1MiB, ranks: %d } }";
    String text =
        FABRIC
            + """
            workload:
              jobs:
                - { name: some, gpus: [12, 13, 14, 15, 16, 17, 3], workload: %s }
                - { name: whole, first-gpu: 24, workload: %s }
                - { name: any, allocation: random-nodes, workload: %s }
            """
                .formatted(
                    collective.formatted(7), collective.formatted(24), collective.formatted(16));
    JsonNode jobs = json(text).get("jobs");
    assertThat(jobs.get(0).get("places").valueStream().map(JsonNode::asString))
        .containsExactly("node-00/gpu-3", "node-01/gpu-4 … gpu-7", "node-02/gpu-0 … gpu-1");
    assertThat(jobs.get(0).get("gpuRanges").toString()).isEqualTo("[[3,3],[12,17]]");
    assertThat(jobs.get(1).get("places").valueStream().map(JsonNode::asString))
        .containsExactly("node-03 … node-05");
    Set<Integer> nodes = new TreeSet<>();
    for (JsonNode range : jobs.get(2).get("gpuRanges")) {
      for (int gpu = range.get(0).asInt(); gpu <= range.get(1).asInt(); gpu++) {
        nodes.add(gpu / 8);
      }
    }
    assertThat(nodes).hasSize(2).doesNotContain(0, 1, 2, 3, 4, 5);
    assertThat(weft("run", folder.resolve("jobs.yaml")).out())
        .contains("GPUs     node-00/gpu-3 · node-01/gpu-4 … gpu-7", "GPUs     node-03 … node-05");
  }

  /** The shipped jobs, with a service that ends soon. */
  private static Invocation trainings(String format, String... settings) {
    List<Object> arguments =
        new ArrayList<>(List.of("run", SHIPPED, "--quiet", "--format", format));
    for (String setting : settings) {
      arguments.addAll(List.of("--set", setting));
    }
    arguments.addAll(List.of("--set", "workload.jobs.2.repeat=1"));
    return weft(arguments.toArray());
  }

  /** Whoever repeats as often as the report says is not told to repeat again. */
  @ParameterizedTest
  @CsvSource({"2, 1, 1", "1, 3, 1", "2, 2, 4"})
  void adviceThatWasFollowedIsNotGivenAgain(int first, int second, int third) {
    List<Integer> repeats = new ArrayList<>(List.of(first, second, third));
    List<String> names = List.of("pretraining", "finetuning", "service");
    String before = repeated(repeats);
    Matcher advice =
        Pattern.compile("The job (\\S+) is done at [^:]*: [^:]*\\. Maybe repeat: (\\d+)")
            .matcher(before);
    int given = 0;
    while (advice.find()) {
      repeats.set(names.indexOf(advice.group(1)), Integer.parseInt(advice.group(2)));
      given++;
    }
    assertThat(given).as(before).isPositive();
    assertThat(repeated(repeats)).doesNotContain("Maybe repeat");
  }

  private static String repeated(List<Integer> repeats) {
    List<Object> arguments = new ArrayList<>(List.of("run", SHIPPED, "--quiet"));
    for (int job = 0; job < repeats.size(); job++) {
      arguments.addAll(
          List.of("--set", "workload.jobs.%d.repeat=%d".formatted(job, repeats.get(job))));
    }
    return weft(arguments.toArray()).out().replaceAll("\\s+", " ");
  }

  /** A job's critical path ends when the job does, and its breakdown is of its own ranks. */
  @Test
  void eachJobIsExplained() throws IOException {
    Path file = write(TWO.formatted(flow(TRAINING), flow(TRAINING)));
    JsonNode jobs = weft("run", file, "--format", "json", "--quiet").json().get("jobs");
    for (JsonNode job : jobs) {
      String name = job.get("name").asString();
      JsonNode explained =
          weft("explain", file, "--job", name, "--format", "json", "--quiet").json();
      double seconds = job.get("endSeconds").asDouble();
      assertThat(explained.get("job").asString()).isEqualTo(name);
      assertThat(explained.get("criticalPath").get("seconds").asDouble()).isEqualTo(seconds);
      double sum = 0;
      for (JsonNode part : explained.get("breakdown").get("parts")) {
        sum += part.get("meanSeconds").asDouble();
      }
      assertThat(sum).isCloseTo(seconds, within(1e-9));
      for (JsonNode charge : explained.get("criticalPath").get("charges")) {
        assertThat(charge.get("rank").asInt()).isLessThan(64);
      }
    }
    assertThat(jobs.get(0).get("endSeconds")).isNotEqualTo(jobs.get(1).get("endSeconds"));
  }

  @Test
  void whatIfSaysWhichJobItIsOf() throws IOException {
    Path file = write(TWO.formatted(flow(TRAINING), flow(TRAINING)));
    String all = weft("explain", file, "--what-if", "--quiet").out();
    assertThat(all.replaceAll("\\s+", " "))
        .contains(" of job one, which ends last, a chain")
        .contains(", when the last job ends (one; --job NAME:");
    String other = weft("explain", file, "--what-if", "--quiet", "--job", "other").out();
    assertThat(other.replaceAll("\\s+", " "))
        .contains("· job other ", " of job other, from its start on; all that")
        .doesNotContain("last job");
    for (String text : List.of(all, other)) {
      assertThat(text.lines())
          .allSatisfy(line -> assertThat(line.codePointCount(0, line.length())).isLessThan(81));
    }
  }

  /** Ten seconds after the other has ended: what-if holds gains against its own time. */
  @Test
  void whatIfCountsFromTheStartOfAJob() throws IOException {
    Path file = write(TWO.formatted(flow(TRAINING), flow(TRAINING)));
    String text =
        weft("explain", file, "--what-if", "--job", "other", "--set", "workload.jobs.1.start=10s")
            .out();
    assertThat(text.replaceAll("\\s+", " "))
        .containsPattern("against \\d+(\\.\\d+)? ms of job other");
    assertThat(text).containsPattern("×: then most of the time, [1-9]\\d %, goes to");
  }

  @Test
  void aJobThatThereIsNotIsRefused() throws IOException {
    Path file = write(TWO.formatted(flow(TRAINING), flow(TRAINING)));
    Invocation wrong = weft("explain", file, "--job", "othr");
    assertThat(wrong.code()).isEqualTo(2);
    assertThat(wrong.err()).contains("--job", "is othr, but the jobs are one, other. Maybe other.");
    Path single = REPOSITORY.resolve("scenarios/tour/B01-one-gpu.yaml");
    Invocation none = weft("explain", single, "--job", "one");
    assertThat(none.code()).isEqualTo(2);
    assertThat(none.err()).contains("--job", "has no jobs. Maybe leave it out.");
  }

  private static JsonNode time(JsonNode result, int job, String of) {
    for (JsonNode time : result.get("jobs").get(job).get("times")) {
      if (time.get("of").asString().equals(of)) {
        return time;
      }
    }
    throw new AssertionError("no " + of + " in " + result.get("jobs").get(job));
  }

  private static String everySecondNode(int first) {
    List<Integer> gpus = new ArrayList<>();
    for (int node = first; node < 16; node += 2) {
      for (int gpu = 0; gpu < 8; gpu++) {
        gpus.add(8 * node + gpu);
      }
    }
    return gpus.toString();
  }

  /** A workload of some lines as one. */
  private static String flow(String lines) {
    String body = lines.strip().substring("training:".length()).strip();
    return "{ training: { " + String.join(", ", body.lines().map(String::strip).toList()) + " } }";
  }

  private Path write(String text) throws IOException {
    return Files.writeString(folder.resolve("jobs.yaml"), text);
  }

  private JsonNode json(String text, String... settings) throws IOException {
    List<Object> arguments =
        new ArrayList<>(
            List.of("run", write(text), "--format", "json", "--set", "checking=audit", "--quiet"));
    for (String setting : settings) {
      arguments.addAll(List.of("--set", setting));
    }
    Invocation run = weft(arguments.toArray());
    assertThat(run.code()).as(run.err()).isZero();
    return run.json();
  }
}
