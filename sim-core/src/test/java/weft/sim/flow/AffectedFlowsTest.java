package weft.sim.flow;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import weft.sim.flow.maxmin.LiveFlows;

/** Five links: flows 0 and 1 over 0 and 1, flow 2 over 1 and 2, flow 3 over 3 and 4. */
final class AffectedFlowsTest {

  private static final double[] CAPACITIES = {1, 1, 1, 1, 1};

  private final LiveFlows live = new LiveFlows(CAPACITIES);
  private final AffectedFlows affected = new AffectedFlows(live, new Sharings(), CAPACITIES);

  AffectedFlowsTest() {
    add(0, 0, 1);
    add(1, 0, 1);
    add(2, 1, 2);
    add(3, 3, 4);
  }

  @Test
  void findsWhatIsConnectedToATouchedLink() {
    affected.touch(2);
    affected.touch(2);
    assertThat(affected.search(6)).isTrue();
    assertThat(affected.components()).isEqualTo(1);
    affected.select(0);
    assertThat(affected.flowCount()).isEqualTo(3);
    assertThat(affected.linkCount()).isEqualTo(3);
  }

  @Test
  void eachComponentIsFoundOnce() {
    affected.touch(0);
    affected.touch(4);
    affected.touch(1);
    assertThat(affected.search(Long.MAX_VALUE)).isTrue();
    assertThat(affected.components()).isEqualTo(2);
    affected.select(1);
    assertThat(affected.flowCount()).isEqualTo(1);
    assertThat(affected.flow(0)).isEqualTo(3);
  }

  /** Links 0, 1 and 2 have six hops; touched are one of one, or those of two and of three. */
  @Test
  void isGivenUpWhetherThatIsSeenAtOnceOrOnTheWay() {
    affected.touch(2);
    assertThat(affected.search(5)).isFalse();
    affected.reset();
    affected.touch(0);
    affected.touch(1);
    assertThat(affected.search(4)).isFalse();
    assertThat(affected.allLinks()).isZero();
    affected.reset();
    affected.touch(0);
    affected.touch(1);
    assertThat(affected.search(6)).isTrue();
    affected.select(0);
    assertThat(affected.flowCount()).isEqualTo(3);
  }

  /** Two halves of links that have nothing to do with each other, each connected in itself. */
  @Test
  void anAvalancheIsSeenInASample() {
    int links = 600;
    int flows = 120_000;
    double[] capacities = new double[2 * links];
    LiveFlows many = new LiveFlows(capacities);
    AffectedFlows search = new AffectedFlows(many, new Sharings(), capacities);
    for (int flow = 0; flow < flows; flow++) {
      int half = flow < flows / 2 ? 0 : links;
      many.add(flow, 2);
      many.addHop(flow, half + flow % links, 1);
      many.addHop(flow, half + (flow * 7 + flow / links) % links, 1);
    }
    search.touch(0);
    assertThat(search.search(flows - 1)).as("half of all hops").isFalse();
    assertThat(search.allLinks()).as("nothing was searched").isZero();
    assertThat(search.search(flows)).isTrue();
    search.select(0);
    assertThat(search.flowCount()).isEqualTo(flows / 2);
  }

  private void add(int flow, int... links) {
    live.add(flow, links.length);
    for (int link : links) {
      live.addHop(flow, link, 1);
    }
  }
}
