package weft.sim.transfer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import weft.sim.fabric.Fabric;
import weft.sim.fabric.ScaleUpLinks;
import weft.sim.fixture.FabricSketch;
import weft.sim.route.Router;
import weft.sim.route.UpDownRouter;

final class SplitModelTest {

  private static final long G400 = 400_000_000_000L;

  /** {@code a0 ── nv ── a1} and {@code a0 ── n0 ── leaf ── b}: a1 has no NIC. */
  private static final Fabric FABRIC =
      new FabricSketch()
          .node("a0", "a1")
          .switches(1, "nv")
          .nic(2, "n0", 0)
          .node("b")
          .switches(3, "leaf")
          .cable("a0", "nv", G400, 1)
          .cable("a1", "nv", G400, 1)
          .cable("a0", "n0", G400, 1)
          .cable("n0", "leaf", G400, 1)
          .cable("b", "leaf", G400, 1)
          .build();

  private final Router router = new UpDownRouter(FABRIC, 1);
  private final Notes inside = new Notes(3);
  private final Notes outside = new Notes(4);
  private final NetworkModel model =
      new SplitModel(router, new ScaleUpLinks(FABRIC)::contains, inside, outside);

  @Test
  void aPathThatStaysInsideIsForTheOneModel() {
    int listener = model.register((token, link) -> {});
    model.start(0, 1, 0, 10, listener, 7);
    model.start(0, 2, 5, 20, listener, 8);
    model.start(1, 2, 0, 30, listener, 9);
    assertThat(inside.started).containsExactly("0 1 0 10 0 7");
    assertThat(outside.started)
        .as("also the path that begins inside (PXN)")
        .containsExactly("0 2 5 20 0 8", "1 2 0 30 0 9");
  }

  @Test
  void figuresAreSums() {
    assertThat(model.carriedBytes(2)).isEqualTo(3002 + 4002);
    assertThat(model.wastedBytes()).isEqualTo(7);
    assertThat(model.inFlight()).isEqualTo(7);
    assertThat(model.latencyPs(0, 1, 0)).isEqualTo(3);
    assertThat(model.latencyPs(0, 2, 0)).isEqualTo(4);
  }

  @Test
  void listenersHaveOneNumberInBoth() {
    outside.register((token, link) -> {});
    assertThatIllegalStateException().isThrownBy(() -> model.register((token, link) -> {}));
  }

  private static final class Notes implements NetworkModel {
    private final int figure;
    private final List<String> started = new ArrayList<>();
    private int listeners;

    Notes(int figure) {
      this.figure = figure;
    }

    @Override
    public int register(TransferListener listener) {
      return listeners++;
    }

    @Override
    public void start(int source, int destination, int flow, long bytes, int listener, long token) {
      started.add("%d %d %d %d %d %d".formatted(source, destination, flow, bytes, listener, token));
    }

    @Override
    public long latencyPs(int source, int destination, int flow) {
      return figure;
    }

    @Override
    public long rateBps(int source, int destination, int flow) {
      return figure + 1L;
    }

    @Override
    public long carriedBytes(int link) {
      return figure * 1000L + link;
    }

    @Override
    public long wastedBytes() {
      return figure;
    }

    @Override
    public int inFlight() {
      return figure;
    }
  }
}
