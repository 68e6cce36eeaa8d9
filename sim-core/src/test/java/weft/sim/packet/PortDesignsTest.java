package weft.sim.packet;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import weft.sim.fabric.Fabric;
import weft.sim.fixture.FabricSketch;
import weft.sim.fixture.NetworkRun;
import weft.sim.packet.queue.Ecn;
import weft.sim.packet.queue.Pfc;
import weft.sim.packet.queue.SwitchOptions;
import weft.sim.route.UpDownRouter;
import weft.sim.unit.Durations;

/**
 * Ports that work late do what ports do that have an event for everything: the same completion of
 * every transfer, to the picosecond, on seeded random traffic over small fabrics.
 */
@Tag("slow")
final class PortDesignsTest {

  private static final long G100 = 100_000_000_000L;
  private static final long NS = Durations.NANOSECOND_PS;
  private static final long MAX = Long.MAX_VALUE;
  private static final int RUNS = 60;

  private record Case(String name, SwitchOptions switches, long windowBytes) {
    @Override
    public String toString() {
      return name;
    }
  }

  static Stream<Case> cases() {
    Pfc tight = new Pfc(5 * 4160, 3 * 4160, Long.MAX_VALUE);
    Pfc loose = new Pfc(40 * 4160, 20 * 4160, 60 * 4160);
    Ecn step = new Ecn(20_000, 20_000, 1, false);
    return Stream.of(
        new Case("plain queue", SwitchOptions.FIFO, MAX),
        new Case("plain queue, window", SwitchOptions.FIFO, 10 * 4160),
        new Case("queues", switches(false, 1, null, null, 1L << 40, 1e9), MAX),
        new Case("marks", switches(false, 1, step, null, 1L << 40, 1e9), 20 * 4160),
        new Case("tight flow control", pausing(false, 1, tight), MAX),
        new Case("loose flow control", pausing(false, 1, loose), MAX),
        new Case("flow control, acknowledgements first", pausing(true, 1, tight), MAX),
        new Case("flow control, three classes", pausing(true, 3, tight), MAX),
        new Case("weights", switches(false, 3, step, null, 1L << 40, 1e9), MAX),
        new Case("small shared buffer", switches(true, 1, step, null, 60_000, 1), 8 * 4160),
        new Case("scarce buffer", switches(false, 2, null, null, 40_000, 0.5), 4 * 4160),
        new Case("queues of six packets", limited(6 * 4160), 4 * 4160),
        new Case("marks on departure", departing(false), 20 * 4160),
        new Case("marks on departure, acknowledgements first", departing(true), 20 * 4160),
        new Case("plain queue, cut-through", cutThrough(SwitchOptions.FIFO), MAX),
        new Case(
            "queues, cut-through", cutThrough(switches(false, 1, null, null, 1L << 40, 1e9)), MAX),
        new Case("marks on departure, cut-through", cutThrough(departing(true)), 20 * 4160),
        new Case("flow control, cut-through", cutThrough(pausing(false, 1, tight)), MAX));
  }

  private static SwitchOptions departing(boolean controlFirst) {
    Ecn step = new Ecn(20_000, 20_000, 1, true);
    return switches(controlFirst, 1, step, null, 1L << 40, 1e9);
  }

  private static SwitchOptions limited(long queueBytes) {
    SwitchOptions queues = switches(false, 1, null, null, 1L << 40, 1e9);
    return new SwitchOptions(
        queues.bufferBytes(),
        queues.alpha(),
        queueBytes,
        queueBytes,
        false,
        queues.weights(),
        false,
        null,
        null,
        false);
  }

  private static SwitchOptions cutThrough(SwitchOptions other) {
    return new SwitchOptions(
        other.bufferBytes(),
        other.alpha(),
        other.queueBytes(),
        other.controlQueueBytes(),
        other.controlFirst(),
        other.weights(),
        other.trimming(),
        other.ecn(),
        other.pfc(),
        true);
  }

  private static SwitchOptions pausing(boolean controlFirst, int classes, Pfc pfc) {
    return switches(controlFirst, classes, null, pfc, Long.MAX_VALUE, Double.POSITIVE_INFINITY);
  }

  private static SwitchOptions switches(
      boolean controlFirst, int classes, Ecn ecn, Pfc pfc, long buffer, double alpha) {
    int[] weights = new int[classes];
    for (int i = 0; i < classes; i++) {
      weights[i] = 1 + i;
    }
    return new SwitchOptions(
        buffer,
        alpha,
        Long.MAX_VALUE,
        Long.MAX_VALUE,
        controlFirst,
        weights,
        false,
        ecn,
        pfc,
        false);
  }

  @ParameterizedTest
  @MethodSource("cases")
  void lateIsExact(Case test) {
    long pauses = 0;
    long marks = 0;
    long drops = 0;
    long held = 0;
    for (int seed = 0; seed < RUNS; seed++) {
      Random random = new Random(seed);
      Fabric fabric = fabric(random);
      NetworkRun run =
          new NetworkRun(
              fabric,
              PacketRuns.model(
                  PacketRuns.options(test.switches, PacketRuns.window(test.windowBytes))));
      DullPackets dull =
          new DullPackets(fabric, new UpDownRouter(fabric, 1), test.switches, test.windowBytes);
      int hosts = fabric.endpointCount();
      int transfers = 1 + random.nextInt(40);
      boolean isIncast = random.nextBoolean();
      for (int i = 0; i < transfers; i++) {
        int source = random.nextInt(hosts);
        int destination = isIncast ? 0 : random.nextInt(hosts);
        if (source == destination) {
          source = (source + 1) % hosts;
        }
        long startPs = random.nextInt(4) * 500 * NS;
        long bytes = random.nextInt(4) == 0 ? random.nextInt(4096) : random.nextInt(60) * 4096L;
        // Flow numbers keep flows apart: each transfer is a flow of its own.
        run.start(new NetworkRun.Transfer(startPs, source, destination, i, bytes));
        dull.start(startPs, source, destination, i, bytes);
      }
      assertThat(run.run().endsPs()).as("seed %d", seed).containsExactly(dull.run());
      PacketModel model = (PacketModel) run.network();
      assertThat(model.packetHops()).as("hops, seed %d", seed).isEqualTo(dull.sentPackets);
      assertThat(model.report().pauses()).as("pauses, seed %d", seed).isEqualTo(dull.pauses);
      if (!test.switches.isPlainFifo()) {
        assertThat(model.report().marked()).as("marks, seed %d", seed).isEqualTo(dull.marks);
      }
      assertThat(model.report().dropped())
          .as("drops, seed %d", seed)
          .isLessThanOrEqualTo(dull.drops);
      for (int node = 0; node < fabric.nodeCount() && !test.switches.isPlainFifo(); node++) {
        // Ends are noted late: a switch may seem to hold more than it does, never less.
        assertThat(model.mostHeldBytes(node))
            .as("held by %s, seed %d", fabric.nodeName(node), seed)
            .isBetween(dull.mostHeld[node], test.switches.bufferBytes());
      }
      held += Arrays.stream(dull.mostHeld).sum();
      pauses += dull.pauses;
      marks += dull.marks;
      drops += dull.drops;
    }
    assertThat(pauses > 0).as("%d pauses", pauses).isEqualTo(test.switches.pfc() != null);
    assertThat(marks > 0).as("%d marks", marks).isEqualTo(test.switches.ecn() != null);
    assertThat(held).as("most held").isPositive();
    assertThat(drops > 0)
        .as("%d drops", drops)
        .isEqualTo(
            Math.min(test.switches.bufferBytes(), test.switches.queueBytes()) < Integer.MAX_VALUE);
  }

  /** Two leaves of four hosts, two spines; rates and latencies that make ties, or none. */
  private static Fabric fabric(Random random) {
    long[] latencies = {1000 * NS, 500 * NS, 0, 77 * NS};
    long latencyPs = latencies[random.nextInt(latencies.length)];
    long spineRate = random.nextBoolean() ? G100 : 3 * G100 / 7;
    FabricSketch sketch = new FabricSketch().switches(2, "c0", "c1").switches(1, "l0", "l1");
    for (String leaf : new String[] {"l0", "l1"}) {
      sketch.cable(leaf, "c0", spineRate, latencyPs).cable(leaf, "c1", spineRate, latencyPs);
      for (int host = 0; host < 4; host++) {
        String name = leaf + "h" + host;
        sketch.gpus(name).cable(name, leaf, G100, latencyPs + host * (random.nextInt(2) * NS));
      }
    }
    return sketch.build();
  }

  @Test
  void plainAndQueuedPortsAgree() {
    for (int seed = 0; seed < RUNS; seed++) {
      assertThat(ends(SwitchOptions.FIFO, seed))
          .as("seed %d", seed)
          .containsExactly(ends(ClosedFormTest.QUEUED, seed));
    }
  }

  private static long[] ends(SwitchOptions switches, long seed) {
    Random random = new Random(seed);
    Fabric fabric = fabric(random);
    NetworkRun run =
        new NetworkRun(
            fabric, PacketRuns.model(PacketRuns.options(switches, PacketRuns.window(30 * 4160))));
    for (int i = 0; i < 30; i++) {
      int source = random.nextInt(8);
      run.start(
          new NetworkRun.Transfer(
              random.nextInt(3_000) * NS,
              source,
              (source + 1 + random.nextInt(7)) % 8,
              i,
              150_000));
    }
    return run.run().endsPs();
  }
}
