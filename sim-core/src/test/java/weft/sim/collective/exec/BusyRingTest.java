package weft.sim.collective.exec;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import weft.sim.collective.Operation;
import weft.sim.collective.cost.Charges;
import weft.sim.fabric.Fabric;
import weft.sim.fixture.FabricSketch;
import weft.sim.unit.Durations;

/** Rings whose senders are busy for a part of each step beside sending. */
final class BusyRingTest {

  private static final long G400 = 400_000_000_000L;
  private static final long US = 1_000_000;

  /** Steps take 11 µs beside the network, of which the sender is busy for so long. */
  private static Charges charges(long busyPs) {
    return new Charges(0, 11 * US, 11 * US, busyPs, 1, 1, 1, 0);
  }

  private static Fabric ring(long[] ratesBps, long latencyPs) {
    FabricSketch sketch = new FabricSketch();
    for (int position = 0; position < ratesBps.length; position++) {
      sketch.gpus("g" + position);
    }
    for (int position = 0; position < ratesBps.length; position++) {
      String next = "g" + (position + 1) % ratesBps.length;
      sketch.link("g" + position, next, ratesBps[position], latencyPs);
    }
    return sketch.build();
  }

  /** All wait for each other in every step, so it is the same which part of it keeps whom busy. */
  @ParameterizedTest(name = "{0} ranks")
  @ValueSource(ints = {2, 3, 8, 17})
  void onEqualEdgesItMakesNoDifference(int ranks) {
    long[] rates = new long[ranks];
    Arrays.fill(rates, G400);
    long steps = 2L * (ranks - 1);
    long sendPs = Durations.serializationPs(4_096, G400);
    for (long busyPs : new long[] {0, 3 * US, 11 * US}) {
      for (boolean isStepped : new boolean[] {false, true}) {
        RingRun run = new RingRun(ring(rates, US), charges(busyPs));
        run.group.stepByStep(isStepped);
        assertThat(run.run(Operation.ALL_REDUCE, 4_096L * ranks))
            .isEqualTo(steps * (sendPs + US + 11 * US));
      }
    }
  }

  /**
   * Three ranks of which one has a tenth of the rate: 4 chunks of 1 MB take 800 µs over its link,
   * where the others' wait. A chunk comes to it after two short hops, 2 · (20 + 1 + 11) µs, sooner
   * than the one before has left, 200 µs: so it sends without a break, the other hops are hidden,
   * and only the last one's latency counts. Busy for 3 µs in each of its 4 steps it ends 12 µs
   * later, of which the last chunk makes up 3, as those are a part of its latency.
   */
  @Test
  void theSlowestEdgeIsHeldUpInEveryStep() {
    long[] rates = {G400, G400, G400 / 10};
    for (boolean isStepped : new boolean[] {false, true}) {
      RingRun idle = new RingRun(ring(rates, US), charges(0));
      idle.group.stepByStep(isStepped);
      RingRun busy = new RingRun(ring(rates, US), charges(3 * US));
      busy.group.stepByStep(isStepped);
      assertThat(idle.run(Operation.ALL_REDUCE, 3_000_000)).isEqualTo(812 * US);
      assertThat(busy.run(Operation.ALL_REDUCE, 3_000_000)).isEqualTo(821 * US);
    }
  }

  @Test
  void asStreamsAndStepByStepTakeTheSame() {
    Random random = new Random(1);
    for (int i = 0; i < 200; i++) {
      int ranks = 2 + random.nextInt(16);
      long[] rates = random.longs(ranks, G400 / 10, G400 + 1).toArray();
      long busyPs = random.nextLong(11 * US + 1);
      long bytes = 1_000L * ranks * (1 + random.nextInt(10_000));
      RingRun streams = new RingRun(ring(rates, US), charges(busyPs));
      RingRun steps = new RingRun(ring(rates, US), charges(busyPs));
      steps.group.stepByStep(true);
      double ratio =
          (double) streams.run(Operation.ALL_REDUCE, bytes)
              / steps.run(Operation.ALL_REDUCE, bytes);
      assertThat(ratio).as("ring %d", i).isBetween(1 - 1e-6, 1 + 1e-6);
    }
  }
}
