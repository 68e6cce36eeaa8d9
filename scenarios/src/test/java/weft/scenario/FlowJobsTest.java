package weft.scenario;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;
import static weft.scenario.cli.Invocation.weft;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import tools.jackson.databind.JsonNode;
import weft.scenario.cli.Invocation;

/**
 * Lists of flows as jobs beside others, from the file to the report. Two nodes of eight GPUs, each
 * with a leaf switch of its own, and one cable of 400 Gb/s from there to the spine: GPUs 0 to 7
 * send to 8 to 15 over it.
 */
@Tag("slow")
final class FlowJobsTest {

  private static final String FABRIC =
      """
      fabric:
        leaf-spine:
          { node: dgx-h100, nodes: 2, wiring: rack, nodes-per-unit: 1, spines: 1, links-per-pair: 1 }
      network: { model: %s, step-overhead: { scale-up: 0us, scale-out: 0us, launch: 0us } }
      """;

  private static final String GATHER =
      "{ name: ring, gpus: [0, 8], workload: { collective: { operation: all_gather, begin: 128MB } } }";

  /** From GPU 1 to 9, and from 2 to 10. */
  private static final String TWO_FLOWS =
      "{ name: two, gpus: [1, 2, 9, 10], workload: { flows: { file: %s } } }";

  @TempDir private Path folder;

  /**
   * Two flows of 32 MB and half of an all-gather of 128 MB over the cable, with a third of it each:
   * the flows take 1.5 times what they take alone, where each has a half. Of the all-gather, half
   * is left by then: it takes twice as long. All but for latency; packets have headers and
   * congestion control, too.
   */
  @ParameterizedTest
  @CsvSource({"flow, 0.005", "packet, 0.03"})
  void twoFlowsBesideACollective(String model, double tolerance) throws IOException {
    JsonNode jobs =
        jobs(model, GATHER, TWO_FLOWS.formatted(csv("0,2,32MB", "1,3,32MB"))).get("jobs");
    JsonNode ring = time(jobs.get(0), "time");
    JsonNode flows = time(jobs.get(1), "time");
    assertThat(ring.get("lostShare").asDouble()).isCloseTo(1, within(tolerance));
    assertThat(flows.get("lostShare").asDouble()).isCloseTo(0.5, within(tolerance));
    assertThat(time(jobs.get(1), "max-fct").get("togetherSeconds"))
        .isEqualTo(flows.get("togetherSeconds"));
    assertThat(time(jobs.get(1), "mean-fct").get("lostShare").asDouble())
        .isCloseTo(0.5, within(tolerance));
    assertThat(jobs.get(1).get("gpus").asInt()).isEqualTo(4);
    assertThat(jobs.get(1).get("flows").get("count").asInt()).isEqualTo(2);
    assertThat(jobs.get(1).get("flows").get("slowdown").get("mean").asDouble())
        .isCloseTo(3, within(3 * tolerance));
    assertThat(jobs.get(0).has("flows")).isFalse();
  }

  /**
   * A flow that is there all through a step has half of the cable one way, so that what the step
   * exchanges over it takes twice as long: it loses what that takes alone, but for latency.
   */
  @Test
  void aFlowBesideATraining() throws IOException {
    String training =
        "{ training: { model: { hidden: 4096, layers: 4, heads: 32, vocabulary: 1024 },"
            + " parallelism: { data: 2 }, global-batch: 2, sequence: 128, data-overlap: off } }";
    JsonNode result =
        jobs(
            "flow",
            "{ name: step, gpus: [0, 8], workload: " + training + " }",
            "{ name: load, gpus: [1, 9], workload: { flows: { file: " + csv("0,1,40GB") + " } } }");
    JsonNode step = time(result.get("jobs").get(0), "step");
    JsonNode alone =
        jobs("flow", "{ name: step, gpus: [0, 8], workload: " + training + " }").get("jobs").get(0);
    double exchanged = 0;
    for (JsonNode part : alone.get("parts")) {
      exchanged +=
          part.get("name").asString().startsWith("data-parallel")
              ? part.get("meanSeconds").asDouble()
              : 0;
    }
    assertThat(exchanged).isPositive();
    assertThat(step.get("lostSeconds").asDouble()).isCloseTo(exchanged, within(0.01 * exchanged));
    double flowLost = time(result.get("jobs").get(1), "time").get("lostSeconds").asDouble();
    assertThat(flowLost).isCloseTo(exchanged, within(0.02 * exchanged));
    assertThat(result.get("meetings").toString()).contains("leaf-spine");
  }

  /** The number of a GPU is that in the job; a name is that in the fabric. */
  @Test
  void gpusAreThoseOfTheJob() throws IOException {
    String byName = csv("node-0/gpu-1,node-1/gpu-1,32MB", "node-0/gpu-2,node-1/gpu-2,32MB");
    String byNumber = csv("0,2,32MB", "1,3,32MB");
    String named = jobs("flow", GATHER, TWO_FLOWS.formatted(byName)).toString();
    assertThat(named).isEqualTo(jobs("flow", GATHER, TWO_FLOWS.formatted(byNumber)).toString());
  }

  /** Alone in a list of jobs, from its start on, as in a file of its own. */
  @Test
  void aListThatIsTheOnlyJobIsAsItIs() throws IOException {
    String pattern = "{ flows: { permutation: { size: 3MB, start: 2us } } }";
    String all = "{ name: all, gpu-count: 16, start: 1ms, workload: " + pattern + " }";
    JsonNode result = jobs("flow", all);
    JsonNode job = result.get("jobs").get(0);
    JsonNode own = run(FABRIC.formatted("flow") + "workload: " + pattern + "\n", "flow").json();
    assertThat(job.get("flows").get("completionSeconds").get("max").asDouble())
        .isCloseTo(own.get("flows").get("completionSeconds").get("max").asDouble(), within(1e-12));
    assertThat(time(job, "time").get("aloneSeconds").asDouble())
        .isCloseTo(own.get("simulatedSeconds").asDouble(), within(1e-12));
    assertThat(time(job, "time").get("lostSeconds").asDouble()).isZero();
    assertThat(job.get("flows").get("slowdown")).isEqualTo(own.get("flows").get("slowdown"));
    for (JsonNode one : List.of(job, own, result)) {
      assertThat(one.get("flows").get("completionSeconds"))
          .isEqualTo(own.get("flows").get("completionSeconds"));
    }
    String table = "\nRates limited by ";
    assertThat(weft("run", write(FABRIC.formatted("flow") + "workload: " + pattern + "\n")).out())
        .contains(table);
    assertThat(weft("run", write(text("flow", all))).out()).contains(table);
  }

  /** All forms of the report and of the explanation. */
  @Test
  void everyReportNamesTheFlows() throws IOException {
    String two = TWO_FLOWS.formatted(csv("0,2,32MB", "1,3,32MB"));
    Path file = write(text("flow", GATHER, two.replace("name: two", "name: two, repeat: 3")));
    String text = weft("run", file).out();
    assertThat(text)
        .contains("mean FCT", "max FCT", "Job two, 3 times", "2 flows · 64 MB", "slowdown");
    assertThat(weft("run", file, "--format", "csv").out())
        .contains("job,two,time,", "job,two,mean-fct-alone,", "job,two,max-fct-lost,");
    Invocation last = weft("explain", file);
    assertThat(last.code()).isZero();
    assertThat(last.out())
        .contains("of job two, which ends last, a chain of 3 flows", "Which flows end last")
        .contains("flow 1 (node-0/gpu-1 → node-1/gpu-1)")
        .doesNotContain("Where the time of each rank goes");
    assertThat(last.out().lines())
        .allSatisfy(line -> assertThat(line.codePointCount(0, line.length())).isLessThan(81));
    assertThat(weft("explain", file, "--job", "ring").out())
        .contains("Where the time of each rank goes")
        .doesNotContain("Which flows end last");
    JsonNode explained = weft("explain", file, "--job", "two", "--format", "json").json();
    JsonNode story = explained.get("flows").get("last").get(0);
    assertThat(story.get("link").asString()).contains("leaf").contains("spine");
    assertThat(story.get("id").asString()).isEqualTo("1");
    double charges = 0;
    for (JsonNode charge : explained.get("criticalPath").get("charges")) {
      charges += charge.get("seconds").asDouble();
    }
    assertThat(charges)
        .isCloseTo(explained.get("criticalPath").get("seconds").asDouble(), within(1e-10))
        .isCloseTo(explained.get("simulatedSeconds").asDouble(), within(1e-10));
    JsonNode all = weft("explain", file, "--format", "json").json();
    assertThat(all.get("flows").get("last").get(0)).isEqualTo(story);
    assertThat(all.get("breakdown").get("slowestGpu").asString()).matches("node-./gpu-.");
    assertThat(weft("explain", file, "--job", "two", "--format", "csv").out())
        .contains("last-flow,1,queueing,", "slowest-flow,1,slowdown,");
  }

  /** At a tenth of its links, and alone: neither others nor links are charged. */
  @Test
  void aRateCapHasAChargeOfItsOwn() throws IOException {
    Files.writeString(
        folder.resolve("capped.csv"), "source,destination,size,rate-cap\n1,9,32MB,40Gbps\n");
    Path file = write(FABRIC.formatted("flow") + "workload: { flows: { file: capped.csv } }\n");
    String text = weft("explain", file).out();
    assertThat(text.replaceAll("\\s+", " "))
        .contains("1 Its own rate cap, of flows, 6.40 ms (", ", 1 times as long as alone.")
        .contains("Its own rate cap 6.40 ms, latency", "limited by its own rate cap for 6.40 ms.")
        .doesNotContain("its bytes at the full rate", "ueueing", "erialization");
    assertThat(text.lines())
        .allSatisfy(line -> assertThat(line.codePointCount(0, line.length())).isLessThan(81));
    JsonNode json = weft("explain", file, "--format", "json").json();
    JsonNode charge = json.get("criticalPath").get("charges").get(0);
    assertThat(charge.get("charge").asString()).isEqualTo("rate-cap");
    assertThat(charge.get("tier").asString()).isEmpty();
    assertThat(charge.get("seconds").asDouble()).isEqualTo(0.0064);
    JsonNode story = json.get("flows").get("last").get(0);
    assertThat(story.get("rateCapSeconds").asDouble()).isEqualTo(0.0064);
    assertThat(story.get("serializationSeconds").asDouble()).isZero();
    assertThat(story.get("tier").asString()).isEqualTo("rate-cap");
    assertThat(story.get("slowdown").asDouble()).isEqualTo(1);
    assertThat(weft("explain", file, "--format", "csv").out())
        .contains("critical-path,flows,rate-cap,", "last-flow,1,rate-cap,");
    assertThat(weft("run", file).out())
        .contains("payload rate of the path\n  (or of its own rate cap, if that is less)\n");
  }

  /** Under one leaf a NIC of 400 Gb/s holds a flow of 420 at most, until it is faster. */
  @Test
  void aRateCapBindsNext() throws IOException {
    Files.writeString(
        folder.resolve("capped.csv"), "source,destination,size,rate-cap\n0,8,32MB,420Gbps\n");
    String fabric = FABRIC.formatted("flow").replace("nodes-per-unit: 1", "nodes-per-unit: 2");
    Path file = write(fabric + "workload: { flows: { file: capped.csv } }\n");
    JsonNode nic = weft("explain", file, "--what-if", "--format=json").json().get("whatIf").get(0);
    assertThat(nic.get("resource").asString()).isEqualTo("node-leaf-bandwidth");
    assertThat(nic.get("doubleSeconds").asDouble()).isNegative();
    assertThat(nic.get("then").asString()).isEqualTo("rate-cap");
    assertThat(weft("explain", file, "--what-if").out().replaceAll("\\s+", " "))
        .containsPattern("NIC–leaf bandwidth at [0-9.]+×: then .* goes to the rate caps of flows");
  }

  /** What is wrong in the file of a job is said at its row, with the numbers of the job. */
  @Test
  void rowsOfAJobAreChecked() throws IOException {
    assertThat(problems("flow", csv("node-0/gpu-3,2,1MB")))
        .contains(":2:1: source: is no GPU of the job. Maybe node-0/gpu-1.");
    assertThat(problems("flow", csv("0,4,1MB")))
        .contains(":2:3: destination: there is no GPU 4; they are numbered from 0 to 3. Maybe 3.");
    assertThat(problems("flow", csv("0,node-0/gpu-1,1MB")))
        .contains(":2:3: destination: is the source under another name.");
    Path weights = folder.resolve("weights.csv");
    Files.writeString(weights, "source,destination,size,weight\n0,2,1MB,2\n");
    assertThat(problems("packet", "weights.csv"))
        .contains("workload.jobs.0.workload.flows.file: has weights, caps or priorities, which");
    String weighted = TWO_FLOWS.formatted("weights.csv");
    assertThat(weft("check", write(text("flow", GATHER, weighted))).err()).isEmpty();
    Path caps = folder.resolve("caps.csv");
    Files.writeString(caps, "source,destination,size,rate-cap\n0,2,1MB,500Gbps\n");
    assertThat(weft("check", write(text("flow", GATHER, TWO_FLOWS.formatted("caps.csv")))).err())
        .contains(
            "workload.jobs.1.workload.flows.file: the rate-cap of line 2 has no effect: 500 Gb/s");
  }

  /** Numbers that are too large do not hide names that are wrong, nor these others. */
  @Test
  void allWrongGpusAreToldAtOnce() throws IOException {
    assertThat(problems("flow", csv("0,7,1MB", "node-0/gpu-3,2,1MB", "x,9,1MB", "y,1,1MB")))
        .contains(":2:3: destination: there is no GPU 7;")
        .contains(":3:1: source: is no GPU of the job.")
        .contains(":4:3: destination: there is no GPU 9;")
        .contains(":5:1: source: there is no GPU of that name.")
        .contains("4 problems");
    String twice = TWO_FLOWS.formatted(csv("0,2,1MB")).replace("[1, 2,", "[1, 1, 90, 0,");
    assertThat(weft("check", write(text("flow", GATHER, twice))).err())
        .contains("workload.jobs.1.gpus.1: is 1, which is in the list already.")
        .contains("workload.jobs.1.gpus.2: is 90, but the fabric has the GPUs 0 … 15. Maybe 15.")
        .contains("workload.jobs.1.gpus.3: GPU 0 has the job ring already.")
        .contains("3 problems");
  }

  /** Of one GPU no other distance is better. */
  @Test
  void oneGpuHasNowhereToSend() throws IOException {
    String one =
        "{ name: one, gpus: [1], workload: { flows: { shift: { size: 1MB, distance: 1 } } } }";
    assertThat(weft("check", write(text("flow", GATHER, one))).err())
        .contains("flows.shift: needs two GPUs, but the job has one.")
        .contains("1 problem,");
  }

  /** 60 days are allowed of a job and of a flow, but not 120. */
  @Test
  void flowsThatStartAfterTheClockHasEndedAreRefused() throws IOException {
    Files.writeString(
        folder.resolve("late.csv"),
        "source,destination,size,start\n0,2,1MB,0s\n1,3,1MB,5184000s\n2,3,1MB,5184001s\n");
    String late =
        "{ name: two, gpus: [1, 2, 9, 10], start: 5184000s, workload: { flows: { file: late.csv,"
            + " shift: { size: 1MB, start: 5184002s } } } }";
    for (String verb : List.of("check", "run", "explain")) {
      Invocation call = weft(verb, write(text("flow", GATHER, late)));
      assertThat(call.code()).isEqualTo(2);
      assertThat(call.err())
          .contains(
              "late.csv:3:1: start: is 5,184,000 s, and the job starts at 5,184,000 s, but no more"
                  + " than 106 days can be simulated. Maybe 4039372s.")
          .contains("late.csv:4:1: start: is 5,184,001 s")
          .contains("workload.jobs.1.workload.flows.shift.start: is 5,184,002 s, and the job")
          .contains("3 problems");
    }
    String possible = late.replace("start: 5184000s", "start: 4039300s");
    assertThat(weft("check", write(text("flow", GATHER, possible))).err()).isEmpty();
  }

  /** The only cable to the spine is gone. */
  @Test
  void flowsThatFailedCablesCutOffAreNamed() throws IOException {
    String text =
        text("flow", TWO_FLOWS.formatted(csv("0,1,1MB", "0,2,1MB")))
            .replace("network: {", "network: { failures: [{ cable: [leaf-0, spine-0] }],");
    Invocation check = weft("check", write(text));
    assertThat(check.code()).isEqualTo(2);
    assertThat(check.err())
        .contains(":3:3: destination: the cables that fail leave no path from node-0/gpu-1 to ")
        .doesNotContain(":2:");
  }

  private String problems(String model, String file) throws IOException {
    Invocation check = weft("check", write(text(model, TWO_FLOWS.formatted(file))));
    assertThat(check.code()).isEqualTo(2);
    return check.err();
  }

  private static JsonNode time(JsonNode job, String of) {
    for (JsonNode time : job.get("times")) {
      if (time.get("of").asString().equals(of)) {
        return time;
      }
    }
    throw new AssertionError("no " + of + " in " + job);
  }

  private String csv(String... rows) throws IOException {
    Path file =
        folder.resolve("flows-" + Integer.toHexString(String.join(";", rows).hashCode()) + ".csv");
    Files.writeString(file, "source,destination,size\n" + String.join("\n", rows) + "\n");
    return file.getFileName().toString();
  }

  private static String text(String model, String... jobs) {
    return FABRIC.formatted(model) + "workload: { jobs: [ " + String.join(", ", jobs) + " ] }\n";
  }

  private JsonNode jobs(String model, String... jobs) throws IOException {
    return run(text(model, jobs), model).json();
  }

  private Invocation run(String text, String model) throws IOException {
    List<Object> arguments =
        new ArrayList<>(List.of("run", write(text), "--format", "json", "--quiet"));
    if (!model.equals("packet")) {
      arguments.addAll(List.of("--set", "checking=audit"));
    }
    Invocation run = weft(arguments.toArray());
    assertThat(run.code()).as(run.err()).isZero();
    return run;
  }

  private Path write(String text) throws IOException {
    return Files.writeString(folder.resolve("jobs.yaml"), text);
  }
}
