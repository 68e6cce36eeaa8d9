package weft.sim.flow.maxmin;

import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What is refused before a solve, and how the message names it. */
final class MaxMinSystemTest {

  private static final double NONE = Double.POSITIVE_INFINITY;

  @ParameterizedTest
  @ValueSource(doubles = {0, -0.0, -1, Double.NaN, NONE, Double.NEGATIVE_INFINITY})
  void capacitiesWeightsAndSharesArePositiveAndFinite(double value) {
    refused(Systems.links(1, value), "link 1: capacity is " + value);

    MaxMinSystem weights = Systems.links(1);
    weights.addFlow();
    weights.addFlow(value, NONE, 0);
    refused(weights, "flow 1: weight is " + value);

    MaxMinSystem shares = Systems.links(1, 1);
    shares.addFlow();
    shares.addHop(0);
    shares.addHop(1, value);
    refused(shares, "flow 0, link 1: share is " + value);
  }

  @ParameterizedTest
  @ValueSource(doubles = {0, -1, Double.NaN, Double.NEGATIVE_INFINITY})
  void capsArePositive(double value) {
    MaxMinSystem system = Systems.links(1);
    system.addFlow(1, value, 0);
    refused(system, "flow 0: cap is " + value);
  }

  @Test
  void aCapacityThatWasNeverSetIsRefused() {
    MaxMinSystem system = new MaxMinSystem();
    system.clear(2);
    system.capacity(0, 1);
    refused(system, "link 1: capacity is 0.0");
  }

  @Test
  void aLinkTwiceInAFlowIsALoop() {
    MaxMinSystem system = Systems.links(1, 1);
    system.addFlow();
    system.addHop(1);
    system.addFlow();
    system.addHop(1);
    system.addHop(0);
    system.addHop(1);
    refused(system, "flow 1, link 1: the link is in the flow twice");
  }

  @ParameterizedTest
  @ValueSource(ints = {-1, 2})
  void linksExist(int link) {
    MaxMinSystem system = Systems.links(1, 1);
    system.addFlow();
    system.addHop(link);
    refused(system, "flow 0, link " + link + ": there is no such link. Maybe one of 0 to 1?");
  }

  @Test
  void sharesWhoseSumOverflowsAreRefused() {
    MaxMinSystem system = Systems.links(1e300);
    for (int flow = 0; flow < 2; flow++) {
      system.addFlow();
      system.addHop(0, 1.5e308);
    }
    refused(system, "flow 1, link 0: the shares of the link's flows");
  }

  @Test
  void quotientsStayInTheRangeOfADouble() {
    MaxMinSystem sprayed = Systems.links(1e12);
    sprayed.addFlow();
    sprayed.addHop(0, 1e-300);
    refused(sprayed, "flow 0, link 0: capacity / share is Infinity");

    MaxMinSystem product = Systems.links(1);
    product.addFlow(1e200, NONE, 0);
    product.addHop(0, 1e200);
    refused(product, "flow 0, link 0: share × weight is Infinity");

    MaxMinSystem level = Systems.links(1e-100);
    level.addFlow(1e-300, 1e300, 0);
    refused(level, "flow 0: cap / weight is Infinity");

    MaxMinSystem many = Systems.links(2e-307);
    for (int flow = 0; flow < 10; flow++) {
      many.addFlow(2, NONE, 0);
      many.addHop(0);
    }
    refused(many, "link 0: capacity / Σ share × weight");
  }

  @Test
  void whatHasASolutionIsAccepted() {
    MaxMinSystem system = Systems.links(1e-9, 1e15);
    system.addFlow();
    system.addFlow(1e-6, NONE, -5);
    system.addHop(0, 1.0 / 32);
    system.addHop(1, 1 << 20);
    system.addFlow(1e6, 1e-3, 5);
    system.addHop(1);
    assertThatCode(system::check).doesNotThrowAnyException();
    assertThatCode(new MaxMinSystem()::check).doesNotThrowAnyException();
  }

  @Test
  void aHopNeedsAFlow() {
    assertThatIllegalStateException()
        .isThrownBy(() -> Systems.links(1, 1).addHop(1))
        .withMessageContaining("link 1");
  }

  private static void refused(MaxMinSystem system, String message) {
    assertThatIllegalArgumentException().isThrownBy(system::check).withMessageContaining(message);
  }
}
