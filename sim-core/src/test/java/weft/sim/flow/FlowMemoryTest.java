package weft.sim.flow;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.management.ThreadMXBean;
import java.lang.management.ManagementFactory;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import weft.sim.event.BucketEventQueue;
import weft.sim.event.Engine;
import weft.sim.fabric.Fabric;
import weft.sim.fixture.FabricSketch;
import weft.sim.fixture.NetworkRun;
import weft.sim.random.KeyedHash;
import weft.sim.route.UpDownRouter;
import weft.sim.transfer.TransferListener;

/**
 * In the steady state, where each transfer that ends starts another, the loop allocates nothing.
 */
@Tag("slow")
final class FlowMemoryTest {

  private static final int HOSTS = 16;
  private static final long EVENTS_BETWEEN_LOOKS = 200_000;

  private static final class Sender implements TransferListener {
    private final FlowModel model;
    private final int id;
    private long started;

    Sender(Engine engine, int rails) {
      Fabric star = FabricSketch.star(HOSTS * rails, 100_000_000_000L, 500_000);
      model =
          new FlowModel(engine, star, new UpDownRouter(star, 1), new NetworkRun.NoProbe(), false);
      id = model.register(this);
    }

    void start(long pair) {
      int rail = (int) (pair / (HOSTS * HOSTS)) * HOSTS;
      int source = (int) (pair / HOSTS % HOSTS);
      int destination = (int) (pair % HOSTS);
      if (source != destination) {
        long bytes = 10_000L + KeyedHash.choose(KeyedHash.mix(1, started++), 10_000);
        model.start(rail + source, rail + destination, 0, bytes, id, pair);
      }
    }

    @Override
    public void onDelivered(long pair, int boundLink) {
      start(pair);
    }
  }

  /** All-to-all over a star, which is solved as a whole; and few pairs over many, in components. */
  @ParameterizedTest
  @CsvSource({"1, 1", "16, 37"})
  void nothingAnEvent(int rails, int every) {
    Engine engine = new Engine(new BucketEventQueue());
    Sender sender = new Sender(engine, rails);
    for (long pair = 0; pair < (long) rails * HOSTS * HOSTS; pair += every) {
      sender.start(pair);
    }
    ThreadMXBean thread = (ThreadMXBean) ManagementFactory.getThreadMXBean();
    long[] allocated = new long[4];
    int[] looks = {0};
    engine.run(
        (nowPs, events) -> {
          if (events >= EVENTS_BETWEEN_LOOKS * (looks[0] + 1)) {
            allocated[looks[0]++] = thread.getCurrentThreadAllocatedBytes();
          }
          return looks[0] < allocated.length;
        });
    // What the measurement itself allocates, and no more.
    assertThat(allocated[3] - allocated[2]).isLessThan(EVENTS_BETWEEN_LOOKS / 1_000);
  }
}
