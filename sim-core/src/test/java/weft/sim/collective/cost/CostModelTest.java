package weft.sim.collective.cost;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.within;
import static weft.sim.collective.cost.Costs.H100;
import static weft.sim.collective.cost.Costs.LIBRARY;
import static weft.sim.collective.cost.Costs.US;

import org.junit.jupiter.api.Test;
import weft.sim.collective.GroupShape;
import weft.sim.collective.Operation;
import weft.sim.collective.algorithm.Algorithm;
import weft.sim.collective.algorithm.Schedules;

/** Predicted times, by hand. */
final class CostModelTest {

  private static final double GIB = 1L << 30;
  private static final CostModel MODEL = new CostModel(LIBRARY, H100);

  /**
   * 8 GPUs, 14 steps: 8 + 14 × (3 + 0.6) µs, 7/4 of the data at 370.8 GB/s, and for the pipeline 2
   * √(9 µs × S/B).
   */
  @Test
  void ringInOneNode() {
    ScheduleProfile profile = profile(Operation.ALL_REDUCE, Algorithm.RING, GroupShape.ofNodes(8));
    CostParts parts = MODEL.parts(profile, Protocol.SIMPLE, 1L << 30);
    assertThat(parts.launchPs()).isEqualTo(8 * US);
    assertThat(parts.stepsPs()).isEqualTo(14 * 3.6 * US);
    assertThat(parts.streamPs()).isCloseTo(1.75 * GIB / 370.8e9 * 1e12, within(1.0));
    double oncePs = GIB / 370.8e9 * 1e12;
    assertThat(parts.chunksPs()).isCloseTo(2 * Math.sqrt(9 * US * oncePs), within(1.0));
  }

  /** LL sends twice the bytes, and here kernels keep half of the rate busy: a fourth is left. */
  @Test
  void lowLatencyCostsBandwidth() {
    ScheduleProfile profile = profile(Operation.ALL_GATHER, Algorithm.RING, GroupShape.ofNodes(8));
    double simplePs = MODEL.parts(profile, Protocol.SIMPLE, 1 << 20).streamPs();
    assertThat(MODEL.parts(profile, Protocol.LL, 1 << 20).streamPs())
        .isCloseTo(4 * simplePs, within(1.0));
    assertThat(MODEL.parts(profile, Protocol.LL128, 1 << 20).streamPs())
        .isCloseTo(128 / 120.0 * simplePs, within(1.0));
    assertThat(MODEL.parts(profile, Protocol.LL, 1 << 20).stepsPs()).isEqualTo(7 * 0.6 * US);
  }

  /**
   * 4 nodes of 8: of 62 steps, 8 lead to another node at most, and each of the 8 NICs carries 1/8
   * of 2 × 31/32: 388 GB/s for all.
   */
  @Test
  void ringOverNodes() {
    ScheduleProfile profile =
        profile(Operation.ALL_REDUCE, Algorithm.RING, GroupShape.ofNodes(8, 8, 8, 8));
    assertThat(profile.scaleOutHops()).isEqualTo(8);
    assertThat(profile.scaleUpHops()).isEqualTo(54);
    CostParts parts = MODEL.parts(profile, Protocol.SIMPLE, 1L << 30);
    assertThat(parts.stepsPs()).isEqualTo(54 * 3.6 * US + 8 * 13.8 * US);
    assertThat(parts.streamPs()).isCloseTo(62 / 32.0 * GIB / 388e9 * 1e12, within(10.0));
  }

  /** What the simulation adds comes to the same, once the first chunk has filled the pipeline. */
  @Test
  void chargesAreThoseOfThePrediction() {
    ScheduleProfile profile = profile(Operation.ALL_REDUCE, Algorithm.RING, GroupShape.ofNodes(8));
    Charges charges = MODEL.charges(profile, Protocol.SIMPLE, 1L << 30);
    CostParts parts = MODEL.parts(profile, Protocol.SIMPLE, 1L << 30);
    assertThat((double) charges.chunksPs()).isCloseTo(parts.chunksPs(), within(1.0));
    assertThat(charges.launchPs()).isEqualTo(8 * US);
    assertThat(charges.scaleUpPs()).isEqualTo(3 * US);
    assertThat(charges.scaleUpWire()).isEqualTo(1);
    assertThat(MODEL.charges(profile, Protocol.LL, 8).scaleUpWire()).isEqualTo(4);
    assertThat(MODEL.charges(profile, Protocol.LL, 8).passes()).isEqualTo(1);
  }

  /** In a tree a part of the price is the fill, which a simulation has by itself. */
  @Test
  void treesFillByThemselves() {
    ScheduleProfile profile =
        profile(Operation.ALL_REDUCE, Algorithm.TREE, GroupShape.ofNodes(8, 8));
    Charges charges = MODEL.charges(profile, Protocol.SIMPLE, 1L << 30);
    CostParts parts = MODEL.parts(profile, Protocol.SIMPLE, 1L << 30);
    assertThat((double) charges.chunksPs()).isBetween(parts.chunksPs() / 2, parts.chunksPs() - 1);
    assertThat(charges.passes()).isGreaterThan(100);
  }

  /**
   * Short data is cut into no more chunks than a connection has slots, long data only so far that
   * the slots of one of 16 channels last until the first comes back: over a NIC after 11 + 2.8 µs,
   * over NVLink, where messages are sooner sent, after 3 + 0.6 µs.
   */
  @Test
  void noChunkWaitsForASlot() {
    ScheduleProfile profile =
        profile(Operation.ALL_REDUCE, Algorithm.TREE, GroupShape.ofNodes(8, 8));
    assertThat(MODEL.charges(profile, Protocol.SIMPLE, 1L << 20).passes())
        .isEqualTo(LibraryCosts.SLOTS);
    for (long bytes = 1L << 27; bytes <= 1L << 30; bytes *= 2) {
      int passes = MODEL.charges(profile, Protocol.SIMPLE, bytes).passes();
      double piece = bytes / 16.0 / passes / 0.9 * 8e12;
      assertThat(passes).isGreaterThan(LibraryCosts.SLOTS);
      assertThat(LibraryCosts.SLOTS * piece / 388e9).isGreaterThan(13.8 * US);
      assertThat(LibraryCosts.SLOTS * piece / 2_966.4e9).isGreaterThan(3.6 * US);
    }
  }

  /** The lesser of a step's software in a node, 3 µs, and between nodes, 11 µs. */
  @Test
  void whatAStepTakesInANodeKeepsARingsSenderBusy() {
    ScheduleProfile profile =
        profile(Operation.ALL_REDUCE, Algorithm.RING, GroupShape.ofNodes(8, 8));
    assertThat(MODEL.charges(profile, Protocol.SIMPLE, 8).ringBusyPs()).isEqualTo(3 * US);
    assertThat(MODEL.charges(profile, Protocol.LL, 8).ringBusyPs()).isZero();
  }

  /** Pairwise, over two nodes of 4, some rank is at one of another node in each of the 7 turns. */
  @Test
  void whatIsDoneInTurnWaitsForTheBusiest() {
    GroupShape shape = GroupShape.ofNodes(4, 4);
    CostParts atOnce =
        MODEL.parts(
            profile(Operation.ALL_TO_ALL, Algorithm.DIRECT, shape), Protocol.SIMPLE, 1L << 30);
    assertThat(atOnce.streamPs()).isCloseTo(GIB / 2 / 48.5e9 * 1e12, within(10.0));
    CostParts inTurn =
        MODEL.parts(
            profile(Operation.ALL_TO_ALL, Algorithm.PAIRWISE, shape), Protocol.SIMPLE, 1L << 30);
    assertThat(inTurn.streamPs()).isCloseTo(7 * GIB / 8 / 48.5e9 * 1e12, within(10.0));
  }

  /**
   * Two nodes of two GPUs over PCIe: a tree takes the sum up and down through a chain, so that a
   * GPU sends as much to its node as to the other, all of it over 50 GB/s, of which a tree uses 90
   * %; in a ring it sends to one or the other.
   */
  @Test
  void whatIsSharedCarriesBoth() {
    CostModel pcie =
        new CostModel(
            LIBRARY,
            new LinkRates(
                400_000_000_000L, 400_000_000_000L, 0, 0, 400_000_000_000L, 400_000_000_000L));
    GroupShape shape = GroupShape.ofNodes(2, 2);
    ScheduleProfile tree = profile(Operation.ALL_REDUCE, Algorithm.TREE, shape);
    assertThat(tree.whole().together()).isEqualTo(tree.whole().scaleUp() + tree.whole().scaleOut());
    assertThat(pcie.parts(tree, Protocol.SIMPLE, 1L << 30).streamPs())
        .isCloseTo(tree.whole().together() * GIB / 45e9 * 1e12, within(10.0));
    ScheduleProfile ring = profile(Operation.ALL_REDUCE, Algorithm.RING, shape);
    assertThat(pcie.parts(ring, Protocol.SIMPLE, 1L << 30).streamPs())
        .isCloseTo(1.5 * GIB / 50e9 * 1e12, within(10.0));
  }

  @Test
  void nothingBelowZero() {
    assertThatIllegalArgumentException().isThrownBy(() -> new Times(0, -1, 0));
    assertThatIllegalArgumentException().isThrownBy(() -> new Shares(1, 0, 1));
    assertThatIllegalArgumentException().isThrownBy(() -> new Shares(1, 1.01, 1));
    assertThatIllegalArgumentException().isThrownBy(() -> new LinkRates(-1, 0, 0, 0));
    assertThatIllegalArgumentException().isThrownBy(() -> new LinkRates(1, 1, 0, 0, 1, 0));
    assertThatIllegalArgumentException().isThrownBy(() -> new LibraryCosts.Nvls(0, 0, 1, 0, 0));
  }

  private static ScheduleProfile profile(
      Operation operation, Algorithm algorithm, GroupShape shape) {
    return ScheduleProfile.of(
        Schedules.of(operation, algorithm, shape, 0, Schedules.AUTOMATIC), shape);
  }
}
