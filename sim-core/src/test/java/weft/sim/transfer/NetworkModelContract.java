package weft.sim.transfer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestMethodOrder;
import weft.sim.event.RunWatch;
import weft.sim.fabric.Fabric;
import weft.sim.fixture.FabricSketch;
import weft.sim.fixture.NetworkRun;
import weft.sim.fixture.NetworkRun.Delivery;
import weft.sim.fixture.NetworkRun.Transfer;
import weft.sim.unit.Durations;

/**
 * A tour of what every network model does, wherever nothing is shared: A, one transfer; B, more.
 */
@TestMethodOrder(MethodOrderer.MethodName.class)
public abstract class NetworkModelContract {

  /** 50 bytes a nanosecond. */
  protected static final long G400 = 400_000_000_000L;

  protected static final long NS = Durations.NANOSECOND_PS;

  /** Makes the model under test. */
  protected abstract NetworkRun.ModelFactory model();

  /** {@code a ── b}: 1,000 bytes at 50 bytes/ns take 20 ns, and the wire 5 ns. */
  @Test
  void a01TwoGpusOneLink() {
    NetworkRun run = new NetworkRun(pair(G400, 5 * NS), model());
    run.start(0, 0, 1, 1_000);
    assertThat(run.run().endsPs()).containsExactly(25 * NS);
  }

  /** {@code a ── b}: 3 bytes at 3.2 Tb/s take 7.5 ps; the last of them is there after 8. */
  @Test
  void a02AFractionOfAPicosecondIsRoundedUp() {
    NetworkRun run = new NetworkRun(pair(3_200_000_000_000L, 0), model());
    run.start(0, 0, 1, 3);
    assertThat(run.run().endsPs()).containsExactly(8);
  }

  /** {@code a ── b}, any size, any rate, any start: to the picosecond. */
  @Test
  void a03OneLinkIsExactForAllSizesAndRates() {
    long seed = 3;
    Random random = new Random(seed);
    for (int i = 0; i < 2_000; i++) {
      long rate = 1_000_000 + (random.nextLong() >>> (21 + random.nextInt(20)));
      long latency = random.nextInt(20_000_000);
      long start = random.nextInt(1_000_000);
      long bytes = random.nextLong() >>> (27 + random.nextInt(37));
      NetworkRun run = new NetworkRun(pair(rate, latency), model());
      run.start(start, 0, 1, bytes);
      assertThat(run.run().endsPs())
          .as("%d B at %d b/s, seed %d", bytes, rate, seed)
          .containsExactly(start + Durations.serializationPs(bytes, rate) + latency);
    }
  }

  /** {@code a ── b}: nothing but the wire; an event of its own, not a call. */
  @Test
  void a04ATransferOfNothingTakesTheLatency() {
    NetworkRun run = new NetworkRun(pair(G400, 5 * NS), model());
    run.start(3 * NS, 0, 1, 0);
    assertThat(run.run().endsPs()).containsExactly(8 * NS);

    NetworkRun without = new NetworkRun(pair(G400, 0), model());
    without.start(3 * NS, 0, 1, 0);
    assertThat(without.run().endsPs()).containsExactly(3 * NS);
    assertThat(without.engine().events()).as("start and delivery").isEqualTo(2);
  }

  /** {@code a ──400G── s ──100G── b}: the narrow link sets the rate, all links the latency. */
  @Test
  void a05TheNarrowestLinkSetsTheRate() {
    Fabric fabric =
        new FabricSketch()
            .switches(1, "s")
            .gpus("a", "b")
            .cable("a", "s", G400, 5 * NS)
            .cable("s", "b", G400 / 4, 7 * NS)
            .build();
    NetworkRun run = new NetworkRun(fabric, model());
    run.start(0, 0, 1, 1_000);
    run.run();

    assertThat(run.endsPs()).containsExactly(92 * NS);
    assertThat(run.network().latencyPs(0, 1, 0)).isEqualTo(12 * NS);
    assertThat(run.deliveries().get(0).boundLink()).isEqualTo(FabricSketch.link(fabric, "s", "b"));
  }

  @Test
  void a06ALessThanEmptyTransferIsRejected() {
    NetworkRun run = new NetworkRun(pair(G400, 0), model());
    int listener = run.network().register((token, link) -> {});
    assertThatIllegalArgumentException()
        .isThrownBy(() -> run.network().start(0, 1, 0, -1, listener, 0))
        .withMessageContaining("-1 bytes");
    assertThat(run.network().inFlight()).isZero();
    assertThat(run.probeCalls()).isEmpty();
  }

  @Test
  void a07ATransferToItselfIsRejected() {
    NetworkRun run = new NetworkRun(pair(G400, 0), model());
    int listener = run.network().register((token, link) -> {});
    assertThatIllegalArgumentException()
        .isThrownBy(() -> run.network().start(1, 1, 0, 1, listener, 0));
    assertThat(run.network().inFlight()).isZero();
  }

  /** {@code a ── s ── b}: the probe sees what happened, the links have carried it. */
  @Test
  void a08ProbeAndCountersSeeTheTransfer() {
    Fabric fabric = FabricSketch.star(2, G400, 5 * NS);
    NetworkRun run = new NetworkRun(fabric, model());
    run.start(NS, 0, 1, 1_000);
    run.run();

    assertThat(run.probeCalls())
        .containsExactly("start 0 1 1000", "deliver 0 1 1000 2 hops 1000 … 31000");
    assertThat(run.network().carriedBytes(FabricSketch.link(fabric, "g0", "s"))).isEqualTo(1_000);
    assertThat(run.network().carriedBytes(FabricSketch.link(fabric, "s", "g1"))).isEqualTo(1_000);
    assertThat(run.network().carriedBytes(FabricSketch.link(fabric, "g1", "s"))).isZero();
  }

  /** {@code a ⇄ b}: the two directions of a cable do not share. */
  @Test
  void b01DirectionsAreIndependent() {
    NetworkRun run = new NetworkRun(pair(G400, 5 * NS), model());
    run.start(0, 0, 1, 1_000);
    run.start(0, 1, 0, 2_000);
    assertThat(run.run().endsPs()).containsExactly(25 * NS, 45 * NS);
  }

  /** Through a switch that does not block, pairs do not notice one another. */
  @Test
  void b02DisjointPairsAreIndependent() {
    NetworkRun run = new NetworkRun(FabricSketch.star(6, G400, 5 * NS), model());
    run.start(0, 0, 1, 1_000);
    run.start(NS, 2, 3, 1_000);
    run.start(2 * NS, 4, 5, 500);
    assertThat(run.run().endsPs()).containsExactly(30 * NS, 31 * NS, 22 * NS);
  }

  /** One after the other over one link: the second starts when the first is delivered. */
  @Test
  void b03ATransferMayStartFromInsideADelivery() {
    NetworkRun run = new NetworkRun(pair(G400, 5 * NS), model());
    List<String> trace = new ArrayList<>();
    int[] listener = new int[1];
    listener[0] =
        run.network()
            .register(
                (token, link) -> {
                  trace.add(token + "@" + run.engine().nowPs() / NS);
                  if (token < 3) {
                    run.network().start(0, 1, 0, 1_000, listener[0], token + 1);
                  }
                });
    run.network().start(0, 1, 0, 1_000, listener[0], 0);
    run.engine().run(RunWatch.NONE);
    assertThat(trace).containsExactly("0@25", "1@50", "2@75", "3@100");
  }

  /** Deliveries of one picosecond come in the order of the starts. */
  @Test
  void b04SimultaneousDeliveriesComeInTheOrderOfTheStarts() {
    NetworkRun run = new NetworkRun(FabricSketch.star(8, G400, 5 * NS), model());
    run.start(0, 6, 7, 1_000);
    run.start(0, 2, 3, 1_000);
    run.start(0, 4, 5, 1_000);
    run.start(0, 0, 1, 1_000);
    run.run();
    assertThat(run.deliveries().stream().map(Delivery::transfer)).containsExactly(0, 1, 2, 3);
  }

  /** Many transfers without bytes occupy slots before the first one that flows. */
  @Test
  void b05TransfersOfNothingAndOfSomethingMix() {
    NetworkRun run = new NetworkRun(pair(G400, 5 * NS), model());
    for (int i = 0; i < 300; i++) {
      run.start(0, 1, 0, 0);
    }
    int last = run.start(0, 0, 1, 1_000);
    assertThat(run.run().endsPs()[last]).isEqualTo(25 * NS);
  }

  /** Whatever is sent, all arrives, and every link of a path has carried it. */
  @Test
  void b06NothingIsLost() {
    NetworkRun run = randomRun(11);
    run.run();
    assertThat(run.endsPs()).doesNotContain(-1);
    assertThat(run.network().inFlight()).isZero();

    long sent =
        run.probeCalls().stream()
            .filter(call -> call.startsWith("start"))
            .mapToLong(call -> Long.parseLong(call.substring(call.lastIndexOf(' ') + 1)))
            .sum();
    long carried = IntStream.range(0, 16).mapToLong(run.network()::carriedBytes).sum();
    assertThat(carried).as("two links each").isEqualTo(2 * sent);
  }

  /** The same calls, the same trace. */
  @Test
  void b07TwoRunsAreTheSame() {
    NetworkRun first = randomRun(12).run();
    NetworkRun second = randomRun(12).run();
    assertThat(first.probeCalls()).isEqualTo(second.probeCalls());
    assertThat(first.deliveries()).isEqualTo(second.deliveries());
    assertThat(first.engine().events()).isEqualTo(second.engine().events());
  }

  /** Deliveries are reported in the order of time, each by probe and listener. */
  @Test
  void b08DeliveriesComeInTheOrderOfTime() {
    NetworkRun run = randomRun(13).run();
    assertThat(run.deliveries().stream().map(Delivery::timePs).collect(Collectors.toList()))
        .isSorted()
        .hasSize(200);
    assertThat(run.probeCalls()).hasSize(400);
  }

  private NetworkRun randomRun(long seed) {
    Random random = new Random(seed);
    NetworkRun run = new NetworkRun(FabricSketch.star(8, G400, 5 * NS), model());
    for (int i = 0; i < 200; i++) {
      int source = random.nextInt(8);
      int destination = (source + 1 + random.nextInt(7)) % 8;
      run.start(
          new Transfer(
              random.nextInt(20) * 100 * NS,
              source,
              destination,
              random.nextInt(4),
              random.nextInt(3) * 10_000L));
    }
    return run;
  }

  /** {@code a ── b}. */
  protected static Fabric pair(long rateBps, long latencyPs) {
    return new FabricSketch().gpus("a", "b").cable("a", "b", rateBps, latencyPs).build();
  }
}
