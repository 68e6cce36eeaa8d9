package weft.scenario.schedule;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;
import weft.scenario.parse.ScenarioException;
import weft.sim.collective.GroupShape;
import weft.sim.collective.Loads;
import weft.sim.collective.Operation;
import weft.sim.collective.Phase;
import weft.sim.collective.Schedule;

/** Schedules of files are read, executed, and refused with line and cause. */
final class ScheduleFileTest {

  private static final String RING = RingXml.of(3);

  private static Schedule xml(String text) {
    return ScheduleFile.parse("ring.xml", text, Syntax.XML);
  }

  private static Schedule json(String text) {
    return ScheduleFile.parse("a.json", text, Syntax.JSON);
  }

  @ParameterizedTest
  @ValueSource(ints = {2, 3, 5, 8})
  void aRingIsReadAsOne(int ranks) {
    Schedule ring = xml(RingXml.of(ranks));
    assertThat(ring.operation()).isEqualTo(Operation.ALL_REDUCE);
    assertThat(ring.algorithm()).isEqualTo("ring");
    assertThat(ring.ranks()).isEqualTo(ranks);
    assertThat(ring.pieces()).isEqualTo(ranks);
    Loads loads = Loads.of(ring, GroupShape.ofNodes(ranks));
    assertThat(loads.scaleUpOut()).isEqualTo(2.0 * (ranks - 1) / ranks);
    assertThat(ring.phases().stream().mapToInt(Phase::hops).sum()).isEqualTo(2 * (ranks - 1));
  }

  /** Out of place, the own part has to be copied; scratch is where the other's arrives first. */
  private static final String GATHER =
      """
      { "schema": "weft-schedule/1", "name": "swap", "operation": "all_gather",
        "ranks": 2, "chunks": 4,
        "gpus": [
          { "rank": 0, "scratch": 2, "lanes": [
            { "send": 1, "receive": 1, "steps": [
              { "do": "send", "source": "input", "source-chunk": 0, "count": 2 },
              { "do": "receive", "target": "scratch", "target-chunk": 0, "count": 2 } ] },
            { "steps": [
              { "do": "copy", "source": "input", "source-chunk": 0,
                "target": "output", "target-chunk": 0, "count": 2 },
              { "do": "copy", "source": "scratch", "source-chunk": 0,
                "target": "output", "target-chunk": 2, "count": 2,
                "after-lane": 0, "after-step": 1 } ] } ] },
          { "rank": 1, "lanes": [
            { "send": 0, "receive": 0, "steps": [
              { "do": "send", "source": "input", "source-chunk": 0, "count": 2 },
              { "do": "receive", "target": "output", "target-chunk": 0, "count": 2 },
              { "do": "copy", "source": "input", "source-chunk": 0,
                "target": "output", "target-chunk": 2, "count": 2 } ] } ] } ] }
      """;

  @Test
  void jsonOfOurOwn() {
    Schedule gather = json(GATHER);
    assertThat(gather.operation()).isEqualTo(Operation.ALL_GATHER);
    assertThat(gather.lanes(0)).isEqualTo(2);
  }

  /** Without its wait, the copy finds nothing in the scratch buffer, or not yet what it should. */
  @Test
  void aRaceIsFound() {
    String race = GATHER.replaceFirst(",\\s*\"after-lane\": 0, \"after-step\": 1", "");
    assertThat(race).isNotEqualTo(GATHER);
    assertThatThrownBy(() -> json(race))
        .isInstanceOf(ScenarioException.class)
        .hasMessageContaining(
            "a.json:11:9: step 1 of lane 1 of rank 0 reads \"scratch\", chunk 0, to which nothing has");
  }

  private static Stream<Arguments> faults() {
    return Stream.of(
        Arguments.of(
            "a step that does not add",
            RING.replaceFirst("rrs", "rcs"),
            List.of("rank ", " ends with a wrong chunk ", "the sum lacks rank ")),
        Arguments.of(
            "an unknown instruction",
            RING.replaceFirst("rrcs", "rrcz"),
            List.of("ring.xml:6:7: type: \"rrcz\" is not known. Maybe rrc.")),
        Arguments.of(
            "an unknown attribute",
            RING.replaceFirst("i_chunks", "ichunk"),
            List.of("ring.xml:2:3: unknown attribute \"ichunk\" of <gpu>. Maybe i_chunks.")),
        Arguments.of(
            "an unknown element",
            RING.replaceFirst("<step", "<stop"),
            List.of("ring.xml:4:7: <stop> stands in <tb>, where only <step> can be.")),
        Arguments.of(
            "a chunk beyond the buffer, at two places",
            RING.replaceFirst("srcoff=\"2\"", "srcoff=\"3\"")
                .replaceFirst(
                    "cnt=\"1\" depid=\"-1\" deps=\"-1\" hasdep=\"0\"/>\n    </tb>",
                    "cnt=\"7\" depid=\"-1\" deps=\"-1\" hasdep=\"0\"/>\n    </tb>"),
            List.of(
                "ring.xml:4:7: srcoff: the chunks 3 … 3 are beyond the input buffer of rank 0,"
                    + " which has 3 (i_chunks).",
                "ring.xml:8:7: dstoff: the chunks 1 … 7 are beyond the input buffer of rank 0",
                "2 problems, nothing was run.")),
        Arguments.of(
            "a wait for oneself",
            RING.replaceFirst("depid=\"-1\" deps=\"-1\"", "depid=\"0\" deps=\"4\""),
            List.of(
                "ring.xml:4:7: step 0 of lane 0 of rank 0 waits for step 4 of its lane 0, for"
                    + " ever.",
                "ring.xml:14:7: step 1 of lane 0 of rank 1 waits for a message from rank 0, lane"
                    + " 0, for ever.")),
        Arguments.of(
            "a wait for a lane that is not there",
            RING.replaceFirst("depid=\"-1\" deps=\"-1\"", "depid=\"2\" deps=\"0\""),
            List.of("ring.xml:4:7: depid: is 2, but rank 0 has 1 lanes.")),
        Arguments.of(
            "a lane without its other end",
            RING.replaceFirst("chan=\"0\"", "chan=\"1\"")
                .replace("nchannels=\"1\"", "nchannels=\"2\""),
            List.of(
                "ring.xml:3:5: lane 0 of rank 0 sends to rank 1 on channel 1, but no lane there"
                    + " receives from rank 0.",
                "lane 0 of rank 2 sends to rank 0 on channel 0, but no lane there")),
        Arguments.of(
            "a missing rank",
            RING.replace("ngpus=\"3\"", "ngpus=\"4\""),
            List.of("ring.xml:1:1: there is no rank 3 of 4.")),
        Arguments.of(
            "a rank twice",
            RING.replace("gpu id=\"2\"", "gpu id=\"1\""),
            List.of("there are two of rank 1", "there is no rank 2 of 3")),
        Arguments.of(
            "an unknown operation",
            RING.replace("allreduce", "allredux"),
            List.of("ring.xml:1:1: coll: \"allredux\" is not known. Maybe all_reduce.")),
        Arguments.of(
            "too few chunks",
            RING.replace("allreduce", "allgather").replace("loop=\"3\"", "loop=\"4\""),
            List.of("nchunksperloop: is 4, but all_gather over 3 ranks needs a multiple of 3.")),
        Arguments.of(
            "a number that is none",
            RING.replace("ngpus=\"3\"", "ngpus=\"1e9\""),
            List.of("ngpus: is \"1e9\", but a whole number from 1 to 4096 is wanted.")),
        Arguments.of(
            "steps out of order",
            RING.replaceFirst(" s=\"1\"", " s=\"2\""),
            List.of("ring.xml:5:7: s: is 2, but this is step 1 of lane 0 of rank 0.")),
        Arguments.of(
            "a DOCTYPE",
            "<!DOCTYPE algo [<!ENTITY a \"b\">]>\n" + RING,
            List.of("ring.xml:", "has a DOCTYPE, which is not accepted. Maybe remove it.")),
        Arguments.of(
            "an entity",
            RING.replace("name=\"ring\"", "name=\"&ring;\""),
            List.of("ring.xml:1:", "is not sound XML: ")),
        Arguments.of(
            "an end that is missing",
            RING.substring(0, RING.length() / 2),
            List.of("ring.xml:", "is not sound XML: ")),
        Arguments.of("nothing", "", List.of("ring.xml:", "is not sound XML: ")),
        Arguments.of(
            "another XML",
            "<graphml/>",
            List.of("ring.xml:1:1: <graphml> stands in the file, where only <algo> can be.")));
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("faults")
  void whatIsWrongIsToldWithItsPlace(String what, String text, List<String> expected) {
    assertThat(text).as("it differs").isNotEqualTo(RING);
    assertThatThrownBy(() -> xml(text))
        .isInstanceOf(ScenarioException.class)
        .satisfies(fault -> assertThat(fault.getMessage()).contains(expected));
  }

  private static Stream<Arguments> jsonFaults() {
    return Stream.of(
        Arguments.of("", "a.json:1:1: holds no object, but a schedule is one."),
        Arguments.of("[]", "a.json:1:1: holds no object, but a schedule is one."),
        Arguments.of(GATHER + "1", "a.json:20:1: goes on behind the end of the schedule."),
        Arguments.of(GATHER.substring(0, 300), "is not sound JSON: "),
        Arguments.of(
            GATHER.replace("schedule/1", "graph/1"),
            "a.json:1:3: schema: is \"weft-graph/1\". Maybe weft-schedule/1."),
        Arguments.of(
            GATHER.replaceFirst("\"steps\"", "\"step\""), "unknown key \"step\". Maybe steps."),
        Arguments.of(
            GATHER.replaceFirst("\"count\": 2", "\"count\": 2, \"count\": 2"),
            "the key \"count\" is given twice."),
        Arguments.of(
            GATHER.replaceFirst("\"count\": 2", "\"count\": [2]"),
            "count: text or a number is wanted."),
        Arguments.of(
            GATHER.replaceFirst("\"input\"", "\"inputs\""),
            "source: \"inputs\" is no buffer. Maybe input, output, scratch."),
        Arguments.of(
            GATHER.replace("\"chunks\": 4,", ""), "a.json:1:1: the schedule: chunks is missing."));
  }

  @ParameterizedTest
  @MethodSource("jsonFaults")
  void whatIsWrongWithJsonIsTold(String text, String expected) {
    assertThatThrownBy(() -> json(text))
        .isInstanceOf(ScenarioException.class)
        .hasMessageContaining(expected);
  }

  @Test
  void filesAreKnownByTheirNames(@TempDir Path folder) throws IOException {
    Path file = Files.writeString(folder.resolve("ring.XML"), RING);
    assertThat(ScheduleFile.read(file).ranks()).isEqualTo(3);
    Path text = Files.writeString(folder.resolve("ring.txt"), RING);
    assertThatThrownBy(() -> ScheduleFile.read(text))
        .isInstanceOf(ScenarioException.class)
        .hasMessageContaining("ends with .xml (MSCCL) or .json");
    assertThatThrownBy(() -> ScheduleFile.read(folder.resolve("no.xml")))
        .isInstanceOf(ScenarioException.class)
        .hasMessageContaining("cannot be read: there is no such file");
  }
}
