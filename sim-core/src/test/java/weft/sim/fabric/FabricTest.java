package weft.sim.fabric;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Ids are given in the order of the calls, links are sorted by source, errors name the link. */
final class FabricTest {

  private final FabricBuilder builder = new FabricBuilder();

  @Test
  void nodesTiersAndEndpointsAreNumberedInTheOrderOfTheCalls() {
    assertThat(builder.addNode("leaf", 2)).isZero();
    assertThat(builder.addNode("gpu", 0)).isEqualTo(1);
    assertThat(builder.addTier("a", "A")).isZero();
    assertThat(builder.addTier("b", "B")).isEqualTo(1);
    assertThat(builder.addEndpoint(1, 7, 3)).isZero();

    Fabric fabric = builder.build();

    assertThat(fabric.nodeCount()).isEqualTo(2);
    assertThat(fabric.nodeName(1)).isEqualTo("gpu");
    assertThat(fabric.nodeLevel(0)).isEqualTo(2);
    assertThat(fabric.tiers()).containsExactly(new Tier("a", "A"), new Tier("b", "B"));
    assertThat(fabric.endpointCount()).isEqualTo(1);
    assertThat(fabric.endpointNode(0)).isEqualTo(1);
    assertThat(fabric.domain(0)).isEqualTo(7);
    assertThat(fabric.rail(0)).isEqualTo(3);
  }

  @Test
  void linksAreSortedBySourceAndKeepTheirOrderWithinOne() {
    threeNodes();
    builder.addLink(2, 0, 0, 10, 10, 0);
    builder.addLink(0, 1, 0, 11, 11, 0);
    builder.addLink(2, 1, 0, 12, 12, 0);
    builder.addLink(0, 2, 0, 13, 13, 0);
    builder.addLink(0, 1, 0, 14, 14, 0);

    Fabric fabric = builder.build();

    assertThat(IntStream.range(0, 5).mapToLong(fabric::rateBps))
        .containsExactly(11L, 13L, 14L, 10L, 12L);
    assertThat(IntStream.rangeClosed(0, 3).map(fabric::firstLink)).containsExactly(0, 3, 3, 5);
    assertThat(IntStream.range(0, 5).map(fabric::source)).containsExactly(0, 0, 0, 2, 2);
    assertThat(IntStream.range(0, 5).map(fabric::target)).containsExactly(1, 2, 1, 0, 1);
  }

  @Test
  void aLinkKeepsItsFigures() {
    threeNodes();
    builder.addTier("second", "second");
    builder.addLink(1, 2, 1, 400, 380, 5);

    Fabric fabric = builder.build();

    assertThat(fabric.linkName(0)).isEqualTo("b → c");
    assertThat(fabric.tier(0)).isEqualTo(1);
    assertThat(fabric.rateBps(0)).isEqualTo(400);
    assertThat(fabric.payloadRateBps(0)).isEqualTo(380);
    assertThat(fabric.latencyPs(0)).isEqualTo(5);
  }

  @Test
  void aCableIsALinkEachWay() {
    threeNodes();
    builder.addCable(2, 1, 0, 400, 380, 5);
    Fabric fabric = builder.build();
    assertThat(IntStream.range(0, fabric.linkCount()).mapToObj(fabric::linkName))
        .containsExactly("b → c", "c → b");
  }

  @Test
  void aFabricDoesNotFollowItsBuilder() {
    threeNodes();
    Fabric before = builder.build();
    builder.addNode("late", 0);
    builder.addTier("late", "late");
    builder.addCable(0, 3, 0, 1, 1, 0);
    assertThat(before.nodeCount()).isEqualTo(3);
    assertThat(before.linkCount()).isZero();
    assertThat(before.tiers()).hasSize(1);
  }

  @ParameterizedTest(name = "{6}")
  @CsvSource(
      textBlock =
          """
          1, 1,  0, 10, 10,  0, link b → b leads back to where it starts
          0, 1,  1, 10, 10,  0, link a → b has no tier 1
          0, 1, -1, 10, 10,  0, link a → b has no tier -1
          0, 1,  0,  0, 10,  0, link a → b has a rate of 0 b/s
          0, 1,  0, 10,  0,  0, link a → b carries 0 b/s of payload at a line rate of 10 b/s
          0, 1,  0, 10, 11,  0, link a → b carries 11 b/s of payload at a line rate of 10 b/s
          0, 1,  0, 10, 10, -1, link a → b has a latency of -1 ps
          0, 3,  0, 10, 10,  0, 'no node 3, only 0 … 2'
          -1, 0, 0, 10, 10,  0, 'no node -1, only 0 … 2'
          """)
  void aBrokenLinkIsNamed(
      int source, int target, int tier, long rate, long payload, long latency, String message) {
    threeNodes();
    assertThatIllegalArgumentException()
        .isThrownBy(() -> builder.addLink(source, target, tier, rate, payload, latency))
        .withMessage(message);
    assertThat(builder.build().linkCount()).isZero();
  }

  @Test
  void anEndpointNeedsANode() {
    assertThatIllegalArgumentException().isThrownBy(() -> builder.addEndpoint(0, 0, 0));
  }

  private void threeNodes() {
    builder.addTier("wire", "wire");
    builder.addNode("a", 0);
    builder.addNode("b", 0);
    builder.addNode("c", 1);
  }

  @Test
  void levelsOutOfRangeAreRefused() {
    FabricBuilder builder = new FabricBuilder();
    assertThatIllegalArgumentException()
        .isThrownBy(() -> builder.addNode("n", -1))
        .withMessage("node n on level -1, only 0 … 63");
    assertThatIllegalArgumentException().isThrownBy(() -> builder.addNode("n", 64));
  }
}
