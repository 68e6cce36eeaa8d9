package weft.sim.run;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import weft.sim.collective.Operation;
import weft.sim.fabric.Fabric;
import weft.sim.fixture.FabricSketch;
import weft.sim.metrics.CriticalPath;
import weft.sim.workload.Activity;
import weft.sim.workload.Program;
import weft.sim.workload.ProgramBuilder;
import weft.sim.workload.Role;

/**
 * To which tier the time of a communication is charged, and what of it is serialization, latency
 * and queueing: solved by hand.
 *
 * <pre>
 *   g0 ─┐                  ┌─ g2
 *       a ──── (core) ──── b          edges 8 Gb/s, 1 ns a byte; every link takes 0.5 µs
 *   g1 ─┘                  └─ g3
 * </pre>
 *
 * A message from one side to the other crosses three links, so its latency is 1.5 µs.
 */
final class ChargesTest {

  private static final int MAIN = 0;
  private static final long NS = 1_000;
  private static final long GBPS = 1_000_000_000L;
  private static final long LATENCY_NS = 1_500;

  /** A fabric whose core passes so many bits a second. */
  private static Fabric fabric(long coreBps) {
    FabricSketch sketch = new FabricSketch().switches(1, "a", "b").tier("edge");
    for (int gpu = 0; gpu < 4; gpu++) {
      sketch.gpus("g" + gpu).cable("g" + gpu, gpu < 2 ? "a" : "b", 8 * GBPS, 500 * NS);
    }
    return sketch.tier("core").cable("a", "b", coreBps, 500 * NS).build();
  }

  /** What the path of a run went to, as {@code serialization core 2000}, nanoseconds. */
  private static List<String> charges(SimulationSpec spec) {
    TracedResult traced = Simulation.trace(spec, ProgressListener.NONE);
    CriticalPath path = Objects.requireNonNull(traced.criticalPath());
    List<CriticalPath.Total> totals = path.totals();
    assertThat(totals.stream().mapToLong(CriticalPath.Total::timePs).sum())
        .as("the sum is the run")
        .isEqualTo(traced.result().endPs());
    return totals.stream()
        .map(
            total ->
                "%s %s %d"
                    .formatted(
                        total.charge().name().toLowerCase(Locale.ROOT),
                        total.tier(),
                        Math.round((double) total.timePs() / NS))
                    .replace("  ", " "))
        .toList();
  }

  /**
   * Messages that start at once.
   *
   * @param messages of each: sender, receiver, bytes
   */
  private static Program messages(long[]... messages) {
    ProgramBuilder builder = new ProgramBuilder(4);
    Role[] roles = IntStream.range(0, 4).mapToObj(rank -> builder.role(2)).toArray(Role[]::new);
    for (long[] message : messages) {
      int[] peers = {-1, -1, -1, -1};
      peers[(int) message[0]] = (int) message[1];
      int relation = builder.peers("from " + message[0], peers);
      roles[(int) message[0]].send(MAIN, relation, message[2], Activity.PIPELINE_PARALLEL);
      roles[(int) message[1]].receive(1, relation, Activity.PIPELINE_PARALLEL);
    }
    for (int rank = 0; rank < 4; rank++) {
      builder.assign(rank, roles[rank]);
    }
    return builder.build();
  }

  /** 1,000 bytes over a core of 4 Gb/s, 2 ns a byte: 2 µs at the core, and its latency. */
  @ParameterizedTest
  @CsvSource({"4, core, 2000", "8, edge, 1000", "16, edge, 1000"})
  void aLoneMessageIsChargedToItsNarrowestTier(long coreGbps, String tier, long serializationNs) {
    Program program = messages(new long[] {0, 2, 1_000});
    assertThat(charges(SimulationSpec.of(fabric(coreGbps * GBPS), program)))
        .containsExactlyInAnyOrder(
            "serialization %s %d".formatted(tier, serializationNs), "latency " + LATENCY_NS);
  }

  /** Nothing but latency is left of a message without bytes. */
  @Test
  void aMessageWithoutBytesIsLatency() {
    assertThat(charges(SimulationSpec.of(fabric(8 * GBPS), messages(new long[] {0, 2, 0}))))
        .containsExactly("latency " + LATENCY_NS);
  }

  /**
   * Two messages of 1,000 bytes share the core of 8 Gb/s: 2 µs, of which its own bytes take 1 µs at
   * full rate, and as long those of the other.
   */
  @Test
  void whatAnotherTakesOfTheTierIsQueueing() {
    Program program = messages(new long[] {0, 2, 1_000}, new long[] {1, 3, 1_000});
    assertThat(charges(SimulationSpec.of(fabric(8 * GBPS), program)))
        .containsExactlyInAnyOrder(
            "serialization core 1000", "queueing core 1000", "latency " + LATENCY_NS);
  }

  /**
   * The bottleneck changes midway. The core of 12 Gb/s gives two messages 0.75 bytes/ns each. The
   * one of {@code otherBytes} ends after otherBytes/0.75; from then on the edge limits the other,
   * to 1 byte/ns. It is charged to the tier that limited it longer, by the time that its 3,000
   * bytes take there at full rate, 2/3 ns a byte at the core and 1 at the edge; the rest is
   * queueing.
   */
  @ParameterizedTest
  @CsvSource({
    "600, edge, 3000, 3200",
    "900, edge, 3000, 3300",
    "1800, core, 2000, 3600",
    "2700, core, 2000, 3900"
  })
  void ofTwoBottlenecksTheLongerOneIsCharged(
      long otherBytes, String tier, long serializationNs, long movingNs) {
    Program program = messages(new long[] {0, 2, 3_000}, new long[] {1, 3, otherBytes});
    assertThat(charges(SimulationSpec.of(fabric(12 * GBPS), program)))
        .containsExactlyInAnyOrder(
            "serialization %s %d".formatted(tier, serializationNs),
            "queueing %s %d".formatted(tier, movingNs - serializationNs),
            "latency " + LATENCY_NS);
  }

  /**
   * An all-reduce of 8,000 bytes on a ring of four: each edge passes 2 · 3/4 · 8,000 = 12,000 bytes
   * in six steps. Bound by the core at 4 Gb/s (24 µs), the two crossings take 1.5 µs a step and
   * hops within a side 1 µs.
   */
  @Test
  void aCollectiveIsChargedToTheTierThatBindsItsRing() {
    List<String> charges = charges(collective(fabric(4 * GBPS), 8_000));
    assertThat(charges).contains("serialization core 24000");
    assertThat(charges).anyMatch(charge -> charge.startsWith("latency "));
    assertThat(charges).noneMatch(charge -> charge.contains("edge"));
  }

  /**
   * An all-reduce of 8,000 bytes between g0 and g2, twice 4,000 each way, which alone the edges
   * would bind. Messages each way, which last longer, share the core of 12 Gb/s: 0.75 bytes/ns are
   * left, 10,667 ns, of which 8,000 bytes at full rate of the core take half. Then g0 computes.
   */
  @Test
  void aCollectiveIsChargedToTheLinkThatOthersMadeItsNarrowest() {
    ProgramBuilder builder = new ProgramBuilder(4);
    int pair = builder.groups("pair", new int[][] {{0, 2}, {1}, {3}}, 1);
    int there = builder.peers("there", new int[] {-1, 3, -1, -1});
    int back = builder.peers("back", new int[] {-1, -1, -1, 1});
    for (int rank = 0; rank < 4; rank += 2) {
      Role role = builder.role(2);
      role.collective(MAIN, pair, Operation.ALL_REDUCE, 8_000, Activity.DATA_PARALLEL);
      builder.assign(rank, rank == 0 ? role.compute(MAIN, 100_000 * NS) : role);
    }
    for (int rank = 1; rank < 4; rank += 2) {
      Role role = builder.role(2);
      role.send(MAIN, rank == 1 ? there : back, 50_000, Activity.PIPELINE_PARALLEL);
      role.receive(1, rank == 1 ? back : there, Activity.PIPELINE_PARALLEL);
      builder.assign(rank, role);
    }
    assertThat(charges(SimulationSpec.of(fabric(12 * GBPS), builder.build())))
        .containsExactlyInAnyOrder(
            "compute 100000",
            "serialization core 5333",
            "queueing core 5333",
            "latency " + 2 * LATENCY_NS);
  }

  /** Collectives of a given time use no link, so nothing of them is serialized or queues. */
  @Test
  void aCollectiveOfAGivenTimeIsLatency() {
    ProgramBuilder builder = new ProgramBuilder(4);
    int world = builder.groups("world", new int[][] {{0, 1, 2, 3}}, bytes -> 2 * bytes * NS);
    Role role = builder.role(1);
    role.collective(MAIN, world, Operation.ALL_REDUCE, 384, Activity.AMAX_REDUCTION);
    for (int rank = 0; rank < 4; rank++) {
      builder.assign(rank, role);
    }
    assertThat(charges(SimulationSpec.of(fabric(4 * GBPS), builder.build())))
        .containsExactly("latency 768");
  }

  private static SimulationSpec collective(Fabric fabric, long bytes) {
    ProgramBuilder builder = new ProgramBuilder(4);
    int world = builder.groups("world", new int[][] {{0, 1, 2, 3}}, 1);
    Role role = builder.role(1);
    role.collective(MAIN, world, Operation.ALL_REDUCE, bytes, Activity.DATA_PARALLEL);
    for (int rank = 0; rank < 4; rank++) {
      builder.assign(rank, role);
    }
    return SimulationSpec.of(fabric, builder.build());
  }

  /** Time that is computed is charged to no tier, before and after what is sent. */
  @Test
  void computeHasNoTier() {
    ProgramBuilder builder = new ProgramBuilder(4);
    int peers = builder.peers("peers", new int[] {2, -1, -1, -1});
    builder.assign(
        0,
        builder
            .role(1)
            .compute(MAIN, 700 * NS)
            .send(MAIN, peers, 1_000, Activity.PIPELINE_PARALLEL));
    builder.assign(
        2,
        builder.role(1).receive(MAIN, peers, Activity.PIPELINE_PARALLEL).compute(MAIN, 300 * NS));
    Role idle = builder.role(1);
    builder.assign(1, idle);
    builder.assign(3, idle);
    assertThat(charges(SimulationSpec.of(fabric(4 * GBPS), builder.build())))
        .containsExactlyInAnyOrder(
            "compute 1000", "serialization core 2000", "latency " + LATENCY_NS);
  }

  /**
   * Two groups that cross the core at once, then messages beside each other: with ranks folded into
   * classes the same is charged as without.
   */
  @ParameterizedTest
  @CsvSource({"4", "8", "12", "32"})
  void aFoldedRunChargesTheSame(long coreGbps) {
    SimulationSpec spec = SimulationSpec.of(fabric(coreGbps * GBPS), mixed());
    assertThat(charges(spec)).hasSizeGreaterThan(2).isEqualTo(charges(spec.withFolding(false)));
  }

  private static Program mixed() {
    ProgramBuilder builder = new ProgramBuilder(4);
    int pairs = builder.groups("pairs", new int[][] {{0, 2}, {1, 3}}, 1);
    int across = builder.peers("across", new int[] {2, 3, -1, -1});
    Role sender = builder.role(1);
    sender.compute(MAIN, 500 * NS);
    sender.collective(MAIN, pairs, Operation.ALL_REDUCE, 4_000, Activity.DATA_PARALLEL);
    sender.send(MAIN, across, 2_000, Activity.PIPELINE_PARALLEL);
    Role receiver = builder.role(1);
    receiver.compute(MAIN, 900 * NS);
    receiver.collective(MAIN, pairs, Operation.ALL_REDUCE, 4_000, Activity.DATA_PARALLEL);
    receiver.receive(MAIN, across, Activity.PIPELINE_PARALLEL);
    receiver.compute(MAIN, 100 * NS);
    for (int rank = 0; rank < 4; rank++) {
      builder.assign(rank, rank < 2 ? sender : receiver);
    }
    return builder.build();
  }
}
