package weft.sim.collective.exec;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import weft.sim.collective.Grid;
import weft.sim.fabric.Fabric;
import weft.sim.fixture.FabricSketch;

/** Which groups of GPUs that are joined directly are a torus or mesh. */
final class GridSearchTest {

  /** Rows of GPUs, each joined to the next in its row and column, and the ends if they wrap. */
  private static Fabric rows(int rows, int columns, boolean wrapsRows, boolean wrapsColumns) {
    FabricSketch sketch = new FabricSketch();
    IntStream.range(0, rows * columns).forEach(place -> sketch.gpus("g" + place));
    for (int row = 0; row < rows; row++) {
      for (int column = 0; column < columns; column++) {
        if (column + 1 < columns || (wrapsColumns && columns > 2)) {
          link(sketch, row * columns + column, row * columns + (column + 1) % columns);
        }
        if (row + 1 < rows || (wrapsRows && rows > 2)) {
          link(sketch, row * columns + column, (row + 1) % rows * columns + column);
        }
      }
    }
    return sketch.build();
  }

  private static void link(FabricSketch sketch, int one, int other) {
    sketch.cable("g" + one, "g" + other, 400_000_000_000L, 1);
  }

  private static Grid find(Fabric fabric, int... members) {
    return GridSearch.find(fabric, members);
  }

  private static int[] all(int count) {
    return IntStream.range(0, count).toArray();
  }

  @Test
  void aTorusAndItsRowsAndColumns() {
    Fabric fabric = rows(3, 5, true, true);
    assertThat(find(fabric, all(15))).isEqualTo(new Grid(List.of(3, 5), true));
    assertThat(find(fabric, 5, 6, 7, 8, 9)).isEqualTo(new Grid(List.of(5), true));
    assertThat(find(fabric, 2, 7, 12)).isEqualTo(new Grid(List.of(3), true));
  }

  @Test
  void whatDoesNotWrapIsAMesh() {
    assertThat(find(rows(3, 4, false, false), all(12))).isEqualTo(new Grid(List.of(3, 4), false));
    assertThat(find(rows(3, 4, true, false), all(12))).isEqualTo(new Grid(List.of(3, 4), false));
    assertThat(find(rows(3, 4, false, true), all(12))).isEqualTo(new Grid(List.of(3, 4), false));
    assertThat(find(rows(3, 5, true, true), 0, 1, 2)).isEqualTo(new Grid(List.of(3), false));
  }

  /** To and fro along two rows is one ring. */
  @Test
  void aRingByHand() {
    assertThat(find(rows(3, 5, true, true), 0, 1, 2, 3, 4, 9, 8, 7, 6, 5))
        .isEqualTo(new Grid(List.of(10), true));
  }

  /** The ends of two are joined already. */
  @Test
  void twoRowsWrap() {
    assertThat(find(rows(2, 4, true, true), all(8))).isEqualTo(new Grid(List.of(2, 4), true));
  }

  @Test
  void twoThatAreJoinedAreARing() {
    assertThat(find(rows(1, 3, false, false), 0, 1)).isEqualTo(new Grid(List.of(2), true));
  }

  /** Of two rows of three only one has its ends joined. */
  @ParameterizedTest
  @ValueSource(ints = {0, 3})
  void whereOnlyOneRowWrapsThereIsAMesh(int firstOfRow) {
    FabricSketch sketch = new FabricSketch().gpus("g0", "g1", "g2", "g3", "g4", "g5");
    for (int row = 0; row < 6; row += 3) {
      link(sketch, row, row + 1);
      link(sketch, row + 1, row + 2);
    }
    IntStream.range(0, 3).forEach(column -> link(sketch, column, column + 3));
    link(sketch, firstOfRow, firstOfRow + 2);
    assertThat(find(sketch.build(), all(6))).isEqualTo(new Grid(List.of(2, 3), false));
  }

  @Test
  void othersAreNone() {
    Fabric fabric = rows(3, 5, true, true);
    assertThat(find(fabric, 0, 2, 4)).as("no neighbours").isNull();
    assertThat(find(fabric, 0, 1, 2, 3, 4, 5, 6)).as("a row and a bit").isNull();
    assertThat(find(fabric, 0, 1, 5, 7)).as("rows that are not alike").isNull();
    assertThat(find(fabric, 0, 1, 2, 3, 4, 6, 5, 7, 8, 9)).as("a row in another order").isNull();
    assertThat(find(fabric, 3)).as("alone").isNull();
    FabricSketch oneWay = new FabricSketch().gpus("g0").gpus("g1").gpus("g2");
    for (int place = 0; place < 3; place++) {
      oneWay.link("g" + place, "g" + (place + 1) % 3, 400_000_000_000L, 1);
    }
    assertThat(find(oneWay.build(), 0, 1, 2)).as("one way").isNull();
    assertThat(find(oneWay.build(), 2, 1, 0)).as("the other way").isNull();
  }
}
