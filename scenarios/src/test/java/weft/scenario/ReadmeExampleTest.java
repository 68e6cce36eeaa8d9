package weft.scenario;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import weft.sim.collective.Operation;
import weft.sim.collective.exec.StepCosts;
import weft.sim.fabric.Fabric;
import weft.sim.metrics.CollectiveTiming;
import weft.sim.metrics.TierUtilization;
import weft.sim.run.Simulation;
import weft.sim.run.SimulationResult;
import weft.sim.run.SimulationSpec;
import weft.sim.workload.CollectiveProgram;
import weft.sim.workload.Program;
import weft.topology.build.SuperPod;
import weft.topology.compile.FabricCompiler;
import weft.topology.graph.Topology;
import weft.topology.hardware.HardwareCatalog;
import weft.topology.hardware.NodeType;

/** The library without the command line, as the README shows it, to the letter. */
final class ReadmeExampleTest {

  private static final Path README = Path.of("../README.md");
  private static final Path SOURCE = Path.of("src/test/java/weft/scenario/ReadmeExampleTest.java");

  private static CollectiveTiming example() {
    // README begin
    NodeType node = HardwareCatalog.standard().node("dgx-h100");
    Topology topology = new SuperPod(node, 1).build(); // 32 nodes, 256 GPUs
    Fabric fabric = FabricCompiler.compile(topology);

    Program program = CollectiveProgram.of(fabric.endpointCount(), Operation.ALL_REDUCE, 1L << 30);
    SimulationSpec spec =
        SimulationSpec.of(fabric, program).withCosts(StepCosts.NCCL_SIMPLE).withSeed(1);
    SimulationResult result = Simulation.run(spec);

    CollectiveTiming timing = result.collectives().get(0);
    System.out.printf(
        "all_reduce of 1 GiB: %.2f ms, %.0f GB/s bus bandwidth%n",
        timing.timePs() / 1e9, timing.busbw() / 1e9);
    for (TierUtilization tier : result.utilization()) {
      System.out.printf(
          "%s: mean %.0f %%, busiest %.0f %% (%s)%n",
          tier.label(), 100 * tier.mean(), 100 * tier.max(), tier.busiestLink());
    }
    // README end
    return timing;
  }

  @Test
  void theExampleRuns() {
    CollectiveTiming timing = example();
    assertThat(timing.ranks()).isEqualTo(256);
    assertThat(timing.channels()).isEqualTo(8);
    assertThat(timing.busbw() / 1e9).isBetween(250.0, 390.0);
  }

  @Test
  void theReadmeShowsThisVeryCode() throws IOException {
    List<String> lines = Files.readAllLines(SOURCE);
    int begin = lines.indexOf("    // README begin");
    int end = lines.indexOf("    // README end");
    String code =
        lines.subList(begin + 1, end).stream()
            .map(line -> line.isBlank() ? "" : line.substring(4))
            .collect(Collectors.joining("\n"));
    assertThat(Files.readString(README)).contains("```java\n" + code + "\n```");
  }
}
