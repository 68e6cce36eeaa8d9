package weft.sim.packet;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import weft.sim.fabric.Fabric;
import weft.sim.fixture.FabricSketch;
import weft.sim.fixture.NetworkRun;
import weft.sim.packet.queue.Ecn;
import weft.sim.packet.queue.Pfc;
import weft.sim.packet.queue.SwitchOptions;
import weft.sim.packet.queue.Wire;
import weft.sim.packet.transport.Transports;
import weft.sim.unit.Durations;

/**
 * What holds of every transport with every path choice on switches that drop, trim and pause: three
 * hosts on each of two leaves, two spines, 100 Gb/s and 1 us a link, random transfers of which half
 * have one host in common.
 */
@Tag("slow")
@Timeout(value = 60, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
final class PacketConservationTest {

  private static final long G100 = 100_000_000_000L;
  private static final long US = Durations.MICROSECOND_PS;
  private static final long FULL = Wire.DEFAULT.fullBytes();
  private static final int HOSTS = 6;
  private static final int TRANSFERS = 16;
  private static final Fabric FABRIC = fabric();

  private enum Switches {
    DROP,
    TRIM,
    PAUSE,
    PAUSE_AND_TRIM;

    /** Queues of a few packets, with headroom for 2 × latency × rate and two packets. */
    SwitchOptions options() {
      boolean trims = this == TRIM || this == PAUSE_AND_TRIM;
      boolean pauses = this == PAUSE || this == PAUSE_AND_TRIM;
      long queueBytes = trims ? 5 * FULL : this == DROP ? 8 * FULL : Long.MAX_VALUE;
      return new SwitchOptions(
          (pauses ? 20 : 12) * FULL,
          this == DROP ? 8 : 1,
          queueBytes,
          trims ? 40 * 64 : queueBytes,
          trims,
          this == TRIM ? new int[] {2, 1} : new int[] {1},
          trims,
          new Ecn(2 * FULL, 6 * FULL, 0.5, false),
          pauses ? new Pfc(2 * FULL, FULL, 25_000 + 2 * FULL) : null,
          this == TRIM);
    }
  }

  private static Fabric fabric() {
    FabricSketch sketch = new FabricSketch().switches(1, "l0", "l1").switches(2, "s0", "s1");
    for (int leaf = 0; leaf < 2; leaf++) {
      for (int host = 0; host < HOSTS / 2; host++) {
        String name = "h" + leaf + host;
        sketch.gpus(name).cable(name, "l" + leaf, G100, US);
      }
      sketch.cable("l" + leaf, "s0", G100, US).cable("l" + leaf, "s1", G100, US);
    }
    return sketch.build();
  }

  private record Case(Transports.Entry transport, PathPolicy.Kind paths, Switches switches) {
    /** Cases differ in their traffic, and it does not depend on which others there are. */
    long seed() {
      return Arrays.hashCode(new Object[] {transport.name(), paths.name(), switches.name()});
    }

    @Override
    public String toString() {
      return transport.name() + ", " + paths + ", " + switches;
    }
  }

  static Stream<Case> cases() {
    return Transports.all().stream()
        .flatMap(
            transport ->
                Arrays.stream(PathPolicy.Kind.values())
                    .flatMap(
                        paths ->
                            Arrays.stream(Switches.values())
                                .map(switches -> new Case(transport, paths, switches))));
  }

  @ParameterizedTest
  @MethodSource("cases")
  void everyByteArrivesAndNothingIsLeft(Case test) {
    PacketReport report = checked(test, transfers(test), wanted(test));
    switch (test.switches) {
      case DROP -> assertThat(report.dropped()).isPositive();
      case TRIM -> assertThat(report.trimmed()).isPositive();
      case PAUSE -> {
        assertThat(report.dropped()).isZero();
        assertThat(report.pauses()).isPositive();
      }
      case PAUSE_AND_TRIM -> assertThat(report.trimmed() + report.pauses()).isPositive();
    }
  }

  /** Hosts, leaves and a spine send to each other, as where switches reduce. */
  @ParameterizedTest
  @MethodSource("cases")
  void norIsAnythingOfWhatSwitchesSendThemselves(Case test) {
    int leaf = FABRIC.end(FABRIC.target(FabricSketch.link(FABRIC, "h00", "l0")));
    int spine = FABRIC.end(FABRIC.target(FabricSketch.link(FABRIC, "l0", "s1")));
    Random random = new Random(test.seed());
    List<NetworkRun.Transfer> transfers = new ArrayList<>();
    long wanted = 0;
    for (int i = 0; i < TRANSFERS; i++) {
      long bytes = 1L + random.nextInt(40 * 4096);
      int host = random.nextInt(HOSTS / 2);
      int[][] pairs = {{host, leaf}, {leaf, host}, {leaf, spine}, {spine, host}};
      int[] pair = pairs[random.nextInt(pairs.length)];
      wanted += bytes * (pair[0] == spine ? 2 : 1);
      transfers.add(new NetworkRun.Transfer(0, pair[0], pair[1], i % 3, bytes));
    }
    checked(test, transfers, wanted);
  }

  private static PacketReport checked(Case test, List<NetworkRun.Transfer> transfers, long wanted) {
    NetworkRun run = run(test, transfers);
    for (NetworkRun.Delivery delivery : run.deliveries()) {
      assertThat(delivery.boundLink()).isLessThan(FABRIC.linkCount());
    }
    assertThat(run.deliveries()).hasSize(TRANSFERS);
    PacketModel model = (PacketModel) run.network();
    // Sent = arrived + dropped + trimmed + under way, and that is none.
    model.verify();
    assertThat(model.livePackets()).isZero();
    assertThat(model.inFlight()).isZero();
    // What links have carried is the transfers, or in vain.
    long carried = 0;
    for (int link = 0; link < FABRIC.linkCount(); link++) {
      carried += model.carriedBytes(link);
    }
    assertThat(carried - model.wastedBytes()).isEqualTo(wanted);
    PacketReport report = model.report();
    NetworkRun again = run(test, transfers);
    assertThat(again.endsPs()).containsExactly(run.endsPs());
    assertThat(((PacketModel) again.network()).report()).isEqualTo(report);
    return report;
  }

  private static NetworkRun run(Case test, List<NetworkRun.Transfer> transfers) {
    PacketOptions options =
        new PacketOptions(
            Wire.DEFAULT,
            test.switches.options(),
            test.transport.defaults(),
            new PathPolicy(test.paths, 8, 2 * US),
            2,
            0,
            PacketOptions.Completion.RECEIVED);
    NetworkRun run =
        new NetworkRun(
            FABRIC,
            (engine, fabric, router, probe) -> {
              PacketModel model =
                  new PacketModel(
                      engine, fabric, router, probe, options, test.seed(), Watchdogs.DEFAULT, true);
              engine.attach(model);
              return model;
            });
    transfers.forEach(run::start);
    return run.run();
  }

  /** At once, so that queues overflow; from 1 byte to 40 packets. */
  private static List<NetworkRun.Transfer> transfers(Case test) {
    Random random = new Random(test.seed());
    return Stream.generate(
            () -> {
              int source = 1 + random.nextInt(HOSTS - 1);
              int other = random.nextInt(HOSTS);
              return new NetworkRun.Transfer(
                  random.nextInt(5) * US,
                  source,
                  random.nextBoolean() || other == source ? 0 : other,
                  random.nextInt(3),
                  1 + random.nextInt(40 * 4096));
            })
        .limit(TRANSFERS)
        .toList();
  }

  /** Payload times links: two on a leaf, four to the other. */
  private static long wanted(Case test) {
    return transfers(test).stream()
        .mapToLong(
            transfer ->
                transfer.bytes() * (transfer.source() / 3 == transfer.destination() / 3 ? 2 : 4))
        .sum();
  }
}
