package weft.sim.check;

import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import weft.sim.fabric.Fabric;
import weft.sim.fixture.FabricSketch;
import weft.sim.transfer.NetworkModel;
import weft.sim.transfer.TransferListener;

/** A model that lies is found out. */
final class ConservationTest {

  private final Fabric fabric = FabricSketch.star(2, 8_000_000_000L, 0);
  private final Conservation conservation = new Conservation(fabric);

  /** Claims what it is told to. */
  private record Claim(long bytesOnFirstLink, int inFlight) implements NetworkModel {
    @Override
    public int register(TransferListener listener) {
      throw new UnsupportedOperationException();
    }

    @Override
    public void start(int source, int destination, int flow, long bytes, int listener, long token) {
      throw new UnsupportedOperationException();
    }

    @Override
    public long latencyPs(int source, int destination, int flow) {
      throw new UnsupportedOperationException();
    }

    @Override
    public long rateBps(int source, int destination, int flow) {
      throw new UnsupportedOperationException();
    }

    @Override
    public long carriedBytes(int link) {
      return link == 0 ? bytesOnFirstLink : 0;
    }
  }

  @Test
  void anHonestRunPasses() {
    conservation.onStarted(0, 1, 100);
    conservation.onDelivered(0, 1, 100, 2, 0, 10);
    conservation.onLinkLoad(0, 8e9 * (1 + 1e-12));
    assertThatCode(() -> conservation.verify(new Claim(200, 0))).doesNotThrowAnyException();
  }

  @Test
  void lostBytesAreFound() {
    conservation.onStarted(0, 1, 100);
    conservation.onDelivered(0, 1, 99, 1, 0, 10);
    assertThatThrownBy(() -> conservation.verify(new Claim(99, 0)))
        .isInstanceOf(InvariantViolation.class)
        .hasMessageContaining("100 bytes were sent, 99 delivered");
  }

  @Test
  void bytesThatNoLinkCarriedAreFound() {
    conservation.onStarted(0, 1, 100);
    conservation.onDelivered(0, 1, 100, 2, 0, 10);
    assertThatThrownBy(() -> conservation.verify(new Claim(100, 0)))
        .hasMessageContaining(
            "links carried 100 bytes, 0 of them in vain, but transfers crossed them with 200");
  }

  @Test
  void transfersLeftOverAreFound() {
    assertThatThrownBy(() -> conservation.verify(new Claim(0, 3)))
        .hasMessageContaining("3 transfers were left over");
  }

  @Test
  void overfullLinksAreFound() {
    assertThatThrownBy(() -> conservation.onLinkLoad(0, 8.1e9))
        .hasMessageContaining("s → g0 carries 8100000000 b/s, but has 8000000000");
  }

  @Test
  void deliveriesBeforeTheirStartAreFound() {
    assertThatThrownBy(() -> conservation.onDelivered(0, 1, 1, 1, 5, 4))
        .isInstanceOf(InvariantViolation.class);
  }
}
