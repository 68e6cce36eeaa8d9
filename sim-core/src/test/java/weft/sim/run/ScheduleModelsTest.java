package weft.sim.run;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;
import weft.sim.collective.GroupShape;
import weft.sim.collective.Operation;
import weft.sim.collective.algorithm.Algorithm;
import weft.sim.collective.algorithm.Schedules;
import weft.sim.collective.cost.Charges;
import weft.sim.collective.exec.Plan;
import weft.sim.collective.exec.Planning;
import weft.sim.fabric.Fabric;
import weft.sim.fixture.RailNodes;
import weft.sim.metrics.CollectiveTiming;
import weft.sim.packet.PacketOptions;
import weft.sim.packet.PathPolicy;
import weft.sim.packet.queue.SwitchOptions;
import weft.sim.packet.queue.Wire;
import weft.sim.packet.transport.WindowTransport;
import weft.sim.run.PacketNetwork.ScaleUp;
import weft.sim.unit.Durations;
import weft.sim.workload.CollectiveProgram;

/** Every schedule on every model. */
@Tag("slow")
final class ScheduleModelsTest {

  private static final PacketNetwork PACKETS =
      new PacketNetwork(
          new PacketOptions(
              Wire.DEFAULT,
              SwitchOptions.FIFO,
              () -> new WindowTransport(Long.MAX_VALUE, 1_000_000_000, false),
              PathPolicy.ECMP,
              1,
              0,
              PacketOptions.Completion.RECEIVED),
          ScaleUp.PACKET);

  private record Case(Operation operation, Algorithm algorithm, int[] nodes) {

    @Override
    public String toString() {
      return algorithm.text() + " " + operation.text() + " on " + List.of(nodes.length, nodes[0]);
    }

    GroupShape shape(GroupShape plain) {
      return plain.withMulticast();
    }
  }

  static List<Case> cases() {
    List<Case> cases = new ArrayList<>();
    for (int[] nodes : new int[][] {{4}, {2, 2}, {4, 4, 4}, {3, 2}}) {
      GroupShape shape = GroupShape.ofNodes(nodes).withMulticast();
      for (Algorithm algorithm : Algorithm.values()) {
        for (Operation operation : Operation.values()) {
          if (Schedules.refusal(operation, algorithm, shape) == null) {
            cases.add(new Case(operation, algorithm, nodes));
          }
        }
      }
    }
    return cases;
  }

  private static Planning planning(Case one, int passes) {
    return (members, shape) -> {
      var schedule =
          Schedules.of(one.operation, one.algorithm, one.shape(shape), 0, Schedules.AUTOMATIC);
      Charges charges = new Charges(0, 0, 0, 0, 1, 1, passes, 0);
      return (operation, bytes) -> new Plan(one.algorithm.text(), "simple", schedule, charges);
    };
  }

  private static CollectiveTiming run(SimulationSpec spec, Case one, int passes) {
    return Simulation.run(spec.withPlanning(planning(one, passes))).collectives().get(0);
  }

  private static SimulationSpec spec(Case one, long bytes) {
    Fabric fabric = RailNodes.of(one.nodes);
    return SimulationSpec.of(
        fabric, CollectiveProgram.of(fabric.endpointCount(), one.operation, bytes));
  }

  /**
   * What flows take is never less than what each message takes alone. Algorithms that send one
   * message a GPU and port at a time have no contention in a node, or where every channel keeps to
   * its rail; there both models agree within 2 %.
   */
  @ParameterizedTest
  @MethodSource("cases")
  void flowsAgreeWithLoneMessagesWhereNothingIsShared(Case one) {
    long bytes = 1L << 26;
    CollectiveTiming analytic = run(spec(one, bytes).withModel(NetworkModelKind.ANALYTIC), one, 4);
    CollectiveTiming flow = run(spec(one, bytes).withModel(NetworkModelKind.FLOW), one, 4);
    assertThat(flow.algorithm()).isEqualTo(one.algorithm.text());
    assertThat(flow.timePs()).isGreaterThanOrEqualTo(0.999 * analytic.timePs());
    if (sharesNothing(one)) {
      assertThat(flow.timePs()).isCloseTo(analytic.timePs(), within(0.02 * analytic.timePs()));
    }
  }

  /**
   * Packets of 4,160 bytes with 4,096 of payload, and an acknowledgement of 64 for each that goes
   * the other way: alone, packets take what that adds to what flows take. Where messages meet,
   * flows share a link and end together; of packets one message ends before the other, and what
   * waits for it begins earlier.
   */
  @ParameterizedTest
  @MethodSource("cases")
  void packetsAgreeWithFlows(Case one) {
    boolean isAlone = sharesNothing(one) && one.nodes.length < 3;
    long bytes = isAlone ? 1L << 26 : 1L << 23;
    CollectiveTiming flow = run(spec(one, bytes), one, 1);
    CollectiveTiming packet = run(spec(one, bytes).withPackets(PACKETS), one, 1);
    assertThat(packet.algorithm()).isEqualTo(one.algorithm.text());
    double least = isAlone ? 0.96 * 4160 / 4096 : 0.8;
    double most = isAlone ? 1.02 * 4224 / 4096 : 1.03 * 4224 / 4096;
    assertThat(packet.timePs() / flow.timePs()).as("%s", one).isBetween(least, most);
  }

  /** A step of a ring takes its sender's time beside the wire's, on every model. */
  @ParameterizedTest
  @ValueSource(ints = {2, 3, 4})
  void aRingWhoseStepsKeepTheirSenderBusyTakesTheSameOnAllModels(int nodes) {
    Fabric fabric = RailNodes.of(IntStream.generate(() -> 4).limit(nodes).toArray());
    long busyPs = 10 * Durations.MICROSECOND_PS;
    Charges charges = new Charges(0, busyPs, 2 * busyPs, busyPs, 1, 1, 1, 0);
    Planning rings =
        (members, shape) -> (operation, bytes) -> new Plan("ring", "simple", null, charges);
    SimulationSpec spec =
        SimulationSpec.of(
                fabric,
                CollectiveProgram.of(fabric.endpointCount(), Operation.ALL_REDUCE, 1L << 26))
            .withPlanning(rings);
    double flowPs = timePs(spec);
    assertThat(timePs(spec.withModel(NetworkModelKind.ANALYTIC)))
        .isCloseTo(flowPs, within(0.02 * flowPs));
    int steps = 2 * (4 * nodes - 1);
    double wirePs = flowPs - steps * busyPs;
    assertThat(timePs(spec.withPackets(PACKETS)) - flowPs)
        .isBetween(0.0, wirePs * (4224.0 / 4096 - 1));
  }

  private static double timePs(SimulationSpec spec) {
    return Simulation.run(spec).collectives().get(0).timePs();
  }

  private static boolean sharesNothing(Case one) {
    boolean isNode = one.nodes.length == 1;
    return switch (one.algorithm) {
          case RING -> one.nodes.length < 3 && one.nodes[0] != 3;
          case HALVING_DOUBLING, BRUCK -> isNode;
          case PAT, PAIRWISE -> isNode;
          case TREE, HIERARCHICAL, DIRECT, PXN, NVLS, NVLS_TREE, IN_NETWORK -> false;
        }
        || one.operation == Operation.SENDRECV;
  }
}
