package weft.sim.flow;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import weft.sim.unit.Durations;

/** Groups whose rates change and whose members come and go, against each transfer by itself. */
final class VirtualServiceTest {

  private static final int LINKS = 4;
  private static final int FLOWS = 40;
  private static final long BYTES = 1L << 40;

  private final long[] sizes = new long[FLOWS];
  private final double[] left = new double[FLOWS];
  private final double[] lowest = new double[FLOWS];
  private final int[] linkOf = new int[FLOWS];
  private final double[] rates = new double[LINKS];

  @ParameterizedTest(name = "seed {0}")
  @ValueSource(longs = {1, 2, 3, 4, 5, 6})
  void whatEachTransferHasLeftAndItsLowestRateAreThoseOfEachByItself(long seed) {
    Random random = new Random(seed);
    Fluids fluids = new Fluids((flow, link, durationPs) -> {});
    VirtualService service = new VirtualService(fluids, LINKS);
    List<Integer> alive = new ArrayList<>();
    for (int flow = 0; flow < FLOWS; flow++) {
      sizes[flow] = BYTES + random.nextInt(1 << 30);
      fluids.start(flow, sizes[flow], flow, 0);
      linkOf[flow] = random.nextInt(LINKS);
      fluids.setBottleneck(flow, linkOf[flow]);
      left[flow] = sizes[flow];
      lowest[flow] = Double.POSITIVE_INFINITY;
      alive.add(flow);
    }
    service.nextRound();
    for (int link = 0; link < LINKS; link++) {
      service.begin(link, 0);
    }
    alive.forEach(flow -> service.add(flow, 0));
    long nowPs = 0;
    for (int round = 0; round < 300; round++) {
      if (round > 0) {
        service.nextRound();
      }
      for (int n = random.nextInt(4); round > 0 && n > 0; n--) {
        int flow = alive.get(random.nextInt(alive.size()));
        linkOf[flow] = random.nextInt(LINKS);
        service.move(flow, linkOf[flow], nowPs);
      }
      for (int link = 0; link < LINKS; link++) {
        rates[link] = 1e9 * (1 + random.nextInt(20));
        int its = link;
        int[] flows = alive.stream().mapToInt(flow -> flow).filter(f -> linkOf[f] == its).toArray();
        long endPs = service.set(link, rates[link], flows, flows.length, nowPs);
        assertFirstEnd(service, link, flows, endPs, nowPs);
      }
      for (int flow : alive) {
        lowest[flow] = Math.min(lowest[flow], rates[linkOf[flow]]);
        assertThat(service.rate(flow)).isEqualTo(rates[linkOf[flow]]);
      }
      long durationPs = random.nextInt(1_000_000_000);
      nowPs += durationPs;
      for (int flow : alive) {
        left[flow] -= rates[linkOf[flow]] * durationPs / 8e12;
      }
      if (random.nextInt(10) == 0) {
        int flow = alive.remove(random.nextInt(alive.size()));
        service.remove(flow, nowPs);
        assertFlowed(fluids, flow, nowPs, seed);
      }
    }
    for (int flow : alive) {
      service.remove(flow, nowPs);
      assertFlowed(fluids, flow, nowPs, seed);
    }
  }

  private void assertFlowed(Fluids fluids, int flow, long nowPs, long seed) {
    assertThat(fluids.left(flow, nowPs))
        .as("flow %d, seed %d", flow, seed)
        .isCloseTo(left[flow], within(1e-12 * BYTES));
    assertThat(fluids.rate(flow)).isEqualTo(rates[linkOf[flow]]);
    assertThat(fluids.slowestDrainPs(flow))
        .as("flow %d, seed %d", flow, seed)
        .isEqualTo(slowestPs(flow));
  }

  private long slowestPs(int flow) {
    Fluids alone = new Fluids((any, link, durationPs) -> {});
    alone.start(0, sizes[flow], 0, 0);
    alone.lower(0, lowest[flow]);
    return alone.slowestDrainPs(0);
  }

  private void assertFirstEnd(
      VirtualService service, int link, int[] flows, long endPs, long nowPs) {
    double first = Double.POSITIVE_INFINITY;
    for (int flow : flows) {
      first = Math.min(first, left[flow] * 8e12 / rates[link]);
    }
    if (flows.length == 0) {
      assertThat(endPs).isEqualTo(Durations.NEVER);
      return;
    }
    assertThat((double) (endPs - nowPs)).isCloseTo(first, within(2 + 1e-12 * first));
    Ends ends = new Ends(new Fluids((flow, its, durationPs) -> {}));
    service.addEnds(link, flows, flows.length, nowPs, endPs, ends);
    assertThat(ends.nextPs()).isEqualTo(endPs);
    assertThat(left[ends.take()] * 8e12 / rates[link]).isCloseTo(first, within(2 + 1e-12 * first));
    assertEndsUntil(service, link, flows, nowPs, nowPs + 2 * (endPs - nowPs));
  }

  /** All that end by then are told, with their times, and nobody else. */
  private void assertEndsUntil(
      VirtualService service, int link, int[] flows, long nowPs, long untilPs) {
    Ends ends = new Ends(new Fluids((flow, its, durationPs) -> {}));
    service.addEnds(link, flows, flows.length, nowPs, untilPs, ends);
    for (int flow : flows) {
      double inPs = left[flow] * 8e12 / rates[link];
      boolean isSure = Math.abs(nowPs + inPs - untilPs) > 2 + 1e-12 * inPs;
      if (isSure && nowPs + inPs < untilPs) {
        assertThat((double) (ends.nextPs() - nowPs)).isCloseTo(inPs, within(2 + 1e-12 * inPs));
        assertThat(ends.take()).isEqualTo(flow);
      } else if (!isSure) {
        return;
      }
    }
    assertThat(ends.nextPs()).isEqualTo(Durations.NEVER);
  }
}
