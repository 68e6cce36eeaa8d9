package weft.sim.packet;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import weft.sim.fabric.Fabric;
import weft.sim.fixture.FabricSketch;
import weft.sim.fixture.NetworkRun;
import weft.sim.packet.queue.Ecn;
import weft.sim.packet.queue.Pfc;
import weft.sim.packet.queue.SwitchOptions;
import weft.sim.packet.queue.Wire;
import weft.sim.packet.transport.TransportKind;
import weft.sim.packet.transport.Transports;
import weft.sim.unit.Durations;

/** What every transport has to do on a star of 100 Gb/s and 1 µs: round trip 4.7 µs, 58 KB. */
@Timeout(value = 60, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
final class TransportContractTest {

  private static final long G100 = 100_000_000_000L;
  private static final long US = Durations.MICROSECOND_PS;
  private static final long FULL_PS = 332_800;
  private static final int FULL = Wire.DEFAULT.fullBytes();
  private static final long MAX = Long.MAX_VALUE;

  static List<String> names() {
    return Transports.all().stream().map(Transports.Entry::name).toList();
  }

  private static TransportKind kind(String name) {
    return Transports.named(name).orElseThrow().defaults();
  }

  /** Marks between 12 and 46 KB, as DCQCN's thresholds would be for this round trip. */
  private static final Ecn MARKS = new Ecn(12_000, 46_000, 0.2, false);

  /** A fifth and four fifths of the round trip, as htsim marks for NSCC. */
  private static final Ecn MARKS_OF_UEC = new Ecn(11_700, 46_800, 1, true);

  private static SwitchOptions lossy(long queueBytes) {
    return switches(queueBytes, MAX, false, false, null, MARKS);
  }

  private static SwitchOptions trimming(long queueBytes, long headerBytes) {
    return switches(queueBytes, headerBytes, true, true, null, MARKS_OF_UEC);
  }

  private static SwitchOptions lossless() {
    return switches(MAX, MAX, false, false, new Pfc(25 * FULL, 20 * FULL, 30 * FULL), MARKS);
  }

  /** What a transport is made for. */
  private static SwitchOptions suitable(String name) {
    Transports.Entry entry = Transports.named(name).orElseThrow();
    if (name.equals("ideal")) {
      return lossy(MAX);
    }
    if (entry.needsTrimming()) {
      return trimming(15 * FULL, 30 * 64);
    }
    return entry.needsFlowControl() ? lossless() : lossy(200 * FULL);
  }

  private static SwitchOptions switches(
      long queue, long control, boolean first, boolean trimming, Pfc pfc, Ecn ecn) {
    return new SwitchOptions(
        MAX,
        Double.POSITIVE_INFINITY,
        queue,
        control,
        first,
        new int[] {1},
        trimming,
        ecn,
        pfc,
        false);
  }

  private static NetworkRun run(Fabric fabric, SwitchOptions switches, String name) {
    return new NetworkRun(fabric, PacketRuns.model(PacketRuns.options(switches, kind(name))));
  }

  private static NetworkRun incast(int senders, int packets, SwitchOptions switches, String name) {
    NetworkRun run = run(FabricSketch.star(senders + 1, G100, US), switches, name);
    for (int sender = 1; sender <= senders; sender++) {
      run.start(0, sender, 0, packets * 4096L);
    }
    return run.run();
  }

  private static PacketReport report(NetworkRun run) {
    return ((PacketModel) run.network()).report();
  }

  /** Alone: packets back to back, within the share of the rate that a transport leaves free. */
  @ParameterizedTest
  @CsvSource({"roce, 1", "dcqcn, 1", "hpcc, 1.06", "swift, 1.01", "ndp, 1", "nscc, 1", "ideal, 1"})
  void aloneAtLineRate(String name, double slowdown) {
    NetworkRun run = run(FabricSketch.star(2, G100, US), suitable(name), name);
    run.start(0, 0, 1, 2000 * 4096);
    long atLineRate = (2000 + 1) * FULL_PS + 2 * US;
    assertThat(run.run().endsPs()[0]).isBetween(atLineRate, (long) (atLineRate * slowdown));
    assertThat(report(run).repeated()).isZero();
  }

  /**
   * 8 : 1: the link is busy all the time but for {@code excess}, and all get the same. DCQCN takes
   * milliseconds to come back from its cuts, and these transfers are over in 2.7 of them; HPCC
   * leaves 5 % free.
   */
  @ParameterizedTest
  @CsvSource({
    "roce, 1.001, 0.999",
    "dcqcn, 1.85, 0.97",
    "hpcc, 1.11, 0.96",
    "swift, 1.001, 0.9999",
    "ndp, 1.03, 0.999",
    "nscc, 1.03, 0.97",
    "ideal, 1.001, 0.999"
  })
  void incast(String name, double excess, double fairness) {
    NetworkRun run = incast(8, 1000, suitable(name), name);
    assertThat(run.deliveries()).hasSize(8);
    long[] ends = run.endsPs();
    long last = Arrays.stream(ends).max().orElseThrow();
    long least = (8 * 1000 + 1) * FULL_PS + 2 * US;
    assertThat((double) last / least)
        .as("fairness %s, %s", jain(ends), Arrays.toString(ends))
        .isBetween(1.0, excess);
    assertThat(jain(ends)).as("%s", Arrays.toString(ends)).isGreaterThan(fairness);
  }

  /** Jain's fairness index of the rates. */
  private static double jain(long[] ends) {
    double sum = 0;
    double squares = 0;
    for (long end : ends) {
      sum += 1.0 / end;
      squares += 1.0 / end / end;
    }
    return sum * sum / (ends.length * squares);
  }

  /** Four packets of queue, no flow control, no trimming: lost again and again, and all arrive. */
  @ParameterizedTest
  @MethodSource("names")
  void everyByteIsRecovered(String name) {
    NetworkRun run = incast(8, 200, lossy(4 * FULL), name);
    assertThat(report(run).dropped()).isPositive();
    assertThat(run.deliveries()).hasSize(8);
  }

  /** Payloads are cut off, and even of the headers a part is lost. */
  @ParameterizedTest
  @MethodSource("names")
  void everyByteIsRecoveredWithTrimming(String name) {
    NetworkRun run = incast(8, 200, trimming(4 * FULL, 128), name);
    assertThat(report(run).trimmed()).isPositive();
    assertThat(run.deliveries()).hasSize(8);
  }

  @ParameterizedTest
  @MethodSource("names")
  void flowControlLosesNothing(String name) {
    NetworkRun run = incast(8, 200, lossless(), name);
    assertThat(report(run).dropped()).isZero();
    // A receiver of NSCC may sit on three packets that a smaller window has left behind: the
    // timeout sends them again.
    assertThat(report(run).repeated()).isLessThanOrEqualTo(name.equals("nscc") ? 10 : 0);
    assertThat(run.deliveries()).hasSize(8);
  }

  /** Message after message over one flow, of all sizes, from inside the callback or at once. */
  @ParameterizedTest
  @MethodSource("names")
  void manyMessagesOfAllSizes(String name) {
    NetworkRun run = run(FabricSketch.star(4, G100, US), suitable(name), name);
    for (int message = 0; message < 60; message++) {
      run.start(message * 3 * US, message % 3, 3, 1 + message * 3001L);
    }
    assertThat(run.run().deliveries()).hasSize(60);
  }

  @ParameterizedTest
  @MethodSource("names")
  void theSameTwice(String name) {
    assertThat(incast(5, 100, lossy(10 * FULL), name).endsPs())
        .isEqualTo(incast(5, 100, lossy(10 * FULL), name).endsPs());
  }
}
