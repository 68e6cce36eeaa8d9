package weft.scenario.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;

/**
 * What the user sees of a PFC deadlock: four switches in a ring, each with a GPU, that send
 * clockwise to the GPU three switches on, so that each link of the ring is wanted by three flows
 * and waits for the next.
 */
final class StuckRunTest {

  @TempDir private Path folder;
  private Path file;

  @BeforeEach
  void writeScenario() throws IOException {
    StringBuilder graph =
        new StringBuilder("graph {\n  edge [rate=\"100Gbps\", latency=\"1us\"]\n");
    StringBuilder flows = new StringBuilder("source,destination,size,path,ack-path\n");
    for (int i = 0; i < 4; i++) {
      int next = (i + 1) % 4;
      int last = (i + 3) % 4;
      String there = "s%d>s%d>s%d>s%d".formatted(i, next, (i + 2) % 4, last);
      String back = "s%d>s%d>s%d>s%d".formatted(last, (i + 2) % 4, next, i);
      graph.append("  g%d [kind=gpu]\n  s%d [kind=switch]\n".formatted(i, i));
      graph.append("  g%d -- s%d\n  s%d -- s%d\n".formatted(i, i, i, next));
      flows.append("g%d,g%d,1MB,%s,%s\n".formatted(i, last, there, back));
    }
    Files.writeString(folder.resolve("ring.dot"), graph.append("}\n"));
    Files.writeString(folder.resolve("flows.csv"), flows);
    file =
        Files.writeString(
            folder.resolve("ring.yaml"),
            """
            fabric: { custom: { file: ring.dot, gpu: h100 } }
            network:
              model: packet
              packet:
                transport: { roce: { timeout: 100us } }
                switches: { control-first: on, pfc: { xoff: 20kB } }
            workload: { flows: { file: flows.csv } }
            """);
  }

  private Invocation run(String watchdog) {
    return Invocation.weft("run", file, "--set", "network.packet.watchdog=" + watchdog);
  }

  /** When the run was given up. */
  private static double stuckAtMs(Invocation run) {
    assertThat(run.code()).isEqualTo(ExitCode.SIMULATION_FAILED);
    assertThat(run.out()).isEmpty();
    assertThat(run.err())
        .contains(" ms: no progress.")
        .contains("PFC deadlock: each port is paused until the one below sends\n")
        .contains("    s0 → s1\n");
    return Double.parseDouble(run.err().replaceFirst("(?s)^weft: stuck at ([0-9.]+) ms: .*", "$1"));
  }

  @Test
  void aDeadlockIsReportedWhenTheWatchdogSays() {
    assertThat(stuckAtMs(run("{}"))).isBetween(100.0, 101.0);
    assertThat(stuckAtMs(run("{ stall: 20ms }"))).isBetween(20.0, 21.0);
  }

  /** A hundred timeouts of a flow are waited for in any case. */
  @Test
  void aWatchdogIsNotMoreImpatientThanTheTransport() {
    assertThat(stuckAtMs(run("{ stall: 1ns }"))).isBetween(10.0, 11.0);
  }

  /** Three senders to one: two thirds of the time each is paused, for a few packets at a time. */
  @Test
  void whatCountsAsAStormIsTheScenariosChoice() throws IOException {
    Path incast =
        Files.writeString(
            folder.resolve("incast.yaml"),
            """
            fabric: { single-switch: { gpus: 4, gpu: h100, rate: 400Gbps, latency: 1us } }
            network: { model: packet, packet: { switches: { pfc: { xoff: 50kB } } } }
            workload: { flows: { incast: { size: 1MB, senders: 3 } } }
            """);
    assertThat(storms(incast, "1ms")).isZero();
    assertThat(storms(incast, "1ns")).isPositive();
  }

  private static int storms(Path file, String threshold) {
    JsonNode packets =
        Invocation.result(file, "--set", "network.packet.watchdog.storm=" + threshold)
            .get("packets");
    assertThat(packets.get("pauses").asInt()).isPositive();
    return packets.get("storms").asInt();
  }
}
