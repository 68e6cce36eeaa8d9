package weft.sim.route;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import it.unimi.dsi.fastutil.ints.IntOpenHashSet;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import weft.sim.fabric.Fabric;
import weft.sim.fixture.FabricSketch;

/** How far it is from one GPU to another over others: counted in drawings. */
final class LateralsTest {

  private static final long RATE = 400_000_000_000L;
  private static final int NO = Laterals.UNREACHED;

  private static Laterals of(Fabric fabric, int... failed) {
    return new Laterals(fabric, new IntOpenHashSet(failed));
  }

  /** g0 — g1 — g2 and g3 → g4 are islands; g5 and g6 hang on a switch only. */
  private static Fabric islands() {
    FabricSketch sketch =
        new FabricSketch().gpus("g0", "g1", "g2", "g3", "g4", "g5", "g6").switches(1, "s");
    sketch.cable("g0", "g1", RATE, 1).cable("g1", "g2", RATE, 1).link("g3", "g4", RATE, 1);
    return sketch.cable("g5", "s", RATE, 1).cable("g6", "s", RATE, 1).build();
  }

  /** From a node to g0 … g6. */
  private static int[] distances(Laterals laterals, int from) {
    return IntStream.range(0, 7).map(to -> laterals.distance(from, to)).toArray();
  }

  @Test
  void stepsAreCountedWithinAnIslandAndAlongItsLinks() {
    Laterals laterals = of(islands());
    assertThat(distances(laterals, 0)).containsExactly(0, 1, 2, NO, NO, NO, NO);
    assertThat(distances(laterals, 1)).containsExactly(1, 0, 1, NO, NO, NO, NO);
    assertThat(distances(laterals, 2)).containsExactly(2, 1, 0, NO, NO, NO, NO);
    assertThat(distances(laterals, 3)).containsExactly(NO, NO, NO, 0, 1, NO, NO);
    assertThat(distances(laterals, 4))
        .as("against the link")
        .containsExactly(NO, NO, NO, NO, 0, NO, NO);
    assertThat(distances(laterals, 5)).as("on none").containsExactly(NO, NO, NO, NO, NO, 0, NO);
  }

  @Test
  void onlyWhereALinkLeadsIsEntered() {
    Laterals laterals = of(islands());
    assertThat(laterals.isNone()).isFalse();
    assertThat(IntStream.range(0, 7).filter(laterals::isEntered)).containsExactly(0, 1, 2, 4);
  }

  @Test
  void aLinkThatHasFailedJoinsNothing() {
    Fabric fabric = islands();
    Laterals laterals = of(fabric, FabricSketch.link(fabric, "g1", "g2"));
    assertThat(distances(laterals, 0)).containsExactly(0, 1, NO, NO, NO, NO, NO);
    assertThat(distances(laterals, 2)).containsExactly(2, 1, 0, NO, NO, NO, NO);
  }

  @Test
  void oneLinkIsEnoughForAnIsland() {
    Fabric fabric = new FabricSketch().gpus("g0", "g1").link("g0", "g1", RATE, 1).build();
    assertThat(of(fabric).isNone()).isFalse();
    assertThat(of(fabric).distance(0, 1)).isEqualTo(1);
  }

  @Test
  void onASwitchNobodyIsJoined() {
    Laterals laterals = of(FabricSketch.star(2, RATE, 1));
    assertThat(laterals.isNone()).isTrue();
    assertThat(laterals.isEntered(0)).isFalse();
    assertThat(laterals.distance(1, 1)).isZero();
    assertThat(laterals.distance(0, 1)).isEqualTo(Laterals.UNREACHED);
  }

  /** In a row of 32,769 the ends are 32,768 links apart, one more than a short holds. */
  @Test
  void aRowThatIsTooLongIsRefused() {
    FabricSketch sketch = new FabricSketch().gpus("g0");
    for (int place = 1; place <= 32_768; place++) {
      sketch.gpus("g" + place).cable("g" + (place - 1), "g" + place, RATE, 1);
    }
    Laterals laterals = of(sketch.build());
    assertThat(laterals.distance(1, 32_768)).isEqualTo(32_767);
    assertThatIllegalArgumentException()
        .isThrownBy(() -> laterals.distance(0, 32_768))
        .withMessage("more than 32767 links in a row lead to g32768");
  }
}
