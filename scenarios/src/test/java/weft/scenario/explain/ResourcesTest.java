package weft.scenario.explain;

import static org.assertj.core.api.Assertions.assertThat;
import static weft.scenario.cli.Invocation.REPOSITORY;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;
import weft.scenario.assemble.Assembler;
import weft.scenario.assemble.Assembly;
import weft.scenario.assemble.Change;
import weft.scenario.assemble.KnownNames;
import weft.scenario.assemble.ModelCatalog;
import weft.scenario.spec.ScenarioSpec;
import weft.scenario.validate.ScenarioLoader;
import weft.sim.fabric.Fabric;
import weft.sim.fabric.Tier;
import weft.sim.metrics.CriticalPath;
import weft.sim.metrics.StepBreakdown;
import weft.sim.run.NetworkModelKind;
import weft.sim.run.ProgressListener;
import weft.sim.run.Simulation;
import weft.sim.run.SimulationSpec;
import weft.sim.run.TracedResult;
import weft.topology.analyse.TopologySummary;
import weft.topology.hardware.HardwareCatalog;

/** Every scenario of the tour with everything twice as good, run for run. */
@Tag("slow")
final class ResourcesTest {

  private static final Path GOLDEN =
      Path.of("src/test/resources/weft/scenario/golden/training.yaml");

  static List<Path> files() throws IOException {
    try (Stream<Path> files = Files.list(REPOSITORY.resolve("scenarios/tour"))) {
      List<Path> all =
          new ArrayList<>(
              files.filter(file -> file.toString().endsWith(".yaml")).sorted().toList());
      all.add(GOLDEN);
      return all;
    }
  }

  private final HardwareCatalog hardware = HardwareCatalog.standard();
  private final ModelCatalog models = ModelCatalog.standard();
  private final Assembler assembler = new Assembler(hardware, models);

  private ScenarioSpec load(Path file) {
    return new ScenarioLoader(new KnownNames(hardware, models)).load(file, List.of()).spec();
  }

  @ParameterizedTest
  @ValueSource(strings = {"quickstart.yaml", "training/llama-405b-16384.yaml"})
  @Tag("slow")
  void allPartsOfLargeStepsAddUp(String file) {
    allPartsAddUp(REPOSITORY.resolve("scenarios/" + file));
  }

  /** Breakdown and critical path add up to the run, to the picosecond. */
  @ParameterizedTest
  @MethodSource("files")
  void allPartsAddUp(Path file) {
    TracedResult traced =
        Simulation.trace(assembler.assemble(load(file)).simulation(), ProgressListener.NONE);
    StepBreakdown breakdown = traced.result().breakdown();
    long endPs = traced.result().endPs();
    CriticalPath path = Objects.requireNonNull(traced.criticalPath());
    assertThat(path.endPs()).isEqualTo(endPs);
    assertThat(path.totals().stream().mapToLong(CriticalPath.Total::timePs).sum()).isEqualTo(endPs);
    if (breakdown == null) {
      assertThat(traced.result().flowTimes().completionsPs().findAny()).isPresent();
      assertThat(traced.flows()).isNotNull();
      return;
    }
    assertThat(breakdown.parts().stream().mapToLong(StepBreakdown.Part::meanPs).sum())
        .isEqualTo(endPs);
    assertThat(breakdown.parts().stream().mapToLong(StepBreakdown.Part::slowestPs).sum())
        .isEqualTo(endPs);
    for (StepBreakdown.Part part : breakdown.parts()) {
      if (part.kind() == StepBreakdown.Kind.EXPOSED_COMMUNICATION) {
        assertThat(part.bounds().stream().mapToLong(StepBreakdown.Bound::meanPs).sum())
            .isEqualTo(part.meanPs());
        assertThat(part.bounds().stream().mapToLong(StepBreakdown.Bound::slowestPs).sum())
            .isEqualTo(part.slowestPs());
      }
    }
  }

  /**
   * What is said to be idle without a run changes nothing, nor does what no charge names; but of
   * packets it is not known what limits a transfer, and a charge may name another tier.
   */
  @Test
  @Tag("slow")
  void whatIsOffThePathChangesNothing() throws IOException {
    int idle = 0;
    int unnamed = 0;
    for (Path file : files()) {
      ScenarioSpec scenario = load(file);
      Assembly assembly = assembler.assemble(scenario);
      TracedResult traced = Simulation.trace(assembly.simulation(), ProgressListener.NONE);
      CriticalPath path = Objects.requireNonNull(traced.criticalPath());
      for (Resource resource :
          Resources.of(
              assembly, TopologySummary.of(assembly.topology()).tiers(), traced.result())) {
        Change better = resource.better().apply(2);
        boolean isNamed =
            path.totals().stream().anyMatch(total -> isAbout(total, better, assembly.simulation()));
        boolean isKnown = assembly.simulation().model() == NetworkModelKind.FLOW;
        if (resource.isIdle() || (isKnown && !isNamed)) {
          assertThat(
                  Simulation.run(assembler.changed(scenario, assembly, better).simulation())
                      .endPs())
              .as("%s of %s: %s", resource.name(), file, resource.idle())
              .isEqualTo(traced.result().endPs());
          idle += resource.isIdle() ? 1 : 0;
          unnamed += resource.isIdle() ? 0 : 1;
        }
      }
    }
    assertThat(idle).isPositive();
    assertThat(unnamed).isPositive();
  }

  /** Whether time on the path went to what a change makes better. */
  private static boolean isAbout(
      CriticalPath.Total total, Change better, SimulationSpec simulation) {
    List<Tier> tiers = simulation.fabric().tiers();
    return switch (total.charge()) {
      case COMPUTE -> better instanceof Better.Arithmetic || better instanceof Better.Memory;
      case LATENCY -> better instanceof Better.Latency || better instanceof Better.Library;
      case SERIALIZATION, QUEUEING ->
          better instanceof Better.Tiers faster
              && IntStream.range(0, tiers.size())
                  .filter(tier -> faster.factors().get(tier) > 1)
                  .anyMatch(tier -> tiers.get(tier).name().equals(total.tier()));
      case RATE_CAP -> false;
    };
  }

  /** NVLink alone binds a tensor-parallel group, the network alone a data-parallel one. */
  @Test
  void theWhatIfOfATierOffThePathIsExactlyZero() {
    assertThat(doubled("B03-tensor-parallel", "nvlink-bandwidth")).isNegative();
    assertThat(doubled("B03-tensor-parallel", "node-leaf-bandwidth")).isZero();
    assertThat(doubled("B03-tensor-parallel", "leaf-spine-bandwidth")).isZero();
    assertThat(doubled("A04-oversubscribed", "nvlink-bandwidth")).isZero();
    assertThat(doubled("A04-oversubscribed", "oversubscription")).isNegative();
    assertThat(doubled("B01-one-gpu", "latency")).isZero();
    assertThat(doubled("B01-one-gpu", "gpu-arithmetic")).isNegative();
  }

  private long doubled(String station, String resource) {
    return rows(REPOSITORY.resolve("scenarios/tour/" + station + ".yaml"), 2).stream()
        .filter(row -> row.resource().name().equals(resource))
        .findFirst()
        .orElseThrow()
        .doublePs()
        .orElseThrow();
  }

  /**
   * Faster GPUs do the same sample: how many decode steps go beside a prefill step follows from the
   * GPU that the scenario has, so no run gets longer by having more of them, and TPOT and the run
   * get shorter together.
   */
  @ParameterizedTest
  @ValueSource(strings = {"gpu-memory", "gpu-arithmetic"})
  void theSampleOfAServedModelStaysAsItIs(String name) {
    ScenarioSpec scenario =
        load(REPOSITORY.resolve("scenarios/inference/llama-70b-disaggregated.yaml"));
    Assembly assembly = assembler.assemble(scenario);
    Resource gpu =
        Resources.of(
                assembly,
                TopologySummary.of(assembly.topology()).tiers(),
                Simulation.run(assembly.simulation()))
            .stream()
            .filter(resource -> resource.name().equals(name))
            .findFirst()
            .orElseThrow();
    Assembly faster = assembler.changed(scenario, assembly, gpu.better().apply(2));
    Outcome before = outcome(assembly);
    Outcome after = outcome(faster);
    assertThat(decodeSeconds(after)).isLessThanOrEqualTo(decodeSeconds(before));
    assertThat(after.timePs()).isLessThanOrEqualTo(before.timePs());
    assertThat(Objects.requireNonNull(faster.inference()).decodeSteps())
        .isEqualTo(Objects.requireNonNull(assembly.inference()).decodeSteps());
  }

  private static Outcome outcome(Assembly assembly) {
    return Outcome.of(
        Subject.ofRun(assembly), Simulation.trace(assembly.simulation(), ProgressListener.NONE));
  }

  private static double decodeSeconds(Outcome outcome) {
    return Objects.requireNonNull(outcome.serving()).decodeSeconds();
  }

  @Test
  void theResultDoesNotDependOnThreads() {
    assertThat(figures(rows(GOLDEN, 1))).isEqualTo(figures(rows(GOLDEN, 3)));
  }

  /** What came before stays known, and nothing more is tried; the heap is full only in name. */
  @Test
  void aFullHeapEndsTheRunsButNotTheExplanation() {
    ScenarioSpec scenario = load(GOLDEN);
    Assembly assembly = assembler.assemble(scenario);
    ParallelRuns runs =
        new ParallelRuns(assembler, scenario, Subject.ofRun(assembly), 1, () -> false, () -> {});
    Change full =
        new Change() {
          @Override
          public Fabric fabric(Fabric fabric) {
            throw new OutOfMemoryError("Java heap space");
          }
        };
    List<Optional<Outcome>> outcomes = runs.outcomes(List.of(Change.NONE, full, Change.NONE));
    assertThat(outcomes).extracting(Optional::isPresent).containsExactly(true, false, false);
    assertThat(runs.isShortOfMemory()).isTrue();
  }

  /**
   * One flow over NIC–leaf and leaf–spine, both of 400 Gb/s: faster alone, neither brings anything,
   * and neither is called one that never limits; together they do.
   */
  @Test
  void tiersOfTheSameRateAreBetterTogether(@TempDir Path folder) throws IOException {
    Files.writeString(folder.resolve("flows.csv"), "source,destination,size\n0,8,1GiB\n");
    Path file =
        Files.writeString(
            folder.resolve("equal.yaml"),
            """
            fabric:
              leaf-spine:
                { node: dgx-h100, nodes: 2, wiring: rack, nodes-per-unit: 1, spines: 1, links-per-pair: 1 }
            workload: { flows: { file: flows.csv } }
            """);
    List<WhatIf.Row> rows = rows(file, 1);
    assertThat(rows.get(0).resource().name()).isEqualTo("scale-out-bandwidth");
    assertThat(rows.get(0).doublePs().orElseThrow()).isNegative();
    assertThat(rows)
        .filteredOn(row -> row.resource().name().matches("(node-leaf|leaf-spine)-bandwidth"))
        .hasSize(2)
        .allSatisfy(row -> assertThat(row.doublePs()).hasValue(0))
        .allSatisfy(row -> assertThat(row.resource().idle()).isNotEqualTo(IdleReason.NEVER_LIMITS))
        .anySatisfy(row -> assertThat(row.resource().idle()).isEqualTo(IdleReason.ANOTHER_LIMITS))
        .anySatisfy(row -> assertThat(row.heldBy(rows)).isNotNull());
    assertThat(rows)
        .filteredOn(row -> row.resource().name().equals("oversubscription"))
        .singleElement()
        .extracting(row -> row.resource().idle())
        .isEqualTo(IdleReason.ANOTHER_LIMITS);
  }

  private static List<String> figures(List<WhatIf.Row> rows) {
    return rows.stream()
        .map(
            row ->
                "%s %s %s %s %s"
                    .formatted(
                        row.resource().name(),
                        row.tenthPs(),
                        row.doublePs(),
                        row.enough().factor(),
                        row.enoughPs()))
        .toList();
  }

  private List<WhatIf.Row> rows(Path file, int threads) {
    ScenarioSpec scenario = load(file);
    Assembly assembly = assembler.assemble(scenario);
    TracedResult traced = Simulation.trace(assembly.simulation(), ProgressListener.NONE);
    List<Resource> resources =
        Resources.of(assembly, TopologySummary.of(assembly.topology()).tiers(), traced.result());
    Subject subject = Subject.ofRun(assembly);
    List<Optional<Outcome>> counted = new ArrayList<>();
    ParallelRuns runs =
        new ParallelRuns(assembler, scenario, subject, threads, () -> false, () -> {});
    List<WhatIf.Row> rows =
        WhatIf.of(
            resources,
            Outcome.of(subject, traced),
            WhatIf.MOST_RUNS,
            changes -> {
              List<Optional<Outcome>> ends = runs.outcomes(changes);
              counted.addAll(ends);
              return ends;
            });
    assertThat(counted).hasSizeLessThan(WhatIf.MOST_RUNS);
    return rows;
  }
}
