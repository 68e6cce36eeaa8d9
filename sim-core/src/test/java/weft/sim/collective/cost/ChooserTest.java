package weft.sim.collective.cost;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static weft.sim.collective.cost.Costs.H100;
import static weft.sim.collective.cost.Costs.LIBRARY;

import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import weft.sim.collective.GroupShape;
import weft.sim.collective.Operation;
import weft.sim.collective.algorithm.Algorithm;

/** What is chosen, and what is refused. */
final class ChooserTest {

  private static final GroupShape FOUR_NODES = GroupShape.ofNodes(8, 8, 8, 8);

  @Test
  void smallDataTakesTheFewestStepsAndLargeTheFullBandwidth() {
    Chooser chooser = chooser(FOUR_NODES, null, null);
    Estimate small = chooser.choice(8);
    assertThat(small.algorithm()).isEqualTo(Algorithm.TREE);
    assertThat(small.protocol()).isEqualTo(Protocol.LL);
    Estimate large = chooser.choice(16L << 30);
    assertThat(large.algorithm()).isEqualTo(Algorithm.RING);
    assertThat(large.protocol()).isEqualTo(Protocol.SIMPLE);
  }

  @Test
  void theChoiceIsTheFastestOfTheLibrary() {
    for (long bytes = 8; bytes <= 1L << 34; bytes *= 8) {
      Chooser chooser = chooser(FOUR_NODES, null, null);
      double fastest =
          chooser.all(bytes).stream()
              .filter(Estimate::isOfLibrary)
              .mapToDouble(Estimate::timePs)
              .min()
              .orElseThrow();
      assertThat(chooser.choice(bytes).timePs()).isEqualTo(fastest);
      assertThat(chooser.all(bytes).get(0)).isEqualTo(chooser.choice(bytes));
    }
  }

  @Test
  void whatIsAskedForIsTaken() {
    Estimate choice = chooser(FOUR_NODES, Algorithm.RING, Protocol.LL128).choice(8);
    assertThat(choice.algorithm()).isEqualTo(Algorithm.RING);
    assertThat(choice.protocol()).isEqualTo(Protocol.LL128);
    assertThat(chooser(FOUR_NODES, null, Protocol.SIMPLE).choice(8).protocol())
        .isEqualTo(Protocol.SIMPLE);
  }

  /** As NCCL 2.30.7 (enqueue.cc, topoGetAlgoInfo): 4,096 bytes of LL keep 512 threads busy. */
  @Test
  void treesOfLittleDataHaveFewChannels() {
    Chooser chooser = chooser(FOUR_NODES, Algorithm.TREE, Protocol.LL);
    assertThat(chooser.choice(8).channels()).isEqualTo(1);
    assertThat(chooser.choice(8191).channels()).isEqualTo(1);
    assertThat(chooser.choice(8192).channels()).isEqualTo(2);
    assertThat(chooser.choice(1 << 20).channels()).isEqualTo(16);
    assertThat(chooser.schedule(chooser.choice(8192)).channels()).isEqualTo(2);
    Chooser simple = chooser(FOUR_NODES, Algorithm.TREE, Protocol.SIMPLE);
    assertThat(simple.choice(1 << 17).channels()).isEqualTo(4);
    Request three =
        Request.of(Operation.ALL_REDUCE).withWay(Algorithm.TREE, Protocol.LL).withChannels(3);
    Chooser forced = new Chooser(three, FOUR_NODES, H100, LIBRARY);
    assertThat(forced.schedule(forced.choice(8)).channels()).isEqualTo(3);
  }

  @Test
  void whatIsImpossibleIsRefused() {
    assertThatIllegalArgumentException()
        .isThrownBy(
            () ->
                new Chooser(
                    Request.of(Operation.ALL_GATHER).withWay(Algorithm.TREE, null),
                    FOUR_NODES,
                    H100,
                    LIBRARY))
        .withMessageContaining("all_gather");
  }

  /** Its NVSwitches would have nothing to add up, and the time of its chunks would be 0 / 0. */
  @Test
  void nvlsTreesNeedANodeWithTwoRanks() {
    Request request = Request.of(Operation.ALL_REDUCE).withWay(Algorithm.NVLS_TREE, null);
    GroupShape ones = GroupShape.ofNodes(1, 1, 1).withMulticast();
    assertThatIllegalArgumentException()
        .isThrownBy(() -> new Chooser(request, ones, H100, LIBRARY))
        .withMessageContaining("one rank only");
    Chooser mixed = new Chooser(request, GroupShape.ofNodes(1, 2).withMulticast(), H100, LIBRARY);
    assertThat(mixed.choice(1 << 20).timePs()).isFinite().isPositive();
  }

  private static Chooser chooser(
      GroupShape shape, @Nullable Algorithm algorithm, @Nullable Protocol protocol) {
    return new Chooser(
        Request.of(Operation.ALL_REDUCE).withWay(algorithm, protocol), shape, H100, LIBRARY);
  }
}
